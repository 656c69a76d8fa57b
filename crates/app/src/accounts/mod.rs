//! Accounts: asking people in, letting them in and keeping them apart from what is not theirs.
//!
//! What happened to an account is in the log; what it is entered with lies beside it, in `credentials.redb`; who its
//! person is, in the vault. Where two of them change, the log comes first: a crash on the way leaves an account that
//! nobody enters before it is reset, and never one that changed without a word in the log.

mod activating;
mod desk;
mod entering;
mod inviting;
mod managing;
mod person;
mod sessions;
mod staff;

pub use activating::{Activation, Invited};
pub use desk::HashingTurn;
pub(crate) use desk::{Desk, credentials_file, credentials_key, new_credentials_key};
pub use entering::{Attempt, PasswordChange};
pub use inviting::{Invitation, Invite};
pub use person::{AccountFace, Person};
pub use sessions::SessionFace;
pub use staff::{Passage, Staff};
