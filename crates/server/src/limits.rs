//! Every limit of the server, in one place.

use std::{num::NonZeroU32, time::Duration};

use jiff::SignedDuration;

/// Connections served at a time; more wait to be accepted.
pub const CONNECTIONS_MAX: usize = 1024;
/// Longest address of a page of staff that is kept while somebody enters, in bytes.
pub const WAY_BACK_BYTES_MAX: usize = 512;
/// First sights of forms that are kept compressed; more, and all are made again.
pub const FIRST_SIGHTS_MAX: usize = 512;
/// Largest recording of a question, in bytes: half a minute of speech, several times over.
pub const VOICE_BYTES_MAX: u64 = 1 << 20;
/// Largest sum of all recordings, in bytes; they are kept in memory.
pub const VOICES_BYTES_MAX: u64 = 64 << 20;
/// Largest logo of an office, in bytes.
pub const LOGO_BYTES_MAX: u64 = 1 << 20;
/// Largest table of addresses of offices, in bytes.
pub const ADDRESSES_BYTES_MAX: u64 = 1 << 20;
/// Largest head of a request, in bytes.
pub const HEAD_BYTES_MAX: usize = 16 << 10;
/// How long the head of a request may take to arrive.
pub const HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a request may take from its head to its answer.
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// How long requests in progress may take once the server stops.
pub const STOP_TIMEOUT: Duration = Duration::from_secs(10);
/// Largest body of a request, in bytes: sixteen times what the form sends.
pub const BODY_BYTES_MAX: usize = 16 << 10;
/// Smallest text that is worth compressing, in bytes.
pub const COMPRESS_BYTES_MIN: usize = 1 << 10;
/// What a client is told to wait when the queue is full, in seconds.
pub const RETRY_AFTER_SECONDS: u32 = 2;
/// Longest address of the site, in bytes: so long that any survey's QR code keeps to 33 modules a side.
pub const PUBLIC_URL_BYTES_MAX: usize = 50;
/// Longest filter on the names of units, in characters; the rest is not read.
pub const FILTER_CHARS_MAX: usize = 80;
/// Days on the slider of an inspection: a year and what arrives after it.
pub const INSPECTED_DAYS_MAX: usize = 430;
/// Days after a period is over that the slider still offers.
pub const INSPECTED_DAYS_AFTER: i64 = 45;
/// Lines of responses that are read to draw how an index became known; of more it is not drawn.
pub const KNOWN_LINES_MAX: u64 = 200_000;
/// Lines of responses between two points that are explained; of more only the figures are shown.
pub const DIFFERENCE_LINES_MAX: usize = 100_000;
/// Events listed on one page of an explanation.
pub const EXPLAINED_EVENTS: usize = 50;
/// Events of one page of the log as programs read it, unless they ask for more or fewer.
pub const EVENTS_PER_PAGE: usize = 100;
/// Most events of one such page.
pub const EVENTS_PER_PAGE_MAX: usize = 1000;
/// Single responses on one page.
pub const ROWS_PER_PAGE: usize = 50;
/// Largest table of units, services and surveys, in bytes as a form sends it.
pub const BULK_BYTES_MAX: usize = 1 << 20;
/// Quarters from this one on in which a follow-up can be due.
pub const QUARTERS_AHEAD: usize = 8;
/// Months that control limits look back on, whatever a trend shows: more than SKM is old in any office.
pub const TREND_HISTORY_MONTHS: usize = 240;
/// Months that a trend shows.
pub const TREND_MONTHS: usize = 24;
/// Quarters that a trend shows.
pub const TREND_QUARTERS: usize = 20;
/// Semesters that a trend shows.
pub const TREND_SEMESTERS: usize = 10;
/// Years that a trend shows.
pub const TREND_YEARS: usize = 10;
/// Periods offered for choosing.
pub const PERIODS_OFFERED_MAX: usize = 24;
/// How often the log is signed while it grows, unless the operator says otherwise.
pub const SIGN_EVERY: Duration = Duration::from_secs(10);
/// How often a witness is asked while the log grows.
pub const WITNESS_EVERY: Duration = Duration::from_secs(60);
/// How long a witness may take, from its name to the last byte of its answer.
pub const WITNESS_TIMEOUT: Duration = Duration::from_secs(10);
/// Largest answer of a witness, in bytes; a cosignature takes some 200.
pub const WITNESS_ANSWER_BYTES_MAX: u64 = 16 << 10;
/// Open answers that one network may send at once before the rest must wait: far more than a village has.
pub const NETWORK_POSTS_AT_ONCE: NonZeroU32 = NonZeroU32::new(2000).unwrap();
/// And so many each second after: they protect the disk, not the figures.
pub const NETWORK_POSTS_PER_SECOND: NonZeroU32 = NonZeroU32::new(50).unwrap();
/// What a sender of too many is told to wait, in seconds.
pub const RETRY_TOO_MANY_SECONDS: u32 = 30;
/// A salt under which sources are remembered is drawn anew after so long.
pub const SALT_LIFE: Duration = Duration::from_secs(60 * 60);
/// Sources remembered at a time; then all are forgotten.
pub const LIMITER_SOURCES_MAX: usize = 100_000;
/// Posts with one one-time code at once before the next must wait: a person tries again, a program goes on trying.
pub const CODE_POSTS_AT_ONCE: NonZeroU32 = NonZeroU32::new(30).unwrap();
/// And so many each minute after.
pub const CODE_POSTS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(30).unwrap();
/// Posts of one device at once before the next must wait: a kiosk that was without a network hands in a week.
pub const DEVICE_POSTS_AT_ONCE: NonZeroU32 = NonZeroU32::new(2000).unwrap();
/// And so many each second after.
pub const DEVICE_POSTS_PER_SECOND: NonZeroU32 = NonZeroU32::new(20).unwrap();
/// Devices of one network that may ask at once to be taken in.
pub const PAIRINGS_AT_ONCE: NonZeroU32 = NonZeroU32::new(10).unwrap();
/// And so many each minute after.
pub const PAIRINGS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(10).unwrap();
/// How long a device remembers that it asked: longer than it may take.
pub const PAIRING_COOKIE_LIFE: Duration = Duration::from_secs(60 * 60);
/// How often a device asks whether it was taken in, in seconds.
pub const PAIRING_ASKS_AGAIN_SECONDS: u32 = 4;
/// How long a device keeps its token without being used: as long as browsers keep any cookie.
pub const DEVICE_COOKIE_LIFE: Duration = Duration::from_secs(400 * 24 * 60 * 60);
/// Longest version that a device says of itself, in characters; the rest is not kept.
pub const DEVICE_VERSION_CHARS_MAX: usize = 40;
/// After so long without a word a device counts as silent: it says one each minute.
pub const DEVICE_SILENT_AFTER: SignedDuration = SignedDuration::from_mins(3);
/// A device's clock is called wrong from so much on.
pub const DEVICE_SKEW_SHOWN: SignedDuration = SignedDuration::from_mins(2);
/// Gaps in a device's numbers that are spelt out; of more their number is said.
pub const DEVICE_GAPS_SHOWN_MAX: usize = 8;
/// How often what kiosks said last is written down beside the data.
pub const PRESENCE_SAVED_EVERY: Duration = Duration::from_secs(5 * 60);
/// A silent kiosk becomes an alert only after this: one that is switched off on Friday evening is back on Monday morning.
pub const DEVICE_ALERT_AFTER: SignedDuration = SignedDuration::from_hours(72);
/// How long before the end of a quarter too few answers become an alert: time enough to ask more people.
pub const ALERT_BEFORE_END: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Live counts that are open at a time: half of all connections. Who comes later has the number of the page's moment.
pub const LIVE_STREAMS_MAX: usize = 512;
/// How often live counts are counted at most, while answers come in.
pub const LIVE_COUNTED_EVERY: Duration = Duration::from_secs(1);
/// How often an open live count is told that it is still open, and whoever reads it is looked at again.
pub const LIVE_TOLD_EVERY: Duration = Duration::from_secs(20);
/// Months on each side of a service event that may be compared.
pub const EVENT_MONTHS_OFFERED: [u16; 4] = [1, 3, 6, 12];
/// Months on each side of it unless one asks for others.
pub const EVENT_MONTHS_DEFAULT: u16 = 3;
/// Comments on one page.
pub const COMMENTS_PER_PAGE: usize = 50;
/// Alerts that the page of all units shows, the most urgent ones; `/dasbor/peringatan` has them all.
pub const ALERTS_SHOWN_MAX: usize = 12;
/// Forms of a stack that are listed under it.
pub const PAPER_LINES_SHOWN: usize = 10;
/// Attempts to enter an account at once before the next must wait: a person mistypes, a program goes on trying.
pub const ENTRIES_AT_ONCE: NonZeroU32 = NonZeroU32::new(10).unwrap();
/// And so many each minute after.
pub const ENTRIES_PER_MINUTE: NonZeroU32 = NonZeroU32::new(2).unwrap();
/// Attempts of one network at once before the next must wait: an office that begins its day.
pub const NETWORK_ENTRIES_AT_ONCE: NonZeroU32 = NonZeroU32::new(60).unwrap();
/// And so many each minute after.
pub const NETWORK_ENTRIES_PER_MINUTE: NonZeroU32 = NonZeroU32::new(30).unwrap();
