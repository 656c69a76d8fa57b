//! Roles, and the units over which an account holds one.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::UnitCode;

/// What somebody is there for. One account may hold several.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Petugas: enters forms from paper, prints tickets, minds the devices of the own units.
    Officer,
    /// Kepala unit: watches the index of the own subtree, acts on it, publishes it.
    UnitHead,
    /// Bagian Organisasi: does the same for everybody, and keeps the register.
    BagianOrganisasi,
    /// Pemeriksa: reads single answers, each reading with its purpose; changes nothing.
    Inspector,
    /// Administrator: keeps accounts and devices, and reads no single answer.
    Administrator,
}

impl Role {
    /// All of them, in the order in which people are offered them.
    pub const ALL: [Self; 5] = [
        Self::Officer,
        Self::UnitHead,
        Self::BagianOrganisasi,
        Self::Inspector,
        Self::Administrator,
    ];

    /// The stored name, which forms and commands take, too.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Officer => "officer",
            Self::UnitHead => "unit_head",
            Self::BagianOrganisasi => "bagian_organisasi",
            Self::Inspector => "inspector",
            Self::Administrator => "administrator",
        }
    }

    /// What people call it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Officer => "Petugas",
            Self::UnitHead => "Kepala unit",
            Self::BagianOrganisasi => "Bagian Organisasi",
            Self::Inspector => "Pemeriksa",
            Self::Administrator => "Administrator",
        }
    }

    /// The role of a stored name.
    #[must_use]
    pub fn from_stored(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// Which units the role is held over: one subtree, or also all of them.
    pub(super) const fn reach(self) -> Reach {
        match self {
            Self::Officer | Self::UnitHead => Reach::OneSubtree,
            Self::BagianOrganisasi | Self::Inspector => Reach::SubtreeOrAll,
            Self::Administrator => Reach::All,
        }
    }
}

/// What people call it.
impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

/// Which units a role can be held over.
pub(super) enum Reach {
    /// A unit and everything below it.
    OneSubtree,
    /// The same, or everything.
    SubtreeOrAll,
    /// Everything.
    All,
}

/// A role over some units.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// The unit with everything below it; `None` for all units.
    pub unit: Option<UnitCode>,
}
