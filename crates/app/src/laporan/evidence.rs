//! The documents that go along with evidence: those of the publications that it is about.

use audit::evidence::{self, Enclosed};
use documents::{Document, Letterhead};
use notary::Entries;
use survey::{Period, UnitCode};

use views::AsOf;

use crate::{
    AppError,
    laporan::{Publications, ToldUpTo},
    limits::EVIDENCE_PUBLICATIONS_MAX,
};

impl Publications<'_> {
    /// The documents of a unit's publications for a period among the first `size` events, of the last ones if there are
    /// very many; what was done about them is told up to there. Evidence without answers may be handed to anybody: only
    /// what is for the public goes along with it, and publications that the public may not see are withheld.
    ///
    /// # Errors
    /// If log or views cannot be read.
    pub fn enclosed(
        &self,
        (unit, period): (&UnitCode, Period),
        size: u64,
        entries: Entries,
        letterhead: &Letterhead,
    ) -> Result<Enclosed, AppError> {
        let published = self.published.of(self.reading.views, unit)?;
        // By nobody's clock: whoever makes the evidence of so many events again gets the same.
        let as_of = AsOf(size);
        let told = ToldUpTo {
            as_of,
            at: self.reading.recorded_at(as_of)?,
        };
        let of_it = published
            .iter()
            .filter(|this| this.result.period == period && this.position.0 < size);
        let (mut positions, mut withheld) = (Vec::new(), Vec::new());
        for this in of_it {
            positions.push(this.position.0);
            if !self.is_public(unit, this)? {
                withheld.push(this.position.0);
            }
        }
        let left_out = positions.len().saturating_sub(EVIDENCE_PUBLICATIONS_MAX);
        let mut documents = Vec::new();
        for position in positions.into_iter().skip(left_out) {
            let laporan = match self.laporan(unit, position, letterhead.clone(), told) {
                // What does not follow from the log any more is what evidence is asked for: it goes without documents.
                Err(AppError::Evidence(_)) => None,
                laporan => laporan?,
            };
            let (Some(laporan), Some(row)) = (laporan, self.published_row(unit, position)?) else {
                continue;
            };
            let goes_along = |document: &Document| match document.is_for_the_public() {
                true => !row.withheld,
                false => entries == Entries::Written,
            };
            let number = laporan.publication.number;
            documents.extend(Document::ALL.into_iter().filter(goes_along).map(|document| {
                evidence::Document {
                    name: format!("terbitan-{number}-{}", document.file_name()),
                    about: format!("{}, terbitan ke-{number} di posisi {position}", document.title()),
                    bytes: document.bytes(&laporan, &row),
                }
            }));
        }
        Ok(Enclosed { documents, withheld })
    }
}
