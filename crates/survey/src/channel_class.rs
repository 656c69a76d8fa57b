//! Channels as figures tell them apart: a screen of the office is one if a device that was taken in said so.

use crate::{Channel, ResponseSubmitted};

/// In which class of channels an answer stands beside others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelClass {
    /// The channel that it came by.
    Of(Channel),
    /// It says that it comes from a kiosk, with a helper or without, and no enrolled device stands behind it: anybody
    /// can say so.
    UnenrolledKiosk,
}

/// The stored name of [`ChannelClass::UnenrolledKiosk`], and of no channel.
const UNENROLLED: &str = "kiosk_unenrolled";

impl ChannelClass {
    /// The class of an answer.
    #[must_use]
    pub const fn of(answer: &ResponseSubmitted) -> Self {
        match (answer.channel, &answer.device) {
            (Channel::Kiosk | Channel::Assisted, None) => Self::UnenrolledKiosk,
            (channel, _) => Self::Of(channel),
        }
    }

    /// The name under which it is summed up; a channel's own name where it is one.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Of(channel) => channel.as_str(),
            Self::UnenrolledKiosk => UNENROLLED,
        }
    }

    /// The class of that name.
    #[must_use]
    pub fn from_stored(name: &str) -> Option<Self> {
        if name == UNENROLLED {
            return Some(Self::UnenrolledKiosk);
        }
        Channel::from_stored(name).map(Self::Of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_a_name_of_its_own() {
        let classes = Channel::ALL.map(ChannelClass::Of).into_iter();
        for class in classes.chain([ChannelClass::UnenrolledKiosk]) {
            assert_eq!(ChannelClass::from_stored(class.as_str()), Some(class));
        }
        assert_eq!(Channel::from_stored(UNENROLLED), None);
    }
}
