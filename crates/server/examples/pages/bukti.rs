//! What the page on receipts says.

use server::pages::{BuktiPage, Checked};

use crate::sample::shell;

fn page(checked: Option<Checked>) -> BuktiPage {
    BuktiPage {
        shell: shell(),
        code: "202114-8F3A2C91B0".into(),
        checked,
        wait_seconds: 10,
    }
}

/// The page at first sight and after every kind of check, each with a name.
pub(crate) fn pages() -> Vec<(&'static str, BuktiPage)> {
    let position = || "202.114".to_owned();
    let proved = Checked::Proved {
        position: position(),
        size: "202.981".into(),
        witnesses: 2,
        receipt: "tanda-terima-skm/v1\nlog <a>\n".into(),
    };
    vec![
        ("bukti", page(None)),
        ("bukti-terbukti", page(Some(proved))),
        (
            "bukti-menunggu",
            page(Some(Checked::NotCovered { position: position() })),
        ),
        (
            "bukti-kode-sama",
            page(Some(Checked::CodeBegins { position: position() })),
        ),
        (
            "bukti-kode-lain",
            page(Some(Checked::CodeDiffers { position: position() })),
        ),
        (
            "bukti-kode-menunggu",
            page(Some(Checked::CodeNotCovered { position: position() })),
        ),
        (
            "bukti-ditolak",
            page(Some(Checked::Refused("Baris \"posisi\" hilang".into()))),
        ),
        (
            "bukti-tiada",
            page(Some(Checked::Missing("log ini belum ada posisi 9.999".into()))),
        ),
    ]
}
