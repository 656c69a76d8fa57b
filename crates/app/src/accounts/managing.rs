//! What administrators do to accounts that there are. `by` is `None` for whoever works on the machine itself. All of it
//! blocks; none of it is for use inside an async task.

use survey::{
    AccountDisabled, AccountEnabled, AccountEvent, AccountId, Grant, RoleGranted, RoleRevoked, SessionsEnded,
};

use super::Staff;
use crate::{App, AppError};

impl App {
    /// Grants a role.
    ///
    /// # Errors
    /// A refusal if the asker can mend it.
    pub fn grant_role(&self, by: Option<&Staff>, account: AccountId, grant: Grant) -> Result<(), AppError> {
        let Grant { role, unit } = grant;
        let granted = RoleGranted { account, role, unit };
        self.change_account(by, vec![AccountEvent::RoleGranted(granted)])
    }

    /// Revokes a role.
    ///
    /// # Errors
    /// A refusal if the asker can mend it.
    pub fn revoke_role(
        &self,
        by: Option<&Staff>,
        account: AccountId,
        grant: Grant,
        reason: String,
    ) -> Result<(), AppError> {
        let Grant { role, unit } = grant;
        let revoked = RoleRevoked {
            account,
            role,
            unit,
            reason,
        };
        self.change_account(by, vec![AccountEvent::RoleRevoked(revoked)])
    }

    /// Lets nobody enter with an account any more, and sends out whoever is in with it.
    ///
    /// # Errors
    /// A refusal if the asker can mend it.
    pub fn disable_account(
        &self,
        by: Option<&Staff>,
        account: AccountId,
        reason: String,
    ) -> Result<(), AppError> {
        let disabled = AccountDisabled { account, reason };
        self.change_account(by, vec![AccountEvent::Disabled(disabled)])?;
        self.desk.sessions.end_of(account, |_| true);
        Ok(())
    }

    /// Makes it again what it was before it was disabled.
    ///
    /// # Errors
    /// A refusal if the asker can mend it.
    pub fn enable_account(
        &self,
        by: Option<&Staff>,
        account: AccountId,
        reason: String,
    ) -> Result<(), AppError> {
        let enabled = AccountEnabled { account, reason };
        self.change_account(by, vec![AccountEvent::Enabled(enabled)])
    }

    /// Sends an account out wherever it is in.
    ///
    /// # Errors
    /// A refusal if the asker can mend it.
    pub fn end_sessions(&self, by: Option<&Staff>, account: AccountId) -> Result<(), AppError> {
        let ended = AccountEvent::SessionsEnded(SessionsEnded { account });
        self.change_account(by, vec![ended])?;
        self.desk.sessions.end_of(account, |_| true);
        Ok(())
    }
}
