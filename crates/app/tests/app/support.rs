//! Short words for what many tests ask.

use app::{AppError, Look, UnitIndex};
use survey::Refusal;
use testkit::{TestApp, unit};
use views::{Basis, Samples};

/// The refusal that came instead of an answer.
pub(crate) fn refusal<T: std::fmt::Debug>(outcome: Result<T, AppError>) -> Refusal {
    match outcome {
        Err(AppError::Refused(refusal)) => refusal,
        other => panic!("not refused: {other:?}"),
    }
}

/// How many events the log holds.
pub(crate) fn size(app: &TestApp) -> u64 {
    app.log().head().size
}

/// The exact index of a unit with everything below it, as it is.
pub(crate) fn index(app: &TestApp, code: &str, period: &str) -> UnitIndex {
    index_at(app, code, period, Look::Now).unwrap()
}

/// The same from a point in history.
pub(crate) fn index_at(app: &TestApp, code: &str, period: &str, look: Look) -> Result<UnitIndex, AppError> {
    let period = period.parse().unwrap();
    app.unit_index(&unit(code), period, None, Basis::Exact, look)
}

/// How many respondents count.
pub(crate) fn counted(samples: &Samples) -> u64 {
    samples.n_counted()
}
