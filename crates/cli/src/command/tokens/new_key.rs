//! `skm tokens new-key`: makes another key of the one-time codes, for when the old one is lost or was stolen.

use std::sync::Arc;

use app::{Edge, SystemEdge, TokenKey};
use clap::Args;

use crate::{arguments::Data, failure::Failure, output::say};

/// Ganti kunci kode sekali pakai; kode yang belum dipakai tidak berlaku lagi; server harus berhenti
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: Data,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let data = self.data.data;
        // A server keeps the old key until it stops, and would go on issuing codes that die with it.
        let edge: Arc<dyn Edge> = Arc::new(SystemEdge);
        let _held = data.writer(&edge)?;
        TokenKey::generate(&SystemEdge).write(data.path())?;
        say(
            "Kunci kode sekali pakai diganti. Kode yang terbit sebelumnya tidak berlaku lagi; terbitkan yang baru.",
        )
    }
}
