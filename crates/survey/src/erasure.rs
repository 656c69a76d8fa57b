//! Erasing a text by law: who may, and what the log says of it.

use uuid::Uuid;

use crate::{
    ComplaintEvent, ContentErased, Event, FollowUpEvent, Refusal, Response, SealedText, UnitCode,
    register::check_note, standing::two_people,
};

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
    let submitted = response.submitted().ok_or(Refusal::ResponseUnknown)?;
    match response.is_erased(content) {
        None => return Err(Refusal::ContentUnknown),
        Some(true) => return Err(Refusal::ContentErasedAlready),
        Some(false) => {}
    }
    check_note(&basis)?;
    two_people(proposed_by, &approved_by)?;
    Ok(Event::ContentErased(ContentErased {
        unit: submitted.unit.clone(),
        content,
        basis,
        approved_by,
    }))
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
    let names = |(_, texts): &(&UnitCode, [Option<SealedText>; 2])| {
        texts.iter().flatten().any(|text| text.content == content)
    };
    let (unit, _) = told
        .iter()
        .filter_map(texts_of)
        .find(names)
        .ok_or(Refusal::ContentUnknown)?;
    let gone = |event: &Event| matches!(event, Event::ContentErased(erased) if erased.content == content);
    if told.iter().any(gone) {
        return Err(Refusal::ContentErasedAlready);
    }
    check_note(&basis)?;
    two_people(proposed_by, &approved_by)?;
    Ok(Event::ContentErased(ContentErased {
        unit: unit.clone(),
        content,
        basis,
        approved_by,
    }))
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
