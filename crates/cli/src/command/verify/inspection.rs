//! What an inspector brings along, as arguments.

use std::{fs, path::PathBuf};

use audit::{Head, Inspection, KeptIn, Skew, Trust, limits::SKEW_MINUTES};
use clap::Args;
use jiff::SignedDuration;
use tlog::checkpoint::SignedCheckpoint;

use crate::failure::Failure;

/// Whose signatures count.
#[derive(Debug, Args)]
pub(super) struct Keys {
    /// Kebijakan C2SP (tlog-policy): kunci log, saksi, dan berapa saksi yang harus menandatangani
    #[arg(long, value_name = "BERKAS")]
    policy: Option<PathBuf>,
    /// Kunci log yang didapat lewat jalan lain, atau berkas yang memuatnya
    #[arg(long, value_name = "KUNCI|BERKAS", conflicts_with = "policy")]
    key: Option<String>,
}

/// How closely to look.
#[derive(Debug, Args)]
pub(super) struct Looks {
    /// Checkpoint yang disimpan di luar, misalnya oleh saksi; boleh berkali-kali
    #[arg(long = "checkpoint", value_name = "BERKAS")]
    checkpoints: Vec<PathBuf>,
    /// Hitung ulang setiap hasil yang diterbitkan
    #[arg(long)]
    results: bool,
    /// Kelonggaran waktu terhadap kesaksian, dalam menit; bawaan 10
    #[arg(long, value_name = "MENIT", default_value_t = SKEW_MINUTES, hide_default_value = true)]
    skew: u32,
}

/// Reads what was brought.
pub(super) fn of(keys: Keys, looks: Looks) -> Result<Inspection, Failure> {
    let kept = looks.checkpoints.into_iter().map(|path| {
        let bytes = read(&path)?;
        let checkpoint = SignedCheckpoint::parse(&bytes);
        let checkpoint = checkpoint
            .map_err(|error| Failure::Refused(format!("{} bukan checkpoint: {error}", path.display())))?;
        Ok(Head {
            checkpoint,
            signed_at: None,
            kept_in: KeptIn::Elsewhere(path.display().to_string()),
        })
    });
    Ok(Inspection {
        kept: kept.collect::<Result<_, Failure>>()?,
        trust: keys.trust()?,
        skew: Skew(SignedDuration::from_mins(looks.skew.into())),
        results: looks.results,
    })
}

impl Keys {
    /// `None` if nothing was brought.
    pub(super) fn trust(&self) -> Result<Option<Trust>, Failure> {
        if let Some(path) = &self.policy {
            let trust = Trust::policy(&read(path)?);
            let refused = |error| Failure::Refused(format!("{}: {error}", path.display()));
            return Ok(Some(trust.map_err(refused)?));
        }
        let Some(key) = &self.key else {
            return Ok(None);
        };
        let text = match key.contains('+') {
            true => key.clone(),
            false => String::from_utf8_lossy(&read(&key.into())?).into_owned(),
        };
        let refused = |error| Failure::Refused(format!("{key} bukan kunci log: {error}"));
        let key = text.trim_end().parse().map_err(refused)?;
        Ok(Some(Trust::key(&key)))
    }
}

/// All of a file that the inspector named.
pub(super) fn read(path: &PathBuf) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::Refused(format!("{}: {error}", path.display())))
}
