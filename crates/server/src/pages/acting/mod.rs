//! Pages on which a unit says what it does with its index.

mod bulk;
mod checklist;
mod complaints;
mod follow_ups;
mod holidays;
mod service_events;
mod structure;
mod surveys;
mod typed;

pub use bulk::{BulkPage, bulk_field};
pub use checklist::{CheckLine, ChecklistPage};
pub use complaints::{ComplaintDeadline, ComplaintFace, ComplaintsPage, complaint_field};
pub use follow_ups::{
    EvidenceFace, FollowUpFace, FollowUpStepLine, FollowUpsPage, PriorityFace, follow_up_field,
};
pub use holidays::{HolidayYearFace, HolidaysPage, holiday_field};
pub use service_events::{ServiceEventFace, ServiceEventsPage, service_event_field};
pub use structure::{MergedUnit, StructurePage, Succession, structure_field};
pub use surveys::{ClosedSurveyFace, OpenSurveyFace, ServiceFace, SurveysPage, survey_field};
pub use typed::{ErasableText, KeptTexts, Typed, WithdrawnLine, acting_field};
