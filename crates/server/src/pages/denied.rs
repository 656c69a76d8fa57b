//! To whoever is in and may not do what they asked for.

use askama::Template;

use super::{Shell, asset};

/// Says what is not theirs to do.
#[derive(Debug, Template)]
#[template(path = "denied.html")]
pub struct DeniedPage {
    /// The frame.
    pub shell: Shell,
    /// What they asked for, "menerbitkan hasil".
    pub action: &'static str,
}
