//! Goal: we agree with others on which proofs hold. Method: the public vectors of transparency-dev/merkle, read
//! from the folder that `SKM_VECTORS` names; without it there is nothing to do.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tlog::Hash;
use tlog::tree::{TreeHead, verify_consistency, verify_inclusion};

/// It asks for equality of two roots of 12 bytes. Ours have 32 by their type.
const NOT_APPLICABLE: &str = "consistency/additional/sizes-are-equal-one-and-proof-is-empty.json";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inclusion {
    leaf_idx: u64,
    tree_size: u64,
    root: String,
    leaf_hash: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Consistency {
    size1: u64,
    size2: u64,
    root1: String,
    root2: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

impl Inclusion {
    /// `None` if something in it is not even a hash.
    fn holds(&self) -> Option<bool> {
        let head = TreeHead {
            size: self.tree_size,
            root: Hash::from_base64(&self.root)?,
        };
        let leaf = Hash::from_base64(&self.leaf_hash)?;
        let proof = hashes(self.proof.as_deref())?;
        Some(verify_inclusion(&leaf, self.leaf_idx, &head, &proof).is_ok())
    }
}

impl Consistency {
    fn holds(&self) -> Option<bool> {
        let head = |size, root: &str| {
            let root = Hash::from_base64(root)?;
            Some(TreeHead { size, root })
        };
        let (old, new) = (head(self.size1, &self.root1)?, head(self.size2, &self.root2)?);
        Some(verify_consistency(&old, &new, &hashes(self.proof.as_deref())?).is_ok())
    }
}

fn hashes(texts: Option<&[String]>) -> Option<Vec<Hash>> {
    texts
        .unwrap_or_default()
        .iter()
        .map(|text| Hash::from_base64(text))
        .collect()
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
    found
}

#[test]
fn the_public_vectors_hold_and_fail_as_they_say() {
    let Ok(vectors) = std::env::var("SKM_VECTORS") else {
        return;
    };
    let folder = Path::new(&vectors).join("rfc6962");
    let (mut held, mut failed, mut not_applicable) = (0, 0, 0);
    for file in files(&folder) {
        let name = file.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&file).unwrap();
        let (holds, want_err) = if name.starts_with("inclusion") {
            let vector: Inclusion = serde_json::from_str(&text).unwrap();
            (vector.holds(), vector.want_err)
        } else {
            let vector: Consistency = serde_json::from_str(&text).unwrap();
            (vector.holds(), vector.want_err)
        };
        if name == NOT_APPLICABLE {
            assert_eq!(holds, None, "{name}: its roots are no hashes");
            not_applicable += 1;
            continue;
        }
        assert_eq!(holds.unwrap_or(false), !want_err, "{name}");
        if want_err {
            failed += 1;
        } else {
            held += 1;
        }
    }
    assert_eq!(held + failed + not_applicable, 196, "all vectors were there");
    assert_eq!(not_applicable, 1);
    assert!(held >= 10, "{held} held, {failed} failed as they should");
}
