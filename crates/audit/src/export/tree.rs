//! The tree of an exported directory, made anew from its entries and held against its tiles. Without entries it is made
//! from the lowest tiles, and held against those above.
//!
//! Several threads take a bundle each; what they find is put together in the order of the log.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    sync::{
        atomic::{AtomicU64, Ordering},
        mpsc::sync_channel,
    },
    thread,
};

use tlog::{
    Hash, leaf_hash,
    tile::{Bundle, ReadTiles, Tile, TiledError, TiledNodes},
    tree::{self, root_over},
};

use super::files::{FileError, Files};
use crate::{Part, PartName, Step, Watch, limits::FINDINGS_LISTED_MAX};

/// Leaf hashes or nodes under one tile, or entries in one bundle.
const WIDTH: u64 = tlog::limits::TILE_WIDTH as u64;

/// Nodes that were made anew.
pub(super) struct Nodes<'f> {
    /// The lowest tiles are made anew each time from their files.
    files: &'f Files,
    size: u64,
    /// The hashes of every level above the lowest, from level 1 on.
    upper: Vec<Vec<Hash>>,
    /// The lowest tile that was made last: who asks for one root after the other asks for it again.
    last: RefCell<Option<(Tile, Vec<Hash>)>>,
}

/// What is found of one bundle and its tile.
struct Piece {
    /// The leaf hashes, if all of them are known.
    leaves: Option<Vec<Hash>>,
    findings: Vec<(Kind, u64, String)>,
}

#[derive(Clone, Copy)]
enum Kind {
    Disagrees,
    Missing,
}

/// Makes the tree of `size` events anew. There are no nodes where a leaf is unknown.
pub(super) fn check<'f>(files: &'f Files, size: u64, watch: &mut dyn Watch) -> (Part, Option<Nodes<'f>>) {
    let note = match files.has_entries() {
        true => format!("{size} entri"),
        false => format!("{size} hash daun, tanpa entri"),
    };
    let mut part = Part::checked(PartName::Log, note);
    let (roots, is_whole) = roots(files, size, &mut part, watch);
    if !is_whole {
        return (part, None);
    }
    let nodes = Nodes::over(files, size, roots);
    for tile in Tile::all_in_tree(size).filter(|tile| tile.level() > 0) {
        nodes.check_tile(tile, &mut part);
    }
    (part, Some(nodes))
}

/// The roots of the full tiles of the lowest level, and whether every leaf is known.
fn roots(files: &Files, size: u64, part: &mut Part, watch: &mut dyn Watch) -> (Vec<Hash>, bool) {
    let count = size.div_ceil(WIDTH);
    let next = AtomicU64::new(0);
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let mut whole = Whole::default();
    thread::scope(|scope| {
        let (sender, pieces) = sync_channel(threads * 4);
        for _ in 0..threads {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    if index >= count || sender.send((index, piece(files, index, size))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(sender);
        for (index, piece) in pieces {
            whole.take(index, piece, part);
            if part.problem_count > FINDINGS_LISTED_MAX as u64 {
                // Enough is known; and a checkpoint may claim more events than there will ever be files.
                next.store(count, Ordering::Relaxed);
            }
            watch.done(Step::Tree, whole.taken.saturating_mul(WIDTH).min(size), size);
        }
    });
    (whole.roots, !whole.is_broken)
}

/// Pieces in the order of the log.
#[derive(Default)]
struct Whole {
    early: BTreeMap<u64, Piece>,
    taken: u64,
    roots: Vec<Hash>,
    is_broken: bool,
}

impl Whole {
    fn take(&mut self, index: u64, piece: Piece, part: &mut Part) {
        self.early.insert(index, piece);
        while let Some(piece) = self.early.remove(&self.taken) {
            self.taken += 1;
            for (kind, position, what) in piece.findings {
                match kind {
                    Kind::Disagrees => part.accuse(position, what),
                    Kind::Missing => part.miss(position, what),
                }
            }
            match piece.leaves {
                Some(leaves) if leaves.len() as u64 == WIDTH => self.roots.push(root_over(&leaves)),
                Some(_) => {}
                None => self.is_broken = true,
            }
        }
    }
}

/// Reads a bundle and its tile, and holds one against the other.
fn piece(files: &Files, index: u64, size: u64) -> Piece {
    let mut piece = Piece {
        leaves: None,
        findings: Vec::new(),
    };
    let tile = Tile::in_tree(0, index, size).expect("an index below the number of tiles");
    let first = tile.first_hash();
    let stored = match files.tile(tile) {
        Ok(bytes) => piece.hashes(tile, &bytes),
        Err(error) => {
            piece.lacks(first, &error);
            None
        }
    };
    if !files.has_entries() {
        piece.leaves = stored;
        return piece;
    }
    let bundle = Bundle::in_tree(index, size).expect("an index below the number of bundles");
    match files.bundle(bundle) {
        Ok(bytes) => piece.entries(bundle, &bytes, stored.as_deref()),
        Err(error) => piece.lacks(first, &error),
    }
    piece
}

impl Piece {
    fn lacks(&mut self, position: u64, error: &FileError) {
        self.findings.push((Kind::Missing, position, error.to_string()));
    }

    fn hashes(&mut self, tile: Tile, bytes: &[u8]) -> Option<Vec<Hash>> {
        let hashes = tile.decode(bytes);
        if hashes.is_none() {
            let wanted = usize::from(tile.width()) * Hash::BYTES;
            let (kind, what) = match bytes.len() < wanted {
                true => (
                    Kind::Missing,
                    format!("{tile} terpotong: {} dari {wanted} bita", bytes.len()),
                ),
                false => (
                    Kind::Disagrees,
                    format!("{tile} terlalu panjang: {} dari {wanted} bita", bytes.len()),
                ),
            };
            self.findings.push((kind, tile.first_hash(), what));
        }
        hashes
    }

    /// Cuts a bundle as far as it goes, so that what was changed in it can be told from what was cut off.
    fn entries(&mut self, bundle: Bundle, mut bytes: &[u8], stored: Option<&[Hash]>) {
        let mut leaves = Vec::with_capacity(bundle.width().into());
        while leaves.len() < bundle.width().into() {
            let position = bundle.first_entry() + leaves.len() as u64;
            let Some(entry) = take_entry(&mut bytes) else {
                let what = format!("{bundle} terpotong di entri ini");
                self.findings.push((Kind::Missing, position, what));
                return;
            };
            let leaf = leaf_hash(entry);
            if stored.is_some_and(|stored| stored[leaves.len()] != leaf) {
                let what = format!("entri di {bundle} tidak sesuai dengan hash daunnya di ubin");
                self.findings.push((Kind::Disagrees, position, what));
            }
            leaves.push(leaf);
        }
        if !bytes.is_empty() {
            let what = format!("{bundle} memuat {} bita setelah entri terakhir", bytes.len());
            self.findings.push((Kind::Disagrees, bundle.first_entry(), what));
        }
        self.leaves = Some(leaves);
    }
}

/// One entry with its length before it.
pub(super) fn take_entry<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let (length, after) = rest.split_first_chunk()?;
    let (entry, after) = after.split_at_checked(u16::from_be_bytes(*length).into())?;
    *rest = after;
    Some(entry)
}

impl<'f> Nodes<'f> {
    /// The nodes over the roots of the full tiles of the lowest level.
    fn over(files: &'f Files, size: u64, roots: Vec<Hash>) -> Self {
        let width = usize::from(tlog::limits::TILE_WIDTH);
        let mut upper = vec![roots];
        while let Some(below) = upper.last().filter(|level| level.len() >= width) {
            let above = below.chunks_exact(width).map(root_over).collect();
            upper.push(above);
        }
        Self {
            files,
            size,
            upper,
            last: RefCell::default(),
        }
    }

    /// The root over the first so many events, of which there are enough.
    pub(super) fn root(&self, size: u64) -> Result<Hash, FileError> {
        tree::root(&TiledNodes::new(self, self.size), size).map_err(|error| match error {
            TiledError::Read(error) => error,
            TiledError::Width { tile, .. } => FileError::Missing(tile.to_string().into()),
        })
    }

    fn check_tile(&self, tile: Tile, part: &mut Part) {
        let bytes = match self.files.tile(tile) {
            Ok(bytes) => bytes,
            Err(error) => {
                part.miss(first_event(tile), error.to_string());
                return;
            }
        };
        let mut piece = Piece {
            leaves: None,
            findings: Vec::new(),
        };
        let stored = piece.hashes(tile, &bytes);
        for (kind, _, what) in piece.findings {
            match kind {
                Kind::Disagrees => part.accuse(first_event(tile), what),
                Kind::Missing => part.miss(first_event(tile), what),
            }
        }
        let made = self.made(tile);
        for (number, (made, stored)) in made.iter().zip(stored.iter().flatten()).enumerate() {
            if made != stored {
                let what = format!("hash ke-{number} di {tile} tidak mengikuti dari ubin di bawahnya");
                part.accuse(first_event(tile), what);
            }
        }
    }

    /// The hashes of a tile above the lowest level.
    fn made(&self, tile: Tile) -> &[Hash] {
        let first = usize::try_from(tile.first_hash()).expect("a tree that fits in memory");
        &self.upper[usize::from(tile.level()) - 1][first..first + usize::from(tile.width())]
    }
}

impl ReadTiles for Nodes<'_> {
    type Error = FileError;

    fn tile(&self, tile: Tile) -> Result<Vec<Hash>, FileError> {
        if tile.level() > 0 {
            return Ok(self.made(tile).to_vec());
        }
        if let Some((made, hashes)) = &*self.last.borrow()
            && *made == tile
        {
            return Ok(hashes.clone());
        }
        let gone = || FileError::Missing(tile.to_string().into());
        let hashes = piece(self.files, tile.index(), self.size)
            .leaves
            .ok_or_else(gone)?;
        *self.last.borrow_mut() = Some((tile, hashes.clone()));
        Ok(hashes)
    }
}

/// The first event under a tile.
fn first_event(tile: Tile) -> u64 {
    tile.first_hash() << tile.height()
}
