//! What the pages promise: weight, completeness without a script or a second request, kept answers,
//! escaping. Pages are rendered from the samples of the `pages` example and read as text.
#![allow(clippy::unwrap_used, reason = "a test may fail where it stands")]

#[path = "../../examples/pages/bukti.rs"]
mod bukti;
#[path = "../../examples/pages/chart.rs"]
#[allow(dead_code, reason = "shared with the example, which uses all of it")]
mod chart;
#[path = "../../examples/pages/figures.rs"]
mod figures;
#[path = "../../examples/pages/inspection.rs"]
mod inspection;
#[path = "../../examples/pages/log.rs"]
mod log;
#[path = "../../examples/pages/paper.rs"]
mod paper;
#[path = "../../examples/pages/printing.rs"]
mod printing;
#[path = "../../examples/pages/publishing.rs"]
mod publishing;
#[path = "../../examples/pages/sample.rs"]
mod sample;

mod frame;
mod survey_form;

use askama::Template;
use report::print::PosterSize;
use server::pages::*;

/// Text between two marks, for each place where they occur.
fn between<'a>(text: &'a str, open: &str, close: &str) -> Vec<&'a str> {
    text.split(open)
        .skip(1)
        .map(|rest| rest.split(close).next().unwrap())
        .collect()
}

fn thanks(shell: Shell) -> ThanksPage {
    ThanksPage {
        shell,
        draft: "7KQ4".into(),
        counted: true,
        unit_code: "pkm-wanasari".into(),
        unit_name: "Puskesmas Wanasari".into(),
        again: true,
        receipt: Some(ReceiptOffer {
            position: 202_114,
            code: "202114-8F3A2C91B0".into(),
            qr_svg: Some("<svg></svg>".into()),
            response_id: "0199e2a4-1c00-7abc-8def-0123456789ab".into(),
        }),
    }
}

/// Where a code is typed in, at first or again.
fn token_page(shell: Shell, unknown: Option<&str>) -> TokenPage {
    TokenPage {
        shell,
        unit_name: unknown.is_none().then(|| "Puskesmas Wanasari".into()),
        unknown: unknown.map(Into::into),
    }
}

const NOTICES: [Notice; 11] = [
    Notice::TokenUsed,
    Notice::TokenSpent,
    Notice::SurveyClosed,
    Notice::TooLate,
    Notice::SurveyUnknown,
    Notice::Conflict,
    Notice::Busy,
    Notice::TooLarge,
    Notice::Unreadable,
    Notice::Fault,
    Notice::NotFound,
];

/// Every page that is one document, with its frame changed by `with`.
fn citizens_pages(with: impl Fn(Shell) -> Shell) -> Vec<String> {
    let shell = || with(sample::shell());
    let languages = sample::languages();
    let survey = sample::survey(&[("umum", "Pemeriksaan umum"), ("obat", "Apotek")]);
    let form = FormPage {
        shell: shell(),
        kept: sample::kept(),
        problems: [
            vec![FormProblem::NoService],
            sample::problems(),
            vec![FormProblem::CommentTooLong],
        ]
        .concat(),
        ..sample::form(&survey, &languages)
    };
    let mut pages = vec![
        form.render().unwrap(),
        thanks(shell()).render().unwrap(),
        MasukPage {
            shell: shell(),
            login: String::new(),
            way_back: Some("/dasbor/perangkat?kode=<b>".into()),
            problem: Some("Belum berhasil.".into()),
        }
        .render()
        .unwrap(),
    ];
    pages.extend([None, Some("<b>")].map(|unknown| token_page(shell(), unknown).render().unwrap()));
    pages.extend(bukti::pages().into_iter().map(|(_, page)| {
        BuktiPage {
            shell: shell(),
            ..page
        }
        .render()
        .unwrap()
    }));
    pages.extend(NOTICES.map(|notice| MessagePage::new(shell(), notice).render().unwrap()));
    pages
}

/// Every page with figures.
fn figure_pages(with: impl Fn(Shell) -> Shell) -> Vec<String> {
    let shell = || with(sample::shell());
    let hasil = [figures::hasil(), figures::hasil_withheld()];
    let dasbor = [
        figures::dasbor(),
        figures::dasbor_many(),
        figures::dasbor_filtered(),
        figures::dasbor_empty(),
    ];
    let unit = [
        figures::dasbor_unit(),
        figures::dasbor_unit_few(),
        figures::dasbor_unit_new(),
    ];
    let hasil = hasil.map(|page| {
        HasilPage {
            shell: shell(),
            ..page
        }
        .render()
        .unwrap()
    });
    let dasbor = dasbor.map(|page| {
        DasborPage {
            shell: shell(),
            ..page
        }
        .render()
        .unwrap()
    });
    let unit = unit.map(|page| {
        DasborUnitPage {
            shell: shell(),
            ..page
        }
        .render()
        .unwrap()
    });
    let log = [log::log(), log::log_alarmed(), log::log_new()].map(|page| {
        LogPage {
            shell: shell(),
            ..page
        }
        .render()
        .unwrap()
    });
    hasil
        .into_iter()
        .chain(dasbor)
        .chain(unit)
        .chain(log)
        .chain(inspection_pages(shell))
        .chain(printing_pages(shell))
        .chain(paper_pages(shell))
        .chain(publishing_pages(shell))
        .collect()
}

/// Every page of inspectors.
fn inspection_pages(shell: impl Fn() -> Shell) -> Vec<String> {
    let units = [inspection::unit(), inspection::unit_before()].map(|page| {
        InspeksiUnitPage {
            shell: shell(),
            ..page
        }
        .render()
        .unwrap()
    });
    let rows = [inspection::rows(true), inspection::rows(false)].map(|page| {
        BarisPage {
            shell: shell(),
            ..page
        }
        .render()
        .unwrap()
    });
    let tables = [inspection::all(), inspection::all_unread()].map(|page| {
        InspeksiPage {
            shell: shell(),
            ..page
        }
        .render()
        .unwrap()
    });
    let proposals = UsulanPage {
        shell: shell(),
        ..inspection::proposals()
    };
    let patterns = PolaPage {
        shell: shell(),
        ..inspection::patterns()
    };
    let readings = PembacaanPage {
        shell: shell(),
        ..inspection::readings()
    };
    let others = [
        proposals.render().unwrap(),
        patterns.render().unwrap(),
        readings.render().unwrap(),
    ];
    units
        .into_iter()
        .chain(rows)
        .chain(tables)
        .chain(others)
        .collect()
}

/// Every page that is there to be printed, or leads to one.
fn printing_pages(shell: impl Fn() -> Shell) -> Vec<String> {
    let posters = [
        printing::poster(PosterSize::A4, "a4"),
        printing::poster(PosterSize::Card, "kartu"),
        printing::no_poster(NoPoster::NoSurvey),
        printing::no_poster(NoPoster::NoAddress),
    ];
    let posters = posters.map(|page| {
        PosterPage {
            shell: shell(),
            ..page
        }
        .render()
        .unwrap()
    });
    let codes = [printing::unit_tokens(), printing::unit_tokens_none()];
    let codes = codes.map(|page| {
        UnitTokensPage {
            shell: shell(),
            ..page
        }
        .render()
        .unwrap()
    });
    let tickets = TicketSheetsPage {
        shell: shell(),
        ..printing::tickets()
    };
    let tickets = tickets.render().unwrap();
    posters.into_iter().chain(codes).chain([tickets]).collect()
}

fn paper_pages(shell: impl Fn() -> Shell) -> Vec<String> {
    let stacks = [paper::stack(), paper::stack_with_a_problem()];
    let stacks = stacks.map(|page| {
        PaperPage {
            shell: shell(),
            ..page
        }
        .render()
        .unwrap()
    });
    let form = BlankFormPage {
        shell: shell(),
        ..paper::blank_form()
    };
    stacks.into_iter().chain([form.render().unwrap()]).collect()
}

/// Every page of publishing, for somebody who may come to each.
fn publishing_pages(shell: impl Fn() -> Shell) -> Vec<String> {
    let framed = |menu: Option<Menu>| Shell { menu, ..shell() };
    let publish = [publishing::publish(), publishing::publish_refused()].map(|page| {
        PublishPage {
            shell: framed(page.shell.menu.clone()),
            ..page
        }
        .render()
        .unwrap()
    });
    let documents = [publishing::documents(), publishing::documents_none()].map(|page| {
        DocumentsPage {
            shell: framed(page.shell.menu.clone()),
            ..page
        }
        .render()
        .unwrap()
    });
    publish.into_iter().chain(documents).collect()
}

fn all_pages(with: impl Fn(Shell) -> Shell) -> Vec<String> {
    [citizens_pages(&with), figure_pages(&with)].concat()
}
