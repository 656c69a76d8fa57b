//! What a verification found, for people and for programs.

use std::fmt;

use jiff::Timestamp;
use serde::Serialize;

use crate::output::{count, facts};

/// Problems of one part that are listed; the others are counted.
const PROBLEMS_LISTED_MAX: usize = 100;

/// What a verification found.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// How many events the log has.
    pub(crate) events: u64,
    /// When the last one was recorded.
    recorded_at: Option<Timestamp>,
    pub(crate) log: Part,
    pub(crate) vault: Part,
    pub(crate) views: Part,
}

/// One part of the data directory.
#[derive(Debug, Serialize)]
pub(crate) struct Part {
    checked: bool,
    /// What was checked, or why it was not.
    note: String,
    pub(crate) problem_count: u64,
    /// The first hundred.
    problems: Vec<Problem>,
}

#[derive(Debug, Serialize)]
struct Problem {
    position: Option<u64>,
    what: String,
}

/// The report as programs read it.
#[derive(Serialize)]
pub(crate) struct Document<'a> {
    /// Whether nothing disagrees in what was checked.
    clean: bool,
    #[serde(flatten)]
    report: &'a Report,
}

impl Report {
    /// The report of a log; its vault and views are still to come.
    pub(crate) fn of(log: eventlog::Report) -> Self {
        let ms = i64::try_from(log.head.recorded_at.0).unwrap_or(i64::MAX);
        let mut part = Part::checked(format!("{} peristiwa", count(log.head.size)));
        for problem in log.problems {
            part.add(problem.position.map(|position| position.0), problem.what);
        }
        part.problem_count = log.problem_count;
        Self {
            events: log.head.size,
            recorded_at: Timestamp::from_millisecond(ms).ok().filter(|_| log.head.size > 0),
            log: part,
            vault: Part::unchecked("belum diperiksa"),
            views: Part::unchecked("belum diperiksa"),
        }
    }

    pub(crate) const fn problem_count(&self) -> u64 {
        self.log.problem_count + self.vault.problem_count + self.views.problem_count
    }

    pub(crate) const fn document(&self) -> Document<'_> {
        Document {
            clean: self.problem_count() == 0,
            report: self,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let until = self
            .recorded_at
            .map_or_else(|| "belum ada".into(), |at| at.to_string());
        let lines = [
            ("Log", self.log.line()),
            ("Dicatat sampai", until),
            ("Brankas", self.vault.line()),
            ("Tampilan", self.views.line()),
        ];
        write!(f, "{}", facts(&lines))?;
        for (name, part) in [
            ("log", &self.log),
            ("brankas", &self.vault),
            ("tampilan", &self.views),
        ] {
            for problem in &part.problems {
                write!(f, "\n  {name}")?;
                if let Some(position) = problem.position {
                    write!(f, ", posisi {position}")?;
                }
                write!(f, ": {}", problem.what)?;
            }
        }
        Ok(())
    }
}

impl Part {
    pub(crate) fn checked(note: impl Into<String>) -> Self {
        Self {
            checked: true,
            note: note.into(),
            problem_count: 0,
            problems: Vec::new(),
        }
    }

    pub(crate) fn unchecked(note: impl Into<String>) -> Self {
        Self {
            checked: false,
            ..Self::checked(note)
        }
    }

    pub(crate) fn add(&mut self, position: Option<u64>, what: impl Into<String>) {
        self.problem_count += 1;
        if self.problems.len() < PROBLEMS_LISTED_MAX {
            let what = what.into();
            self.problems.push(Problem { position, what });
        }
    }

    fn line(&self) -> String {
        match (self.checked, self.problem_count) {
            (false, _) => self.note.clone(),
            (true, 0) => format!("sesuai, {}", self.note),
            (true, problems) => format!("TIDAK SESUAI, {} hal, {}", count(problems), self.note),
        }
    }
}
