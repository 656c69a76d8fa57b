//! The index: tallies and a method in, the IKM with its NRRs and its letter out.

use serde::Serialize;

use crate::{
    Hundredths, Method, MethodUnsur, Mutu, Tallies, Thousandths, UnsurCode, Weight, Weights, fraction::Sum,
    method::first_twice,
};

/// An index with everything that is printed beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Index {
    /// Id of the method.
    pub method: String,
    /// Number of respondents.
    pub n: u64,
    /// The unsur in the order asked for.
    pub unsur: Vec<Nrr>,
    /// The index: 25 times the weighted mean score, rounded half up once.
    pub ikm: Hundredths,
    /// The letter of the rounded index.
    pub mutu: Mutu,
    /// The label of the letter.
    pub kinerja: &'static str,
}

/// NRR, nilai rata-rata: the mean score of one unsur.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Nrr {
    /// The unsur.
    pub code: UnsurCode,
    /// Number of filled answers.
    pub n: u64,
    /// Sum of their scores.
    pub sum: u64,
    /// `sum / n`, 1.00 to 4.00, rounded half up; the index is made of the exact one.
    pub nrr: Hundredths,
    /// The same with three places, as reports print it.
    pub nrr_3: Thousandths,
    /// NRR tertimbang: the exact NRR times its weight, rounded half up.
    pub tertimbang: Thousandths,
}

impl Nrr {
    /// The exact NRR on the scale of the index: 25 times it, rounded half up once.
    #[must_use]
    pub fn value(&self) -> Hundredths {
        on_index_scale(self.sum, self.n)
    }
}

/// The mean of `n` scores that sum to `sum`, rounded half up; zero without scores.
#[must_use]
pub fn mean_score(sum: u64, n: u64) -> Hundredths {
    Hundredths::round(sum.into(), n.max(1).into())
}

/// The mean of `n` scores that sum to `sum`, on the scale of the index: 25 times it, rounded half up once.
#[must_use]
pub fn on_index_scale(sum: u64, n: u64) -> Hundredths {
    Hundredths::round(u128::from(sum) * 25, n.max(1).into())
}

/// Why there is no index.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IndexError {
    /// Ask for at least one unsur.
    #[error("an index needs at least one unsur")]
    NoUnsur,
    /// Ask for each unsur once.
    #[error("unsur {0} is asked for twice")]
    UnsurTwice(UnsurCode),
    /// A missing answer is not 0 and an index without the unsur would be another index: wait for answers.
    #[error("nobody has answered {}, so there is no index yet", list(.0))]
    Unanswered(Vec<UnsurCode>),
    /// The tallies and the number of respondents come from different books.
    #[error("unsur {unsur} has {answers} answers from {respondents} respondents")]
    MoreAnswersThanRespondents {
        /// The unsur.
        unsur: UnsurCode,
        /// Its filled answers.
        answers: u64,
        /// The respondents said to have given them.
        respondents: u64,
    },
    /// Choose a method for this instrument, or an instrument for this method.
    #[error("method {method:?} lacks in the instrument: [{}]; does not know: [{}]", list(.missing), list(.unknown))]
    OtherUnsur {
        /// The method.
        method: String,
        /// What the method needs and the instrument does not ask.
        missing: Vec<UnsurCode>,
        /// What the instrument asks and the method has no weight for.
        unknown: Vec<UnsurCode>,
    },
    /// The weight was rounded for another number of unsur; use `exact`.
    #[error("method {method:?} is for {expected} unsur, the instrument has {actual}")]
    UnsurCount {
        /// The method.
        method: String,
        /// How many it is for.
        expected: u32,
        /// How many were asked for.
        actual: usize,
    },
}

fn list(codes: &[UnsurCode]) -> String {
    let codes: Vec<_> = codes.iter().map(UnsurCode::as_str).collect();
    codes.join(", ")
}

/// Computes the index of `n` respondents over `unsur`, in the order of the instrument.
///
/// Each NRR divides by the answers that were filled. Answers to unsur that are not asked for do not count.
///
/// # Errors
/// See [`IndexError`]; foremost, an unsur that nobody answered.
pub fn compute(method: &Method, unsur: &[UnsurCode], tallies: &Tallies, n: u64) -> Result<Index, IndexError> {
    let weights = weights(method, unsur)?;
    let mut nrrs = Vec::with_capacity(unsur.len());
    let mut unanswered = Vec::new();
    let mut skm = Sum::default();
    for (&code, weight) in unsur.iter().zip(weights) {
        let tally = tallies.get(code);
        let (count, sum) = (tally.count(), tally.sum());
        if count == 0 {
            unanswered.push(code);
            continue;
        }
        if count > n {
            return Err(IndexError::MoreAnswersThanRespondents {
                unsur: code,
                answers: count,
                respondents: n,
            });
        }
        let above = u128::from(sum) * u128::from(weight.numerator());
        let below = u128::from(count) * u128::from(weight.denominator());
        skm.add(above, below);
        nrrs.push(Nrr {
            code,
            n: count,
            sum,
            nrr: Hundredths::round(sum.into(), count.into()),
            nrr_3: Thousandths::round(sum.into(), count.into()),
            tertimbang: Thousandths::round(above, below),
        });
    }
    if !unanswered.is_empty() {
        return Err(IndexError::Unanswered(unanswered));
    }
    let ikm = Hundredths::round_big(&(skm.numerator() * 25u32), skm.denominator());
    let mutu = method.bands().classify(ikm);
    Ok(Index {
        method: method.id().into(),
        n,
        unsur: nrrs,
        ikm,
        mutu,
        kinerja: mutu.kinerja(),
    })
}

/// The weight of each unsur by a method, in the order given.
///
/// # Errors
/// If the method is for other unsur; see [`IndexError`].
pub fn weights(method: &Method, unsur: &[UnsurCode]) -> Result<Vec<Weight>, IndexError> {
    if unsur.is_empty() {
        return Err(IndexError::NoUnsur);
    }
    if let Some(code) = first_twice(unsur) {
        return Err(IndexError::UnsurTwice(code));
    }
    if let MethodUnsur::Listed(listed) = method.unsur() {
        same_unsur(method, listed, unsur)?;
    }
    match method.weights() {
        Weights::Equal => {
            let count = u32::try_from(unsur.len()).expect("no instrument has so many unsur");
            Ok(vec![Weight::one_of(count); unsur.len()])
        }
        Weights::Fixed { weight, unsur_count } => {
            if u32::try_from(unsur.len()) != Ok(*unsur_count) {
                return Err(IndexError::UnsurCount {
                    method: method.id().into(),
                    expected: *unsur_count,
                    actual: unsur.len(),
                });
            }
            Ok(vec![*weight; unsur.len()])
        }
        Weights::PerUnsur(weights) => {
            let known: Vec<_> = weights.keys().copied().collect();
            same_unsur(method, &known, unsur)?;
            Ok(unsur.iter().map(|code| weights[code]).collect())
        }
    }
}

fn same_unsur(method: &Method, known: &[UnsurCode], asked: &[UnsurCode]) -> Result<(), IndexError> {
    let lacking = |all: &[UnsurCode], some: &[UnsurCode]| -> Vec<_> {
        all.iter().filter(|code| !some.contains(code)).copied().collect()
    };
    let (missing, unknown) = (lacking(known, asked), lacking(asked, known));
    if missing.is_empty() && unknown.is_empty() {
        return Ok(());
    }
    Err(IndexError::OtherUnsur {
        method: method.id().into(),
        missing,
        unknown,
    })
}
