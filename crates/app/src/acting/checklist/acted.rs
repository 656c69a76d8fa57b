//! What a unit and those below it owe of their follow-ups and complaints: whoever stands above answers for all of it.

use jiff::{ToSpan, civil::Date};
use survey::{FollowUp, Period, Timeliness, UnitCode};
use views::AsOf;

use super::{Checked, Found, Fulfilment, Requirement, checked, share};
use crate::{
    App, AppError,
    acting::{complaints_as_of, follow_ups_as_of},
};

/// Follow-ups, counted.
#[derive(Default)]
struct FollowUps {
    /// Those that answer a result of the last year.
    planned: u64,
    /// Those that are done, or should be.
    due: u64,
    /// Of these, those that are done.
    done: u64,
    /// Those of a published result of the last year that are done, or should be a month after the report.
    reported: u64,
    /// Of these, those that were done within it.
    prompt: u64,
}

impl App {
    pub(super) fn acted_checks(
        &self,
        unit: &UnitCode,
        since: Period,
        today: Date,
    ) -> Result<[Checked; 4], AppError> {
        let registry = self.registry();
        let (reading, now) = (self.reading(), AsOf(u64::MAX));
        let mut counted = FollowUps::default();
        let (mut in_time, mut judged) = (0, 0);
        for (_, of_it) in registry.subtree(unit) {
            let follow_ups = follow_ups_as_of(reading, &of_it.code, now)?;
            if !follow_ups.is_empty() {
                let reports = self.first_reports(&of_it.code)?;
                for follow_up in &follow_ups {
                    counted.count(follow_up, &reports, since, today);
                }
            }
            for complaint in complaints_as_of(reading, &of_it.code, now)? {
                // One that was forwarded is listed at both, and belongs to the one that has it.
                if complaint.unit() != Some(&of_it.code) {
                    continue;
                }
                match complaint.timeliness(&registry, today) {
                    Timeliness::InTime => {
                        in_time += 1;
                        judged += 1;
                    }
                    Timeliness::Late => judged += 1,
                    Timeliness::Pending => {}
                }
            }
        }
        let planned = match counted.planned {
            0 => checked(Requirement::Planned, Fulfilment::Missing, Found::Nothing),
            plans => checked(Requirement::Planned, Fulfilment::Met, Found::Count(plans)),
        };
        Ok([
            planned,
            share(Requirement::FollowedUp, counted.done, counted.due),
            share(Requirement::Prompt, counted.prompt, counted.reported),
            share(Requirement::Complaints, in_time, judged),
        ])
    }

    /// The day on which the result of each period of a unit was first published.
    fn first_reports(&self, unit: &UnitCode) -> Result<Vec<(Period, Date)>, AppError> {
        let zone = self
            .registry()
            .unit(unit)
            .map(|unit| unit.zone)
            .unwrap_or_default();
        let mut reports: Vec<(Period, Date)> = Vec::new();
        for published in self.results(unit)? {
            let period = published.result.period;
            if reports.iter().all(|(known, _)| *known != period) {
                reports.push((period, zone.wall_clock(published.recorded_at).date()));
            }
        }
        Ok(reports)
    }
}

impl FollowUps {
    fn count(&mut self, follow_up: &FollowUp, reports: &[(Period, Date)], since: Period, today: Date) {
        let Some(planned) = follow_up.planned() else {
            return;
        };
        let recent = planned.period.last() >= since.first();
        let completed = follow_up.completed();
        self.planned += u64::from(recent);
        if completed.is_some() || planned.due.last_day() < today {
            self.due += 1;
            self.done += u64::from(completed.is_some());
        }
        let report = reports.iter().find(|(period, _)| *period == planned.period);
        let Some((_, reported)) = report.filter(|_| recent) else {
            return;
        };
        let within = reported.saturating_add(1.month());
        if completed.is_some() || within < today {
            self.reported += 1;
            self.prompt += u64::from(completed.is_some_and(|completed| completed.on <= within));
        }
    }
}
