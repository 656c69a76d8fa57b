//! Logs that were signed and seen by a witness, and the tools of whoever wants to cheat: the key, and the formats.

use std::{fs, path::PathBuf};

use serde_json::Value;
use tlog::{
    checkpoint::SignedCheckpoint,
    cosignature::{CosignedAt, CosigningKey},
    note::SigningKey,
    tree::TreeHead,
};

use crate::harness::{Ran, Skm};

/// The witness of these tests. Nobody asks what it checks: it signs what it is given.
pub(super) fn witness() -> CosigningKey {
    CosigningKey::from_seed("inspektorat", &[3; 32]).unwrap()
}

impl Skm {
    /// A log with six answers, signed, and exported to the folder `out`.
    pub(super) fn exported() -> Self {
        let skm = Self::with_answers();
        skm.export("out");
        skm
    }

    pub(super) fn export(&self, out: &str) {
        self.on_data(&format!("export-log --out {}", self.file(out).display()))
            .ok();
    }

    /// The key that the log signs with, as whoever runs it has it.
    pub(super) fn signing_key(&self) -> SigningKey {
        let text = fs::read_to_string(self.data().join("log.key")).unwrap();
        SigningKey::from_secret_text(text.trim_end()).unwrap()
    }

    /// The checkpoint of an exported folder.
    pub(super) fn checkpoint(&self, out: &str) -> SignedCheckpoint {
        SignedCheckpoint::parse(&fs::read(self.file(out).join("checkpoint")).unwrap()).unwrap()
    }

    /// The head that an exported folder signs, as the witness cosigned it at a time: a file that the witness keeps.
    pub(super) fn witnessed(&self, out: &str, at: u64, name: &str) -> PathBuf {
        let mut checkpoint = self.checkpoint(out);
        let at = CosignedAt::from_posix_seconds(at).unwrap();
        checkpoint.add(witness().cosign(&checkpoint, at));
        self.keep(name, &checkpoint.to_string())
    }

    /// A head in the name of the log, signed with its own key.
    pub(super) fn forged(&self, head: TreeHead, name: &str) -> PathBuf {
        let checkpoint = SignedCheckpoint::sign(head, &self.signing_key());
        self.keep(name, &checkpoint.to_string())
    }

    /// A policy for this log that asks for the witness.
    pub(super) fn policy(&self) -> PathBuf {
        let (log, witness) = (self.signing_key(), witness());
        let text = format!(
            "log {}\nwitness satu {}\nquorum satu\n",
            log.public(),
            witness.public()
        );
        self.keep("kebijakan", &text)
    }

    pub(super) fn keep(&self, name: &str, text: &str) -> PathBuf {
        let path = self.file(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// `skm verify` with these words and files.
    pub(super) fn verify(&self, line: &str, files: &[(&str, &PathBuf)]) -> Ran {
        let mut arguments: Vec<String> = vec!["verify".into()];
        arguments.extend(line.split_whitespace().map(Into::into));
        for (option, file) in files {
            arguments.extend([(*option).to_owned(), file.display().to_string()]);
        }
        self.run(arguments)
    }

    /// The same on the data directory.
    pub(super) fn verify_data(&self, files: &[(&str, &PathBuf)]) -> Ran {
        self.verify(&format!("--format json --data {}", self.data().display()), files)
    }

    /// The same on an exported folder.
    pub(super) fn verify_export(&self, out: &str, files: &[(&str, &PathBuf)]) -> Ran {
        self.verify(
            &format!("export {} --format json", self.file(out).display()),
            files,
        )
    }
}

/// The report of a run that printed one.
pub(super) fn report(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {ran:?}"))
}

/// Now, in seconds since 1970, as the witness's clock has it.
pub(super) fn now() -> u64 {
    use std::time::{SystemTime, UNIX_EPOCH};
    #[expect(
        clippy::disallowed_methods,
        reason = "the witness of these tests stands in the same present as the program"
    )]
    let now = SystemTime::now();
    now.duration_since(UNIX_EPOCH).unwrap().as_secs()
}
