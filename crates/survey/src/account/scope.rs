//! The units in which somebody may do something.

use std::collections::BTreeSet;

use crate::{Registry, Unit, UnitCode};

/// All units, or some subtrees of them. A unit that moves takes its place in the scope along.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Every unit, also those to come.
    Everything,
    /// Each of these with everything below it; none for nothing.
    Subtrees(BTreeSet<UnitCode>),
}

impl Scope {
    /// True if no unit is in it, whatever there is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Subtrees(roots) if roots.is_empty())
    }

    /// True if a unit that exists is in it.
    #[must_use]
    pub fn holds(&self, registry: &Registry, unit: &UnitCode) -> bool {
        let Some(found) = registry.unit(unit) else {
            return false;
        };
        match self {
            Self::Everything => true,
            Self::Subtrees(roots) => std::iter::once(found)
                .chain(registry.ancestors(unit))
                .any(|unit| roots.contains(&unit.code)),
        }
    }

    /// Its units with their depth below the topmost of them, parents before children.
    #[must_use]
    pub fn tree<'a>(&self, registry: &'a Registry) -> Vec<(usize, &'a Unit)> {
        let Self::Subtrees(roots) = self else {
            return registry.tree();
        };
        let is_topmost = |unit: &&&Unit| {
            !registry
                .ancestors(&unit.code)
                .any(|above| roots.contains(&above.code))
        };
        let units = registry.units();
        let named = units.iter().filter(|unit| roots.contains(&unit.code));
        named
            .filter(is_topmost)
            .flat_map(|unit| registry.subtree(&unit.code))
            .collect()
    }
}
