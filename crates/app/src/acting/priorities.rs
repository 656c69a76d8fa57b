//! Priorities: the unsur that a unit should mend first, with what people ticked beside their low scores.
//!
//! The lowest three, as a laporan SKM has them. Where several are equally low the order of the instrument decides.

use ikm::{Nrr, UnsurCode};
use survey::Language;
use views::{FacetKind, Groups, UnitIndex};

use crate::{limits::PRIORITIES, seen_by_staff};

/// One unsur to mend.
#[derive(Clone, Debug)]
pub struct Priority {
    /// Its name.
    pub name: String,
    /// Its scores: which unsur, how many, their mean.
    pub nrr: Nrr,
    /// Reasons ticked, most often first, as far as they may be shown.
    pub reasons: Vec<TickedReason>,
}

/// A reason that people ticked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TickedReason {
    /// Its words.
    pub label: String,
    /// How many ticked it, in months where it may be shown.
    pub n: u64,
    /// Whether more ticked it in months where too few did.
    pub at_least: bool,
}

/// The unsur of an index to mend first, the lowest first, with what the groups of the same period tell; none without an
/// index that staff may see.
#[must_use]
pub fn priorities(found: &UnitIndex, groups: &Groups) -> Vec<Priority> {
    let Some(index) = seen_by_staff(&found.index) else {
        return Vec::new();
    };
    let mut lowest = index.unsur.clone();
    // Exact means, so that two that print alike still stand in order.
    lowest.sort_by(|a, b| (a.sum * b.n).cmp(&(b.sum * a.n)));
    lowest.truncate(PRIORITIES);
    let priority = |nrr: Nrr| Priority {
        name: name(found, nrr.code),
        reasons: reasons(found, groups, nrr.code),
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

fn reasons(found: &UnitIndex, groups: &Groups, unsur: UnsurCode) -> Vec<TickedReason> {
    let Some(asked) = found
        .instrument
        .as_ref()
        .and_then(|instrument| instrument.unsur(unsur))
    else {
        return Vec::new();
    };
    let prefix = format!("{unsur}=");
    let mut reasons: Vec<_> = groups
        .by(FacetKind::Reason)
        .filter_map(|(value, group)| {
            let code = value.strip_prefix(&prefix)?;
            let reason = asked.reasons.iter().find(|reason| reason.code == code)?;
            Some(TickedReason {
                label: reason.label.text(Language::INDONESIAN).into(),
                n: group.samples.n_counted(),
                at_least: group.partly,
            })
        })
        .filter(|reason| reason.n > 0)
        .collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.n));
    reasons
}
