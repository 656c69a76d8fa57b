//! Power fails at every write and every sync: nothing acknowledged is lost, nothing half-appended appears, and
//! the tree has grown by just the events that are there.
//!
//! A workload runs once on a disk that records what it is asked. Then, for each step of the record, a disk is
//! made that lost power during that step, with what was not synced surviving as a seed says; a log is opened
//! on it and held against the witness. Every other time power fails once more, while the log recovers or
//! goes on. Killing a process shows none of this: the operating system still writes what it holds.
#![allow(clippy::print_stdout, reason = "a run says its seed and what it covered")]

mod changed_file;
mod failing_disk;
mod model;
mod workload;

use std::{collections::HashSet, fmt};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use self::workload::{Asked, Record, options, record};
use super::disk::{Disk, Step, Trace};
use super::{RedbLog, options::Sabotage};
use crate::{AppendError, Appended, EventLog, LogError, Position, ReadEvents, RecordedEvent, TimestampMs};

const SEED: u64 = 20_260_101;
const CUT_POINTS_MIN: usize = 1000;

#[derive(Debug, Default)]
struct Covered {
    cuts: usize,
    second_cuts: usize,
    events_found_unacknowledged: usize,
    events_lost_unacknowledged: usize,
}

/// What a cut broke, and all that is needed to see it again.
struct Loss {
    seed: u64,
    cut: usize,
    what: String,
}

impl fmt::Debug for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "seed {}, power cut during step {}: {}",
            self.seed, self.cut, self.what
        )
    }
}

/// Cuts power at every step of the record.
fn cut_everywhere(seed: u64, record: &Record) -> Result<Covered, Loss> {
    let mut covered = Covered::default();
    let mut replay = record.trace.replay();
    let mut survived = Survived::default();
    for cut in 0..record.trace.steps.len() {
        survived.ask(record, cut);
        if cut >= record.creation && !matches!(replay.next(), Some(Step::Mark(_))) {
            let mut rng = ChaCha8Rng::seed_from_u64(seed ^ (cut as u64) << 20);
            let disk = replay.cut(&mut rng);
            let outcome = survived.everything(disk, &mut rng, &mut covered);
            outcome.map_err(|what| Loss { seed, cut, what })?;
        }
        if let Some(Step::Mark(number)) = replay.step() {
            survived.answer(&record.asked[usize::try_from(*number).unwrap()]);
        }
    }
    Ok(covered)
}

/// What a log must show after a cut.
#[derive(Default)]
struct Survived<'a> {
    acknowledged: Vec<&'a Appended>,
    acknowledged_events: usize,
    /// Asked and answered, even if with a refusal.
    answered: Vec<&'a Asked>,
    unanswered: Vec<&'a Asked>,
    asked: usize,
}

impl<'a> Survived<'a> {
    fn ask(&mut self, record: &'a Record, cut: usize) {
        let new = record.asked[self.asked..]
            .iter()
            .take_while(|asked| asked.after <= cut);
        self.unanswered.extend(new);
        self.asked = self.unanswered.len() + self.answered.len();
    }

    fn answer(&mut self, answered: &'a Asked) {
        self.unanswered.retain(|asked| !std::ptr::eq(*asked, answered));
        self.answered.push(answered);
        self.acknowledged.extend(&answered.answer);
        self.acknowledged_events += answered
            .answer
            .as_ref()
            .map_or(0, |appended| appended.leaf_hashes.len());
    }

    fn everything(&self, disk: Disk, rng: &mut ChaCha8Rng, covered: &mut Covered) -> Result<(), String> {
        let log = reopen(&disk)?;
        let there = self.holds(&log)?;
        self.goes_on(&log)?;
        drop(log);
        covered.cuts += 1;
        covered.events_found_unacknowledged += there - self.acknowledged_events;
        covered.events_lost_unacknowledged += self.asked_events() - there;
        if rng.random_range(0..2) == 0 {
            self.second_cut(&disk.trace(), rng)?;
            covered.second_cuts += 1;
        }
        Ok(())
    }

    /// Power fails again, while the log recovers or after.
    fn second_cut(&self, trace: &Trace, rng: &mut ChaCha8Rng) -> Result<(), String> {
        let cut = rng.random_range(0..trace.steps.len().max(1));
        let mut replay = trace.replay();
        (0..cut).for_each(|_| _ = replay.step());
        let log = reopen(&replay.cut(rng));
        let held = log.and_then(|log| self.holds(&log));
        held.map_err(|what| format!("and again during step {cut}: {what}"))?;
        Ok(())
    }

    /// All that was acknowledged is there; the rest is there in whole or not at all; nothing else is. Returns
    /// the number of events.
    fn holds(&self, log: &RedbLog) -> Result<usize, String> {
        let report = log.verify(|_, _| {}).map_err(|error| error.to_string())?;
        if !report.is_clean() {
            return Err(format!("verify found {:?}", report.problems));
        }
        let events = log
            .read_all(Position(0), usize::MAX)
            .map_err(|error| error.to_string())?;
        for appended in &self.acknowledged {
            for (hash, at) in appended.leaf_hashes.iter().zip(appended.position.0..) {
                let there = usize::try_from(at).ok().and_then(|at| events.get(at));
                if there.map(RecordedEvent::leaf_hash) != Some(*hash) {
                    return Err(format!("position {at} was acknowledged and is lost"));
                }
            }
        }
        let ids: HashSet<_> = events.iter().map(RecordedEvent::id).collect();
        let mut called_for = 0;
        for asked in self.answered.iter().chain(&self.unanswered) {
            let of_append = &asked.append.events;
            match of_append.iter().filter(|event| ids.contains(&event.id)).count() {
                0 => {}
                all if all == of_append.len() => called_for += all,
                some => return Err(format!("{some} events of {:?} are there", asked.append)),
            }
        }
        if called_for == events.len() {
            Ok(called_for)
        } else {
            Err(format!(
                "{} events are there that nobody asked for",
                events.len() - called_for
            ))
        }
    }

    /// Who was not answered asks again, and some who were; each gets an answer, and the log grows by it.
    fn goes_on(&self, log: &RedbLog) -> Result<(), String> {
        let mut size = log.head().size;
        let ask = |asked: &&'a Asked| (*asked, log.append(asked.append.clone()));
        let again: Vec<_> = self
            .unanswered
            .iter()
            .chain(self.answered.iter().rev().take(9))
            .map(ask)
            .collect();
        for (asked, pending) in again {
            match pending.wait() {
                Ok(appended) if appended.was_there => {}
                Ok(appended) => size += appended.leaf_hashes.len() as u64,
                Err(AppendError::WrongExpectedVersion { .. }) => {}
                Err(error) => return Err(format!("{:?} asked again: {error}", asked.append)),
            }
        }
        let report = log.verify(|_, _| {}).map_err(|error| error.to_string())?;
        if report.is_clean() && report.head.size == size {
            Ok(())
        } else {
            Err(format!("{size} events are called for; verify found {report:?}"))
        }
    }

    fn asked_events(&self) -> usize {
        let asked = self.answered.iter().chain(&self.unanswered);
        asked.map(|asked| asked.append.events.len()).sum()
    }
}

fn reopen(disk: &Disk) -> Result<RedbLog, String> {
    let clock = std::sync::Arc::new(|| TimestampMs(1 << 40));
    RedbLog::open_backend(disk.clone(), clock, &options(None))
        .map_err(|error: LogError| format!("the log does not open: {error}"))
}

#[test]
fn no_power_cut_loses_what_was_acknowledged_or_leaves_half_an_append() {
    let record = record(SEED, None);
    let covered = cut_everywhere(SEED, &record).unwrap();
    let (from, to) = record.growth();
    println!("seed {SEED}: {covered:?}, the file grew from {from} to {to} bytes");
    assert!(covered.cuts >= CUT_POINTS_MIN, "{covered:?}");
    assert!(covered.second_cuts >= CUT_POINTS_MIN / 4, "{covered:?}");
    assert!(to > from, "the file must grow while power fails");
    assert!(
        covered.events_found_unacknowledged > 0 && covered.events_lost_unacknowledged > 0,
        "{covered:?}"
    );
}

#[test]
fn the_same_seed_gives_the_same_run() {
    let (one, other) = (record(7, None), record(7, None));
    assert_eq!(one.trace.steps, other.trace.steps);
}

#[test]
fn a_log_that_acknowledges_before_the_sync_is_caught() {
    let loss = cut_everywhere(SEED, &record(SEED, Some(Sabotage::AcknowledgeBeforeSync))).unwrap_err();
    assert!(loss.what.contains("was acknowledged and is lost"), "{loss:?}");
}

#[test]
fn a_log_that_leaves_out_the_sync_is_caught() {
    let loss = cut_everywhere(SEED, &record(SEED, Some(Sabotage::NoSync))).unwrap_err();
    assert!(loss.what.contains("was acknowledged and is lost"), "{loss:?}");
}

#[test]
fn a_log_that_writes_the_nodes_of_the_tree_after_their_events_is_caught() {
    let loss = cut_everywhere(SEED, &record(SEED, Some(Sabotage::NodesLate))).unwrap_err();
    assert!(loss.what.contains("di tingkat 1 pohon tidak ada"), "{loss:?}");
}
