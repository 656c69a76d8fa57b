//! What a unit does with its index: follow-ups that it plans, complaints that it answers, the working days it has.
//!
//! Follow-ups and complaints each have a stream of their own, whose events are a family. Whatever was entered can be
//! withdrawn with a reason, the newest entry first: see [`Trail`].

mod complaint;
mod complaint_kind;
mod day;
mod evidence;
mod family;
mod follow_up;
mod holidays;
mod merging;
mod timeliness;
mod trail;

pub use complaint::{
    Complaint, ComplaintAnswered, ComplaintClosed, ComplaintEvent, ComplaintForwarded, ComplaintReceived,
    ComplaintStep, ComplaintWithdrawn, check_complaint, receive_complaint,
};
pub use complaint_kind::{ComplaintChannel, ComplaintKind};
pub use evidence::{Evidence, FileHash, FileHashError};
pub use follow_up::{
    FollowUp, FollowUpCancelled, FollowUpCompleted, FollowUpEvent, FollowUpPlanned, FollowUpProgressed,
    FollowUpStanding, FollowUpStep, FollowUpWithdrawn, check_person, plan_follow_up,
};
pub(crate) use holidays::publish as publish_holidays;
pub use holidays::{Deadline, Holiday, HolidaysPublished};
pub(crate) use merging::merge;
pub use timeliness::Timeliness;
pub use trail::{Entry, Trail, WithdrawnEntry};
