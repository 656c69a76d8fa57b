//! Evidence of a figure, made while somebody waits.

use std::io::{Seek, Write};

use audit::evidence::{WriteError, Written, write};
use documents::Letterhead;
use notary::Entries;
use survey::{Period, Refusal, UnitCode};

use crate::{App, AppError, limits::EVIDENCE_RESPONSES_MAX};

impl App {
    /// Writes the evidence of a unit's figures for a period, as of the checkpoint that was signed last, with the documents
    /// of what was published by then. Blocks; not for use inside an async task.
    ///
    /// # Errors
    /// [`Refusal::UnitUnknown`]; [`Refusal::NothingSigned`]; [`Refusal::EvidenceTooLarge`] beyond
    /// [`EVIDENCE_RESPONSES_MAX`].
    pub fn evidence(
        &self,
        unit: &UnitCode,
        period: Period,
        entries: Entries,
        letterhead: &Letterhead,
        out: impl Write + Seek,
    ) -> Result<Written, AppError> {
        let newest = self.signed().borrow().newest.clone();
        let signed = newest.ok_or(Refusal::NothingSigned)?;
        let size = signed.head().size;
        self.wait_for(size)?;
        let enclosed = self
            .publications()
            .enclosed((unit, period), size, entries, letterhead)?;
        let written = write(
            self.reading(),
            &*self.log,
            (&signed, self.attester()),
            (unit, period),
            entries,
            &enclosed,
            EVIDENCE_RESPONSES_MAX,
            out,
        );
        written.map_err(|error| match error {
            WriteError::UnitUnknown(unit) => Refusal::UnitUnknown(unit).into(),
            WriteError::TooMany(most) => Refusal::EvidenceTooLarge(most).into(),
            WriteError::Views(error) => error.into(),
            WriteError::Tree(error) => error.into(),
            WriteError::Zip(_) | WriteError::Io(_) => AppError::Failed(error.to_string()),
        })
    }
}
