//! `skm translate`: publishes the wording of an instrument in one more language.

use std::{fs, path::PathBuf};

use app::operator;
use clap::Args;
use survey::{Command, Language, Translation};

use crate::{arguments::SignedData, data, failure::Failure, output::say};

/// Terbitkan instrumen dalam satu bahasa lagi: draf bawaan, atau terjemahan dari berkas
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: SignedData,
    /// Draf bawaan dalam bahasa ini: jv (Jawa) atau su (Sunda)
    #[arg(long, value_name = "BAHASA", required_unless_present = "file")]
    language: Option<Language>,
    /// Terjemahan dari berkas JSON ini, misalnya draf yang sudah diperiksa penutur aslinya
    #[arg(long, value_name = "BERKAS", conflicts_with = "language")]
    file: Option<PathBuf>,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let translation = self.translation()?;
        let (instrument, language) = (translation.instrument.clone(), translation.language);
        let app = data::open(&self.data.dir())?;
        let position = app.register(&operator(), Command::PublishTranslation(translation))?;
        app.sign()?;
        say(&format!(
            "Instrumen {instrument} dalam bahasa {language} diterbitkan, tercatat di posisi {position}"
        ))
    }

    fn translation(&self) -> Result<Translation, Failure> {
        if let Some(file) = &self.file {
            let failed = |error: std::io::Error| Failure::Machine(format!("{}: {error}", file.display()));
            let text = fs::read_to_string(file).map_err(failed)?;
            return Translation::from_json(&text)
                .map_err(|error| Failure::Refused(format!("{}: {error}", file.display())));
        }
        let mut shipped = Translation::shipped().into_iter();
        let found = shipped.find(|translation| Some(translation.language) == self.language);
        found.ok_or_else(|| {
            Failure::Refused(
                "tidak ada draf bawaan dalam bahasa itu; pilih jv atau su, atau gunakan --file".into(),
            )
        })
    }
}
