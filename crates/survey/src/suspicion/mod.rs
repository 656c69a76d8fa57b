//! Suspicion: which answers look as if nobody had given them, by rules that anybody can read and run again.
//!
//! A flag decides nothing. The answer is taken and counts; every index that staff see has beside it what it would be
//! without the flagged ones. So a rule may be wrong about somebody, and says about whom.
//!
//! Some rules need only the answer itself and what was noticed on its way: [`submit`](crate::submit) flags by these
//! in the same append. The others need the answers around it: [`Watch`] sees one answer after the other, in the order
//! of the log. Both are functions of what the log holds, so whoever holds the log can flag it again.

mod alone;
mod beside;
mod chance;
mod flag;
mod patterns;
mod rules;
mod runs;
mod watch;

pub(crate) use alone::seen_alone;
pub use beside::{ChannelGap, channel_gap, weekday_chance};
pub use flag::FlagRule;
pub use patterns::{
    FALSE_ALARM_RATE, Group, PATTERN_GROUP_MIN, Pattern, Sighting, Tested, allowed, is_entered_later,
    is_one_score, patterns,
};
pub use rules::{
    Burst, DuplicateProfile, FlagRules, FlagWords, Flood, NetworkRate, SecondsPerAnswer, StraightLine,
};
pub use watch::Watch;
