//! The pages people see: one file per page, each a view model and its template under `web/pages`.
//!
//! # Invariants
//! - Pure: a page is a function of its view model. No I/O, no clock, no type of `app`.
//! - Figures arrive as text, already formatted for the reader; only drawings take integers.
//! - Templates escape everything. What is inserted as it is, is ours: styles, scripts, charts (`*_svg`).
//! - A page works without its script, and asks nobody else for anything.
//! - What a citizen answers with takes its words from `web/words`; the other pages are written in Bahasa Indonesia.

mod asset;
mod figure;
mod scale;
mod shell;
mod words;

mod account;
mod bukti;
mod dasbor;
mod dasbor_unit;
mod denied;
mod devices;
mod documents;
mod form;
mod hasil;
mod invitation;
mod log;
mod manifest;
mod masuk;
mod message;
mod pairing;
mod paper;
mod poster;
mod publish;
mod thanks;
mod token;
mod unit_tokens;

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
pub use bukti::{BuktiPage, Checked};
pub use dasbor::{DasborPage, Totals, UnitRow};
pub use dasbor_unit::{DasborUnitPage, GroupRow, RuleLine, Target};
pub use denied::DeniedPage;
pub use devices::{DeviceAsked, DeviceChoice, DeviceRow, DevicesPage, device_field};
pub use documents::{DocumentLine, DocumentsPage, PublicationLine};
pub(crate) use form::LOW_SCORE_MAX;
pub use form::{
    Choice, FormPage, FormProblem, Kept, ProfileQuestion, Question, SurveyFace, draft_name, field,
};
pub use hasil::{HasilPage, HasilState, PublicResult, PublicationRow};
pub use invitation::{ActivationPage, InvitationPage, InvitedFace, activation_field};
pub use log::{CheckpointFace, LogPage, WitnessFace};
pub use manifest::Manifest;
pub use masuk::{MasukPage, masuk_field};
pub use message::{MessagePage, Notice, Resend};
pub use pairing::{PairingFace, PairingPage};
pub use paper::{
    BlankFormPage, PaperLine, PaperPage, PaperQuestion, PrintedProfile, PrintedQuestion, paper_field,
};
pub use poster::{NoPoster, Offer, PosterFace, PosterPage};
pub use publish::{AnnouncementLine, MediumChoice, Preview, PublishPage, PublishedLine, publish_field};
pub use thanks::{ReceiptOffer, ThanksPage};
pub use token::TokenPage;
pub use unit_tokens::{SurveyTokens, TicketSheetsPage, UnitTokensPage};
