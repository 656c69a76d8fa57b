//! Goal: tiles and bundles are those of C2SP tlog-tiles, and every proof can be made from them.
//! Method: the document's own examples, another implementation, and every size around the width of a tile.

use std::cell::Cell;
use std::convert::Infallible;

use tlog::Hash;
use tlog::tile::{
    Bundle, BundleError, ReadTiles, Tile, TiledError, TiledNodes, encode_entries, encode_hashes,
};
use tlog::tree::{ReadNodes, consistency_proof, inclusion_proof, root};

use crate::support::{Nodes, grown};

/// Tiles made of stored nodes, counting how often one is read.
struct Tiles<'a> {
    nodes: &'a Nodes,
    read: Cell<usize>,
}

impl ReadTiles for Tiles<'_> {
    type Error = Infallible;

    fn tile(&self, tile: Tile) -> Result<Vec<Hash>, Infallible> {
        self.read.set(self.read.get() + 1);
        let hashes = tile.first_hash()..tile.first_hash() + u64::from(tile.width());
        hashes
            .map(|index| self.nodes.node(tile.height(), index))
            .collect()
    }
}

#[test]
fn a_path_is_written_as_in_the_document() {
    // The document's own examples: index 1234067, and a tree of size 70,000.
    let far = Tile::in_tree(0, 1_234_067, u64::MAX).unwrap();
    assert_eq!(far.to_string(), "tile/0/x001/x234/067");
    let tiles: Vec<Tile> = Tile::all_in_tree(70_000).collect();
    let full = |level| {
        tiles
            .iter()
            .filter(|tile| tile.level() == level && tile.is_full())
            .count()
    };
    assert_eq!((full(0), full(1), full(2)), (273, 1, 0));
    let partial: Vec<String> = tiles
        .iter()
        .filter(|tile| !tile.is_full())
        .map(Tile::to_string)
        .collect();
    assert_eq!(partial, ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]);

    let at_256: Vec<String> = Tile::all_in_tree(256).map(|tile| tile.to_string()).collect();
    assert_eq!(at_256, ["tile/0/000", "tile/1/000.p/1"]);
    let bundles: Vec<String> = Bundle::all_in_tree(70_000)
        .map(|bundle| bundle.to_string())
        .collect();
    assert_eq!(
        (bundles.len(), bundles[273].as_str()),
        (274, "tile/entries/273.p/112")
    );
    assert_eq!(Tile::all_in_tree(0).count() + Bundle::all_in_tree(0).count(), 0);
}

#[test]
fn a_path_that_was_written_is_read_back() {
    for size in [1, 255, 256, 257, 70_000, 256_001] {
        for tile in Tile::all_in_tree(size) {
            assert_eq!(Tile::from_path(&tile.to_string()), Some(tile));
            assert!(tile.is_within(size) && !tile.is_within(tile.first_hash() << tile.height()));
        }
        for bundle in Bundle::all_in_tree(size) {
            assert_eq!(Bundle::from_path(&bundle.to_string()), Some(bundle));
            assert!(bundle.is_within(size) && !bundle.is_within(bundle.first_entry()));
        }
    }
    let last = Tile::in_tree(0, (1 << 56) - 1, u64::MAX).unwrap();
    assert_eq!(
        (last.width(), Tile::from_path(&last.to_string())),
        (255, Some(last))
    );
}

#[test]
fn a_path_in_another_spelling_is_refused() {
    for bad in [
        "tile/0/0",
        "tile/0/1000",
        "tile/0/x000/001",
        "tile/0/001/002",
        "tile/0/x001",
        "tile/0/x001/",
        "tile/00/001",
        "tile/0/001.p/0",
        "tile/0/001.p/256",
        "tile/0/001.p/01",
        "tile/0/001.p/",
        "tile/0/001.p/1.p/1",
        "tile/0/0a1",
        "tile/0/+01",
        "tile/0/001 ",
        " tile/0/001",
        "/tile/0/001",
        "tile//001",
        "tile/0/",
        "tile/-1/001",
        "tile/8/000",
        "tile/63/000",
        "tile/64/000",
        "tile/256/000",
        "tile/7/000",
        "tile/7/001.p/1",
        "tile/entries/001",
        "tile/0/x18/x446/x744/x073/x709/x551/x615/000",
        "tile/0/x072/x057/x594/x037/x927/936",
        "tile/0/XOO1/000",
        "",
        "tile/0/\u{0661}\u{0661}\u{0661}",
    ] {
        assert_eq!(Tile::from_path(bad), None, "{bad:?}");
    }
    for bad in [
        "tile/entries/1",
        "tile/entries/001.p/256",
        "tile/entries/x000/001",
        "tile/0/001",
        "entries/001",
    ] {
        assert_eq!(Bundle::from_path(bad), None, "{bad:?}");
    }
}

#[test]
fn paths_are_those_of_another_implementation() {
    for size in [1u64, 256, 300, 65_536, 70_000, 16_777_217] {
        for tile in Tile::all_in_tree(size).filter(|tile| tile.level() > 0 || tile.index() % 97 == 0) {
            let (level, index, width) = (tile.level(), tile.index(), u32::from(tile.width()));
            let other = tlog_tiles::Tile::new(8, level, index, width, false);
            // Theirs puts the height in front: tile/8/<L>/<N>.
            assert_eq!(tile.to_string(), other.path().replacen("tile/8/", "tile/", 1));
        }
    }
}

#[test]
fn a_tile_is_exactly_its_hashes() {
    let (_, nodes) = grown(300);
    let tiles = Tiles {
        nodes: &nodes,
        read: Cell::new(0),
    };
    for tile in Tile::all_in_tree(300) {
        let Ok(hashes) = tiles.tile(tile);
        let bytes = encode_hashes(&hashes);
        assert_eq!(bytes.len(), usize::from(tile.width()) * Hash::BYTES);
        assert_eq!(tile.decode(&bytes), Some(hashes));
        assert_eq!(tile.decode(&bytes[1..]), None);
        assert_eq!(tile.decode(&bytes[..bytes.len() - Hash::BYTES]), None);
        assert_eq!(tile.decode(&[&bytes[..], &[0]].concat()), None);
    }
}

#[test]
fn roots_and_proofs_come_out_of_tiles_alone() {
    let (_, nodes) = grown(70_000);
    for size in [
        1u64, 2, 255, 256, 257, 300, 511, 512, 65_535, 65_536, 65_537, 70_000,
    ] {
        let tiles = Tiles {
            nodes: &nodes,
            read: Cell::new(0),
        };
        let tiled = TiledNodes::new(&tiles, size);
        assert_eq!(root(&tiled, size).unwrap(), root(&nodes, size).unwrap());
        for other in [0, 1, 254, 255, 256, 257, 400, 65_535, 65_536, 69_999] {
            if other < size {
                let Ok(expected) = inclusion_proof(&nodes, other, size);
                assert_eq!(
                    inclusion_proof(&tiled, other, size).unwrap(),
                    expected,
                    "{other} of {size}"
                );
                let Ok(expected) = consistency_proof(&nodes, other, size);
                assert_eq!(
                    consistency_proof(&tiled, other, size).unwrap(),
                    expected,
                    "{other} to {size}"
                );
            }
        }
    }
}

#[test]
fn a_proof_reads_each_tile_once() {
    let (_, nodes) = grown(70_000);
    let tiles = Tiles {
        nodes: &nodes,
        read: Cell::new(0),
    };
    inclusion_proof(&TiledNodes::new(&tiles, 70_000), 1234, 70_000).unwrap();
    // The tile of the leaf and the one above it; and the right edge, of which there are two below the root.
    assert_eq!(tiles.read.get(), 4);
}

#[test]
fn a_tile_of_the_wrong_width_is_an_error() {
    struct Short;
    impl ReadTiles for Short {
        type Error = Infallible;
        fn tile(&self, tile: Tile) -> Result<Vec<Hash>, Infallible> {
            Ok(vec![Hash([0; 32]); usize::from(tile.width()) - 1])
        }
    }
    let tile = Tile::in_tree(0, 0, 200).unwrap();
    let failed = root(&TiledNodes::new(&Short, 200), 200);
    assert_eq!(failed, Err(TiledError::Width { tile, actual: 199 }));
}

#[test]
fn a_bundle_is_exactly_its_entries() {
    let long = vec![7; 65_535];
    let entries: Vec<&[u8]> = vec![b"one", b"", &long];
    let bytes = encode_entries(entries.iter().copied()).unwrap();
    assert_eq!(bytes[..7], [0, 3, b'o', b'n', b'e', 0, 0]);
    let bundle = Bundle::in_tree(1, 259).unwrap();
    assert_eq!((bundle.first_entry(), bundle.width()), (256, 3));
    assert_eq!(bundle.decode(&bytes), Ok(entries.clone()));

    assert_eq!(
        bundle.decode(&[&bytes[..], &[0]].concat()),
        Err(BundleError::TrailingBytes { bytes: 1 })
    );
    for (length, index) in [
        (0, 256),
        (1, 256),
        (4, 256),
        (6, 257),
        (7, 258),
        (bytes.len() - 1, 258),
    ] {
        assert_eq!(
            bundle.decode(&bytes[..length]),
            Err(BundleError::Truncated { index }),
            "{length}"
        );
    }
    assert_eq!(encode_entries([&vec![0; 65_536][..]]).unwrap_err().bytes, 65_536);
}
