//! What happens to accounts, under stored names and shapes that are frozen.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{AccountId, Role};
use crate::{EventError, SealedText, UnitCode, event::shape};

/// `account_invited`: somebody is asked in. They act under this id once they have answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountInvited {
    /// The account.
    pub account: AccountId,
    /// Whose it is, sealed in the vault: name and contact.
    pub person: SealedText,
}

/// `account_activated`: the invitation was answered; there are a password and a second factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountActivated {
    /// The account.
    pub account: AccountId,
}

/// `role_granted`: the account holds a role over a unit and everything below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleGranted {
    /// The account.
    pub account: AccountId,
    /// The role.
    pub role: Role,
    /// The topmost unit; absent for all units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitCode>,
}

/// `role_revoked`: it does no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleRevoked {
    /// The account.
    pub account: AccountId,
    /// The role.
    pub role: Role,
    /// The unit that it was held over; absent for all units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitCode>,
    /// Why.
    pub reason: String,
}

/// `password_changed`: whoever holds the account has another password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordChanged {
    /// The account.
    pub account: AccountId,
}

/// `account_reset`: password and second factor are worthless; the account is invited anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountReset {
    /// The account.
    pub account: AccountId,
    /// Why.
    pub reason: String,
}

/// `account_disabled`: nobody enters with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountDisabled {
    /// The account.
    pub account: AccountId,
    /// Why.
    pub reason: String,
}

/// `account_enabled`: it is as it was before it was disabled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountEnabled {
    /// The account.
    pub account: AccountId,
    /// Why.
    pub reason: String,
}

/// `sessions_ended`: an administrator sent it out wherever it was in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionsEnded {
    /// The account.
    pub account: AccountId,
}

/// `account_erased`: name and contact are gone from the vault. What was done under the id stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountErased {
    /// The account.
    pub account: AccountId,
    /// The text that is gone.
    pub content: Uuid,
    /// The legal basis.
    pub basis: String,
    /// The second person who agreed; the first is the event's actor.
    pub approved_by: String,
}

macro_rules! account_events {
    ($($variant:ident($shape:ty) = $name:literal;)*) => {
        /// Something that happened to an account, stored under a name of its own.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum AccountEvent {
            $(#[doc = concat!("`", $name, "`")] $variant($shape),)*
        }

        impl AccountEvent {
            /// Every stored name.
            pub const TYPES: &[&str] = &[$($name),*];

            /// The stored name.
            #[must_use]
            pub const fn event_type(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name,)* }
            }

            /// Whose account it is about.
            #[must_use]
            pub const fn account(&self) -> AccountId {
                match self { $(Self::$variant(event) => event.account,)* }
            }

            pub(crate) fn written(&self) -> serde_json::Result<Vec<u8>> {
                match self { $(Self::$variant(event) => serde_json::to_vec(event),)* }
            }

            /// `None` if the name is none of these.
            pub(crate) fn from_stored(event_type: &str, version: u16, payload: &[u8]) -> Option<Result<Self, EventError>> {
                Some(match event_type {
                    $($name => shape(event_type, version, Self::VERSION, payload).map(Self::$variant),)*
                    _ => return None,
                })
            }
        }
    };
}

account_events! {
    Invited(AccountInvited) = "account_invited";
    Activated(AccountActivated) = "account_activated";
    RoleGranted(RoleGranted) = "role_granted";
    RoleRevoked(RoleRevoked) = "role_revoked";
    PasswordChanged(PasswordChanged) = "password_changed";
    Reset(AccountReset) = "account_reset";
    Disabled(AccountDisabled) = "account_disabled";
    Enabled(AccountEnabled) = "account_enabled";
    SessionsEnded(SessionsEnded) = "sessions_ended";
    Erased(AccountErased) = "account_erased";
}

impl AccountEvent {
    /// The version of every shape that is written today.
    pub(crate) const VERSION: u16 = 1;

    /// The unit that it is about, if it is about one.
    #[must_use]
    pub const fn unit(&self) -> Option<&UnitCode> {
        match self {
            Self::RoleGranted(event) => event.unit.as_ref(),
            Self::RoleRevoked(event) => event.unit.as_ref(),
            Self::Invited(_)
            | Self::Activated(_)
            | Self::PasswordChanged(_)
            | Self::Reset(_)
            | Self::Disabled(_)
            | Self::Enabled(_)
            | Self::SessionsEnded(_)
            | Self::Erased(_) => None,
        }
    }
}
