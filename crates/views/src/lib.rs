//! Projections of the log: tables that may be deleted and rebuilt, and the figures read from them.
//!
//! # Invariants
//! - Rows and progress change in one transaction: a reader never sees an event half applied.
//! - The rows are a function of the events alone, whatever the batches were: rebuilding gives the same bytes.
//! - Everything a figure is made of is a sum of signed contributions (the ledger), so a figure as of any position
//!   is exact and costs a bounded number of rows.

mod dictionary;
mod figures;
mod kept;
mod ledger;
mod marks;
mod month_row;

mod apply;
mod fold;
mod interpret;
mod tables;

mod between;
mod catch_up;
mod comments;
mod devices;
mod difference;
mod groups;
pub mod index;
mod past;
mod read;
mod registers;
mod responses;
mod rows;
mod scores;
mod session;
mod spans;
mod state_hash;
mod subjects;
mod tokens;
mod visits;

pub use apply::Projector;
pub use between::{Between, Move, MoveStep};
pub use catch_up::catch_up;
pub use comments::{CommentPlace, Comments};
pub use devices::DeviceAnswers;
pub use dictionary::FacetKind;
pub use difference::{Difference, DifferenceError, Step, StepKind};
pub use figures::{Facet, Figures, Sample, Samples};
pub use groups::{Group, Groups};
pub use index::{Look, Reading, UnitIndex};
pub use marks::MonthMark;
pub use month_row::{PENDING_STEP, SNAPSHOT_EVERY};
pub use read::{
    AsOf, Basis, MonthTotal, PeriodFigures, PublishedResult, RecordedAnnouncement, RecordedServiceEvent,
};
pub use session::Session;
pub use state_hash::StateHash;
pub use subjects::SubjectKind;
pub use tables::{Views, ViewsError};
pub use tokens::{TokenBatch, TokenCounts};
