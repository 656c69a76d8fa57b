//! Tiles and bundles hold the tree that was signed, and nothing else.

use std::sync::atomic::Ordering;

use eventlog::ReadTree;
use notary::{bundle_bytes, tile_bytes};
use tlog::{
    leaf_hash,
    tile::{Bundle, Tile},
};

use crate::support::Log;

#[test]
fn every_tile_and_bundle_is_what_the_log_has() {
    let log = Log::of("a", 700);
    for tile in Tile::all_in_tree(700) {
        let hashes = tile.decode(&tile_bytes(&log, tile).unwrap()).unwrap();
        let first = tile.first_hash();
        assert_eq!(
            hashes,
            log.hashes(tile.level(), first..first + hashes.len() as u64)
                .unwrap()
        );
    }
    for bundle in Bundle::all_in_tree(700) {
        let bytes = bundle_bytes(&log, bundle).unwrap();
        let leaves: Vec<_> = bundle
            .decode(&bytes)
            .unwrap()
            .into_iter()
            .map(leaf_hash)
            .collect();
        let first = bundle.first_entry();
        assert_eq!(leaves, log.hashes(0, first..first + leaves.len() as u64).unwrap());
    }
}

#[test]
fn an_entry_that_is_not_the_tree_s_is_given_to_nobody() {
    let log = Log::of("a", 300);
    log.bent_entry.store(270, Ordering::SeqCst);
    bundle_bytes(&log, Bundle::in_tree(0, 300).unwrap()).unwrap();
    let refused = bundle_bytes(&log, Bundle::in_tree(1, 300).unwrap());
    assert!(refused.is_err_and(|error| error.to_string().contains("270")));
}
