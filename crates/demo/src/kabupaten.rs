//! The kabupaten: its units in a tree, what they offer, how good they are and how many people come.
//!
//! The first forty are written down, parents before children, so that any first few make a sensible kabupaten.
//! Further ones are kecamatan with what lies in them, named by chance.

use std::collections::BTreeMap;

use serde::Deserialize;
use survey::{
    Command, Instrument, InstrumentRef, ServiceCode, ServiceRegistered, SurveyCode, SurveyOpened,
    Translation, UnitCode, UnitKind, UnitRegistered, Zone,
};

use crate::{
    chance::{Chance, Milli, Purpose},
    villages,
};

/// Its months begin at the midnight of this zone, everywhere in it.
pub(crate) const ZONE: Zone = Zone::Jakarta;

/// The name of the whole.
pub(crate) const NAME: &str = "Kabupaten Sukamaju";

/// How far the unsur of a unit differ from what its quality promises.
const UNSUR_DEVIATION: Milli = 80;
/// How far a service differs from its unit.
const SERVICE_DEVIATION: Milli = 60;

/// One unit.
pub(crate) struct Unit {
    pub(crate) code: UnitCode,
    pub(crate) name: String,
    pub(crate) kind: UnitKind,
    pub(crate) parent: Option<UnitCode>,
    pub(crate) kemendagri: Option<String>,
    pub(crate) bps: Option<String>,
    /// People served in a year.
    pub(crate) population: u64,
    /// How many people come, against other units.
    pub(crate) volume: u32,
    /// None at the top, where nobody goes.
    pub(crate) services: Vec<Service>,
    /// What an average person would answer, by place of the unsur in the instrument.
    pub(crate) quality: [Milli; 9],
}

/// One service of a unit.
pub(crate) struct Service {
    pub(crate) code: ServiceCode,
    pub(crate) name: String,
    /// Free by law.
    pub(crate) free: bool,
    /// How much better than its unit.
    pub(crate) shift: Milli,
}

#[derive(Deserialize)]
struct File {
    services: BTreeMap<String, Vec<ServiceRow>>,
    units: Vec<UnitRow>,
}

/// One unit as it is written down, or as chance has made it.
#[derive(Clone, Deserialize)]
pub(crate) struct UnitRow {
    pub(crate) code: String,
    pub(crate) name: String,
    pub(crate) kind: UnitKind,
    #[serde(default)]
    pub(crate) parent: Option<String>,
    #[serde(default)]
    pub(crate) kemendagri: Option<String>,
    #[serde(default)]
    pub(crate) bps: Option<String>,
    pub(crate) population: u64,
    pub(crate) volume: u32,
    pub(crate) quality: Milli,
    /// Those of its kind if none are written down.
    #[serde(default)]
    services: Vec<ServiceRow>,
}

impl UnitRow {
    /// A unit that offers what its kind does.
    pub(crate) const fn of_kind(code: String, name: String, kind: UnitKind, parent: Option<String>) -> Self {
        Self {
            code,
            name,
            kind,
            parent,
            kemendagri: None,
            bps: None,
            population: 0,
            volume: 0,
            quality: 0,
            services: Vec::new(),
        }
    }
}

#[derive(Clone, Deserialize)]
struct ServiceRow {
    code: String,
    name: String,
    #[serde(default)]
    free: bool,
}

/// How each unsur differs from the quality of a unit, in the order of the instrument: staff are liked better than
/// queues.
const UNSUR_SHIFTS: [Milli; 9] = [40, -20, -140, -160, 40, 70, 110, -100, -60];

/// So many units of the kabupaten, those most worth looking at first.
pub(crate) fn units(count: usize, seed: u64) -> Vec<Unit> {
    let file: File = serde_json::from_str(include_str!("../data/units.json")).expect("checked by a test");
    let mut chance = Chance::new(seed, Purpose::Units);
    let mut rows = file.units;
    if rows.len() < count {
        villages::add(&mut rows, count, &mut chance);
    }
    rows.truncate(count);
    rows.into_iter()
        .map(|row| unit(row, &file.services, &mut chance))
        .collect()
}

fn unit(row: UnitRow, by_kind: &BTreeMap<String, Vec<ServiceRow>>, chance: &mut Chance) -> Unit {
    let usual = match row.kind {
        UnitKind::Kecamatan => by_kind.get("kecamatan"),
        UnitKind::Kelurahan => by_kind.get("kelurahan"),
        UnitKind::Desa => by_kind.get("desa"),
        UnitKind::Puskesmas => by_kind.get("puskesmas"),
        UnitKind::Pemda | UnitKind::Opd | UnitKind::Rsud | UnitKind::Upt | UnitKind::Lainnya => None,
    };
    let services = match usual {
        Some(usual) if row.services.is_empty() => usual.clone(),
        _ => row.services,
    };
    let services = services.into_iter().map(|service| Service {
        code: ServiceCode::new(service.code).expect("checked by a test"),
        name: service.name,
        free: service.free,
        shift: chance.around_zero(SERVICE_DEVIATION),
    });
    Unit {
        code: unit_code(&row.code),
        services: services.collect(),
        quality: UNSUR_SHIFTS.map(|shift| row.quality + shift + chance.around_zero(UNSUR_DEVIATION)),
        name: row.name,
        kind: row.kind,
        parent: row.parent.as_deref().map(unit_code),
        kemendagri: row.kemendagri.map(|code| format!("{code} (contoh)")),
        bps: row.bps.map(|code| format!("{code} (contoh)")),
        population: row.population,
        volume: row.volume,
    }
}

pub(crate) fn unit_code(text: &str) -> UnitCode {
    UnitCode::new(text).expect("every unit's code is written by this crate")
}

impl Unit {
    /// The survey of the unit: under the unit's own code, which keeps its QR symbol small.
    pub(crate) fn survey(&self) -> SurveyCode {
        SurveyCode::new(self.code.as_str()).expect("a unit's code is a survey's code too")
    }

    /// What registers the unit, its services and its survey.
    pub(crate) fn commands(&self, instrument: &InstrumentRef) -> Vec<Command> {
        let mut commands = vec![Command::RegisterUnit(UnitRegistered {
            unit: self.code.clone(),
            name: self.name.clone(),
            kind: self.kind,
            parent: self.parent.clone(),
            zone: ZONE,
            kemendagri: self.kemendagri.clone(),
            bps: self.bps.clone(),
        })];
        commands.extend(self.services.iter().map(|service| {
            Command::RegisterService(ServiceRegistered {
                unit: self.code.clone(),
                service: service.code.clone(),
                name: service.name.clone(),
            })
        }));
        if !self.services.is_empty() {
            commands.push(Command::OpenSurvey(SurveyOpened {
                survey: self.survey(),
                unit: self.code.clone(),
                services: self.services.iter().map(|service| service.code.clone()).collect(),
                instrument: instrument.clone(),
                population: Some(self.population),
                admission: survey::Admission::Open,
            }));
        }
        commands
    }
}

/// What registers the whole kabupaten, in every language there is a draft of.
pub(crate) fn commands(units: &[Unit]) -> Vec<Command> {
    let instrument = Instrument::permenpan_14_2017().reference();
    let translations = Translation::shipped()
        .into_iter()
        .map(Command::PublishTranslation);
    let units = units.iter().flat_map(|unit| unit.commands(&instrument));
    translations.chain(units).collect()
}

/// Every service that is free by law.
pub(crate) fn free_services(units: &[Unit]) -> Vec<(UnitCode, ServiceCode)> {
    let of = |unit: &Unit| {
        let free = unit.services.iter().filter(|service| service.free);
        let named = free.map(|service| (unit.code.clone(), service.code.clone()));
        named.collect::<Vec<_>>()
    };
    units.iter().flat_map(of).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::limits::{UNITS_MAX, UNITS_MIN};

    #[test]
    fn any_first_few_units_make_a_tree_with_somewhere_to_go() {
        for count in UNITS_MIN..=UNITS_MAX {
            let units = units(count, 1);
            assert_eq!(units.len(), count);
            let mut codes = BTreeSet::new();
            for (place, unit) in units.iter().enumerate() {
                assert_eq!(unit.parent.is_none(), place == 0, "{}", unit.code);
                assert!(
                    unit.parent.as_ref().is_none_or(|parent| codes.contains(parent)),
                    "{}",
                    unit.code
                );
                assert!(codes.insert(unit.code.clone()), "{} twice", unit.code);
                assert_eq!(unit.volume == 0, place == 0, "{}", unit.code);
                let offered = if place == 0 { 0..=0 } else { 2..=5 };
                assert!(offered.contains(&unit.services.len()), "{}", unit.code);
            }
        }
    }

    #[test]
    fn region_codes_are_of_the_shape_of_real_ones_and_say_that_they_are_not() {
        for unit in units(UNITS_MAX, 1) {
            let has_region = matches!(
                unit.kind,
                UnitKind::Pemda | UnitKind::Kecamatan | UnitKind::Kelurahan | UnitKind::Desa
            );
            assert_eq!(unit.kemendagri.is_some(), has_region, "{}", unit.code);
            // There is no province 98.
            assert!(
                unit.kemendagri
                    .is_none_or(|code| code.starts_with("98.01") && code.ends_with("(contoh)"))
            );
            assert!(
                unit.bps
                    .is_none_or(|code| code.starts_with("9801") && code.ends_with("(contoh)"))
            );
        }
    }
}
