//! What publications that overlap would tell together: a cell that is large enough by itself may be small less the cells
//! of the parts that were published before.
//!
//! Three months are published, then their quarter less two of them is the third; a kabupaten less all its units but one is
//! that one. Only what was published before counts, so that documents stay what they are when more is published.

use std::rc::Rc;

use documents::{ProfileGroup, limits::CELL_N_MIN};
use survey::{Period, Registry, UnitCode};
use views::{AsOf, PublishedResult, UnitIndex};

use crate::{
    AppError,
    laporan::{Publications, groups::options},
    limits::PUBLIC_N_MIN,
};

impl Publications<'_> {
    /// True if everybody may see the index of a publication: enough answered, and it leaves no few respondents as the
    /// rest of what was published before.
    ///
    /// # Errors
    /// If the views cannot be read.
    pub fn is_public(&self, unit: &UnitCode, this: &PublishedResult) -> Result<bool, AppError> {
        let at = this.position.0;
        if let Some(public) = self.public.and_then(|known| known.get(at)) {
            return Ok(public);
        }
        let enough = this.result.n >= PUBLIC_N_MIN;
        let public = enough && !self.families(unit, this)?.iter().any(Family::leaves_few);
        if let Some(known) = self.public {
            known.keep(at, public);
        }
        Ok(public)
    }

    /// The groups of a publication, those withheld wholly of which a cell would be given away by what was published
    /// before.
    pub(super) fn without_giveaways(
        &self,
        groups: Vec<ProfileGroup>,
        unit: &UnitCode,
        this: &PublishedResult,
    ) -> Result<Vec<ProfileGroup>, AppError> {
        let families = self.families(unit, this)?.into_iter();
        let families = families
            .map(|family| self.family_told(&family))
            .collect::<Result<Vec<_>, _>>()?;
        let mut checked = Vec::with_capacity(groups.len());
        for group in groups {
            let told = families.iter().any(|family| family.gives_away(&group.code));
            checked.push(if told { group.withheld() } else { group });
        }
        Ok(checked)
    }

    /// Every whole with the parts of it that were published before, of which this publication is one or the whole.
    fn families(&self, unit: &UnitCode, this: &PublishedResult) -> Result<Vec<Family>, AppError> {
        let registry = self.registry_as_of(AsOf(this.result.log_size))?;
        let this = &Rc::new(this.clone());
        let period = this.result.period;
        let own = self.before(unit, this)?;
        let mut families = Vec::new();
        // The same unit and period, published before: what came or went in between.
        if let Some(last) = own.iter().rev().find(|other| other.result.period == period) {
            families.push(Family::new(this, vec![last.clone()]));
        }
        // Shorter periods within this one, and this one with others within a longer one.
        let within = |whole: Period, part: Period| part != whole && holds(whole, part);
        let parts = disjoint(&own, |part| within(period, part));
        if !parts.is_empty() {
            families.push(Family::new(this, parts));
        }
        for whole in own.iter().filter(|whole| within(whole.result.period, period)) {
            let longer = whole.result.period;
            let beside = |part: Period| within(longer, part) && !holds(part, period) && !holds(period, part);
            let mut parts = disjoint(&own, beside);
            parts.push(Rc::clone(this));
            families.push(Family::new(whole, parts));
        }
        // Units below this one, and this one with others below a unit above; for the same period.
        let below = self.published_below(&registry, unit, this, None)?;
        if !below.is_empty() {
            families.push(Family::new(this, below));
        }
        for above in registry.ancestors(unit) {
            let Some(whole) = self.last_before(&above.code, this)? else {
                continue;
            };
            let mut parts = self.published_below(&registry, &above.code, this, Some(unit))?;
            parts.push(Rc::clone(this));
            families.push(Family::new(&whole, parts));
        }
        Ok(families)
    }

    /// What was published for a unit before a publication, in order.
    fn before(&self, unit: &UnitCode, this: &PublishedResult) -> Result<Vec<Rc<PublishedResult>>, AppError> {
        let published = self.published.of(self.reading.views, unit)?;
        let before = published.iter().filter(|other| other.position < this.position);
        Ok(before.map(Rc::clone).collect())
    }

    /// What was published last for a unit and the same period before a publication.
    fn last_before(
        &self,
        unit: &UnitCode,
        this: &PublishedResult,
    ) -> Result<Option<Rc<PublishedResult>>, AppError> {
        let published = self.published.of(self.reading.views, unit)?;
        let of_period = |other: &&Rc<PublishedResult>| {
            other.position < this.position && other.result.period == this.result.period
        };
        Ok(published.iter().rev().find(of_period).cloned())
    }

    /// The topmost units below one that were published for the same period before, but for those around `except`.
    fn published_below(
        &self,
        registry: &Registry,
        root: &UnitCode,
        this: &PublishedResult,
        except: Option<&UnitCode>,
    ) -> Result<Vec<Rc<PublishedResult>>, AppError> {
        let mut found = Vec::new();
        let mut waiting: Vec<&UnitCode> = registry
            .children(Some(root))
            .iter()
            .map(|unit| &unit.code)
            .collect();
        while let Some(unit) = waiting.pop() {
            if Some(unit) == except {
                continue;
            }
            let holds_it =
                except.is_some_and(|except| registry.ancestors(except).any(|above| above.code == *unit));
            match self.last_before(unit, this)? {
                Some(published) if !holds_it => found.push(published),
                _ => waiting.extend(registry.children(Some(unit)).iter().map(|unit| &unit.code)),
            }
        }
        Ok(found)
    }

    /// The respondents of a family told apart.
    fn family_told(&self, family: &Family) -> Result<Told, AppError> {
        let figures = |published: &Rc<PublishedResult>| self.index(&published.result);
        Ok(Told {
            whole: figures(&family.whole)?,
            parts: family.parts.iter().map(figures).collect::<Result<_, _>>()?,
        })
    }
}

/// A whole and parts of it that do not overlap.
struct Family {
    whole: Rc<PublishedResult>,
    parts: Vec<Rc<PublishedResult>>,
}

impl Family {
    fn new(whole: &Rc<PublishedResult>, parts: Vec<Rc<PublishedResult>>) -> Self {
        let whole = Rc::clone(whole);
        Self { whole, parts }
    }

    /// True if the whole less the parts is few respondents, and the figures of the whole are not so blurred by rounding
    /// that they tell nothing of these. Parts of few are withheld themselves, and belong to the rest.
    fn leaves_few(&self) -> bool {
        let whole = self.whole.result.n;
        let known = self.parts.iter().map(|part| part.result.n);
        let parts: u64 = known.filter(|n| *n >= PUBLIC_N_MIN).sum();
        let rest = whole.abs_diff(parts);
        (1..PUBLIC_N_MIN).contains(&rest) && whole < rest * BLURRED_FROM
    }
}

/// From so many respondents for each of the rest on, an NRR of two places says nothing of the rest: half a hundredth of the
/// whole is then more than half of the three points by which a score can differ.
const BLURRED_FROM: u64 = 300;

/// A family, its respondents told apart.
struct Told {
    whole: UnitIndex,
    parts: Vec<UnitIndex>,
}

impl Told {
    /// True if the whole less the parts leaves few people who gave one answer to a question: less all of them, and less
    /// those only whose cell is no cell of few, which are all that may be known.
    fn gives_away(&self, question: &str) -> bool {
        let of_whole = options(&self.whole, question);
        let given = || self.parts.iter().flat_map(|part| options(part, question));
        let few = |rest: u64| (1..CELL_N_MIN).contains(&rest);
        let leaves_few = |option: &str, n: u64| {
            let less = |n_min: u64| -> u64 {
                let known = given().filter(|(other, part)| *other == option && *part >= n_min);
                known.map(|(_, part)| part).sum()
            };
            few(n.abs_diff(less(0))) || few(n.abs_diff(less(CELL_N_MIN)))
        };
        let known = |option: &str| of_whole.iter().any(|(other, _)| *other == option);
        let gone = given()
            .filter(|(option, _)| !known(option))
            .map(|(option, _)| (option, 0));
        of_whole
            .iter()
            .copied()
            .filter(|(_, n)| *n >= CELL_N_MIN)
            .chain(gone)
            .any(|(option, n)| leaves_few(option, n))
    }
}

/// True if a period holds the whole of another.
pub(super) fn holds(whole: Period, part: Period) -> bool {
    whole.first() <= part.first() && part.last() <= whole.last()
}

/// The last publication of each wanted period, of overlapping ones the longest.
fn disjoint(published: &[Rc<PublishedResult>], wanted: impl Fn(Period) -> bool) -> Vec<Rc<PublishedResult>> {
    let mut candidates: Vec<&Rc<PublishedResult>> = published.iter().rev().collect();
    candidates.retain(|part| wanted(part.result.period));
    candidates.sort_by_key(|part| std::cmp::Reverse(part.result.period.length()));
    let mut taken: Vec<Rc<PublishedResult>> = Vec::new();
    for part in candidates {
        let period = part.result.period;
        let overlaps = |other: &Rc<PublishedResult>| {
            holds(other.result.period, period) || holds(period, other.result.period)
        };
        if !taken.iter().any(overlaps) {
            taken.push(part.clone());
        }
    }
    taken
}
