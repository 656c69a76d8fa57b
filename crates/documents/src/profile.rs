//! How many respondents there were of which kind, without telling of few.

use survey::withheld;

use crate::{limits::CELL_N_MIN, words};

/// What may be told of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// So many people.
    Shown(u64),
    /// Few, or what would give few away.
    Withheld,
}

impl Cell {
    /// As people read it.
    #[must_use]
    pub fn text(self) -> String {
        match self {
            Self::Shown(n) => words::count(n),
            Self::Withheld => "ditahan".into(),
        }
    }
}

/// The respondents told apart by one question about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileGroup {
    /// Code of the question.
    pub code: String,
    /// What was asked, as people read it.
    pub name: String,
    /// Each answer with its cell, those who gave none last.
    pub rows: Vec<(String, Cell)>,
}

impl ProfileGroup {
    /// A group of `n` respondents from the number of people behind each answer; who gave none is the rest.
    #[must_use]
    pub fn new(code: impl Into<String>, name: impl Into<String>, counts: Vec<(String, u64)>, n: u64) -> Self {
        let given: u64 = counts.iter().map(|(_, count)| count).sum();
        let mut counts = counts;
        counts.push(("Tidak mengisi".into(), n.saturating_sub(given)));
        let sizes: Vec<u64> = counts.iter().map(|(_, count)| *count).collect();
        let hidden = withheld(&sizes, CELL_N_MIN);
        let row = |((name, count), hidden): ((String, u64), bool)| {
            let cell = if hidden {
                Cell::Withheld
            } else {
                Cell::Shown(count)
            };
            (name, cell)
        };
        Self {
            code: code.into(),
            name: name.into(),
            rows: counts.into_iter().zip(hidden).map(row).collect(),
        }
    }

    /// Withholds every cell: where the rest of what is published would give one away.
    #[must_use]
    pub fn withheld(mut self) -> Self {
        for (_, cell) in &mut self.rows {
            *cell = Cell::Withheld;
        }
        self
    }

    /// Answers that somebody gave, or that are withheld.
    pub fn told(&self) -> impl Iterator<Item = &(String, Cell)> {
        self.rows.iter().filter(|(_, cell)| *cell != Cell::Shown(0))
    }
}
