//! What an event did to a response or a figure, in words: for whoever explains a difference, and for whom an answer is
//! about.

use survey::{Event, FlagRules};

/// What happened, and why as far as the event says.
#[must_use]
pub fn told(event: &Event) -> (String, String) {
    if let Event::ResponseSubmitted(_) = event {
        ("Jawaban dicatat".into(), String::new())
    } else if let Event::SubmissionConflicted(_) = event {
        let why = "Isinya lain dari yang sudah dicatat; disimpan dan tidak dihitung";
        ("Kiriman kedua dengan nomor yang sama".into(), why.into())
    } else if let Event::ResponseFlagged(flag) = event {
        let words = FlagRules::in_force().words(flag.rule);
        (format!("Ditandai: {}", words.label), words.sees.clone())
    } else if let Event::ResponseExcluded(excluded) = event {
        match &excluded.approved_by {
            Some(by) => ("Dikeluarkan dari hitungan".into(), agreed(&excluded.reason, by)),
            // A rule, or whoever entered a form from paper and saw their slip.
            None => ("Dikoreksi: tidak dihitung".into(), excluded.reason.clone()),
        }
    } else if let Event::ResponseReinstated(back) = event {
        ("Dihitung kembali".into(), agreed(&back.reason, &back.approved_by))
    } else if let Event::ContentErased(erased) = event {
        (
            "Teksnya dihapus".into(),
            agreed(&erased.basis, &erased.approved_by),
        )
    } else if let Event::MethodAdopted(adopted) = event {
        let what = format!("Metode {} untuk {}", adopted.method.name(), adopted.unit);
        (what, adopted.reason.clone())
    } else if let Event::SurveyOpened(opened) = event {
        let what = format!("Survei {} dibuka di {}", opened.survey, opened.unit);
        (what, format!("menanyakan {}", opened.instrument))
    } else if let Event::UnitRegistered(registered) = event {
        (
            format!("Unit {} didaftarkan", registered.unit),
            registered.name.clone(),
        )
    } else if let Event::UnitMoved(moved) = event {
        let to = moved.parent.as_ref().map_or("puncak", |parent| parent.as_str());
        (
            format!("Unit {} dipindahkan ke bawah {to}", moved.unit),
            moved.reason.clone(),
        )
    } else if let Event::UnitMerged(merged) = event {
        let what = format!("Unit {} digabungkan ke {}", merged.unit, merged.into);
        (what, merged.reason.clone())
    } else {
        (event.event_type().into(), String::new())
    }
}

fn agreed(reason: &str, by: &str) -> String {
    format!("{reason} (disetujui {by})")
}
