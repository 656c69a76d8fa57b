//! Looking closer, and acting on what was seen: reading single responses for a stated purpose, and proposing that some
//! count no longer, count again, or lose a text. Two people: one proposes, another decides.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    ErasedOf, Event, Period, Refusal, Registry, ResponseId, UnitCode,
    limits::PROPOSAL_RESPONSES_MAX,
    register::{check_name, check_note},
};

/// `rows_read`: somebody opened the single responses of a unit and everything below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowsRead {
    /// The unit.
    pub unit: UnitCode,
    /// The period that the responses count for.
    pub period: Period,
    /// How many responses there were to read.
    pub responses: u64,
    /// What for, in words.
    pub purpose: String,
}

/// What is proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Review {
    /// That they count no longer.
    Exclude,
    /// That they count again.
    Reinstate,
    /// That a text is erased: of one of them, or of something else.
    Erase,
}

/// `review_proposed`: one person asks another to agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewProposed {
    /// The unit that is concerned.
    pub unit: UnitCode,
    /// What should be done.
    pub review: Review,
    /// With which responses; none where the text of something else is to be erased.
    pub responses: Vec<ResponseId>,
    /// With which text, where one is to be erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Uuid>,
    /// What that text belongs to, where that is no response.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<ErasedOf>,
    /// Why; where a text is to be erased, the legal basis.
    pub reason: String,
}

/// `review_decided`: another person agreed, and it was done; or did not agree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewDecided {
    /// The unit that is concerned.
    pub unit: UnitCode,
    /// Whether it was agreed.
    pub agreed: bool,
    /// Who decided: a pseudonym, as the events of the responses name it.
    pub decided_by: String,
}

/// A proposal as it stands: what its stream tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// What was proposed.
    pub proposed: ReviewProposed,
    /// Who proposed it: a pseudonym.
    pub proposed_by: String,
    /// What was decided; `None` while it is open.
    pub decided: Option<ReviewDecided>,
}

/// Decides to open the responses of a unit.
///
/// # Errors
/// If there is no such unit, or no purpose is given.
pub fn read_rows(registry: &Registry, read: RowsRead) -> Result<Event, Refusal> {
    known(registry, &read.unit)?;
    check_note(&read.purpose)?;
    Ok(Event::RowsRead(read))
}

/// Decides to propose something.
///
/// # Errors
/// If there is no such unit, no response or too many are named, no text where one is to be erased, or no reason is given.
pub fn propose_review(registry: &Registry, proposed: ReviewProposed) -> Result<Event, Refusal> {
    known(registry, &proposed.unit)?;
    check_note(&proposed.reason)?;
    let (erases, responses) = (proposed.review == Review::Erase, proposed.responses.len());
    if erases && proposed.content.is_none() || proposed.of.is_some() && !(erases && responses == 0) {
        return Err(Refusal::ContentUnknown);
    }
    if proposed.of.is_none() && !(1..=PROPOSAL_RESPONSES_MAX).contains(&responses) {
        return Err(Refusal::ProposalSize(responses));
    }
    Ok(Event::ReviewProposed(proposed))
}

/// Decides what becomes of a proposal.
///
/// # Errors
/// If it was decided already, or by whoever proposed it.
pub fn decide_review(proposal: &Proposal, agreed: bool, decided_by: &str) -> Result<Event, Refusal> {
    if proposal.decided.is_some() {
        return Err(Refusal::ProposalDecided);
    }
    check_name(decided_by)?;
    // Whoever proposed it may take it back alone.
    if agreed && proposal.proposed_by == decided_by {
        return Err(Refusal::SecondApprovalMissing);
    }
    Ok(Event::ReviewDecided(ReviewDecided {
        unit: proposal.proposed.unit.clone(),
        agreed,
        decided_by: decided_by.into(),
    }))
}

fn known(registry: &Registry, unit: &UnitCode) -> Result<(), Refusal> {
    registry
        .unit(unit)
        .map(|_| ())
        .ok_or_else(|| Refusal::UnitUnknown(unit.clone()))
}
