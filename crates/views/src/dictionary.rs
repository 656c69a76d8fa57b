//! Short numbers for the codes that fill the rows, given in order of first appearance in the log.

use std::collections::HashMap;

/// What a code is the code of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(crate) enum Kind {
    Unit,
    Unsur,
    Service,
    Channel,
    Instrument,
    Profile,
    Admission,
    Reason,
}

/// By what the respondents of a unit are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FacetKind {
    /// The service it is about, by code.
    Service,
    /// The class of channels that it came by ([`survey::ChannelClass`]), by stored name.
    Channel,
    /// The version of the instrument, as `id@version`.
    Instrument,
    /// A profile answer, as `question=option`.
    Profile,
    /// How it was admitted, by stored name: `open` without a one-time code, `code` with one.
    Admission,
    /// A reason ticked beside a low score, as `unsur=reason`.
    Reason,
}

impl FacetKind {
    pub(crate) const fn of(kind: Kind) -> Option<Self> {
        match kind {
            Kind::Unit | Kind::Unsur => None,
            Kind::Service => Some(Self::Service),
            Kind::Channel => Some(Self::Channel),
            Kind::Instrument => Some(Self::Instrument),
            Kind::Profile => Some(Self::Profile),
            Kind::Admission => Some(Self::Admission),
            Kind::Reason => Some(Self::Reason),
        }
    }
}

impl Kind {
    const ALL: [Self; 8] = [
        Self::Unit,
        Self::Unsur,
        Self::Service,
        Self::Channel,
        Self::Instrument,
        Self::Profile,
        Self::Admission,
        Self::Reason,
    ];

    pub(crate) const fn number(self) -> u8 {
        self as u8
    }

    pub(crate) fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }
}

/// Numbers of codes, each kind counted from 0 by itself.
#[derive(Clone, Debug, Default)]
pub(crate) struct Dictionary {
    numbers: [HashMap<Box<str>, u32>; 8],
    codes: [Vec<Box<str>>; 8],
}

impl Dictionary {
    pub(crate) fn number(&self, kind: Kind, code: &str) -> Option<u32> {
        self.numbers[usize::from(kind.number())].get(code).copied()
    }

    pub(crate) fn code(&self, kind: Kind, number: u32) -> Option<&str> {
        self.codes[usize::from(kind.number())]
            .get(usize::try_from(number).ok()?)
            .map(|code| &**code)
    }

    /// How many codes of a kind have a number.
    pub(crate) fn count(&self, kind: Kind) -> u32 {
        u32::try_from(self.codes[usize::from(kind.number())].len()).unwrap_or(u32::MAX)
    }

    /// The kind of a facet, and for a profile answer its question, for a reason its unsur.
    pub(crate) fn question(&self, (kind, number): (u8, u32)) -> (FacetKind, &str) {
        let kind = Kind::from_number(kind).expect("rows hold known kinds");
        let of_it = FacetKind::of(kind).expect("rows hold facets");
        let question = match of_it {
            FacetKind::Profile | FacetKind::Reason => self
                .code(kind, number)
                .and_then(|code| code.split_once('='))
                .map_or("", |(question, _)| question),
            FacetKind::Service | FacetKind::Channel | FacetKind::Instrument | FacetKind::Admission => "",
        };
        (of_it, question)
    }

    /// The number of a code, and whether it was given just now.
    pub(crate) fn number_or_new(&mut self, kind: Kind, code: &str) -> (u32, bool) {
        if let Some(number) = self.number(kind, code) {
            return (number, false);
        }
        let codes = &mut self.codes[usize::from(kind.number())];
        let number = u32::try_from(codes.len()).expect("far fewer codes than that fit the log's limits");
        codes.push(code.into());
        self.numbers[usize::from(kind.number())].insert(code.into(), number);
        (number, true)
    }
}
