//! Comments of citizens, as far as staff may read them, with what became of each, and a search.

use std::collections::HashMap;

use survey::{Complaint, Month, Period, Refusal, ResponseId, Stream, Unit, UnitCode};
use uuid::Uuid;

use crate::{App, AppError, limits::COMMENTS_SEARCHED_MAX};

/// What became of a comment. Nothing is entered for it: a comment that is taken up is taken up as a complaint, and that
/// tells the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommentStatus {
    /// Nobody took it up.
    New,
    /// It was taken up, and waits for an answer.
    TakenUp,
    /// It was answered, for everybody to read.
    Answered,
    /// It was closed without an answer.
    Closed,
}

/// Which comments are wanted.
#[derive(Clone, Copy, Debug, Default)]
pub struct CommentsWanted<'a> {
    /// They hold this, in whatever case.
    pub words: &'a str,
    /// This became of them; `None` for whatever did.
    pub status: Option<CommentStatus>,
}

/// One comment. Nothing of the response that it came with stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    /// The unit it is about.
    pub unit: UnitCode,
    /// That unit's name.
    pub unit_name: String,
    /// The month it counts for.
    pub month: Month,
    /// What was written.
    pub text: String,
    /// What it is called in the vault: chance, that says nothing of its response.
    pub content: Uuid,
    /// What became of it.
    pub status: CommentStatus,
}

/// Some of a unit's comments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CommentList {
    /// Those asked for, the newest month first.
    pub comments: Vec<Comment>,
    /// How many there are that match.
    pub found: usize,
    /// How many are withheld, because too few answered in their month.
    pub withheld: u64,
    /// Whether there were more than can be searched, so that older ones were not.
    pub cut: bool,
}

impl App {
    /// The comments of a unit and everything below it for a period that are `wanted`; from the `skip`-th on at most `take`.
    /// Those of months with fewer than `n_min` respondents are withheld.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`] if there is no such unit.
    pub fn comments(
        &self,
        unit: &UnitCode,
        period: Period,
        wanted: CommentsWanted<'_>,
        n_min: u64,
        (skip, take): (usize, usize),
    ) -> Result<CommentList, AppError> {
        let registry = self.views.registry();
        let units: Vec<&Unit> = registry.subtree(unit).into_iter().map(|(_, unit)| unit).collect();
        if units.is_empty() {
            return Err(Refusal::UnitUnknown(unit.clone()).into());
        }
        let mut places = self.views.comments(&units, period, self.now(), n_min)?;
        let cut = places.places.len() > COMMENTS_SEARCHED_MAX;
        places.places.truncate(COMMENTS_SEARCHED_MAX);
        let words = wanted.words.to_lowercase();
        let taken_up = self.taken_up(&units)?;
        let mut list = CommentList {
            withheld: places.withheld,
            cut,
            ..CommentList::default()
        };
        for place in places.places {
            let status = taken_up
                .get(&place.content)
                .copied()
                .unwrap_or(CommentStatus::New);
            if wanted.status.is_some_and(|wanted| wanted != status) {
                continue;
            }
            // A text that was erased meanwhile is no comment any more.
            let Some(text) = self.vault.read(place.content)? else {
                continue;
            };
            if !text.to_lowercase().contains(&words) {
                continue;
            }
            list.found += 1;
            if (skip..skip + take).contains(&(list.found - 1)) {
                list.comments.push(Comment {
                    unit: units[place.unit].code.clone(),
                    unit_name: units[place.unit].name.clone(),
                    month: place.month,
                    text,
                    content: place.content,
                    status,
                });
            }
        }
        Ok(list)
    }

    /// A comment of a unit by what it is called in the vault, with the response that it came with; `None` where it may not
    /// be shown: its month has fewer than `n_min` respondents, or figures have not advanced to it.
    ///
    /// # Errors
    /// If views, log or vault cannot be read.
    pub fn shown_comment(
        &self,
        unit: &UnitCode,
        content: Uuid,
        n_min: u64,
    ) -> Result<Option<(ResponseId, String)>, AppError> {
        let registry = self.views.registry();
        let Some(unit) = registry.unit(unit) else {
            return Ok(None);
        };
        let Some(place) = self.views.comment(unit, content, self.now(), n_min)? else {
            return Ok(None);
        };
        let recorded = self.log.read_all(place.position, 1)?;
        let id = recorded
            .first()
            .and_then(|recorded| recorded.stream().split_once('-'))
            .and_then(|(_, id)| id.parse().ok());
        Ok(id.map(ResponseId).zip(self.vault.read(content)?))
    }

    /// What became of the comments of some units that were taken up, by what they are called in the vault.
    fn taken_up(&self, units: &[&Unit]) -> Result<HashMap<Uuid, CommentStatus>, AppError> {
        let mut found = HashMap::new();
        for unit in units {
            for complaint in self.complaints_told(&unit.code)? {
                let received = complaint.received().filter(|received| received.unit == unit.code);
                let Some(response) = received.and_then(|received| received.response) else {
                    continue;
                };
                let (response, _) = self.response(&Stream::Response(response))?;
                let comment = response.submitted().and_then(|submitted| submitted.comment);
                found.extend(comment.map(|comment| (comment.content, status(&complaint))));
            }
        }
        Ok(found)
    }
}

fn status(complaint: &Complaint) -> CommentStatus {
    match (complaint.answered(), complaint.closed()) {
        (Some(_), _) => CommentStatus::Answered,
        (None, Some(_)) => CommentStatus::Closed,
        (None, None) => CommentStatus::TakenUp,
    }
}
