//! Everything that is planted in the answers can be found again in the figures, with its sign and its size.
//!
//! One plan, filled once, large enough that chance does not hide what was planted.

use demo::{Plan, PlantedEffect};
use ikm::{RESPONDENT_SCALE, UnsurCode};
use jiff::civil::{Date, date};
use survey::{Month, Standing};
use views::{FacetKind, Figures, Sample};

use crate::found::{Found, fill, mean, of};

#[test]
fn what_is_planted_is_found_in_the_figures() {
    let found = fill(&Plan {
        units: 15,
        months: 12,
        responses: 30_000,
        ..Plan::ending(date(2026, 8, 31))
    });
    service_events_move_the_scores_after_them(&found);
    what_an_event_does_not_touch_stays(&found);
    a_drifting_unit_falls(&found);
    a_kiosk_flatters_against_a_phone(&found);
    free_services_hit_the_ceiling_of_biaya(&found);
    straight_lines_are_flagged(&found);
    seasons_show_in_the_number_of_answers(&found);
    answers_of_one_person_go_together(&found);
}

/// Rounding to scores, and the ends of the scale, take away a part of what was planted. Chance adds or takes up to
/// so much. What is planted is large enough that its sign is sure.
fn assert_found(what: &str, planted: i64, found: i64, by_chance: i64) {
    let size = planted.abs();
    let least = size * 70 / 100 - by_chance;
    let most = size * 105 / 100 + by_chance;
    assert!(least > 0, "{what}: {planted} is too little to be found");
    assert!(
        (least..=most).contains(&(found * planted.signum())),
        "{what}: planted {planted}, found {found}"
    );
}

/// By how much the mean of a small office's month or two may differ by chance.
const OF_AN_OFFICE: i64 = 130;
/// That of a hospital's third of a year.
const OF_A_HOSPITAL: i64 = 60;
/// That of everybody's year.
const OF_EVERYBODY: i64 = 30;

fn service_events_move_the_scores_after_them(found: &Found) {
    let effects = &found.filled.planted.effects;
    assert!(effects.len() >= 8);
    for effect in effects {
        let (before, after, later) = around(found, effect);
        for (unsur, shift) in &effect.shifts {
            let moved = mean(&after, *unsur) - mean(&before, *unsur);
            if effect.until.is_some() {
                let left = mean(&later, *unsur) - mean(&before, *unsur);
                assert!(
                    left.abs() < 120,
                    "{} has not recovered in {unsur}: {left}",
                    effect.unit
                );
            }
            assert_found(
                &format!("{} {} {unsur}", effect.unit, effect.kind.as_str()),
                i64::from(*shift),
                moved,
                OF_AN_OFFICE,
            );
        }
    }
}

fn what_an_event_does_not_touch_stays(found: &Found) {
    let effects = &found.filled.planted.effects;
    let revised = effects
        .iter()
        .find(|effect| effect.unit.as_str() == "DISDUKCAPIL")
        .unwrap();
    let (before, after, _) = around(found, revised);
    let untouched = unsur("kompetensi");
    assert!(!revised.shifts.contains_key(&untouched));
    let moved = mean(&after, untouched) - mean(&before, untouched);
    assert!(moved.abs() < 60, "{moved}");
    let of_one_service = effects.iter().find(|effect| effect.service.is_some()).unwrap();
    let touched = of_one_service.service.as_ref().unwrap().as_str();
    let (before, after, _) = around_at(found, of_one_service, |figures| {
        let mut others = Sample::default();
        for (service, samples) in figures.by(FacetKind::Service) {
            if service != touched {
                others.merge(&samples.counted());
            }
        }
        others
    });
    let moved = mean(&after, unsur("biaya")) - mean(&before, unsur("biaya"));
    assert!(moved.abs() < 60, "{moved}");
}

/// Those who answered before an event, those who did while it was felt, and those who did later; about the service
/// that it touches.
fn around(found: &Found, effect: &PlantedEffect) -> (Sample, Sample, Sample) {
    around_at(found, effect, |figures| match &effect.service {
        Some(service) => of(figures, FacetKind::Service, service.as_str()),
        None => figures.total.counted(),
    })
}

fn around_at(
    found: &Found,
    effect: &PlantedEffect,
    sample: impl Fn(&Figures) -> Sample,
) -> (Sample, Sample, Sample) {
    let mut samples = [(); 3].map(|()| Sample::default());
    let [before, after, later] = &mut samples;
    for month in found.months() {
        let (first, last) = (first_day(month), first_day(month).last_of_month());
        let sample = sample(&found.month(&effect.unit, month));
        let begun = effect.from <= first.checked_add(jiff::Span::new().days(5)).unwrap();
        if last < effect.from {
            before.merge(&sample);
        } else if begun && effect.until.is_none_or(|until| last < until) {
            after.merge(&sample);
        } else if effect.until.is_some_and(|until| first >= until) {
            later.merge(&sample);
        }
    }
    assert!(before.n() > 0 && after.n() > 0, "{}", effect.unit);
    samples.into()
}

fn a_drifting_unit_falls(found: &Found) {
    let months = found.months();
    for drift in &found.filled.planted.drifts {
        let sum = |months: &[Month]| {
            let mut sum = Sample::default();
            for month in months {
                sum.merge(&found.month(&drift.unit, *month).total.counted());
            }
            sum
        };
        let (early, late) = (sum(&months[..4]), sum(&months[8..]));
        for (unsur, shift) in &drift.shifts {
            let moved = mean(&late, *unsur) - mean(&early, *unsur);
            // From the middle of the first third to the middle of the last one.
            assert_found(
                &format!("{} drifts {unsur}", drift.unit),
                i64::from(*shift) * 2 / 3,
                moved,
                OF_A_HOSPITAL,
            );
        }
    }
}

fn a_kiosk_flatters_against_a_phone(found: &Found) {
    let (mut weighted, mut weights) = (0, 0);
    for survey in &found.filled.surveys {
        let unit = survey.as_str().parse().unwrap();
        let (mut kiosk, mut phone) = (Sample::default(), Sample::default());
        for month in found.months() {
            let figures = found.month(&unit, month);
            kiosk.merge(&of(&figures, FacetKind::Channel, "kiosk"));
            phone.merge(&of(&figures, FacetKind::Channel, "qr"));
        }
        let weight = i64::try_from(kiosk.n().min(phone.n())).unwrap();
        let waktu = unsur("waktu");
        weighted += weight * (mean(&kiosk, waktu) - mean(&phone, waktu));
        weights += weight;
    }
    assert_found(
        "kiosk over QR",
        found.filled.planted.kiosk_over_qr.into(),
        weighted / weights,
        OF_EVERYBODY,
    );
}

fn free_services_hit_the_ceiling_of_biaya(found: &Found) {
    let registry = found.app.registry();
    let free = &found.filled.planted.free_services;
    let (mut highest_paid, mut lowest_free) = (0, 4000);
    for unit in registry.units() {
        for service in unit.services.keys() {
            let mut sample = Sample::default();
            for month in found.months() {
                sample.merge(&of(
                    &found.month(&unit.code, month),
                    FacetKind::Service,
                    service.as_str(),
                ));
            }
            let biaya = mean(&sample, unsur("biaya"));
            if free.contains(&(unit.code.clone(), service.clone())) {
                lowest_free = lowest_free.min(biaya);
            } else {
                highest_paid = highest_paid.max(biaya);
            }
        }
    }
    assert!(lowest_free > 3850, "{lowest_free}");
    assert!(highest_paid < 3750, "{highest_paid}");
}

fn straight_lines_are_flagged(found: &Found) {
    let samples = everybody(found);
    let suspicious = samples.of(Standing::Flagged).n() + samples.of(Standing::Excluded).n();
    let planted = found.filled.planted.straight_lined;
    let share = planted * 1000 / samples.everybody().n();
    assert!((25..60).contains(&share), "{share} in a thousand");
    // Some people mean the same score for everything; those of the last days have not been looked at.
    assert!(suspicious >= planted * 95 / 100, "{suspicious} of {planted}");
    assert!(suspicious <= planted * 3, "{suspicious} of {planted}");
}

fn seasons_show_in_the_number_of_answers(found: &Found) {
    let season =
        |month: Month| u64::from(found.filled.planted.season[usize::from(month.month().unsigned_abs()) - 1]);
    let answers = |month: Month| -> u64 {
        let surveys = found.filled.surveys.iter();
        surveys
            .map(|survey| {
                found
                    .month(&survey.as_str().parse().unwrap(), month)
                    .total
                    .everybody()
                    .n()
            })
            .sum()
    };
    let months = found.months();
    let even = found.filled.responses / u64::try_from(months.len()).unwrap();
    for month in &months {
        let part = answers(*month) * 100_000 / season(*month) / even;
        // Months have 18 to 23 office days, and more people answer each year.
        assert!((75..130).contains(&part), "{month}: {part} %");
    }
    let (busy, quiet) = (Month::new(2026, 7).unwrap(), Month::new(2026, 4).unwrap());
    assert!(answers(busy) * 10 > answers(quiet) * 13);
}

/// The means of respondents differ more than they would if each unsur were answered by somebody else.
fn answers_of_one_person_go_together(found: &Found) {
    let unit = found.filled.surveys[0].as_str().parse().unwrap();
    let sample = found
        .month(&unit, found.filled.last_month)
        .total
        .unsuspicious()
        .clone();
    let (n, sum, sum_of_squares) = sample.moments.parts();
    let scale = u128::from(RESPONDENT_SCALE);
    let (n, sum) = (u128::from(n), u128::from(sum));
    // In millionths of a squared score.
    let of_means = (n * sum_of_squares - sum * sum) * 1_000_000 / (n * n * scale * scale);
    let mut independent = 0;
    for (_, tally) in sample.tallies.iter() {
        let count = u128::from(tally.count());
        let squares: u128 = tally
            .counts()
            .iter()
            .zip([1, 4, 9, 16])
            .map(|(n, square)| u128::from(*n) * square)
            .sum();
        let sum = u128::from(tally.sum());
        independent += (count * squares - sum * sum) * 1_000_000 / (count * count);
    }
    let independent = independent / 81;
    assert!(of_means > independent * 5 / 2, "{of_means} against {independent}");
}

fn everybody(found: &Found) -> views::Samples {
    let mut all = views::Samples::default();
    for survey in &found.filled.surveys {
        for month in found.months() {
            all.merge(&found.month(&survey.as_str().parse().unwrap(), month).total);
        }
    }
    all
}

fn unsur(code: &str) -> UnsurCode {
    UnsurCode::new(code).unwrap()
}

fn first_day(month: Month) -> Date {
    Date::constant(month.year(), month.month(), 1)
}
