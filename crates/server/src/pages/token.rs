//! `/k`: where a one-time code is typed in.

use askama::Template;

use super::{Shell, Words};

/// Where a one-time code is typed in; also what a survey that asks for one shows first.
#[derive(Debug, Template)]
#[template(path = "token.html")]
pub struct TokenPage {
    /// The frame.
    pub shell: Shell,
    /// The unit whose survey asks for a code; none where any code will do.
    pub unit_name: Option<String>,
    /// What was typed and is no code that was issued.
    pub unknown: Option<String>,
}

impl TokenPage {
    fn other_languages(&self) -> impl Iterator<Item = &'static Words> {
        Words::all()
            .iter()
            .filter(|words| words.language() != self.shell.lang())
    }
}
