//! What the tests of the command line begin with: files of answers, logs, and readings of both.

use std::{env, fs, path::PathBuf};

use serde_json::Value;

use crate::harness::{Ran, Skm};

/// Columns of the instrument, in the order of its questionnaire.
pub(crate) const HEADER: &str =
    "persyaratan,prosedur,waktu,biaya,produk,kompetensi,perilaku,sarpras,pengaduan";

/// A published case, if the folder with them is there.
pub(crate) fn case(name: &str) -> Option<PathBuf> {
    Some(
        PathBuf::from(env::var_os("SKM_SHARED")?)
            .join("domain/cases")
            .join(name),
    )
}

/// Arguments, separated by spaces.
pub(crate) fn words(line: &str) -> Vec<String> {
    line.split_whitespace().map(Into::into).collect()
}

impl Skm {
    /// Writes a file of answers: `lines` under the header of the instrument.
    pub(crate) fn answers(&self, name: &str, lines: &[&str]) -> PathBuf {
        let path = self.file(name);
        fs::write(&path, format!("{HEADER}\n{}\n", lines.join("\n"))).unwrap();
        path
    }

    /// Runs a command on the data directory: `line` are its name and its arguments but `--data`.
    pub(crate) fn on_data(&self, line: &str) -> Ran {
        let mut arguments = words(line);
        arguments.extend(["--data".into(), self.data().to_str().unwrap().into()]);
        self.run(arguments)
    }

    /// The JSON that a command prints about the data directory.
    pub(crate) fn ask(&self, line: &str) -> Value {
        serde_json::from_str(&self.on_data(&format!("{line} --format json")).ok()).unwrap()
    }

    /// A log that was opened and holds nothing else.
    pub(crate) fn initialised() -> Self {
        let skm = Self::new();
        skm.on_data("init --name Sukamaju").ok();
        skm
    }

    /// A log with six answers to one survey: every score 3, but one 4 for waktu.
    pub(crate) fn with_answers() -> Self {
        let skm = Self::initialised();
        skm.answers("jawaban.csv", &["3,3,3,3,3,3,3,3,3"; 5]);
        skm.import("jawaban.csv", "2019-03-31").ok();
        skm.answers("lagi.csv", &["3,3,4,3,3,3,3,3,3"]);
        skm.import("lagi.csv", "2019-04-01").ok();
        skm
    }

    /// Imports a file for the one unit that these tests have.
    pub(crate) fn import(&self, file: &str, occurred: &str) -> Ran {
        self.on_data(&format!(
            "import --unit DUKCAPIL --unit-name Dukcapil --service KTP --occurred {occurred} {file}"
        ))
    }

    /// How many events the log has.
    pub(crate) fn events(&self) -> u64 {
        self.ask("replay")["events"].as_u64().unwrap()
    }

    /// The state hash of the whole log.
    pub(crate) fn state_hash(&self) -> String {
        self.ask("replay")["state_hash"].as_str().unwrap().into()
    }
}
