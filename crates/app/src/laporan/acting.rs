//! What a unit did beside asking. What happened to the service in the period stands beside the figures and is frozen with
//! them; what was done about them is told up to the day on which somebody asks: nobody plans before they know.

use std::collections::BTreeMap;

use documents::{Acted, Announced, InstrumentFace, Pengaduan, TindakLanjut, words};
use eventlog::{Position, Tag};
use jiff::{
    Timestamp,
    civil::{Date, date},
};
use survey::{
    Complaint, Event, FollowUp, FollowUpPlanned, FollowUpStanding, Month, Period, Proof, Registry,
    ResultAnnounced, Timeliness, Unit, UnitCode, unit_tag,
};
use views::{AsOf, PublishedResult};

use crate::{
    App, AppError,
    acting::{complaints_as_of, follow_ups_as_of, service_events_as_of},
    app::decode,
    laporan::{Publications, overlap::holds},
    limits::EVENTS_AT_ONCE,
};

/// Up to where a report tells what a unit did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToldUpTo {
    /// How many events of the log it is made of.
    pub as_of: AsOf,
    /// When that is: what is late is late by then.
    pub at: Timestamp,
}

impl App {
    /// Everything that is known by now.
    #[must_use]
    pub fn told_up_to_now(&self) -> ToldUpTo {
        ToldUpTo {
            as_of: self.progress(),
            at: self.now(),
        }
    }
}

impl Publications<'_> {
    /// What the unit of a publication did about it; `registry` is the one of the publication, whose units it is of.
    pub(super) fn acted(
        &self,
        registry: &Registry,
        this: &PublishedResult,
        asked: &InstrumentFace,
        told: ToldUpTo,
    ) -> Result<Acted, AppError> {
        let (unit, period) = (&this.result.unit, this.result.period);
        let zone = registry.unit(unit).map(|unit| unit.zone).unwrap_or_default();
        let today = zone.wall_clock(told.at).date();
        let all = follow_ups_as_of(self.reading, unit, told.as_of)?;
        let lines = |wanted: &dyn Fn(FollowUpStanding, &FollowUpPlanned) -> bool| {
            // The newest plan comes first there; a report tells them in order.
            let planned = all.iter().rev().filter_map(|follow_up| {
                let (planned, standing) = (follow_up.planned()?, follow_up.standing(today)?);
                wanted(standing, planned).then(|| line(planned, asked, progress(follow_up, standing)))
            });
            planned.collect()
        };
        Ok(Acted {
            on: today,
            log_size: told.as_of.0,
            announced: self.announced(unit, period, told.as_of)?,
            follow_ups: lines(&|standing, planned| {
                standing != FollowUpStanding::Cancelled && holds(period, planned.period)
            }),
            previous_follow_ups: lines(&|standing, planned| {
                let owed = match standing {
                    FollowUpStanding::Open | FollowUpStanding::Due | FollowUpStanding::Overdue => true,
                    FollowUpStanding::Completed | FollowUpStanding::Cancelled => false,
                };
                let before = planned.period.last() < period.first();
                before && (owed || holds(period.previous(), planned.period))
            }),
            complaints: self.complained(registry, unit, period, (told.as_of, today))?,
        })
    }

    /// What happened to a unit or above it within a period, apart from counted visits.
    pub(super) fn happened(
        &self,
        registry: &Registry,
        unit: &UnitCode,
        period: Period,
        as_of: AsOf,
    ) -> Result<Vec<(Date, String, String)>, AppError> {
        let (first, last) = days(period);
        let above = registry.ancestors(unit).map(|above| &above.code);
        let mut happened = Vec::new();
        for unit in std::iter::once(unit).chain(above) {
            let events = service_events_as_of(self.reading, unit, as_of)?.into_iter();
            let told = events.filter(|event| (first..=last).contains(&event.on) && event.visits.is_none());
            happened.extend(told.map(|event| (event.on, event.kind.label().to_owned(), event.title)));
        }
        happened.sort_by_key(|(on, _, _)| *on);
        Ok(happened)
    }

    /// Where the publications of the period and of the one before were made known by then, by day.
    fn announced(&self, unit: &UnitCode, period: Period, as_of: AsOf) -> Result<Vec<Announced>, AppError> {
        let tag = Tag::new(unit_tag(unit)).expect("a code is short printable ASCII");
        let mut standing: BTreeMap<String, ResultAnnounced> = BTreeMap::new();
        let mut from = Position(0);
        'told: loop {
            let events = self.reading.log.read_tag(&tag, from, EVENTS_AT_ONCE)?;
            let Some(last) = events.last() else { break };
            from = last.position().next();
            for recorded in events {
                if recorded.position().0 >= as_of.0 {
                    break 'told;
                }
                let event = decode(&recorded)?;
                if let Event::ResultAnnounced(announced) = event {
                    standing.insert(recorded.stream().into(), announced);
                } else if let Event::AnnouncementWithdrawn(_) = event {
                    standing.remove(recorded.stream());
                }
            }
        }
        let recent = |announced: &ResultAnnounced| {
            announced.period.last() >= period.previous().first() && announced.period.last() <= period.last()
        };
        let recent = standing.into_values().filter(recent);
        let mut announced: Vec<_> = recent
            .map(|announced| Announced {
                period: announced.period,
                on: announced.on,
                medium: announced.medium.label().into(),
                proof: match announced.proof {
                    Proof::Link(link) => link,
                    Proof::Sha256(hash) => format!("SHA-256 {hash}"),
                },
            })
            .collect();
        announced.sort_by(|a, b| (a.on, &a.medium, &a.proof).cmp(&(b.on, &b.medium, &b.proof)));
        Ok(announced)
    }

    /// The complaints received within a period that a unit or one below it has.
    fn complained(
        &self,
        registry: &Registry,
        unit: &UnitCode,
        period: Period,
        (as_of, today): (AsOf, Date),
    ) -> Result<Pengaduan, AppError> {
        let (first, last) = days(period);
        // Which days are worked is told by the holidays known by then.
        let calendar = self.registry_as_of(as_of)?;
        let mut complained = Pengaduan::default();
        let subtree = registry.subtree(unit);
        let units: Vec<&Unit> = subtree.iter().map(|(_, unit)| *unit).collect();
        for unit in units {
            for complaint in complaints_as_of(self.reading, &unit.code, as_of)? {
                let received = complaint.received().filter(|received| {
                    complaint.unit() == Some(&unit.code) && (first..=last).contains(&received.on)
                });
                let Some(received) = received else { continue };
                let channel = received.channel.label();
                if complained.saluran.iter().all(|known| known != channel) {
                    complained.saluran.push(channel.into());
                }
                *part(&mut complained, &complaint, &calendar, today) += 1;
            }
        }
        complained.saluran.sort_unstable();
        Ok(complained)
    }
}

/// The number that a complaint belongs to.
fn part<'a>(
    complained: &'a mut Pengaduan,
    complaint: &Complaint,
    registry: &Registry,
    today: Date,
) -> &'a mut u64 {
    match complaint.timeliness(registry, today) {
        Timeliness::Late => &mut complained.terlambat,
        Timeliness::InTime => &mut complained.tepat_waktu,
        Timeliness::Pending => &mut complained.berjalan,
    }
}

/// A plan as a line of the report.
fn line(planned: &FollowUpPlanned, asked: &InstrumentFace, kemajuan: String) -> TindakLanjut {
    let mut questions = asked.questions.iter();
    let unsur = questions.find(|question| question.code == planned.unsur);
    TindakLanjut {
        unsur: unsur.map_or_else(|| planned.unsur.to_string(), |question| question.name.clone()),
        program: planned.programme.clone(),
        waktu: words::short_period(planned.due),
        penanggung_jawab: planned.post.clone(),
        kemajuan,
    }
}

/// How far a plan is. Only what was written for the public is told in its words.
fn progress(follow_up: &FollowUp, standing: FollowUpStanding) -> String {
    let percent = follow_up.percent();
    match standing {
        FollowUpStanding::Completed => follow_up.completed().map_or_else(String::new, |done| {
            format!("Selesai {}: {}", words::date(done.on), done.outcome)
        }),
        FollowUpStanding::Cancelled => "Dibatalkan".into(),
        FollowUpStanding::Overdue => format!("{percent} %, lewat tenggat"),
        // Nothing was reported yet.
        FollowUpStanding::Open | FollowUpStanding::Due if percent == 0 => String::new(),
        FollowUpStanding::Open | FollowUpStanding::Due => format!("{percent} %"),
    }
}

/// The first and the last day of a period.
fn days(period: Period) -> (Date, Date) {
    let first = |month: Month| date(month.year(), month.month(), 1);
    (first(period.first()), first(period.last()).last_of_month())
}
