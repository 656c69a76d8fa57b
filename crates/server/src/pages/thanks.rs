//! After Kirim: the answers are recorded.

use askama::Template;

use super::Shell;

/// The thank-you page. Show it only after the append is synced.
#[derive(Debug, Template)]
#[template(path = "thanks.html")]
pub struct ThanksPage {
    /// The frame.
    pub shell: Shell,
    /// Name of the draft that the browser kept, and may forget.
    pub draft: String,
    /// Code of the unit, for the link to its results.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// The same answers had been recorded before: these did not count twice.
    pub again: bool,
    /// False where the survey asks for a one-time code and none came: these answers are kept and do not count.
    pub counted: bool,
    /// Position in the log, and the code to note, "202114-8F3A2C91B0"; none on a screen that the next one sees.
    pub receipt: Option<(u64, String)>,
}
