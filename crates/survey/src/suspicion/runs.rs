//! Runs: so many answers within some time, or so many alike in a row. Each tells once of every answer in it.

use std::collections::VecDeque;

use jiff::Timestamp;

use crate::{Answers, Profile, ResponseId};

/// One answer in a run.
#[derive(Clone, Debug)]
struct Member {
    id: ResponseId,
    at: Timestamp,
    seconds_taken: u32,
    told: bool,
}

/// The last answers of one source, at most as many as the rule asks for.
#[derive(Clone, Debug, Default)]
pub(super) struct Run(VecDeque<Member>);

impl Run {
    /// Adds an answer. Once `answers` of them came within `within_seconds`, all of these are told, each once; if
    /// `one_by_one`, only where they cannot have waited: together they took no longer than that.
    pub(super) fn add(
        &mut self,
        (id, at, seconds_taken): (ResponseId, Timestamp, u32),
        (answers, within_seconds): (usize, u32),
        one_by_one: bool,
    ) -> Vec<ResponseId> {
        self.0.push_back(Member {
            id,
            at,
            seconds_taken,
            told: false,
        });
        while self.0.len() > answers {
            self.0.pop_front();
        }
        let took: u64 = self.0.iter().map(|member| u64::from(member.seconds_taken)).sum();
        let first = self.0.front().map_or(at, |first| first.at);
        let is_run = self.0.len() == answers
            && seconds_between(first, at) <= i64::from(within_seconds)
            && (!one_by_one || took <= u64::from(within_seconds));
        if is_run { self.tell() } else { Vec::new() }
    }

    fn tell(&mut self) -> Vec<ResponseId> {
        let untold = self.0.iter_mut().filter(|member| !member.told);
        untold
            .map(|member| {
                member.told = true;
                member.id
            })
            .collect()
    }

    /// True if no answer from now on can belong to a run with these.
    pub(super) fn is_over(&self, now: Timestamp, within_seconds: u32) -> bool {
        let last = self.0.back().map(|last| last.at);
        last.is_none_or(|last| seconds_between(last, now) > i64::from(within_seconds))
    }
}

/// The last answers of one source that are alike.
#[derive(Clone, Debug)]
pub(super) struct Alike {
    answers: Answers,
    profile: Profile,
    /// Not told yet.
    waiting: Vec<ResponseId>,
    count: usize,
    last: Timestamp,
}

impl Alike {
    pub(super) fn begin(id: ResponseId, at: Timestamp, answers: &Answers, profile: &Profile) -> Self {
        Self {
            answers: answers.clone(),
            profile: profile.clone(),
            waiting: vec![id],
            count: 1,
            last: at,
        }
    }

    /// True if the answer is like these, and came soon enough after the last.
    pub(super) fn goes_on_with(
        &self,
        at: Timestamp,
        (answers, profile): (&Answers, &Profile),
        apart_max: u32,
    ) -> bool {
        !self.is_over(at, apart_max) && self.answers == *answers && self.profile == *profile
    }

    /// Adds an answer that goes on with these; once there are as many as the rule asks for, all are told, each once.
    pub(super) fn add(&mut self, id: ResponseId, at: Timestamp, answers: usize) -> Vec<ResponseId> {
        self.last = at;
        self.count += 1;
        self.waiting.push(id);
        if self.count >= answers {
            std::mem::take(&mut self.waiting)
        } else {
            Vec::new()
        }
    }

    /// True if no answer from now on can go on with these.
    pub(super) fn is_over(&self, now: Timestamp, apart_max: u32) -> bool {
        seconds_between(self.last, now) > i64::from(apart_max)
    }
}

fn seconds_between(first: Timestamp, last: Timestamp) -> i64 {
    last.duration_since(first).as_secs()
}
