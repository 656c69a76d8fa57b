//! `skm account disable` and `skm account enable`: closes an account, and opens it again.

use app::{App, AppError};
use clap::Args;
use survey::AccountId;

use crate::{command::account::Named, data, failure::Failure, output::say};

// No doc comment: the command that takes these says what it does with them.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    named: Named,
}

impl Arguments {
    pub(crate) fn disable(self) -> Result<(), Failure> {
        self.change("dinonaktifkan", |app, account, reason| {
            app.disable_account(None, account, reason)
        })
    }

    pub(crate) fn enable(self) -> Result<(), Failure> {
        self.change("diaktifkan kembali", |app, account, reason| {
            app.enable_account(None, account, reason)
        })
    }

    fn change<T>(
        self,
        done: &str,
        change: impl FnOnce(&App, AccountId, String) -> Result<T, AppError>,
    ) -> Result<(), Failure> {
        let Named { data, login, reason } = self.named;
        let app = data::open(&data.dir())?;
        let account = app.account_of_login(&login)?;
        change(&app, account, reason)?;
        app.sign()?;
        say(&format!("Akun {login} {done}."))
    }
}
