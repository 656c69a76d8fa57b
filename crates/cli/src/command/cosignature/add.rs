//! `skm cosignature add`: keeps what a witness answered to a request file.

use std::{
    fs,
    path::{Path, PathBuf},
};

use app::{App, AppError, notary::Archived};
use clap::Args;
use tlog::{
    add_checkpoint::{AddCheckpoint, Answer},
    policy::{Policy, Witness},
    tree::TreeHead,
};

use crate::{
    arguments::SignedData,
    data,
    failure::Failure,
    output::{count, say},
};

/// Simpan jawaban saksi; server harus berhenti
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: SignedData,
    /// Berkas kebijakan C2SP yang menyebut saksi itu dan kuncinya
    #[arg(long, value_name = "BERKAS")]
    policy: PathBuf,
    /// Berkas permintaan yang dijawab
    #[arg(long, value_name = "BERKAS")]
    request: PathBuf,
    /// Berkas jawaban saksi
    #[arg(long, value_name = "BERKAS")]
    answer: PathBuf,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let refused = |file: &Path, why: String| Failure::Refused(format!("{}: {why}", file.display()));
        let policy = Policy::parse(&read(&self.policy)?);
        let policy = policy.map_err(|error| refused(&self.policy, error.to_string()))?;
        let request = AddCheckpoint::parse(&read(&self.request)?);
        let request = request.map_err(|error| refused(&self.request, error.to_string()))?;
        let answer = read(&self.answer)?;
        let app = data::open(&self.data.dir())?;
        let head = own_head(&app, &request).map_err(|why| refused(&self.request, why))?;
        let mut cosigned = Archived {
            checkpoint: request.checkpoint.clone(),
            signed_at: signed_at(&app, head)?,
        };
        let mut names = Vec::new();
        for Witness { name, key, .. } in policy.witnesses() {
            if let Answer::Cosigned(signature, _) = Answer::read(200, &answer, &request, key) {
                cosigned.checkpoint.add(signature);
                names.push(name.to_string());
            }
        }
        if names.is_empty() {
            let why = "bukan tanda tangan saksi dari kebijakan atas permintaan ini".into();
            return Err(refused(&self.answer, why));
        }
        app.keep_cosigned(&cosigned)?;
        say(&format!(
            "{} sudah melihat {} peristiwa",
            names.join(", "),
            count(head.size)
        ))
    }
}

/// What the request asks about, if this log has signed it and still holds it.
fn own_head(app: &App, request: &AddCheckpoint) -> Result<TreeHead, String> {
    let head = request.checkpoint.checkpoint().head();
    let own = request.checkpoint.verify(app.vkey()).is_ok();
    let holds = app.log().root(head.size).is_ok_and(|root| root == head.root);
    if own && holds {
        Ok(head)
    } else {
        Err("bukan permintaan dari log ini".into())
    }
}

/// When the log signed it, if the archive still knows.
fn signed_at(app: &App, head: TreeHead) -> Result<eventlog::TimestampMs, Failure> {
    let there = app
        .checkpoints()
        .from_size(head.size, 1)
        .map_err(AppError::from)?;
    let there = there.first().filter(|archived| archived.head() == head);
    let now = u64::try_from(app.now().as_millisecond()).unwrap_or(0);
    Ok(there.map_or(eventlog::TimestampMs(now), |archived| archived.signed_at))
}

fn read(file: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(file).map_err(|error| Failure::Machine(format!("{}: {error}", file.display())))
}
