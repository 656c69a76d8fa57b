//! A stack of paper forms on its way into the log, and the form to print.

use server::pages::*;

use crate::sample::shell;

const UNIT: &str = "Puskesmas Wanasari";

fn asked(prefix: &str, name: &str, options: &[&str], value: &str) -> PaperQuestion {
    PaperQuestion {
        field: format!("{prefix}{}", name.to_lowercase()),
        name: name.into(),
        max: options.len(),
        options: options.iter().map(|option| (*option).into()).collect(),
        value: value.into(),
    }
}

fn line(number: usize, withdrawn: Option<&str>) -> PaperLine {
    PaperLine {
        number,
        id: format!("0199e2a4-1c00-7abc-8def-01234567890{number}"),
        scores: "4 3 – 4 3 4 4 2 4".into(),
        withdrawn: withdrawn.map(Into::into),
    }
}

/// A stack of three, one of which was withdrawn.
pub(crate) fn stack() -> PaperPage {
    let labels = ["Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"];
    PaperPage {
        shell: shell(),
        unit_code: "PKM-WANASARI".into(),
        unit_name: UNIT.into(),
        surveys: Vec::new(),
        survey: "PKM-WANASARI".into(),
        service_cell: Some(asked(
            "",
            "layanan-ke",
            &["KTP elektronik", "Kartu keluarga"],
            "2",
        )),
        services: Vec::new(),
        service: "UMUM".into(),
        day: "2026-09-14".into(),
        today: "2026-09-30".into(),
        batch: "0199e2a4-1c00-7abc-8def-0123456789ff".into(),
        id: "0199e2a4-1c00-7abc-8def-0123456789fe".into(),
        scores: ["Persyaratan", "Prosedur", "Waktu"]
            .map(|name| asked(paper_field::SCORE_PREFIX, name, &labels, "3"))
            .into(),
        profile: vec![asked(
            paper_field::PROFILE_PREFIX,
            "Pendidikan",
            &["SD", "SMP", "SMA"],
            "",
        )],
        comment: "Antre <lama> & panas".into(),
        count: "2".into(),
        lines: vec![line(3, None), line(2, Some("Salah ketik")), line(1, None)],
        problem: None,
    }
}

/// A form that was not saved.
pub(crate) fn stack_with_a_problem() -> PaperPage {
    PaperPage {
        lines: Vec::new(),
        problem: Some("Jawaban untuk \"waktu\" kosong.".into()),
        ..stack()
    }
}

/// The form to print.
pub(crate) fn blank_form() -> BlankFormPage {
    BlankFormPage {
        shell: shell(),
        unit_code: "PKM-WANASARI".into(),
        unit_name: UNIT.into(),
        survey: "PKM-WANASARI".into(),
        services: vec!["Pemeriksaan umum".into(), "Apotek".into()],
        instrument: "permenpan-14-2017 versi 1".into(),
        questions: vec![PrintedQuestion {
            number: 1,
            text: "Bagaimana pemahaman Saudara tentang kemudahan prosedur pelayanan di unit ini?".into(),
            labels: ["Tidak mudah", "Kurang mudah", "Mudah", "Sangat mudah"]
                .map(Into::into)
                .into(),
        }],
        profile: vec![PrintedProfile {
            legend: "Pendidikan terakhir".into(),
            options: ["SD", "SMP", "SMA"].map(Into::into).into(),
        }],
    }
}
