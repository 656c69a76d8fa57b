//! From a table to what is to be registered. Each line is decided on as if those before it were registered, so that all
//! problems are found at once; what is there already is left as it is, but for region codes.

use std::collections::{BTreeMap, BTreeSet};

use survey::{
    Admission, Command, Instrument, Refusal, RegionList, Registry, ServiceCode, ServiceRegistered,
    SurveyCode, SurveyOpened, UnitCode, UnitKind, UnitRegionSet, UnitRegistered, Zone,
};

use super::table::{self, BulkProblem, Row};

/// What a table registers.
#[derive(Clone, Debug, Default)]
pub struct BulkPlan {
    /// The changes, in an order that can be decided on.
    pub commands: Vec<Command>,
    /// Units that are new.
    pub units: usize,
    /// Services that are new.
    pub services: usize,
    /// Units that were there and have other region codes now.
    pub regions: usize,
    /// Surveys that are new.
    pub surveys: usize,
    /// Units, services and surveys of the table that were there already.
    pub was_there: usize,
}

/// Why region codes changed that stand in a table.
const BY_TABLE: &str = "Menurut tabel daftar unit";

/// A survey that several lines may be about.
struct Asked {
    line: u64,
    unit: UnitCode,
    services: Vec<ServiceCode>,
    population: Option<u64>,
    admission: Option<Admission>,
}

/// Decides on a table.
pub(super) fn plan(registry: &Registry, text: &str) -> Result<BulkPlan, Vec<BulkProblem>> {
    let rows = table::read(text)?;
    let mut planner = Planner {
        registry: registry.clone(),
        plan: BulkPlan::default(),
        surveys: BTreeMap::new(),
        counted: BTreeSet::new(),
        problems: Vec::new(),
    };
    for row in &rows {
        if let Err(text) = planner.take(row) {
            planner.problems.push(BulkProblem::new(row.line, text));
        }
    }
    planner.open_surveys();
    planner.problems.sort_by_key(|problem| problem.line);
    if planner.problems.is_empty() {
        Ok(planner.plan)
    } else {
        Err(planner.problems)
    }
}

struct Planner {
    registry: Registry,
    plan: BulkPlan,
    surveys: BTreeMap<SurveyCode, Asked>,
    /// Units that were there and are counted already.
    counted: BTreeSet<UnitCode>,
    problems: Vec<BulkProblem>,
}

impl Planner {
    fn take(&mut self, row: &Row) -> Result<(), String> {
        let unit: UnitCode = code(row, "unit")?.ok_or("kolom unit kosong; isi kode unit")?;
        self.unit(row, &unit)?;
        let service: Option<ServiceCode> = code(row, "layanan")?;
        if let Some(service) = &service {
            self.service(row, &unit, service)?;
        } else if row.get("nama_layanan").is_some() {
            return Err("nama_layanan diisi, tetapi layanan kosong; isi kode layanan".into());
        }
        match code::<SurveyCode>(row, "survei")? {
            Some(survey) => self.survey(row, &unit, service, survey),
            None => Ok(()),
        }
    }

    fn unit(&mut self, row: &Row, unit: &UnitCode) -> Result<(), String> {
        let (kemendagri, bps) = (
            region(RegionList::Kemendagri, row.get("kemendagri"))?,
            region(RegionList::Bps, row.get("bps"))?,
        );
        if let Some(known) = self.registry.unit(unit) {
            let other = |told: &Option<String>, known: &Option<String>| told.is_some() && told != known;
            return match row.get("nama") {
                Some(name) if name != known.name => Err(format!(
                    "unit {unit} sudah bernama {:?}; kosongkan nama, atau ubah namanya di halaman unit itu",
                    known.name
                )),
                _ if other(&kemendagri, &known.kemendagri) || other(&bps, &known.bps) => {
                    let set = UnitRegionSet {
                        unit: unit.clone(),
                        kemendagri: kemendagri.or_else(|| known.kemendagri.clone()),
                        bps: bps.or_else(|| known.bps.clone()),
                        reason: BY_TABLE.into(),
                    };
                    self.decide(Command::SetRegion(set))?;
                    self.plan.regions += 1;
                    Ok(())
                }
                _ => {
                    let before =
                        !self.plan.commands.iter().any(
                            |command| matches!(command, Command::RegisterUnit(new) if new.unit == *unit),
                        );
                    self.plan.was_there += usize::from(before && self.counted.insert(unit.clone()));
                    Ok(())
                }
            };
        }
        let name = row
            .get("nama")
            .ok_or_else(|| format!("unit {unit} belum terdaftar; isi nama dan jenis"))?;
        let registered = UnitRegistered {
            unit: unit.clone(),
            name: name.to_owned(),
            kind: kind(row.get("jenis"))?,
            parent: code(row, "induk")?,
            zone: zone(row.get("zona"))?,
            kemendagri,
            bps,
        };
        self.decide(Command::RegisterUnit(registered))?;
        self.plan.units += 1;
        Ok(())
    }

    fn service(&mut self, row: &Row, unit: &UnitCode, service: &ServiceCode) -> Result<(), String> {
        let known = self
            .registry
            .unit(unit)
            .and_then(|unit| unit.services.get(service));
        if let Some(known) = known {
            return match row.get("nama_layanan") {
                Some(name) if name != known.name => Err(format!(
                    "layanan {service} sudah bernama {:?}; kosongkan nama_layanan",
                    known.name
                )),
                _ => {
                    self.plan.was_there += 1;
                    Ok(())
                }
            };
        }
        let name = row
            .get("nama_layanan")
            .ok_or_else(|| format!("layanan {service} belum terdaftar; isi nama_layanan"))?;
        self.decide(Command::RegisterService(ServiceRegistered {
            unit: unit.clone(),
            service: service.clone(),
            name: name.to_owned(),
        }))?;
        self.plan.services += 1;
        Ok(())
    }

    /// Notes a survey; it opens at the end, about the services of all its lines.
    fn survey(
        &mut self,
        row: &Row,
        unit: &UnitCode,
        service: Option<ServiceCode>,
        survey: SurveyCode,
    ) -> Result<(), String> {
        let (population, admission) = (population(row.get("populasi"))?, admission(row.get("pengisian"))?);
        let asked = self.surveys.entry(survey.clone()).or_insert_with(|| Asked {
            line: row.line,
            unit: unit.clone(),
            services: Vec::new(),
            population,
            admission,
        });
        if asked.unit != *unit {
            return Err(format!(
                "survei {survey} sudah disebut untuk unit {} di baris {}; satu survei milik satu unit",
                asked.unit, asked.line
            ));
        }
        let same = |told: bool| if told { Ok(()) } else { Err(()) };
        same(population.is_none_or(|population| asked.population == Some(population))).map_err(|()| {
            format!(
                "populasi survei {survey} berbeda dengan baris {}; tulis sekali saja",
                asked.line
            )
        })?;
        same(admission.is_none_or(|admission| asked.admission == Some(admission))).map_err(|()| {
            format!(
                "pengisian survei {survey} berbeda dengan baris {}; tulis sekali saja",
                asked.line
            )
        })?;
        asked.services.extend(service);
        Ok(())
    }

    fn open_surveys(&mut self) {
        for (survey, asked) in std::mem::take(&mut self.surveys) {
            let line = asked.line;
            if let Err(text) = self.open_survey(survey, asked) {
                self.problems.push(BulkProblem::new(line, text));
            }
        }
    }

    fn open_survey(&mut self, survey: SurveyCode, asked: Asked) -> Result<(), String> {
        if let Some(known) = self.registry.survey(&survey) {
            if known.unit == asked.unit && known.closed_at.is_none() {
                self.plan.was_there += 1;
                return Ok(());
            }
            return Err(Refusal::SurveyExists(survey).to_string());
        }
        self.decide(Command::OpenSurvey(SurveyOpened {
            survey,
            unit: asked.unit,
            services: asked.services,
            instrument: Instrument::permenpan_14_2017().reference(),
            population: asked.population,
            admission: asked.admission.unwrap_or_default(),
        }))?;
        self.plan.surveys += 1;
        Ok(())
    }

    fn decide(&mut self, command: Command) -> Result<(), String> {
        let event = survey::decide(&self.registry, command.clone()).map_err(|refusal| refusal.to_string())?;
        // When it happens plays no part in what can be decided here.
        self.registry.evolve(&event, jiff::Timestamp::UNIX_EPOCH);
        self.plan.commands.push(command);
        Ok(())
    }
}

fn code<T: std::str::FromStr<Err: std::fmt::Display>>(row: &Row, column: &str) -> Result<Option<T>, String> {
    let read = |text: &str| text.parse().map_err(|error| format!("kolom {column}: {error}"));
    row.get(column).map(read).transpose()
}

fn kind(text: Option<&str>) -> Result<UnitKind, String> {
    const KINDS: [(&str, UnitKind); 9] = [
        ("pemda", UnitKind::Pemda),
        ("opd", UnitKind::Opd),
        ("kecamatan", UnitKind::Kecamatan),
        ("kelurahan", UnitKind::Kelurahan),
        ("desa", UnitKind::Desa),
        ("puskesmas", UnitKind::Puskesmas),
        ("rsud", UnitKind::Rsud),
        ("upt", UnitKind::Upt),
        ("lainnya", UnitKind::Lainnya),
    ];
    let text = text.unwrap_or_default().to_lowercase();
    let found = KINDS.iter().find(|(name, _)| *name == text);
    let names = || KINDS.map(|(name, _)| name).join(", ");
    found
        .map(|(_, kind)| *kind)
        .ok_or_else(|| format!("jenis {text:?} tidak dikenal; pilih salah satu dari {}", names()))
}

fn zone(text: Option<&str>) -> Result<Zone, String> {
    let Some(text) = text else {
        return Ok(Zone::default());
    };
    let zones = [Zone::Jakarta, Zone::Makassar, Zone::Jayapura];
    let named = zones
        .into_iter()
        .find(|zone| zone.abbreviation().eq_ignore_ascii_case(text));
    named.ok_or_else(|| format!("zona {text:?} tidak dikenal; pilih WIB, WITA atau WIT"))
}

/// A region code in a cell.
fn region(list: RegionList, text: Option<&str>) -> Result<Option<String>, String> {
    list.read(text.unwrap_or_default())
        .map_err(|refusal| refusal.to_string())
}

fn population(text: Option<&str>) -> Result<Option<u64>, String> {
    let read = |text: &str| {
        let plain = text.replace('.', "");
        plain
            .parse()
            .map_err(|_| format!("populasi {text:?} bukan bilangan bulat"))
    };
    text.map(read).transpose()
}

fn admission(text: Option<&str>) -> Result<Option<Admission>, String> {
    match text.map(str::to_lowercase).as_deref() {
        None => Ok(None),
        Some("terbuka") => Ok(Some(Admission::Open)),
        Some("kode") => Ok(Some(Admission::Code)),
        Some(other) => Err(format!(
            "pengisian {other:?} tidak dikenal; pilih terbuka atau kode"
        )),
    }
}
