//! The event catalogue: what can have happened, under its stored name and shape.
//!
//! A stored name and shape are frozen. A new shape is a new version, read by an upcaster in `upcast.rs`.

use ikm::Method;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    AccountEvent, Admission, AnnouncementWithdrawn, Answers, ComplaintEvent, DeviceEnrolled, DeviceRevoked,
    FlagRule, FollowUpEvent, HolidaysPublished, Instrument, InstrumentRef, Nonce, Profile, Reasons,
    ResponseSubmitted, ResultAnnounced, ResultPublished, ReviewDecided, ReviewProposed, RowsRead, SealedText,
    ServiceChanged, ServiceCode, ServiceEvent, ServiceEventKind, ServiceEventWithdrawn, ServiceRegistered,
    ServiceRetired, SigningResumed, SurveyCode, TokensIssued, Translation, TrendRebaseWithdrawn,
    TrendRebased, UnitClosed, UnitCode, UnitMerged, UnitMoved, UnitRegionSet, UnitRegistered, UnitRenamed,
    upcast::{self, UpcastError},
};

/// `log_opened`: the first event of every log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogOpened {
    /// Whose log it is, for example `Kabupaten Sukamaju`.
    pub name: String,
    /// True if everything in it is made up. Cannot be taken back.
    pub demo: bool,
}

/// `method_adopted`: a unit and its subtree compute the index by this method from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MethodAdopted {
    /// The unit; its subtree follows where it has not adopted another.
    pub unit: UnitCode,
    /// The whole method, so that the log can be read without this program.
    pub method: Method,
    /// Why.
    pub reason: String,
}

/// `survey_opened`: answers are taken from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyOpened {
    /// The survey's code, the last part of its address.
    pub survey: SurveyCode,
    /// The unit it is about.
    pub unit: UnitCode,
    /// The services it is about.
    pub services: Vec<ServiceCode>,
    /// What it asks.
    pub instrument: InstrumentRef,
    /// How many people the unit serves in a year, for the sampling target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub population: Option<u64>,
    /// Who may answer.
    #[serde(default)]
    pub admission: Admission,
}

/// `survey_closed`: no further answers are taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyClosed {
    /// The survey.
    pub survey: SurveyCode,
    /// The unit it is about.
    pub unit: UnitCode,
    /// Why.
    pub reason: String,
}

/// `response_flagged`: a response looks suspicious. It still counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseFlagged {
    /// The unit it counts for.
    pub unit: UnitCode,
    /// What was seen.
    pub rule: FlagRule,
    /// Version of the rule.
    pub rule_version: u16,
}

/// `response_excluded`: a response counts no longer. Figures with it are still shown beside.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseExcluded {
    /// The unit it counted for.
    pub unit: UnitCode,
    /// Why, in words.
    pub reason: String,
    /// The second person who agreed; the first is the event's actor. Absent where a rule decided,
    /// and where whoever entered a form from paper withdrew it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
}

/// `response_reinstated`: an excluded response counts again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponseReinstated {
    /// The unit it counts for.
    pub unit: UnitCode,
    /// Why.
    pub reason: String,
    /// The second person who agreed; the first is the event's actor.
    pub approved_by: String,
}

/// `submission_conflicted`: under the id of a response came other answers. They count for nothing; kept for
/// review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubmissionConflicted {
    /// The unit of the response.
    pub unit: UnitCode,
    /// The other scores.
    pub answers: Answers,
    /// The other profile.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub profile: Profile,
    /// The other reasons.
    #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
    pub reasons: Reasons,
    /// The other comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<SealedText>,
    /// Keeps the leaf hash unguessable.
    pub nonce: Nonce,
}

/// `content_erased`: a text is gone from the vault, by law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentErased {
    /// The unit of the response, the complaint or the follow-up.
    pub unit: UnitCode,
    /// The text that is gone.
    pub content: Uuid,
    /// The legal basis.
    pub basis: String,
    /// The second person who agreed; the first is the event's actor.
    pub approved_by: String,
}

macro_rules! catalogue {
    ($($variant:ident($shape:ty) = $name:literal, $version:literal;)* => $($family:ident($events:ty);)*) => {
        /// Something that happened.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Event {
            $(#[doc = concat!("`", $name, "`")] $variant($shape),)*
            /// One of the twelve service events, stored under the name of its kind.
            ServiceEvent(ServiceEvent),
            $(#[doc = "A family: events about one kind of subject."] $family($events),)*
            /// Something that happened to an account, stored under its own name.
            Account(AccountEvent),
        }

        const OWN_TYPES: &[&str] = &[$($name),*];
        const FAMILIES: &[&[&str]] = &[$(<$events>::TYPES),*];

        impl Event {
            /// The stored name.
            #[must_use]
            pub const fn event_type(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $name,)*
                    Self::ServiceEvent(event) => event.kind.as_str(),
                    $(Self::$family(event) => event.event_type(),)*
                    Self::Account(event) => event.event_type(),
                }
            }

            /// The version of the shape that is written today.
            #[must_use]
            pub const fn type_version(&self) -> u16 {
                match self {
                    $(Self::$variant(_) => $version,)*
                    Self::ServiceEvent(_) => 1,
                    $(Self::$family(event) => event.type_version(),)*
                    Self::Account(_) => AccountEvent::VERSION,
                }
            }

            /// The bytes that are stored: JSON.
            #[must_use]
            pub fn to_payload(&self) -> Vec<u8> {
                let written = match self {
                    $(Self::$variant(event) => serde_json::to_vec(event),)*
                    Self::ServiceEvent(event) => serde_json::to_vec(event),
                    $(Self::$family(event) => event.to_json(),)*
                    Self::Account(event) => event.written(),
                };
                written.expect("every shape is made of maps with text keys")
            }

            /// Reads what is stored, in whatever version it was written.
            ///
            /// # Errors
            /// If the type or version is unknown or the bytes are not of its shape.
            pub fn from_stored(event_type: &str, version: u16, payload: &[u8]) -> Result<Self, EventError> {
                $(if let Some(read) = <$events>::from_stored(event_type, version, payload) {
                    return read.map(Self::$family);
                })*
                match event_type {
                    $($name => shape(event_type, version, $version, payload).map(Self::$variant),)*
                    _ => {
                        if let Some(read) = AccountEvent::from_stored(event_type, version, payload) {
                            return read.map(Self::Account);
                        }
                        let kind = ServiceEventKind::from_stored(event_type)
                            .ok_or_else(|| EventError::UnknownType(event_type.into()))?;
                        let event = shape(event_type, version, 1, payload)?;
                        Ok(Self::ServiceEvent(ServiceEvent { kind, ..event }))
                    }
                }
            }
        }
    };
}

catalogue! {
    ResponseSubmitted(ResponseSubmitted) = "response_submitted", 1;
    ResponseFlagged(ResponseFlagged) = "response_flagged", 2;
    ResponseExcluded(ResponseExcluded) = "response_excluded", 1;
    ResponseReinstated(ResponseReinstated) = "response_reinstated", 1;
    SubmissionConflicted(SubmissionConflicted) = "submission_conflicted", 1;
    ContentErased(ContentErased) = "content_erased", 1;
    RowsRead(RowsRead) = "rows_read", 1;
    ReviewProposed(ReviewProposed) = "review_proposed", 1;
    ReviewDecided(ReviewDecided) = "review_decided", 1;
    LogOpened(LogOpened) = "log_opened", 1;
    SigningResumed(SigningResumed) = "signing_resumed", 1;
    UnitRegistered(UnitRegistered) = "unit_registered", 1;
    UnitRenamed(UnitRenamed) = "unit_renamed", 1;
    UnitRegionSet(UnitRegionSet) = "unit_region_set", 1;
    UnitMoved(UnitMoved) = "unit_moved", 1;
    UnitClosed(UnitClosed) = "unit_closed", 1;
    UnitMerged(UnitMerged) = "unit_merged", 1;
    ServiceRegistered(ServiceRegistered) = "service_registered", 1;
    ServiceChanged(ServiceChanged) = "service_changed", 1;
    ServiceRetired(ServiceRetired) = "service_retired", 1;
    ServiceEventWithdrawn(ServiceEventWithdrawn) = "service_event_withdrawn", 1;
    InstrumentPublished(Instrument) = "instrument_published", 1;
    TranslationPublished(Translation) = "translation_published", 1;
    MethodAdopted(MethodAdopted) = "method_adopted", 1;
    SurveyOpened(SurveyOpened) = "survey_opened", 1;
    SurveyClosed(SurveyClosed) = "survey_closed", 1;
    TokensIssued(TokensIssued) = "tokens_issued", 1;
    DeviceEnrolled(DeviceEnrolled) = "device_enrolled", 1;
    DeviceRevoked(DeviceRevoked) = "device_revoked", 1;
    ResultPublished(ResultPublished) = "result_published", 2;
    ResultAnnounced(ResultAnnounced) = "result_announced", 1;
    AnnouncementWithdrawn(AnnouncementWithdrawn) = "announcement_withdrawn", 1;
    HolidaysPublished(HolidaysPublished) = "holidays_published", 1;
    TrendRebased(TrendRebased) = "trend_rebased", 1;
    TrendRebaseWithdrawn(TrendRebaseWithdrawn) = "trend_rebase_withdrawn", 1;
    // Families, whose events are declared where their shapes are.
    => FollowUp(FollowUpEvent);
       Complaint(ComplaintEvent);
}

/// Why a stored event cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    /// A newer program wrote it, or the log is not ours.
    #[error("jenis peristiwa {0:?} tidak dikenal oleh versi program ini; perbarui program")]
    UnknownType(String),
    /// A newer program wrote it, or its old shape has no upcaster.
    #[error("{0}")]
    Version(#[from] UpcastError),
    /// The bytes are not of the shape that the type and version promise.
    #[error("isi peristiwa {event_type} tidak sesuai bentuknya: {error}; periksa log dengan `skm verify`")]
    Shape {
        /// The stored name.
        event_type: String,
        /// What is wrong.
        error: serde_json::Error,
    },
}

pub(crate) fn shape<T: DeserializeOwned>(
    event_type: &str,
    version: u16,
    today: u16,
    payload: &[u8],
) -> Result<T, EventError> {
    let read = if version == today {
        serde_json::from_slice(payload)
    } else {
        upcast::to_today(event_type, version, today, payload)?.and_then(serde_json::from_value)
    };
    read.map_err(|error| EventError::Shape {
        event_type: event_type.into(),
        error,
    })
}

/// Every stored name.
pub fn event_types() -> impl Iterator<Item = &'static str> {
    OWN_TYPES
        .iter()
        .chain(FAMILIES.iter().copied().flatten())
        .chain(AccountEvent::TYPES)
        .copied()
        .chain(ServiceEventKind::ALL.into_iter().map(ServiceEventKind::as_str))
}

impl Event {
    /// The unit that an event is about, if it is about one.
    #[must_use]
    pub const fn unit(&self) -> Option<&UnitCode> {
        Some(match self {
            Self::LogOpened(_)
            | Self::SigningResumed(_)
            | Self::InstrumentPublished(_)
            | Self::TranslationPublished(_)
            | Self::HolidaysPublished(_) => return None,
            Self::ResponseSubmitted(event) => &event.unit,
            Self::ResponseFlagged(event) => &event.unit,
            Self::ResponseExcluded(event) => &event.unit,
            Self::ResponseReinstated(event) => &event.unit,
            Self::SubmissionConflicted(event) => &event.unit,
            Self::ContentErased(event) => &event.unit,
            Self::RowsRead(event) => &event.unit,
            Self::ReviewProposed(event) => &event.unit,
            Self::ReviewDecided(event) => &event.unit,
            Self::UnitRegistered(event) => &event.unit,
            Self::UnitRenamed(event) => &event.unit,
            Self::UnitRegionSet(event) => &event.unit,
            Self::UnitMoved(event) => &event.unit,
            Self::UnitClosed(event) => &event.unit,
            Self::UnitMerged(event) => &event.unit,
            Self::ServiceRegistered(event) => &event.unit,
            Self::ServiceChanged(event) => &event.unit,
            Self::ServiceRetired(event) => &event.unit,
            Self::ServiceEvent(event) => &event.unit,
            Self::ServiceEventWithdrawn(event) => &event.unit,
            Self::MethodAdopted(event) => &event.unit,
            Self::SurveyOpened(event) => &event.unit,
            Self::SurveyClosed(event) => &event.unit,
            Self::TokensIssued(event) => &event.unit,
            Self::DeviceEnrolled(event) => &event.unit,
            Self::DeviceRevoked(event) => &event.unit,
            Self::ResultPublished(event) => &event.unit,
            Self::FollowUp(event) => event.unit(),
            Self::Complaint(event) => event.unit(),
            Self::ResultAnnounced(event) => &event.unit,
            Self::AnnouncementWithdrawn(event) => &event.unit,
            Self::Account(event) => return event.unit(),
            Self::TrendRebased(event) => &event.unit,
            Self::TrendRebaseWithdrawn(event) => &event.unit,
        })
    }

    /// True for the events that the [`Registry`](crate::Registry) is made of: few, and read as a whole.
    #[must_use]
    pub const fn is_register(&self) -> bool {
        match self {
            Self::LogOpened(_)
            | Self::InstrumentPublished(_)
            | Self::TranslationPublished(_)
            | Self::UnitRegistered(_)
            | Self::UnitRenamed(_)
            | Self::UnitRegionSet(_)
            | Self::UnitMoved(_)
            | Self::UnitClosed(_)
            | Self::UnitMerged(_)
            | Self::ServiceRegistered(_)
            | Self::ServiceChanged(_)
            | Self::ServiceRetired(_)
            | Self::MethodAdopted(_)
            | Self::SurveyOpened(_)
            | Self::SurveyClosed(_)
            | Self::DeviceEnrolled(_)
            | Self::DeviceRevoked(_)
            | Self::HolidaysPublished(_)
            | Self::Account(_)
            | Self::TrendRebased(_)
            | Self::TrendRebaseWithdrawn(_) => true,
            Self::SigningResumed(_)
            | Self::ResponseSubmitted(_)
            | Self::ResponseFlagged(_)
            | Self::ResponseExcluded(_)
            | Self::ResponseReinstated(_)
            | Self::SubmissionConflicted(_)
            | Self::ContentErased(_)
            | Self::RowsRead(_)
            | Self::ReviewProposed(_)
            | Self::ReviewDecided(_)
            | Self::ServiceEvent(_)
            | Self::ServiceEventWithdrawn(_)
            | Self::TokensIssued(_)
            | Self::ResultPublished(_)
            | Self::FollowUp(_)
            | Self::Complaint(_)
            | Self::ResultAnnounced(_)
            | Self::AnnouncementWithdrawn(_) => false,
        }
    }
}
