//! The two hashes of the tree: leaves and nodes are told apart by their first byte, so that neither can pass for
//! the other ([RFC 6962, section 2.1](https://www.rfc-editor.org/rfc/rfc6962#section-2.1)).

use std::fmt;

use sha2::{Digest, Sha256};

use crate::text;

const LEAF: [u8; 1] = [0x00];
const NODE: [u8; 1] = [0x01];

/// A SHA-256 hash of the tree. Shown as base64, as the C2SP formats have it; `{:x}` shows it as hex.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash(pub [u8; Hash::BYTES]);

impl Hash {
    /// Bytes of a hash.
    pub const BYTES: usize = 32;

    /// Reads the base64 form: 44 characters, canonical. `None` for anything else.
    #[must_use]
    pub fn from_base64(text: &str) -> Option<Hash> {
        Some(Hash(text::from_base64(text)?.try_into().ok()?))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text::to_base64(&self.0))
    }
}

impl fmt::LowerHex for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Hash({self:x})")
    }
}

/// The hash of an entry: SHA-256 of `0x00` and its bytes.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Hash(
        Sha256::new()
            .chain_update(LEAF)
            .chain_update(entry)
            .finalize()
            .into(),
    )
}

/// The hash over two subtrees: SHA-256 of `0x01`, the left hash and the right one.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    let hasher = Sha256::new().chain_update(NODE);
    Hash(
        hasher
            .chain_update(left.0)
            .chain_update(right.0)
            .finalize()
            .into(),
    )
}

/// The root of a tree without leaves: SHA-256 of nothing.
#[must_use]
pub fn empty_root() -> Hash {
    Hash(Sha256::digest([]).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_root_is_sha_256_of_nothing() {
        assert_eq!(
            format!("{:x}", empty_root()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            empty_root().to_string(),
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
        );
    }

    #[test]
    fn a_leaf_that_holds_two_hashes_is_not_their_node() {
        let (left, right) = (leaf_hash(b"a"), leaf_hash(b"b"));
        assert_ne!(leaf_hash(&[left.0, right.0].concat()), node_hash(&left, &right));
        assert_ne!(node_hash(&left, &right), node_hash(&right, &left));
    }

    #[test]
    fn base64_is_read_only_in_its_canonical_form() {
        let hash = leaf_hash(b"a");
        let text = hash.to_string();
        assert_eq!(Hash::from_base64(&text), Some(hash));
        for bad in [
            text.trim_end_matches('=').to_owned(),
            format!("{text}="),
            format!(" {text}"),
            format!("{text}\n"),
            text.replace('=', "A"),
            "AAAA".to_owned(),
            String::new(),
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=".to_owned(), // a bit set that means nothing
        ] {
            assert_eq!(Hash::from_base64(&bad), None, "{bad:?}");
        }
    }
}
