//! From figures to pages: what `app` knows, in the words and numbers of people.

mod dasbor;
mod dasbor_unit;
mod face;
mod figure;
mod hasil;
mod log;
mod period;
mod trend;
mod withhold;
pub(crate) mod words;

pub(crate) use dasbor::dasbor_page;
pub(crate) use dasbor_unit::{dasbor_unit_page, live_count};
pub(crate) use face::survey_face;
pub(crate) use hasil::hasil_page;
pub(crate) use log::log_page;
