//! Groups: respondents told apart by channel, service, admission or profile, as people may see them.
//!
//! A group is a sum of whole parts: one unit, one month that is over, one kind of group. Of each part the groups with
//! too few respondents are left out, and with them as many others as it takes that what is left out is no small number
//! either. So whatever is added up or subtracted, over months, over units,
//! over a parent and those below it, every difference is a sum of such parts and never a few people.
//!
//! And nobody can watch a group move: it waits for the end of the month, and then it stands. What citizens' devices hand
//! in later counts in every other figure, in steps of ten, but in no group.

use std::collections::BTreeMap;

use jiff::Timestamp;
use redb::TableDefinition;
use survey::{Period, Standing, Unit, withheld, withheld_beside};

use crate::{
    Facet, FacetKind, Samples, Views, ViewsError,
    dictionary::Dictionary,
    figures::{Cells, FacetKey, Facets, facet},
    rows::Rows,
    tables::read_row,
};

/// A month's facets as they were before the first answer that came too late for it from a citizen's device.
pub(crate) const CLOSED_FACETS: TableDefinition<'_, (u32, u16), &[u8]> =
    TableDefinition::new("closed_facets");

/// Respondents told apart, as far as people may see them.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    /// The groups by facet, those included of which nothing may be shown.
    pub groups: BTreeMap<Facet, Group>,
    /// Months of the period that are over and have respondents, summed over the units.
    pub months: u64,
}

/// One group.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// Its respondents, as far as they may be shown.
    pub samples: Samples,
    /// Whether some of it is left out.
    pub partly: bool,
    /// Whether an index without those that a rule has flagged would say what few people answered.
    pub few_flagged: bool,
}

impl Groups {
    /// The groups of one kind, in order of value.
    pub fn by(&self, kind: FacetKind) -> impl Iterator<Item = (&str, &Group)> {
        let of_kind = self.groups.iter().filter(move |(facet, _)| facet.kind == kind);
        of_kind.map(|(facet, group)| (facet.value.as_str(), group))
    }
}

impl Views {
    /// The groups of some units for a period, each of at least `n_min` respondents.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn groups(
        &self,
        units: &[&Unit],
        period: Period,
        now: Timestamp,
        n_min: u64,
    ) -> Result<Groups, ViewsError> {
        let rows = Rows::open(self)?;
        let closed = rows.read.open_table(CLOSED_FACETS)?;
        let mut sums: BTreeMap<FacetKey, Sum> = BTreeMap::new();
        let mut months = 0;
        for unit in units {
            let Some(number) = rows.unit(&unit.code) else {
                continue;
            };
            for month in period.months().filter(|month| now >= month.end(unit.zone)) {
                let key = (number, month.number());
                let facets: Facets = match closed.get(key)? {
                    Some(row) => read_row(row.value())?,
                    None => match rows.facets(key)? {
                        Some(facets) => facets,
                        None => continue,
                    },
                };
                months += 1;
                add_part(&mut sums, &facets, &rows.shared.dictionary, n_min);
            }
        }
        let group = |(key, sum): (FacetKey, Sum)| {
            let group = Group {
                samples: sum.cells.samples(&rows.shared.dictionary),
                partly: sum.partly,
                few_flagged: sum.few_flagged,
            };
            (facet(key, &rows.shared.dictionary), group)
        };
        Ok(Groups {
            groups: sums.into_iter().map(group).collect(),
            months,
        })
    }
}

#[derive(Default)]
struct Sum {
    cells: Cells,
    partly: bool,
    few_flagged: bool,
}

/// Adds one unit's month, question by question.
fn add_part(sums: &mut BTreeMap<FacetKey, Sum>, facets: &Facets, dictionary: &Dictionary, n_min: u64) {
    let cells = || facets.iter().filter(|(key, _)| !is_instrument(*key, dictionary));
    let mut questions: BTreeMap<(FacetKind, &str), Vec<(FacetKey, &Cells)>> = BTreeMap::new();
    for (key, cells) in cells() {
        let question = dictionary.question(key);
        questions.entry(question).or_default().push((key, cells));
    }
    // Every response came by one channel.
    let all: u64 = questions.get(&(FacetKind::Channel, "")).map_or(0, |channels| {
        channels.iter().map(|(_, cells)| cells.counted()).sum()
    });
    for parts in questions.into_values() {
        let sizes: Vec<u64> = parts.iter().map(|(_, cells)| cells.counted()).collect();
        let few = withheld_beside(&sizes, all.saturating_sub(sizes.iter().sum()), n_min);
        let flagged: Vec<u64> = parts
            .iter()
            .map(|(_, cells)| cells.n(Standing::Flagged))
            .collect();
        let few_flagged = withheld(&flagged, n_min);
        for (((key, cells), few), few_flagged) in parts.into_iter().zip(few).zip(few_flagged) {
            let sum = sums.entry(key).or_default();
            sum.few_flagged |= few_flagged;
            if few {
                sum.partly = true;
            } else {
                sum.cells.merge(cells);
            }
        }
    }
}

fn is_instrument(key: FacetKey, dictionary: &Dictionary) -> bool {
    dictionary.question(key).0 == FacetKind::Instrument
}
