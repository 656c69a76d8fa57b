//! `skm account reset`: for whoever cannot enter any more.

use clap::Args;

use crate::{
    arguments::Site,
    command::account::{Named, show},
    data,
    failure::Failure,
};

/// Buat kata sandi dan kode sebuah akun tidak berlaku, dan undang orangnya lagi
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    named: Named,
    #[command(flatten)]
    site: Site,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let app = data::open(&self.named.data.dir())?;
        let account = app.account_of_login(&self.named.login)?;
        let invitation = app.reset(None, account, self.named.reason)?;
        app.sign()?;
        show(self.site.public_url.as_ref(), &invitation)
    }
}
