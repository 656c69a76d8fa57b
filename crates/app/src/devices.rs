//! Devices: one asks to be taken in and shows a code; an officer who stands before it takes it in; it gets a token.
//!
//! Who asks is remembered in memory and for minutes only. A crash before the officer says yes: the device asks again.
//! A crash after it, before the device has heard: it stands enrolled and never seen, to be revoked.

use std::sync::{Mutex, MutexGuard, PoisonError};

use eventlog::Actor;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use survey::{
    Command, Device, DeviceCode, DeviceEnrolled, DeviceTokenHash, Language, PairingCode, Refusal, SurveyCode,
};
use views::DeviceAnswers;

use crate::{
    App, AppError,
    edge::chance,
    limits::{PAIRING_LIFE, PAIRINGS_MAX},
};

/// Devices that ask to be taken in.
#[derive(Default)]
pub(crate) struct Pairings(Mutex<Vec<Pairing>>);

struct Pairing {
    code: PairingCode,
    /// Hash of what the asking device alone knows.
    secret: [u8; 32],
    begun: Timestamp,
    enrolled: Option<Paired>,
}

/// A device that has just asked.
#[derive(Clone, Debug)]
pub struct PairingBegun {
    /// What it shows to the officer.
    pub code: PairingCode,
    /// What it asks again with: 64 hex digits.
    pub secret: String,
}

/// How it stands with a device that asked.
#[derive(Clone, Debug)]
pub enum PairingState {
    /// No officer has said yes yet.
    Waiting(PairingCode),
    /// It is taken in.
    Enrolled(Paired),
    /// It asked too long ago, or never.
    Gone,
}

/// What a device needs to know once it is taken in.
#[derive(Clone, Debug)]
pub struct Paired {
    /// Its token: 64 hex digits. Stands nowhere else.
    pub token: String,
    /// The survey that it asks.
    pub survey: SurveyCode,
    /// The language in which it begins.
    pub language: Language,
}

/// What an officer says of a device that shows a code.
#[derive(Clone, Debug)]
pub struct EnrolDevice {
    /// The survey that it asks.
    pub survey: SurveyCode,
    /// Where it stands.
    pub desk: String,
    /// The language in which it begins.
    pub language: Language,
}

impl App {
    /// A device asks to be taken in. If too many ask, the one that has waited longest must ask again.
    #[must_use]
    pub fn begin_pairing(&self) -> PairingBegun {
        let (code, secret) = (PairingCode::new(chance(&*self.edge)), self.new_token());
        let mut pairings = self.pairings();
        if pairings.len() >= PAIRINGS_MAX {
            pairings.remove(0);
        }
        pairings.push(Pairing {
            code,
            secret: hash(&secret),
            begun: self.now(),
            enrolled: None,
        });
        PairingBegun { code, secret }
    }

    /// How it stands with the device that knows this secret. Asked again, the answer is the same for a while, because
    /// the device may not have heard it.
    #[must_use]
    pub fn pairing(&self, secret: &str) -> PairingState {
        let secret = hash(secret);
        let pairings = self.pairings();
        match pairings.iter().find(|pairing| pairing.secret == secret) {
            None => PairingState::Gone,
            Some(pairing) => match &pairing.enrolled {
                Some(paired) => PairingState::Enrolled(paired.clone()),
                None => PairingState::Waiting(pairing.code),
            },
        }
    }

    /// Takes in the device that shows a code; returns its own code once that is on disk and visible. Blocks; not for
    /// use inside an async task.
    ///
    /// # Errors
    /// [`Refusal::PairingUnknown`] if no device shows the code; another refusal if the survey cannot be asked there.
    pub fn enrol_device(
        &self,
        actor: &Actor,
        code: PairingCode,
        device: EnrolDevice,
    ) -> Result<DeviceCode, AppError> {
        let shows = |pairing: &Pairing| pairing.code == code && pairing.enrolled.is_none();
        if !self.pairings().iter().any(shows) {
            return Err(Refusal::PairingUnknown.into());
        }
        let registry = self.registry();
        let survey = registry.survey(&device.survey);
        let unit = survey
            .ok_or_else(|| Refusal::SurveyUnknown(device.survey.clone()))?
            .unit
            .clone();
        let token = self.new_token();
        let name = PairingCode::new(chance(&*self.edge)).compact();
        let enrolled = DeviceEnrolled {
            device: DeviceCode::new(format!("KIOS-{name}")).expect("letters and digits"),
            unit,
            survey: device.survey.clone(),
            desk: device.desk.trim().to_owned(),
            language: device.language,
            token: DeviceTokenHash(hash(&token)),
        };
        let code_of_device = enrolled.device.clone();
        self.register(actor, Command::EnrolDevice(enrolled))?;
        if let Some(pairing) = self.pairings().iter_mut().find(|pairing| pairing.code == code) {
            pairing.enrolled = Some(Paired {
                token,
                survey: device.survey,
                language: device.language,
            });
        }
        Ok(code_of_device)
    }

    /// The device that a token was given to, revoked or not.
    #[must_use]
    pub fn device_of_token(&self, token: &str) -> Option<Device> {
        let registry = self.registry();
        registry.device_of_token(DeviceTokenHash(hash(token))).cloned()
    }

    /// What came from a device.
    ///
    /// # Errors
    /// If the views cannot be read.
    pub fn device_answers(&self, device: &DeviceCode) -> Result<DeviceAnswers, AppError> {
        Ok(self.views.device_answers(device)?)
    }

    /// Those who still ask.
    fn pairings(&self) -> MutexGuard<'_, Vec<Pairing>> {
        let now = self.now();
        let mut pairings = self.pairings.0.lock().unwrap_or_else(PoisonError::into_inner);
        pairings.retain(|pairing| now.duration_since(pairing.begun) < PAIRING_LIFE);
        pairings
    }
}

/// A plain hash is enough: secrets and tokens have 256 bits of chance.
fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
