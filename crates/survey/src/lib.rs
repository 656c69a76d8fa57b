//! What may happen: the domain of the survey as pure functions.
//!
//! # Invariants
//! - `decide` turns what is known and what is asked into events, or a refusal that says what to do. `evolve`
//!   takes an event in. Neither knows a clock, a random number or a disk.
//! - No identity in a response. Its time is the hour; its comment is a commitment.
//! - Elements by code, never by position.
//! - A stored name and shape are frozen. Events are matched without `_`.

mod code;
mod crockford;
mod hex;
mod instrument;
mod time;
mod translation;

mod account;
mod announcement;
mod channel_class;
mod device;
mod event;
mod response;
mod result;
mod signing;
mod stream;
mod token;
mod unit;
mod unsur_list;
mod upcast;
mod withhold;

mod acting;
mod erasure;
mod inspection;
mod rebase;
mod refusal;
mod region;
mod register;
mod registry;
mod service_event;
mod standing;
mod submission;
mod suspicion;

pub mod limits;

pub use account::{
    Account, AccountActivated, AccountCommand, AccountDisabled, AccountEnabled, AccountErased, AccountEvent,
    AccountId, AccountInvited, AccountReset, AccountState, Accounts, Action, Grant, PasswordChanged, Role,
    RoleGranted, RoleRevoked, Scope, SessionsEnded, permitted,
};
pub use acting::{
    Complaint, ComplaintAnswered, ComplaintChannel, ComplaintClosed, ComplaintEvent, ComplaintForwarded,
    ComplaintKind, ComplaintReceived, ComplaintStep, ComplaintWithdrawn, Deadline, Entry, Evidence, FileHash,
    FileHashError, FollowUp, FollowUpCancelled, FollowUpCompleted, FollowUpEvent, FollowUpPlanned,
    FollowUpProgressed, FollowUpStanding, FollowUpStep, FollowUpWithdrawn, Holiday, HolidaysPublished,
    Timeliness, Trail, WithdrawnEntry, check_complaint, check_person, plan_follow_up, receive_complaint,
};
pub use announcement::{
    AnnouncementWithdrawn, Medium, Proof, ResultAnnounced, announce, withdraw_announcement,
};
pub use channel_class::ChannelClass;
pub use code::{
    CODE_BYTES_MAX, CodeError, DeviceCode, InstrumentRef, InstrumentRefError, ResponseId, ServiceCode,
    SurveyCode, UnitCode,
};
pub use device::{Device, DeviceEnrolled, DeviceRevoked, DeviceTokenHash, PairingCode, PairingCodeError};
pub use erasure::{ErasedOf, erase, erase_beside, standing_beside, standing_in};
pub use event::{
    ContentErased, Event, EventError, LogOpened, MethodAdopted, ResponseExcluded, ResponseFlagged,
    ResponseReinstated, SubmissionConflicted, SurveyClosed, SurveyOpened, event_types,
};
pub use inspection::{
    Proposal, Review, ReviewDecided, ReviewProposed, RowsRead, decide_review, propose_review, read_rows,
};
pub use instrument::{
    Choice, Instrument, InstrumentError, Language, LanguageError, ProfileQuestion, UnsurQuestion, Wording,
};
pub use rebase::{TrendRebaseWithdrawn, TrendRebased};
pub use refusal::Refusal;
pub use region::RegionList;
pub use register::{Command, decide};
pub use registry::{Registry, Service, Survey, Unit};
pub use response::{
    Admission, Answers, Channel, Commitment, Nonce, Profile, Reasons, ResponseSubmitted, SealedText,
};
pub use result::{PublishedNrr, ResultBasis, ResultPublished};
pub use service_event::{RecordedServiceEvent, withdraw_service_event};
pub use signing::{LogHead, RootHash, SigningResumed, resume_signing};
pub use standing::{Response, Standing, exclude, flag, reinstate, withdraw_paper};
pub use stream::{REGISTER_TAG, REVIEW_TAG, Stream, batch_tag, unit_tag};
pub use submission::{Facts, Resubmission, SubmitResponse, resubmit, submit};
pub use suspicion::{
    Burst, ChannelGap, DuplicateProfile, FALSE_ALARM_RATE, FlagRule, FlagRules, FlagWords, Flood, Group,
    NetworkRate, PATTERN_GROUP_MIN, Pattern, SecondsPerAnswer, Sighting, StraightLine, Tested, Watch,
    allowed, channel_gap, is_entered_later, is_one_score, patterns, weekday_chance,
};
pub use time::{Hour, HourError, Month, Period, PeriodError, PeriodLength, Zone};
pub use token::{TOKEN_BYTES, TOKEN_CHARS, Token, TokenError, TokenHash, TokenKeyId, TokensIssued};
pub use translation::{TranslatedQuestion, TranslatedUnsur, Translation};
pub use unit::{
    ExternalAssessment, ServiceChanged, ServiceEvent, ServiceEventKind, ServiceEventWithdrawn,
    ServiceRegistered, ServiceRetired, UnitClosed, UnitKind, UnitMerged, UnitMoved, UnitRegionSet,
    UnitRegistered, UnitRenamed,
};
pub use unsur_list::UnsurList;
pub use upcast::UpcastError;
pub use withhold::{withheld, withheld_beside};
