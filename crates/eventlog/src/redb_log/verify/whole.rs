//! The pieces put together: where one ends the next begins, times go on, and above the tiles the tree is made
//! anew up to its root.

use std::collections::BTreeMap;

use tlog::{
    Hash,
    tree::{self, Frontier, ReadNodes},
};

use super::{Report, piece::Piece, sum::Sums};
use crate::{
    LogError, TimestampMs,
    redb_log::{tables::Node, tree::Tree},
    tree::LEVEL_HEIGHT,
};

pub(super) struct Whole<'a> {
    tree: &'a Tree<'a>,
    /// Pieces that came before their turn.
    early: BTreeMap<u64, Piece>,
    taken: u64,
    events: u64,
    last_recorded: TimestampMs,
    /// The tree so far; `None` from the first event on that is missing or cannot be read.
    edge: Option<Edge>,
    called_for: Sums,
    report: Report,
}

impl<'a> Whole<'a> {
    pub(super) fn new(tree: &'a Tree<'a>) -> Self {
        Self {
            tree,
            early: BTreeMap::new(),
            taken: 0,
            events: 0,
            last_recorded: TimestampMs::default(),
            edge: Some(Edge::default()),
            called_for: Sums::default(),
            report: Report::default(),
        }
    }

    /// Events that were looked at, up to the first piece that is not there yet.
    pub(super) const fn events(&self) -> u64 {
        self.events
    }

    pub(super) fn take(&mut self, number: u64, piece: Piece) -> Result<(), LogError> {
        self.early.insert(number, piece);
        while let Some(piece) = self.early.remove(&self.taken) {
            self.taken += 1;
            self.follow(piece)?;
        }
        Ok(())
    }

    fn follow(&mut self, mut piece: Piece) -> Result<(), LogError> {
        self.events += piece.events;
        let end = self.report.head.size;
        if piece.range.start != end {
            self.report.add_gap(end..piece.range.start);
            piece.is_whole = false;
        }
        self.report.head.size = piece.range.end;
        if let Some((position, recorded_at)) = piece.first_recorded {
            self.report.check_time(position, recorded_at, self.last_recorded);
            self.last_recorded = piece.last_recorded;
        }
        self.report.add_all(piece.report);
        self.called_for += piece.called_for;
        match &mut self.edge {
            Some(edge) if piece.is_whole => {
                for (node, root) in edge.grow(&piece.tiles, &piece.leaves) {
                    self.report.note(self.tree.check(node, &root))?;
                }
            }
            edge => *edge = None,
        }
        Ok(())
    }

    /// What was found, and the index rows that must be there.
    pub(super) fn into_report(self) -> (Report, Sums) {
        let mut report = self.report;
        report.head.recorded_at = self.last_recorded;
        report.root = self.edge.map(|edge| edge.root(report.head.size));
        (report, self.called_for)
    }
}

/// The right edge of a tree that grows by tiles, and in the end by the leaves that fill none.
struct Edge {
    tiles: Frontier,
    /// The latest complete subtree of each height, which is the one that the root is made of.
    latest: [Option<Hash>; 64],
}

impl Default for Edge {
    fn default() -> Self {
        Self {
            tiles: Frontier::new(),
            latest: [None; 64],
        }
    }
}

impl Edge {
    /// Returns the nodes above the tiles that became complete.
    fn grow(&mut self, tiles: &[Hash], leaves: &[Hash]) -> Vec<(Node, Hash)> {
        let mut completed = Vec::new();
        for tile in tiles {
            self.tiles.append(*tile, |height, index, root| {
                self.latest[usize::from(height + LEVEL_HEIGHT)] = Some(root);
                if height > 0 && height.is_multiple_of(LEVEL_HEIGHT) {
                    completed.push(((height / LEVEL_HEIGHT + 1, index), root));
                }
            });
        }
        let mut last_tile = Frontier::new();
        for leaf in leaves {
            last_tile.append(*leaf, |height, _, root| {
                self.latest[usize::from(height)] = Some(root);
            });
        }
        completed
    }

    fn root(&self, size: u64) -> Hash {
        match tree::root(self, size) {
            Ok(root) => root,
            Err(never) => match never {},
        }
    }
}

impl ReadNodes for Edge {
    type Error = std::convert::Infallible;

    fn node(&self, height: u8, _: u64) -> Result<Hash, Self::Error> {
        Ok(self.latest[usize::from(height)].expect("a root is asked for after its subtree is complete"))
    }
}
