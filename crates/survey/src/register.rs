//! Decisions about units, services, instruments, methods, surveys and their one-time codes; those about accounts and
//! devices stand beside these.

use std::collections::BTreeSet;

use crate::{
    AccountCommand, DeviceEnrolled, DeviceRevoked, Event, HolidaysPublished, Instrument, LogOpened,
    MethodAdopted, Refusal, Registry, ServiceChanged, ServiceCode, ServiceEvent, ServiceEventKind,
    ServiceRegistered, ServiceRetired, Survey, SurveyClosed, SurveyOpened, TokensIssued, Translation,
    TrendRebaseWithdrawn, TrendRebased, Unit, UnitClosed, UnitCode, UnitMerged, UnitMoved, UnitRegionSet,
    UnitRegistered, UnitRenamed, account,
    acting::{merge, publish_holidays},
    device,
    limits::{LETTER_CHARS_MAX, NAME_CHARS_MAX, NOTE_CHARS_MAX, REGION_CODE_CHARS_MAX, UNIT_DEPTH_MAX},
    rebase, token,
};

/// Asks for a change of what is registered. Each holds the facts of the event that it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Open the log.
    OpenLog(LogOpened),
    /// Register a unit.
    RegisterUnit(UnitRegistered),
    /// Rename a unit.
    RenameUnit(UnitRenamed),
    /// Sets the region codes of a unit.
    SetRegion(UnitRegionSet),
    /// Move a unit, with everything below it.
    MoveUnit(UnitMoved),
    /// Close a unit.
    CloseUnit(UnitClosed),
    /// Merge a unit into another.
    MergeUnit(UnitMerged),
    /// Register a service.
    RegisterService(ServiceRegistered),
    /// Rename a service.
    ChangeService(ServiceChanged),
    /// Retire a service.
    RetireService(ServiceRetired),
    /// Record what happened to a service.
    RecordServiceEvent(ServiceEvent),
    /// Publish a version of an instrument, and freeze it.
    PublishInstrument(Instrument),
    /// Publish the wording of an instrument in one more language.
    PublishTranslation(Translation),
    /// Compute by another method from now on.
    AdoptMethod(MethodAdopted),
    /// Open a survey.
    OpenSurvey(SurveyOpened),
    /// Close a survey.
    CloseSurvey(SurveyClosed),
    /// Issue one-time codes.
    IssueTokens(TokensIssued),
    /// Take a device in.
    EnrolDevice(DeviceEnrolled),
    /// Make a device's token worthless.
    RevokeDevice(DeviceRevoked),
    /// Say which days of a year are public holidays.
    PublishHolidays(HolidaysPublished),
    /// Begin the control limits of a trend anew.
    RebaseTrend(TrendRebased),
    /// Let them run through again.
    WithdrawTrendRebase(TrendRebaseWithdrawn),
    /// Change an account.
    Account(AccountCommand),
}

/// Decides on a change of what is registered.
///
/// # Errors
/// A refusal that says what the asker can do.
pub fn decide(registry: &Registry, command: Command) -> Result<Event, Refusal> {
    if !matches!(command, Command::OpenLog(_)) && registry.opened().is_none() {
        return Err(Refusal::LogNotOpened);
    }
    match command {
        Command::OpenLog(opened) => open_log(registry, opened),
        Command::RegisterUnit(unit) => register_unit(registry, unit),
        Command::RenameUnit(renamed) => {
            open_unit(registry, &renamed.unit)?;
            check_name(&renamed.name)?;
            check_note(&renamed.reason)?;
            Ok(Event::UnitRenamed(renamed))
        }
        Command::SetRegion(set) => {
            open_unit(registry, &set.unit)?;
            check_region_codes(&set.kemendagri, &set.bps)?;
            check_note(&set.reason)?;
            Ok(Event::UnitRegionSet(set))
        }
        Command::MoveUnit(moved) => move_unit(registry, moved),
        Command::CloseUnit(closed) => {
            open_unit(registry, &closed.unit)?;
            check_note(&closed.reason)?;
            nothing_open(registry, &closed.unit)?;
            Ok(Event::UnitClosed(closed))
        }
        Command::MergeUnit(merged) => merge(registry, merged),
        Command::RegisterService(service) => {
            let unit = open_unit(registry, &service.unit)?;
            check_name(&service.name)?;
            if unit.services.contains_key(&service.service) {
                return Err(Refusal::ServiceExists(service.unit, service.service));
            }
            Ok(Event::ServiceRegistered(service))
        }
        Command::ChangeService(changed) => {
            offered(open_unit(registry, &changed.unit)?, &changed.service)?;
            check_name(&changed.name)?;
            check_note(&changed.reason)?;
            Ok(Event::ServiceChanged(changed))
        }
        Command::RetireService(retired) => retire_service(registry, retired),
        Command::RecordServiceEvent(event) => record_service_event(registry, event),
        Command::PublishInstrument(instrument) => {
            instrument.check().map_err(Refusal::InstrumentIncomplete)?;
            if registry.instrument(&instrument.reference()).is_some() {
                return Err(Refusal::InstrumentExists(instrument.reference()));
            }
            Ok(Event::InstrumentPublished(instrument))
        }
        Command::PublishTranslation(translation) => publish_translation(registry, translation),
        Command::AdoptMethod(adopted) => {
            open_unit(registry, &adopted.unit)?;
            check_note(&adopted.reason)?;
            Ok(Event::MethodAdopted(adopted))
        }
        Command::OpenSurvey(survey) => open_survey(registry, survey),
        Command::CloseSurvey(closed) => close_survey(registry, closed),
        Command::IssueTokens(issued) => token::issue(registry, issued),
        Command::EnrolDevice(enrolled) => device::enrol(registry, enrolled),
        Command::RevokeDevice(revoked) => device::revoke(registry, revoked),
        Command::PublishHolidays(published) => publish_holidays(published),
        Command::RebaseTrend(rebased) => rebase::rebase(registry, rebased),
        Command::WithdrawTrendRebase(withdrawn) => rebase::withdraw(registry, withdrawn),
        Command::Account(command) => account::decide(registry, command),
    }
}

fn open_log(registry: &Registry, opened: LogOpened) -> Result<Event, Refusal> {
    check_name(&opened.name)?;
    match registry.opened() {
        None => Ok(Event::LogOpened(opened)),
        Some(_) => Err(Refusal::LogOpenedAlready),
    }
}

fn register_unit(registry: &Registry, unit: UnitRegistered) -> Result<Event, Refusal> {
    check_name(&unit.name)?;
    check_region_codes(&unit.kemendagri, &unit.bps)?;
    if registry.unit(&unit.unit).is_some() {
        return Err(Refusal::UnitExists(unit.unit));
    }
    if let Some(parent) = &unit.parent {
        check_depth(registry, parent, 1)?;
    }
    Ok(Event::UnitRegistered(unit))
}

fn move_unit(registry: &Registry, moved: UnitMoved) -> Result<Event, Refusal> {
    open_unit(registry, &moved.unit)?;
    check_note(&moved.reason)?;
    if let Some(parent) = &moved.parent {
        let below = registry.subtree(&moved.unit);
        if below.iter().any(|(_, unit)| unit.code == *parent) {
            return Err(Refusal::UnitBelowItself(moved.unit));
        }
        let height = below.iter().map(|(depth, _)| depth + 1).max().unwrap_or(1);
        check_depth(registry, parent, height)?;
    }
    Ok(Event::UnitMoved(moved))
}

/// Checks that a tree of some height still fits below a unit.
fn check_depth(registry: &Registry, parent: &UnitCode, height: usize) -> Result<(), Refusal> {
    open_unit(registry, parent)?;
    let above = 1 + registry.ancestors(parent).count();
    if above + height > UNIT_DEPTH_MAX {
        Err(Refusal::UnitTooDeep)
    } else {
        Ok(())
    }
}

/// Checks that a unit can close: else its surveys would go on asking, and the units below it would have no open
/// unit above.
pub(crate) fn nothing_open(registry: &Registry, unit: &UnitCode) -> Result<(), Refusal> {
    let survey_open = !registry.open_surveys(unit).is_empty();
    let unit_open = registry.children(Some(unit)).iter().any(|child| !child.closed);
    if survey_open || unit_open {
        Err(Refusal::UnitInUse(unit.clone()))
    } else {
        Ok(())
    }
}

/// A survey goes on without a service that is not offered any more, but not without its last one.
fn retire_service(registry: &Registry, retired: ServiceRetired) -> Result<Event, Refusal> {
    offered(open_unit(registry, &retired.unit)?, &retired.service)?;
    check_note(&retired.reason)?;
    let open = registry.open_surveys(&retired.unit);
    let left_alone = |survey: &&&Survey| registry.asked_services(survey) == [&retired.service];
    match open.iter().find(left_alone) {
        Some(survey) => Err(Refusal::ServiceAsked(retired.service, survey.code.clone())),
        None => Ok(Event::ServiceRetired(retired)),
    }
}

fn record_service_event(registry: &Registry, event: ServiceEvent) -> Result<Event, Refusal> {
    let unit = open_unit(registry, &event.unit)?;
    if let Some(service) = &event.service {
        offered(unit, service)?;
    }
    check_note(&event.title)?;
    if event.visits.is_some() != (event.kind == ServiceEventKind::VisitsCounted) {
        return Err(Refusal::ServiceEventDetails(
            "Jumlah kunjungan diisi hanya untuk kunjungan yang dihitung.",
        ));
    }
    if event.assessment.is_some() != (event.kind == ServiceEventKind::ExternalAssessmentRecorded) {
        let text = "Skema, tahun, dan hasil diisi hanya untuk penilaian lembaga lain.";
        return Err(Refusal::ServiceEventDetails(text));
    }
    if let Some(assessment) = &event.assessment {
        check_note(&assessment.scheme)?;
        check_note(&assessment.verdict)?;
    }
    Ok(Event::ServiceEvent(event))
}

fn publish_translation(registry: &Registry, translation: Translation) -> Result<Event, Refusal> {
    check_note(&translation.source)?;
    let Some(instrument) = registry.instrument(&translation.instrument) else {
        return Err(Refusal::InstrumentUnknown(translation.instrument));
    };
    if instrument.languages.contains(&translation.language) {
        return Err(Refusal::LanguageFrozen(translation.language));
    }
    translation
        .spoken_by(instrument)
        .map_err(Refusal::InstrumentIncomplete)?;
    Ok(Event::TranslationPublished(translation))
}

fn open_survey(registry: &Registry, mut survey: SurveyOpened) -> Result<Event, Refusal> {
    let unit = open_unit(registry, &survey.unit)?;
    if registry.survey(&survey.survey).is_some() {
        return Err(Refusal::SurveyExists(survey.survey));
    }
    if survey.services.is_empty() {
        return Err(Refusal::NoServices);
    }
    for service in &survey.services {
        offered(unit, service)?;
    }
    let mut named = BTreeSet::new();
    survey.services.retain(|service| named.insert(service.clone()));
    if registry.instrument(&survey.instrument).is_none() {
        return Err(Refusal::InstrumentUnknown(survey.instrument));
    }
    Ok(Event::SurveyOpened(survey))
}

fn close_survey(registry: &Registry, closed: SurveyClosed) -> Result<Event, Refusal> {
    check_note(&closed.reason)?;
    match registry.survey(&closed.survey) {
        None => Err(Refusal::SurveyUnknown(closed.survey)),
        Some(survey) if survey.closed_at.is_some() => Err(Refusal::SurveyClosedAlready(closed.survey)),
        // The survey knows its unit; what the asker says of it does not count.
        Some(survey) => Ok(Event::SurveyClosed(SurveyClosed {
            unit: survey.unit.clone(),
            ..closed
        })),
    }
}

/// A unit that still serves.
pub(crate) fn open_unit<'a>(registry: &'a Registry, unit: &UnitCode) -> Result<&'a Unit, Refusal> {
    match registry.unit(unit) {
        None => Err(Refusal::UnitUnknown(unit.clone())),
        Some(found) if found.closed => Err(Refusal::UnitClosed(unit.clone())),
        Some(found) => Ok(found),
    }
}

fn offered(unit: &Unit, service: &ServiceCode) -> Result<(), Refusal> {
    match unit.services.get(service) {
        Some(found) if !found.retired => Ok(()),
        _ => Err(Refusal::ServiceUnknown(unit.code.clone(), service.clone())),
    }
}

fn check_region_codes(kemendagri: &Option<String>, bps: &Option<String>) -> Result<(), Refusal> {
    let fits = |code: &String| !code.trim().is_empty() && code.chars().count() <= REGION_CODE_CHARS_MAX;
    if [kemendagri, bps].into_iter().flatten().all(fits) {
        Ok(())
    } else {
        Err(Refusal::RegionCodeInvalid)
    }
}

/// Checks a name: there must be one, within the limit.
pub(crate) fn check_name(name: &str) -> Result<(), Refusal> {
    let fits = !name.trim().is_empty() && name.chars().count() <= NAME_CHARS_MAX;
    if fits { Ok(()) } else { Err(Refusal::NameInvalid) }
}

/// Checks a reason, title or note: there must be one, within the limit.
pub(crate) fn check_note(note: &str) -> Result<(), Refusal> {
    check_text(note, NOTE_CHARS_MAX, Refusal::NoteTooLong)
}

/// Checks what a letter says: something, within the limit.
pub(crate) fn check_letter(letter: &str) -> Result<(), Refusal> {
    check_text(letter, LETTER_CHARS_MAX, Refusal::LetterTooLong)
}

fn check_text(text: &str, chars_max: usize, too_long: fn(usize) -> Refusal) -> Result<(), Refusal> {
    let chars = text.chars().count();
    if text.trim().is_empty() {
        Err(Refusal::ReasonMissing)
    } else if chars > chars_max {
        Err(too_long(chars))
    } else {
        Ok(())
    }
}
