//! Trends: every point at its height, gaps as gaps, and a verdict that says no more than the numbers.

use ikm::{Control, Hundredths, Interval, Method};
use report::{ChartWidth, Limits, Reading, Trend, TrendEvent, TrendLegend, TrendPoint};
use roxmltree::Document;

use crate::svg::{BLUE, ORANGE, SCALE, Text, WIDTHS, all, number, paths, text, texts};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
];

/// Half the width of every interval, in hundredths.
const HALF: u64 = 240;

fn known(ikm: u64) -> Reading {
    let [ikm, low, high] = [ikm, ikm - HALF, ikm + HALF].map(Hundredths::new);
    Reading::Known {
        ikm,
        interval: Some(Interval { low, high }),
        reliable: true,
    }
}

/// Limits from the first point to the last.
fn throughout(control: Option<Control>) -> Vec<Limits> {
    control
        .map(|control| Limits { from: 0, control })
        .into_iter()
        .collect()
}

/// The known figures of points.
fn figures_of(points: &[TrendPoint]) -> Vec<Hundredths> {
    let figure = |point: &TrendPoint| match point.reading {
        Reading::Known { ikm, .. } => Some(ikm),
        Reading::None | Reading::Withheld => None,
    };
    points.iter().filter_map(figure).collect()
}

/// A series from January 2024; 0 is a month without data.
pub(crate) fn series(figures: &[u64]) -> Trend {
    let point = |(at, figure): (usize, &u64)| TrendPoint {
        label: format!("{} {}", MONTHS[at % 12], 24 + at / 12),
        n: 60,
        reading: if *figure == 0 {
            Reading::None
        } else {
            known(*figure)
        },
    };
    let points: Vec<_> = figures.iter().enumerate().map(point).collect();
    Trend {
        title: "IKM bulanan Puskesmas Sukamaju".into(),
        limits: throughout(Control::of(&figures_of(&points))),
        points,
        earlier: 0,
        later: 0,
        running: 0,
        events: Vec::new(),
        bands: *Method::exact().bands(),
        demo: false,
    }
}

fn event(at: usize, text: &str) -> TrendEvent {
    TrendEvent {
        at,
        text: text.into(),
    }
}

/// Sixteen months around 77, limits drawn from them, then a change for good: with a gap, a withheld month, and
/// events.
pub(crate) fn two_years() -> Trend {
    let mut trend = series(&[
        7814, 7571, 7833, 7603, 7702, 7818, 7586, 0, 0, 7606, 7694, 7582, 7872, 7748, 7896, 7614, 8365, 8462,
        8379, 8328, 8463, 8609, 8412, 8432,
    ]);
    trend.points[4].reading = Reading::Withheld;
    trend.points[4].n = 7;
    if let Reading::Known { reliable, .. } = &mut trend.points[2].reading {
        *reliable = false;
    }
    trend.limits = throughout(Control::of(&figures_of(&trend.points[..16])));
    trend.events = vec![
        event(3, "Loket antrean baru"),
        event(10, "Petugas pindah"),
        event(11, "SOP baru"),
        event(16, "Pendaftaran daring"),
    ];
    trend
}

/// The numbers of the axis with the heights of their lines.
fn axis(document: &Document<'_>) -> Vec<(i32, i32)> {
    // A label's baseline stands a little below its line.
    let line = |text: &Text| Some((text.text.parse().ok()?, text.y - 12 * SCALE * 35 / 100));
    texts(document)
        .iter()
        .filter(|text| text.anchor == "end")
        .filter_map(line)
        .collect()
}

/// Where an index belongs, read off the axis: between its lowest and its highest line.
fn height(document: &Document<'_>, hundredths: u64) -> i32 {
    let axis = axis(document);
    let (low, bottom) = axis.iter().min().expect("an axis");
    let (high, top) = axis.iter().max().expect("an axis");
    let above = i32::try_from(hundredths).expect("an index") - low * 100;
    bottom - (bottom - top) * above / ((high - low) * 100)
}

/// The lowest line of the axis: what is drawn below it explains and does not show.
fn plot_bottom(document: &Document<'_>) -> i32 {
    axis(document).iter().map(|(_, y)| *y).max().expect("an axis")
}

fn circles(document: &Document<'_>) -> Vec<(i32, i32, bool)> {
    let plot_bottom = plot_bottom(document);
    all(document, "circle")
        .into_iter()
        .filter(|node| number(*node, "r") == 14 && number(*node, "cy") < plot_bottom)
        .map(|node| {
            (
                number(node, "cx"),
                number(node, "cy"),
                node.attribute("fill") == Some(BLUE),
            )
        })
        .collect()
}

#[test]
fn a_planted_value_stands_at_its_height_and_so_does_its_interval() {
    for width in WIDTHS {
        let svg = series(&[8_000, 8_123, 8_000]).svg(width);
        let document = Document::parse(&svg).unwrap();
        let (x, y, _) = circles(&document)[1];
        assert!(
            (y - height(&document, 8_123)).abs() <= 1,
            "{y} not {}",
            height(&document, 8_123)
        );
        let whisker = paths(&document, "polyline", "stroke", BLUE)
            .into_iter()
            .find(|path| path.len() == 2 && path.iter().all(|(at, _)| *at == x))
            .expect("a whisker through the point");
        assert!(
            (whisker[0].1 - height(&document, 8_123 - HALF)).abs() <= 1,
            "{whisker:?}"
        );
        assert!(
            (whisker[1].1 - height(&document, 8_123 + HALF)).abs() <= 1,
            "{whisker:?}"
        );
    }
}

#[test]
fn mean_and_limits_stand_at_their_heights() {
    let mut trend = series(&[8_000, 8_100, 8_000]);
    let [mean, low, high] = [8_033, 7_767, 8_299].map(Hundredths::new);
    trend.limits = throughout(Some(Control {
        mean,
        low,
        high,
        provisional: true,
    }));
    let svg = trend.svg(ChartWidth::Page);
    let document = Document::parse(&svg).unwrap();
    let level = |wanted: Hundredths, dashed: bool| {
        let wanted = height(&document, wanted.units());
        all(&document, "polyline").into_iter().any(|node| {
            let points = node.attribute("points").unwrap_or_default();
            let heights = points
                .split(' ')
                .filter_map(|pair| pair.split_once(',')?.1.parse::<i32>().ok());
            node.attribute("stroke-dasharray").is_some() == dashed
                && heights.clone().count() == 2
                && heights.into_iter().all(|height| (height - wanted).abs() <= 1)
        })
    };
    assert!(level(mean, false), "the mean");
    assert!(level(low, true) && level(high, true), "the limits");
    text(&document, "rata-rata 80,33");
    text(&document, "batas sementara");
}

#[test]
fn bands_begin_where_their_letters_do() {
    let svg = Trend {
        limits: Vec::new(),
        ..series(&[6_600, 9_500])
    }
    .svg(ChartWidth::Page);
    let document = Document::parse(&svg).unwrap();
    let tops: Vec<_> = all(&document, "rect")
        .into_iter()
        .map(|node| number(node, "y"))
        .collect();
    for bound in [8_831, 7_661] {
        assert!(
            tops.iter().any(|top| (top - height(&document, bound)).abs() <= 1),
            "{bound} in {tops:?}"
        );
    }
    for label in ["A", "B", "C", "88,31", "76,61", "65,00"] {
        text(&document, label);
    }
    assert!(
        text(&document, "B").y > height(&document, 8_831)
            && text(&document, "B").y < height(&document, 7_661)
    );
}

#[test]
fn a_month_without_data_breaks_the_line_and_has_no_mark() {
    let svg = series(&[8_000, 8_010, 0, 8_020, 8_030, 8_040, 0, 8_050]).svg(ChartWidth::Page);
    let document = Document::parse(&svg).unwrap();
    let level = |path: &Vec<(i32, i32)>| path.windows(2).all(|pair| pair[0].0 != pair[1].0);
    let plot_bottom = plot_bottom(&document);
    let lines: Vec<_> = paths(&document, "polyline", "stroke", BLUE)
        .into_iter()
        .filter(|path| level(path) && path[0].1 < plot_bottom)
        .map(|path| path.len())
        .collect();
    assert_eq!(lines, [2, 3]);
    assert_eq!(circles(&document).len(), 6);
}

#[test]
fn points_few_people_stand_behind_are_hollow() {
    let svg = two_years().svg(ChartWidth::Page);
    let document = Document::parse(&svg).unwrap();
    let filled: Vec<_> = circles(&document).iter().map(|(_, _, filled)| *filled).collect();
    assert_eq!(filled.iter().filter(|filled| !**filled).count(), 1);
    assert!(!filled[2], "March 2024");
    text(&document, "belum andal");
}

/// Heights of the diamonds in the plot, from left to right.
fn diamonds(svg: &str) -> Vec<i32> {
    let document = Document::parse(svg).expect("XML");
    let paths = paths(&document, "polygon", "fill", ORANGE);
    let in_plot = paths
        .into_iter()
        .filter(|path| path[0].1 < plot_bottom(&document));
    in_plot.map(|path| path[1].1).collect()
}

#[test]
fn points_outside_the_limits_are_orange_diamonds() {
    let trend = two_years();
    let svg = trend.svg(ChartWidth::Page);
    let document = Document::parse(&svg).unwrap();
    let diamonds = diamonds(&svg);
    assert_eq!(diamonds.len(), 8);
    assert!((diamonds[0] - height(&document, 8_365)).abs() <= 1, "May 2025");
    let noted: Vec<_> = trend
        .table()
        .rows
        .into_iter()
        .filter(|row| row[5].contains("perubahan nyata"))
        .collect();
    assert_eq!((noted.len(), noted[0][0].as_str()), (8, "Mei 25"));
    text(&document, "perubahan nyata");
}

#[test]
fn a_run_is_marked_where_it_began_unless_it_began_with_the_series() {
    let [mean, low, high] = [8_000, 7_000, 9_000].map(Hundredths::new);
    let limits = throughout(Some(Control {
        mean,
        low,
        high,
        provisional: false,
    }));
    let up = [8_010, 8_020, 8_010, 8_020, 8_010, 8_020, 8_010];
    let with_calm_before = Trend {
        limits: limits.clone(),
        ..series(&[&[7_990][..], &up].concat())
    };
    assert_eq!(diamonds(&with_calm_before.svg(ChartWidth::Page)).len(), 1);
    assert_eq!(with_calm_before.table().rows[1][5], "perubahan nyata");
    assert_eq!(
        with_calm_before.verdict(),
        "Bergeser naik: di atas rata-rata sejak Feb 24. IKM Agu 24: 80,10, mutu B, n 60."
    );
    let from_the_start = Trend {
        limits,
        ..series(&up)
    };
    assert_eq!(diamonds(&from_the_start.svg(ChartWidth::Page)), [0; 0]);
}

#[test]
fn the_latest_figure_is_written_and_the_latest_period_is_named() {
    for width in WIDTHS {
        let svg = two_years().svg(width);
        let document = Document::parse(&svg).unwrap();
        text(&document, "84,32");
        text(&document, "Des 25");
    }
}

#[test]
fn every_event_has_a_numbered_mark_over_its_period_and_a_line_in_the_list() {
    let mut trend = two_years();
    trend.events.push(event(16, "Ruang tunggu diperluas"));
    trend.events.push(event(99, "Jauh kemudian"));
    for width in WIDTHS {
        let svg = trend.svg(width);
        let document = Document::parse(&svg).unwrap();
        let place = |label: &str| {
            texts(&document)
                .into_iter()
                .find(|text| text.text == label)
                .expect("a mark")
        };
        assert_eq!(
            (place("4").x, place("5").x),
            (place("5").x, place("5").x),
            "one period"
        );
        assert_ne!(place("4").y, place("5").y, "they do not cover each other");
        assert!(place("3").x > place("2").x);
        assert!(
            texts(&document).iter().all(|text| text.text != "6"),
            "not in the chart"
        );
    }
    let legend = trend.legend();
    assert_eq!(legend.len(), 6);
    let expected = TrendLegend {
        number: 4,
        period: "Mei 25".into(),
        text: "Pendaftaran daring".into(),
    };
    assert_eq!(legend[3], expected);
    assert_eq!((legend[5].number, legend[5].period.as_str()), (6, ""));
}

#[test]
fn the_axis_shows_at_least_twenty_points_so_that_noise_stays_small() {
    let svg = series(&[8_000, 8_001, 8_000]).svg(ChartWidth::Page);
    let document = Document::parse(&svg).unwrap();
    let labels: Vec<_> = axis(&document).into_iter().map(|(label, _)| label).collect();
    assert_eq!((labels.iter().min(), labels.iter().max()), (Some(&75), Some(&95)));
    let svg = series(&[9_800, 9_801, 9_800]).svg(ChartWidth::Page);
    let top: Vec<_> = axis(&Document::parse(&svg).unwrap())
        .into_iter()
        .map(|(label, _)| label)
        .collect();
    assert_eq!(
        (top.iter().min(), top.iter().max()),
        (Some(&80), Some(&100)),
        "nothing lies above 100"
    );
}

#[test]
fn periods_share_the_width_evenly_and_stand_over_their_names() {
    for width in WIDTHS {
        let svg = series(&[8_000, 8_123, 8_000]).svg(width);
        let document = Document::parse(&svg).unwrap();
        let band = all(&document, "rect")[0];
        let (left, whole) = (number(band, "x"), number(band, "width"));
        for ((x, _, _), (sixths, name)) in
            circles(&document)
                .iter()
                .zip([(1, "Jan 24"), (3, "Feb 24"), (5, "Mar 24")])
        {
            assert!((x - left - whole * sixths / 6).abs() <= 1, "{name}: {x}");
            assert_eq!(*x, text(&document, name).x);
        }
    }
}

#[test]
fn extremes_stay_in_the_picture() {
    for figures in [
        &[2_740, 9_760][..],
        &[9_760, 9_760][..],
        &[2_740][..],
        &[][..],
        &[0, 0, 0][..],
    ] {
        for width in WIDTHS {
            let trend = series(figures);
            let svg = trend.svg(width);
            let document = Document::parse(&svg).unwrap();
            let height = number(document.root_element(), "height") * SCALE;
            for node in all(&document, "circle") {
                assert!((0..height).contains(&number(node, "cy")), "{figures:?}");
            }
        }
    }
    let svg = series(&[0, 0]).svg(ChartWidth::Phone);
    text(&Document::parse(&svg).unwrap(), "Belum ada data");
}

#[test]
fn a_hundred_and_twenty_months_and_forty_events_still_draw() {
    let mut trend = series(&[8_000; 120]);
    trend.events = (0..40).map(|at| event(at * 3, "Peristiwa")).collect();
    for width in WIDTHS {
        Document::parse(&trend.svg(width)).unwrap();
    }
}

#[test]
fn noise_is_called_stable() {
    let trend = series(&[
        8_000, 8_100, 7_950, 8_050, 7_980, 8_070, 7_960, 8_090, 7_990, 8_060, 7_970, 8_080,
    ]);
    assert_eq!(
        trend.verdict(),
        "Stabil. Tidak ada perubahan nyata sejak Jan 24. IKM Des 24: 80,80, mutu B, n 60."
    );
}

#[test]
fn a_change_that_lasts_is_named_with_its_month() {
    assert_eq!(
        two_years().verdict(),
        "Naik nyata: di atas batas kendali sejak Mei 25. IKM Des 25: 84,32, mutu B, n 60."
    );
}

#[test]
fn a_fall_is_not_called_a_rise() {
    let mut trend = series(&[
        8_000, 8_010, 8_000, 8_010, 8_000, 8_010, 8_000, 8_010, 8_000, 8_010, 8_000, 7_500,
    ]);
    assert!(
        trend
            .verdict()
            .starts_with("Turun nyata: di bawah batas kendali sejak Des 24."),
        "{}",
        trend.verdict()
    );
    trend.points[11].reading = known(8_500);
    trend.limits = throughout(Control::of(&figures_of(&trend.points)));
    assert!(
        trend
            .verdict()
            .starts_with("Naik nyata: di atas batas kendali sejak Des 24."),
        "{}",
        trend.verdict()
    );
}

#[test]
fn after_a_signal_calm_is_counted_from_its_end() {
    let trend = series(&[
        8_000, 8_010, 7_000, 8_000, 8_010, 8_000, 8_010, 8_000, 8_010, 8_000, 8_010, 8_000, 8_010, 8_000,
        8_010,
    ]);
    let control = Control {
        mean: Hundredths::new(8_005),
        ..trend.limits[0].control
    };
    let trend = Trend {
        limits: throughout(Some(control)),
        ..trend
    };
    assert!(
        trend
            .verdict()
            .starts_with("Stabil. Tidak ada perubahan nyata sejak Apr 24."),
        "{}",
        trend.verdict()
    );
}

#[test]
fn a_rise_that_goes_on_and_points_near_a_limit_are_named() {
    let [mean, low, high] = [8_000, 7_000, 9_000].map(Hundredths::new);
    let limits = throughout(Some(Control {
        mean,
        low,
        high,
        provisional: false,
    }));
    let rising = Trend {
        limits: limits.clone(),
        ..series(&[7_900, 7_950, 7_960, 7_970, 8_010, 8_020, 8_030, 8_040])
    };
    assert!(
        rising.verdict().starts_with("Naik terus sejak Jan 24."),
        "{}",
        rising.verdict()
    );
    let near = Trend {
        limits,
        ..series(&[8_000, 7_900, 7_300, 8_010, 7_250])
    };
    assert!(
        near.verdict()
            .starts_with("Perlu perhatian: dekat batas bawah sejak Mar 24."),
        "{}",
        near.verdict()
    );
}

#[test]
fn an_uncertain_letter_and_provisional_limits_are_said() {
    let verdict = series(&[7_700, 7_800, 7_700]).verdict();
    assert!(
        verdict.ends_with("IKM Mar 24: 77,00, mutu B (mungkin C), n 60."),
        "{verdict}"
    );
    assert!(verdict.contains("Batas kendali masih sementara"), "{verdict}");
    assert_eq!(series(&[0]).verdict(), "Belum ada data.");
    assert_eq!(series(&[8_000]).verdict(), "IKM Jan 24: 80,00, mutu B, n 60.");
}

#[test]
fn signals_count_their_places_with_the_gaps() {
    let trend = series(&[
        8_000, 0, 8_010, 8_000, 0, 8_010, 8_000, 8_010, 8_000, 8_010, 8_000, 8_010, 8_000, 7_000,
    ]);
    assert!(
        trend
            .verdict()
            .starts_with("Turun nyata: di bawah batas kendali sejak Feb 25."),
        "{}",
        trend.verdict()
    );
}

#[test]
fn table_and_csv_hold_the_same_numbers() {
    let trend = two_years();
    let table = trend.table();
    assert_eq!(
        table.header,
        ["Periode", "n", "IKM", "Rentang 95 %", "Mutu", "Catatan"]
    );
    assert_eq!(table.rows.len(), 24);
    assert_eq!(
        table.rows[2],
        [
            "Mar 24",
            "60",
            "78,33",
            "75,93\u{2013}80,73",
            "B (mungkin C)",
            "belum andal: sedikit responden"
        ]
    );
    assert_eq!(table.rows[3][5], "peristiwa 1");
    let withheld = [
        "Mei 24",
        "7",
        "\u{2013}",
        "\u{2013}",
        "\u{2013}",
        "ditahan: terlalu sedikit responden",
    ];
    assert_eq!(table.rows[4], withheld);
    let csv = trend.csv();
    let lines: Vec<_> = csv.split("\r\n").collect();
    assert_eq!(lines[0], "periode,n,ikm,ikm_bawah,ikm_atas,mutu,catatan");
    assert_eq!(
        lines[3],
        "Mar 24,60,78.33,75.93,80.73,B,belum andal: sedikit responden"
    );
    assert_eq!(lines[8], "Agu 24,60,,,,,tidak ada data");
    assert_eq!(lines.len(), 26);
}

/// Twelve months around 80, then twelve around 90: a lasting change that somebody knows the reason of.
fn shifted() -> Trend {
    let around = |mean: u64| (0..12).map(move |at| mean + [0, 30, 60, 20, 50, 10][at % 6]);
    series(&around(8_000).chain(around(9_000)).collect::<Vec<_>>())
}

#[test]
fn limits_that_begin_anew_judge_what_follows_and_leave_what_was_before() {
    let mut trend = shifted();
    trend.limits = Trend::limits(&trend.points, 0, &[]);
    assert!(
        trend
            .verdict()
            .starts_with("Naik nyata: di atas batas kendali sejak Jan 25.")
    );
    trend.limits = Trend::limits(&trend.points, 0, &[12]);
    assert_eq!(
        trend.limits.iter().map(|limits| limits.from).collect::<Vec<_>>(),
        [0, 12]
    );
    assert!(
        trend
            .verdict()
            .starts_with("Stabil. Tidak ada perubahan nyata sejak Jan 25."),
        "{}",
        trend.verdict()
    );
    assert_eq!(diamonds(&trend.svg(ChartWidth::Page)), [0; 0]);
    // The earlier stretch keeps its limits: a fall in it would still be seen.
    trend.points[6].reading = known(6_500);
    trend.limits = vec![
        Limits {
            from: 0,
            ..trend.limits[0]
        },
        trend.limits[1],
    ];
    assert_eq!(diamonds(&trend.svg(ChartWidth::Page)).len(), 1);
}

#[test]
fn each_stretch_has_lines_of_its_own() {
    let mut trend = shifted();
    trend.limits = Trend::limits(&trend.points, 0, &[12]);
    let svg = trend.svg(ChartWidth::Page);
    let document = Document::parse(&svg).unwrap();
    for limits in &trend.limits {
        let wanted = height(&document, limits.control.mean.units());
        let lines = all(&document, "polyline");
        let found = lines.iter().filter(|node| {
            let points = node.attribute("points").unwrap_or_default();
            let mut heights = points
                .split(' ')
                .filter_map(|pair| pair.split_once(',')?.1.parse::<i32>().ok());
            heights.next() == Some(wanted) && heights.next() == Some(wanted)
        });
        assert!(found.count() > 0, "a mean at {}", limits.control.mean);
    }
}

#[test]
fn a_place_that_is_no_point_begins_nothing() {
    let trend = shifted();
    for rebased in [&[0][..], &[24], &[99]] {
        assert_eq!(
            Trend::limits(&trend.points, 0, rebased),
            Trend::limits(&trend.points, 0, &[])
        );
    }
}
