//! The registry: what is known of units, services, instruments, methods, surveys, devices and accounts. A fold of few
//! events.
//!
//! Whatever the events say, a unit's parent is known and no unit lies below itself, so that every walk ends. What
//! says otherwise was never decided here; it changes nothing.

mod evolve;

use std::{collections::BTreeMap, sync::Arc};

use ikm::Method;
use jiff::civil::Date;

use crate::{
    Accounts, Admission, Device, DeviceCode, DeviceTokenHash, HolidaysPublished, Instrument, InstrumentRef,
    Language, LogOpened, Month, Refusal, ServiceCode, SurveyCode, Translation, UnitCode, UnitKind, Zone,
};

/// A unit as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Its code.
    pub code: UnitCode,
    /// Its name now.
    pub name: String,
    /// What kind of office it is.
    pub kind: UnitKind,
    /// The unit it belongs to.
    pub parent: Option<UnitCode>,
    /// The zone whose midnight begins its months.
    pub zone: Zone,
    /// Its region code of the Ministry of Home Affairs, with the year of the list.
    pub kemendagri: Option<String>,
    /// Its region code of Statistics Indonesia (BPS), with the year of the list.
    pub bps: Option<String>,
    /// True once it serves nobody any more.
    pub closed: bool,
    /// The unit that does what it did, and from which day on.
    pub merged: Option<(UnitCode, Date)>,
    /// Its services.
    pub services: BTreeMap<ServiceCode, Service>,
    /// The method it adopted itself.
    method: Option<Arc<Method>>,
    /// Its place in order of registration.
    order: usize,
}

impl Unit {
    /// Its place in order of registration, over all units.
    #[must_use]
    pub const fn order(&self) -> usize {
        self.order
    }
}

/// A service as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Its name now.
    pub name: String,
    /// True once it is no longer offered.
    pub retired: bool,
}

/// A survey as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// Its code.
    pub code: SurveyCode,
    /// The unit it is about.
    pub unit: UnitCode,
    /// The services it is about.
    pub services: Vec<ServiceCode>,
    /// What it asks.
    pub instrument: Arc<Instrument>,
    /// How many people the unit serves in a year.
    pub population: Option<u64>,
    /// Who may answer.
    pub admission: Admission,
    /// When it was opened.
    pub opened_at: jiff::Timestamp,
    /// When it was closed.
    pub closed_at: Option<jiff::Timestamp>,
    /// Why it was closed.
    pub closed_because: Option<String>,
    /// Its place in order of opening.
    order: usize,
}

impl Survey {
    /// Its place in order of opening, over all surveys.
    #[must_use]
    pub const fn order(&self) -> usize {
        self.order
    }
}

/// What is known of units, services, instruments, methods, surveys, devices and accounts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registry {
    opened: Option<LogOpened>,
    units: BTreeMap<UnitCode, Unit>,
    instruments: BTreeMap<InstrumentRef, Arc<Instrument>>,
    translations: BTreeMap<(InstrumentRef, Language), Arc<Translation>>,
    surveys: BTreeMap<SurveyCode, Survey>,
    devices: BTreeMap<DeviceCode, Device>,
    device_tokens: BTreeMap<DeviceTokenHash, DeviceCode>,
    pub(crate) holidays: BTreeMap<i16, HolidaysPublished>,
    /// Where control limits begin anew, and why.
    rebases: BTreeMap<UnitCode, BTreeMap<Month, String>>,
    accounts: Accounts,
}

impl Registry {
    /// What the log's first event says; `None` before it.
    #[must_use]
    pub const fn opened(&self) -> Option<&LogOpened> {
        self.opened.as_ref()
    }

    /// True if everything in the log is made up.
    #[must_use]
    pub fn is_demo(&self) -> bool {
        self.opened.as_ref().is_some_and(|opened| opened.demo)
    }

    /// A unit by its code.
    #[must_use]
    pub fn unit(&self, code: &UnitCode) -> Option<&Unit> {
        self.units.get(code)
    }

    /// A survey by its code.
    #[must_use]
    pub fn survey(&self, code: &SurveyCode) -> Option<&Survey> {
        self.surveys.get(code)
    }

    /// A device by its code.
    #[must_use]
    pub fn device(&self, code: &DeviceCode) -> Option<&Device> {
        self.devices.get(code)
    }

    /// The device that was given a token, revoked or not.
    #[must_use]
    pub fn device_of_token(&self, token: DeviceTokenHash) -> Option<&Device> {
        self.device(self.device_tokens.get(&token)?)
    }

    /// Everybody who has an account.
    #[must_use]
    pub const fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// Every device, in order of enrolment.
    #[must_use]
    pub fn devices(&self) -> Vec<&Device> {
        let mut devices: Vec<_> = self.devices.values().collect();
        devices.sort_by_key(|device| device.order);
        devices
    }

    /// An instrument by its reference.
    #[must_use]
    pub fn instrument(&self, instrument: &InstrumentRef) -> Option<&Arc<Instrument>> {
        self.instruments.get(instrument)
    }

    /// The translation of an instrument into a language that it was not published with.
    #[must_use]
    pub fn translation(&self, instrument: &InstrumentRef, language: Language) -> Option<&Arc<Translation>> {
        self.translations.get(&(instrument.clone(), language))
    }

    /// True if an instrument can be asked in a language: it was published with it, or translated into it.
    #[must_use]
    pub fn speaks(&self, instrument: &Instrument, language: Language) -> bool {
        instrument.languages.contains(&language)
            || self.translation(&instrument.reference(), language).is_some()
    }

    /// Every unit, in order of registration.
    #[must_use]
    pub fn units(&self) -> Vec<&Unit> {
        in_order(self.units.values())
    }

    /// The units directly below one, or the topmost ones; in order of registration.
    #[must_use]
    pub fn children(&self, parent: Option<&UnitCode>) -> Vec<&Unit> {
        in_order(self.units.values().filter(|unit| unit.parent.as_ref() == parent))
    }

    /// A unit and every unit below it, parents before children, siblings in order of registration, each with its
    /// depth below the first. Empty if there is no such unit.
    #[must_use]
    pub fn subtree(&self, root: &UnitCode) -> Vec<(usize, &Unit)> {
        let mut found = Vec::new();
        if let Some(root) = self.unit(root) {
            self.descend(root, 0, &mut found);
        }
        found
    }

    /// The unit that serves and is called so: by its code, by `Name (CODE)`, or by its name if no other has the same.
    ///
    /// # Errors
    /// If there is none, or there are several.
    pub fn unit_called(&self, text: &str) -> Result<UnitCode, Refusal> {
        let wanted = text.trim().to_lowercase();
        let serving = self.units().into_iter().filter(|unit| !unit.closed);
        let mut named = Vec::new();
        for unit in serving {
            let (name, code) = (unit.name.to_lowercase(), unit.code.to_string().to_lowercase());
            if wanted == code || wanted == format!("{name} ({code})") {
                return Ok(unit.code.clone());
            }
            if wanted == name {
                named.push(&unit.code);
            }
        }
        match named[..] {
            [only] => Ok(only.clone()),
            _ => Err(Refusal::UnitNotNamed(text.into())),
        }
    }

    /// Every unit with its depth, parents before children.
    #[must_use]
    pub fn tree(&self) -> Vec<(usize, &Unit)> {
        let mut found = Vec::with_capacity(self.units.len());
        for root in self.children(None) {
            self.descend(root, 0, &mut found);
        }
        found
    }

    fn descend<'a>(&'a self, unit: &'a Unit, depth: usize, found: &mut Vec<(usize, &'a Unit)>) {
        found.push((depth, unit));
        for child in self.children(Some(&unit.code)) {
            self.descend(child, depth + 1, found);
        }
    }

    /// The unit's parent, its parent's parent, and so on.
    pub fn ancestors(&self, unit: &UnitCode) -> impl Iterator<Item = &Unit> {
        let parent_of = |unit: &Unit| unit.parent.as_ref().and_then(|parent| self.unit(parent));
        std::iter::successors(self.unit(unit).and_then(parent_of), move |unit| parent_of(unit))
    }

    /// The method that a unit computes by: its own, else that of the nearest unit above, else `exact`.
    #[must_use]
    pub fn method(&self, unit: &UnitCode) -> &Method {
        let own = self.unit(unit).into_iter();
        own.chain(self.ancestors(unit))
            .find_map(|unit| unit.method.as_deref())
            .unwrap_or_else(|| Method::exact())
    }

    /// Every survey, in order of code.
    pub fn all_surveys(&self) -> impl Iterator<Item = &Survey> {
        self.surveys.values()
    }

    /// The surveys of a unit, in order of opening.
    #[must_use]
    pub fn surveys(&self, unit: &UnitCode) -> Vec<&Survey> {
        let mut surveys: Vec<_> = self
            .surveys
            .values()
            .filter(|survey| survey.unit == *unit)
            .collect();
        surveys.sort_by_key(|survey| survey.order);
        surveys
    }

    /// The surveys of a unit that take answers, in order of opening.
    #[must_use]
    pub fn open_surveys(&self, unit: &UnitCode) -> Vec<&Survey> {
        let mut surveys = self.surveys(unit);
        surveys.retain(|survey| survey.closed_at.is_none());
        surveys
    }

    /// The services that a survey still asks about: its own less those that were retired since it opened. All of them
    /// where nothing else would be left, as in logs that are older than [`Refusal::ServiceAsked`].
    ///
    /// [`Refusal::ServiceAsked`]: crate::Refusal::ServiceAsked
    #[must_use]
    pub fn asked_services<'a>(&'a self, survey: &'a Survey) -> Vec<&'a ServiceCode> {
        let services = self.unit(&survey.unit).map(|unit| &unit.services);
        let retired = |code: &ServiceCode| {
            let known = services.and_then(|services| services.get(code));
            known.is_some_and(|service| service.retired)
        };
        let still: Vec<_> = survey.services.iter().filter(|code| !retired(code)).collect();
        if still.is_empty() {
            survey.services.iter().collect()
        } else {
            still
        }
    }

    /// The unit that does today what a unit did: itself, or where its merging leads, one after the other.
    #[must_use]
    pub fn successor<'a>(&'a self, unit: &'a Unit) -> &'a Unit {
        let mut now = unit;
        // A unit that was merged takes no other in, so that the way has an end; of a log that says otherwise, no more
        // steps are taken than there are units.
        for _ in 0..self.units.len() {
            match now.merged.as_ref().and_then(|(into, _)| self.unit(into)) {
                Some(into) => now = into,
                None => break,
            }
        }
        now
    }

    /// The months from which the control limits of a unit's trend are computed anew, with the reasons; oldest first.
    pub fn rebases(&self, unit: &UnitCode) -> impl Iterator<Item = (Month, &str)> {
        let of_unit = self.rebases.get(unit).into_iter().flatten();
        of_unit.map(|(month, reason)| (*month, reason.as_str()))
    }
}

fn in_order<'a>(units: impl Iterator<Item = &'a Unit>) -> Vec<&'a Unit> {
    let mut units: Vec<_> = units.collect();
    units.sort_by_key(|unit| unit.order);
    units
}
