//! Each response once, and each one-time code once.
//!
//! The id of a response that redeems a code is made from the code, so a code that was used twice shows as a second
//! submission in one stream. Which code a response used is written nowhere; that there were never more such responses
//! than codes can be counted all the same.

use std::collections::{HashMap, HashSet};

use eventlog::{RecordedEvent, Version};
use survey::{Admission, ResponseSubmitted, Stream, SurveyCode, TokenHash, TokenKeyId, TokensIssued};

use crate::{Part, PartName};

pub(crate) struct Answers {
    part: Part,
    all: u64,
    by_code: u64,
    /// Codes of a survey that were issued and not used yet.
    left: HashMap<SurveyCode, u64>,
    hashes: HashSet<(TokenKeyId, TokenHash)>,
}

impl Default for Answers {
    fn default() -> Self {
        Self {
            part: Part::checked(PartName::Answers, String::new()),
            all: 0,
            by_code: 0,
            left: HashMap::new(),
            hashes: HashSet::new(),
        }
    }
}

impl Answers {
    pub(super) fn issue(&mut self, position: u64, issued: &TokensIssued) {
        let mut new = 0;
        for hash in &issued.hashes {
            new += u64::from(self.hashes.insert((issued.key, *hash)));
        }
        let again = issued.hashes.len() as u64 - new;
        if again > 0 {
            self.part.accuse(
                position,
                format!("{again} kode sekali pakai sudah pernah diterbitkan"),
            );
        }
        *self.left.entry(issued.survey.clone()).or_default() += new;
    }

    pub(super) fn take(&mut self, recorded: &RecordedEvent, event: &ResponseSubmitted) {
        self.all += 1;
        let position = recorded.position().0;
        match event.admission {
            Admission::Code => self.redeem(position, &event.survey),
            Admission::Open => {}
        }
        if Stream::response(recorded.stream()).is_none() {
            let what = format!(
                "jawaban berada di aliran {}, bukan di aliran jawaban",
                recorded.stream()
            );
            self.part.accuse(position, what);
        } else if recorded.version() != Version(0) {
            let what = match event.admission {
                Admission::Code => "kode sekali pakai dipakai lagi: jawaban kedua di aliran yang sama",
                Admission::Open => "jawaban kedua di aliran yang sama",
            };
            self.part.accuse(position, what);
        }
    }

    fn redeem(&mut self, position: u64, survey: &SurveyCode) {
        self.by_code += 1;
        match self.left.get_mut(survey) {
            Some(left) if *left > 0 => *left -= 1,
            _ => {
                let what = format!(
                    "jawaban dengan kode lebih banyak daripada kode yang diterbitkan untuk survei {survey}"
                );
                self.part.accuse(position, what);
            }
        }
    }

    pub(super) fn into_part(mut self) -> Part {
        self.part.note = format!(
            "{} jawaban, {} di antaranya dengan kode sekali pakai dari {} kode",
            self.all,
            self.by_code,
            self.hashes.len()
        );
        self.part
    }
}
