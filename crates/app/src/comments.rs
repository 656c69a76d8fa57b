//! Comments of citizens, as far as staff may read them, with a search.

use survey::{Month, Period, Refusal, Unit, UnitCode};

use crate::{App, AppError, limits::COMMENTS_SEARCHED_MAX};

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
    /// The comments of a unit and everything below it for a period that hold `wanted`, in whatever case; from the
    /// `skip`-th on at most `take`. Those of months with fewer than `n_min` respondents are withheld.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`] if there is no such unit.
    pub fn comments(
        &self,
        unit: &UnitCode,
        period: Period,
        wanted: &str,
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
        let wanted = wanted.to_lowercase();
        let mut list = CommentList {
            withheld: places.withheld,
            cut,
            ..CommentList::default()
        };
        for place in places.places {
            // A text that was erased meanwhile is no comment any more.
            let Some(text) = self.vault.read(place.content)? else {
                continue;
            };
            if !text.to_lowercase().contains(&wanted) {
                continue;
            }
            list.found += 1;
            if (skip..skip + take).contains(&(list.found - 1)) {
                list.comments.push(Comment {
                    unit: units[place.unit].code.clone(),
                    unit_name: units[place.unit].name.clone(),
                    month: place.month,
                    text,
                });
            }
        }
        Ok(list)
    }
}
