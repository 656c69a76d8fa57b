//! Claimed times against what witnesses stated.
//!
//! `recorded_at` is the log's own word: outside of its bracket it is contradicted by whoever cosigned, and that is an
//! accusation. `occurred_at` is the word of a phone, a kiosk or an officer: an hour before the bracket makes an answer
//! late, which offline devices and files of earlier surveys are by nature.

use std::collections::BTreeMap;

use eventlog::RecordedEvent;
use jiff::{SignedDuration, Timestamp};
use survey::{Channel, ResponseSubmitted};

use crate::{
    Part, PartName, Skew,
    brackets::{Bracket, Brackets, moment},
};

/// An answer claims an hour; it lasts so long.
const HOUR: SignedDuration = SignedDuration::from_hours(1);

/// Why answers are late.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Late {
    /// A file of an earlier survey.
    Import,
    /// Paper that was entered later.
    Paper,
    /// A kiosk, or somebody's phone, that was offline.
    Offline,
}

impl Late {
    const fn of(channel: Channel) -> Self {
        match channel {
            Channel::Import => Self::Import,
            Channel::Paper => Self::Paper,
            Channel::Qr | Channel::Web | Channel::Kiosk | Channel::Assisted => Self::Offline,
        }
    }

    const fn named(self) -> &'static str {
        match self {
            Self::Import => "impor data lama",
            Self::Paper => "kertas yang dimasukkan belakangan",
            Self::Offline => "unggahan perangkat luring",
        }
    }
}

/// Late answers of one kind that came between the same witnessed heads.
struct Group {
    bracket: Bracket,
    count: u64,
    first: u64,
    last: u64,
    claimed_from: Timestamp,
    claimed_until: Timestamp,
}

pub(super) struct Times<'a> {
    brackets: &'a Brackets,
    skew: SignedDuration,
    late: BTreeMap<(usize, Late), Group>,
    part: Part,
}

impl<'a> Times<'a> {
    pub(super) fn new(brackets: &'a Brackets, Skew(skew): Skew) -> Self {
        let part = match brackets.count() {
            0 => Part::unchecked(
                PartName::Times,
                "tidak diperiksa: tidak ada saksi yang dikenal; waktu hanya pernyataan log",
            ),
            count => {
                let widest = brackets.widest().map_or_else(String::new, |widest| {
                    format!(", paling lama berselang {}", in_words(widest))
                });
                let note = format!("{count} kali disaksikan{widest}; kelonggaran {}", in_words(skew));
                Part::checked(PartName::Times, note)
            }
        };
        Self {
            brackets,
            skew,
            late: BTreeMap::new(),
            part,
        }
    }

    /// The log's own word.
    pub(super) fn recorded(&mut self, event: &RecordedEvent) {
        let position = event.position().0;
        let at = moment(event.recorded_at());
        let Bracket { after, before, .. } = self.brackets.around(position);
        if let Some(after) = after.filter(|after| self.is_earlier(at, *after)) {
            let what = format!(
                "dicatat {at}, padahal pada {after} log ditandatangani tanpa peristiwa ini: waktunya dimundurkan"
            );
            self.part.accuse(position, what);
        }
        if let Some(before) = before.filter(|before| self.is_earlier(*before, at)) {
            let what = format!("dicatat {at}, padahal sudah disaksikan pada {before}: waktunya dimajukan");
            self.part.accuse(position, what);
        }
    }

    /// The word of whoever answered.
    pub(super) fn claimed(&mut self, recorded: &RecordedEvent, event: &ResponseSubmitted) {
        let position = recorded.position().0;
        let hour = event.occurred_at.start();
        let bracket = self.brackets.around(position);
        if bracket.before.is_some_and(|before| self.is_earlier(before, hour)) {
            let what = format!("menyatakan jam {hour}, padahal sudah disaksikan sebelum itu");
            self.part.notice(position, what);
        }
        if bracket
            .after
            .is_some_and(|after| self.is_earlier(hour.saturating_add(HOUR).unwrap_or(hour), after))
        {
            let group = self
                .late
                .entry((bracket.number, Late::of(event.channel)))
                .or_insert(Group {
                    bracket,
                    count: 0,
                    first: position,
                    last: position,
                    claimed_from: hour,
                    claimed_until: hour,
                });
            group.count += 1;
            group.last = position;
            group.claimed_from = group.claimed_from.min(hour);
            group.claimed_until = group.claimed_until.max(hour);
        }
    }

    /// Whether one moment is before another by more than the skew.
    fn is_earlier(&self, one: Timestamp, other: Timestamp) -> bool {
        other.duration_since(one) > self.skew
    }

    pub(super) fn into_part(mut self) -> Part {
        for ((_, late), group) in &self.late {
            let after = group
                .bracket
                .after
                .map_or_else(String::new, |at| format!(" setelah {at}"));
            let before = group
                .bracket
                .before
                .map_or_else(String::new, |at| format!(", sebelum {at}"));
            let what = format!(
                "terlambat, {}: {} jawaban sampai posisi {}, menyatakan {} sampai {}, masuk{after}{before}",
                late.named(),
                group.count,
                group.last,
                group.claimed_from,
                group.claimed_until,
            );
            self.part.notice(group.first, what);
        }
        self.part
    }
}

/// A span of time in the largest unit that leaves no more than half of it out.
fn in_words(span: SignedDuration) -> String {
    match span.as_mins() {
        0 => format!("{} detik", span.as_secs()),
        minutes @ 1..120 => format!("{minutes} menit"),
        minutes @ 120..2880 => format!("{} jam", minutes / 60),
        minutes => format!("{} hari", minutes / 1440),
    }
}
