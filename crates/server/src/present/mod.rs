//! From figures to pages: what `app` knows, in the words and numbers of people.

mod accounts;
mod acting;
mod alerts;
mod closed;
mod comments;
mod comparison;
mod completeness;
mod dasbor;
mod dasbor_unit;
mod devices;
mod documents;
mod face;
mod feed;
mod figure;
mod groups;
mod hasil;
mod inspeksi;
mod log;
mod paper;
mod period;
mod poster;
mod publish;
mod recap;
mod service_event;
mod trend;
mod unit_tokens;
pub(crate) mod words;

pub(crate) use accounts::{account_page, activation_page, invitation_page, own_account_page};
pub(crate) use acting::{
    bulk_said, checklist_page, complaints_page, follow_ups_page, holidays_page, service_events_page,
    structure_page, surveys_page,
};
pub(crate) use closed::onward;
pub(crate) use comments::comments_page;
pub(crate) use comparison::comparison_page;
pub(crate) use dasbor::dasbor_page;
pub(crate) use dasbor_unit::{Asked, dasbor_unit_page, trend_csv};
pub(crate) use devices::devices_page;
pub(crate) use documents::{asked_publication, documents_page, file_name, rekap};
pub(crate) use face::survey_face;
pub(crate) use feed::{alerts_page, feed};
pub(crate) use hasil::hasil_page;
pub(crate) use inspeksi::{
    Inspected, baris_page, inspeksi_page, inspeksi_unit_page, pembacaan_page, pola_page, usulan_page,
};
pub(crate) use log::log_page;
pub(crate) use paper::{PaperAsked, blank_form_page, paper_page, stack_survey};
pub(crate) use period::chosen;
pub(crate) use poster::{PosterAsked, Press, every_poster, poster_of, poster_page, size_of};
pub use poster::{ticket_sheets, tickets_csv};
pub(crate) use publish::{PublishAsked, publish_page};
pub(crate) use recap::{recap_csv, recap_page};
pub(crate) use service_event::service_event_page;
pub(crate) use unit_tokens::unit_tokens_page;
pub(crate) use words::count;
