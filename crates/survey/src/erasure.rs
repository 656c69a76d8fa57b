//! Erasing a text by law: who may, and what the log says of it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    AccountId, ComplaintEvent, ContentErased, Event, FollowUpEvent, Refusal, Response, ResponseId,
    SealedText, UnitCode, register::check_note, standing::two_people,
};

/// What a text belongs to. Stored, it is one of these names with the id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ErasedOf {
    /// A response: its comment.
    Response {
        /// Which.
        response: ResponseId,
    },
    /// An account: whose it is.
    Account {
        /// Which.
        account: AccountId,
    },
    /// A complaint: what was said, or how to reach whoever said it.
    Complaint {
        /// Which.
        complaint: Uuid,
    },
    /// A follow-up: who is responsible.
    FollowUp {
        /// Which.
        follow_up: Uuid,
    },
}

/// Decides to erase a text of a response from the vault. The scores stay.
///
/// # Errors
/// If there is no such response or text, it is erased already, no legal basis is given, or nobody else agreed.
pub fn erase(
    response: &Response,
    content: Uuid,
    basis: String,
    proposed_by: &str,
    approved_by: String,
) -> Result<Event, Refusal> {
    let unit = standing_in(response, content)?.clone();
    check_note(&basis)?;
    two_people(proposed_by, &approved_by)?;
    Ok(Event::ContentErased(ContentErased {
        unit,
        content,
        basis,
        approved_by,
    }))
}

/// The unit in whose response a text stands.
///
/// # Errors
/// If there is no such response or text, or it is erased already.
pub fn standing_in(response: &Response, content: Uuid) -> Result<&UnitCode, Refusal> {
    let submitted = response.submitted().ok_or(Refusal::ResponseUnknown)?;
    match response.is_erased(content) {
        None => Err(Refusal::ContentUnknown),
        Some(true) => Err(Refusal::ContentErasedAlready),
        Some(false) => Ok(&submitted.unit),
    }
}

/// Decides to erase a text that the stream of a follow-up or a complaint names: who is responsible, what was said, how to
/// reach whoever said it. What is entered about it stands.
///
/// # Errors
/// If the stream names no such text, it is erased already, no legal basis is given, or nobody else agreed.
pub fn erase_beside(
    told: &[Event],
    content: Uuid,
    basis: String,
    proposed_by: &str,
    approved_by: String,
) -> Result<Event, Refusal> {
    let unit = standing_beside(told, content)?.clone();
    check_note(&basis)?;
    two_people(proposed_by, &approved_by)?;
    Ok(Event::ContentErased(ContentErased {
        unit,
        content,
        basis,
        approved_by,
    }))
}

/// The unit in whose follow-up or complaint a text stands.
///
/// # Errors
/// If the stream names no such text, or it is erased already.
pub fn standing_beside(told: &[Event], content: Uuid) -> Result<&UnitCode, Refusal> {
    let names = |(_, texts): &(&UnitCode, [Option<SealedText>; 2])| {
        texts.iter().flatten().any(|text| text.content == content)
    };
    let found = told.iter().filter_map(texts_of).find(names);
    let (unit, _) = found.ok_or(Refusal::ContentUnknown)?;
    let gone = |event: &Event| matches!(event, Event::ContentErased(erased) if erased.content == content);
    if told.iter().any(gone) {
        return Err(Refusal::ContentErasedAlready);
    }
    Ok(unit)
}

/// The texts that an event of a follow-up or a complaint names, and its unit.
fn texts_of(event: &Event) -> Option<(&UnitCode, [Option<SealedText>; 2])> {
    if let Event::FollowUp(FollowUpEvent::Planned(planned)) = event {
        Some((&planned.unit, [planned.person, None]))
    } else if let Event::Complaint(ComplaintEvent::Received(received)) = event {
        Some((&received.unit, [received.text, received.contact]))
    } else {
        None
    }
}
