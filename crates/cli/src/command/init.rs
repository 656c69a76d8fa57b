//! `skm init`: makes a data directory with a log that says whose it is.

use std::sync::Arc;

use app::SystemEdge;
use clap::Args;
use survey::LogOpened;

use crate::{arguments::Data, command::admin_link, failure::Failure, output::say};

/// Buat folder data dengan log baru; menampilkan tautan admin satu kali
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: Data,
    /// Nama pemilik log, misalnya "Kabupaten Sukamaju"; tampil di setiap halaman
    #[arg(long, value_name = "NAMA")]
    name: String,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let data = self.data.data;
        if data.log().exists() {
            let text = format!("{} sudah berisi log; pilih folder lain", data.path().display());
            return Err(Failure::Refused(text));
        }
        let opened = LogOpened {
            name: self.name.clone(),
            demo: false,
        };
        let (app, secret) = data.init(opened, Arc::new(SystemEdge))?;
        // Closed before anything is said: whoever reads the link may start the server at once.
        drop(app);
        say(&format!("Log dibuat: {} ({})", data.path().display(), self.name))?;
        admin_link::show(&secret)
    }
}
