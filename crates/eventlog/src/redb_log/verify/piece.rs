//! A run of neighbouring events: each is held against its own leaf hash and the one in front of it, the full
//! tiles are made anew from the entries, and what the events call for in the indexes is summed up.

use std::ops::{Range, RangeInclusive};

use tlog::{Hash, limits::TILE_WIDTH, tree::root_over};

use super::{
    Report, Work, out_of_order,
    sum::{Sum, Sums},
};
use crate::{
    LogError, Position, RecordedEvent, TimestampMs,
    redb_log::tables::{id_key, put_numbered},
};

/// Most events in a piece. Whole tiles, so that no tile lies in two pieces.
pub(super) const PIECE_EVENTS_MAX: u64 = 16 * TILE_WIDTH as u64;

/// What a run of events shows.
#[derive(Default)]
pub(super) struct Piece {
    /// From the first event that is there to the position after the last.
    pub(super) range: Range<u64>,
    /// How many there are.
    pub(super) events: u64,
    /// When the first event that can be read was recorded, and where it stands.
    pub(super) first_recorded: Option<(Position, TimestampMs)>,
    /// When the last event that can be read was recorded.
    pub(super) last_recorded: TimestampMs,
    /// Whether all events of the range can be read. If not, what follows is no part of any tree.
    pub(super) is_whole: bool,
    /// The roots of its full tiles.
    pub(super) tiles: Vec<Hash>,
    /// The leaf hashes after the last full tile.
    pub(super) leaves: Vec<Hash>,
    /// The index rows that must be there.
    pub(super) called_for: Sums,
    /// What disagrees.
    pub(super) report: Report,
}

impl Piece {
    pub(super) fn read(work: &Work<'_>, range: RangeInclusive<u64>) -> Result<Self, LogError> {
        let first = *range.start();
        let piece = Self {
            range: first..first,
            is_whole: true,
            ..Self::default()
        };
        let mut walk = Walk {
            work,
            piece,
            row: Vec::new(),
        };
        for row in work.snapshot.events.range(range.clone())? {
            let (position, stored) = row?;
            let position = position.value();
            if position < walk.piece.range.end || position > *range.end() {
                return Err(out_of_order(position, "events"));
            }
            walk.follow(Position(position), stored.value())?;
        }
        Ok(walk.piece)
    }
}

/// On the way from one event to the next.
struct Walk<'a> {
    work: &'a Work<'a>,
    piece: Piece,
    /// Where the key of an index row is put together.
    row: Vec<u8>,
}

impl Walk<'_> {
    fn follow(&mut self, position: Position, stored: &[u8]) -> Result<(), LogError> {
        let end = self.piece.range.end;
        if position.0 != end {
            self.piece.report.add_gap(end..position.0);
            self.is_broken();
        }
        self.piece.range.end = position.next().0;
        self.piece.events += 1;
        let event = RecordedEvent::from_stored(position, stored);
        match self.piece.report.note(event)? {
            Some(event) => self.add(&event),
            None => self.is_broken(),
        }
        if self.piece.range.end.is_multiple_of(TILE_WIDTH.into()) {
            self.finish_tile()?;
        }
        Ok(())
    }

    /// Whatever tile this is in, it cannot be made anew.
    fn is_broken(&mut self) {
        self.piece.is_whole = false;
        self.piece.leaves.clear();
    }

    fn add(&mut self, event: &RecordedEvent) {
        let Piece {
            report,
            first_recorded,
            last_recorded,
            leaves,
            ..
        } = &mut self.piece;
        let (position, recorded_at) = (event.position(), event.recorded_at());
        report.check_time(position, recorded_at, *last_recorded);
        first_recorded.get_or_insert((position, recorded_at));
        *last_recorded = recorded_at;
        leaves.push(event.leaf_hash());
        if position.0 < self.work.indexed {
            self.call_for(event);
        }
    }

    fn call_for(&mut self, event: &RecordedEvent) {
        let Self { work, piece, row } = self;
        let called_for = &mut piece.called_for;
        let position = event.position().0;
        called_for.ids.add(&work.key, &id_key(event.id()), position);
        put_numbered(row, event.stream(), event.version().0);
        called_for.streams.add(&work.key, row, position);
        for (number, tag) in event.tags().enumerate() {
            // A tag that is given twice has one row.
            if !event.tags().take(number).any(|earlier| earlier == tag) {
                put_numbered(row, tag, position);
                called_for.tags.add(&work.key, row, Sum::NOWHERE);
            }
        }
    }

    fn finish_tile(&mut self) -> Result<(), LogError> {
        let leaves = std::mem::take(&mut self.piece.leaves);
        if leaves.len() == TILE_WIDTH.into() {
            let root = root_over(&leaves);
            let node = (1, self.piece.range.end / u64::from(TILE_WIDTH) - 1);
            self.piece.report.note(self.work.tree.check(node, &root))?;
            self.piece.tiles.push(root);
        }
        Ok(())
    }
}
