//! Metode: how tallies become an index, as data that a figure can name.
//!
//! Offices compute the same answers with different weights and publish different figures, so every published
//! figure names its method. The files in `methods/` are built into the program. **A method never changes once
//! a figure may have been published under its id: other weights or bands are another id.**
//!
//! All methods share the one rounding: half up to hundredths, once, at the end.

use std::{collections::BTreeMap, fmt, sync::LazyLock};

use serde::{Deserialize, Serialize};

use crate::{Bands, UnsurCode, Weight, fraction::Sum};

/// Longest id of a method, in bytes.
pub const METHOD_ID_BYTES_MAX: usize = 40;

/// One method: unsur, weights and bands, with where they come from.
///
/// Serialises whole, so that an event can carry a custom one. Reading checks it as [`Method::custom`] does,
/// and refuses a file that uses a built-in id for something else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Method {
    parts: Parts,
}

/// A method as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    id: String,
    name: String,
    provenance: Provenance,
    unsur: MethodUnsur,
    weights: Weights,
    bands: Bands,
}

/// Where a method comes from, so that nobody takes a memory for a source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// How far it can be trusted.
    pub status: ProvenanceStatus,
    /// What was read where, in a sentence or two.
    pub note: String,
}

/// How far the data of a method can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProvenanceStatus {
    /// Read in a source.
    Read,
    /// Recalled, not read: to be confirmed.
    Recalled,
    /// Decided by the body that runs the survey.
    Decided,
}

/// Which unsur an index under the method is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MethodUnsur {
    /// Whatever the instrument asks.
    AsInInstrument,
    /// Exactly these, in whatever order the instrument asks them.
    Listed(Vec<UnsurCode>),
}

/// The weights of a method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weights {
    /// 1/N each, exactly.
    Equal,
    /// The same rounded weight each, for the number of unsur that it was rounded for: with another number the
    /// weights would not come near 1.
    Fixed {
        /// The weight as printed.
        weight: Weight,
        /// How many unsur there must be.
        unsur_count: u32,
    },
    /// One for each unsur; together exactly 1.
    PerUnsur(BTreeMap<UnsurCode, Weight>),
}

/// Why the data make no method.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MethodError {
    /// Choose another id.
    #[error("method id {0:?} must be 1 to {METHOD_ID_BYTES_MAX} of a-z, 0-9, - and ., first a letter")]
    Id(String),
    /// Built-in ids mean the same everywhere; give the custom method an id of its own.
    #[error("method id {0:?} is built in and means something else")]
    IdTaken(String),
    /// Mend the weights.
    #[error("the weights of method {id:?} sum to {sum}, not to 1")]
    Sum {
        /// The method.
        id: String,
        /// The sum, as a fraction.
        sum: String,
    },
    /// Name at least one.
    #[error("method {0:?} has no unsur")]
    NoUnsur(String),
    /// Name each once.
    #[error("method {id:?} lists unsur {unsur} twice")]
    UnsurTwice {
        /// The method.
        id: String,
        /// What stands there twice.
        unsur: UnsurCode,
    },
    /// Weights per unsur say which unsur there are; a list beside them says it again, differently.
    #[error("method {0:?} gives weights per unsur and must leave its unsur as in the instrument")]
    ListedBesideWeights(String),
}

static BUILT_IN: LazyLock<[Method; 5]> = LazyLock::new(|| {
    [
        include_str!("../methods/exact.json"),
        include_str!("../methods/bobot-0.111.json"),
        include_str!("../methods/bobot-0.11.json"),
        include_str!("../methods/permenpan-2014.json"),
        include_str!("../methods/kepmenpan-2004.json"),
    ]
    .map(|file| {
        let parts: Parts = serde_json::from_str(file).expect("a test reads every built-in method");
        parts.check().expect("a test checks every built-in method");
        Method { parts }
    })
});

impl Method {
    /// The built-in methods, the default `exact` first.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &*BUILT_IN
    }

    /// The built-in method of that id.
    #[must_use]
    pub fn by_id(id: &str) -> Option<&'static Self> {
        Self::all().iter().find(|method| method.id() == id)
    }

    /// The default: weights of exactly 1/N, the bands of PermenPANRB 14/2017.
    #[must_use]
    pub fn exact() -> &'static Self {
        &BUILT_IN[0]
    }

    /// A method with a weight for each unsur, as a local regulation may set them.
    ///
    /// # Errors
    /// If the id is malformed or built in, there is no unsur, or the weights do not sum to exactly 1.
    pub fn custom(
        id: &str,
        name: &str,
        weights: BTreeMap<UnsurCode, Weight>,
        bands: Bands,
    ) -> Result<Self, MethodError> {
        Self::try_from(Parts {
            id: id.into(),
            name: name.into(),
            provenance: Provenance {
                status: ProvenanceStatus::Decided,
                note: String::new(),
            },
            unsur: MethodUnsur::AsInInstrument,
            weights: Weights::PerUnsur(weights),
            bands,
        })
    }

    /// The id that a published figure names.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.parts.id
    }

    /// What screens and reports call it, in Bahasa Indonesia.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.parts.name
    }

    /// Where it comes from.
    #[must_use]
    pub const fn provenance(&self) -> &Provenance {
        &self.parts.provenance
    }

    /// Which unsur it is made of.
    #[must_use]
    pub const fn unsur(&self) -> &MethodUnsur {
        &self.parts.unsur
    }

    /// Its weights.
    #[must_use]
    pub const fn weights(&self) -> &Weights {
        &self.parts.weights
    }

    /// Its bands.
    #[must_use]
    pub const fn bands(&self) -> &Bands {
        &self.parts.bands
    }
}

impl Parts {
    fn check(&self) -> Result<(), MethodError> {
        let id = || self.id.clone();
        let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.';
        let well_formed = self.id.len() <= METHOD_ID_BYTES_MAX
            && self.id.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
            && self.id.bytes().all(allowed);
        if !well_formed {
            return Err(MethodError::Id(id()));
        }
        if let MethodUnsur::Listed(listed) = &self.unsur {
            if listed.is_empty() {
                return Err(MethodError::NoUnsur(id()));
            }
            if let Some(unsur) = first_twice(listed) {
                return Err(MethodError::UnsurTwice { id: id(), unsur });
            }
        }
        if let Weights::PerUnsur(weights) = &self.weights {
            if self.unsur != MethodUnsur::AsInInstrument {
                return Err(MethodError::ListedBesideWeights(id()));
            }
            if weights.is_empty() {
                return Err(MethodError::NoUnsur(id()));
            }
            let mut sum = Sum::default();
            for weight in weights.values() {
                sum.add(weight.numerator().into(), weight.denominator().into());
            }
            if !sum.is_one() {
                return Err(MethodError::Sum {
                    id: id(),
                    sum: sum.to_string(),
                });
            }
        }
        Ok(())
    }
}

/// The first code that stands in the list a second time.
pub(crate) fn first_twice(unsur: &[UnsurCode]) -> Option<UnsurCode> {
    let twice = unsur
        .iter()
        .enumerate()
        .find(|(at, code)| unsur[..*at].contains(code));
    twice.map(|(_, code)| *code)
}

impl TryFrom<Parts> for Method {
    type Error = MethodError;

    fn try_from(parts: Parts) -> Result<Self, Self::Error> {
        parts.check()?;
        match Self::by_id(&parts.id) {
            Some(known) if known.parts != parts => Err(MethodError::IdTaken(parts.id)),
            Some(_) | None => Ok(Self { parts }),
        }
    }
}

impl From<Method> for Parts {
    fn from(method: Method) -> Self {
        method.parts
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
