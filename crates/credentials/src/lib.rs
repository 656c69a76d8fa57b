//! What accounts are entered with: passwords, second factors and invitations. They lie beside the log, and never in it.
//!
//! # Promises
//! 1. No file holds a password, a secret of a second factor in clear, or an invitation: only what recognises them.
//! 2. What a function acknowledges is on disk.
//! 3. Whoever has the file and not the key can neither try passwords against it nor read a second factor.
//! 4. A code of a second factor opens once.
//! 5. Each row says how often the account's credentials had changed when it was written. Whoever reads it compares that
//!    with the log, so that an older copy of the file opens nothing that was changed since.
//!
//! No clock and no chance: moments, salts and secrets are arguments.

mod error;
mod hex;
mod key;
pub mod limits;
mod password;
mod store;
mod totp;
mod weak;

pub use error::Error;
pub use key::Key;
pub use password::{PasswordHash, Work};
pub use store::{Credentials, Entry, Login, LoginError, LoginTaken, Reader};
pub use totp::{SealedTotp, TotpSecret};
pub use weak::{WeakPassword, check_password};
