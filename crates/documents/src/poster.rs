//! The poster of a published result, from the figures of the report.

use report::print::{ResultsPoster, Sheet};

use crate::{Cell, LaporanPeriode, ProfileGroup, limits::POSTER_PX, picture, words};

impl LaporanPeriode {
    /// The poster as a page.
    #[must_use]
    pub fn poster(&self) -> Sheet {
        let services: Vec<_> = self
            .unit
            .services
            .values()
            .map(|service| service.name.as_str())
            .collect();
        let poster = ResultsPoster {
            publisher: self.letterhead.publisher.clone(),
            address: self.letterhead.address.clone(),
            logo: self.letterhead.logo.clone(),
            unit: self.unit.name.clone(),
            period: self.period_words(),
            services: if services.is_empty() {
                "Semua layanan unit di bawahnya".into()
            } else {
                services.join(", ")
            },
            ikm: self.index.ikm.id_id(),
            mutu: self.index.mutu.to_string(),
            kinerja: self.index.kinerja.into(),
            n: words::count(self.index.n),
            profile: self.profile.iter().filter_map(told).collect(),
            origin: format!(
                "Metode {}; instrumen {}; terbitan ke-{}, posisi {} dalam log, dihitung dari {} peristiwa. \
                 Angka dari kurang dari {} orang ditahan.",
                self.method.name(),
                self.instrument_words(),
                self.publication.number,
                words::count(self.publication.position),
                words::count(self.publication.log_size),
                crate::limits::CELL_N_MIN
            ),
            demo: self.demo,
        };
        poster.sheet()
    }

    /// The poster as PDF.
    #[must_use]
    pub fn poster_pdf(&self) -> Vec<u8> {
        Sheet::pdf_of_all(&[self.poster()])
    }

    /// The poster as PNG.
    #[must_use]
    pub fn poster_png(&self) -> Vec<u8> {
        picture::png(&self.poster().svg(), POSTER_PX).0
    }
}

/// A question whose answers tell something, as the poster says it.
fn told(group: &ProfileGroup) -> Option<(String, Vec<(String, String)>)> {
    let shown = group
        .rows
        .iter()
        .any(|(_, cell)| matches!(cell, Cell::Shown(1..)));
    let answer = |(name, cell): &(String, Cell)| (name.clone(), cell.text());
    shown.then(|| (group.name.clone(), group.told().map(answer).collect()))
}
