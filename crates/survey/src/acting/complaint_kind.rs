//! By which way a complaint came, and what it asks for: with the working days that gives it.

use serde::{Deserialize, Serialize};

macro_rules! named {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $stored:literal, $label:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$variant_doc])* #[serde(rename = $stored)] $variant,)*
        }

        impl $name {
            /// Every one.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stored name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $stored,)* }
            }

            /// What people read.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)* }
            }

            /// The one with that stored name.
            #[must_use]
            pub fn from_stored(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == name)
            }
        }
    };
}

named! {
    /// The way by which a complaint came.
    ComplaintChannel {
        /// As a comment of the survey.
        Survey = "survey", "Komentar survei";
        /// At the counter.
        Counter = "counter", "Loket";
        /// By letter.
        Letter = "letter", "Surat";
        /// Into the box.
        SuggestionBox = "suggestion_box", "Kotak saran";
        /// By telephone or a message to it.
        Phone = "phone", "Telepon atau WhatsApp";
        /// By SP4N-LAPOR!.
        Lapor = "lapor", "SP4N-LAPOR!";
        /// On social media.
        SocialMedia = "social_media", "Media sosial";
        /// Otherwise.
        Other = "other", "Lainnya";
    }
}

named! {
    /// What a complaint asks for: that sets how long an answer may take.
    ComplaintKind {
        /// To know something.
        Information = "information", "Permintaan informasi";
        /// To mend something; no inspection is needed for it.
        Ordinary = "ordinary", "Pengaduan tidak berkadar pengawasan";
        /// To look into something: it needs an inspection.
        Supervision = "supervision", "Pengaduan berkadar pengawasan";
    }
}

impl ComplaintKind {
    /// Working days within which it is answered.
    #[must_use]
    pub const fn answer_days(self) -> u16 {
        match self {
            Self::Information => 5,
            Self::Ordinary => 14,
            Self::Supervision => 60,
        }
    }
}
