//! Pages of accounts: entering, an invitation on paper and answered, one's own account and somebody else's.

use std::{io, path::Path};

use report::print::symbol_near_svg;
use server::pages::*;

use crate::{sample::shell, write};

const LINK: &str = "https://skm.sukamaju.go.id/undangan/4f7k9qx2m8tdv3rb4f7k9qx2m8tdv3rb";
const SECRET: &str = "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ";

/// Somebody who is in.
fn inside() -> Shell {
    Shell {
        menu: Some(Menu {
            accounts: true,
            devices: true,
            inspection: false,
            exports: true,
            register: true,
            unit: Vec::new(),
        }),
        ..shell()
    }
}

fn row(name: &str, login: &str, roles: &[&str], state: &str) -> AccountRow {
    AccountRow {
        id: "0199e2a4-1c00-7abc-8def-0123456789ac".into(),
        name: name.into(),
        login: login.into(),
        roles: roles.iter().map(|role| (*role).into()).collect(),
        state: state.into(),
        is_active: state == "aktif",
    }
}

fn offered(pairs: &[(&str, &str)]) -> Vec<Offered> {
    let offered = |(code, label): &(&str, &str)| Offered {
        code: (*code).into(),
        label: (*label).into(),
    };
    pairs.iter().map(offered).collect()
}

fn roles() -> Vec<Offered> {
    offered(&[("officer", "Petugas"), ("unit_head", "Kepala unit")])
}

fn units() -> Vec<Offered> {
    offered(&[
        ("KAB", "Kabupaten Sukamaju"),
        ("KEC", "\u{2014} Kecamatan Sukasari"),
    ])
}

pub(super) fn write_accounts(folder: &Path) -> io::Result<()> {
    let entrance = |problem: Option<&str>| MasukPage {
        shell: shell(),
        login: problem.map_or_else(String::new, |_| "budi.s".into()),
        way_back: None,
        problem: problem.map(Into::into),
    };
    write(folder, "masuk", &entrance(None))?;
    let wrong = "Nama masuk, kata sandi, atau kode tidak cocok. Periksa ketiganya lalu ulangi.";
    write(folder, "masuk-ditolak", &entrance(Some(wrong)))?;
    let denied = DeniedPage {
        shell: inside(),
        action: "menerbitkan hasil",
    };
    write(folder, "bukan-wewenang", &denied)?;
    let invitation = InvitationPage {
        shell: inside(),
        name: "Budi Santoso".into(),
        login: "budi.s".into(),
        address: LINK.into(),
        symbol_svg: symbol_near_svg(LINK, "Kode QR undangan").ok(),
        good_until: "21 September 2026".into(),
    };
    write(folder, "undangan-cetak", &invitation)?;
    let activation = |invited, problem: Option<&str>| ActivationPage {
        shell: shell(),
        invited,
        problem: problem.map(Into::into),
    };
    let face = InvitedFace {
        login: "budi.s".into(),
        symbol_svg: symbol_near_svg(SECRET, "Kode QR untuk aplikasi autentikator").ok(),
        secret: SECRET.into(),
    };
    write(folder, "undangan", &activation(Some(face.clone()), None))?;
    let wrong =
        "Kode dari aplikasi tidak cocok. Tunggu kode berikutnya lalu ulangi; periksa juga jam ponsel.";
    write(folder, "undangan-galat", &activation(Some(face), Some(wrong)))?;
    write(folder, "undangan-lewat", &activation(None, None))?;
    write(folder, "akun", &own(None))?;
    let everybody = Everybody {
        accounts: vec![
            row("Administrator", "admin", &["Administrator"], "aktif"),
            row(
                "Budi Santoso",
                "budi.s",
                &["Kepala unit \u{b7} Kecamatan Sukasari"],
                "belum diaktifkan",
            ),
        ],
        roles: roles(),
        units: units(),
        asked: InviteAsked::default(),
    };
    write(folder, "akun-semua", &own(Some(everybody)))?;
    for state in ["aktif", "dinonaktifkan"] {
        write(folder, &format!("akun-{state}"), &of(state))?;
    }
    Ok(())
}

fn own(everybody: Option<Everybody>) -> OwnAccountPage {
    let session = |number, is_this| SessionRow {
        number,
        began: "14 September 2026 pukul 09.30 WIB".into(),
        seen: "2 menit".into(),
        is_this,
    };
    OwnAccountPage {
        shell: inside(),
        login: "admin".into(),
        roles: vec!["Administrator".into()],
        sessions: vec![session(2, true), session(1, false)],
        problem: None,
        done: Some("Kata sandi diganti. Semua perangkat lain dikeluarkan."),
        everybody,
    }
}

fn of(state: &str) -> AccountPage {
    AccountPage {
        shell: inside(),
        row: row("Budi Santoso", "budi.s", &[], state),
        contact: "0812-3456-7890".into(),
        invited: "14 September 2026".into(),
        grants: vec![GrantRow {
            title: "Kepala unit \u{b7} Kecamatan Sukasari".into(),
            role: "unit_head",
            unit: "KEC".into(),
        }],
        roles: roles(),
        units: units(),
        is_own: false,
        is_disabled: state != "aktif",
        erasable: Some(ErasableText {
            content: "018f".into(),
            label: "Nama dan kontak",
            proposed: false,
        }),
        problem: None,
    }
}
