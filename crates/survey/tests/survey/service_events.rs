//! What happened to a service apart from answers: recorded with what belongs to its kind, and withdrawn once.

use survey::{Event, Refusal, ServiceEvent, ServiceEventKind, ServiceEventWithdrawn};

use crate::{
    given::{Withdraw, given},
    samples::{REASON, code, ground, service_event, service_retired, unit_closed, with},
};

const VISITS_ONLY_WHERE_COUNTED: Refusal =
    Refusal::ServiceEventDetails("Jumlah kunjungan diisi hanya untuk kunjungan yang dihitung.");
const ASSESSMENT_ONLY_WHERE_MADE: Refusal =
    Refusal::ServiceEventDetails("Skema, tahun, dan hasil diisi hanya untuk penilaian lembaga lain.");

fn withdrawn() -> Event {
    Event::ServiceEventWithdrawn(ServiceEventWithdrawn {
        unit: code("DINAS"),
        reason: REASON.into(),
    })
}

#[test]
fn every_kind_is_recorded_with_what_belongs_to_it() {
    for kind in ServiceEventKind::ALL {
        let event = Event::ServiceEvent(service_event(kind));
        given(&ground()).when(event.clone()).then(&[event]);
    }
}

#[test]
fn it_may_concern_the_whole_unit() {
    let event = Event::ServiceEvent(ServiceEvent {
        service: None,
        ..service_event(ServiceEventKind::OutageRecorded)
    });
    given(&ground()).when(event.clone()).then(&[event]);
}

#[test]
fn visits_belong_to_visits_counted_alone() {
    for kind in ServiceEventKind::ALL {
        let event = service_event(kind);
        let visits = match event.visits {
            Some(_) => None,
            None => Some(3),
        };
        given(&ground())
            .when(Event::ServiceEvent(ServiceEvent { visits, ..event }))
            .refused(VISITS_ONLY_WHERE_COUNTED);
    }
}

#[test]
fn a_verdict_belongs_to_an_external_assessment_alone() {
    let verdict = service_event(ServiceEventKind::ExternalAssessmentRecorded).assessment;
    for kind in ServiceEventKind::ALL {
        let event = service_event(kind);
        let assessment = match event.assessment {
            Some(_) => None,
            None => verdict.clone(),
        };
        given(&ground())
            .when(Event::ServiceEvent(ServiceEvent { assessment, ..event }))
            .refused(ASSESSMENT_ONLY_WHERE_MADE);
    }
}

#[test]
fn an_assessment_names_its_scheme_and_verdict() {
    let event = service_event(ServiceEventKind::ExternalAssessmentRecorded);
    for blank in ["scheme", "verdict"] {
        let mut assessment = event.assessment.clone().unwrap();
        match blank {
            "scheme" => assessment.scheme.clear(),
            _ => assessment.verdict.clear(),
        }
        let event = ServiceEvent {
            assessment: Some(assessment),
            ..event.clone()
        };
        given(&ground())
            .when(Event::ServiceEvent(event))
            .refused(Refusal::ReasonMissing);
    }
}

#[test]
fn nothing_is_recorded_of_a_closed_unit_or_a_retired_service() {
    let event = || Event::ServiceEvent(service_event(ServiceEventKind::SopRevised));
    given(&with(ground(), [unit_closed("DINAS")]))
        .when(event())
        .refused(Refusal::UnitClosed(code("DINAS")));
    given(&with(ground(), [service_retired("DINAS", "KTP")]))
        .when(event())
        .refused(Refusal::ServiceUnknown(code("DINAS"), code("KTP")));
}

#[test]
fn what_was_recorded_by_mistake_is_withdrawn_once() {
    let recorded = [Event::ServiceEvent(service_event(ServiceEventKind::CounterMoved))];
    given(&recorded).when(Withdraw(REASON)).then(&[withdrawn()]);
    given(&with(recorded.to_vec(), [withdrawn()]))
        .when(Withdraw(REASON))
        .refused(Refusal::ServiceEventUnknown);
}
