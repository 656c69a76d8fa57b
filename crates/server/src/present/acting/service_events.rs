//! The service events of a unit.

use app::{App, AppError, ServiceEventRecord};
use survey::{ServiceEvent, ServiceEventKind, Unit, UnitCode};

use super::{day, known};
use crate::{
    pages::{DeviceChoice, ServiceEventFace, ServiceEventsPage, Shell, Typed},
    present::words,
};

pub(crate) fn service_events_page(
    app: &App,
    shell: Shell,
    unit: &UnitCode,
    typed: Typed,
) -> Result<ServiceEventsPage, AppError> {
    let registry = app.registry();
    let unit = known(&registry, unit)?;
    let records = app.service_event_records(&unit.code)?;
    let kind = |kind: ServiceEventKind| DeviceChoice {
        code: kind.as_str().into(),
        label: kind.label().into(),
    };
    let offered = unit.services.iter().filter(|(_, service)| !service.retired);
    let services = offered.map(|(code, service)| DeviceChoice {
        code: code.to_string(),
        label: service.name.clone(),
    });
    Ok(ServiceEventsPage {
        shell,
        unit_code: unit.code.to_string(),
        unit_name: unit.name.clone(),
        typed,
        today: day(unit.zone, app.now()).to_string(),
        kinds: ServiceEventKind::ALL.into_iter().map(kind).collect(),
        services: services.collect(),
        events: records.iter().map(|record| face(unit, record)).collect(),
    })
}

fn face(unit: &Unit, record: &ServiceEventRecord) -> ServiceEventFace {
    let event = &record.event;
    ServiceEventFace {
        id: record.id.to_string(),
        kind: event.kind.label().into(),
        on: words::date(event.on),
        title: event.title.clone(),
        detail: detail(unit, event),
        withdrawn: record.withdrawn.clone(),
    }
}

fn detail(unit: &Unit, event: &ServiceEvent) -> String {
    let service = event.service.as_ref().map(|code| {
        let known = unit.services.get(code);
        known.map_or_else(|| code.to_string(), |service| service.name.clone())
    });
    let visits = event
        .visits
        .map(|visits| format!("{} kunjungan", words::count(visits)));
    let assessment = event
        .assessment
        .as_ref()
        .map(|said| format!("{} {}: {}", said.scheme, said.year, said.verdict));
    let parts: Vec<String> = [service, visits, assessment].into_iter().flatten().collect();
    parts.join(" · ")
}
