//! An invitation: as it is printed and handed over, and as whoever holds it answers it.

use askama::Template;

use super::{Shell, asset};

/// Names of the fields that the answer posts.
pub mod activation_field {
    /// The password.
    pub const PASSWORD: &str = "sandi";
    /// The password once more.
    pub const AGAIN: &str = "ulang";
    /// The code that the application shows.
    pub const CODE: &str = "kode";
}

/// An invitation on paper. It is shown this once.
#[derive(Debug, Template)]
#[template(path = "invitation.html")]
pub struct InvitationPage {
    /// The frame.
    pub shell: Shell,
    /// Whom it is for.
    pub name: String,
    /// By which name they will enter.
    pub login: String,
    /// The link, whole.
    pub address: String,
    /// The same to scan; none if it is too long.
    pub symbol_svg: Option<String>,
    /// Until when it is good, "21 September 2026".
    pub good_until: String,
}

/// Where an invitation is answered.
#[derive(Debug, Template)]
#[template(path = "activation.html")]
pub struct ActivationPage {
    /// The frame.
    pub shell: Shell,
    /// What is needed; none if the invitation is not good.
    pub invited: Option<InvitedFace>,
    /// Why nothing came of it.
    pub problem: Option<String>,
}

/// What whoever holds a good invitation sees.
#[derive(Clone, Debug)]
pub struct InvitedFace {
    /// By which name they will enter.
    pub login: String,
    /// The second factor, to scan.
    pub symbol_svg: Option<String>,
    /// The same, to type.
    pub secret: String,
}
