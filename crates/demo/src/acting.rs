//! What offices do with their results: follow-ups for the lowest unsur, and complaints that come and are answered. Most
//! in time; some late, so that there is something to see.

use std::collections::BTreeMap;

use app::{
    App, AppError, Look, PlanFollowUp, ReceiveComplaint, limits::GROUP_N_MIN, priorities, views::Basis,
};
use eventlog::Actor;
use ikm::UnsurCode;
use jiff::{Timestamp, civil::Date};
use serde::Deserialize;
use survey::{
    ComplaintChannel, ComplaintKind, ComplaintStep, Evidence, FollowUpStep, Period, ResponseId, SurveyCode,
    UnitCode, Zone,
};
use uuid::Uuid;

use crate::{
    chance::{Chance, Purpose},
    kabupaten::Unit,
    visit::Visit,
};

/// Follow-ups that a unit plans for a quarter.
const PLANNED: usize = 2;
/// One in so many first follow-ups is given up; one in so many is never reported.
const CANCELLED: u64 = 11;
const FORGOTTEN: u64 = 7;
/// A complaint comes to one in so many units in a month.
const COMPLAINING: usize = 4;
/// One in so many of them is a comment of the survey, where there is one.
const BY_SURVEY: u64 = 3;
/// One in so many waits too long for its answer.
const LATE: u64 = 6;

#[derive(Deserialize)]
struct Words {
    /// What is planned, and what is better after it.
    follow_ups: BTreeMap<UnsurCode, Vec<(String, String)>>,
    posts: Vec<String>,
    people: Vec<String>,
    progress: Vec<String>,
    complaints: Vec<ComplaintWords>,
    /// What a comment that criticises an unsur is told: what it is about, and the answer.
    replies: BTreeMap<UnsurCode, (String, String)>,
    contacts: Vec<String>,
}

#[derive(Deserialize)]
struct ComplaintWords {
    channel: ComplaintChannel,
    kind: ComplaintKind,
    text: String,
    about: String,
    answer: String,
}

/// A follow-up under way.
struct Underway {
    unit: UnitCode,
    id: Uuid,
    seen: usize,
    outcome: String,
}

/// A complaint that waits for its answer.
struct Waiting {
    unit: UnitCode,
    id: Uuid,
    about: String,
    answer: String,
}

/// Everybody who acts.
pub(crate) struct Acting<'a> {
    app: &'a App,
    chance: Chance,
    words: Words,
    underway: Vec<Underway>,
    waiting: Vec<Waiting>,
    /// The last comment of each survey that criticises something and is no complaint yet, and what it criticises.
    criticism: BTreeMap<SurveyCode, (ResponseId, UnsurCode)>,
}

impl<'a> Acting<'a> {
    pub(crate) fn new(app: &'a App, seed: u64) -> Self {
        Self {
            app,
            chance: Chance::new(seed, Purpose::Acting),
            words: serde_json::from_str(include_str!("../data/acting.json")).expect("checked by a test"),
            underway: Vec::new(),
            waiting: Vec::new(),
            criticism: BTreeMap::new(),
        }
    }

    /// An answer arrives.
    pub(crate) fn see(&mut self, visit: &Visit) {
        if let Some(unsur) = visit.criticised {
            self.criticism
                .insert(visit.command.survey.clone(), (visit.id, unsur));
        }
    }

    /// Each unit plans for the lowest unsur of a quarter, to be done by the end of the next.
    pub(crate) fn plan(&mut self, quarter: Period, units: &[Unit]) -> Result<(), AppError> {
        for unit in units.iter().filter(|unit| !unit.services.is_empty()) {
            let found = self
                .app
                .unit_index(&unit.code, quarter, None, Basis::Exact, Look::Now)?;
            let groups = self.app.groups(&unit.code, quarter, GROUP_N_MIN)?;
            for priority in priorities(&found, &groups).into_iter().take(PLANNED) {
                let (programme, outcome) = self
                    .chance
                    .pick(&self.words.follow_ups[&priority.nrr.code])
                    .clone();
                let plan = PlanFollowUp {
                    unit: unit.code.clone(),
                    period: quarter,
                    unsur: priority.nrr.code,
                    programme,
                    due: quarter.next(),
                    post: self.chance.pick(&self.words.posts).clone(),
                    person: self.chance.pick(&self.words.people).clone(),
                };
                self.underway.push(Underway {
                    unit: unit.code.clone(),
                    id: self.app.plan_follow_up(&head(), plan)?,
                    seen: 1,
                    outcome,
                });
            }
        }
        Ok(())
    }

    /// Everything under way moves on a step.
    pub(crate) fn progress(&mut self, at: Timestamp) -> Result<(), AppError> {
        for at_work in &mut self.underway {
            let percent = u8::try_from(self.chance.between(20, 70)).expect("under a hundred");
            let step = FollowUpStep::Progress {
                on: day(at),
                note: self.chance.pick(&self.words.progress).clone(),
                percent,
                evidence: None,
            };
            self.app
                .step_follow_up(&head(), &at_work.unit, at_work.id, step, at_work.seen)?;
            at_work.seen += 1;
        }
        Ok(())
    }

    /// What is under way ends: mostly well.
    pub(crate) fn finish(&mut self, at: Timestamp) -> Result<(), AppError> {
        for at_work in std::mem::take(&mut self.underway) {
            if self.chance.below(FORGOTTEN) == 0 {
                continue;
            }
            let step = if self.chance.below(CANCELLED) == 0 {
                FollowUpStep::Cancel {
                    reason: "Anggaran dialihkan ke perbaikan atap".into(),
                }
            } else {
                let link = format!("https://contoh.example/bukti/{}", at_work.id.simple());
                FollowUpStep::Complete {
                    on: day(at),
                    outcome: at_work.outcome,
                    evidence: Some(Evidence::Link { link }),
                }
            };
            self.app
                .step_follow_up(&head(), &at_work.unit, at_work.id, step, at_work.seen)?;
        }
        Ok(())
    }

    /// Complaints come to some units, which take them up themselves.
    pub(crate) fn complain(&mut self, at: Timestamp, units: &[Unit]) -> Result<(), AppError> {
        let turn = self.chance.place(COMPLAINING);
        let serving = units.iter().filter(|unit| !unit.services.is_empty());
        for (_, unit) in serving
            .enumerate()
            .filter(|(place, _)| place % COMPLAINING == turn)
        {
            let said = self.chance.place(self.words.complaints.len());
            let said = &self.words.complaints[said];
            let by_survey = self.chance.below(BY_SURVEY) == 0;
            let criticism = self.criticism.remove(&unit.survey()).filter(|_| by_survey);
            let response = criticism.map(|(response, _)| response);
            let (about, answer) = match criticism {
                Some((_, unsur)) => self.words.replies[&unsur].clone(),
                None => (said.about.clone(), said.answer.clone()),
            };
            let complaint = ReceiveComplaint {
                unit: unit.code.clone(),
                on: day(at),
                channel: response.map_or(said.channel, |_| ComplaintChannel::Survey),
                kind: response.map_or(said.kind, |_| ComplaintKind::Ordinary),
                text: response.map_or_else(|| said.text.clone(), |_| String::new()),
                contact: match response {
                    Some(_) => String::new(),
                    None => self.chance.pick(&self.words.contacts).clone(),
                },
                response,
            };
            let id = self.app.receive_complaint(&head(), complaint)?;
            let own = ComplaintStep::Forward {
                to: unit.code.clone(),
                note: "Kewenangan unit ini".into(),
            };
            self.app.step_complaint(&head(), &unit.code, id, own, 1)?;
            self.waiting.push(Waiting {
                unit: unit.code.clone(),
                id,
                about,
                answer,
            });
        }
        Ok(())
    }

    /// Those that wait are answered, all but a few, and most are closed with it.
    pub(crate) fn answer(&mut self, at: Timestamp) -> Result<(), AppError> {
        for waiting in std::mem::take(&mut self.waiting) {
            if self.chance.below(LATE) == 0 {
                self.waiting.push(waiting);
                continue;
            }
            let answer = ComplaintStep::Answer {
                on: day(at),
                about: waiting.about,
                answer: waiting.answer,
            };
            let close = ComplaintStep::Close {
                note: "Pelapor sudah menerima tanggapan".into(),
            };
            let steps = if self.chance.in_thousand(700) { 2 } else { 1 };
            for (place, step) in [answer, close].into_iter().take(steps).enumerate() {
                self.app
                    .step_complaint(&head(), &waiting.unit, waiting.id, step, place + 2)?;
            }
        }
        Ok(())
    }
}

/// The office day on which it is done.
fn day(at: Timestamp) -> Date {
    Zone::default().wall_clock(at).date()
}

/// Whoever heads the unit.
fn head() -> Actor {
    Actor::new("kepala-unit-1").expect("a well-formed pseudonym")
}

#[cfg(test)]
mod tests {
    use survey::Instrument;

    use super::*;

    #[test]
    fn every_unsur_has_something_to_plan_for_and_a_reply() {
        let words: Words = serde_json::from_str(include_str!("../data/acting.json")).unwrap();
        for unsur in Instrument::permenpan_14_2017().unsur_codes() {
            assert!(!words.follow_ups[&unsur].is_empty(), "{unsur}");
            assert!(words.replies.contains_key(&unsur), "{unsur}");
        }
        let survey = |said: &ComplaintWords| said.channel == ComplaintChannel::Survey;
        assert!(!words.complaints.iter().any(survey), "that takes a comment");
    }
}
