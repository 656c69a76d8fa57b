//! What somebody should look at: a flag on the control chart, a fallen letter, too few answers before the period ends,
//! a kiosk that is silent, follow-ups and complaints past their day, proposals that wait for a second person.
//!
//! Computed anew from the figures whenever somebody looks; nothing is stored, so nothing can be overlooked or outdated.
//! An alert says no more than the figures that its reader may see.

use std::{collections::BTreeMap, sync::Arc};

use app::{KnownProposal, PeriodIndex, Reminders, limits::RELIABLE_N_MIN, share_of_year};
use ikm::{Change, Family};
use jiff::{Timestamp, civil::Date};
use report::Trend;
use survey::{Device, Period, Registry, Unit, UnitCode};

use crate::{
    limits::{ALERT_BEFORE_END, DEVICE_ALERT_AFTER},
    pages::{AlertKind, AlertLine},
    presence::Presence,
    present::{figure::difference, words},
};

/// What a unit's alerts are made of.
pub(super) struct Watched<'a> {
    pub(super) unit: &'a Unit,
    /// By month, whatever the page shows; none where it is known to be calm.
    pub(super) trend: Option<&'a Trend>,
    /// The last quarters, oldest first; the last one may still run.
    pub(super) quarters: &'a [Arc<PeriodIndex>],
    /// Respondents a year that the sampling rule asks for, if the population is known.
    pub(super) target: Option<u64>,
    pub(super) now: Timestamp,
}

impl Watched<'_> {
    /// The alerts of the unit's figures.
    pub(super) fn alerts(&self) -> Vec<AlertLine> {
        [self.flag(), self.letter(), self.few()]
            .into_iter()
            .flatten()
            .collect()
    }

    fn alert(&self, kind: AlertKind, key: String, text: String) -> AlertLine {
        AlertLine {
            kind,
            unit_code: self.unit.code.to_string(),
            unit_name: self.unit.name.clone(),
            key,
            text,
            since: None,
        }
    }

    /// The last month that is over says more than noise.
    fn flag(&self) -> Option<AlertLine> {
        let (month, text) = self.trend?.flag()?;
        Some(self.alert(AlertKind::Flag, month.to_owned(), text))
    }

    /// The letter of the last quarter that is over is worse than that of the one before.
    fn letter(&self) -> Option<AlertLine> {
        let over = |quarter: &&Arc<PeriodIndex>| self.now >= quarter.period.last().end(self.unit.zone);
        let reliable = |quarter: &&Arc<PeriodIndex>| quarter.samples.n_counted() >= RELIABLE_N_MIN;
        let mut ended = self.quarters.iter().rev().filter(over);
        let (after, before) = (ended.next().filter(reliable)?, ended.next().filter(reliable)?);
        let (was, is) = (before.index.as_ref().ok()?.mutu, after.index.as_ref().ok()?.mutu);
        if is <= was {
            return None;
        }
        let real =
            difference(Family::ONE, before, after).is_some_and(|found| found.verdict() == Change::Down);
        let real = if real {
            "Indeksnya turun nyata."
        } else {
            "Perubahan indeksnya masih dapat terjadi karena kebetulan."
        };
        let period = words::period(after.period);
        let text = format!("Mutu turun dari {was} ke {is} pada {period}. {real}");
        Some(self.alert(AlertKind::Letter, after.period.to_string(), text))
    }

    /// The quarter ends soon and has too few answers.
    fn few(&self) -> Option<AlertLine> {
        // Nobody can be asked any more.
        if self.unit.closed {
            return None;
        }
        let quarter = self.quarters.last()?;
        let end = quarter.period.last().end(self.unit.zone);
        let left = end.duration_since(self.now);
        if left.is_negative() || left > ALERT_BEFORE_END {
            return None;
        }
        let (n, wanted) = (quarter.samples.n_counted(), wanted(self.target, quarter.period));
        if n >= wanted {
            return None;
        }
        let (n, wanted) = (words::count(n), words::count(wanted));
        let text = format!(
            "{} berakhir {} lagi; baru {n} dari {wanted} jawaban.",
            words::period(quarter.period),
            words::duration(left)
        );
        Some(self.alert(AlertKind::Few, quarter.period.to_string(), text))
    }
}

/// A period's share of the yearly target, and no less than an index needs to be relied on.
fn wanted(target: Option<u64>, period: Period) -> u64 {
    let share = target.map_or(0, |target| share_of_year(target, period));
    share.max(RELIABLE_N_MIN)
}

/// The kiosks that are silent, of the units that `concerns`.
pub(super) fn silent_devices(
    registry: &Registry,
    presence: &Presence,
    now: Timestamp,
    concerns: impl Fn(&Device) -> bool,
) -> Vec<AlertLine> {
    let devices = registry.devices().into_iter();
    let asks = |device: &Device| {
        let survey = registry.survey(&device.enrolled.survey);
        survey.is_some_and(|survey| survey.closed_at.is_none())
    };
    let in_use = devices.filter(|device| device.revoked_at.is_none() && asks(device) && concerns(device));
    let alert = |device: &Device| {
        let seen = presence.of(device.code()).map(|beat| beat.seen_at);
        // Of one that never spoke nothing is known before it was enrolled, or before anybody listened.
        let since = seen.unwrap_or_else(|| device.enrolled_at.max(presence.listening_since()));
        let silence = now.duration_since(since);
        let said = match seen {
            None => format!("belum pernah terlihat dalam {}", words::duration(silence)),
            Some(_) => format!("tidak terlihat sejak {} lalu", words::duration(silence)),
        };
        let unit = registry.unit(&device.enrolled.unit);
        let zone = unit.map(|unit| unit.zone).unwrap_or_default();
        (silence > DEVICE_ALERT_AFTER).then(|| AlertLine {
            kind: AlertKind::Silent,
            unit_code: device.enrolled.unit.to_string(),
            unit_name: unit.map_or_else(|| device.enrolled.unit.to_string(), |unit| unit.name.clone()),
            key: device.code().to_string(),
            text: format!("Kios {} {said}.", device.enrolled.desk),
            since: Some(zone.wall_clock(since).date()),
        })
    };
    in_use.filter_map(alert).collect()
}

/// The proposals that wait, of the units where the reader decides.
pub(super) fn waiting(
    registry: &Registry,
    proposals: &[KnownProposal],
    decides: impl Fn(&UnitCode) -> bool,
) -> Vec<AlertLine> {
    let mut waiting: BTreeMap<&UnitCode, Vec<&KnownProposal>> = BTreeMap::new();
    for known in proposals {
        let of = &known.proposal.proposed.unit;
        if known.proposal.decided.is_none() && decides(of) {
            waiting.entry(of).or_default().push(known);
        }
    }
    let line = |(unit, known): (&UnitCode, Vec<&KnownProposal>)| AlertLine {
        kind: AlertKind::Proposal,
        unit_code: unit.to_string(),
        unit_name: registry
            .unit(unit)
            .map_or_else(|| unit.to_string(), |unit| unit.name.clone()),
        key: known
            .last()
            .map_or_else(String::new, |newest| newest.position.to_string()),
        text: format!(
            "{} usulan tentang jawaban atau teks menunggu putusan orang kedua.",
            words::count(known.len() as u64)
        ),
        since: None,
    };
    waiting.into_iter().map(line).collect()
}

/// What a unit itself is late with, or soon would be.
pub(super) fn owed(unit: &Unit, reminders: &Reminders) -> Vec<AlertLine> {
    let lines = [
        (
            AlertKind::FollowUp,
            reminders.overdue,
            reminders.overdue_since,
            "rencana tindak lanjut lewat triwulannya; tenggat yang terlama",
        ),
        (
            AlertKind::Complaint,
            reminders.late_complaints,
            reminders.late_since,
            "pengaduan lewat hari kerja SP4N-LAPOR!; tenggat yang terlama",
        ),
        (
            AlertKind::FollowUpDue,
            reminders.due,
            reminders.due_first,
            "rencana tindak lanjut belum selesai; tenggat yang terdekat",
        ),
        (
            AlertKind::ComplaintDue,
            reminders.due_complaints,
            reminders.due_complaints_first,
            "pengaduan menunggu tindakan; tenggat yang terdekat",
        ),
    ];
    let line = |(kind, count, since, what): (AlertKind, u64, Option<Date>, &str)| {
        let since = since?;
        Some(AlertLine {
            kind,
            unit_code: unit.code.to_string(),
            unit_name: unit.name.clone(),
            // One more, or another day, is news.
            key: format!("{since}-{count}"),
            text: format!("{} {what} {}.", words::count(count), words::date(since)),
            since: Some(since),
        })
    };
    lines.into_iter().filter_map(line).collect()
}
