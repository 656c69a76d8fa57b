//! The devices of the offices, with what each said of itself.

use app::{App, AppError, Staff, views::DeviceAnswers};
use jiff::{SignedDuration, Timestamp};
use survey::{Action, Device, Registry, Survey, SurveyCode};

use crate::{
    limits::{DEVICE_GAPS_SHOWN_MAX, DEVICE_SILENT_AFTER, DEVICE_SKEW_SHOWN},
    pages::{DeviceAsked, DeviceChoice, DeviceRow, DevicesPage, Shell, Words},
    presence::{Beat, Presence},
    present::words,
};

/// The page of the devices that are somebody's to manage.
pub(crate) fn devices_page(
    app: &App,
    staff: &Staff,
    presence: &Presence,
    shell: Shell,
    asked: DeviceAsked,
) -> Result<DevicesPage, AppError> {
    let registry = app.registry();
    let row = |device: &&Device| {
        let answers = app.device_answers(device.code())?;
        Ok(row(
            &registry,
            device,
            presence.of(device.code()),
            &answers,
            app.now(),
        ))
    };
    let theirs = |device: &&Device| staff.may_in(Action::ManageDevices, &device.enrolled.unit);
    let devices = registry.devices().into_iter().filter(theirs);
    let (revoked, in_use): (Vec<&Device>, Vec<&Device>) =
        devices.partition(|device| device.revoked_at.is_some());
    Ok(DevicesPage {
        shell,
        asked,
        surveys: surveys(&registry, staff),
        languages: languages(),
        devices: in_use.iter().map(row).collect::<Result<_, AppError>>()?,
        revoked: revoked.iter().rev().map(row).collect::<Result<_, AppError>>()?,
    })
}

/// Surveys that can be asked, by unit.
fn surveys(registry: &Registry, staff: &Staff) -> Vec<DeviceChoice> {
    let tree = staff.units(Action::ManageDevices);
    let open = tree.iter().flat_map(|(_, unit)| {
        let surveys = registry.open_surveys(&unit.code).into_iter();
        surveys.map(move |survey| (unit, survey))
    });
    let choice = |(unit, survey): (&&survey::Unit, &Survey)| DeviceChoice {
        code: survey.code.to_string(),
        label: format!("{} ({})", unit.name, survey.code),
    };
    open.map(|(unit, survey)| choice((unit, survey))).collect()
}

fn languages() -> Vec<DeviceChoice> {
    let choice = |words: &Words| DeviceChoice {
        code: words.language().into(),
        label: words.own_name().into(),
    };
    Words::all().iter().map(choice).collect()
}

fn row(
    registry: &Registry,
    device: &Device,
    beat: Option<Beat>,
    answers: &DeviceAnswers,
    now: Timestamp,
) -> DeviceRow {
    let enrolled = &device.enrolled;
    let unit = registry.unit(&enrolled.unit);
    let since = beat.as_ref().map(|beat| now.duration_since(beat.seen_at));
    let skew = beat.as_ref().and_then(|beat| beat.ahead);
    DeviceRow {
        code: device.code().to_string(),
        desk: enrolled.desk.clone(),
        unit: unit.map_or_else(|| enrolled.unit.to_string(), |unit| unit.name.clone()),
        survey: survey_said(registry, &enrolled.survey),
        language: Words::of(enrolled.language.as_str()).map_or_else(
            || enrolled.language.to_string(),
            |words| words.own_name().to_owned(),
        ),
        seen: since.map(|since| format!("{} lalu", words::duration(since))),
        is_there: since.is_some_and(|since| since <= DEVICE_SILENT_AFTER),
        queue: beat
            .as_ref()
            .map_or_else(String::new, |beat| words::count(beat.queue)),
        refused: beat
            .as_ref()
            .filter(|beat| beat.refused > 0)
            .map(|beat| words::count(beat.refused)),
        version: beat.map_or_else(String::new, |beat| beat.version),
        skew: skew.filter(|skew| skew.abs() > DEVICE_SKEW_SHOWN).map(said_skew),
        answers: words::count(answers.count),
        gaps: gaps(answers),
        repeated: (answers.repeated > 0).then(|| words::count(answers.repeated)),
        revoked: device.revoked_at.map(|at| {
            let zone = unit.map_or_else(survey::Zone::default, |unit| unit.zone);
            words::date(zone.wall_clock(at).date())
        }),
    }
}

fn survey_said(registry: &Registry, code: &SurveyCode) -> String {
    let survey = registry.survey(code);
    if survey.is_some_and(|survey| survey.closed_at.is_some()) {
        format!("{code} (sudah ditutup)")
    } else {
        code.to_string()
    }
}

fn said_skew(ahead: SignedDuration) -> String {
    let direction = if ahead.is_negative() { "terlambat" } else { "maju" };
    format!("{} {direction}", words::duration(ahead.abs()))
}

/// "12–14, 77", and how many more.
fn gaps(answers: &DeviceAnswers) -> String {
    let all: Vec<String> = answers
        .gaps()
        .map(|(first, last)| match last - first {
            0 => first.to_string(),
            _ => format!("{first}\u{2013}{last}"),
        })
        .collect();
    let shown = all
        .iter()
        .take(DEVICE_GAPS_SHOWN_MAX)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    match all.len().saturating_sub(DEVICE_GAPS_SHOWN_MAX) {
        0 => shown,
        more => format!("{shown}, dan {more} lagi"),
    }
}
