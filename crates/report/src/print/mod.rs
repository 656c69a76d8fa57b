//! What goes onto paper: posters with the QR code of a survey, and sheets of tickets with one-time codes.
//!
//! A page is laid out once, in micrometres, and drawn as SVG or as PDF, so that both say and look the same.

mod face;
mod pdf;
mod picture;
mod poster;
mod qr;
mod results;
mod sheet;
mod svg;
mod symbol;
mod tickets;

pub use face::font_files;
pub use picture::{PICTURE_SIDE_PX_MAX, Picture, PictureError};
pub use poster::{Poster, PosterSize};
pub use qr::{QR_VERSION_MAX, QrTooLong};
pub use results::ResultsPoster;
pub use sheet::Sheet;
pub use symbol::{symbol_near_svg, symbol_svg};
pub use tickets::{TICKETS_PER_SHEET, Tickets};
