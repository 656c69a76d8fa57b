//! `skm account reset`: for whoever cannot enter any more.

use clap::Args;

use crate::{
    arguments::{SignedData, Site},
    command::account::show,
    data,
    failure::Failure,
};

/// Buat kata sandi dan kode sebuah akun tidak berlaku, dan undang orangnya lagi
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
    #[command(flatten)]
    site: Site,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let app = data::open(&self.data.dir())?;
        let account = app.account_of_login(&self.login)?;
        let invitation = app.reset(None, account, self.reason)?;
        app.sign()?;
        show(self.site.public_url.as_ref(), &invitation)
    }
}
