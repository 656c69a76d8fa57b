//! What an office promised and did, and how many complained, as a report tells it: no name, no words of a complainant,
//! no small number of them.

use jiff::civil::Date;

use crate::{Announced, limits::CELL_N_MIN, words};

/// What a unit did about a publication, up to some event of the log: figures are frozen with their publication, and what
/// follows from them is not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Acted {
    /// The day up to which it is told.
    pub on: Date,
    /// How many events of the log it is made of.
    pub log_size: u64,
    /// Where this period and the one before it were made known, with proof.
    pub announced: Vec<Announced>,
    /// What is to be done about this period, and how far it is.
    pub follow_ups: Vec<TindakLanjut>,
    /// What became of what was to be done about periods before.
    pub previous_follow_ups: Vec<TindakLanjut>,
    /// Complaints of the period.
    pub complaints: Pengaduan,
}

impl Acted {
    /// `keadaan per 22 November 2026 (posisi log 1.204)`
    #[must_use]
    pub fn as_of(&self) -> String {
        let (on, position) = (words::date(self.on), words::count(self.log_size));
        format!("keadaan per {on} (posisi log {position})")
    }
}

/// One line of the rencana tindak lanjut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TindakLanjut {
    /// The unsur it is about, as people read it.
    pub unsur: String,
    /// Program or kegiatan.
    pub program: String,
    /// When, for example `TW IV 2026`.
    pub waktu: String,
    /// Who answers for it: a post, not a person.
    pub penanggung_jawab: String,
    /// How far it is, for example `Selesai 12 Oktober 2026: loket kedua dibuka`; empty while it is only planned.
    pub kemajuan: String,
}

/// The complaints of a period, counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pengaduan {
    /// The ways by which they came, each once.
    pub saluran: Vec<String>,
    /// How many were taken up and answered, or ended, within the time that the rules give.
    pub tepat_waktu: u64,
    /// How many were later, or should have been by now.
    pub terlambat: u64,
    /// How many may still be answered in time.
    pub berjalan: u64,
}

impl Pengaduan {
    /// How many were received.
    #[must_use]
    pub const fn diterima(&self) -> u64 {
        self.tepat_waktu + self.terlambat + self.berjalan
    }

    /// What may be told of them, each with its name. A number of few is told as few; what became of so many in all is
    /// told by number only where no part of it is few, and in words otherwise.
    #[must_use]
    pub fn told(&self) -> Vec<(&'static str, String)> {
        let received = self.diterima();
        let few = |n: u64| (1..CELL_N_MIN).contains(&n);
        let mut told = vec![(
            "Pengaduan diterima",
            if few(received) {
                format!("kurang dari {CELL_N_MIN}")
            } else {
                words::count(received)
            },
        )];
        if received == 0 {
            return told;
        }
        told.push(("Melalui", self.saluran.join(", ")));
        let parts = [
            ("Ditangani dalam tenggat", self.tepat_waktu),
            ("Terlambat ditangani", self.terlambat),
            ("Masih dalam tenggat", self.berjalan),
        ];
        let countable = parts.iter().all(|(_, n)| !few(*n));
        told.extend(parts.map(|(name, n)| {
            let text = match n {
                0 => "tidak ada".into(),
                n if n == received => "semuanya".into(),
                n if countable => words::count(n),
                _ => "sebagian".into(),
            };
            (name, text)
        }));
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(tepat_waktu: u64, terlambat: u64, berjalan: u64) -> Vec<String> {
        let complaints = Pengaduan {
            saluran: vec!["Loket".into()],
            tepat_waktu,
            terlambat,
            berjalan,
        };
        let told = complaints.told().into_iter();
        told.map(|(_, text)| text)
            .filter(|text| text != "Loket")
            .collect()
    }

    #[test]
    fn many_complaints_are_counted_and_few_are_told_in_words() {
        assert_eq!(told(0, 0, 0), ["0"]);
        assert_eq!(
            told(3, 0, 0),
            ["kurang dari 10", "semuanya", "tidak ada", "tidak ada"]
        );
        assert_eq!(
            told(3, 2, 0),
            ["kurang dari 10", "sebagian", "sebagian", "tidak ada"]
        );
        assert_eq!(told(30, 12, 0), ["42", "30", "12", "tidak ada"]);
    }

    /// Thirty in time of 33 would say that three were late.
    #[test]
    fn a_number_whose_rest_is_few_is_told_in_words() {
        assert_eq!(told(30, 3, 0), ["33", "sebagian", "sebagian", "tidak ada"]);
    }
}
