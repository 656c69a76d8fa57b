//! The follow-ups of a unit, and what is proposed.

use app::views::{Basis, Groups};
use app::{
    App, AppError, FollowUpRecord, Look, Priority, UnitIndex,
    limits::{GROUP_N_MIN, RELIABLE_N_MIN},
    priorities,
};
use jiff::civil::Date;
use survey::{
    Entry, Evidence, FollowUpEvent, FollowUpStanding, Instrument, Language, Month, Period, PeriodLength,
    Registry, Unit, UnitCode, WithdrawnEntry,
};

use super::{day, erasable::Proposed, known};
use crate::{
    limits::QUARTERS_AHEAD,
    pages::{
        DeviceChoice, ErasableText, EvidenceFace, FollowUpFace, FollowUpStepLine, FollowUpsPage, KeptTexts,
        PriorityFace, Shell, Typed, WithdrawnLine, follow_up_field as field,
    },
    present::{
        period::{chosen_over, offered},
        words,
    },
};

pub(crate) fn follow_ups_page(
    app: &App,
    mut shell: Shell,
    unit: &UnitCode,
    typed: Typed,
) -> Result<FollowUpsPage, AppError> {
    let registry = app.registry();
    let unit = known(&registry, unit)?;
    let asked = Some(typed.get(field::PERIOD)).filter(|asked| !asked.is_empty());
    let period = chosen_over(app, unit, asked)?;
    let found = app.unit_index(
        &unit.code,
        period,
        None,
        Basis::Shown { now: app.now() },
        Look::Now,
    )?;
    shell.position = Some(words::count(found.as_of.0));
    let groups = app.groups(&unit.code, period, GROUP_N_MIN)?;
    let today = day(unit.zone, app.now());
    let instrument = found.instrument.clone();
    let instrument = instrument.as_deref();
    let records = app.follow_ups(&unit.code)?;
    let proposals = Proposed::of(app)?;
    let face = |record, standing| face((&registry, unit, instrument), record, &proposals, standing, today);
    let (mut open, mut ended, mut withdrawn, mut kept) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for record in &records {
        match record.follow_up.standing(today) {
            None => {
                let entries = record.follow_up.trail().withdrawn().iter();
                withdrawn.extend(entries.map(|entry| withdrawn_line(unit, entry)));
                kept.extend(texts_of(record, &proposals));
            }
            Some(standing @ (FollowUpStanding::Completed | FollowUpStanding::Cancelled)) => {
                ended.extend(face(record, standing));
            }
            Some(standing) => open.push((record, standing)),
        }
    }
    open.sort_by_key(|(record, _)| record.follow_up.planned().map(|planned| planned.due.last()));
    Ok(FollowUpsPage {
        unit_code: unit.code.to_string(),
        unit_name: unit.name.clone(),
        today: today.to_string(),
        period: (words::period(period), period.to_string()),
        periods: offered(app, Some(&unit.code), period)?,
        unreliable: found.figures.total.n_counted() < RELIABLE_N_MIN,
        priorities: proposed(&found, &groups, &records, today),
        unsur: instrument.map_or_else(Vec::new, unsur_choices),
        quarters: quarters(today),
        share: share(&records, today),
        open: open
            .into_iter()
            .filter_map(|(record, standing)| face(record, standing))
            .collect(),
        ended,
        withdrawn,
        kept,
        typed,
        shell,
    })
}

/// The texts of one that was withdrawn whole.
fn texts_of(record: &FollowUpRecord, proposals: &Proposed) -> Option<KeptTexts> {
    let planned = record.follow_up.ever_planned()?;
    let erasable = erasable(record, proposals);
    (!erasable.is_empty()).then(|| KeptTexts {
        id: record.id.to_string(),
        what: planned.programme.clone(),
        erasable,
    })
}

fn erasable(record: &FollowUpRecord, proposals: &Proposed) -> Vec<ErasableText> {
    let person = record.follow_up.ever_planned().and_then(|planned| planned.person);
    let text = proposals.text("Nama penanggung jawab", person, record.person.is_some());
    text.into_iter().collect()
}

fn proposed(
    found: &UnitIndex,
    groups: &Groups,
    records: &[FollowUpRecord],
    today: Date,
) -> Vec<PriorityFace> {
    let Ok(index) = &found.index else {
        return Vec::new();
    };
    let open = |priority: &Priority| {
        let for_it = |record: &&FollowUpRecord| {
            let planned = record.follow_up.planned();
            planned.is_some_and(|planned| planned.unsur == priority.nrr.code) && is_open(record, today)
        };
        records.iter().filter(for_it).count() as u64
    };
    let face = |priority: Priority| PriorityFace {
        code: priority.nrr.code.to_string(),
        nrr: priority.nrr.nrr.id_id(),
        gap: words::difference(index.ikm, priority.nrr.value()),
        n: words::count(priority.nrr.n),
        planned: match open(&priority) {
            0 => String::new(),
            open => words::count(open),
        },
        reasons: priority
            .reasons
            .into_iter()
            .map(|reason| {
                let n = words::count(reason.n);
                let n = if reason.at_least {
                    format!("sedikitnya {n}")
                } else {
                    n
                };
                (reason.label, n)
            })
            .collect(),
        name: priority.name,
    };
    priorities(found, groups).into_iter().map(face).collect()
}

fn is_open(record: &FollowUpRecord, today: Date) -> bool {
    match record.follow_up.standing(today) {
        None | Some(FollowUpStanding::Completed | FollowUpStanding::Cancelled) => false,
        Some(FollowUpStanding::Open | FollowUpStanding::Due | FollowUpStanding::Overdue) => true,
    }
}

fn share(records: &[FollowUpRecord], today: Date) -> String {
    let standing = |record: &FollowUpRecord| record.follow_up.standing(today);
    let planned = records.iter().filter_map(standing).count() as u64;
    let done = records
        .iter()
        .filter(|record| standing(record) == Some(FollowUpStanding::Completed))
        .count() as u64;
    match planned {
        0 => String::new(),
        _ => format!("{} dari {} selesai", words::count(done), words::count(planned)),
    }
}

fn unsur_choices(instrument: &Instrument) -> Vec<DeviceChoice> {
    let asked = instrument.unsur.iter();
    asked
        .map(|unsur| DeviceChoice {
            code: unsur.code.to_string(),
            label: unsur.name.text(Language::INDONESIAN).into(),
        })
        .collect()
}

/// This quarter and those after it.
fn quarters(today: Date) -> Vec<DeviceChoice> {
    let first = Period::containing(Month::of(today), PeriodLength::Quarter);
    std::iter::successors(Some(first), |quarter| Some(quarter.next()))
        .take(QUARTERS_AHEAD)
        .map(|quarter| DeviceChoice {
            code: quarter.to_string(),
            label: words::period(quarter),
        })
        .collect()
}

fn face(
    (registry, unit, instrument): (&Registry, &Unit, Option<&Instrument>),
    record: &FollowUpRecord,
    proposals: &Proposed,
    standing: FollowUpStanding,
    today: Date,
) -> Option<FollowUpFace> {
    let follow_up = &record.follow_up;
    let planned = follow_up.planned()?;
    let (end, end_evidence, said) = match follow_up.trail().standing().last().map(|entry| &entry.event) {
        Some(FollowUpEvent::Completed(done)) => {
            let said = format!("Selesai {}", words::date(done.on));
            (Some(done.outcome.clone()), done.evidence.as_ref(), said)
        }
        Some(FollowUpEvent::Cancelled(given_up)) => {
            (Some(given_up.reason.clone()), None, "Dibatalkan".into())
        }
        _ => (None, None, when_due(planned.due, standing, today)),
    };
    let unsur = instrument.and_then(|instrument| instrument.unsur(planned.unsur));
    let responsible = match &record.person {
        Some(person) => format!("{} ({person})", planned.post),
        None => planned.post.clone(),
    };
    Some(FollowUpFace {
        erasable: erasable(record, proposals),
        id: record.id.to_string(),
        seen: follow_up.trail().seen(),
        unsur: unsur.map_or_else(
            || planned.unsur.to_string(),
            |unsur| unsur.name.text(Language::INDONESIAN).into(),
        ),
        programme: planned.programme.clone(),
        due: words::period(planned.due),
        standing: said,
        class: class(standing),
        responsible,
        answers: words::period(planned.period),
        percent: follow_up.percent().to_string(),
        first_day: follow_up
            .first_day(registry)
            .map_or_else(String::new, |day| day.to_string()),
        steps: follow_up
            .progress()
            .map(|step| FollowUpStepLine {
                on: words::date(step.on),
                note: step.note.clone(),
                percent: format!("{} %", step.percent),
                evidence: step.evidence.as_ref().map(evidence),
            })
            .collect(),
        open: end.is_none(),
        end,
        end_evidence: end_evidence.map(evidence),
        withdrawn: follow_up
            .trail()
            .withdrawn()
            .iter()
            .map(|entry| withdrawn_line(unit, entry))
            .collect(),
    })
}

fn when_due(due: Period, standing: FollowUpStanding, today: Date) -> String {
    let days = |from: Date, to: Date| from.until(to).map_or(0, |span| span.get_days());
    let last = due.last_day();
    match standing {
        FollowUpStanding::Overdue => format!("Lewat tenggat {} hari", days(last, today)),
        FollowUpStanding::Due => match days(today, last) {
            0 => "Tenggat hari ini".into(),
            left => format!("Tenggat {left} hari lagi"),
        },
        FollowUpStanding::Open | FollowUpStanding::Completed | FollowUpStanding::Cancelled => {
            format!("Tenggat {}", words::date(last))
        }
    }
}

const fn class(standing: FollowUpStanding) -> &'static str {
    match standing {
        FollowUpStanding::Open => "terbuka",
        FollowUpStanding::Due => "dekat",
        FollowUpStanding::Overdue => "lewat",
        FollowUpStanding::Completed => "selesai",
        FollowUpStanding::Cancelled => "batal",
    }
}

pub(super) fn evidence(evidence: &Evidence) -> EvidenceFace {
    match evidence {
        Evidence::Link { link } => EvidenceFace::Link(link.clone()),
        Evidence::File { file, sha256 } => EvidenceFace::File(file.clone(), sha256.to_string()),
    }
}

fn withdrawn_line(unit: &Unit, withdrawn: &WithdrawnEntry<FollowUpEvent>) -> WithdrawnLine {
    WithdrawnLine {
        text: said(&withdrawn.entry),
        reason: withdrawn.reason.clone(),
        on: words::date(day(unit.zone, withdrawn.at)),
    }
}

fn said(entry: &Entry<FollowUpEvent>) -> String {
    match &entry.event {
        FollowUpEvent::Planned(planned) => format!("Rencana: {}", planned.programme),
        FollowUpEvent::Progressed(step) => format!("Kemajuan {} %: {}", step.percent, step.note),
        FollowUpEvent::Completed(done) => format!("Selesai: {}", done.outcome),
        FollowUpEvent::Cancelled(given_up) => format!("Dibatalkan: {}", given_up.reason),
        FollowUpEvent::Withdrawn(withdrawn) => format!("Ditarik: {}", withdrawn.reason),
    }
}
