//! One visit: somebody comes, answers, and the answer arrives, mostly at once.

use std::collections::BTreeSet;

use ikm::{Score, UnsurCode};
use jiff::{SignedDuration, Timestamp, ToSpan, civil::Date};
use survey::{Answers, Channel, Hour, Instrument, Reasons, ResponseId, SubmitResponse};

use crate::{
    calendar::{moment, time_of_day},
    chance::{Chance, Milli},
    comments::{About, Sentences},
    kabupaten::Unit,
    opinions::Opinions,
    people::Person,
};

/// In so many of a thousand cases a kiosk is offline and hands its answers in later.
const KIOSK_OFFLINE: u32 = 22;
/// In so many of a thousand cases a question on paper is left blank.
const BLANK_ON_PAPER: u32 = 35;
/// In so many of a thousand cases a low answer comes with a reason, and with a second one.
const REASON: u32 = 560;
const SECOND_REASON: u32 = 180;
/// In so many of a thousand cases a comment is written: by somebody with a low answer, and by others.
const COMMENT_LOW: u32 = 95;
const COMMENT: u32 = 40;

/// One answer on its way.
#[derive(Clone)]
pub(crate) struct Visit {
    /// When it was given.
    pub(crate) answered: Timestamp,
    /// When it arrives.
    pub(crate) arrives: Timestamp,
    pub(crate) id: ResponseId,
    pub(crate) command: SubmitResponse,
    /// Somebody gave one score for everything without reading.
    pub(crate) straight_lined: bool,
    /// What its comment complains about, if it has one that does.
    pub(crate) criticised: Option<UnsurCode>,
}

/// A day in the span.
#[derive(Clone, Copy)]
pub(crate) struct Today {
    pub(crate) day: Date,
    /// How much of the span has passed, in thousandths.
    pub(crate) passed: Milli,
    /// The last day on which an answer can arrive.
    pub(crate) last_day: Date,
}

/// Makes visits.
pub(crate) struct Visits {
    instrument: Instrument,
    sentences: Sentences,
    /// How many answers each unit's kiosk has taken.
    kiosks: Vec<u64>,
}

impl Visits {
    pub(crate) fn new(units: usize) -> Self {
        Self {
            instrument: Instrument::permenpan_14_2017(),
            sentences: Sentences::new(),
            kiosks: vec![0; units],
        }
    }

    /// A day at a unit, in order of the answers: so many people come, and after them perhaps a burst of so many more
    /// answers at the kiosk.
    pub(crate) fn day(
        &mut self,
        (place, unit): (usize, &Unit),
        opinions: &Opinions,
        today: Today,
        (people, burst): (u64, u64),
        chance: &mut Chance,
    ) -> Vec<Visit> {
        let come = |_| self.visit((place, unit), opinions, today, chance);
        let mut visits: Vec<_> = (0..people).map(come).collect();
        if burst > 0 {
            visits.extend(self.burst((place, unit), opinions, today, burst, chance));
        }
        visits.sort_by_key(|visit| (visit.answered, visit.id));
        for visit in &mut visits {
            if matches!(visit.command.channel, Channel::Kiosk | Channel::Assisted) {
                self.kiosks[place] += 1;
                visit.command.device = Some(format!("KIOS-{}-1", unit.code));
                visit.command.device_counter = Some(self.kiosks[place]);
            }
        }
        visits
    }

    /// Somebody comes to a unit.
    fn visit(
        &self,
        (place, unit): (usize, &Unit),
        opinions: &Opinions,
        today: Today,
        chance: &mut Chance,
    ) -> Visit {
        let person = Person::at(unit.kind, chance);
        let service = chance.pick(&unit.services);
        let answered = time_of_day(today.day, person.has_own_phone(), chance);
        let scores = opinions.scores((place, unit), service, &person, (today.day, today.passed), chance);
        let mut answers: Vec<(UnsurCode, Score)> = opinions.unsur.into_iter().zip(scores).collect();
        if person.channel == Channel::Paper {
            answers.retain(|_| !chance.in_thousand(BLANK_ON_PAPER));
        }
        if answers.is_empty() {
            answers.push((opinions.unsur[0], scores[0]));
        }
        let about = if person.straight_lines {
            None
        } else {
            about(&answers, chance)
        };
        let comment = about.map(|about| self.sentences.comment(about, &service.name, chance));
        let command = SubmitResponse {
            survey: unit.survey(),
            service: Some(service.code.clone()),
            instrument: None,
            language: person.language,
            reasons: self.reasons(&answers, chance),
            answers: Answers::from_pairs(answers),
            channel: person.channel,
            claimed_at: Some(Hour::containing(answered)),
            device_now: None,
            seconds_taken: seconds_taken(&person, chance),
            device: None,
            device_counter: None,
            comment,
            noticed: BTreeSet::new(),
            profile: person.profile,
        };
        Visit {
            answered,
            arrives: arrival(answered, command.channel, today, chance),
            id: new_id(answered, chance),
            command,
            straight_lined: person.straight_lines,
            criticised: match about {
                Some(About::Low(unsur)) => Some(unsur),
                _ => None,
            },
        }
    }

    /// Somebody at a kiosk gives full marks again and again, half a minute apart.
    fn burst(
        &self,
        (place, unit): (usize, &Unit),
        opinions: &Opinions,
        today: Today,
        count: u64,
        chance: &mut Chance,
    ) -> Vec<Visit> {
        let first = self.visit((place, unit), opinions, today, chance);
        let mut burst = Vec::new();
        let mut answered = moment(today.day, 14, 40, 0);
        for _ in 0..count {
            answered += SignedDuration::from_secs(27);
            let command = SubmitResponse {
                answers: Answers::from_pairs(opinions.unsur.map(|code| (code, Score::ALL[3]))),
                reasons: Reasons::new(),
                channel: Channel::Kiosk,
                claimed_at: Some(Hour::containing(answered)),
                seconds_taken: Some(chance.between(7, 12)),
                comment: None,
                ..first.command.clone()
            };
            burst.push(Visit {
                answered,
                arrives: answered,
                id: new_id(answered, chance),
                command,
                straight_lined: true,
                criticised: None,
            });
        }
        burst
    }

    fn reasons(&self, answers: &[(UnsurCode, Score)], chance: &mut Chance) -> Reasons {
        let mut reasons = Reasons::new();
        for (unsur, _) in answers.iter().filter(|(_, score)| score.get() <= 2) {
            if !chance.in_thousand(REASON) {
                continue;
            }
            let asked = self
                .instrument
                .unsur(*unsur)
                .map_or(&[][..], |question| &question.reasons);
            let first = chance.place(asked.len());
            let mut ticked = vec![asked[first].code.clone()];
            if chance.in_thousand(SECOND_REASON) {
                ticked.push(asked[(first + 1) % asked.len()].code.clone());
            }
            reasons.insert(*unsur, ticked);
        }
        reasons
    }
}

/// What somebody writes about, if anything.
fn about(answers: &[(UnsurCode, Score)], chance: &mut Chance) -> Option<About> {
    let (worst, score) = answers.iter().min_by_key(|(_, score)| *score).copied()?;
    let low = score.get() <= 2;
    if !chance.in_thousand(if low { COMMENT_LOW } else { COMMENT }) {
        return None;
    }
    let liked: Vec<_> = answers.iter().filter(|(_, score)| score.get() == 4).collect();
    Some(if low {
        About::Low(worst)
    } else if liked.is_empty() {
        About::Nothing
    } else {
        About::High(chance.pick(&liked).0)
    })
}

/// An id as a page mints it: a UUIDv7.
fn new_id(answered: Timestamp, chance: &mut Chance) -> ResponseId {
    let mut bytes = [0; 10];
    chance.fill(&mut bytes);
    let ms = u64::try_from(answered.as_millisecond()).expect("after 1970");
    ResponseId(uuid::Builder::from_unix_timestamp_millis(ms, &bytes).into_uuid())
}

fn seconds_taken(person: &Person, chance: &mut Chance) -> Option<u32> {
    match (person.channel, person.straight_lines) {
        (Channel::Paper | Channel::Import, _) => None,
        (_, true) => Some(chance.between(6, 22)),
        (Channel::Assisted, false) => Some(chance.between(110, 320)),
        (Channel::Qr | Channel::Web | Channel::Kiosk, false) => {
            Some(chance.between(20, 90) + chance.between(10, 80))
        }
    }
}

/// Paper is entered days later; a kiosk that was offline hands in on the next morning, before the doors open; everything else
/// comes as it is given. Nothing comes after the last day.
fn arrival(answered: Timestamp, channel: Channel, today: Today, chance: &mut Chance) -> Timestamp {
    let days_later = match channel {
        Channel::Paper => chance.between(1, 4),
        Channel::Kiosk if chance.in_thousand(KIOSK_OFFLINE) => chance.between(1, 3),
        Channel::Qr | Channel::Web | Channel::Kiosk | Channel::Assisted | Channel::Import => 0,
    };
    let day = today.day.saturating_add(i64::from(days_later).days());
    if days_later == 0 || day > today.last_day {
        return answered;
    }
    // After staff have done what they do before the counters open.
    let minute = i8::try_from(chance.between(31, 59)).expect("at most 59");
    let second = i8::try_from(chance.between(0, 59)).expect("at most 59");
    moment(day, 7, minute, second)
}
