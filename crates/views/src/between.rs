//! What changed between two points of the log, for some units and a period: each response once, by what became of it
//! in between; and the sums after each kind of change, one kind after the other.

use std::collections::{BTreeMap, HashMap};

use eventlog::Position;
use survey::{Channel, Period, Standing, Unit};

use crate::{
    AsOf, Samples, Views, ViewsError,
    dictionary::{Dictionary, Kind},
    figures::Cells,
    ledger::Delta,
    month_row::Line,
    rows::Rows,
};

/// What became of a response between two points of the log. They stand in the order in which they are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Move {
    /// It arrived before the month was over that it counts for.
    InTime,
    /// It arrived after that month was over, from a device or a page.
    Late,
    /// It was entered from paper.
    Paper,
    /// It was imported from a file.
    Imported,
    /// It arrived and does not count: a rule or two people took it out again.
    ArrivedExcluded,
    /// It counted, and was taken out.
    Excluded,
    /// It had been taken out, and counts again.
    Reinstated,
    /// It counts as before, and looks suspicious since.
    Flagged,
    /// It was taken out and let in again, or the reverse: it counts as before.
    Undone,
}

impl Move {
    /// What it is called on pages and in tables.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::InTime => "Jawaban masuk pada waktunya",
            Self::Late => "Jawaban masuk setelah bulannya berakhir",
            Self::Paper => "Isian kertas dimasukkan",
            Self::Imported => "Jawaban diimpor dari berkas",
            Self::ArrivedExcluded => "Masuk, tetapi tidak dihitung",
            Self::Excluded => "Dikeluarkan dari hitungan",
            Self::Reinstated => "Dihitung kembali",
            Self::Flagged => "Ditandai, tetap dihitung",
            Self::Undone => "Dikeluarkan lalu dihitung kembali",
        }
    }

    /// What programs call it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::InTime => "in_time",
            Self::Late => "late",
            Self::Paper => "paper",
            Self::Imported => "imported",
            Self::ArrivedExcluded => "arrived_excluded",
            Self::Excluded => "excluded",
            Self::Reinstated => "reinstated",
            Self::Flagged => "flagged",
            Self::Undone => "undone",
        }
    }
}

/// All responses of which the same became.
#[derive(Clone, Debug)]
pub struct MoveStep {
    /// What became of them.
    pub kind: Move,
    /// How many.
    pub n: u64,
    /// The respondents after this kind of change, and those told before it.
    pub after: Samples,
}

/// What changed between two points.
#[derive(Clone, Debug)]
pub struct Between {
    /// The respondents at the earlier point.
    pub before: Samples,
    /// Kind after kind; the last leads to the respondents at the later point.
    pub steps: Vec<MoveStep>,
    /// Where the events stand, in order, and what each of them did to its response in the end.
    pub events: Vec<(Position, Move)>,
}

/// A response that changed: everything that happened to it, as one.
struct Changed {
    delta: Delta,
    late: bool,
    channel: Option<Channel>,
    positions: Vec<u64>,
}

impl Views {
    /// What changed about the respondents of some units in a period from one size of the log to a later one; nothing
    /// if more than `lines_max` lines did.
    ///
    /// # Errors
    /// If the rows cannot be read.
    pub fn between(
        &self,
        units: &[&Unit],
        period: Period,
        (from, to): (AsOf, AsOf),
        lines_max: usize,
    ) -> Result<Option<Between>, ViewsError> {
        let rows = Rows::open(self)?;
        let dictionary = &rows.shared.dictionary;
        let mut cells = Cells::default();
        let mut changed: HashMap<u64, Changed> = HashMap::new();
        let mut lines_left = lines_max;
        for unit in units {
            let Some(number) = rows.unit(&unit.code) else {
                continue;
            };
            for month in period.months() {
                let key = (number, month.number());
                cells.merge(&rows.total_as_of(key, from.0)?.cells);
                for line in rows.lines(key, from.0, to.0)? {
                    let (position, line) = line?;
                    let Some(left) = lines_left.checked_sub(1) else {
                        return Ok(None);
                    };
                    lines_left = left;
                    take(&mut changed, position, line, dictionary);
                }
            }
        }
        Ok(Some(told(cells, changed.into_values(), dictionary)))
    }
}

fn take(changed: &mut HashMap<u64, Changed>, position: u64, line: Line, dictionary: &Dictionary) {
    let channel = line.delta.contribution.facets.iter();
    let channel = channel
        .filter(|(kind, _)| *kind == Kind::Channel.number())
        .find_map(|(_, number)| Channel::from_stored(dictionary.code(Kind::Channel, *number)?));
    match changed.get_mut(&line.response) {
        Some(known) => {
            known.delta.then(&line.delta);
            known.positions.push(position);
        }
        None => {
            let new = Changed {
                late: line.late,
                delta: line.delta,
                channel,
                positions: vec![position],
            };
            changed.insert(line.response, new);
        }
    }
}

/// Each response changes once, so the sums do not depend on the order in which kinds are told.
fn told(mut cells: Cells, changed: impl Iterator<Item = Changed>, dictionary: &Dictionary) -> Between {
    let before = cells.samples(dictionary);
    let mut kinds: BTreeMap<Move, Vec<Changed>> = BTreeMap::new();
    for changed in changed {
        kinds.entry(changed.kind()).or_default().push(changed);
    }
    let (mut steps, mut events) = (Vec::with_capacity(kinds.len()), Vec::new());
    for (kind, of_it) in kinds {
        for Changed { delta, positions, .. } in &of_it {
            cells.apply(delta, delta.contribution.mean());
            events.extend(positions.iter().map(|position| (Position(*position), kind)));
        }
        steps.push(MoveStep {
            kind,
            n: of_it.len() as u64,
            after: cells.samples(dictionary),
        });
    }
    events.sort_unstable();
    Between {
        before,
        steps,
        events,
    }
}

impl Changed {
    fn kind(&self) -> Move {
        match (self.delta.from(), self.delta.to()) {
            (None, Some(Standing::Excluded)) => Move::ArrivedExcluded,
            (None, _) => match self.channel {
                Some(Channel::Import) => Move::Imported,
                Some(Channel::Paper) => Move::Paper,
                _ if self.late => Move::Late,
                _ => Move::InTime,
            },
            (Some(Standing::Excluded), Some(Standing::Plain | Standing::Flagged)) => Move::Reinstated,
            (Some(Standing::Plain | Standing::Flagged), Some(Standing::Excluded)) => Move::Excluded,
            (Some(Standing::Plain), Some(Standing::Flagged)) => Move::Flagged,
            (Some(_), _) => Move::Undone,
        }
    }
}
