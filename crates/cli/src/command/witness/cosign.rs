//! `skm witness cosign`: the same as over HTTP, by files, for an office without a network. The request file is the
//! body of `add-checkpoint`, the answer the line that a witness would send back.

use std::{
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use app::{Edge, SystemEdge};
use clap::Args;
use tlog::cosignature::CosignedAt;
use witness::{Witness, limits::REQUEST_BYTES_MAX};

use super::Folder;
use crate::{failure::Failure, output::say};

/// Tandatangani satu berkas permintaan, misalnya dari USB
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    folder: Folder,
    /// Berkas permintaan dari log
    #[arg(value_name = "BERKAS")]
    request: PathBuf,
    /// Tulis tanda tangan ke berkas ini; tanpa ini ke keluaran standar
    #[arg(long, value_name = "BERKAS")]
    out: Option<PathBuf>,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let failed = |path: &Path, error: io::Error| Failure::Machine(format!("{}: {error}", path.display()));
        let request = read(&self.request).map_err(|error| failed(&self.request, error))?;
        let now = u64::try_from(SystemEdge.now().as_second()).ok();
        let now = now.and_then(CosignedAt::from_posix_seconds);
        let now = now.ok_or_else(|| Failure::Machine("jam mesin ini salah; setel lalu ulangi".into()))?;
        let witness = Witness::open(&self.folder.dir)?;
        // What fails from here on has been cosigned: run again, it gives another cosignature of the same.
        let cosignature = witness.answer(&request, now).map_err(Failure::from);
        let cosignature = cosignature.map_err(|failure| failure.about(self.request.display()))?;
        match self.out {
            None => say(cosignature.to_string().trim_end()),
            Some(out) => {
                fs::write(&out, cosignature.to_string()).map_err(|error| failed(&out, error))?;
                say(&format!("Tanda tangan saksi ditulis ke {}", out.display()))
            }
        }
    }
}

/// The file, as far as it can be a request and one byte beyond.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?
        .take(REQUEST_BYTES_MAX as u64 + 1)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}
