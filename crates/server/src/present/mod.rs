//! From figures to pages: what `app` knows, in the words and numbers of people.

mod accounts;
mod dasbor;
mod dasbor_unit;
mod devices;
mod face;
mod figure;
mod hasil;
mod inspeksi;
mod log;
mod paper;
mod period;
mod poster;
mod trend;
mod unit_tokens;
mod withhold;
pub(crate) mod words;

pub(crate) use accounts::{account_page, activation_page, invitation_page, own_account_page};
pub(crate) use dasbor::dasbor_page;
pub(crate) use dasbor_unit::{dasbor_unit_page, live_count};
pub(crate) use devices::devices_page;
pub(crate) use face::survey_face;
pub(crate) use hasil::hasil_page;
pub(crate) use inspeksi::{Asked, baris_page, inspeksi_page, inspeksi_unit_page, pola_page, usulan_page};
pub(crate) use log::log_page;
pub(crate) use paper::{PaperAsked, blank_form_page, paper_page, stack_survey};
pub(crate) use poster::{poster_of, poster_page, size_of};
pub use poster::{ticket_sheets, tickets_csv};
pub(crate) use unit_tokens::unit_tokens_page;
pub(crate) use words::count;
