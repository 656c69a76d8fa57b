//! A small kabupaten, one zone of time in each corner of its tree.
//!
//! ```text
//! KAB            WIB   no survey of its own
//! ├── DUKCAPIL   WIB   services KTP, KK
//! └── KEC        WITA  service SKTM
//!     └── KEL    WIT   service SKTM
//! ```
//! Each service unit has one survey, `S-` and its code, that asks the nine unsur of PermenPANRB 14/2017.

use ikm::Method;
use jiff::civil::date;
use survey::{
    Admission, Command, Instrument, LogOpened, MethodAdopted, ServiceCode, ServiceEvent, ServiceEventKind,
    ServiceRegistered, SurveyCode, SurveyOpened, UnitCode, UnitKind, UnitRegistered, Zone,
};

/// The code of a unit.
///
/// # Panics
/// If it is no code.
#[must_use]
pub fn unit(code: &str) -> UnitCode {
    UnitCode::new(code).expect("a unit's code")
}

/// The code of the survey of a unit.
///
/// # Panics
/// If it is no code.
#[must_use]
pub fn survey_code(unit: &str) -> SurveyCode {
    SurveyCode::new(format!("S-{unit}")).expect("a survey's code")
}

/// Everything that the kabupaten begins with, in an order that can be decided on.
#[must_use]
pub fn kabupaten() -> Vec<Command> {
    let mut commands = vec![
        Command::OpenLog(LogOpened {
            name: "Kabupaten Sukamaju".into(),
            demo: false,
        }),
        Command::PublishInstrument(Instrument::permenpan_14_2017()),
    ];
    commands.push(unit_registered("KAB", None, Zone::Jakarta));
    add_service_unit(&mut commands, "DUKCAPIL", "KAB", Zone::Jakarta, &["KTP", "KK"]);
    add_service_unit(&mut commands, "KEC", "KAB", Zone::Makassar, &["SKTM"]);
    add_service_unit(&mut commands, "KEL", "KEC", Zone::Jayapura, &["SKTM"]);
    commands
}

fn add_service_unit(commands: &mut Vec<Command>, code: &str, parent: &str, zone: Zone, services: &[&str]) {
    let service = |service: &&str| ServiceCode::new(*service).expect("a service's code");
    let services: Vec<ServiceCode> = services.iter().map(service).collect();
    commands.push(unit_registered(code, Some(parent), zone));
    for service in &services {
        commands.push(Command::RegisterService(ServiceRegistered {
            unit: unit(code),
            service: service.clone(),
            name: format!("Layanan {service}"),
        }));
    }
    commands.push(Command::OpenSurvey(SurveyOpened {
        survey: survey_code(code),
        unit: unit(code),
        services,
        instrument: Instrument::permenpan_14_2017().reference(),
        population: Some(2000),
        admission: Admission::Open,
    }));
}

/// Asks to register a unit.
#[must_use]
pub fn unit_registered(code: &str, parent: Option<&str>, zone: Zone) -> Command {
    Command::RegisterUnit(UnitRegistered {
        unit: unit(code),
        name: format!("Unit {code}"),
        kind: UnitKind::Lainnya,
        parent: parent.map(unit),
        zone,
        kemendagri: None,
        bps: None,
    })
}

/// A new counter at a unit, on the tenth of a month.
#[must_use]
pub fn service_event(code: &str, title: &str) -> ServiceEvent {
    ServiceEvent {
        kind: ServiceEventKind::CounterMoved,
        unit: unit(code),
        service: None,
        on: date(2026, 9, 10),
        title: title.into(),
        visits: None,
        assessment: None,
    }
}

/// Asks to compute by another method below a unit.
///
/// # Panics
/// If there is no such method.
#[must_use]
pub fn method_adopted(code: &str, method: &str) -> Command {
    Command::AdoptMethod(MethodAdopted {
        unit: unit(code),
        method: Method::by_id(method).expect("a known method").clone(),
        reason: "Keputusan Bupati".into(),
    })
}
