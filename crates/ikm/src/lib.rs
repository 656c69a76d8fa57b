//! The arithmetic of the Survei Kepuasan Masyarakat (PermenPANRB 14/2017), and nothing else.
//!
//! # Invariants
//! - Published figures are exact: integers and rationals, one rounding half up to two decimals, then the band.
//! - A missing answer is missing, never 0: an NRR divides by the filled answers.
//! - An unsur is named by its code, never by its position.
//! - Floating point only where estimates are made (`interval`, `difference`, `quantile`, `standard_error`), none of
//!   which is ever a published figure.
//! - No clock, no random number, no I/O.

mod unsur;

mod score;
mod tally;

mod number;
mod weight;

mod mutu;

mod method;

mod fraction;
mod index;

mod sampling;

mod spread;

mod quantile;
mod standard_error;

mod interval;

mod difference;

mod rank;

mod control;

pub use control::{CONTROL_POINTS_MIN, CONTROL_RUN, Control, Rule, Signal};
pub use difference::{Change, Difference};
pub use index::{Index, IndexError, Nrr, compute, mean_score, on_index_scale, weights};
pub use interval::{Interval, MutuRange};
pub use method::{
    METHOD_ID_BYTES_MAX, Method, MethodError, MethodUnsur, Provenance, ProvenanceStatus, Weights,
};
pub use mutu::{Bands, BandsError, Mutu};
pub use number::{Decimal, DecimalError, Hundredths, Thousandths};
pub use quantile::Family;
pub use rank::{RankRange, rank_ranges};
pub use sampling::sample_size;
pub use score::{Score, ScoreError};
pub use spread::{Moments, MomentsError, RESPONDENT_ANSWERS_MAX, RESPONDENT_SCALE, RespondentMean};
pub use tally::{Tallies, Tally};
pub use unsur::{UNSUR_CODE_BYTES_MAX, UnsurCode, UnsurCodeError};
pub use weight::{WEIGHT_PLACES_MAX, Weight, WeightError};
