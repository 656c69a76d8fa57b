//! What is drawn of a series says nothing of the rest: limits, flags and words are the same in every window. And a period
//! that still runs is drawn and not judged.

use ikm::Hundredths;
use report::{ChartWidth, Reading, Trend, TrendEvent, is_flagged};

use crate::trend::{series, two_years};

/// Three calm years, a fall for good, new limits for a reason, and a rise after these.
fn long() -> Trend {
    let calm = [7_700, 7_800, 7_650, 7_750, 7_820, 7_680];
    let mut figures: Vec<u64> = calm.iter().copied().cycle().take(30).collect();
    figures.extend(calm.iter().cycle().take(14).map(|figure| figure - 700));
    figures.extend([8_100, 8_150, 8_050]);
    let mut trend = series(&figures);
    trend.limits = Trend::limits(&trend.points, 0, &[30]);
    trend
}

fn window(of: &Trend, earlier: usize, later: usize) -> Trend {
    Trend {
        earlier,
        later,
        ..of.clone()
    }
}

#[test]
fn every_window_says_the_same_of_the_points_it_draws() {
    let whole = long();
    let rows: Vec<String> = whole.csv().lines().skip(1).map(Into::into).collect();
    assert!(
        rows.iter().any(|row| row.contains("perubahan nyata")),
        "{rows:#?}"
    );
    let notes = whole.notes();
    for end in 1..=rows.len() {
        for start in end.saturating_sub(24)..end {
            let part = window(&whole, start, rows.len() - end);
            let drawn: Vec<String> = part.csv().lines().skip(1).map(Into::into).collect();
            assert_eq!(drawn, rows[start..end], "{start}..{end}");
            assert_eq!(part.notes(), notes[start..end], "{start}..{end}");
            assert_eq!(part.flag(), whole.flag(), "an alert is about now");
        }
    }
}

/// The verdict is of the last point that is drawn, however much is drawn before it.
#[test]
fn a_verdict_does_not_depend_on_where_the_picture_begins() {
    let whole = long();
    let count = whole.points.len();
    for later in 0..20 {
        let of = |earlier| window(&whole, earlier, later).verdict();
        for earlier in 0..count - later {
            assert_eq!(of(earlier), of(0), "{earlier}..-{later}");
        }
    }
    assert!(
        window(&whole, 20, 10).verdict().starts_with("Stabil."),
        "{}",
        window(&whole, 20, 10).verdict()
    );
}

#[test]
fn limits_that_began_before_the_picture_are_drawn_through_it_and_events_before_it_are_not() {
    let mut whole = long();
    whole.events = vec![TrendEvent {
        at: 3,
        text: "Loket pindah".into(),
    }];
    let count = whole.points.len();
    let of_last_year = window(&whole, count - 12, 0);
    let alone = Trend {
        points: whole.points[count - 12..].to_vec(),
        limits: vec![report::Limits {
            from: 0,
            ..whole.limits[1]
        }],
        events: vec![TrendEvent {
            at: usize::MAX,
            text: "Loket pindah".into(),
        }],
        ..whole.clone()
    };
    let bare = |svg: String| {
        svg.replace(&of_last_year.verdict(), "")
            .replace(&alone.verdict(), "")
    };
    let drawn = bare(of_last_year.svg(ChartWidth::Page));
    let shapes = |svg: &str| svg.matches("<polyline").count() + svg.matches("<line").count();
    assert_eq!(shapes(&drawn), shapes(&bare(alone.svg(ChartWidth::Page))));
}

#[test]
fn a_period_that_runs_is_drawn_and_not_judged() {
    let before = two_years();
    let mut now = two_years();
    let mut last = now.points[0].clone();
    last.label = "Jan 26".into();
    last.reading = Reading::Known {
        ikm: Hundredths::new(10_000),
        interval: None,
        reliable: true,
    };
    now.points.push(last);
    now.running = 1;
    let said = now.judgement();
    assert_eq!(
        said.strip_suffix(" Jan 26 masih berjalan dan belum dinilai."),
        Some(&*before.judgement())
    );
    assert!(now.verdict().contains("IKM Des 25: "), "{}", now.verdict());
    assert_eq!(now.flag(), before.flag());
    assert_eq!(now.notes().last().map(String::as_str), Some("masih berjalan"));
    assert!(now.svg(ChartWidth::Page).contains("masih berjalan</text>"));
    let limits = |running| Trend::limits(&now.points[12..], running, &[]);
    assert_eq!(limits(1), Trend::limits(&before.points[12..], 0, &[]));
    now.running = 0;
    assert!(now.flag().is_some(), "over, it would be judged");
}

#[test]
fn a_first_period_that_runs_is_named() {
    let mut first = series(&[8_000]);
    first.running = 1;
    assert_eq!(first.verdict(), "Jan 24 masih berjalan dan belum dinilai.");
}

/// Asked of the figures alone, for hundreds of units at a time.
#[test]
fn a_series_is_flagged_if_there_is_a_word_of_warning() {
    let whole = long();
    for end in 1..=whole.points.len() {
        let mut part = whole.clone();
        part.points.truncate(end);
        part.limits = Trend::limits(&part.points, 0, &[30]);
        let figure = |point: &report::TrendPoint| match point.reading {
            Reading::Known { ikm, .. } => Some(ikm),
            Reading::None | Reading::Withheld => None,
        };
        let figures: Vec<_> = part.points.iter().map(figure).collect();
        assert_eq!(is_flagged(&figures, &[30]), part.flag().is_some(), "{end}");
    }
}
