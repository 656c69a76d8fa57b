//! `skm tokens issue`: one-time codes on paper. They are written once, and stand nowhere else.

use std::{
    io::Write,
    path::{Path, PathBuf},
};

use app::{App, IssuedTokens, operator};
use clap::Args;
use report::print::Sheet;
use server::PublicUrl;
use survey::SurveyCode;

use crate::{
    arguments::{SignedData, Site},
    data,
    failure::Failure,
    new_file::NewFile,
    output::{count, say},
};

/// Terbitkan kode sekali pakai untuk sebuah survei; server harus berhenti, atau pakai halaman kode di dasbornya
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: SignedData,
    /// Kode survei
    #[arg(long, value_name = "KODE")]
    survey: SurveyCode,
    /// Banyaknya kode, 10 sampai 1000
    #[arg(long, value_name = "N")]
    count: usize,
    #[command(flatten)]
    site: Site,
    /// Berkas yang belum ada untuk kodenya: .html atau .pdf berisi lembar tiket, .csv berisi daftar
    #[arg(long, value_name = "BERKAS")]
    out: PathBuf,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let form = Form::of(&self.out)?;
        if form != Form::Csv && self.site.public_url.is_none() {
            let text = "tiket memuat alamat situs; sebutkan dengan --public-url, misalnya https://skm.sukamaju.go.id";
            return Err(Failure::Refused(text.into()));
        }
        let app = data::open(&self.data.dir())?;
        // Before anything is issued: codes that cannot be written are lost.
        let issued = NewFile::begin(&self.out)?.fill(|out| {
            let issued = app.issue_tokens(&operator(), &self.survey, self.count)?;
            let written = written(&app, form, self.site.public_url.as_ref(), &issued)?;
            out.write_all(&written)
                .map_err(|error| Failure::Machine(format!("{}: {error}", self.out.display())))?;
            Ok(issued)
        })?;
        app.sign()?;
        say(&format!(
            "{} kode untuk survei {} di {}, tercatat di posisi {}. Simpan baik-baik: siapa yang memegang kode dapat mengisi",
            count(issued.tokens.len() as u64),
            issued.survey,
            self.out.display(),
            issued.position
        ))
    }
}

/// What the file holds, by how its name ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Html,
    Pdf,
    Csv,
}

impl Form {
    fn of(path: &Path) -> Result<Self, Failure> {
        let ending = path.extension().and_then(|ending| ending.to_str());
        match ending.map(str::to_ascii_lowercase).as_deref() {
            Some("html") => Ok(Self::Html),
            Some("pdf") => Ok(Self::Pdf),
            Some("csv") => Ok(Self::Csv),
            Some(_) | None => Err(Failure::Refused(format!(
                "{}: nama berkas harus berakhiran .html, .pdf atau .csv",
                path.display()
            ))),
        }
    }
}

fn written(
    app: &App,
    form: Form,
    site: Option<&PublicUrl>,
    issued: &IssuedTokens,
) -> Result<Vec<u8>, Failure> {
    let Some(site) = site.filter(|_| form != Form::Csv) else {
        return Ok(server::tickets_csv(site, issued, None).into_bytes());
    };
    let sheets = server::ticket_sheets(app, site, issued, None);
    let sheets = sheets.map_err(|error| Failure::Refused(error.to_string()))?;
    Ok(if form == Form::Pdf {
        Sheet::pdf_of_all(&sheets)
    } else {
        Sheet::html_of_all(&sheets).into_bytes()
    })
}
