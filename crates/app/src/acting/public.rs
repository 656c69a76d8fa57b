//! What the public may read of what a unit did: follow-ups that are done, complaints that were answered. Only texts that
//! were written for it.

use jiff::civil::Date;
use survey::UnitCode;

use crate::{App, AppError, limits::PUBLIC_ACTS_MAX};

/// Something that is better now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mended {
    /// The day.
    pub on: Date,
    /// What it was about: the unsur of a follow-up; of a complaint, what was complained of.
    pub about: MendedAbout,
    /// What is better now, or what was answered.
    pub text: String,
}

/// What something that is better now was about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MendedAbout {
    /// A follow-up of a result, to raise this unsur.
    Unsur(ikm::UnsurCode),
    /// A complaint, in words for the public.
    Complaint(String),
}

impl App {
    /// What a unit mended and answered, the last first, at most [`PUBLIC_ACTS_MAX`].
    ///
    /// # Errors
    /// If the log cannot be read.
    pub fn mended(&self, unit: &UnitCode) -> Result<Vec<Mended>, AppError> {
        let mut mended = Vec::new();
        for follow_up in self.follow_ups_told(unit)? {
            if let (Some(planned), Some(done)) = (follow_up.planned(), follow_up.completed()) {
                mended.push(Mended {
                    on: done.on,
                    about: MendedAbout::Unsur(planned.unsur),
                    text: done.outcome.clone(),
                });
            }
        }
        for complaint in self.complaints_told(unit)? {
            if let Some(answered) = complaint.answered().filter(|answered| answered.unit == *unit) {
                mended.push(Mended {
                    on: answered.on,
                    about: MendedAbout::Complaint(answered.about.clone()),
                    text: answered.answer.clone(),
                });
            }
        }
        mended.sort_by_key(|mended| std::cmp::Reverse(mended.on));
        mended.truncate(PUBLIC_ACTS_MAX);
        Ok(mended)
    }
}
