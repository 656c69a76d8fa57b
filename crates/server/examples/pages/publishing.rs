//! Publishing a period, and the documents of what was published.

use server::pages::*;
use survey::Medium;

use crate::sample::shell;

const UNIT: &str = "Puskesmas Wanasari";

/// Whoever may do all of it.
fn inside() -> Shell {
    Shell {
        menu: Some(Menu {
            unit: vec!["terbit", "dokumen"],
            ..Menu::default()
        }),
        ..shell()
    }
}

fn periods() -> Vec<PeriodLink> {
    let link = |code: &str, label: &str, current| PeriodLink {
        code: code.into(),
        label: label.into(),
        current,
    };
    vec![
        link("2026-Q2", "Triwulan II 2026", true),
        link("2026-Q1", "Triwulan I 2026", false),
    ]
}

fn announced(position: u64, medium: Medium, link: Option<&str>) -> AnnouncementLine {
    AnnouncementLine {
        position,
        on: "20 Juli 2026".into(),
        medium: medium.label().into(),
        link: link.map(Into::into),
        hash: link.is_none().then(|| "8f3a2c91b0d4e5f6".repeat(4)),
    }
}

fn flagged(n: &str, without: Option<&str>) -> Flagged {
    Flagged {
        n: n.into(),
        ikm_without: without.map(Into::into),
    }
}

fn published(number: usize, announced: Vec<AnnouncementLine>) -> PublishedLine {
    PublishedLine {
        number,
        position: 152_004 + 6_767 * (number as u64 - 1),
        place: "6.192".into(),
        recorded: "12 Juli 2026 pukul 09.05 WIB".into(),
        ikm: if number == 1 { "81,90" } else { "82,41" }.into(),
        mutu: "B".into(),
        n: "369".into(),
        method: "PermenPANRB 14/2017, bobot tepat 1/N".into(),
        flagged: (number == 1).then(|| flagged("9", Some("81,62"))),
        log_size: "152.003".into(),
        root: "4be1c7a09d35f268".repeat(4),
        superseded: number == 1,
        announced,
    }
}

/// A quarter that was published twice and made known in two media, and could be published again.
pub(crate) fn publish() -> PublishPage {
    let media = Medium::ALL.iter().map(|medium| MediumChoice {
        code: medium.as_str(),
        label: medium.label(),
    });
    let link = "https://dinkes.wanasari.go.id/skm?tw=2";
    PublishPage {
        shell: inside(),
        unit_code: "pkm-wanasari".into(),
        unit_name: UNIT.into(),
        period: "Triwulan II 2026".into(),
        period_code: "2026-Q2".into(),
        periods: periods(),
        preview: Ok(Preview {
            ikm: "82,77".into(),
            mutu: "B".into(),
            kinerja: "Baik".into(),
            n: "384".into(),
            flagged: Some(flagged("12", Some("81,95"))),
            excluded: "3".into(),
            waiting: Some("2".into()),
            method: "PermenPANRB 14/2017, bobot tepat 1/N".into(),
            instrument: "skm-9 versi 1".into(),
            log_size: "202.114".into(),
            withheld: false,
        }),
        published: vec![
            published(
                2,
                vec![
                    announced(158_801, Medium::Website, Some(link)),
                    announced(158_802, Medium::NoticeBoard, None),
                ],
            ),
            published(1, Vec::new()),
        ],
        media: media.collect(),
        today: "2026-09-30".into(),
        media_used: 2,
        problem: None,
    }
}

/// A period that still runs, and what was asked and not done.
pub(crate) fn publish_refused() -> PublishPage {
    PublishPage {
        preview: Err("Periode 2026-Q3 masih berjalan. Terbitkan setelah berakhir.".into()),
        published: Vec::new(),
        problem: Some("Isi tautan, atau SHA-256 berkas bukti.".into()),
        ..publish()
    }
}

/// The documents of the second publication.
pub(crate) fn documents() -> DocumentsPage {
    let line = |number: usize| PublicationLine {
        number,
        position: 152_004 + 6_767 * (number as u64 - 1),
        recorded: "12 Juli 2026 pukul 09.05 WIB".into(),
        ikm: "82,41".into(),
        mutu: "B".into(),
        n: "369".into(),
        flagged: (number == 1).then(|| flagged("3", None)),
        current: number == 2,
    };
    let document = |title, file, withheld| DocumentLine {
        title,
        file,
        withheld,
    };
    DocumentsPage {
        shell: inside(),
        unit_code: "pkm-wanasari".into(),
        unit_name: UNIT.into(),
        letterhead_lacks: Some("alamat dan telepon".into()),
        period: "Triwulan II 2026".into(),
        period_code: "2026-Q2".into(),
        periods: periods(),
        publications: vec![line(2), line(1)],
        position: 158_771,
        documents: vec![
            document(
                "Laporan SKM lima bab (DOCX, dapat disunting)",
                "laporan.docx",
                false,
            ),
            document("Poster hasil (PDF, siap cetak)", "poster.pdf", true),
        ],
        n_min: 10,
    }
}

/// Nothing was published.
pub(crate) fn documents_none() -> DocumentsPage {
    DocumentsPage {
        publications: Vec::new(),
        documents: Vec::new(),
        ..documents()
    }
}
