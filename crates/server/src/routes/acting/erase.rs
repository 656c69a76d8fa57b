//! Proposing that a text of an entry is erased by law. Another person decides, where inspectors do.

use app::AppError;
use survey::{ErasedOf, Refusal, Review, ReviewProposed};

use super::desk::Asked;
use crate::pages::acting_field as field;

pub(super) fn propose(asked: &Asked<'_>, of: ErasedOf) -> Result<(), AppError> {
    let fields = &asked.ask.fields;
    let content = fields.text(field::ERASE).parse();
    let proposed = ReviewProposed {
        unit: asked.unit.clone(),
        review: Review::Erase,
        responses: Vec::new(),
        content: Some(content.map_err(|_| Refusal::ContentUnknown)?),
        of: Some(of),
        reason: fields.text(field::BASIS),
    };
    asked
        .ask
        .state
        .app
        .propose_review(asked.actor, proposed)
        .map(drop)
}
