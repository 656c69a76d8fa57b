//! The documents of a publication by name, one by one and all as one file.

use std::io::{Cursor, Write as _};

use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{LaporanPeriode, PublishedRow, metadata, open_data, pengolahan_xlsx, portal, report_docx};

/// A document of a publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Document {
    /// Scores per respondent and unsur, with formulas.
    Pengolahan,
    /// The report in five chapters, to edit and sign.
    Laporan,
    /// The poster to print.
    PosterPdf,
    /// The poster to post.
    PosterPng,
    /// Open data of the publication.
    OpenData,
    /// What the open data mean.
    Metadata,
    /// The line for a portal.
    Portal,
}

impl Document {
    /// Every document, in the order in which an office needs them.
    pub const ALL: [Self; 7] = [
        Self::Laporan,
        Self::Pengolahan,
        Self::PosterPdf,
        Self::PosterPng,
        Self::OpenData,
        Self::Metadata,
        Self::Portal,
    ];

    /// The name of its file.
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Pengolahan => "pengolahan.xlsx",
            Self::Laporan => "laporan.docx",
            Self::PosterPdf => "poster.pdf",
            Self::PosterPng => "poster.png",
            Self::OpenData => "data-terbuka.csv",
            Self::Metadata => "metadata.json",
            Self::Portal => "portal.csv",
        }
    }

    /// The document with that file name.
    #[must_use]
    pub fn of_file(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|document| document.file_name() == name)
    }

    /// What it is, in a few words.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Pengolahan => "Pengolahan data per responden dan per unsur (XLSX, rumus hidup)",
            Self::Laporan => "Laporan SKM lima bab (DOCX, dapat disunting)",
            Self::PosterPdf => "Poster hasil (PDF, siap cetak)",
            Self::PosterPng => "Poster hasil (PNG, untuk media sosial)",
            Self::OpenData => "Data terbuka (CSV)",
            Self::Metadata => "Metadata data terbuka menurut standar BPS (JSON)",
            Self::Portal => "Data untuk portal nasional (CSV)",
        }
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Pengolahan => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Laporan => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::PosterPdf => "application/pdf",
            Self::PosterPng => "image/png",
            Self::OpenData | Self::Portal => "text/csv; charset=utf-8",
            Self::Metadata => "application/json",
        }
    }

    /// True for what is made for everybody, and withheld where few answered.
    #[must_use]
    pub const fn is_for_the_public(self) -> bool {
        match self {
            Self::Pengolahan | Self::Laporan => false,
            Self::PosterPdf | Self::PosterPng | Self::OpenData | Self::Metadata | Self::Portal => true,
        }
    }

    /// The file. `row` is the same publication as open data tell it.
    #[must_use]
    pub fn bytes(self, laporan: &LaporanPeriode, row: &PublishedRow) -> Vec<u8> {
        let rows = std::slice::from_ref(row);
        match self {
            Self::Pengolahan => pengolahan_xlsx(laporan),
            Self::Laporan => report_docx(laporan),
            Self::PosterPdf => laporan.poster_pdf(),
            Self::PosterPng => laporan.poster_png(),
            Self::OpenData => open_data(rows, laporan.demo).into_bytes(),
            Self::Metadata => metadata(&laporan.letterhead.publisher, laporan.demo).into_bytes(),
            Self::Portal => portal(rows, laporan.demo).into_bytes(),
        }
    }
}

/// Files as one ZIP, in the order given; without times, so that the same files give the same bytes.
///
/// # Panics
/// Never: memory takes every file, and their names are ours.
#[must_use]
pub fn bundle(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(name.as_str(), SimpleFileOptions::default())
            .and_then(|()| Ok(zip.write_all(bytes)?))
            .expect("memory takes every file, and their names are ours");
    }
    zip.finish().expect("memory takes every file").into_inner()
}
