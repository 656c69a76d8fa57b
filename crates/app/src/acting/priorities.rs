//! Priorities: the unsur that a unit should mend first, with what people ticked beside their low scores.
//!
//! The lowest three, as a laporan SKM has them. Where several are equally low the order of the instrument decides.

use ikm::{Nrr, UnsurCode};
use survey::Language;
use views::{FacetKind, UnitIndex};

use crate::limits::{GROUP_N_MIN, PRIORITIES};

/// One unsur to mend.
#[derive(Clone, Debug)]
pub struct Priority {
    /// Its name.
    pub name: String,
    /// Its scores: which unsur, how many, their mean.
    pub nrr: Nrr,
    /// Reasons ticked, most often first; those ticked by fewer than [`GROUP_N_MIN`] are left out.
    pub reasons: Vec<TickedReason>,
}

/// A reason that people ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TickedReason {
    /// Its words.
    pub label: String,
    /// How many ticked it.
    pub n: u64,
}

/// The unsur of an index to mend first, the lowest first; none without an index.
#[must_use]
pub fn priorities(found: &UnitIndex) -> Vec<Priority> {
    let Ok(index) = &found.index else {
        return Vec::new();
    };
    let mut lowest = index.unsur.clone();
    // Exact means, so that two that print alike still stand in order.
    lowest.sort_by(|a, b| (a.sum * b.n).cmp(&(b.sum * a.n)));
    lowest.truncate(PRIORITIES);
    let priority = |nrr: Nrr| Priority {
        name: name(found, nrr.code),
        reasons: reasons(found, nrr.code),
        nrr,
    };
    lowest.into_iter().map(priority).collect()
}

fn name(found: &UnitIndex, unsur: UnsurCode) -> String {
    let asked = found
        .instrument
        .as_ref()
        .and_then(|instrument| instrument.unsur(unsur));
    asked.map_or_else(
        || unsur.to_string(),
        |asked| asked.name.text(Language::INDONESIAN).into(),
    )
}

fn reasons(found: &UnitIndex, unsur: UnsurCode) -> Vec<TickedReason> {
    let Some(asked) = found
        .instrument
        .as_ref()
        .and_then(|instrument| instrument.unsur(unsur))
    else {
        return Vec::new();
    };
    let prefix = format!("{unsur}=");
    let mut reasons: Vec<_> = found
        .figures
        .by(FacetKind::Reason)
        .filter_map(|(value, samples)| {
            let code = value.strip_prefix(&prefix)?;
            let reason = asked.reasons.iter().find(|reason| reason.code == code)?;
            Some(TickedReason {
                label: reason.label.text(Language::INDONESIAN).into(),
                n: samples.counted().n(),
            })
        })
        .filter(|reason| reason.n >= GROUP_N_MIN)
        .collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.n));
    reasons
}
