//! `skm account disable`: closes an account.

use clap::Args;

use crate::{arguments::SignedData, data, failure::Failure, output::say};

/// Jangan biarkan siapa pun masuk dengan sebuah akun
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
    pub(crate) fn run(self) -> Result<(), Failure> {
        let app = data::open(&self.data.dir())?;
        let account = app.account_of_login(&self.login)?;
        app.disable_account(None, account, self.reason)?;
        app.sign()?;
        say(&format!("Akun {} dinonaktifkan.", self.login))
    }
}
