//! Every limit of the crate, in one place. What comes from outside and exceeds one is refused, not cut.

/// Hashes in a full tile, and entries in a full bundle: tiles are 8 levels of the tree high.
pub const TILE_WIDTH: u16 = 256;
/// Longest entry that a bundle can carry, in bytes: its length is written in two bytes. Longer ones can be in a
/// tree, but nobody could be given them in a C2SP log.
pub const ENTRY_BYTES_MAX: usize = 65_535;
/// Most hashes in an inclusion proof: a tree has fewer than 2^64 leaves.
pub const INCLUSION_HASHES_MAX: usize = 64;
/// Most hashes in a consistency proof that is sent to a witness; the protocol's own limit.
pub const CONSISTENCY_HASHES_MAX: usize = 63;
/// Most signatures on a note. The standard asks for room for 16.
pub const NOTE_SIGNATURES_MAX: usize = 64;
/// Longest signed note, in bytes.
pub const NOTE_BYTES_MAX: usize = 256 * 1024;
/// Longest name of a key, in bytes.
pub const KEY_NAME_BYTES_MAX: usize = 255;
/// Most extra data in a proof file, in bytes: room for an entry and what belongs to it.
pub const PROOF_EXTRA_BYTES_MAX: usize = 128 * 1024;
/// Longest policy file, in bytes.
pub const POLICY_BYTES_MAX: usize = 64 * 1024;
/// Most logs, most witnesses and most groups in a policy, each. The standard asks for room for 32.
pub const POLICY_ITEMS_MAX: usize = 256;
