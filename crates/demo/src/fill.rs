//! Filling a data directory: the kabupaten lives day by day, and everything goes into the log as it happens.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
};

use app::{App, AppError, DataDir, operator};
use eventlog::Actor;
use jiff::{SignedDuration, Timestamp, civil::Date};
use survey::{
    Channel, Command, FlagRule, LogOpened, Month, Period, Refusal, ResponseId, SubmitResponse, SurveyCode,
    UnitCode,
};

use crate::{
    Plan, Planted,
    agenda::{self, Act, Agenda},
    calendar::{self, Dealer, moment},
    chance::{Chance, Milli, Purpose},
    edge::DemoEdge,
    kabupaten::{self, NAME, Unit},
    opinions::Opinions,
    people::{KIOSK_OVER_QR, PERSON_DEVIATION},
    quality::{self, RULE_VERSION, Seen},
    service_events::{self, happenings},
    visit::{Today, Visit, Visits},
};

/// Answers that may wait before they are handed to the log.
const WAITING_MAX: usize = app::limits::APPENDS_AT_ONCE;
/// Visits for each answer, in tenths.
const VISITS_PER_ANSWER: (u32, u32) = (55, 95);
/// Suspicious answers excluded in one review, apart from bursts.
const EXCLUDED_MAX: usize = 3;
/// Answers of the burst that count again later.
const REINSTATED: usize = 2;
/// The log is opened so many days before the first month.
const OPENED_BEFORE: SignedDuration = SignedDuration::from_hours(3 * 24 - 9);

/// What was filled.
#[derive(Clone, Debug)]
pub struct Filled {
    /// Opens the dashboard. Stands nowhere else.
    pub admin_secret: String,
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
    /// The month of the first response.
    pub first_month: Month,
    /// The month of the last one.
    pub last_month: Month,
}

/// Fills an empty data directory by a plan, telling `progress` how many responses are in and of how many.
///
/// # Errors
/// If the plan is out of range, the directory holds a log already, or the disk failed.
pub fn fill(dir: &DataDir, plan: &Plan, progress: impl FnMut(u64, u64)) -> Result<Filled, AppError> {
    plan.check()?;
    let first = plan.first_month();
    let opened_at = moment(Date::constant(first.year(), first.month(), 1), 0, 0, 0) - OPENED_BEFORE;
    let edge = Arc::new(DemoEdge::new(plan.seed, opened_at));
    let opened = LogOpened {
        name: NAME.into(),
        demo: true,
    };
    let (app, admin_secret) = dir.init(opened, Arc::<DemoEdge>::clone(&edge))?;
    let units = kabupaten::units(plan.units, plan.seed);
    app.register_many(&operator(), kabupaten::commands(&units))?;
    let mut filling = Filling::new(&app, &edge, plan, &units, progress);
    filling.live()?;
    let planted = filling.planted;
    app.wait_for(app.log().head().size)?;
    Ok(Filled {
        admin_secret,
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
    review: Chance,
    /// Answers on their way, by arrival.
    waiting: BTreeMap<(Timestamp, ResponseId), Visit>,
    /// How many answers each unit got this month and last.
    answers: BTreeMap<(Month, usize), u64>,
    arrived: u64,
    /// What the next check looks at.
    unchecked: Vec<Seen>,
    /// What the next review decides on.
    suspects: Vec<(ResponseId, FlagRule)>,
    /// Excluded as a burst.
    excluded: Vec<ResponseId>,
    /// The last answer from a phone, that may come again with other scores.
    last_from_phone: Option<(ResponseId, SubmitResponse)>,
}

impl<'a, P: FnMut(u64, u64)> Filling<'a, P> {
    fn new(app: &'a App, edge: &'a DemoEdge, plan: &'a Plan, units: &'a [Unit], progress: P) -> Self {
        let happenings = happenings(plan, units);
        let burst = agenda::burst(plan, units);
        let free = |unit: &Unit| {
            let code = unit.code.clone();
            let services = unit.services.iter().filter(|service| service.free);
            services
                .map(|service| (code.clone(), service.code.clone()))
                .collect::<Vec<_>>()
        };
        Self {
            opinions: Opinions::new(units, &happenings.effects, &happenings.drifts),
            agenda: agenda::agenda(plan, units, happenings.events, &burst),
            planted: Planted {
                effects: happenings.effects,
                drifts: happenings.drifts,
                free_services: units.iter().flat_map(free).collect(),
                kiosk_over_qr: KIOSK_OVER_QR,
                person_deviation: PERSON_DEVIATION,
                season: calendar::SEASON,
                straight_lined: 0,
                burst,
            },
            visits: Visits::new(units.len()),
            review: Chance::new(plan.seed, Purpose::Review),
            app,
            edge,
            plan,
            units,
            progress,
            waiting: BTreeMap::new(),
            answers: BTreeMap::new(),
            arrived: 0,
            unchecked: Vec::new(),
            suspects: Vec::new(),
            excluded: Vec::new(),
            last_from_phone: None,
        }
    }

    /// Lives through every day of the plan.
    fn live(&mut self) -> Result<(), AppError> {
        let days = calendar::days(self.plan.first_month(), self.plan.last_day);
        let weights = self.weights(&days);
        let burst = self.planted.burst.responses;
        let weight = weights.iter().map(|weight| u128::from(*weight)).sum();
        let mut dealer = Dealer::new(self.plan.responses - burst, weight);
        let mut weights = weights.into_iter();
        let mut chance = Chance::new(self.plan.seed, Purpose::Citizens);
        for (place, day) in days.iter().enumerate() {
            if day.day() == 1 {
                self.opinions.begin_month(&mut chance);
            }
            let today = Today {
                day: *day,
                passed: Milli::try_from(1000 * place / days.len()).expect("at most 1000"),
                last_day: self.plan.last_day,
            };
            for unit in 0..self.units.len() {
                let people = dealer.deal(weights.next().expect("a weight for each unit and day"));
                self.come(unit, today, people, &mut chance);
            }
            self.pass(today)?;
        }
        self.take_until(Timestamp::MAX)
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
        let burst = if burst.unit == unit.code && burst.on == today.day {
            burst.responses
        } else {
            0
        };
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
                self.act(at, act)?;
            }
        }
        let due = self.waiting.range(..(end, ResponseId(uuid::Uuid::nil()))).count();
        if due >= WAITING_MAX {
            self.take_until(end)?;
        }
        Ok(())
    }

    /// Hands the log what arrives before a moment.
    fn take_until(&mut self, until: Timestamp) -> Result<(), AppError> {
        let later = self.waiting.split_off(&(until, ResponseId(uuid::Uuid::nil())));
        let due: Vec<_> = std::mem::replace(&mut self.waiting, later)
            .into_values()
            .collect();
        for chunk in due.chunks(WAITING_MAX) {
            for visit in chunk {
                self.unchecked.push(Seen::new(visit));
                if visit.command.channel == Channel::Qr && visit.command.comment.is_none() {
                    self.last_from_phone = Some((visit.id, visit.command.clone()));
                }
            }
            self.edge.set(chunk[0].arrives);
            let commands = chunk
                .iter()
                .map(|visit| (visit.arrives, visit.id, visit.command.clone()));
            for receipt in self.app.submit_many_at(commands.collect())? {
                receipt?;
            }
            self.edge.set(chunk[chunk.len() - 1].arrives);
            self.arrived += chunk.len() as u64;
            (self.progress)(self.arrived, self.plan.responses);
        }
        Ok(())
    }

    fn act(&mut self, at: Timestamp, act: Act) -> Result<(), AppError> {
        match act {
            Act::Record(events) => self.record(events.into_iter()),
            Act::CountVisits(month) => self.count_visits(month),
            Act::Check => self.check(),
            Act::Review => self.exclude(),
            Act::Publish(period, units) => self.publish(&units, period),
            Act::Reinstate(period) => self.reinstate(period),
            Act::Conflict => self.conflict(at),
        }
    }

    fn record(&self, events: impl Iterator<Item = survey::ServiceEvent>) -> Result<(), AppError> {
        let commands = events.map(Command::RecordServiceEvent).collect();
        self.app.register_many(&organisation(), commands)?;
        Ok(())
    }

    fn count_visits(&mut self, month: Month) -> Result<(), AppError> {
        let mut counted = Vec::new();
        for (place, unit) in self.units.iter().enumerate() {
            let answers = self.answers.remove(&(month, place)).unwrap_or(0);
            let tenths = self.review.between(VISITS_PER_ANSWER.0, VISITS_PER_ANSWER.1);
            if !unit.services.is_empty() {
                counted.push(service_events::visits(
                    unit,
                    month,
                    answers * u64::from(tenths) / 10,
                ));
            }
        }
        self.record(counted.into_iter())
    }

    fn check(&mut self) -> Result<(), AppError> {
        let suspicions = quality::suspicions(&self.unchecked);
        self.unchecked.clear();
        let flags: Vec<_> = suspicions
            .iter()
            .map(|(id, rule)| (*id, *rule, RULE_VERSION))
            .collect();
        self.app.flag_many(&checker(), &flags)?;
        let decided = |rule: &FlagRule| matches!(rule, FlagRule::TooFast | FlagRule::Burst);
        self.suspects
            .extend(suspicions.into_iter().filter(|(_, rule)| decided(rule)));
        Ok(())
    }

    /// Whole bursts are excluded, and a few of the answers that were too fast.
    fn exclude(&mut self) -> Result<(), AppError> {
        let suspects = std::mem::take(&mut self.suspects);
        let of = |wanted: FlagRule| {
            suspects
                .iter()
                .filter(move |(_, rule)| *rule == wanted)
                .map(|(id, _)| *id)
        };
        let bursts: Vec<_> = of(FlagRule::Burst).collect();
        let in_burst: HashSet<_> = bursts.iter().copied().collect();
        let mut too_fast: Vec<_> = of(FlagRule::TooFast)
            .filter(|id| !in_burst.contains(id))
            .collect();
        let reason = "Beruntun dari satu kios dalam beberapa menit, semua nilai 4; diisi petugas sendiri";
        for id in &bursts {
            self.app
                .exclude(&inspector(), *id, reason.into(), second_person())?;
        }
        let reason = "Diisi dalam beberapa detik saat uji coba kios";
        for _ in 0..EXCLUDED_MAX.min(too_fast.len()) {
            let id = too_fast.swap_remove(self.review.place(too_fast.len()));
            self.app
                .exclude(&inspector(), id, reason.into(), second_person())?;
        }
        self.excluded.extend(bursts);
        Ok(())
    }

    fn publish(&self, units: &[UnitCode], period: Period) -> Result<(), AppError> {
        self.app.publish_many(&organisation(), units, period)?;
        Ok(())
    }

    fn reinstate(&mut self, period: Period) -> Result<(), AppError> {
        let reason = "Buku tamu menunjukkan bahwa jawaban ini dari pengunjung";
        let wronged = self.excluded.len().min(REINSTATED);
        for id in self.excluded.drain(..wronged) {
            self.app
                .reinstate(&inspector(), id, reason.into(), second_person())?;
        }
        if wronged > 0 {
            self.publish(std::slice::from_ref(&self.planted.burst.unit), period)?;
        }
        Ok(())
    }

    /// Other answers under the same id: refused, and kept for review.
    fn conflict(&mut self, at: Timestamp) -> Result<(), AppError> {
        let Some((id, mut command)) = self.last_from_phone.take() else {
            return Ok(());
        };
        let one_lower = |(code, score): (_, ikm::Score)| {
            let lower = ikm::Score::new(score.get().saturating_sub(1).max(1)).unwrap_or(score);
            (code, lower)
        };
        command.answers = survey::Answers::from_pairs(command.answers.iter().map(one_lower));
        for outcome in self.app.submit_many_at(vec![(at, id, command)])? {
            match outcome {
                Ok(_) | Err(AppError::Refused(Refusal::ResponseConflict)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// Bagian Organisasi, which runs the whole.
fn organisation() -> Actor {
    actor("bagian-organisasi-1")
}

/// The program that looks for suspicious answers.
fn checker() -> Actor {
    actor("pemeriksa-mutu")
}

fn inspector() -> Actor {
    actor("inspektorat-1")
}

fn second_person() -> String {
    "bagian-organisasi-1".into()
}

fn actor(pseudonym: &str) -> Actor {
    Actor::new(pseudonym).expect("a well-formed pseudonym")
}
