//! Decisions about a submission: taken, taken already, in conflict, refused.

use std::collections::BTreeSet;

use ikm::UnsurCode;
use jiff::Timestamp;

use crate::{
    Admission, Answers, Channel, Event, FlagRule, FlagRules, Hour, Instrument, InstrumentRef, Language,
    Nonce, Profile, Reasons, Refusal, Registry, Response, ResponseExcluded, ResponseFlagged,
    ResponseSubmitted, SealedText, ServiceCode, SubmissionConflicted, Survey, SurveyCode,
    limits::{
        CLAIM_AHEAD_HOURS_MAX, CLOCK_SKEW_HOURS_MAX, COMMENT_CHARS_MAX, CONFLICTS_KEPT_MAX,
        DEVICE_ID_BYTES_MAX, LATE_GRACE_HOURS, SECONDS_TAKEN_MAX,
    },
    suspicion::seen_alone,
    unsur_list::UnsurList,
};

/// Asks to take a response. What is `None` has a default that `docs/http.md` states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubmitResponse {
    /// The survey answered.
    pub survey: SurveyCode,
    /// The service it is about; needed where the survey has several.
    pub service: Option<ServiceCode>,
    /// The version of the instrument that was asked; that of the survey if absent.
    pub instrument: Option<InstrumentRef>,
    /// The language in which it was asked.
    pub language: Language,
    /// Scores by unsur.
    pub answers: Answers,
    /// Answers about the respondent.
    pub profile: Profile,
    /// Reasons ticked.
    pub reasons: Reasons,
    /// The way by which it came.
    pub channel: Channel,
    /// The hour that the device claims.
    pub claimed_at: Option<Hour>,
    /// The hour that the device's clock shows as it sends. It tells how long the answer waited, however wrong the
    /// clock is; another sending of the same answer states another one.
    pub device_now: Option<Hour>,
    /// Seconds from the first sight of the form to its sending.
    pub seconds_taken: Option<u32>,
    /// The kiosk that it came from.
    pub device: Option<String>,
    /// That kiosk's own count.
    pub device_counter: Option<u64>,
    /// The comment, in clear. It goes to the vault; the event gets what `Facts` says of it.
    pub comment: Option<String>,
    /// What was noticed on its way here: each a flag. The asker is told nothing of it.
    pub noticed: BTreeSet<FlagRule>,
}

/// What the edge knows and the core may not make: time, chance, and where the comment was sealed.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    /// Now, by the clock of the log.
    pub now: Timestamp,
    /// Whether a one-time code admits it; only the key of the codes can tell.
    pub admission: Admission,
    /// Chance, for the leaf hash.
    pub nonce: Nonce,
    /// The comment as the vault will hold it; `None` if there is no comment.
    pub comment: Option<SealedText>,
}

/// What becomes of a submission under an id that is in the log already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resubmission {
    /// The same answers again: the answer is the same again.
    Same,
    /// Other answers: to be kept for review, then refused with [`Refusal::ResponseConflict`].
    KeptForReview(Box<SubmissionConflicted>),
}

/// Decides on a response under an id that is not in the log.
///
/// # Errors
/// A refusal that says what the respondent can do.
pub fn submit(registry: &Registry, command: SubmitResponse, facts: Facts) -> Result<Vec<Event>, Refusal> {
    let survey = survey(registry, &command)?;
    check(survey, &command)?;
    let now = Hour::containing(facts.now);
    let claimed = by_our_clock(&command, now);
    let late = lateness(survey, claimed, now)?;
    let service = service(survey, command.service)?;
    let submitted = ResponseSubmitted {
        unit: survey.unit.clone(),
        survey: command.survey,
        service,
        instrument: survey.instrument.reference(),
        language: command.language,
        channel: command.channel,
        admission: facts.admission,
        occurred_at: believable(survey, command.channel, claimed, now),
        claimed_at: command.claimed_at,
        answers: command.answers,
        profile: command.profile,
        reasons: command.reasons,
        comment: facts.comment,
        seconds_taken: command.seconds_taken,
        device: command.device,
        device_counter: command.device_counter,
        nonce: facts.nonce,
    };
    let unit = submitted.unit.clone();
    let rules = FlagRules::in_force();
    let mut seen = command.noticed;
    seen.extend(seen_alone(rules, &submitted.answers, submitted.seconds_taken));
    let mut events = Vec::with_capacity(2 + seen.len());
    events.push(Event::ResponseSubmitted(submitted));
    events.extend(seen.into_iter().map(|rule| {
        Event::ResponseFlagged(ResponseFlagged {
            unit: unit.clone(),
            rule,
            rule_version: rules.version,
        })
    }));
    // Never thrown away: whoever is asked about the figures can show what does not count, and why.
    let without_code = survey.admission == Admission::Code && facts.admission == Admission::Open;
    let reasons = [
        (late == Lateness::AfterGrace).then_some("Diterima setelah masa tenggang sejak survei ditutup."),
        without_code.then_some("Tanpa kode sekali pakai, yang diperlukan survei ini."),
    ];
    let reasons: Vec<_> = reasons.into_iter().flatten().collect();
    if !reasons.is_empty() {
        events.push(Event::ResponseExcluded(ResponseExcluded {
            unit,
            reason: reasons.join(" "),
            approved_by: None,
        }));
    }
    Ok(events)
}

/// Decides on a submission under an id that is in the log already.
///
/// `same_at_the_edge` says whether it was sent by the same page or device, with the comment that was sealed then; only
/// the edge can tell.
///
/// # Errors
/// If the id is not in the log after all; if other answers came that are none of the survey's, because whatever
/// the log keeps stands there for ever; or if other answers came and enough of them are kept for review.
pub fn resubmit(
    registry: &Registry,
    response: &Response,
    command: SubmitResponse,
    facts: Facts,
    same_at_the_edge: bool,
) -> Result<Resubmission, Refusal> {
    let first = response.submitted().ok_or(Refusal::ResponseUnknown)?;
    // A default that was filled in the first time is filled in the same way again. What a device says of time is no
    // part of what somebody answered: two tabs with one draft differ by seconds.
    let same = first.survey == command.survey
        && command
            .service
            .as_ref()
            .is_none_or(|service| *service == first.service)
        && command
            .instrument
            .as_ref()
            .is_none_or(|instrument| *instrument == first.instrument)
        && first.language == command.language
        && first.channel == command.channel
        && first.answers == command.answers
        && first.profile == command.profile
        && first.reasons == command.reasons
        && first.device == command.device
        && first.device_counter == command.device_counter
        && same_at_the_edge;
    if same {
        return Ok(Resubmission::Same);
    }
    check(survey(registry, &command)?, &command)?;
    if response.conflicts() >= CONFLICTS_KEPT_MAX {
        return Err(Refusal::ResponseConflict);
    }
    Ok(Resubmission::KeptForReview(Box::new(SubmissionConflicted {
        unit: first.unit.clone(),
        answers: command.answers,
        profile: command.profile,
        reasons: command.reasons,
        comment: facts.comment,
        nonce: facts.nonce,
    })))
}

fn survey<'a>(registry: &'a Registry, command: &SubmitResponse) -> Result<&'a Survey, Refusal> {
    let survey = registry.survey(&command.survey);
    survey.ok_or_else(|| Refusal::SurveyUnknown(command.survey.clone()))
}

fn check(survey: &Survey, command: &SubmitResponse) -> Result<(), Refusal> {
    let instrument = &survey.instrument;
    if let Some(asked) = command
        .instrument
        .as_ref()
        .filter(|asked| **asked != instrument.reference())
    {
        return Err(Refusal::InstrumentMismatch(asked.clone(), instrument.reference()));
    }
    check_answers(instrument, &command.answers, command.channel)?;
    check_profile(instrument, &command.profile)?;
    check_reasons(instrument, &command.reasons)?;
    check_comment(command.comment.as_deref())?;
    if let Some(seconds) = command
        .seconds_taken
        .filter(|seconds| *seconds > SECONDS_TAKEN_MAX)
    {
        return Err(Refusal::SecondsTakenTooLarge(seconds));
    }
    let device_fits = |device: &str| {
        (1..=DEVICE_ID_BYTES_MAX).contains(&device.len()) && device.bytes().all(|b| b.is_ascii_graphic())
    };
    if command
        .device
        .as_deref()
        .is_some_and(|device| !device_fits(device))
    {
        return Err(Refusal::DeviceInvalid);
    }
    Ok(())
}

fn check_answers(instrument: &Instrument, answers: &Answers, channel: Channel) -> Result<(), Refusal> {
    if let Some((unknown, _)) = answers
        .iter()
        .find(|(unsur, _)| instrument.unsur(*unsur).is_none())
    {
        return Err(Refusal::UnsurUnknown(unknown));
    }
    if answers.is_empty() {
        return Err(Refusal::NoAnswers);
    }
    // Paper comes as it was filled in; a screen asks again.
    let missing: Vec<UnsurCode> = instrument
        .unsur_codes()
        .into_iter()
        .filter(|unsur| answers.get(*unsur).is_none())
        .collect();
    if missing.is_empty() || channel.is_entered_by_staff() {
        Ok(())
    } else {
        Err(Refusal::AnswersMissing(UnsurList(missing)))
    }
}

fn check_profile(instrument: &Instrument, profile: &Profile) -> Result<(), Refusal> {
    for (code, option) in profile {
        let question = instrument.profile.iter().find(|question| question.code == *code);
        if !question.is_some_and(|question| question.options.iter().any(|known| known.code == *option)) {
            return Err(Refusal::ProfileUnknown(code.clone(), option.clone()));
        }
    }
    Ok(())
}

fn check_reasons(instrument: &Instrument, reasons: &Reasons) -> Result<(), Refusal> {
    for (unsur, ticked) in reasons {
        let question = instrument.unsur(*unsur).ok_or(Refusal::UnsurUnknown(*unsur))?;
        for (at, reason) in ticked.iter().enumerate() {
            let known = question.reasons.iter().any(|known| known.code == *reason);
            if !known || ticked[..at].contains(reason) {
                return Err(Refusal::ReasonUnknown(*unsur, reason.clone()));
            }
        }
    }
    Ok(())
}

fn check_comment(comment: Option<&str>) -> Result<(), Refusal> {
    let chars = comment.map_or(0, |comment| comment.chars().count());
    if chars > COMMENT_CHARS_MAX {
        Err(Refusal::CommentTooLong(chars))
    } else {
        Ok(())
    }
}

fn service(survey: &Survey, asked: Option<ServiceCode>) -> Result<ServiceCode, Refusal> {
    match asked {
        Some(service) if survey.services.contains(&service) => Ok(service),
        Some(service) => Err(Refusal::ServiceNotInSurvey(service)),
        None => match survey.services.as_slice() {
            [only] => Ok(only.clone()),
            _ => Err(Refusal::ServiceMissing),
        },
    }
}

/// The claimed hour as our clock would have shown it. A device whose clock runs wrong still knows how long the answer
/// waited; one whose clock was set meanwhile knows nothing, and is taken at its word.
fn by_our_clock(command: &SubmitResponse, now: Hour) -> Option<Hour> {
    let claimed = command.claimed_at?;
    let Some(device_now) = command.device_now else {
        return Some(claimed);
    };
    if now.number().abs_diff(device_now.number()) <= CLOCK_SKEW_HOURS_MAX {
        return Some(claimed);
    }
    let waited = device_now.number().checked_sub(claimed.number());
    Some(waited.map_or(claimed, |hours| {
        Hour::from_number(now.number().saturating_sub(hours))
    }))
}

/// The claimed hour, unless it lies in the future or before the survey opened: then the clock of the log. A kiosk
/// that lost its clock begins in 1970 again. What staff enter may be older than the survey they enter it for.
fn believable(survey: &Survey, channel: Channel, claimed: Option<Hour>, now: Hour) -> Hour {
    let latest = Hour::from_number(now.number().saturating_add(CLAIM_AHEAD_HOURS_MAX));
    let opened = Hour::containing(survey.opened_at);
    let fits = |claimed: &Hour| *claimed <= latest && (*claimed >= opened || channel.is_entered_by_staff());
    claimed.filter(fits).unwrap_or(now)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lateness {
    InTime,
    AfterGrace,
}

/// An answer given before the survey closed is never thrown away, however late it arrives.
fn lateness(survey: &Survey, claimed: Option<Hour>, now: Hour) -> Result<Lateness, Refusal> {
    let Some(closed_at) = survey.closed_at else {
        return Ok(Lateness::InTime);
    };
    let closed = Hour::containing(closed_at);
    if claimed.is_none_or(|claimed| claimed > closed) {
        return Err(Refusal::SurveyClosed(survey.code.clone()));
    }
    let grace_ends = closed.number().saturating_add(LATE_GRACE_HOURS);
    let in_grace = now.number() <= grace_ends;
    Ok(if in_grace {
        Lateness::InTime
    } else {
        Lateness::AfterGrace
    })
}
