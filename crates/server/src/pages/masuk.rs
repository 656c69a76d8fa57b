//! `/masuk`: where staff enter.

use askama::Template;

use super::{Shell, asset};

/// Names of the fields that the form posts.
pub mod masuk_field {
    /// The login name.
    pub const LOGIN: &str = "nama";
    /// The password.
    pub const PASSWORD: &str = "sandi";
    /// The code of the second factor.
    pub const CODE: &str = "kode";
}

/// The page that stands before the dashboard.
#[derive(Debug, Template)]
#[template(path = "masuk.html")]
pub struct MasukPage {
    /// The frame.
    pub shell: Shell,
    /// The login name that was typed.
    pub login: String,
    /// The page of staff that they were on the way to.
    pub way_back: Option<String>,
    /// Why nobody was let in.
    pub problem: Option<String>,
}
