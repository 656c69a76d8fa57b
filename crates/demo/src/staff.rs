//! What staff do with what came in: record, count, check, review, publish.

use std::collections::{BTreeMap, HashSet};

use app::{App, AppError};
use eventlog::{Actor, Position};
use ikm::Score;
use jiff::{SignedDuration, Timestamp};
use survey::{
    Answers, Channel, Command, Event, FlagRule, Month, Period, Refusal, ResponseId, ServiceEvent, Stream,
    UnitCode,
};

use crate::{
    acting::Acting,
    agenda::Act,
    chance::{Chance, Purpose},
    kabupaten::Unit,
    service_events::visits,
    visit::Visit,
};

/// Visits for each answer, in tenths: at least and at most.
const VISITS_PER_ANSWER: (u32, u32) = (55, 95);
/// Suspicious answers excluded in one review, apart from bursts.
const EXCLUDED_MAX: usize = 3;
/// Answers of a burst that count again later: a step, without which the figure would not move.
const REINSTATED: usize = 10;

/// Events read at once while looking for flags.
const EVENTS_PER_READ: usize = 512;
/// The stored name of a flag.
const FLAGGED: &str = "response_flagged";

/// How long the answer of one phone is kept before another's takes its place.
const KEPT_FRESH: SignedDuration = SignedDuration::from_hours(24);

const BURST_REASON: &str =
    "Beruntun dari satu kios dalam beberapa menit, semua nilai 4; diisi petugas sendiri";
const TOO_FAST_REASON: &str = "Diisi dalam beberapa detik saat uji coba";
const REINSTATED_REASON: &str = "Buku tamu menunjukkan bahwa jawaban ini dari pengunjung";

/// How many answers each unit, by its place, got in a month.
pub(crate) type AnswersByMonth = BTreeMap<(Month, usize), u64>;

/// Everybody who works with the answers.
pub(crate) struct Staff<'a> {
    app: &'a App,
    chance: Chance,
    /// The next review looks at the flags from here on.
    unreviewed: Position,
    /// Excluded as a burst.
    excluded: Vec<ResponseId>,
    acting: Acting<'a>,
    /// An answer of these days from a phone, that may come again with other scores.
    from_phone: Option<Visit>,
}

impl<'a> Staff<'a> {
    pub(crate) fn new(app: &'a App, seed: u64) -> Self {
        Self {
            app,
            chance: Chance::new(seed, Purpose::Review),
            unreviewed: Position(0),
            excluded: Vec::new(),
            acting: Acting::new(app, seed),
            from_phone: None,
        }
    }

    /// An answer arrives.
    pub(crate) fn see(&mut self, visit: &Visit) {
        self.acting.see(visit);
        let fresh = |kept: &Visit| visit.answered.duration_since(kept.answered) < KEPT_FRESH;
        let plain = visit.command.channel == Channel::Qr && visit.command.comment.is_none();
        if plain && !self.from_phone.as_ref().is_some_and(fresh) {
            self.from_phone = Some(visit.clone());
        }
    }

    /// Does what is on the agenda for this moment.
    pub(crate) fn act(
        &mut self,
        at: Timestamp,
        act: Act,
        units: &[Unit],
        answers: &mut AnswersByMonth,
    ) -> Result<(), AppError> {
        match act {
            Act::Record(events) => self.record(events),
            Act::CountVisits(month) => self.count_visits(month, units, answers),
            Act::Check => self.app.check(),
            Act::Review => self.review(),
            Act::Publish(period, units) => self.publish(&units, period),
            Act::Reinstate(unit, period) => self.reinstate(unit, period),
            Act::Conflict => self.conflict(at),
            Act::Plan(quarter) => self.acting.plan(quarter, units),
            Act::Progress => self.acting.progress(at),
            Act::Finish => self.acting.finish(at),
            Act::Complain => self.acting.complain(at, units),
            Act::Answer => self.acting.answer(at),
        }
    }

    fn record(&self, events: Vec<ServiceEvent>) -> Result<(), AppError> {
        let commands = events.into_iter().map(Command::RecordServiceEvent).collect();
        self.app.register_many(&organisation(), commands)?;
        Ok(())
    }

    fn count_visits(
        &mut self,
        month: Month,
        units: &[Unit],
        answers: &mut AnswersByMonth,
    ) -> Result<(), AppError> {
        let mut counted = Vec::new();
        for (place, unit) in units.iter().enumerate() {
            let answers = answers.remove(&(month, place)).unwrap_or(0);
            let tenths = self.chance.between(VISITS_PER_ANSWER.0, VISITS_PER_ANSWER.1);
            if !unit.services.is_empty() {
                counted.push(visits(unit, month, answers * u64::from(tenths) / 10));
            }
        }
        self.record(counted)
    }

    /// Whole bursts are excluded, and a few of the answers that were too fast.
    fn review(&mut self) -> Result<(), AppError> {
        let suspects = self.flags_since_the_last_review()?;
        let of = |wanted| {
            let under_it = suspects.iter().filter(move |(_, rule)| *rule == wanted);
            under_it.map(|(id, _)| *id)
        };
        let bursts: Vec<_> = of(FlagRule::Burst).collect();
        let in_burst: HashSet<_> = bursts.iter().copied().collect();
        let mut too_fast: Vec<_> = of(FlagRule::TooFast)
            .filter(|id| !in_burst.contains(id))
            .collect();
        for id in &bursts {
            self.exclude(*id, BURST_REASON)?;
        }
        for _ in 0..EXCLUDED_MAX.min(too_fast.len()) {
            let id = too_fast.swap_remove(self.chance.place(too_fast.len()));
            self.exclude(id, TOO_FAST_REASON)?;
        }
        self.excluded.extend(bursts);
        Ok(())
    }

    fn flags_since_the_last_review(&mut self) -> Result<Vec<(ResponseId, FlagRule)>, AppError> {
        let mut flags = Vec::new();
        loop {
            let events = self.app.log().read_all(self.unreviewed, EVENTS_PER_READ)?;
            let Some(last) = events.last() else {
                return Ok(flags);
            };
            self.unreviewed = last.position().next();
            for recorded in events.iter().filter(|event| event.event_type() == FLAGGED) {
                let flag = Event::from_stored(FLAGGED, recorded.type_version(), recorded.payload());
                if let (Ok(Event::ResponseFlagged(flag)), Some(id)) =
                    (flag, Stream::response(recorded.stream()))
                {
                    flags.push((id, flag.rule));
                }
            }
        }
    }

    fn exclude(&self, id: ResponseId, reason: &str) -> Result<(), AppError> {
        self.app
            .exclude(&inspector(), id, reason.into(), second_person())?;
        Ok(())
    }

    fn publish(&self, units: &[UnitCode], period: Period) -> Result<(), AppError> {
        self.app.publish_many(&organisation(), units, period)?;
        Ok(())
    }

    fn reinstate(&mut self, unit: UnitCode, period: Period) -> Result<(), AppError> {
        let wronged = self.excluded.len().min(REINSTATED);
        for id in self.excluded.drain(..wronged) {
            self.app
                .reinstate(&inspector(), id, REINSTATED_REASON.into(), second_person())?;
        }
        if wronged > 0 {
            self.publish(&[unit], period)?;
        }
        Ok(())
    }

    /// Other answers under the same id: refused, and kept for review.
    fn conflict(&mut self, at: Timestamp) -> Result<(), AppError> {
        let Some(Visit { id, mut command, .. }) = self.from_phone.take() else {
            return Ok(());
        };
        let opposite = |score: Score| Score::ALL[usize::from(4 - score.get())];
        let other = command
            .answers
            .iter()
            .map(|(unsur, score)| (unsur, opposite(score)));
        command.answers = Answers::from_pairs(other);
        for outcome in self.app.submit_many_at(vec![(at, id, command)])? {
            match outcome {
                Err(AppError::Refused(Refusal::ResponseConflict)) => {}
                Err(error) => return Err(error),
                Ok(_) => unreachable!("the opposite of a score is another one"),
            }
        }
        Ok(())
    }
}

/// Bagian Organisasi, which runs the whole.
fn organisation() -> Actor {
    actor("bagian-organisasi-1")
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
