//! Erasing a text by law: who may, and what the log says of it.

use uuid::Uuid;

use crate::{ContentErased, Event, Refusal, Response, register::check_note, standing::two_people};

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
