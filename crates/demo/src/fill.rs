//! Filling a data directory: the kabupaten lives day by day, and everything goes into the log as it happens.

use std::{collections::BTreeMap, sync::Arc};

use app::{App, AppError, DataDir, operator};
use jiff::{SignedDuration, Timestamp, civil::Date};
use survey::{LogOpened, Month, ResponseId, SurveyCode, UnitCode};
use uuid::Uuid;

use crate::{
    Plan, Planted,
    agenda::{self, Agenda},
    calendar::{self, Dealer, moment},
    chance::{Chance, Milli, Purpose},
    doors::{self, Door},
    edge::DemoEdge,
    kabupaten::{self, NAME, Unit},
    opinions::Opinions,
    people::{KIOSK_OVER_QR, PERSON_DEVIATION},
    service_events::happenings,
    staff::{AnswersByMonth, Staff},
    visit::{Today, Visit, Visits},
};

/// Answers that may wait before they are handed to the log: mostly a week's, so that few waits for the disk do. The
/// queues of log and vault hold them.
const WAITING_MAX: usize = 3000;
/// The log is opened three days before the first month, at nine in the morning.
const OPENED_BEFORE: SignedDuration = SignedDuration::from_hours(3 * 24 - 9);

/// What was filled.
#[derive(Clone, Debug)]
pub struct Filled {
    /// Links that enter without a password, by whom one enters as. Stand nowhere else.
    pub doors: Vec<Door>,
    /// What was planted, to be found again.
    pub planted: Planted,
    /// Responses in the log.
    pub responses: u64,
    /// Events in the log.
    pub events: u64,
    /// The unit at the top.
    pub root: UnitCode,
    /// The survey of each unit, those most worth looking at first.
    pub surveys: Vec<SurveyCode>,
    /// The month of the first day.
    pub first_month: Month,
    /// The month of the last day.
    pub last_month: Month,
}

/// Fills an empty data directory by a plan, telling `progress` how many responses are in and of how many.
///
/// # Errors
/// If the plan is out of range or the directory holds a log already: nothing is made then. If the disk failed: the
/// directory holds a part of a demo then, to be deleted.
pub fn fill(dir: &DataDir, plan: &Plan, progress: impl FnMut(u64, u64)) -> Result<Filled, AppError> {
    plan.check()?;
    let first = plan.first_month();
    let opened_at = moment(Date::constant(first.year(), first.month(), 1), 0, 0, 0) - OPENED_BEFORE;
    let edge = Arc::new(DemoEdge::new(plan.seed, opened_at));
    let opened = LogOpened {
        name: NAME.into(),
        demo: true,
    };
    let (app, administrator) = dir.init(opened, Arc::<DemoEdge>::clone(&edge))?;
    let units = kabupaten::units(plan.units, plan.seed);
    app.register_many(&operator(), kabupaten::commands(&units))?;
    let doors = doors::open(&app, administrator.account, &units)?;
    let mut filling = Filling::new(&app, &edge, plan, &units, progress);
    filling.live()?;
    let planted = filling.planted;
    app.wait_for(app.log().head().size)?;
    app.sign()?;
    Ok(Filled {
        doors,
        planted,
        responses: plan.responses,
        events: app.log().head().size,
        root: units[0].code.clone(),
        surveys: units[1..].iter().map(Unit::survey).collect(),
        first_month: plan.first_month(),
        last_month: plan.last_month(),
    })
}

struct Filling<'a, P> {
    app: &'a App,
    edge: &'a DemoEdge,
    plan: &'a Plan,
    units: &'a [Unit],
    progress: P,
    planted: Planted,
    agenda: Agenda,
    opinions: Opinions,
    visits: Visits,
    staff: Staff<'a>,
    /// Answers on their way, by arrival.
    waiting: BTreeMap<(Timestamp, ResponseId), Visit>,
    answers: AnswersByMonth,
    arrived: u64,
}

impl<'a, P: FnMut(u64, u64)> Filling<'a, P> {
    fn new(app: &'a App, edge: &'a DemoEdge, plan: &'a Plan, units: &'a [Unit], progress: P) -> Self {
        let happenings = happenings(plan, units);
        let burst = agenda::burst(plan, units);
        Self {
            opinions: Opinions::new(units, &happenings.effects, &happenings.drifts),
            agenda: agenda::agenda(plan, units, happenings.events, &burst),
            planted: Planted {
                effects: happenings.effects,
                drifts: happenings.drifts,
                free_services: kabupaten::free_services(units),
                kiosk_over_qr: KIOSK_OVER_QR,
                person_deviation: PERSON_DEVIATION,
                season: calendar::SEASON,
                straight_lined: 0,
                burst,
            },
            visits: Visits::new(units.len()),
            staff: Staff::new(app, plan.seed),
            app,
            edge,
            plan,
            units,
            progress,
            waiting: BTreeMap::new(),
            answers: AnswersByMonth::new(),
            arrived: 0,
        }
    }

    /// Lives through every day of the plan.
    fn live(&mut self) -> Result<(), AppError> {
        let days = calendar::days(self.plan.first_month(), self.plan.last_day);
        let weights = self.weights(&days);
        let sum = weights.iter().map(|weight| u128::from(*weight)).sum();
        let mut dealer = Dealer::new(self.plan.responses - self.planted.burst.responses, sum);
        let mut chance = Chance::new(self.plan.seed, Purpose::Citizens);
        let of_days = weights.chunks_exact(self.units.len());
        for (place, (day, of_units)) in days.iter().zip(of_days).enumerate() {
            if day.day() == 1 {
                self.opinions.begin_month(&mut chance);
            }
            let today = Today {
                day: *day,
                passed: Milli::try_from(1000 * place / days.len()).expect("at most 1000"),
                last_day: self.plan.last_day,
            };
            for (unit, weight) in of_units.iter().enumerate() {
                self.come(unit, today, dealer.deal(*weight), &mut chance);
            }
            self.pass(today)?;
        }
        self.take_until(Timestamp::MAX)?;
        // Nothing is left for the program that serves it to add.
        self.edge
            .set(moment(self.plan.last_day, 0, 0, 0) + SignedDuration::from_hours(24));
        self.app.check()
    }

    /// The weight of each day and, within it, of each unit.
    fn weights(&self, days: &[Date]) -> Vec<u64> {
        let mut chance = Chance::new(self.plan.seed, Purpose::Calendar);
        let mut weights = Vec::with_capacity(days.len() * self.units.len());
        for (place, day) in days.iter().enumerate() {
            let growth = calendar::growth(place, days.len());
            for unit in self.units {
                weights.push(calendar::as_it_comes(
                    calendar::weight(unit, *day, growth),
                    &mut chance,
                ));
            }
        }
        weights
    }

    /// People come to a unit; their answers set out.
    fn come(&mut self, place: usize, today: Today, people: u64, chance: &mut Chance) {
        let unit = &self.units[place];
        let burst = &self.planted.burst;
        let happens_here = burst.unit == unit.code && burst.on == today.day;
        let burst = if happens_here { burst.responses } else { 0 };
        if people + burst == 0 {
            return;
        }
        *self.answers.entry((Month::of(today.day), place)).or_default() += people + burst;
        let visits = self
            .visits
            .day((place, unit), &self.opinions, today, (people, burst), chance);
        for visit in visits {
            self.planted.straight_lined += u64::from(visit.straight_lined);
            self.waiting.insert((visit.arrives, visit.id), visit);
        }
    }

    /// The day passes: staff do what is on the agenda, with everything that arrived before.
    fn pass(&mut self, today: Today) -> Result<(), AppError> {
        let end = moment(today.day, 0, 0, 0) + SignedDuration::from_hours(24);
        while let Some(entry) = self.agenda.first_entry().filter(|entry| *entry.key() < end) {
            let (at, acts) = entry.remove_entry();
            self.take_until(at)?;
            self.edge.set(at);
            for act in acts {
                self.staff.act(at, act, self.units, &mut self.answers)?;
            }
        }
        let due = self.waiting.range(..(end, ResponseId(Uuid::nil()))).count();
        if due >= WAITING_MAX {
            self.take_until(end)?;
        }
        Ok(())
    }

    /// Hands the log what arrives before a moment.
    fn take_until(&mut self, until: Timestamp) -> Result<(), AppError> {
        let later = self.waiting.split_off(&(until, ResponseId(Uuid::nil())));
        let due = std::mem::replace(&mut self.waiting, later);
        let mut due = due.into_values().peekable();
        while let Some(next) = due.peek() {
            self.edge.set(next.arrives);
            let mut commands = Vec::with_capacity(WAITING_MAX);
            for visit in due.by_ref().take(WAITING_MAX) {
                self.staff.see(&visit);
                commands.push((visit.arrives, visit.id, visit.command));
            }
            self.arrived += commands.len() as u64;
            for receipt in self.app.submit_many_at(commands)? {
                receipt?;
            }
            (self.progress)(self.arrived, self.plan.responses);
        }
        Ok(())
    }
}
