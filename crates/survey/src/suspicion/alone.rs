//! Rules that need one answer alone.

use crate::{Answers, FlagRule, FlagRules};

/// What is suspicious of an answer by itself: its scores, and how long it says that it took. An answer that says
/// nothing of its time (without a script, on paper) is not suspected of haste.
pub(crate) fn seen_alone(
    rules: &FlagRules,
    answers: &Answers,
    seconds_taken: Option<u32>,
) -> impl Iterator<Item = FlagRule> {
    let faster_than = |seconds_per_answer: u32| {
        let enough = u64::from(seconds_per_answer) * answers.len() as u64;
        seconds_taken.is_some_and(|seconds| u64::from(seconds) < enough)
    };
    let too_fast = faster_than(rules.too_fast.seconds_per_answer);
    let straight_line = answers.len() >= rules.straight_line.answers_min
        && is_one_score(answers)
        && faster_than(rules.straight_line.seconds_per_answer);
    let found = [
        too_fast.then_some(FlagRule::TooFast),
        straight_line.then_some(FlagRule::StraightLine),
    ];
    found.into_iter().flatten()
}

fn is_one_score(answers: &Answers) -> bool {
    let mut scores = answers.iter().map(|(_, score)| score);
    let first = scores.next();
    scores.all(|score| Some(score) == first)
}
