//! Sums of a tree, made from the bottom up and kept; and the marks that they are kept under.

use std::{collections::HashMap, sync::Arc};

use survey::{Period, Registry, Unit, Zone};
use views::{Basis, MonthMark, Session, index::newest_surveys};

use crate::{
    App, AppError, PeriodIndex,
    memo::Mark,
    overview::{PeriodSum, period_index},
};

/// The sums of a tree's units, each with everything below it, made from the bottom up: a unit's is its own months and what
/// is known of those right below it. So an answer costs its own unit's rows and one addition for each unit above, however
/// many there are beside it.
pub(crate) struct Sums<'a> {
    pub(crate) app: &'a App,
    pub(crate) registry: &'a Arc<Registry>,
    pub(crate) session: &'a Session,
    pub(crate) basis: Basis,
    pub(crate) periods: &'a [Period],
    pub(crate) units: &'a [&'a Unit],
    pub(crate) tree: &'a [(usize, &'a Unit)],
    pub(crate) marks: &'a [Vec<MarkSum>],
    /// What was looked up or made, by the place of a unit and of a period.
    pub(crate) known: HashMap<(usize, usize), Arc<KnownPeriod>>,
}

impl Sums<'_> {
    /// That of the unit at a place of the tree, in a period by its place.
    pub(crate) fn of(&mut self, at: usize, period: usize) -> Result<Arc<KnownPeriod>, AppError> {
        if let Some(known) = self.known.get(&(at, period)) {
            return Ok(Arc::clone(known));
        }
        let (asked, mark) = (self.periods[period], self.marks[at][period].0);
        let kept = self
            .app
            .memo
            .period(self.registry, (&self.units[at].code, asked), mark);
        let known = match kept {
            Some(known) => known,
            None => self.make(at, period)?,
        };
        self.known.insert((at, period), Arc::clone(&known));
        Ok(known)
    }

    fn make(&mut self, at: usize, period: usize) -> Result<Arc<KnownPeriod>, AppError> {
        let depth = self.tree[at].0;
        let deeper = self.tree[at + 1..]
            .iter()
            .take_while(|(deeper, _)| *deeper > depth);
        let below = deeper.count();
        let asked = self.periods[period];
        let own =
            self.session
                .months_of_each(&self.units[at..=at], asked.first(), asked.last(), self.basis)?;
        let mut sum = PeriodSum::default();
        own.iter().flatten().for_each(|month| sum.add(month));
        for child in at + 1..=at + below {
            if self.tree[child].0 == depth + 1 {
                sum.merge(&self.of(child, period)?.sum);
            }
        }
        let unit = self.units[at];
        let surveys = newest_surveys(self.registry, &self.units[at..=at + below]);
        let index = period_index(asked, sum.clone(), self.registry.method(&unit.code), &surveys);
        let known = Arc::new(KnownPeriod {
            sum,
            index: Arc::new(index),
        });
        self.app
            .memo
            .keep_period(self.registry, &unit.code, self.marks[at][period].0, &known);
        Ok(known)
    }
}

/// What is kept of a unit's period.
pub(crate) struct KnownPeriod {
    /// What it adds to the units above.
    pub(crate) sum: PeriodSum,
    /// Its index.
    pub(crate) index: Arc<PeriodIndex>,
}

/// The marks of what a period is a sum of, added up: over months, and over units.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct MarkSum(pub(crate) Mark);

impl MarkSum {
    /// What a whole series is made of: its periods, in order.
    pub(crate) fn of_series(marks: &[Self]) -> Mark {
        marks.iter().fold(0, |whole, mark| mixed(whole ^ mark.0))
    }
}

/// How much of each period is over, by zone: a month that ends shows more, though nothing arrives.
pub(crate) struct Seen(Vec<(Zone, Vec<Mark>)>);

impl Seen {
    pub(crate) fn of(periods: &[Period], basis: Basis) -> Self {
        let over = |zone: Zone, period: &Period| match basis {
            Basis::Exact => Mark::MAX,
            Basis::Shown { now } => period.months().filter(|month| now >= month.end(zone)).count() as Mark,
        };
        let by_zone = |zone| (zone, periods.iter().map(|period| over(zone, period)).collect());
        Self(Zone::ALL.into_iter().map(by_zone).collect())
    }

    fn by_period(&self, zone: Zone) -> &[Mark] {
        let found = self.0.iter().find(|(of, _)| *of == zone);
        found.map_or(&[], |(_, seen)| seen)
    }
}

/// The marks of one unit's months, added up for each period.
pub(crate) fn marks_by_period(
    months: &[MonthMark],
    unit: &Unit,
    periods: &[Period],
    seen: &Seen,
) -> Vec<MarkSum> {
    // Units are told apart by their order in the registry, of which a memo knows only one.
    let of_unit = |part: Mark| mixed(part ^ mixed(unit.order() as Mark));
    let seen = seen.by_period(unit.zone).iter();
    let mut sums: Vec<MarkSum> = seen.map(|seen| MarkSum(of_unit(*seen))).collect();
    for month in months {
        // Periods are in order and do not overlap.
        let at = periods.partition_point(|period| period.last() < month.month);
        if periods
            .get(at)
            .is_some_and(|period| period.first() <= month.month)
        {
            let mark = of_unit(mixed(month.mark) ^ Mark::from(month.month.number()));
            sums[at].0 = sums[at].0.wrapping_add(mark);
        }
    }
    sums
}

/// One number for another, such that near ones lie far apart (the finaliser of SplitMix64).
fn mixed(number: Mark) -> Mark {
    let number = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

fn merge(sums: &mut [MarkSum], more: &[MarkSum]) {
    for (sum, more) in sums.iter_mut().zip(more) {
        sum.0 = sum.0.wrapping_add(more.0);
    }
}

/// Adds to each unit's sums those of everything below it. Units stand in order of the tree: each before those below
/// it, so that from the end on each is complete when it is added to the one above.
pub(crate) fn with_those_below(tree: &[(usize, &Unit)], mut sums: Vec<Vec<MarkSum>>) -> Vec<Vec<MarkSum>> {
    let mut path = Vec::new();
    let mut above = Vec::with_capacity(tree.len());
    for (at, (depth, _)) in tree.iter().enumerate() {
        path.truncate(*depth);
        above.push(path.last().copied());
        path.push(at);
    }
    for (at, parent) in above.into_iter().enumerate().rev() {
        if let Some(parent) = parent {
            let (before, rest) = sums.split_at_mut(at);
            merge(&mut before[parent], &rest[0]);
        }
    }
    sums
}
