//! Every limit on what comes from outside, in one place.

/// Most elements of one instrument; also what one respondent's mean can be kept exact for.
pub const UNSUR_PER_INSTRUMENT_MAX: usize = 16;
/// Longest text of an instrument in one language, in characters.
pub const WORDING_CHARS_MAX: usize = 300;
/// Longest comment, in characters.
pub const COMMENT_CHARS_MAX: usize = 500;
/// Longest name of a unit or service, in characters.
pub const NAME_CHARS_MAX: usize = 120;
/// Longest region code with the year of its list, in characters.
pub const REGION_CODE_CHARS_MAX: usize = 40;
/// Longest reason, title or note of staff, in characters.
pub const NOTE_CHARS_MAX: usize = 500;
/// Longest complaint, and longest answer to one, in characters: a letter of two pages. All of it fits the body of a
/// form, the vault, and an entry of the log.
pub const LETTER_CHARS_MAX: usize = 4000;
/// Longest address of evidence, in characters.
pub const LINK_CHARS_MAX: usize = 500;
/// How long before its quarter ends a follow-up that is not done is brought to mind, in days.
pub const REMIND_DAYS: i64 = 30;
/// Working days within which a complaint is forwarded, or taken up by the unit that received it.
pub const COMPLAINT_FORWARD_DAYS: u16 = 3;
/// How long before its deadline a complaint is brought to mind, in days.
pub const COMPLAINT_REMIND_DAYS: i64 = 2;
/// Most public holidays of a year.
pub const HOLIDAYS_PER_YEAR_MAX: usize = 60;
/// Longest time that a response says it took, in seconds: a day.
pub const SECONDS_TAKEN_MAX: u32 = 86_400;
/// Most hours by which a device's clock may run ahead of the log's before its claim is set aside.
pub const CLAIM_AHEAD_HOURS_MAX: u32 = 1;
/// Most hours by which a device's clock may differ from the log's before its claims are read as "so long ago".
pub const CLOCK_SKEW_HOURS_MAX: u32 = 1;
/// How long after a survey closed an answer given before then still counts, in hours: a week.
pub const LATE_GRACE_HOURS: u32 = 7 * 24;
/// Most responses of one proposal to exclude or reinstate: their ids fill about half an entry of the log.
pub const PROPOSAL_RESPONSES_MAX: usize = 1000;
/// Most differing submissions under one response id that are kept for review.
pub const CONFLICTS_KEPT_MAX: usize = 3;
/// Deepest nesting of units, so that a walk up the tree ends.
pub const UNIT_DEPTH_MAX: usize = 8;
/// Longest id of a device, in bytes.
pub const DEVICE_ID_BYTES_MAX: usize = 64;
/// Fewest one-time codes of one batch: who hands out one alone can watch for its use.
pub const TOKENS_PER_BATCH_MIN: usize = 10;
/// Most one-time codes of one batch: their hashes fill about half an entry of the log.
pub const TOKENS_PER_BATCH_MAX: usize = 1000;
/// Longest text that is read as a one-time code, in bytes: the code with spaces and dashes of any kind between.
pub const TOKEN_TEXT_BYTES_MAX: usize = 96;
/// How long after it was entered a form on paper can be withdrawn by whoever entered it, in hours.
pub const PAPER_WITHDRAWAL_HOURS: i64 = 24;
/// Most roles of one account.
pub const GRANTS_PER_ACCOUNT_MAX: usize = 16;
/// Longest contact of an account's person, in characters.
pub const CONTACT_CHARS_MAX: usize = 120;
