//! What is kept about one answer, for whoever holds its receipt (UU PDP: the right to know).

use std::fmt::Write as _;

use eventlog::Position;
use survey::{Response, Stream, Zone};

use crate::{App, AppError, ReceiptFile, app::moment, inspection::told, receipt::Standing};

impl App {
    /// Everything that is kept about the answer of a receipt, and who has read answers of its unit since; as text. `None`
    /// if the receipt is for no answer of this log. Blocks.
    ///
    /// # Errors
    /// If log or vault cannot be read.
    pub fn access_report(&self, receipt: &ReceiptFile) -> Result<Option<String>, AppError> {
        match self.standing(receipt)? {
            Standing::Proved(_) | Standing::NotCovered => {}
            Standing::Other | Standing::Beyond { .. } | Standing::OtherLog => return Ok(None),
        }
        let found = self.log.read_all(Position(receipt.position), 1)?;
        let Some(id) = found.first().and_then(|found| Stream::response(found.stream())) else {
            return Ok(None);
        };
        let events = self.response_events(id)?;
        let mut response = Response::default();
        events.iter().for_each(|(_, event)| response.evolve(event));
        let Some(submitted) = response.submitted() else {
            return Ok(None);
        };
        let registry = self.registry();
        let unit = registry.unit(&submitted.unit);
        let zone = unit.map_or_else(Zone::default, |unit| unit.zone);
        let clock = |at| {
            let clock = zone.wall_clock(at).strftime("%Y-%m-%d %H:%M").to_string();
            format!("{clock} {}", zone.abbreviation())
        };
        let mut text = String::from("LAPORAN AKSES ATAS SATU JAWABAN\n\n");
        let mut line = |what: &str, value: &dyn std::fmt::Display| {
            writeln!(text, "{what:<18} {value}").expect("a string takes everything");
        };
        line("Posisi di log", &receipt.position);
        line("Unit", &unit.map_or("", |unit| unit.name.as_str()));
        line("Survei", &submitted.survey);
        line("Layanan", &submitted.service);
        line("Saluran", &submitted.channel.as_str());
        line("Bahasa", &submitted.language);
        line("Jam", &clock(submitted.occurred_at.start()));
        if let Some(seconds) = submitted.seconds_taken {
            line("Lama mengisi", &format!("{seconds} detik"));
        }
        for (unsur, score) in submitted.answers.iter() {
            line(unsur.as_str(), &score.get());
        }
        for (question, option) in &submitted.profile {
            line(question, option);
        }
        if let Some(sealed) = submitted.comment {
            let comment = self.vault.read(sealed.content)?;
            line("Saran", &comment.as_deref().unwrap_or("sudah dihapus"));
        }
        text.push_str(
            "\nTidak ada nama, alamat jaringan, atau pengenal lain yang disimpan bersama jawaban ini.\n",
        );
        text.push_str("\nYang terjadi padanya:\n");
        for (recorded, event) in &events {
            let (what, why) = told(event);
            let why = if why.is_empty() { why } else { format!(": {why}") };
            let at = clock(moment(recorded.recorded_at()));
            writeln!(text, "- {at}: {what}{why} ({})", recorded.actor()).expect("a string takes everything");
        }
        text.push_str("\nYang membuka jawaban satu per satu dari unit ini dan periode ini sejak itu:\n");
        let month = submitted.occurred_at.month(zone);
        let above = registry.ancestors(&submitted.unit).map(|unit| &unit.code);
        let mut readers = 0;
        for unit in std::iter::once(&submitted.unit).chain(above) {
            for reader in self.readers(unit, receipt.position)? {
                if reader.read.period.months().any(|read| read == month) {
                    readers += 1;
                    let (at, purpose) = (clock(reader.at), &reader.read.purpose);
                    writeln!(text, "- {at}: {}, untuk: {purpose}", reader.actor)
                        .expect("a string takes everything");
                }
            }
        }
        if readers == 0 {
            text.push_str("- belum ada\n");
        }
        Ok(Some(text))
    }
}
