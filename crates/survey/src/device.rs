//! Devices of an office: enrolled by an officer for one survey, known by a token, revoked for good.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{
    DeviceCode, Event, Language, Refusal, Registry, SurveyCode, UnitCode, crockford,
    hex::stored_as_hex,
    register::{check_name, check_note},
};

/// Characters of a [`PairingCode`], five bits each.
const PAIRING_CHARS: usize = 8;

/// The code that a device shows so that an officer can tell which one stands before them: 40 bits, for minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PairingCode([u8; 5]);

/// The text is no pairing code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("kode perangkat terdiri dari {PAIRING_CHARS} huruf dan angka, misalnya 4F7K-9QX2")]
pub struct PairingCodeError;

impl PairingCode {
    /// The code of some chance.
    #[must_use]
    pub const fn new(chance: [u8; 5]) -> Self {
        Self(chance)
    }

    /// As an address holds it: `4F7K9QX2`.
    #[must_use]
    pub fn compact(&self) -> String {
        let bits = self
            .0
            .iter()
            .fold(0u128, |bits, byte| bits << 8 | u128::from(*byte));
        crockford::write(bits, PAIRING_CHARS)
    }
}

/// As people read it: `4F7K-9QX2`.
impl fmt::Display for PairingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crockford::grouped(&self.compact()))
    }
}

/// Reads what people type, as they type it.
impl FromStr for PairingCode {
    type Err = PairingCodeError;

    fn from_str(text: &str) -> Result<Self, PairingCodeError> {
        let bits = crockford::read(text, PAIRING_CHARS).ok_or(PairingCodeError)?;
        Ok(Self(*bits.to_be_bytes().last_chunk().expect("five of sixteen")))
    }
}

/// SHA-256 of a device's token. The token has 256 bits of chance, so its hash gives nothing away. Stored as 64 hex
/// digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceTokenHash(pub [u8; 32]);

stored_as_hex!(DeviceTokenHash);

/// `device_enrolled`: answers that come with this device's token are its own from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceEnrolled {
    /// Its code.
    pub device: DeviceCode,
    /// The unit in whose office it stands.
    pub unit: UnitCode,
    /// The survey that it asks.
    pub survey: SurveyCode,
    /// Where it stands, for example `Loket 3`.
    pub desk: String,
    /// The language in which it begins.
    pub language: Language,
    /// What its token is known by.
    pub token: DeviceTokenHash,
}

/// `device_revoked`: the token is not good any more. What still comes with it is kept, and flagged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRevoked {
    /// The device.
    pub device: DeviceCode,
    /// The unit in whose office it stood.
    pub unit: UnitCode,
    /// Why.
    pub reason: String,
}

/// A device as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// What the enrolment says.
    pub enrolled: DeviceEnrolled,
    /// When it was enrolled.
    pub enrolled_at: jiff::Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<jiff::Timestamp>,
    /// Its place in order of enrolment.
    pub(crate) order: usize,
}

impl Device {
    /// Its code.
    #[must_use]
    pub const fn code(&self) -> &DeviceCode {
        &self.enrolled.device
    }
}

/// Decides to enrol a device.
pub(crate) fn enrol(registry: &Registry, mut enrolled: DeviceEnrolled) -> Result<Event, Refusal> {
    check_name(&enrolled.desk)?;
    if registry.device(&enrolled.device).is_some() || registry.device_of_token(enrolled.token).is_some() {
        return Err(Refusal::DeviceExists(enrolled.device));
    }
    let survey = registry.survey(&enrolled.survey);
    let survey = survey.ok_or_else(|| Refusal::SurveyUnknown(enrolled.survey.clone()))?;
    if survey.closed_at.is_some() {
        return Err(Refusal::SurveyNotOpen(enrolled.survey));
    }
    if !registry.speaks(&survey.instrument, enrolled.language) {
        return Err(Refusal::LanguageNotSpoken(enrolled.language));
    }
    // The survey knows its unit; what the asker says of it does not count.
    enrolled.unit = survey.unit.clone();
    Ok(Event::DeviceEnrolled(enrolled))
}

/// Decides to revoke a device.
pub(crate) fn revoke(registry: &Registry, revoked: DeviceRevoked) -> Result<Event, Refusal> {
    check_note(&revoked.reason)?;
    match registry.device(&revoked.device) {
        None => Err(Refusal::DeviceUnknown(revoked.device)),
        Some(device) if device.revoked_at.is_some() => Err(Refusal::DeviceRevokedAlready(revoked.device)),
        Some(device) => Ok(Event::DeviceRevoked(DeviceRevoked {
            unit: device.enrolled.unit.clone(),
            ..revoked
        })),
    }
}
