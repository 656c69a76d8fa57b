//! `/dasbor` without a session: says that the dashboard opens with the admin link.

use askama::Template;

use super::Shell;

/// The page that stands before the dashboard.
#[derive(Debug, Template)]
#[template(path = "masuk.html")]
pub struct MasukPage {
    /// The frame.
    pub shell: Shell,
    /// A link was given, and it was wrong or replaced.
    pub refused: bool,
}
