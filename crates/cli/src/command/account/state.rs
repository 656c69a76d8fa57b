//! `skm account disable` and `skm account enable`: closes an account, and opens it again.

use app::{App, AppError};
use clap::Args;
use survey::AccountId;

use crate::{arguments::SignedData, data, failure::Failure, output::say};

// No doc comment: the command that takes these says what it does with them.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: SignedData,
    /// Nama masuk
    #[arg(value_name = "NAMA-MASUK")]
    login: String,
    /// Alasan; tercatat di log
    #[arg(long, value_name = "TEKS")]
    reason: String,
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
        let app = data::open(&self.data.dir())?;
        let account = app.account_of_login(&self.login)?;
        change(&app, account, self.reason)?;
        app.sign()?;
        say(&format!("Akun {} {done}.", self.login))
    }
}
