//! The order of exported events: what the log's own indexes keep in a data directory must be found anew here.

use eventlog::{RecordedEvent, TimestampMs};
use sha2::{Digest, Sha256};

use crate::Part;

/// A name, short enough to keep a million of them, and with no second name that anybody could find.
type Key = [u8; 16];

/// The name of a stream or a tag.
pub(super) fn key(name: &str) -> Key {
    let hash = Sha256::digest(name);
    std::array::from_fn(|at| hash[at])
}

/// What was seen of the order so far.
#[derive(Default)]
pub(super) struct Order {
    ids: Vec<(u128, u64)>,
    /// Stream, position, version.
    streams: Vec<(Key, u64, u64)>,
    tags: Vec<(Key, u64)>,
    recorded_at: TimestampMs,
}

/// Where the events of a stream or a tag stand, in order.
pub(super) struct Index {
    pub(super) ids: Vec<(u128, u64)>,
    pub(super) streams: Vec<(Key, u64, u64)>,
    pub(super) tags: Vec<(Key, u64)>,
}

impl Order {
    pub(super) fn take(&mut self, event: &RecordedEvent, on_log: &mut Part) {
        let position = event.position().0;
        if event.recorded_at() < self.recorded_at {
            on_log.accuse(position, "dicatat lebih awal daripada peristiwa di depannya");
        }
        self.recorded_at = event.recorded_at();
        self.ids.push((event.id().0.as_u128(), position));
        self.streams
            .push((key(event.stream()), position, event.version().0));
        self.tags.extend(event.tags().map(|tag| (key(tag), position)));
    }

    /// When the last event was recorded.
    pub(super) fn recorded_at(&self) -> Option<TimestampMs> {
        (!self.ids.is_empty()).then_some(self.recorded_at)
    }

    /// Looks at what only all events together show.
    pub(super) fn finish(mut self, on_log: &mut Part) -> Index {
        self.ids.sort_unstable();
        self.streams.sort_unstable();
        self.tags.sort_unstable();
        for pair in self.ids.windows(2) {
            if pair[0].0 == pair[1].0 {
                let what = format!("nomor peristiwanya sudah dipakai di posisi {}", pair[0].1);
                on_log.accuse(pair[1].1, what);
            }
        }
        let mut before: Option<(Key, u64)> = None;
        for &(stream, position, version) in &self.streams {
            let expected = match before {
                Some((name, version)) if name == stream => version + 1,
                _ => 0,
            };
            if version != expected {
                let what = format!("versi {version} di alirannya, seharusnya {expected}");
                on_log.accuse(position, what);
            }
            before = Some((stream, version));
        }
        Index {
            ids: self.ids,
            streams: self.streams,
            tags: self.tags,
        }
    }
}
