//! One of each: a dinas with two services, an open survey, an answer. Tests change what they are about.

use std::{collections::BTreeSet, fmt::Debug, str::FromStr};

use ikm::{Method, Score, UnsurCode};
use survey::{
    Admission, Answers, Channel, Commitment, ContentErased, DeviceEnrolled, DeviceRevoked, DeviceTokenHash,
    Event, ExternalAssessment, Instrument, Language, LogOpened, MethodAdopted, Nonce, Profile, Reasons,
    ResponseExcluded, ResponseReinstated, ResponseSubmitted, SealedText, ServiceChanged, ServiceCode,
    ServiceEvent, ServiceEventKind, ServiceRegistered, ServiceRetired, SubmitResponse, SurveyClosed,
    SurveyOpened, TokenHash, TokenKeyId, TokensIssued, UnitClosed, UnitKind, UnitMerged, UnitMoved,
    UnitRegionSet, UnitRegistered, UnitRenamed, Zone,
};
use uuid::Uuid;

/// Why, wherever somebody must say why.
pub(crate) const REASON: &str = "Sesuai keputusan rapat";

/// Reads a code, hour or reference.
pub(crate) fn code<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub(crate) fn unsur(text: &str) -> UnsurCode {
    UnsurCode::new(text).unwrap()
}

pub(crate) fn log_opened() -> Event {
    Event::LogOpened(LogOpened {
        name: "Kabupaten Sukamaju".into(),
        demo: false,
    })
}

/// The unit `DINAS` and the like, at the top.
pub(crate) fn unit(unit: &str) -> Event {
    Event::UnitRegistered(unit_registered(unit, None))
}

pub(crate) fn unit_below(unit: &str, parent: &str) -> Event {
    Event::UnitRegistered(unit_registered(unit, Some(parent)))
}

pub(crate) fn unit_registered(unit: &str, parent: Option<&str>) -> UnitRegistered {
    UnitRegistered {
        unit: code(unit),
        name: format!("Unit {unit}"),
        kind: UnitKind::Opd,
        parent: parent.map(code),
        zone: Zone::Jakarta,
        kemendagri: Some("35.10.01.2001 (2023)".into()),
        bps: None,
    }
}

pub(crate) fn unit_renamed(unit: &str, name: &str) -> Event {
    Event::UnitRenamed(UnitRenamed {
        unit: code(unit),
        name: name.into(),
        reason: REASON.into(),
    })
}

pub(crate) fn unit_region_set(unit: &str, kemendagri: Option<&str>, bps: Option<&str>) -> Event {
    Event::UnitRegionSet(UnitRegionSet {
        unit: code(unit),
        kemendagri: kemendagri.map(Into::into),
        bps: bps.map(Into::into),
        reason: REASON.into(),
    })
}

pub(crate) fn unit_moved(unit: &str, parent: Option<&str>) -> Event {
    Event::UnitMoved(UnitMoved {
        unit: code(unit),
        parent: parent.map(code),
        reason: REASON.into(),
    })
}

pub(crate) fn unit_closed(unit: &str) -> Event {
    Event::UnitClosed(UnitClosed {
        unit: code(unit),
        reason: REASON.into(),
    })
}

pub(crate) fn unit_merged(unit: &str, into: &str) -> Event {
    Event::UnitMerged(UnitMerged {
        unit: code(unit),
        into: code(into),
        on: jiff::civil::date(2027, 1, 1),
        reason: REASON.into(),
    })
}

pub(crate) fn service(unit: &str, service: &str) -> Event {
    Event::ServiceRegistered(ServiceRegistered {
        unit: code(unit),
        service: code(service),
        name: format!("Layanan {service}"),
    })
}

pub(crate) fn service_changed(unit: &str, service: &str) -> Event {
    Event::ServiceChanged(ServiceChanged {
        unit: code(unit),
        service: code(service),
        name: "Layanan baru".into(),
        reason: REASON.into(),
    })
}

pub(crate) fn service_retired(unit: &str, service: &str) -> Event {
    Event::ServiceRetired(ServiceRetired {
        unit: code(unit),
        service: code(service),
        reason: REASON.into(),
    })
}

pub(crate) fn instrument_published() -> Event {
    Event::InstrumentPublished(Instrument::permenpan_14_2017())
}

pub(crate) fn method_adopted(unit: &str, method: &str) -> Event {
    Event::MethodAdopted(MethodAdopted {
        unit: code(unit),
        method: Method::by_id(method).unwrap().clone(),
        reason: REASON.into(),
    })
}

pub(crate) fn survey_opened(services: &[&str]) -> SurveyOpened {
    SurveyOpened {
        survey: code("SURVEI"),
        unit: code("DINAS"),
        services: services.iter().map(|service| code(service)).collect(),
        instrument: Instrument::permenpan_14_2017().reference(),
        population: Some(12_000),
        admission: Admission::Open,
    }
}

/// The survey, and that an answer counts only with a code.
pub(crate) fn survey_by_code() -> Event {
    Event::SurveyOpened(SurveyOpened {
        admission: Admission::Code,
        ..survey_opened(&["KTP"])
    })
}

/// A batch of codes for the survey, in the order in which they are stored.
pub(crate) fn tokens_issued(count: usize) -> TokensIssued {
    let hash = |number: usize| TokenHash(u128::try_from(number).unwrap().to_be_bytes());
    TokensIssued {
        survey: code("SURVEI"),
        unit: code("DINAS"),
        key: TokenKeyId([9; 8]),
        hashes: (0..count).map(hash).collect(),
    }
}

/// A kiosk for the survey.
pub(crate) fn device_enrolled() -> DeviceEnrolled {
    DeviceEnrolled {
        device: code("KIOS-1"),
        unit: code("DINAS"),
        survey: code("SURVEI"),
        desk: "Loket 3".into(),
        language: Language::INDONESIAN,
        token: DeviceTokenHash([7; 32]),
    }
}

pub(crate) fn device_revoked() -> DeviceRevoked {
    DeviceRevoked {
        device: code("KIOS-1"),
        unit: code("DINAS"),
        reason: REASON.into(),
    }
}

pub(crate) fn survey_closed() -> Event {
    Event::SurveyClosed(SurveyClosed {
        survey: code("SURVEI"),
        unit: code("DINAS"),
        reason: REASON.into(),
    })
}

/// A service event of a kind, with what belongs to that kind.
pub(crate) fn service_event(kind: ServiceEventKind) -> ServiceEvent {
    let assessment = ExternalAssessment {
        scheme: "PEKPPP".into(),
        year: 2026,
        verdict: "A-".into(),
    };
    ServiceEvent {
        kind,
        unit: code("DINAS"),
        service: Some(code("KTP")),
        on: "2026-09-10".parse().unwrap(),
        title: "Loket KTP pindah ke lantai satu".into(),
        visits: (kind == ServiceEventKind::VisitsCounted).then_some(431),
        assessment: (kind == ServiceEventKind::ExternalAssessmentRecorded).then_some(assessment),
    }
}

/// The log of `DINAS` with its services and the instrument, and no survey yet.
pub(crate) fn ground() -> Vec<Event> {
    vec![
        log_opened(),
        unit("DINAS"),
        service("DINAS", "KTP"),
        service("DINAS", "KK"),
        instrument_published(),
    ]
}

/// The ground and an open survey about some services.
pub(crate) fn ground_with_survey(services: &[&str]) -> Vec<Event> {
    with(ground(), [Event::SurveyOpened(survey_opened(services))])
}

/// The ground, an open survey about `KTP`, and one response.
pub(crate) fn ground_with_response() -> Vec<Event> {
    with(
        ground_with_survey(&["KTP"]),
        [Event::ResponseSubmitted(submitted())],
    )
}

/// Events, and more after them.
pub(crate) fn with<const N: usize>(events: Vec<Event>, more: [Event; N]) -> Vec<Event> {
    events.into_iter().chain(more).collect()
}

/// Some score for each of the nine.
pub(crate) fn nine(score: u8) -> Answers {
    let codes = Instrument::permenpan_14_2017().unsur_codes();
    Answers::from_pairs(codes.into_iter().map(|code| (code, Score::new(score).unwrap())))
}

/// Answers without one unsur.
pub(crate) fn without(answers: &Answers, unsur: &str) -> Answers {
    Answers::from_pairs(answers.iter().filter(|(code, _)| code.as_str() != unsur))
}

/// What a citizen sends from a phone.
pub(crate) fn answer() -> SubmitResponse {
    SubmitResponse {
        survey: code("SURVEI"),
        service: None,
        instrument: None,
        language: Language::INDONESIAN,
        answers: nine(3),
        profile: Profile::from([("jenis_kelamin".into(), "P".into())]),
        reasons: Reasons::new(),
        channel: Channel::Qr,
        claimed_at: None,
        device_now: None,
        seconds_taken: Some(94),
        device: None,
        device_counter: None,
        comment: None,
        noticed: BTreeSet::new(),
    }
}

/// What becomes of [`answer`] in a survey about `KTP`.
pub(crate) fn submitted() -> ResponseSubmitted {
    ResponseSubmitted {
        survey: code("SURVEI"),
        unit: code("DINAS"),
        service: code::<ServiceCode>("KTP"),
        instrument: code("permenpan-14-2017@1"),
        language: Language::INDONESIAN,
        channel: Channel::Qr,
        admission: Admission::Open,
        occurred_at: code("2026-09-14T02Z"),
        claimed_at: None,
        answers: nine(3),
        profile: Profile::from([("jenis_kelamin".into(), "P".into())]),
        reasons: Reasons::new(),
        comment: None,
        seconds_taken: Some(94),
        device: None,
        device_counter: None,
        nonce: Nonce([7; 16]),
    }
}

/// The ground, an open survey about `KTP`, and one response with a comment.
pub(crate) fn ground_with_comment() -> Vec<Event> {
    let commented = ResponseSubmitted {
        comment: Some(sealed()),
        ..submitted()
    };
    with(
        ground_with_survey(&["KTP"]),
        [Event::ResponseSubmitted(commented)],
    )
}

/// That comment, erased.
pub(crate) fn erased() -> Event {
    Event::ContentErased(ContentErased {
        unit: code("DINAS"),
        content: sealed().content,
        basis: REASON.into(),
        approved_by: "u-2".into(),
    })
}

/// Where every sample's comment is sealed.
pub(crate) fn sealed() -> SealedText {
    SealedText {
        content: Uuid::from_u128(0x0199_4f4e_6a00_7c3e_9c55_0242_ac12_0003),
        commitment: Commitment([5; 32]),
    }
}

pub(crate) fn excluded(approved_by: Option<&str>) -> Event {
    Event::ResponseExcluded(ResponseExcluded {
        unit: code("DINAS"),
        reason: REASON.into(),
        approved_by: approved_by.map(Into::into),
    })
}

pub(crate) fn reinstated() -> Event {
    Event::ResponseReinstated(ResponseReinstated {
        unit: code("DINAS"),
        reason: REASON.into(),
        approved_by: "u-2".into(),
    })
}
