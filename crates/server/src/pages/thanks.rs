//! After Kirim: the answers are recorded.

use askama::Template;

use super::Shell;

/// A receipt that can be had.
#[derive(Clone, Debug)]
pub struct ReceiptOffer {
    /// Position in the log.
    pub position: u64,
    /// Position and hash prefix, "1204-8F3A2C91B0".
    pub code: String,
    /// Where the code is looked up, as a QR code; none where the site does not know its own address.
    pub qr_svg: Option<String>,
    /// The id that the page minted: who shows it gets the receipt.
    pub response_id: String,
}

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
    /// None on a screen that the next one sees.
    pub receipt: Option<ReceiptOffer>,
}
