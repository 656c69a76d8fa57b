//! What an inspector can check of a log, offline, without trusting whoever runs it.
//!
//! Three things can be looked at: a [data directory](data_dir), also beside a running server; a directory that was
//! [exported](export) as C2SP tlog-tiles; a [proof file](proof). What is found stands in a [`Report`]: it looks at
//! everything it can, names what disagrees by its position, and never changes anything.
//!
//! # What it holds to
//! - Nothing is believed because the directory says so: hashes are made anew from entries, views and results from
//!   events. Which keys count is brought by the inspector ([`Trust`]); where it was not, the report says so.
//! - What is missing is not called false, and what is late is not called forged: [`Weight`] tells them apart.
//! - No clock: the times that count were stated by witnesses.

pub mod limits;

mod report;
mod watch;

mod brackets;
mod heads;
mod trust;

mod events;
mod fold;
mod results;

pub mod data_dir;
pub mod evidence;
pub mod export;
pub mod proof;

pub use brackets::Skew;
pub use heads::{Head, KeptIn};
pub use report::{Finding, Outcome, Part, PartName, Remedy, Report, Weight};
pub use trust::{Judgement, Trust, TrustFrom};
pub use watch::{Step, Watch};

/// What an inspector brings along.
#[derive(Debug)]
pub struct Inspection {
    /// Whose signatures count; `None` takes the key that lies in the directory, which proves nothing against whoever
    /// runs the log.
    pub trust: Option<Trust>,
    /// Checkpoints that were kept elsewhere: by a witness, from a page, from the last inspection.
    pub kept: Vec<Head>,
    /// How far a claimed time may lie outside of the times that witnesses stated.
    pub skew: Skew,
    /// Whether every published result is computed again.
    pub results: bool,
}

/// Why nothing could be looked at.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The log is not there, or cannot be opened. What to do stands in the text.
    #[error(transparent)]
    Log(#[from] eventlog::LogError),
    /// The tree cannot be read where it was found sound before: the disk failed meanwhile.
    #[error(transparent)]
    Tree(#[from] eventlog::TreeError),
    /// The temporary fold failed.
    #[error(transparent)]
    Views(#[from] views::ViewsError),
    /// The vault failed while it was read.
    #[error(transparent)]
    Vault(#[from] vault::Error),
    /// A file of an exported directory is missing or cannot be read.
    #[error(transparent)]
    Export(#[from] export::FileError),
}
