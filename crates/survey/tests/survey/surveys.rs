//! Surveys are opened about services and an instrument, and closed; an instrument is frozen once published.

use survey::{Event, Instrument, Refusal, SurveyClosed, SurveyOpened, Translation};

use crate::{
    given::{OPENED_AT, given},
    samples::{
        REASON, code, ground, ground_with_survey, instrument_published, log_opened, service_retired,
        survey_closed, survey_opened, with,
    },
};

#[test]
fn a_survey_opens_about_what_the_unit_offers() {
    let opened = Event::SurveyOpened(survey_opened(&["KK", "KTP"]));
    given(&ground()).when(opened.clone()).then(&[opened]);
}

#[test]
fn a_service_that_is_named_twice_counts_once() {
    given(&ground())
        .when(Event::SurveyOpened(survey_opened(&["KK", "KTP", "KK"])))
        .then(&[Event::SurveyOpened(survey_opened(&["KK", "KTP"]))]);
}

#[test]
fn a_survey_does_not_open_about_a_retired_service() {
    given(&with(ground(), [service_retired("DINAS", "KTP")]))
        .when(Event::SurveyOpened(survey_opened(&["KTP"])))
        .refused(Refusal::ServiceUnknown(code("DINAS"), code("KTP")));
}

#[test]
fn a_survey_closes_for_its_own_unit_whatever_the_asker_says() {
    let asked = SurveyClosed {
        survey: code("SURVEI"),
        unit: code("LAIN"),
        reason: REASON.into(),
    };
    given(&ground_with_survey(&["KTP"]))
        .when(Event::SurveyClosed(asked))
        .then(&[survey_closed()]);
}

#[test]
fn the_registry_knows_when_a_survey_opened_and_closed() {
    let opened = given(&ground_with_survey(&["KTP"]));
    let survey = opened.registry.survey(&code("SURVEI")).unwrap();
    assert_eq!(survey.opened_at, OPENED_AT.parse().unwrap());
    assert_eq!(survey.closed_at, None);

    let closed = opened.and_at("2026-09-13T08:00:00Z", &[survey_closed()]);
    let survey = closed.registry.survey(&code("SURVEI")).unwrap();
    assert_eq!(survey.closed_at, Some("2026-09-13T08:00:00Z".parse().unwrap()));
}

#[test]
fn the_surveys_of_a_unit_stand_in_order_of_opening() {
    let named = |name| {
        Event::SurveyOpened(SurveyOpened {
            survey: code(name),
            ..survey_opened(&["KTP"])
        })
    };
    let registry = given(&with(ground(), [named("Z"), named("A"), named("M")])).registry;
    let names: Vec<_> = registry
        .surveys(&code("DINAS"))
        .iter()
        .map(|survey| survey.code.to_string())
        .collect();
    assert_eq!(names, ["Z", "A", "M"]);
    assert!(registry.surveys(&code("LAIN")).is_empty());
}

#[test]
fn an_instrument_changes_only_as_a_new_version() {
    let published = given(&[log_opened(), instrument_published()]);
    let mut changed = Instrument::permenpan_14_2017();
    changed.unsur.pop();
    published
        .when(Event::InstrumentPublished(changed.clone()))
        .refused(Refusal::InstrumentExists(code("permenpan-14-2017@1")));
    changed.version = 2;
    let second = Event::InstrumentPublished(changed);
    published.when(second.clone()).then(&[second]);
}

#[test]
fn an_instrument_speaks_a_language_once_it_is_translated_and_the_last_translation_holds() {
    let draft = Translation::shipped().swap_remove(0);
    let mut read = draft.clone();
    read.draft = false;
    let log = given(&ground_with_survey(&["KTP"]));
    let javanese = code("jv");
    let instrument = Instrument::permenpan_14_2017();
    assert!(!log.registry.speaks(&instrument, javanese));
    let published = [draft, read.clone()].map(Event::TranslationPublished);
    let log = log.and_at("2026-09-02T00:00:00Z", &published);
    assert!(log.registry.speaks(&instrument, javanese) && log.registry.speaks(&instrument, code("en")));
    let holds = log
        .registry
        .translation(&instrument.reference(), javanese)
        .unwrap();
    assert_eq!(**holds, read);
    assert_eq!(
        log.registry
            .instrument(&instrument.reference())
            .unwrap()
            .languages
            .len(),
        2,
        "the instrument is frozen"
    );
}
