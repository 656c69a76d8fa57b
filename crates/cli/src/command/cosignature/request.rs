//! `skm cosignature request`: writes what a witness is asked, as a file. Works beside a running server.

use std::{fs, path::PathBuf};

use app::AppError;
use clap::Args;
use eventlog::ReadTree;
use tlog::add_checkpoint::AddCheckpoint;

use crate::{
    arguments::Data,
    data::Signed,
    failure::Failure,
    output::{count, say},
};

/// Tulis berkas permintaan untuk saksi; juga selagi server berjalan
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: Data,
    /// Banyaknya peristiwa yang terakhir dilihat saksi; 0 (bawaan) bila belum pernah. Saksi menyebutnya bila keliru
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    seen: u64,
    /// Berkas permintaan yang ditulis
    #[arg(long, value_name = "BERKAS")]
    out: PathBuf,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let data = self.data.data;
        let log = data.reader()?;
        let Signed { newest, .. } = Signed::of(&data)?;
        let size = newest.head().size;
        if self.seen > size {
            let text = format!(
                "saksi melihat {} peristiwa, log baru menandatangani {size}; periksa --seen, dan bila benar, ada salinan log yang lebih baru",
                self.seen
            );
            return Err(Failure::Refused(text));
        }
        let request = AddCheckpoint {
            old_size: self.seen,
            proof: log.consistency_proof(self.seen, size).map_err(AppError::from)?,
            checkpoint: newest.checkpoint,
        };
        let out = self.out.display();
        fs::write(&self.out, request.to_string())
            .map_err(|error| Failure::Machine(format!("{out}: {error}")))?;
        say(&format!("Permintaan untuk {} peristiwa di {out}", count(size)))
    }
}
