//! `skm tokens issue`: one-time codes on paper. They are written once, and stand nowhere else.

use std::{
    fs::{File, OpenOptions},
    io::{self, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use app::{IssuedTokens, operator};
use clap::Args;
use survey::SurveyCode;

use crate::{
    arguments::{Data, Site},
    data,
    failure::Failure,
    output::{count, say},
};

/// Terbitkan kode sekali pakai untuk sebuah survei; server harus berhenti, atau pakai halaman kode di dasbornya
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: Data,
    /// Kode survei
    #[arg(long, value_name = "KODE")]
    survey: SurveyCode,
    /// Banyaknya kode, 10 sampai 1000
    #[arg(long, value_name = "N")]
    count: usize,
    #[command(flatten)]
    site: Site,
    /// Berkas yang belum ada untuk kodenya, berakhiran .csv
    #[arg(long, value_name = "BERKAS")]
    out: PathBuf,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let app = data::open(&self.data.data)?;
        // Before anything is issued: codes that cannot be written are lost.
        let mut file = create(&self.out)?;
        let issued = app.issue_tokens(&operator(), &self.survey, self.count);
        let issued = issued.inspect_err(|_| {
            // Nothing was issued, so an empty file would only be in the way.
            let _ = std::fs::remove_file(&self.out);
        })?;
        file.write_all(csv(&issued, &self.site).as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(|error| failed(&self.out, &error))?;
        say(&format!(
            "{} kode untuk survei {} di {}, tercatat di posisi {}. Simpan baik-baik: siapa yang memegang kode dapat mengisi",
            count(issued.tokens.len() as u64),
            issued.survey,
            self.out.display(),
            issued.position
        ))
    }
}

/// A new file that only its owner reads. Codes already printed are never overwritten.
fn create(path: &Path) -> Result<File, Failure> {
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .map_err(|error| {
            if error.kind() == io::ErrorKind::AlreadyExists {
                Failure::Refused(format!("{} sudah ada; pilih nama berkas lain", path.display()))
            } else {
                failed(path, &error)
            }
        })
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    Failure::Machine(format!("{}: {error}", path.display()))
}

fn csv(issued: &IssuedTokens, site: &Site) -> String {
    let mut text = String::from("kode,alamat\n");
    for token in &issued.tokens {
        let address = site
            .public_url
            .as_ref()
            .map(|site| site.of_token(token).to_string());
        text.push_str(&format!("{token},{}\n", address.unwrap_or_default()));
    }
    text
}
