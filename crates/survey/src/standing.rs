//! One response as it stands, and the decisions on how it counts: flagged, excluded, reinstated.

use uuid::Uuid;

use crate::{
    Channel, Event, FlagRule, Refusal, ResponseExcluded, ResponseFlagged, ResponseReinstated,
    ResponseSubmitted, SealedText,
    limits::PAPER_WITHDRAWAL_HOURS,
    register::{check_name, check_note},
};

/// How a response counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It counts.
    Plain,
    /// It counts, and looks suspicious.
    Flagged,
    /// It does not count.
    Excluded,
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Flagged, Self::Excluded];
}

/// One response, as its stream tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    submitted: Option<ResponseSubmitted>,
    flags: Vec<(FlagRule, u16)>,
    excluded: bool,
    conflicts: usize,
    /// Every text that the vault got for it, and whether it was erased since.
    texts: Vec<(Uuid, bool)>,
}

impl Response {
    /// What was submitted; `None` before.
    #[must_use]
    pub const fn submitted(&self) -> Option<&ResponseSubmitted> {
        self.submitted.as_ref()
    }

    /// How it counts; `None` before it was submitted.
    #[must_use]
    pub fn standing(&self) -> Option<Standing> {
        self.submitted.as_ref()?;
        Some(match (self.excluded, self.flags.is_empty()) {
            (true, _) => Standing::Excluded,
            (false, false) => Standing::Flagged,
            (false, true) => Standing::Plain,
        })
    }

    /// How many differing submissions under its id are kept for review.
    pub(crate) const fn conflicts(&self) -> usize {
        self.conflicts
    }

    /// Whether one of its texts was erased; `None` if it is none of its texts.
    pub(crate) fn is_erased(&self, content: Uuid) -> Option<bool> {
        let text = self.texts.iter().find(|(own, _)| *own == content);
        text.map(|(_, erased)| *erased)
    }

    fn bind(&mut self, text: Option<SealedText>) {
        self.texts.extend(text.map(|text| (text.content, false)));
    }

    /// Takes one more event of its stream in.
    pub fn evolve(&mut self, event: &Event) {
        match event {
            Event::ResponseSubmitted(submitted) => {
                self.bind(submitted.comment);
                self.submitted = Some(submitted.clone());
            }
            Event::ResponseFlagged(flag) => self.flags.push((flag.rule, flag.rule_version)),
            Event::ResponseExcluded(_) => self.excluded = true,
            Event::ResponseReinstated(_) => self.excluded = false,
            Event::SubmissionConflicted(other) => {
                self.bind(other.comment);
                self.conflicts += 1;
            }
            Event::ContentErased(erased) => {
                let texts = self
                    .texts
                    .iter_mut()
                    .filter(|(content, _)| *content == erased.content);
                texts.for_each(|(_, gone)| *gone = true);
            }
            Event::LogOpened(_)
            | Event::RowsRead(_)
            | Event::ReviewProposed(_)
            | Event::ReviewDecided(_)
            | Event::SigningResumed(_)
            | Event::UnitRegistered(_)
            | Event::UnitRenamed(_)
            | Event::UnitRegionSet(_)
            | Event::UnitMoved(_)
            | Event::UnitClosed(_)
            | Event::UnitMerged(_)
            | Event::ServiceRegistered(_)
            | Event::ServiceChanged(_)
            | Event::ServiceRetired(_)
            | Event::ServiceEvent(_)
            | Event::ServiceEventWithdrawn(_)
            | Event::InstrumentPublished(_)
            | Event::TranslationPublished(_)
            | Event::MethodAdopted(_)
            | Event::SurveyOpened(_)
            | Event::SurveyClosed(_)
            | Event::TokensIssued(_)
            | Event::DeviceEnrolled(_)
            | Event::DeviceRevoked(_)
            | Event::ResultPublished(_)
            | Event::FollowUp(_)
            | Event::Complaint(_)
            | Event::HolidaysPublished(_)
            | Event::Account(_)
            | Event::TrendRebased(_)
            | Event::TrendRebaseWithdrawn(_)
            | Event::ResultAnnounced(_)
            | Event::AnnouncementWithdrawn(_) => {}
        }
    }
}

/// Decides to mark a response as suspicious.
///
/// # Errors
/// If there is no such response, or the same rule has marked it already.
pub fn flag(response: &Response, rule: FlagRule, rule_version: u16) -> Result<Event, Refusal> {
    let submitted = response.submitted().ok_or(Refusal::ResponseUnknown)?;
    if response.flags.contains(&(rule, rule_version)) {
        return Err(Refusal::ResponseFlaggedAlready);
    }
    Ok(Event::ResponseFlagged(ResponseFlagged {
        unit: submitted.unit.clone(),
        rule,
        rule_version,
    }))
}

/// Decides to take a response out of the figures.
///
/// # Errors
/// If there is no such response, it is out already, no reason is given, or nobody else agreed.
pub fn exclude(
    response: &Response,
    reason: String,
    proposed_by: &str,
    approved_by: String,
) -> Result<Event, Refusal> {
    let submitted = response.submitted().ok_or(Refusal::ResponseUnknown)?;
    if response.excluded {
        return Err(Refusal::ResponseExcludedAlready);
    }
    check_note(&reason)?;
    two_people(proposed_by, &approved_by)?;
    let approved_by = Some(approved_by);
    Ok(Event::ResponseExcluded(ResponseExcluded {
        unit: submitted.unit.clone(),
        reason,
        approved_by,
    }))
}

/// Decides that a form on paper was entered wrongly and does not count. Whoever entered it may, alone, for a day: it
/// lies before them, and a slip of the finger should not wait for a second person. It stands in the log as any
/// exclusion does, with its reason.
///
/// # Errors
/// If it is not paper, was entered too long ago, is out already, or no reason is given.
pub fn withdraw_paper(
    response: &Response,
    reason: String,
    entered_at: jiff::Timestamp,
    now: jiff::Timestamp,
) -> Result<Event, Refusal> {
    let submitted = response.submitted().ok_or(Refusal::ResponseUnknown)?;
    if submitted.channel != Channel::Paper {
        return Err(Refusal::NotPaper);
    }
    if response.excluded {
        return Err(Refusal::ResponseExcludedAlready);
    }
    if now.duration_since(entered_at) > jiff::SignedDuration::from_hours(PAPER_WITHDRAWAL_HOURS) {
        return Err(Refusal::WithdrawalLate);
    }
    check_note(&reason)?;
    Ok(Event::ResponseExcluded(ResponseExcluded {
        unit: submitted.unit.clone(),
        reason,
        approved_by: None,
    }))
}

/// Decides to let an excluded response count again.
///
/// # Errors
/// If there is no such response, it is not out, no reason is given, or nobody else agreed.
pub fn reinstate(
    response: &Response,
    reason: String,
    proposed_by: &str,
    approved_by: String,
) -> Result<Event, Refusal> {
    let submitted = response.submitted().ok_or(Refusal::ResponseUnknown)?;
    if !response.excluded {
        return Err(Refusal::ResponseNotExcluded);
    }
    check_note(&reason)?;
    two_people(proposed_by, &approved_by)?;
    Ok(Event::ResponseReinstated(ResponseReinstated {
        unit: submitted.unit.clone(),
        reason,
        approved_by,
    }))
}

/// Two people must agree.
pub(crate) fn two_people(proposed_by: &str, approved_by: &str) -> Result<(), Refusal> {
    if approved_by.trim().is_empty() || approved_by.trim() == proposed_by.trim() {
        return Err(Refusal::SecondApprovalMissing);
    }
    check_name(approved_by)
}
