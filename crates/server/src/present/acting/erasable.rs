//! Texts that can be erased by law, and whether somebody proposed it already.

use std::collections::HashSet;

use app::{App, AppError};
use survey::SealedText;
use uuid::Uuid;

use crate::pages::ErasableText;

/// The texts whose erasure waits for a second person.
pub(crate) struct Proposed(HashSet<Uuid>);

impl Proposed {
    pub(crate) fn of(app: &App) -> Result<Self, AppError> {
        let proposals = app.proposals()?.into_iter();
        let open = proposals.filter(|known| known.proposal.decided.is_none());
        let contents = open.filter_map(|known| known.proposal.proposed.content);
        Ok(Self(contents.collect()))
    }

    /// A text that stands, as one that can be erased.
    pub(crate) fn text(
        &self,
        label: &'static str,
        sealed: Option<SealedText>,
        stands: bool,
    ) -> Option<ErasableText> {
        let content = sealed.filter(|_| stands)?.content;
        Some(ErasableText {
            content: content.to_string(),
            label,
            proposed: self.0.contains(&content),
        })
    }
}
