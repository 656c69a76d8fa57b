//! Each response once. The id of a response that redeems a one-time code is made from the code, so a code that was used
//! twice shows as a second submission in one stream.

use eventlog::{RecordedEvent, Version};
use survey::{Admission, ResponseSubmitted, Stream};

use crate::{Part, PartName};

pub(crate) struct Answers {
    part: Part,
    all: u64,
    by_code: u64,
}

impl Default for Answers {
    fn default() -> Self {
        Self {
            part: Part::checked(PartName::Answers, String::new()),
            all: 0,
            by_code: 0,
        }
    }
}

impl Answers {
    pub(super) fn take(&mut self, recorded: &RecordedEvent, event: &ResponseSubmitted) {
        self.all += 1;
        self.by_code += u64::from(event.admission == Admission::Code);
        let position = recorded.position().0;
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

    pub(super) fn into_part(mut self) -> Part {
        self.part.note = format!(
            "{} jawaban, {} di antaranya dengan kode sekali pakai",
            self.all, self.by_code
        );
        self.part
    }
}
