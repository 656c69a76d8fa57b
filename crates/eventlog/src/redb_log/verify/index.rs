//! The walks along the indexes, each in the order of its keys: what stands there is summed up, each stream's
//! versions must be dense and in the order of the log, and no node may stand for events that are not there.

use redb::ReadableTable;

use super::{
    Report, Work, out_of_order,
    sum::{Sum, Sums},
};
use crate::{
    LogError, Position, Version,
    redb_log::{
        tables::{IDS, Ordered, STREAMS, TAGS, split_key},
        tree,
    },
    tree::check_subtrees,
};

/// A table to walk along.
#[derive(Clone, Copy, Debug)]
pub(super) enum Index {
    Ids,
    Streams,
    Tags,
    Nodes,
}

/// What stands in an index.
#[derive(Default)]
pub(super) struct Indexed {
    pub(super) rows: Sums,
    pub(super) report: Report,
}

impl Index {
    /// The longest walk first, so that none is left over when all else is done.
    pub(super) const ALL: [Self; 4] = [Self::Tags, Self::Streams, Self::Ids, Self::Nodes];

    pub(super) fn read(self, work: &Work<'_>) -> Result<Indexed, LogError> {
        let mut indexed = Indexed::default();
        match self {
            Self::Ids => indexed.along_the_ids(work),
            Self::Streams => indexed.along_the_streams(work),
            Self::Tags => indexed.along_the_tags(work),
            Self::Nodes => indexed.along_the_nodes(work),
        }?;
        Ok(indexed)
    }
}

impl Indexed {
    fn along_the_ids(&mut self, work: &Work<'_>) -> Result<(), LogError> {
        let mut ordered = Ordered::default();
        for row in work.snapshot.transaction.open_table(IDS)?.iter()? {
            let (id, position) = row?;
            let (id, position) = (id.value(), position.value());
            if !ordered.follows(&id) {
                return Err(out_of_order(position, "id index"));
            }
            self.rows.ids.add(&work.key, &id, position);
        }
        Ok(())
    }

    fn along_the_tags(&mut self, work: &Work<'_>) -> Result<(), LogError> {
        let mut ordered = Ordered::default();
        for row in work.snapshot.transaction.open_table(TAGS)?.iter()? {
            let (key, _) = row?;
            if !ordered.follows(key.value()) {
                let position = split_key(key.value()).map_or(0, |(_, position)| position);
                return Err(out_of_order(position, "tag index"));
            }
            self.rows.tags.add(&work.key, key.value(), Sum::NOWHERE);
        }
        Ok(())
    }

    fn along_the_streams(&mut self, work: &Work<'_>) -> Result<(), LogError> {
        let (mut ordered, mut before) = (Ordered::default(), Before::default());
        for row in work.snapshot.transaction.open_table(STREAMS)?.iter()? {
            let (key, position) = row?;
            let (key, position) = (key.value(), Position(position.value()));
            if !ordered.follows(key) {
                return Err(out_of_order(position.0, "stream index"));
            }
            self.rows.streams.add(&work.key, key, position.0);
            match split_key(key) {
                Some((stream, version)) => before.follow(stream, version, position, &mut self.report),
                None => self.report.add(position, "kuncinya di indeks aliran rusak"),
            }
        }
        Ok(())
    }

    fn along_the_nodes(&mut self, work: &Work<'_>) -> Result<(), LogError> {
        let mut before = None;
        for row in work.tree.nodes.iter()? {
            let node = row?.0.value();
            if before.is_some_and(|before| node <= before) {
                return Err(out_of_order(tree::first_under(node).0, "nodes"));
            }
            before = Some(node);
            let (level, index) = node;
            let range = index..index.saturating_add(1);
            if level == 0 || check_subtrees(level, &range, work.size).is_err() {
                let what = format!("{} stands for events that are not there", tree::named(node));
                self.report.add(tree::first_under(node), what);
            }
        }
        Ok(())
    }
}

/// The row in front, along the streams.
#[derive(Default)]
struct Before {
    stream: String,
    version: u64,
    position: Position,
}

impl Before {
    fn follow(&mut self, stream: &str, version: u64, position: Position, report: &mut Report) {
        let goes_on = self.stream == stream;
        let expected = if goes_on {
            Version(self.version).next().0
        } else {
            0
        };
        if version != expected {
            let what =
                format!("aliran {stream} berlanjut dengan versi {version}; versi {expected} tidak ada");
            report.add(position, what);
        }
        if goes_on && self.position >= position {
            let what = format!("versi {version} aliran {stream} berada di depan versi sebelumnya");
            report.add(position, what);
        }
        if !goes_on {
            self.stream.clear();
            self.stream.push_str(stream);
        }
        (self.version, self.position) = (version, position);
    }
}
