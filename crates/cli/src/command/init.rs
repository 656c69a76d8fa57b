//! `skm init`: makes a data directory with a log that says whose it is.

use std::sync::Arc;

use app::SystemEdge;
use clap::Args;
use survey::LogOpened;
use tlog::note::SigningKey;

use crate::{
    arguments::SignedData,
    command::account,
    failure::Failure,
    output::{facts, say},
};

/// Buat folder data dengan log baru; menampilkan undangan administrator satu kali
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: SignedData,
    /// Nama pemilik log, misalnya "Kabupaten Sukamaju"; tampil di setiap halaman
    #[arg(long, value_name = "NAMA")]
    name: String,
    /// Nama log untuk pemeriksa di luar: alamat tanpa skema yang hanya milik log ini, misalnya
    /// skm.sukamaju.go.id/log; bawaan nama karangan yang unik
    #[arg(long, value_name = "ALAMAT", value_parser = origin)]
    origin: Option<String>,
}

/// As the name of a key, so that nothing is made if it cannot be one.
fn origin(text: &str) -> Result<String, String> {
    match SigningKey::from_seed(text, &[1; 32]) {
        Ok(_) if !text.contains("://") => Ok(text.into()),
        Ok(_) | Err(_) => {
            Err("tulis alamat tanpa skema dan tanpa spasi, misalnya skm.sukamaju.go.id/log".into())
        }
    }
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let data = self.data.dir().with_origin(self.origin);
        if data.log().exists() {
            let text = format!("{} sudah berisi log; pilih folder lain", data.path().display());
            return Err(Failure::Refused(text));
        }
        let opened = LogOpened {
            name: self.name.clone(),
            demo: false,
        };
        let (app, invitation) = data.init(opened, Arc::new(SystemEdge))?;
        app.sign()?;
        let vkey = app.vkey().to_string();
        // Closed before anything is said: whoever reads the link may start the server at once.
        drop(app);
        say(&format!("Log dibuat: {} ({})", data.path().display(), self.name))?;
        say(&facts(&[
            ("Kunci pemeriksa", vkey),
            ("Tanda tangan", data.notary().lock.path().display().to_string()),
        ]))?;
        account::show(None, &invitation)
    }
}
