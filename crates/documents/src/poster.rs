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
        picture::png(&self.poster().svg(), POSTER_PX, 0).0
    }
}

/// A question whose answers tell something, as the poster says it: what may be told, and what is withheld.
fn told(group: &ProfileGroup) -> Option<(String, String)> {
    let shown = group.rows.iter().filter_map(|(name, cell)| match cell {
        Cell::Shown(0) | Cell::Withheld => None,
        Cell::Shown(n) => Some(format!("{name} {}", words::count(*n))),
    });
    let shown: Vec<_> = shown.collect();
    let hidden = group.rows.iter().filter(|(_, cell)| *cell == Cell::Withheld);
    let hidden: Vec<_> = hidden.map(|(name, _)| name.as_str()).collect();
    let mut text = shown.join(" \u{b7} ");
    if !hidden.is_empty() {
        text.push_str(&format!(" (ditahan: {})", hidden.join(", ")));
    }
    (!shown.is_empty()).then(|| (group.name.clone(), text))
}
