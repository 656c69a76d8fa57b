//! For tests: a disk under redb that remembers what was synced and what was not, and can lose power.
//!
//! A power cut keeps all that was synced and, of the rest, what a seed says: nothing, everything, some
//! writes and not others, parts of a write. The run itself is recorded once, as a [`Trace`]; what a cut at
//! any of its steps leaves behind is worked out from that, without running again.

use std::{
    collections::VecDeque,
    io,
    ops::Bound,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rand::{Rng, RngExt};
use redb::{BackendError, StorageBackend};

/// What a disk writes in one piece.
const SECTOR_BYTES: usize = 512;

/// A disk in memory. Clones are handles of the same disk.
#[derive(Clone, Debug, Default)]
pub(crate) struct Disk(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    now: Vec<u8>,
    trace: Trace,
    operations: usize,
    failure: Option<Failure>,
    room_bytes: Option<u64>,
}

/// All that a disk was asked to do, and what it held before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trace {
    base: Vec<u8>,
    /// In the order in which they were asked.
    pub(crate) steps: Vec<Step>,
}

/// One thing that a disk was asked to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// To write these bytes there.
    Write(u64, Vec<u8>),
    /// To be this long.
    SetLen(u64),
    /// To make all of it durable.
    Sync,
    /// Nothing: the test noted here that it saw something, such as an acknowledgement.
    Mark(u64),
}

/// When a disk fails, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Failure {
    /// The first operation to fail, counting writes, changes of length and syncs from 0.
    pub(crate) operation: usize,
    /// What it reports, as the system numbers it: [`EIO`], [`ENOSPC`].
    pub(crate) code: i32,
    /// Whether the first one is carried out all the same.
    pub(crate) carried_out: bool,
    /// Whether all that follow fail too.
    pub(crate) lasting: bool,
}

/// The device failed.
pub(crate) const EIO: i32 = 5;
/// No space is left.
pub(crate) const ENOSPC: i32 = 28;

impl Disk {
    /// A disk with this content, all of it durable.
    pub(crate) fn holding(content: Vec<u8>) -> Self {
        let trace = Trace {
            base: content.clone(),
            steps: Vec::new(),
        };
        Self(Arc::new(Mutex::new(State {
            now: content,
            trace,
            ..State::default()
        })))
    }

    /// Lets the disk fail at some operation.
    pub(crate) fn fail(&self, failure: Failure) {
        self.state().failure = Some(failure);
    }

    /// Leaves room for so many bytes from the file's beginning, or for all. As on a real disk the file may be
    /// made longer than that, and only what is written there fails.
    pub(crate) fn has_room_for(&self, bytes: Option<u64>) {
        self.state().room_bytes = bytes;
    }

    /// Writes, changes of length and syncs so far.
    pub(crate) fn operations(&self) -> usize {
        self.state().operations
    }

    /// Steps in the trace so far.
    pub(crate) fn steps(&self) -> usize {
        self.state().trace.steps.len()
    }

    /// Notes in the trace that the test saw something at this moment.
    pub(crate) fn mark(&self, what: u64) {
        self.state().trace.steps.push(Step::Mark(what));
    }

    /// What the disk was asked so far.
    pub(crate) fn trace(&self) -> Trace {
        self.state().trace.clone()
    }

    /// What the disk holds now, whether durable or not.
    pub(crate) fn content(&self) -> Vec<u8> {
        self.state().now.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(&self, step: Step) -> io::Result<()> {
        let mut state = self.state();
        let operation = state.operations;
        state.operations += 1;
        if let (Some(room), Step::Write(offset, data)) = (state.room_bytes, &step)
            && offset + data.len() as u64 > room
        {
            return Err(io::Error::from_raw_os_error(ENOSPC));
        }
        let failure = state.failure.filter(|failure| failure.hits(operation));
        if failure.is_none_or(|failure| failure.carried_out && failure.operation == operation) {
            apply(&mut state.now, &step, &mut |_| true);
            state.trace.steps.push(step);
        }
        failure.map_or(Ok(()), |failure| Err(io::Error::from_raw_os_error(failure.code)))
    }
}

impl Failure {
    const fn hits(&self, operation: usize) -> bool {
        operation == self.operation || self.lasting && operation > self.operation
    }
}

impl StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.state().now.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.state();
        let start = usize::try_from(offset).map_err(|_| io::ErrorKind::UnexpectedEof)?;
        let bytes = state.now.get(start..start.saturating_add(out.len()));
        out.copy_from_slice(bytes.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.ask(Step::SetLen(len))
    }

    fn sync_data(&self) -> io::Result<()> {
        self.ask(Step::Sync)
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.ask(Step::Write(offset, data.into()))
    }

    // A test opens one database at a time on a disk, so a lock never meets another one.

    fn try_lock_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<bool, BackendError> {
        Ok(true)
    }

    fn try_lock_shared_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<bool, BackendError> {
        Ok(true)
    }

    fn lock_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<(), BackendError> {
        Ok(())
    }

    fn lock_shared_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<(), BackendError> {
        Ok(())
    }

    fn unlock_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<(), BackendError> {
        Ok(())
    }

    fn query_lock_range(&self, _: Bound<u64>, _: Bound<u64>) -> Result<bool, BackendError> {
        Ok(false)
    }
}

/// Does what the step says; of a write, only the sectors that `keep` names.
fn apply(content: &mut Vec<u8>, step: &Step, keep: &mut dyn FnMut(usize) -> bool) {
    match step {
        Step::Write(offset, data) => {
            // Beyond the end there is nothing to write on: the change of length before it was lost.
            let start = usize::try_from(*offset).map_or(content.len(), |start| start.min(content.len()));
            let sectors = content[start..]
                .chunks_mut(SECTOR_BYTES)
                .zip(data.chunks(SECTOR_BYTES));
            for (number, (old, new)) in sectors.enumerate() {
                let bytes = old.len().min(new.len());
                if keep(number) {
                    old[..bytes].copy_from_slice(&new[..bytes]);
                }
            }
        }
        Step::SetLen(len) => content.resize(usize::try_from(*len).expect("a test's disk is small"), 0),
        Step::Sync | Step::Mark(_) => {}
    }
}

impl Trace {
    /// Goes through the steps one by one.
    pub(crate) fn replay(&self) -> Replay<'_> {
        Replay {
            durable: self.base.clone(),
            unsynced: VecDeque::new(),
            steps: &self.steps,
        }
    }

    /// The disk after power failed at the end of the trace.
    pub(crate) fn cut_at_the_end(&self, rng: &mut impl Rng) -> Disk {
        let mut replay = self.replay();
        while replay.step().is_some() {}
        replay.cut(rng)
    }
}

/// A trace, up to some step.
#[derive(Clone, Debug)]
pub(crate) struct Replay<'a> {
    durable: Vec<u8>,
    unsynced: VecDeque<&'a Step>,
    steps: &'a [Step],
}

impl<'a> Replay<'a> {
    /// What the next step will ask for, if power does not fail during it.
    pub(crate) fn next(&self) -> Option<&'a Step> {
        self.steps.first()
    }

    /// Carries out the next step.
    pub(crate) fn step(&mut self) -> Option<&'a Step> {
        let (step, rest) = self.steps.split_first()?;
        self.steps = rest;
        match step {
            Step::Sync => {
                for step in self.unsynced.drain(..) {
                    apply(&mut self.durable, step, &mut |_| true);
                }
            }
            Step::Write(..) | Step::SetLen(_) => self.unsynced.push_back(step),
            Step::Mark(_) => {}
        }
        Some(step)
    }

    /// The disk that is left if power fails during the next step.
    pub(crate) fn cut(&self, rng: &mut impl Rng) -> Disk {
        let mut content = self.durable.clone();
        let in_flight: Vec<_> = self.unsynced.iter().copied().chain(self.next()).collect();
        let fate = Fate::of(rng, in_flight.len());
        for (number, step) in in_flight.into_iter().enumerate() {
            let survives = fate.survives(number, rng);
            if fate == Fate::Torn && matches!(step, Step::Write(..)) {
                apply(&mut content, step, &mut |_| rng.random_range(0..2) == 0);
            } else if survives {
                apply(&mut content, step, &mut |_| true);
            }
        }
        Disk::holding(content)
    }
}

/// What becomes of the writes that were not synced.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    AllLost,
    AllKept,
    OnlyThis(usize),
    AllButThis(usize),
    UpTo(usize),
    Some,
    Torn,
}

impl Fate {
    fn of(rng: &mut impl Rng, count: usize) -> Self {
        let one = rng.random_range(0..count.max(1));
        match rng.random_range(0..8) {
            0 => Self::AllLost,
            1 => Self::AllKept,
            2 => Self::OnlyThis(one),
            3 => Self::AllButThis(one),
            4 => Self::UpTo(one),
            5 => Self::Some,
            _ => Self::Torn,
        }
    }

    fn survives(self, number: usize, rng: &mut impl Rng) -> bool {
        match self {
            Self::AllLost => false,
            Self::AllKept => true,
            Self::OnlyThis(one) => number == one,
            Self::AllButThis(one) => number != one,
            Self::UpTo(one) => number < one,
            Self::Some | Self::Torn => rng.random_range(0..2) == 0,
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    use super::*;

    fn cuts_of(disk: &Disk) -> Vec<Vec<u8>> {
        let trace = disk.trace();
        (0..200)
            .map(|seed| {
                trace
                    .cut_at_the_end(&mut ChaCha8Rng::seed_from_u64(seed))
                    .content()
            })
            .collect()
    }

    #[test]
    fn what_was_synced_survives_every_cut() {
        let disk = Disk::default();
        disk.set_len(4096).unwrap();
        disk.write(0, &[1; 4096]).unwrap();
        disk.sync_data().unwrap();
        assert!(cuts_of(&disk).iter().all(|content| *content == [1; 4096]));
    }

    #[test]
    fn what_was_not_synced_survives_in_whole_in_part_and_not_at_all() {
        let disk = Disk::holding(vec![0; 4096]);
        disk.write(0, &[1; 2048]).unwrap();
        disk.write(2048, &[2; 2048]).unwrap();
        let cuts = cuts_of(&disk);
        let both = [vec![1; 2048], vec![2; 2048]].concat();
        assert!(cuts.contains(&both));
        assert!(cuts.contains(&vec![0; 4096]));
        assert!(
            cuts.contains(&[vec![0; 2048], vec![2; 2048]].concat()),
            "the later write alone"
        );
        let torn = |content: &Vec<u8>| content[..512] != content[512..1024];
        assert!(cuts.iter().any(torn), "a part of one write");
    }

    #[test]
    fn a_write_beyond_a_lost_length_is_lost_too() {
        let disk = Disk::holding(vec![0; 512]);
        disk.set_len(1024).unwrap();
        disk.write(512, &[1; 512]).unwrap();
        let lengths: Vec<_> = cuts_of(&disk).iter().map(Vec::len).collect();
        assert!(lengths.contains(&512) && lengths.contains(&1024));
    }

    #[test]
    fn a_failing_disk_fails_at_the_named_operation_and_if_it_lasts_from_there_on() {
        for (carried_out, lasting) in [(false, true), (true, true), (false, false), (true, false)] {
            let disk = Disk::holding(vec![0; 2]);
            disk.fail(Failure {
                operation: 1,
                code: EIO,
                carried_out,
                lasting,
            });
            disk.write(0, &[1]).unwrap();
            assert_eq!(disk.write(1, &[1]).unwrap_err().raw_os_error(), Some(EIO));
            assert_eq!(disk.sync_data().is_err(), lasting);
            assert_eq!(disk.content(), [1, u8::from(carried_out)]);
        }
    }

    #[test]
    fn a_full_disk_takes_what_it_has_room_for() {
        let disk = Disk::default();
        disk.has_room_for(Some(2));
        disk.set_len(4).unwrap();
        disk.write(0, &[1; 2]).unwrap();
        let refusal = disk.write(1, &[2; 2]).unwrap_err();
        assert_eq!(refusal.kind(), io::ErrorKind::StorageFull);
        disk.has_room_for(None);
        disk.write(2, &[3; 2]).unwrap();
        assert_eq!(disk.content(), [1, 1, 3, 3]);
    }
}
