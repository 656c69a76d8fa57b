//! From figures to pages: what `app` knows, in the words and numbers of people.

mod accounts;
mod dasbor;
mod dasbor_unit;
mod devices;
mod documents;
mod face;
mod figure;
mod hasil;
mod log;
mod paper;
mod period;
mod poster;
mod publish;
mod trend;
mod unit_tokens;
pub(crate) mod words;

pub(crate) use accounts::{account_page, activation_page, invitation_page, own_account_page};
pub(crate) use dasbor::dasbor_page;
pub(crate) use dasbor_unit::{dasbor_unit_page, live_count};
pub(crate) use devices::devices_page;
pub(crate) use documents::{asked_publication, documents_page, file_name, rekap};
pub(crate) use face::survey_face;
pub(crate) use hasil::hasil_page;
pub(crate) use log::log_page;
pub(crate) use paper::{PaperAsked, blank_form_page, paper_page, stack_survey};
pub(crate) use poster::{poster_of, poster_page, size_of};
pub use poster::{ticket_sheets, tickets_csv};
pub(crate) use publish::{PublishAsked, publish_page};
pub(crate) use unit_tokens::unit_tokens_page;
pub(crate) use words::count;
