//! The weekly look at what came in: which answers seem suspicious, by rules that anybody can read.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use survey::{FlagRule, ResponseId, SubmitResponse};

use crate::visit::Visit;

/// Version of all the rules below.
pub(crate) const RULE_VERSION: u16 = 1;
/// Nobody reads nine questions in fewer seconds.
const SECONDS_READ_MIN: u32 = 15;
/// So many answers from one device within these minutes are a burst.
const BURST_ANSWERS: usize = 8;
const BURST_WITHIN: SignedDuration = SignedDuration::from_mins(5);

/// What is kept of an answer until it has been looked at.
pub(crate) struct Seen {
    id: ResponseId,
    answered: Timestamp,
    device: Option<String>,
    straight_line: bool,
    too_fast: bool,
}

impl Seen {
    pub(crate) fn new(visit: &Visit) -> Self {
        let seconds = visit.command.seconds_taken;
        Self {
            id: visit.id,
            answered: visit.answered,
            device: visit.command.device.clone(),
            straight_line: is_straight_line(&visit.command),
            too_fast: seconds.is_some_and(|seconds| seconds < SECONDS_READ_MIN),
        }
    }
}

/// The same score for every unsur, and more than one of them.
fn is_straight_line(command: &SubmitResponse) -> bool {
    let mut scores = command.answers.iter().map(|(_, score)| score);
    let first = scores.next();
    command.answers.len() > 1 && scores.all(|score| Some(score) == first)
}

/// What is suspicious of what was seen.
pub(crate) fn suspicions(seen: &[Seen]) -> Vec<(ResponseId, FlagRule)> {
    let mut found = Vec::new();
    for seen in seen {
        if seen.straight_line {
            found.push((seen.id, FlagRule::StraightLine));
        }
        if seen.too_fast {
            found.push((seen.id, FlagRule::TooFast));
        }
    }
    let mut by_device = BTreeMap::<&str, Vec<&Seen>>::new();
    for seen in seen {
        if let Some(device) = &seen.device {
            by_device.entry(device).or_default().push(seen);
        }
    }
    for answers in by_device.values_mut() {
        answers.sort_by_key(|seen| (seen.answered, seen.id));
        let mut burst = vec![false; answers.len()];
        for (first, run) in answers.windows(BURST_ANSWERS).enumerate() {
            if run[BURST_ANSWERS - 1].answered.duration_since(run[0].answered) <= BURST_WITHIN {
                burst[first..first + BURST_ANSWERS].fill(true);
            }
        }
        let in_burst = answers.iter().zip(burst).filter(|(_, burst)| *burst);
        found.extend(in_burst.map(|(seen, _)| (seen.id, FlagRule::Burst)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(number: u128, seconds: i64, device: &str) -> Seen {
        Seen {
            id: ResponseId(uuid::Uuid::from_u128(number)),
            answered: Timestamp::from_second(seconds).unwrap(),
            device: Some(device.into()),
            straight_line: false,
            too_fast: false,
        }
    }

    #[test]
    fn eight_answers_of_one_kiosk_within_five_minutes_are_a_burst_and_seven_are_none() {
        let mut week: Vec<Seen> = (0..8)
            .map(|place| seen(place, 40 * i64::try_from(place).unwrap(), "A"))
            .collect();
        week.push(seen(100, 10_000, "A"));
        week.extend((200..207).map(|number| seen(number, 10, "B")));
        let suspects: Vec<_> = suspicions(&week)
            .into_iter()
            .map(|(id, _)| id.0.as_u128())
            .collect();
        assert_eq!(suspects, (0..8).collect::<Vec<_>>());
    }

    #[test]
    fn what_one_rule_sees_the_other_need_not() {
        let one = Seen {
            straight_line: true,
            ..seen(1, 0, "A")
        };
        let other = Seen {
            too_fast: true,
            ..seen(2, 0, "A")
        };
        let rules: Vec<_> = suspicions(&[one, other])
            .into_iter()
            .map(|(_, rule)| rule)
            .collect();
        assert_eq!(rules, [FlagRule::StraightLine, FlagRule::TooFast]);
    }
}
