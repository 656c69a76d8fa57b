//! Random histories of the small world: acts that a test can shrink, played into a log.

use eventlog::EventLog;
use ikm::{Score, UnsurCode};
use jiff::{SignedDuration, Timestamp};
use proptest::{collection::vec, prelude::*};
use std::sync::Arc;
use survey::{
    Admission, Answers, Channel, Event, FlagRule, Hour, Period, Profile, ResponseExcluded, ResponseFlagged,
    ResponseReinstated, ResponseSubmitted, ResultPublished, ServiceCode, ServiceEvent, ServiceEventWithdrawn,
    Stream, SubmissionConflicted, TokenHash, TokenKeyId, TokensIssued, UnitCode, UnitRenamed,
};
use testkit::{Chronicle, response_id, service_event, submitted, survey_code, unit};
use uuid::Uuid;

pub(crate) const BEGINNING: &str = "2026-07-30T00:00:00Z";
const SERVING: [&str; 3] = ["DUKCAPIL", "KEC", "KEL"];

/// Something that happens. Numbers choose among what there is, so that every list of acts can be played.
#[derive(Clone, Debug)]
pub(crate) enum Act {
    Wait { hours: u16 },
    Submit(Answer),
    Flag(usize),
    Exclude(usize),
    Reinstate(usize),
    Conflict(usize),
    RecordServiceEvent(usize),
    WithdrawServiceEvent(usize),
    Publish(usize),
    IssueTokens(usize),
    Rename(usize),
}

/// An answer that arrives some hours after it was given.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) unit: usize,
    pub(crate) hours_ago: u16,
    pub(crate) scores: [u8; 9],
    pub(crate) channel: usize,
    pub(crate) facets: u8,
}

pub(crate) fn acts(length: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = Vec<Act>> {
    vec(act(), length)
}

fn act() -> impl Strategy<Value = Act> {
    let any = || any::<prop::sample::Index>().prop_map(|index| index.index(1 << 16));
    prop_oneof![
        2 => (1..60u16).prop_map(|hours| Act::Wait { hours }),
        24 => answer().prop_map(Act::Submit),
        3 => any().prop_map(Act::Flag),
        5 => any().prop_map(Act::Exclude),
        4 => any().prop_map(Act::Reinstate),
        1 => any().prop_map(Act::Conflict),
        2 => any().prop_map(Act::RecordServiceEvent),
        1 => any().prop_map(Act::WithdrawServiceEvent),
        1 => any().prop_map(Act::Publish),
        1 => any().prop_map(Act::IssueTokens),
        1 => any().prop_map(Act::Rename),
    ]
}

fn answer() -> impl Strategy<Value = Answer> {
    let hours_ago = prop_oneof![5 => 0..30u16, 2 => 0..1500u16];
    let scores = prop::array::uniform9(0..=4u8);
    (0..3usize, hours_ago, scores, 0..6usize, any::<u8>()).prop_map(
        |(unit, hours_ago, scores, channel, facets)| Answer {
            unit,
            hours_ago,
            scores,
            channel,
            facets,
        },
    )
}

/// A log that tells what the acts did.
pub(crate) struct History {
    chronicle: Chronicle,
    responses: Vec<(Stream, UnitCode)>,
    service_events: Vec<(Stream, UnitCode)>,
    batches: u64,
}

impl History {
    pub(crate) fn new() -> Self {
        Self {
            chronicle: Chronicle::of_kabupaten(BEGINNING),
            responses: Vec::new(),
            service_events: Vec::new(),
            batches: 0,
        }
    }

    pub(crate) fn of(acts: &[Act]) -> Self {
        let mut history = Self::new();
        acts.iter().for_each(|act| history.play(act));
        history
    }

    pub(crate) fn log(&self) -> &Arc<dyn EventLog> {
        self.chronicle.log()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.chronicle.now()
    }

    pub(crate) fn play(&mut self, act: &Act) {
        match act {
            Act::Wait { hours } => {
                let later = self.now() + SignedDuration::from_hours(i64::from(*hours));
                self.chronicle.set(later);
            }
            Act::Submit(answer) => self.submit(answer),
            Act::Flag(which) => self.respond(*which, |unit| {
                let rule = [FlagRule::StraightLine, FlagRule::TooFast][which % 2];
                Event::ResponseFlagged(ResponseFlagged {
                    unit,
                    rule,
                    rule_version: 1,
                })
            }),
            Act::Exclude(which) => self.respond(*which, |unit| {
                Event::ResponseExcluded(ResponseExcluded {
                    unit,
                    reason: "Diisi petugas".into(),
                    approved_by: None,
                })
            }),
            Act::Reinstate(which) => self.respond(*which, |unit| {
                Event::ResponseReinstated(ResponseReinstated {
                    unit,
                    reason: "Ternyata benar".into(),
                    approved_by: "kepala".into(),
                })
            }),
            Act::Conflict(which) => self.respond(*which, |unit| {
                Event::SubmissionConflicted(SubmissionConflicted {
                    unit,
                    answers: testkit::answers([1; 9]),
                    profile: Profile::new(),
                    reasons: Default::default(),
                    comment: None,
                    nonce: survey::Nonce([1; 16]),
                })
            }),
            Act::RecordServiceEvent(which) => {
                let code = SERVING[which % SERVING.len()];
                let stream = Stream::ServiceEvent(Uuid::from_u128(1000 + self.service_events.len() as u128));
                // Now and then it says how many were served, of one month or the other.
                let visits = (which % 5 < 3).then_some(*which as u64);
                let event = Event::ServiceEvent(ServiceEvent {
                    visits,
                    on: jiff::civil::date(2026, if which % 2 == 0 { 8 } else { 9 }, 10),
                    ..service_event(code, "Loket pindah")
                });
                self.chronicle.record(&stream, &[event]);
                self.service_events.push((stream, unit(code)));
            }
            Act::WithdrawServiceEvent(which) => {
                if let Some((stream, unit)) = pick(&self.service_events, *which) {
                    let reason = "Salah catat".into();
                    let event = Event::ServiceEventWithdrawn(ServiceEventWithdrawn { unit, reason });
                    self.chronicle.record(&stream, &[event]);
                }
            }
            Act::Publish(which) => self.publish(SERVING[which % SERVING.len()]),
            Act::IssueTokens(which) => self.issue_tokens(SERVING[which % SERVING.len()]),
            Act::Rename(which) => {
                let unit = unit(SERVING[which % SERVING.len()]);
                let stream = Stream::Unit(unit.clone());
                let (name, reason) = (format!("Nama ke-{which}"), "Perda baru".into());
                let event = Event::UnitRenamed(UnitRenamed { unit, name, reason });
                self.chronicle.record(&stream, &[event]);
            }
        }
    }

    fn submit(&mut self, answer: &Answer) {
        let code = SERVING[answer.unit % SERVING.len()];
        let given = self.now() - SignedDuration::from_hours(i64::from(answer.hours_ago));
        let channel = Channel::ALL[answer.channel % Channel::ALL.len()];
        let device = (channel == Channel::Kiosk).then(|| format!("KIOS-{code}"));
        let event = Event::ResponseSubmitted(ResponseSubmitted {
            channel,
            device_counter: device.as_ref().map(|_| u64::from(answer.facets)),
            device,
            ..with_facets(
                submitted(code, Hour::containing(given), answer.scores),
                answer.facets,
            )
        });
        let stream = Stream::Response(response_id(self.responses.len() as u64));
        self.chronicle.record(&stream, &[event]);
        self.responses.push((stream, unit(code)));
    }

    fn respond(&mut self, which: usize, event: impl FnOnce(UnitCode) -> Event) {
        if let Some((stream, unit)) = pick(&self.responses, which) {
            self.chronicle.record(&stream, &[event(unit)]);
        }
    }

    fn issue_tokens(&mut self, code: &str) {
        let batch = u128::from(self.batches);
        self.batches += 1;
        let issued = TokensIssued {
            survey: survey_code(code),
            unit: unit(code),
            // Now and then the key was lost.
            key: TokenKeyId([u8::try_from(batch / 3).unwrap(); 8]),
            hashes: (0..10)
                .map(|at| TokenHash((batch << 64 | at).to_be_bytes()))
                .collect(),
        };
        let stream = Stream::Tokens(Uuid::from_u128(batch));
        self.chronicle.record(&stream, &[Event::TokensIssued(issued)]);
    }

    fn publish(&mut self, code: &str) {
        let period: Period = "2026-Q3".parse().unwrap();
        let result = ResultPublished {
            unit: unit(code),
            period,
            method: "exact".into(),
            instruments: Vec::new(),
            n: 1,
            n_excluded: 0,
            unsur: Vec::new(),
            ikm: ikm::Hundredths::new(7500),
            mutu: ikm::Mutu::C,
            log_size: self.log().head().size,
            log_root: None,
            program: "0.1.0".into(),
            basis: survey::ResultBasis::Exact,
        };
        let stream = Stream::Result(unit(code), period);
        self.chronicle.record(&stream, &[Event::ResultPublished(result)]);
    }
}

fn pick(known: &[(Stream, UnitCode)], which: usize) -> Option<(Stream, UnitCode)> {
    let at = which.checked_rem(known.len())?;
    Some(known[at].clone())
}

/// Varies service, instrument, unsur, profile and admission by the bits of a number; answers at least one unsur.
fn with_facets(submitted: ResponseSubmitted, bits: u8) -> ResponseSubmitted {
    let mut changed = submitted;
    if bits & 1 > 0 && changed.unit == unit("DUKCAPIL") {
        changed.service = ServiceCode::new("KK").unwrap();
    }
    if !bits.count_ones().is_multiple_of(2) {
        changed.admission = Admission::Code;
    }
    let mut answers: Vec<(UnsurCode, Score)> = changed.answers.iter().collect();
    if bits & 2 > 0 {
        changed.instrument = "permenpan-14-2017@2".parse().unwrap();
        answers.push((
            UnsurCode::new("keamanan").unwrap(),
            Score::ALL[usize::from(bits >> 6)],
        ));
    }
    if answers.is_empty() {
        answers.push((
            UnsurCode::new("waktu").unwrap(),
            Score::ALL[usize::from(bits >> 6)],
        ));
    }
    changed.answers = Answers::from_pairs(answers);
    if bits & 4 > 0 {
        let option = if bits & 8 > 0 { "L" } else { "P" };
        changed.profile.insert("jenis_kelamin".into(), option.into());
    }
    if bits & 16 > 0 {
        let option = if bits & 32 > 0 { "SMA" } else { "S1" };
        changed.profile.insert("pendidikan".into(), option.into());
    }
    changed
}
