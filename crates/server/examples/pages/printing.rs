//! Posters, codes and tickets, and why there are none.

use report::print::{Poster, PosterSize, Sheet, Tickets};
use server::pages::*;

use crate::sample::shell;

const UNIT: &str = "Puskesmas Wanasari";

fn offers(labels: &[(&str, &str)], current: &str) -> Vec<Offer> {
    let offer = |(code, label): &(&str, &str)| Offer {
        code: (*code).into(),
        label: (*label).into(),
        current: *code == current,
    };
    labels.iter().map(offer).collect()
}

/// A poster of a size, with two surveys to choose from.
pub(crate) fn poster(size: PosterSize, code: &str) -> PosterPage {
    let poster = Poster {
        publisher: "Pemerintah Kabupaten Wanasari".into(),
        logo: None,
        unit: UNIT.into(),
        service: None,
        survey: "PKM-WANASARI".into(),
        qr: "HTTPS://SKM.WANASARI.GO.ID/s/PKM-WANASARI".into(),
        address: "skm.wanasari.go.id/s/PKM-WANASARI".into(),
        results: "skm.wanasari.go.id/hasil/PKM-WANASARI".into(),
        questions: 9,
        demo: false,
    };
    let sheet = poster.sheet(size).expect("the address is short");
    PosterPage {
        shell: shell(),
        unit_code: "PKM-WANASARI".into(),
        unit_name: UNIT.into(),
        surveys: offers(
            &[("PKM-WANASARI", "PKM-WANASARI"), ("RAWAT-INAP", "RAWAT-INAP")],
            "PKM-WANASARI",
        ),
        services: offers(&[("UMUM", "Pemeriksaan umum"), ("GIGI", "Poli gigi")], ""),
        sizes: offers(
            &[
                ("a4", "A4, untuk dinding"),
                ("a5", "A5, untuk kaca loket"),
                ("kartu", "A6, kartu meja"),
            ],
            code,
        ),
        poster: Ok(PosterFace {
            survey_code: "PKM-WANASARI".into(),
            service_code: None,
            size: code.into(),
            svg: sheet.svg(),
            local: true,
        }),
    }
}

/// A page without a poster.
pub(crate) fn no_poster(why: NoPoster) -> PosterPage {
    PosterPage {
        surveys: Vec::new(),
        poster: Err(why),
        ..poster(PosterSize::A4, "a4")
    }
}

fn survey_tokens(code: &str, required: bool, void: Option<&str>) -> SurveyTokens {
    SurveyTokens {
        survey_code: code.into(),
        services: Vec::new(),
        required,
        issued: "1.200".into(),
        used: "812".into(),
        open: "388".into(),
        void: void.map(Into::into),
        batches: vec![
            ("200".into(), "30 September 2026 pukul 14.05 WIB".into()),
            ("1.000".into(), "1 September 2026 pukul 08.00 WIB".into()),
        ],
    }
}

/// Codes of two surveys, one of which asks for them.
pub(crate) fn unit_tokens() -> UnitTokensPage {
    UnitTokensPage {
        shell: shell(),
        unit_code: "PKM-WANASARI".into(),
        unit_name: UNIT.into(),
        surveys: vec![
            survey_tokens("PKM-WANASARI", false, None),
            survey_tokens("RAWAT-INAP", true, Some("40")),
        ],
        count_min: 10,
        count_max: 1000,
        per_sheet: 24,
        printable: true,
        refusal: Some("Jumlah kode 9; sekali terbit paling sedikit 10 dan paling banyak 1000.".into()),
    }
}

/// A unit without a survey, on a server without an address.
pub(crate) fn unit_tokens_none() -> UnitTokensPage {
    UnitTokensPage {
        surveys: Vec::new(),
        printable: false,
        refusal: None,
        ..unit_tokens()
    }
}

/// Two sheets of tickets.
pub(crate) fn tickets() -> TicketSheetsPage {
    let code = |n: usize| {
        let code = format!("4F7K-9QX2-M8TD-{n:04}");
        let address = format!("HTTPS://SKM.WANASARI.GO.ID/k/{}", code.replace('-', ""));
        (code, address)
    };
    let tickets = Tickets {
        unit: UNIT.into(),
        service: None,
        survey: "PKM-WANASARI".into(),
        batch: "1.204".into(),
        typing: "skm.wanasari.go.id/k".into(),
        codes: (0..30).map(code).collect(),
        demo: false,
    };
    let sheets = tickets.sheets().expect("the address is short");
    TicketSheetsPage {
        shell: shell(),
        unit_code: "PKM-WANASARI".into(),
        unit_name: UNIT.into(),
        count: "30".into(),
        sheets: "2".into(),
        svg: Sheet::svg_of_all(&sheets),
    }
}
