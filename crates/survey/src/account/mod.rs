//! Accounts of staff: who there is, in which roles, over which units, and what each role may do.
//!
//! The log holds no name, no contact, no password and no second factor: the first two lie in the vault, bound by a
//! commitment, and the others beside the log, in a store of their own. Here an account is an id.

mod accounts;
mod decide;
mod event;
mod id;
mod permission;
mod role;
mod scope;

pub use accounts::{Account, AccountState, Accounts};
pub use decide::AccountCommand;
pub(crate) use decide::decide;
pub use event::{
    AccountActivated, AccountDisabled, AccountEnabled, AccountErased, AccountEvent, AccountInvited,
    AccountReset, PasswordChanged, RoleGranted, RoleRevoked, SessionsEnded,
};
pub use id::AccountId;
pub use permission::{Action, permitted};
pub use role::{Grant, Role};
pub use scope::Scope;
