//! `/kios/daftar`: what a device shows that asks to be taken in.

use askama::Template;

use super::{Shell, asset};

/// How it stands with the device.
#[derive(Clone, Debug)]
pub enum PairingFace {
    /// Nobody knows it yet.
    Unknown,
    /// It asked too long ago.
    Late,
    /// It asks, and shows a code.
    Waiting {
        /// "4F7K-9QX2".
        code: String,
        /// The code as an address for the officer's phone; none if that is too long for a symbol.
        symbol_svg: Option<String>,
    },
    /// It is taken in.
    Enrolled {
        /// Its own code.
        code: String,
        /// Where it stands.
        desk: String,
        /// What it asks.
        survey: String,
    },
    /// It was taken in once.
    Revoked {
        /// Its own code.
        code: String,
        /// Where it stood.
        desk: String,
    },
}

/// The page of a device that is not a kiosk yet.
#[derive(Debug, Template)]
#[template(path = "pairing.html")]
pub struct PairingPage {
    /// The frame.
    pub shell: Shell,
    /// How it stands.
    pub face: PairingFace,
}
