//! Writes every page in every state as HTML, to be looked at: `cargo run -p server --example pages -- OUTDIR`.
//!
//! The folder can be served as it is; `csp.txt` holds the policy that the pages must live with.

mod accounts;
mod bukti;
mod chart;
mod figures;
mod inspection;
mod log;
mod paper;
mod printing;
mod publishing;
mod sample;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use askama::Template;
use report::print::PosterSize;
use sample::{form, kept, languages, problems, shell, survey};
use server::pages::*;

const CLINIC: [(&str, &str); 3] = [
    ("umum", "Pemeriksaan umum"),
    ("kia", "Kesehatan ibu dan anak"),
    ("obat", "Apotek"),
];

fn main() -> io::Result<()> {
    let Some(folder) = env::args_os().nth(1).map(PathBuf::from) else {
        return Err(io::Error::other(
            "say where to: cargo run -p server --example pages -- OUTDIR",
        ));
    };
    fs::create_dir_all(folder.join("aset"))?;
    fs::write(folder.join("csp.txt"), content_security_policy())?;
    for asset in assets() {
        fs::write(folder.join(asset.path.trim_start_matches('/')), &asset.bytes)?;
    }
    write_forms(&folder)?;
    write_answers(&folder)?;
    write_figures(&folder)
}

fn write(folder: &Path, name: &str, page: &impl Template) -> io::Result<()> {
    fs::write(
        folder.join(name).with_extension("html"),
        page.render().map_err(io::Error::other)?,
    )
}

fn write_forms(folder: &Path) -> io::Result<()> {
    let languages = languages();
    let one = survey(&[("umum", "Pemeriksaan umum")]);
    let some = survey(&CLINIC);
    let labels: Vec<String> = (1..=14)
        .map(|number| format!("Layanan kependudukan {number}"))
        .collect();
    let codes: Vec<String> = (1..=14).map(|number| format!("l{number}")).collect();
    let pairs: Vec<(&str, &str)> = codes
        .iter()
        .zip(&labels)
        .map(|(code, label)| (code.as_str(), label.as_str()))
        .collect();
    let many = survey(&pairs);

    write(folder, "form", &form(&one, &languages))?;
    write(folder, "form-layanan", &form(&some, &languages))?;
    let no_service = vec![FormProblem::NoService];
    write(
        folder,
        "form-layanan-banyak",
        &FormPage {
            problems: no_service,
            kept: kept(),
            ..form(&many, &languages)
        },
    )?;
    write(
        folder,
        "form-galat",
        &FormPage {
            problems: problems(),
            kept: kept(),
            ..form(&one, &languages)
        },
    )?;
    let every = [FormProblem::NoService, FormProblem::CommentTooLong];
    write(
        folder,
        "form-galat-lain",
        &FormPage {
            problems: every.into(),
            kept: kept(),
            ..form(&some, &languages)
        },
    )?;
    write(
        folder,
        "form-terisi",
        &FormPage {
            kept: kept(),
            ..form(&one, &languages)
        },
    )?;
    let large = Shell {
        large_print: true,
        ..shell()
    };
    write(
        folder,
        "form-besar",
        &FormPage {
            shell: large,
            kept: kept(),
            ..form(&one, &languages)
        },
    )?;
    let english = Shell {
        words: languages[1],
        ..shell()
    };
    write(
        folder,
        "form-en",
        &FormPage {
            shell: english,
            ..form(&one, &languages)
        },
    )?;
    write(
        folder,
        "form-kios",
        &FormPage {
            shell: Shell {
                kiosk: true,
                ..shell()
            },
            ..form(&one, &languages)
        },
    )
}

fn write_answers(folder: &Path) -> io::Result<()> {
    let thanks = |again| ThanksPage {
        shell: shell(),
        draft: "7KQ4".into(),
        counted: true,
        unit_code: "pkm-wanasari".into(),
        unit_name: "Puskesmas Wanasari".into(),
        again,
        receipt: Some(ReceiptOffer {
            position: 202_114,
            code: "202114-8F3A2C91B0".into(),
            qr_svg: Some("<svg></svg>".into()),
            response_id: "0199e2a4-1c00-7abc-8def-0123456789ab".into(),
        }),
    };
    write(folder, "terima", &thanks(false))?;
    write(folder, "terima-lagi", &thanks(true))?;
    write(
        folder,
        "terima-petugas",
        &ThanksPage {
            receipt: None,
            ..thanks(false)
        },
    )?;

    let message = |notice| MessagePage::new(shell(), notice);
    let fields = vec![
        ("id".into(), "01996f6e-4a53-7c1b-9d7e-2f60a1b3c4d5".into()),
        ("u-waktu".into(), "3".into()),
    ];
    let resend = Some(Resend {
        action: "/s/7KQ4".into(),
        fields,
    });
    write(folder, "pesan-tutup", &message(Notice::SurveyClosed))?;
    write(folder, "pesan-terlambat", &message(Notice::TooLate))?;
    write(folder, "pesan-asing", &message(Notice::SurveyUnknown))?;
    write(
        folder,
        "pesan-beda",
        &MessagePage {
            draft: Some("7KQ4".into()),
            ..message(Notice::Conflict)
        },
    )?;
    write(
        folder,
        "pesan-sibuk",
        &MessagePage {
            resend: resend.clone(),
            ..message(Notice::Busy)
        },
    )?;
    write(folder, "pesan-sibuk-kosong", &message(Notice::Busy))?;
    write(folder, "pesan-besar", &message(Notice::TooLarge))?;
    write(folder, "pesan-rusak", &message(Notice::Unreadable))?;
    let fault_id = Some("K7Q2-91XA".into());
    write(
        folder,
        "pesan-gangguan",
        &MessagePage {
            resend,
            fault_id: fault_id.clone(),
            ..message(Notice::Fault)
        },
    )?;
    write(
        folder,
        "pesan-gangguan-kosong",
        &MessagePage {
            fault_id,
            ..message(Notice::Fault)
        },
    )?;
    write(folder, "pesan-terpakai", &message(Notice::TokenUsed))?;
    write(folder, "pesan-didahului", &message(Notice::TokenSpent))?;
    let typing = |unknown: Option<&str>| TokenPage {
        shell: shell(),
        unit_name: Some("Puskesmas Wanasari".into()),
        unknown: unknown.map(Into::into),
    };
    write(folder, "ketik-kode", &typing(None))?;
    write(folder, "ketik-kode-asing", &typing(Some("4F7K 9QX2")))?;
    write(folder, "pesan-tiada", &message(Notice::NotFound))?;
    accounts::write_accounts(folder)
}

fn write_figures(folder: &Path) -> io::Result<()> {
    write(folder, "hasil", &figures::hasil())?;
    write(folder, "hasil-ditahan", &figures::hasil_withheld())?;
    write(folder, "dasbor", &figures::dasbor())?;
    write(folder, "dasbor-300", &figures::dasbor_many())?;
    write(folder, "dasbor-saring", &figures::dasbor_filtered())?;
    write(folder, "dasbor-kosong", &figures::dasbor_empty())?;
    write(folder, "dasbor-unit", &figures::dasbor_unit())?;
    write(folder, "inspeksi", &inspection::all())?;
    write(folder, "inspeksi-tak-terbaca", &inspection::all_unread())?;
    write(folder, "inspeksi-unit", &inspection::unit())?;
    write(folder, "inspeksi-sebelum", &inspection::unit_before())?;
    write(folder, "inspeksi-baris", &inspection::rows(true))?;
    write(folder, "inspeksi-tertutup", &inspection::rows(false))?;
    write(folder, "inspeksi-usulan", &inspection::proposals())?;
    write(folder, "inspeksi-pembacaan", &inspection::readings())?;
    write(folder, "inspeksi-pola", &inspection::patterns())?;
    write(folder, "dasbor-unit-baru", &figures::dasbor_unit_new())?;
    write(folder, "dasbor-unit-sedikit", &figures::dasbor_unit_few())?;
    write(folder, "log", &log::log())?;
    write(folder, "log-bahaya", &log::log_alarmed())?;
    write(folder, "log-baru", &log::log_new())?;
    for (size, code) in [
        (PosterSize::A4, "a4"),
        (PosterSize::A5, "a5"),
        (PosterSize::Card, "kartu"),
    ] {
        write(folder, &format!("poster-{code}"), &printing::poster(size, code))?;
    }
    write(
        folder,
        "poster-tanpa-survei",
        &printing::no_poster(NoPoster::NoSurvey),
    )?;
    write(
        folder,
        "poster-tanpa-alamat",
        &printing::no_poster(NoPoster::NoAddress),
    )?;
    write(folder, "terbit", &publishing::publish())?;
    write(folder, "terbit-ditolak", &publishing::publish_refused())?;
    write(folder, "dokumen", &publishing::documents())?;
    write(folder, "dokumen-belum", &publishing::documents_none())?;
    write(folder, "kode", &printing::unit_tokens())?;
    write(folder, "kode-tanpa-survei", &printing::unit_tokens_none())?;
    write(folder, "tiket", &printing::tickets())?;
    write(folder, "kertas", &paper::stack())?;
    write(folder, "kertas-galat", &paper::stack_with_a_problem())?;
    write(folder, "formulir", &paper::blank_form())?;
    for (name, page) in bukti::pages() {
        write(folder, name, &page)?;
    }
    Ok(())
}
