//! Making a publication known: where, when, and what proves it. The regulation asks for media, electronic and not.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    Event, FileHash, Period, Refusal, Registry, UnitCode, limits::LINK_CHARS_MAX, register::check_note,
};

macro_rules! media {
    ($($(#[$doc:meta])* $medium:ident = $stored:literal, $label:literal;)*) => {
        /// Where a publication was made known.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Medium { $($(#[$doc])* #[serde(rename = $stored)] $medium,)* }

        impl Medium {
            /// Every medium.
            pub const ALL: &[Self] = &[$(Self::$medium,)*];

            /// The stored name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$medium => $stored,)* }
            }

            /// What people read.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$medium => $label,)* }
            }
        }
    };
}

media! {
    /// A site of the office.
    Website = "website", "Situs web";
    /// Social media.
    SocialMedia = "social_media", "Media sosial";
    /// A board or screen where citizens wait.
    NoticeBoard = "notice_board", "Papan atau layar pengumuman";
    /// A newspaper, a leaflet, a banner.
    Print = "print", "Media cetak";
    /// Radio or television.
    Broadcast = "broadcast", "Radio atau televisi";
    /// A forum with citizens.
    Forum = "forum", "Forum konsultasi publik";
    /// Any other.
    Other = "other", "Media lain";
}

impl Medium {
    /// The medium with that stored name.
    #[must_use]
    pub fn from_stored(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|medium| medium.as_str() == name)
    }
}

/// What proves that a publication was made known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// Where it can be seen: an address with http or https.
    Link(String),
    /// A file that can be shown.
    Sha256(FileHash),
}

/// `result_announced`: a publication was made known somewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultAnnounced {
    /// The unit.
    pub unit: UnitCode,
    /// The period.
    pub period: Period,
    /// Which publication of it: its position in the log.
    pub publication: u64,
    /// Where.
    pub medium: Medium,
    /// When.
    pub on: Date,
    /// What proves it.
    pub proof: Proof,
}

/// `announcement_withdrawn`: an announcement was recorded by mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementWithdrawn {
    /// The unit.
    pub unit: UnitCode,
    /// Why.
    pub reason: String,
}

/// Decides to record that a publication was made known. `publications` are the positions of those of the unit and period;
/// `today` is the day in the unit's zone.
///
/// # Errors
/// If the unit or the publication is unknown, the day is still to come, or the link is none.
pub fn announce(
    registry: &Registry,
    publications: &[u64],
    announced: ResultAnnounced,
    today: Date,
) -> Result<Event, Refusal> {
    if registry.unit(&announced.unit).is_none() {
        return Err(Refusal::UnitUnknown(announced.unit));
    }
    if !publications.contains(&announced.publication) {
        return Err(Refusal::PublicationUnknown(announced.unit, announced.publication));
    }
    if announced.on > today {
        return Err(Refusal::DayToCome(announced.on));
    }
    match &announced.proof {
        Proof::Link(link) if !is_link(link) => Err(Refusal::ProofNoLink),
        Proof::Link(_) | Proof::Sha256(_) => Ok(Event::ResultAnnounced(announced)),
    }
}

/// Decides to withdraw an announcement, given the events of its stream.
///
/// # Errors
/// If there is none, it was withdrawn already, or no reason is given.
pub fn withdraw_announcement(stream: &[Event], reason: String) -> Result<Event, Refusal> {
    let [Event::ResultAnnounced(announced)] = stream else {
        return Err(Refusal::AnnouncementUnknown);
    };
    check_note(&reason)?;
    Ok(Event::AnnouncementWithdrawn(AnnouncementWithdrawn {
        unit: announced.unit.clone(),
        reason,
    }))
}

fn is_link(text: &str) -> bool {
    let after = ["https://", "http://"]
        .iter()
        .find_map(|scheme| text.strip_prefix(scheme));
    let plain =
        |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}');
    let is_host = |host: &str| {
        host.contains('.')
            && host
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || ".-:".contains(c))
    };
    let host = after.map(|after| after.split(['/', '?', '#']).next().unwrap_or_default());
    text.len() <= LINK_CHARS_MAX && text.chars().all(plain) && host.is_some_and(is_host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_an_address_of_a_site() {
        for link in [
            "https://sukamaju.go.id/skm?tw=3",
            "http://a.b",
            "https://sukamaju.go.id:8443/x#y",
        ] {
            assert!(is_link(link), "{link}");
        }
        for text in [
            "",
            "sukamaju.go.id",
            "javascript:alert(1)",
            "https://",
            "https://a b.go.id",
            "https://x@y.id/<b>",
        ] {
            assert!(!is_link(text), "{text}");
        }
        assert!(!is_link(&format!("https://a.id/{}", "a".repeat(LINK_CHARS_MAX))));
    }
}
