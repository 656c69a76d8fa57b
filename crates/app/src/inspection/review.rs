//! What one person proposes and another decides: taking responses out of the figures, letting them in again, erasing a
//! text by law. The events that come of it name both.

use std::collections::HashSet;

use eventlog::{Actor, Position, Tag, Version};
use jiff::Timestamp;
use survey::{
    ErasedOf, Event, Proposal, REVIEW_TAG, Refusal, ResponseId, Review, ReviewProposed, Stream, UnitCode,
};
use uuid::Uuid;

use crate::{
    App, AppError, Erasure,
    app::{decode, moment},
    edge::new_id,
    inspection::units_below,
    limits::EVENTS_AT_ONCE,
};

/// A proposal as it stands.
#[derive(Clone, Debug)]
pub struct KnownProposal {
    /// Which it is.
    pub id: Uuid,
    /// Where it stands.
    pub position: u64,
    /// When it was made.
    pub proposed_at: Timestamp,
    /// What was proposed, by whom, and what was decided.
    pub proposal: Proposal,
}

impl App {
    /// Proposes something about responses or texts of a unit or of what lies below it; returns the proposal's id. Blocks;
    /// not for use inside an async task.
    ///
    /// # Errors
    /// A refusal if the asker can mend it: [`Refusal::ResponseUnknown`] if a response is none of the unit's,
    /// [`Refusal::ContentUnknown`] if a text is not.
    pub fn propose_review(&self, actor: &Actor, proposed: ReviewProposed) -> Result<Uuid, AppError> {
        let registry = self.registry();
        let units = units_below(&registry, &proposed.unit)?;
        let units: HashSet<_> = units.iter().map(|unit| &unit.code).collect();
        let event = survey::propose_review(&registry, proposed.clone())?;
        for id in &proposed.responses {
            let (response, _) = self.response(&Stream::Response(*id))?;
            let submitted = response.submitted().ok_or(Refusal::ResponseUnknown)?;
            if !units.contains(&submitted.unit) {
                return Err(Refusal::ResponseUnknown.into());
            }
            if let Some(content) = proposed.content {
                survey::standing_in(&response, content)?;
            }
        }
        if let (Some(of), Some(content)) = (proposed.of, proposed.content) {
            let unit = self.unit_of_text(of, content)?;
            if unit.is_some_and(|unit| !units.contains(&unit)) {
                return Err(Refusal::ContentUnknown.into());
            }
        }
        let id = new_id(&*self.edge);
        self.note_review(actor, id, Version(0), event)?;
        Ok(id)
    }

    /// Agrees to a proposal, which is done then, or declines it. Blocks; not for use inside an async task. A crash on the
    /// way leaves it open and some of it done; agreeing again does the rest.
    ///
    /// # Errors
    /// A refusal if the asker can mend it: [`Refusal::SecondApprovalMissing`] if it is their own.
    pub fn decide_review(&self, actor: &Actor, id: Uuid, agreed: bool) -> Result<(), AppError> {
        let found = self.proposals()?.into_iter().find(|known| known.id == id);
        let proposal = found.ok_or(Refusal::ProposalUnknown)?.proposal;
        let event = survey::decide_review(&proposal, agreed, actor.as_str())?;
        if agreed {
            self.carry_out(&proposal, actor)?;
        }
        self.note_review(actor, id, Version(1), event)
    }

    /// Every proposal, oldest first.
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn proposals(&self) -> Result<Vec<KnownProposal>, AppError> {
        let tag = Tag::new(REVIEW_TAG).expect("a well-formed tag");
        let mut found: Vec<(String, KnownProposal)> = Vec::new();
        let mut from = Position(0);
        loop {
            let events = self.log.read_tag(&tag, from, EVENTS_AT_ONCE)?;
            let Some(last) = events.last() else {
                return Ok(found.into_iter().map(|(_, known)| known).collect());
            };
            from = last.position().next();
            for recorded in &events {
                let event = decode(recorded)?;
                if let Event::ReviewProposed(proposed) = event {
                    let id = recorded
                        .stream()
                        .split_once('-')
                        .and_then(|(_, id)| id.parse().ok());
                    let known = KnownProposal {
                        id: id.unwrap_or_default(),
                        position: recorded.position().0,
                        proposed_at: moment(recorded.recorded_at()),
                        proposal: Proposal {
                            proposed,
                            proposed_by: recorded.actor().into(),
                            decided: None,
                        },
                    };
                    found.push((recorded.stream().into(), known));
                } else if let Event::ReviewDecided(decided) = event {
                    let of_it = found.iter_mut().find(|(stream, _)| stream == recorded.stream());
                    if let Some((_, known)) = of_it {
                        known.proposal.decided = Some(decided);
                    }
                }
            }
        }
    }

    /// The proposals about a unit and what lies below it.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`] if there is no such unit.
    pub fn proposals_of(&self, unit: &UnitCode) -> Result<Vec<KnownProposal>, AppError> {
        let registry = self.registry();
        let units = units_below(&registry, unit)?;
        let mut found = self.proposals()?;
        found.retain(|known| units.iter().any(|unit| unit.code == known.proposal.proposed.unit));
        Ok(found)
    }

    fn note_review(&self, actor: &Actor, id: Uuid, next: Version, event: Event) -> Result<(), AppError> {
        let append = self.to_append(&Stream::Review(id), next, None, actor, &[event]);
        let appended = self.log.append(append).wait()?;
        self.wait_for(appended.position.0 + 1)
    }

    /// The unit that a text beside the responses belongs to; that of an account belongs to none.
    fn unit_of_text(&self, of: ErasedOf, content: Uuid) -> Result<Option<UnitCode>, AppError> {
        let beside = |stream| {
            let (told, _) = self.stream(&stream)?;
            Ok(Some(survey::standing_beside(&told, content)?.clone()))
        };
        match of {
            ErasedOf::Complaint { complaint } => beside(Stream::Complaint(complaint)),
            ErasedOf::FollowUp { follow_up } => beside(Stream::FollowUp(follow_up)),
            ErasedOf::Account { account } => {
                let registry = self.registry();
                let known = registry.accounts().get(account);
                let known = known.ok_or(Refusal::AccountUnknown(account))?;
                match known.person {
                    Some(person) if person.content == content => Ok(None),
                    Some(_) => Err(Refusal::ContentUnknown.into()),
                    None => Err(Refusal::ContentErasedAlready.into()),
                }
            }
            ErasedOf::Response { .. } => Err(Refusal::ContentUnknown.into()),
        }
    }

    fn carry_out(&self, proposal: &Proposal, decided_by: &Actor) -> Result<(), AppError> {
        let proposed = &proposal.proposed;
        let proposed_by =
            Actor::new(proposal.proposed_by.as_str()).map_err(|error| AppError::Failed(error.to_string()))?;
        let (reason, second) = (&proposed.reason, decided_by.as_str());
        let erase = |of| {
            self.erase(&Erasure {
                of,
                content: proposed.content.ok_or(Refusal::ContentUnknown)?,
                basis: reason.clone(),
                actor: proposal.proposed_by.clone(),
                approved_by: second.into(),
            })
        };
        let one = |id: ResponseId| match proposed.review {
            Review::Exclude => self
                .exclude(&proposed_by, id, reason.clone(), second.into())
                .map(drop),
            Review::Reinstate => self
                .reinstate(&proposed_by, id, reason.clone(), second.into())
                .map(drop),
            Review::Erase => erase(ErasedOf::Response { response: id }),
        };
        let of_responses = proposed.responses.iter().map(|id| one(*id));
        for done in of_responses.chain(proposed.of.map(erase)) {
            match done {
                // Done by an earlier attempt, or by somebody else meanwhile.
                Err(AppError::Refused(
                    Refusal::ResponseExcludedAlready
                    | Refusal::ResponseNotExcluded
                    | Refusal::ContentErasedAlready,
                )) => {}
                other => other?,
            }
        }
        Ok(())
    }
}
