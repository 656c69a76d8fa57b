//! Goal: no parser panics, and none takes two spellings of one thing. Method: sound samples of every format, changed
//! at random from a fixed seed; whatever is accepted must be encoded as it was read, and be read back the same.

use std::fmt::{Debug, Display};

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};
use tlog::Hash;
use tlog::add_checkpoint::AddCheckpoint;
use tlog::checkpoint::SignedCheckpoint;
use tlog::cosignature::CosignerKey;
use tlog::note::{Signature, SignedNote, SigningKey, VerifierKey};
use tlog::policy::Policy;
use tlog::proof::Proof;
use tlog::tile::{Bundle, Tile, encode_entries, encode_hashes};

use crate::support::{cosigned, leaf, leaves, log_key, witness_key};

const SEED: u64 = 6962;
const ROUNDS: usize = 4_000;

/// Changes samples at random: what line noise, a careless editor and a liar do.
struct Mutator(ChaCha8Rng);

impl Mutator {
    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.0.next_u64() % (bound as u64)).unwrap()
    }

    fn mutate(&mut self, sample: &[u8], others: &[Vec<u8>]) -> Vec<u8> {
        const TELLING: &[&[u8]] = &[
            b"\n",
            b"\n\n",
            b" ",
            b"+",
            b"=",
            b"0",
            b"x000/",
            b".p/1",
            b"\r",
            b"\xe2\x80\x94 ",
            b"\xff",
        ];
        let mut bytes = sample.to_vec();
        for _ in 0..=self.below(3) {
            let at = self.below(bytes.len() + 1);
            let until = at + self.below(bytes.len() - at + 1).min(50);
            match self.below(7) {
                0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                1 if at < bytes.len() => bytes[at] = self.0.next_u32().to_le_bytes()[0],
                2 => drop(bytes.drain(at..until)),
                3 => drop(bytes.splice(at..at, TELLING[self.below(TELLING.len())].iter().copied())),
                4 => {
                    let again = bytes[at..until].to_vec();
                    bytes.splice(at..at, again);
                }
                5 => bytes.truncate(at),
                _ => {
                    let other = &others[self.below(others.len())];
                    let from = self.below(other.len() + 1);
                    bytes.splice(at.., other[from..].iter().copied());
                }
            }
        }
        bytes
    }
}

/// Feeds a parser. Returns how many of the changed samples it accepted.
fn feed(samples: &[Vec<u8>], mut parser: impl FnMut(&[u8]) -> bool) -> usize {
    let mut mutator = Mutator(ChaCha8Rng::seed_from_u64(SEED));
    for sample in samples {
        assert!(
            parser(sample),
            "a sound sample is accepted: {:?}",
            String::from_utf8_lossy(sample)
        );
    }
    let mut accepted = 0;
    for round in 0..ROUNDS {
        let mutated = mutator.mutate(&samples[round % samples.len()], samples);
        accepted += usize::from(parser(&mutated));
    }
    accepted
}

/// Feeds a parser of text whose form is its `Display`.
fn feed_text<T: Display + Debug + PartialEq>(samples: &[Vec<u8>], parse: impl Fn(&[u8]) -> Option<T>) {
    let accepted = feed(samples, |bytes| {
        let Some(parsed) = parse(bytes) else {
            return false;
        };
        let encoded = parsed.to_string();
        assert_eq!(encoded.as_bytes(), bytes, "seed {SEED}");
        assert_eq!(parse(encoded.as_bytes()).as_ref(), Some(&parsed));
        true
    });
    assert!(
        accepted < ROUNDS / 2,
        "most changes must hurt, but {accepted} did not"
    );
}

fn bytes(samples: &[String]) -> Vec<Vec<u8>> {
    samples.iter().map(|sample| sample.clone().into_bytes()).collect()
}

fn text(bytes: &[u8]) -> Option<&str> {
    str::from_utf8(bytes).ok()
}

#[test]
fn hashes() {
    feed_text(&bytes(&[leaf(1).to_string(), leaf(2).to_string()]), |bytes| {
        Hash::from_base64(text(bytes)?)
    });
}

#[test]
fn keys() {
    let (log, witness) = (log_key(1), witness_key(1));
    feed_text(&bytes(&[log.public().to_string()]), |bytes| {
        text(bytes)?.parse::<VerifierKey>().ok()
    });
    feed_text(&bytes(&[witness.public().to_string()]), |bytes| {
        text(bytes)?.parse::<CosignerKey>().ok()
    });
    feed(&bytes(&[log.secret_text()]), |bytes| {
        let key = text(bytes).and_then(|text| SigningKey::from_secret_text(text).ok());
        key.inspect(|key| assert_eq!(key.secret_text().as_bytes(), bytes))
            .is_some()
    });
}

#[test]
fn notes() {
    let signed = |text: &str| SignedNote::sign(text.into(), &log_key(1)).to_string();
    feed_text(
        &bytes(&[signed("a\n"), signed("a\n\nb\n"), signed("\n")]),
        |bytes| SignedNote::parse(bytes).ok(),
    );
}

#[test]
fn signature_lines() {
    let note = cosigned(3, &[1, 2]);
    let lines: String = note
        .note()
        .signatures()
        .iter()
        .map(Signature::to_string)
        .collect();
    let accepted = feed(&bytes(&[lines]), |bytes| {
        let Some(Ok(signatures)) = text(bytes).map(Signature::parse_lines) else {
            return false;
        };
        let encoded: String = signatures.iter().map(Signature::to_string).collect();
        assert_eq!(encoded.as_bytes(), bytes);
        true
    });
    assert!(accepted > 0);
}

#[test]
fn checkpoints() {
    let samples = [cosigned(0, &[]), cosigned(3, &[1]), cosigned(300, &[1, 2])];
    feed_text(&samples.map(|sample| sample.to_string().into_bytes()), |bytes| {
        SignedCheckpoint::parse(bytes).ok()
    });
}

#[test]
fn proof_files() {
    let proof = |extra: Option<&[u8]>, hashes| Proof {
        extra: extra.map(<[u8]>::to_vec),
        index: 7,
        hashes: leaves(hashes),
        checkpoint: cosigned(9, &[1]),
    };
    let samples = [proof(None, 0), proof(Some(b"{}"), 3), proof(None, 64)];
    feed_text(&samples.map(|sample| sample.to_string().into_bytes()), |bytes| {
        Proof::parse(bytes).ok()
    });
}

#[test]
fn requests_to_a_witness() {
    let request = |old_size, hashes| AddCheckpoint {
        old_size,
        proof: leaves(hashes),
        checkpoint: cosigned(9, &[1]),
    };
    let samples = [request(0, 0), request(7, 4), request(u64::MAX, 63)];
    feed_text(&samples.map(|sample| sample.to_string().into_bytes()), |bytes| {
        AddCheckpoint::parse(bytes).ok()
    });
}

#[test]
fn paths() {
    let tiles = Tile::all_in_tree(300).map(|tile| tile.to_string());
    let far = Tile::in_tree(0, 1_234_067, u64::MAX).unwrap().to_string();
    feed_text(&bytes(&tiles.chain([far]).collect::<Vec<_>>()), |bytes| {
        Tile::from_path(text(bytes)?)
    });
    let bundles = Bundle::all_in_tree(300).map(|bundle| bundle.to_string());
    feed_text(&bytes(&bundles.collect::<Vec<_>>()), |bytes| {
        Bundle::from_path(text(bytes)?)
    });
}

#[test]
fn policies() {
    let (log, a, b) = (log_key(1), witness_key(1), witness_key(2));
    let (log, a, b) = (log.public(), a.public(), b.public());
    let samples = bytes(&[
        format!("log {log}\nquorum none\n"),
        format!("# c\nlog {log} u\nwitness a {a}\nwitness b {b} u\ngroup g any a b\nquorum g\n"),
    ]);
    // A policy has many spellings, but the one that we write stands for the same.
    feed(&samples, |bytes| {
        let policy = Policy::parse(bytes);
        if let Ok(policy) = &policy {
            assert_eq!(Policy::parse(&policy.to_bytes()).as_ref(), Ok(policy));
        }
        policy.is_ok()
    });
}

#[test]
fn tiles_and_bundles() {
    let tile = Tile::in_tree(0, 0, 3).unwrap();
    feed(&[encode_hashes(&leaves(3))], |bytes| {
        let hashes = tile.decode(bytes);
        hashes
            .inspect(|hashes| assert_eq!(encode_hashes(hashes), bytes))
            .is_some()
    });
    let bundle = Bundle::in_tree(0, 3).unwrap();
    feed(
        &[encode_entries([&b"one"[..], b"", b"three"]).unwrap()],
        |bytes| {
            let entries = bundle.decode(bytes);
            if let Ok(entries) = &entries {
                assert_eq!(encode_entries(entries.iter().copied()).as_deref(), Ok(bytes));
            }
            entries.is_ok()
        },
    );
}
