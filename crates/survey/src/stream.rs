//! The names of streams, and the tags under which events are indexed for reading.

use std::fmt;

use uuid::Uuid;

use crate::{AccountId, DeviceCode, InstrumentRef, Period, ResponseId, SurveyCode, UnitCode};

/// The subject of a stream. Its text is the stream's id in the log.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stream {
    /// The log itself: what it is for.
    Log,
    /// One unit, its services included.
    Unit(UnitCode),
    /// One service event.
    ServiceEvent(Uuid),
    /// One version of an instrument.
    Instrument(InstrumentRef),
    /// One survey.
    Survey(SurveyCode),
    /// One follow-up.
    FollowUp(Uuid),
    /// One complaint.
    Complaint(Uuid),
    /// The public holidays of one year.
    Holidays(i16),
    /// One batch of one-time codes.
    Tokens(Uuid),
    /// One device of an office.
    Device(DeviceCode),
    /// One account.
    Account(AccountId),
    /// One response.
    Response(ResponseId),
    /// One reading of single responses.
    Reading(Uuid),
    /// One proposal about responses.
    Review(Uuid),
    /// The results of one unit for one period, each publication after the other.
    Result(UnitCode, Period),
}

const RESPONSE: &str = "response-";

impl Stream {
    /// The response that a stream is about, if it is about one.
    #[must_use]
    pub fn response(stream: &str) -> Option<ResponseId> {
        stream.strip_prefix(RESPONSE)?.parse().ok().map(ResponseId)
    }
}

impl fmt::Display for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Log => f.write_str("log"),
            Self::Unit(unit) => write!(f, "unit-{unit}"),
            Self::ServiceEvent(id) => write!(f, "service_event-{id}"),
            Self::Instrument(instrument) => write!(f, "instrument-{instrument}"),
            Self::Survey(survey) => write!(f, "survey-{survey}"),
            Self::FollowUp(id) => write!(f, "followup-{id}"),
            Self::Complaint(id) => write!(f, "complaint-{id}"),
            Self::Holidays(year) => write!(f, "holidays-{year}"),
            Self::Tokens(batch) => write!(f, "tokens-{batch}"),
            Self::Device(device) => write!(f, "device-{device}"),
            Self::Account(account) => write!(f, "account-{account}"),
            Self::Response(response) => write!(f, "{RESPONSE}{response}"),
            Self::Reading(id) => write!(f, "reading-{id}"),
            Self::Review(id) => write!(f, "review-{id}"),
            Self::Result(unit, period) => write!(f, "result-{unit}-{period}"),
        }
    }
}

/// The tag on every event that the [`Registry`](crate::Registry) is made of.
pub const REGISTER_TAG: &str = "register";

/// The tag on every event of one unit.
#[must_use]
pub fn unit_tag(unit: &UnitCode) -> String {
    format!("unit:{unit}")
}

/// The tag on every proposal about responses, and on every decision on one.
pub const REVIEW_TAG: &str = "review";

/// The tag on every response of one stack of paper forms.
#[must_use]
pub fn batch_tag(batch: Uuid) -> String {
    format!("batch:{batch}")
}
