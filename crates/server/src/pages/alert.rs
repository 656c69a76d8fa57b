//! Something that somebody should look at, as pages and the feed show it.

use jiff::civil::Date;

/// What it is about, the most urgent first: pages show them in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlertKind {
    /// Proposals about answers and texts that wait for a second person.
    Proposal,
    /// Complaints that wait longer than their working days.
    Complaint,
    /// Follow-ups whose quarter is over.
    FollowUp,
    /// A fallen letter.
    Letter,
    /// A flag on the control chart.
    Flag,
    /// Complaints whose working days are over soon.
    ComplaintDue,
    /// Follow-ups whose quarter is over soon.
    FollowUpDue,
    /// Too few answers before the period ends.
    Few,
    /// A silent kiosk.
    Silent,
}

/// What alerts of several kinds have in common: how they stand together on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlertGroup {
    /// Somebody's decision is waited for.
    Waiting,
    /// A day is past.
    Late,
    /// Figures say something.
    Figures,
    /// A day is near.
    Due,
    /// Devices.
    Devices,
}

/// One alert.
#[derive(Clone, Debug)]
pub struct AlertLine {
    /// What it is about.
    pub kind: AlertKind,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// What tells it from others of its kind and unit: a month, a quarter, a device.
    pub key: String,
    /// What there is to know.
    pub text: String,
    /// The day that it is about: the longest past, or the next to come, stands first among its kind.
    pub since: Option<Date>,
}

impl AlertKind {
    /// In an address, and for the eye.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Flag => "kendali",
            Self::Letter => "mutu",
            Self::Few => "jumlah",
            Self::Silent => "kios",
            Self::FollowUp => "tindak-lanjut",
            Self::Complaint => "pengaduan",
            Self::Proposal => "usulan",
            Self::FollowUpDue => "tindak-lanjut-dekat",
            Self::ComplaintDue => "pengaduan-dekat",
        }
    }

    /// What people read before it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Flag => "Perubahan nyata",
            Self::Letter => "Mutu turun",
            Self::Few => "Jawaban kurang",
            Self::Silent => "Kios diam",
            Self::FollowUp => "Tindak lanjut terlambat",
            Self::Complaint => "Pengaduan terlambat",
            Self::Proposal => "Usulan menunggu",
            Self::FollowUpDue => "Tindak lanjut segera jatuh tempo",
            Self::ComplaintDue => "Pengaduan segera jatuh tempo",
        }
    }

    /// The group it belongs to.
    #[must_use]
    pub const fn group(self) -> AlertGroup {
        match self {
            Self::Proposal => AlertGroup::Waiting,
            Self::Complaint | Self::FollowUp => AlertGroup::Late,
            Self::Letter | Self::Flag => AlertGroup::Figures,
            Self::ComplaintDue | Self::FollowUpDue | Self::Few => AlertGroup::Due,
            Self::Silent => AlertGroup::Devices,
        }
    }
}

impl AlertGroup {
    /// What people read above it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Waiting => "Menunggu putusan",
            Self::Late => "Lewat tenggat",
            Self::Figures => "Angka berubah",
            Self::Due => "Segera jatuh tempo",
            Self::Devices => "Kios diam",
        }
    }
}

impl AlertLine {
    /// Before which others it stands.
    pub(crate) const fn urgency(&self) -> (AlertKind, Option<Date>) {
        (self.kind, self.since)
    }

    /// Its name for a feed: the same as long as it is the same alert.
    pub(crate) fn id(&self) -> String {
        format!(
            "{}-{}-{}",
            self.kind.name(),
            self.unit_code,
            self.key.replace(' ', "-")
        )
    }
}
