//! `skm admin-link`: makes a new admin link; an earlier one opens nothing any more.

use app::{AdminAccess, SystemEdge};
use clap::Args;

use crate::{arguments::Data, failure::Failure, output::say};

/// Ganti tautan admin; tautan lama tidak berlaku lagi setelah server dijalankan kembali
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: Data,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        // Opened and closed: a folder without a log has no admin.
        drop(self.data.data.reader()?);
        show(&AdminAccess::renew(self.data.data.path(), &SystemEdge)?)
    }
}

/// Shows the secret, the only time that anybody can.
pub(crate) fn show(secret: &str) -> Result<(), Failure> {
    say("Tautan admin, hanya tampil kali ini; buka di bawah alamat server:")?;
    say(&format!("/masuk/{secret}"))
}
