//! What the public may read of what a unit did: follow-ups that are done, complaints and comments that were answered.
//! Only texts that were written for it.
//!
//! An answered comment says that somebody who answered the survey said so. Where so few answered that month that their
//! figures are withheld, that would tell of few, and stays untold until more have.

use jiff::civil::Date;
use survey::{ComplaintReceived, Period, PeriodLength, Stream, UnitCode};
use views::Basis;

use crate::{
    App, AppError,
    limits::{PUBLIC_ACTS_MAX, PUBLIC_N_MIN},
};

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
    /// A comment to an answer of the survey, in words for the public.
    Comment(String),
}

/// Something done, and how it came to the unit if it was complained of.
type Done = (Mended, Option<ComplaintReceived>);

impl App {
    /// What a unit mended and answered, the last first, at most [`PUBLIC_ACTS_MAX`].
    ///
    /// # Errors
    /// If the log or the views cannot be read.
    pub fn mended(&self, unit: &UnitCode) -> Result<Vec<Mended>, AppError> {
        let mut done = self.done(unit)?;
        done.sort_by_key(|(mended, _)| std::cmp::Reverse(mended.on));
        let mut told = Vec::new();
        for (mended, received) in done {
            if told.len() == PUBLIC_ACTS_MAX {
                break;
            }
            let may_be_told = match received {
                Some(received) => self.may_be_told(&received)?,
                None => true,
            };
            told.extend(may_be_told.then_some(mended));
        }
        Ok(told)
    }

    fn done(&self, unit: &UnitCode) -> Result<Vec<Done>, AppError> {
        let mut done = Vec::new();
        for follow_up in self.follow_ups_told(unit)? {
            if let (Some(planned), Some(completed)) = (follow_up.planned(), follow_up.completed()) {
                let mended = Mended {
                    on: completed.on,
                    about: MendedAbout::Unsur(planned.unsur),
                    text: completed.outcome.clone(),
                };
                done.push((mended, None));
            }
        }
        for complaint in self.complaints_told(unit)? {
            let answered = complaint.answered().filter(|answered| answered.unit == *unit);
            if let (Some(received), Some(answered)) = (complaint.received(), answered) {
                let about = answered.about.clone();
                let mended = Mended {
                    on: answered.on,
                    about: match received.response {
                        Some(_) => MendedAbout::Comment(about),
                        None => MendedAbout::Complaint(about),
                    },
                    text: answered.answer.clone(),
                };
                done.push((mended, Some(received.clone())));
            }
        }
        Ok(done)
    }

    /// True but for a comment of a month in which few answered the unit's survey, as far as figures have advanced.
    fn may_be_told(&self, received: &ComplaintReceived) -> Result<bool, AppError> {
        let Some(response) = received.response else {
            return Ok(true);
        };
        let (response, _) = self.response(&Stream::Response(response))?;
        let Some(submitted) = response.submitted() else {
            return Ok(false);
        };
        let registry = self.registry();
        let zone = registry.unit(&submitted.unit).map(|unit| unit.zone);
        let month = submitted.occurred_at.month(zone.unwrap_or_default());
        let month = Period::containing(month, PeriodLength::Month);
        let found = self.trend(&submitted.unit, month, 1, Basis::Shown { now: self.now() })?;
        Ok(found[0].samples.counted().n() >= PUBLIC_N_MIN)
    }
}
