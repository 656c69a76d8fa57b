//! The middle boundary: everything the product can do, without HTTP and without a terminal.
//!
//! Time and chance enter here, through [`Edge`]; everything below takes them as arguments. A command decides in
//! `survey`, appends to the log, and answers once that is on disk. A query reads the views.

mod edge;
mod error;
pub mod limits;

mod accounts;
mod app;
mod data_dir;
mod origin;
mod token_key;

mod announce;
mod append;
mod ceremony;
mod erasures;
mod publish;
mod receipt;
mod register;
mod resubmit;
mod signing;
mod submit;
mod sums;
mod tiles;
mod tokens;

mod acting;
mod checking;
mod devices;
mod paper;

mod comments;
mod groups;
mod hex;
mod index;
mod memo;
mod overview;
mod target;

mod bulk;
mod inspection;

mod import;
mod laporan;
mod sheet;
mod workbook;

/// Evidence, and what checks it.
pub use audit;
/// Who does something: a pseudonym.
pub use eventlog::Actor;
/// What signs the log.
pub use notary;
/// Figures and rows, as queries return them.
pub use views::{self, Look, Reading, UnitIndex};

pub use accounts::{
    AccountFace, Activation, Attempt, HashingTurn, Invitation, Invite, Invited, Passage, PasswordChange,
    Person, SessionFace, Staff,
};
pub use acting::{
    Checked, ComplaintRecord, FollowUpRecord, Found, Fulfilment, Mended, MendedAbout, PlanFollowUp, Priority,
    ReceiveComplaint, Reminders, Requirement, ServiceEventRecord, TickedReason, priorities,
};
pub use app::{App, citizen, operator};
pub use append::tags;
pub use bulk::{BulkError, BulkPlan, BulkProblem};
pub use ceremony::Resumed;
pub use checking::Checking;
pub use comments::{Comment, CommentList, CommentStatus, CommentsWanted};
pub use data_dir::DataDir;
pub use devices::{EnrolDevice, Paired, PairingBegun, PairingState};
pub use edge::{Edge, SystemEdge};
pub use erasures::{Erasure, ErasureList};
pub use error::AppError;
pub use import::{Import, ImportError, Imported};
pub use index::seen_by_staff;
pub use inspection::{
    KnownProposal, LoggedEvent, NamedPoint, NoPoint, PATTERN_TIMES, PatternReport, Reader, Recall,
    Recomputed, Row, RowComment, by_every_method, cloud_event, cloud_source, end_of, events_at, told,
};
pub use laporan::{FlaggedThen, Publications, ToldUpTo};
pub use overview::{AnsweredSpan, Indexes, PeriodIndex, UnitOverview};
pub use paper::{Entered, PaperEntry};
pub use receipt::{CodeStanding, ReceiptCode, ReceiptCodeError, ReceiptFile, ReceiptFileError, Standing};
pub use sheet::{SheetError, SheetRow, read_sheet};
pub use signing::Signed;
pub use submit::Receipt;
pub use target::{YearlyTarget, share_of_year};
pub use token_key::TokenKey;
pub use tokens::{IssuedTokens, KnownToken};
pub use workbook::{ElementOrder, read_workbook};
