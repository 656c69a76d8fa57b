//! Something that somebody should look at, as pages and the feed show it.

/// What it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AlertKind {
    /// A flag on the control chart.
    Flag,
    /// A fallen letter.
    Letter,
    /// Too few answers before the period ends.
    Few,
    /// A silent kiosk.
    Silent,
    /// Follow-ups whose quarter is over.
    FollowUp,
    /// Complaints that wait longer than their working days.
    Complaint,
    /// Proposals about answers and texts that wait for a second person.
    Proposal,
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
        }
    }
}

impl AlertLine {
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
