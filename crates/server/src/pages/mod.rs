//! The pages people see: one file per page, each a view model and its template under `web/pages`.
//!
//! # Invariants
//! - Pure: a page is a function of its view model. No I/O, no clock, no type of `app`.
//! - Figures arrive as text, already formatted for the reader; only drawings take integers.
//! - Templates escape everything. What is inserted as it is, is ours: styles, scripts, charts (`*_svg`).
//! - A page works without its script, and asks nobody else for anything.
//! - What a citizen answers with takes its words from `web/words`; the other pages are written in Bahasa Indonesia.

mod alert;
mod alerts;
mod asset;
mod figure;
mod scale;
mod shell;
mod words;

mod account;
mod acting;
mod baris;
mod bukti;
mod comments;
mod comparison;
mod dasbor;
mod dasbor_unit;
mod denied;
mod devices;
mod documents;
mod feed;
mod form;
mod hasil;
mod inspeksi;
mod invitation;
mod log;
mod manifest;
mod masuk;
mod message;
mod pairing;
mod paper;
mod pembacaan;
mod pola;
mod poster;
mod publish;
mod recap;
mod service_event;
mod thanks;
mod token;
mod unit_tokens;

pub use acting::{
    BulkPage, CheckLine, ChecklistPage, ClosedSurveyFace, ComplaintDeadline, ComplaintFace, ComplaintsPage,
    ErasableText, EvidenceFace, FollowUpFace, FollowUpStepLine, FollowUpsPage, HolidayYearFace, HolidaysPage,
    KeptTexts, MergedUnit, OpenSurveyFace, PriorityFace, ServiceEventFace, ServiceEventsPage, ServiceFace,
    StructurePage, Succession, SurveysPage, Typed, WithdrawnLine, acting_field, bulk_field, complaint_field,
    follow_up_field, holiday_field, service_event_field, structure_field, survey_field,
};
pub use alert::{AlertGroup, AlertKind, AlertLine};
pub use alerts::AlertsPage;
pub(crate) use asset::tag_of;
pub use asset::{Asset, Surface, assets, content_security_policy, worker_script};
pub use figure::{
    ChangeFace, Figures, Flagged, IndexFace, Interval, Origin, PeriodLink, ServiceEventLine, Shift,
    TrendPoint, UnsurRow,
};
pub use scale::{Band, Scale};
pub use shell::{Menu, Shell};
pub use words::Words;

pub use account::{
    AccountPage, AccountRow, Everybody, GrantRow, InviteAsked, Offered, OwnAccountPage, SessionRow,
    account_field,
};
pub use baris::{BarisPage, ProposalLine, RowLine, UsulanPage};
pub use bukti::{BuktiPage, Checked};
pub use comments::{CommentLine, CommentsPage};
pub use comparison::{ComparisonPage, RankedUnit};
pub use dasbor::{DasborPage, Totals, UnitRow};
pub use dasbor_unit::{
    Completeness, DasborUnitPage, DeviceSeen, GroupRow, ProfileGroups, RuleLine, Target, TrendControls,
};
pub use denied::DeniedPage;
pub use devices::{DeviceAsked, DeviceChoice, DeviceRow, DevicesPage, device_field};
pub use documents::{DocumentLine, DocumentsPage, PublicationLine};
pub use feed::Feed;
pub(crate) use form::LOW_SCORE_MAX;
pub use form::{
    Choice, FormPage, FormProblem, Kept, ProfileQuestion, Question, SurveyFace, draft_name, field,
};
pub use hasil::{HasilPage, HasilState, MendedLine, PublicResult, PublicationRow};
pub use inspeksi::{
    InspeksiPage, InspeksiRow, InspeksiUnitPage, KnownFace, KnownFigure, MethodLine, MoveLine, PointLink,
    PublishedThen, StepLine, Strip, UnsurThenNow, Why,
};
pub use invitation::{ActivationPage, InvitationPage, InvitedFace, activation_field};
pub use log::{CheckpointFace, LogPage, WitnessFace};
pub use manifest::Manifest;
pub use masuk::{MasukPage, masuk_field};
pub use message::{MessagePage, Notice, Onward, Resend};
pub use pairing::{PairingFace, PairingPage};
pub use paper::{
    BlankFormPage, PaperLine, PaperPage, PaperQuestion, PrintedProfile, PrintedQuestion, paper_field,
};
pub use pembacaan::{PembacaanPage, ReadingLine};
pub use pola::{ChannelLine, PolaPage, ShareLine, TestLine};
pub use poster::{NoPoster, Offer, PosterFace, PosterPage};
pub use publish::{AnnouncementLine, MediumChoice, Preview, PublishPage, PublishedLine, publish_field};
pub use recap::{RecapFigures, RecapPage, RecapRow};
pub use service_event::{ServiceEventPage, Side, UnsurPair};
pub use thanks::{ReceiptOffer, ThanksPage};
pub use token::TokenPage;
pub use unit_tokens::{SurveyTokens, TicketSheetsPage, UnitTokensPage};
