//! Drawing a trend.

use std::ops::Range;

use ikm::{Hundredths, Mutu, Signal};
use plotters::{
    chart::{ChartBuilder, ChartContext},
    coord::{cartesian::Cartesian2d, types::RangedCoordi32},
    prelude::{Circle, Color, LineSeries, PathElement, Polygon, Rectangle, SVGBackend},
};

use super::{Reading, Trend};
use crate::{
    ChartWidth,
    svg::{Anchor, Area, DEMO_PX, Drawn, Frame, Label, Labels, picture},
    theme::{BLUE, DASHED_INK, INK, ORANGE, SCALE, text_width_px},
};

type Chart<'a> = ChartContext<'a, SVGBackend<'a>, Cartesian2d<RangedCoordi32, RangedCoordi32>>;

// All in pixels of the page.
const LEFT: i32 = 32;
const RIGHT: i32 = 46;
const PLOT: i32 = 220;
const ROW: i32 = 20;
const PADDING: i32 = 8;

impl Trend {
    /// The chart as SVG.
    #[must_use]
    pub fn svg(&self, width: ChartWidth) -> String {
        let signals = self.signals();
        let layout = Layout::of(self, &signals, width.px());
        let frame = Frame {
            width_px: layout.width,
            height_px: layout.height(),
            title: &self.title,
            desc: &self.verdict(),
            demo: self.demo,
        };
        picture(&frame, |area, labels| self.draw(&layout, &signals, area, labels))
    }

    fn draw(&self, layout: &Layout, signals: &[Signal], area: &Area<'_>, labels: &mut Labels) -> Drawn {
        let margin = |px: i32| px * SCALE;
        let chart = &mut ChartBuilder::on(area)
            .margin_left(margin(LEFT))
            .margin_right(margin(RIGHT))
            .margin_top(margin(layout.top))
            .margin_bottom(margin(layout.height() - layout.top - PLOT))
            .build_cartesian_2d(layout.x.clone(), layout.y.clone())?;
        self.draw_bands(layout, chart, labels)?;
        draw_grid(layout, chart, labels)?;
        self.draw_periods(layout, chart, labels);
        self.draw_events(layout, chart, area, labels)?;
        self.draw_control(layout, chart)?;
        self.draw_series(signals, chart)?;
        self.label_latest(layout, chart, labels);
        draw_key(layout, area, labels)
    }

    /// Bands as shades, the worse the darker, with their letters and lowest indexes at the right.
    fn draw_bands(&self, layout: &Layout, chart: &Chart<'_>, labels: &mut Labels) -> Drawn {
        let right = chart.backend_coord(&(layout.x.end, layout.y.end)).0;
        let mut upper = layout.y.end;
        for (mutu, shade) in Mutu::ALL.into_iter().zip([0.0, 0.05, 0.10, 0.15]) {
            let lowest = if mutu == Mutu::D {
                i32::MIN
            } else {
                coordinate(self.bands.lowest(mutu))
            };
            let lower = lowest.max(layout.y.start);
            if lower >= upper {
                continue;
            }
            let corners = [(layout.x.start, upper), (layout.x.end, lower)];
            chart
                .plotting_area()
                .draw(&Rectangle::new(corners, INK.mix(shade).filled()))?;
            let [top, bottom] = [upper, lower].map(|y| chart.backend_coord(&(0, y)).1);
            let bounded = lowest > layout.y.start;
            if bounded {
                let text = self.bands.lowest(mutu).id_id();
                labels.put(
                    (right + 5 * SCALE, bottom),
                    &text,
                    Label {
                        faint: true,
                        ..Label::default()
                    },
                );
            }
            // The letter keeps clear of the numbers at its band's ends.
            if bottom - top > 36 * SCALE {
                let style = Label {
                    anchor: Anchor::Middle,
                    bold: true,
                    ..Label::default()
                };
                labels.put(
                    (right + RIGHT * SCALE / 2, top.midpoint(bottom)),
                    &mutu.to_string(),
                    style,
                );
            }
            upper = lower;
        }
        Ok(())
    }

    /// As many names of periods as fit, the latest always among them.
    fn draw_periods(&self, layout: &Layout, chart: &Chart<'_>, labels: &mut Labels) {
        let widest = self
            .points
            .iter()
            .map(|point| text_width_px(&point.label))
            .max()
            .unwrap_or(0);
        let count = self.points.len();
        let step_px = (layout.width - LEFT - RIGHT) / i32::try_from(count.max(1)).unwrap_or(i32::MAX);
        let fits = |stride: &usize| i32::try_from(*stride).is_ok_and(|stride| stride * step_px >= widest + 8);
        let stride = [1, 2, 3, 4, 6, 12].into_iter().find(fits).unwrap_or(24);
        for (at, point) in self
            .points
            .iter()
            .enumerate()
            .filter(|(at, _)| (count - 1 - at).is_multiple_of(stride))
        {
            let (x, y) = chart.backend_coord(&(place(at), layout.y.start));
            let style = Label {
                anchor: Anchor::Middle,
                faint: true,
                ..Label::default()
            };
            labels.put((x, y + ROW * SCALE / 2), &point.label, style);
        }
    }

    /// A numbered mark above the plot for each event, and a dashed line down through it.
    fn draw_events(&self, layout: &Layout, chart: &Chart<'_>, area: &Area<'_>, labels: &mut Labels) -> Drawn {
        for (at, number, row) in &layout.events {
            let (x, bottom) = chart.backend_coord(&(place(*at), layout.y.start));
            let y = (layout.events_top + row * ROW + ROW / 2) * SCALE;
            numbered_mark((x, y), &number.to_string(), area, labels)?;
            let line = vec![(x, y + 9 * SCALE), (x, bottom)];
            area.draw(&PathElement::new(line, DASHED_INK.mix(0.5).stroke_width(4)))?;
        }
        Ok(())
    }

    fn draw_control(&self, layout: &Layout, chart: &Chart<'_>) -> Drawn {
        let Some(control) = self.control else {
            return Ok(());
        };
        let across = |figure: Hundredths| {
            let y = coordinate(figure).clamp(layout.y.start, layout.y.end);
            vec![(layout.x.start, y), (layout.x.end, y)]
        };
        let plot = chart.plotting_area();
        plot.draw(&PathElement::new(
            across(control.mean),
            INK.mix(0.6).stroke_width(4),
        ))?;
        for limit in [control.low, control.high] {
            plot.draw(&PathElement::new(
                across(limit),
                DASHED_INK.mix(0.8).stroke_width(5),
            ))?;
        }
        Ok(())
    }

    /// Whiskers, the line with its gaps, and the points on top.
    fn draw_series(&self, signals: &[Signal], chart: &mut Chart<'_>) -> Drawn {
        let known = |at: usize| match self.points[at].reading {
            Reading::Known {
                ikm,
                interval,
                reliable,
            } => Some((coordinate(ikm), interval, reliable)),
            Reading::None | Reading::Withheld => None,
        };
        let places = 0..self.points.len();
        let whisker = |at: usize| {
            let interval = known(at)?.1?;
            let ends = [interval.low, interval.high].map(|end| (place(at), coordinate(end)));
            Some(PathElement::new(ends.to_vec(), BLUE.mix(0.5).stroke_width(5)))
        };
        chart.draw_series(places.clone().filter_map(whisker))?;

        let line: Vec<Option<(i32, i32)>> =
            places.clone().map(|at| Some((place(at), known(at)?.0))).collect();
        for stretch in line.split(Option::is_none).filter(|stretch| stretch.len() > 1) {
            chart.draw_series(LineSeries::new(
                stretch.iter().flatten().copied(),
                BLUE.stroke_width(8),
            ))?;
        }

        for at in places {
            let Some((y, _, reliable)) = known(at) else {
                continue;
            };
            let (x, y) = chart.backend_coord(&(place(at), y));
            let area = chart.plotting_area().strip_coord_spec();
            draw_point((x, y), reliable, Self::is_marked(signals, at), &area)?;
        }
        Ok(())
    }

    /// The latest figure, above everything near it, or below if there is no room.
    fn label_latest(&self, layout: &Layout, chart: &Chart<'_>, labels: &mut Labels) {
        let Some((at, ikm)) = super::indexed(&self.points).last() else {
            let middle = (layout.x.end / 2, layout.y.start.midpoint(layout.y.end));
            let style = Label {
                anchor: Anchor::Middle,
                ..Label::default()
            };
            labels.put(chart.backend_coord(&middle), "Belum ada data", style);
            return;
        };
        let near = self
            .points
            .iter()
            .enumerate()
            .filter(|(place, _)| at.abs_diff(*place) * 12 <= 40);
        let ends = near.filter_map(|(_, point)| match point.reading {
            Reading::Known { ikm, interval, .. } => {
                Some(interval.map_or((ikm, ikm), |interval| (interval.low, interval.high)))
            }
            Reading::None | Reading::Withheld => None,
        });
        let (low, high) = ends.fold((ikm, ikm), |(low, high), (l, h)| (low.min(l), high.max(h)));
        let pixel = |figure| chart.backend_coord(&(place(at), coordinate(figure))).1;
        let above = pixel(high) - 11 * SCALE;
        let y = if above > layout.top * SCALE {
            above
        } else {
            pixel(low) + 11 * SCALE
        };
        let x = chart.backend_coord(&(place(at), 0)).0 + 8 * SCALE;
        let style = Label {
            anchor: Anchor::End,
            bold: true,
            ..Label::default()
        };
        labels.put((x, y), &ikm.id_id(), style);
    }
}

/// Where things stand. Heights in pixels of the page, `x` and `y` in the chart's own coordinates.
struct Layout {
    width: i32,
    /// Of the rows of event marks.
    events_top: i32,
    /// Of the plot.
    top: i32,
    /// Place of a point is `2 * at + 1`, so that a whole step lies around each.
    x: Range<i32>,
    /// Hundredths of the index.
    y: Range<i32>,
    /// Place, number and row of each event that is drawn.
    events: Vec<(usize, usize, i32)>,
    key: Vec<KeyItem>,
}

impl Layout {
    fn of(trend: &Trend, signals: &[Signal], width: i32) -> Self {
        let count = i32::try_from(trend.points.len().max(1)).unwrap_or(i32::MAX / 4);
        let events = arrange_events(trend, (width - LEFT - RIGHT) / count);
        let rows = events.iter().map(|(_, _, row)| row + 1).max().unwrap_or(0);
        let events_top = if trend.demo { DEMO_PX } else { 0 };
        Self {
            width,
            events_top,
            top: events_top + rows * ROW + PADDING,
            x: 0..2 * count,
            y: value_range(trend),
            events,
            key: key(trend, signals, width),
        }
    }

    fn key_top(&self) -> i32 {
        self.top + PLOT + ROW + PADDING / 2
    }

    fn height(&self) -> i32 {
        let rows = self.key.last().map_or(0, |item| item.row + 1);
        self.key_top() + rows * ROW
    }
}

/// Coordinate of a point.
fn place(at: usize) -> i32 {
    i32::try_from(at).map_or(i32::MAX / 4, |at| 2 * at + 1)
}

/// Coordinate of a figure.
fn coordinate(figure: Hundredths) -> i32 {
    i32::try_from(figure.units()).unwrap_or(i32::MAX / 4)
}

/// What the vertical axis must show: everything that is drawn, in steps of five points, at least twenty of
/// them. A narrower axis would make noise look like news.
fn value_range(trend: &Trend) -> Range<i32> {
    let mut figures = Vec::new();
    for point in &trend.points {
        if let Reading::Known { ikm, interval, .. } = point.reading {
            figures.extend([Some(ikm), interval.map(|i| i.low), interval.map(|i| i.high)]);
        }
    }
    if let Some(control) = trend.control {
        figures.extend([Some(control.low), Some(control.high)]);
    }
    let figures = || {
        figures
            .iter()
            .flatten()
            .map(|figure| coordinate(*figure).clamp(2_400, 10_000))
    };
    let low = figures().min().unwrap_or(6_500) - 100;
    let high = figures().max().unwrap_or(9_900) + 100;
    let start = low.div_euclid(500) * 500;
    let end = ((high + 499).div_euclid(500) * 500).min(10_000);
    let end = end.max(start + 2_000).min(10_000);
    start.min(end - 2_000)..end
}

fn draw_grid(layout: &Layout, chart: &Chart<'_>, labels: &mut Labels) -> Drawn {
    let step = if layout.y.end - layout.y.start > 3_000 {
        1_000
    } else {
        500
    };
    let first = (layout.y.start + step - 1).div_euclid(step) * step;
    for y in (first..=layout.y.end).step_by(usize::try_from(step).unwrap_or(500)) {
        let line = vec![(layout.x.start, y), (layout.x.end, y)];
        chart
            .plotting_area()
            .draw(&PathElement::new(line, INK.mix(0.15).stroke_width(4)))?;
        let (x, y_pixel) = chart.backend_coord(&(layout.x.start, y));
        let style = Label {
            anchor: Anchor::End,
            faint: true,
            ..Label::default()
        };
        labels.put((x - 6 * SCALE, y_pixel), &(y / 100).to_string(), style);
    }
    Ok(())
}

/// Gives each event the lowest row in which its mark touches no other.
fn arrange_events(trend: &Trend, step_px: i32) -> Vec<(usize, usize, i32)> {
    let mut arranged: Vec<(usize, usize, i32)> = Vec::new();
    for (event, number) in trend.events.iter().zip(1..) {
        if event.at >= trend.points.len() {
            continue;
        }
        let touches = |other: usize| {
            let steps = i32::try_from(other.abs_diff(event.at)).unwrap_or(i32::MAX / 1_000);
            steps * step_px < ROW
        };
        let taken = |row: i32| {
            arranged
                .iter()
                .any(|(at, _, other)| *other == row && touches(*at))
        };
        let row = (0..).find(|row| !taken(*row)).expect("rows do not run out");
        arranged.push((event.at, number, row));
    }
    arranged
}

fn numbered_mark((x, y): (i32, i32), text: &str, area: &Area<'_>, labels: &mut Labels) -> Drawn {
    area.draw(&Circle::new((x, y), 9 * SCALE, INK.stroke_width(5)))?;
    let style = Label {
        anchor: Anchor::Middle,
        ..Label::default()
    };
    labels.put((x, y), text, style);
    Ok(())
}

/// A dot; hollow if not reliable; an orange diamond if it is part of a signal.
fn draw_point((x, y): (i32, i32), reliable: bool, marked: bool, area: &Area<'_>) -> Drawn {
    if marked {
        let r = 6 * SCALE;
        let corners = vec![(x, y - r), (x + r, y), (x, y + r), (x - r, y)];
        if reliable {
            return area.draw(&Polygon::new(corners, ORANGE.filled()));
        }
        let closed = [corners.clone(), vec![corners[0]]].concat();
        return area.draw(&PathElement::new(closed, ORANGE.stroke_width(7)));
    }
    if reliable {
        area.draw(&Circle::new((x, y), 14, BLUE.filled()))
    } else {
        area.draw(&Circle::new((x, y), 14, BLUE.stroke_width(6)))
    }
}

/// An entry of the key under the chart.
struct KeyItem {
    sign: Sign,
    text: String,
    /// Left edge in its row.
    left: i32,
    row: i32,
}

#[derive(Clone, Copy)]
enum Sign {
    Point,
    Unreliable,
    Marked,
    Whisker,
    Mean,
    Limit,
    Event,
}

/// Width of a sign with the room after it.
const SIGN_PX: i32 = 22;

/// Explains what is in the chart, and nothing that is not.
fn key(trend: &Trend, signals: &[Signal], width: i32) -> Vec<KeyItem> {
    let any = |holds: fn(&Reading) -> bool| trend.points.iter().any(|point| holds(&point.reading));
    let mut entries = vec![(true, Sign::Point, "IKM".to_owned())];
    entries.push((
        any(|reading| {
            matches!(
                reading,
                Reading::Known {
                    interval: Some(_),
                    ..
                }
            )
        }),
        Sign::Whisker,
        "rentang 95 %".into(),
    ));
    entries.push((
        any(|reading| matches!(reading, Reading::Known { reliable: false, .. })),
        Sign::Unreliable,
        "belum andal".into(),
    ));
    entries.push((!signals.is_empty(), Sign::Marked, "perubahan nyata".into()));
    if let Some(control) = trend.control {
        entries.push((true, Sign::Mean, format!("rata-rata {}", control.mean.id_id())));
        let name = if control.provisional {
            "batas sementara"
        } else {
            "batas kendali"
        };
        entries.push((true, Sign::Limit, name.into()));
    }
    entries.push((!trend.events.is_empty(), Sign::Event, "peristiwa".into()));

    let (mut left, mut row) = (0, 0);
    let mut items = Vec::new();
    for (_, sign, text) in entries.into_iter().filter(|(shown, _, _)| *shown) {
        let needed = SIGN_PX + text_width_px(&text);
        if left > 0 && left + needed > width {
            (left, row) = (0, row + 1);
        }
        items.push(KeyItem {
            sign,
            text,
            left,
            row,
        });
        left += needed + 12;
    }
    items
}

fn draw_key(layout: &Layout, area: &Area<'_>, labels: &mut Labels) -> Drawn {
    for item in &layout.key {
        let y = (layout.key_top() + item.row * ROW + ROW / 2) * SCALE;
        let left = item.left * SCALE;
        let middle = left + SIGN_PX * SCALE / 2 - 2 * SCALE;
        let across = vec![(left + SCALE, y), (left + 17 * SCALE, y)];
        match item.sign {
            Sign::Point => {
                area.draw(&PathElement::new(across, BLUE.stroke_width(8)))?;
                draw_point((middle, y), true, false, area)?;
            }
            Sign::Unreliable => draw_point((middle, y), false, false, area)?,
            Sign::Marked => draw_point((middle, y), true, true, area)?,
            Sign::Whisker => {
                let upright = vec![(middle, y - 7 * SCALE), (middle, y + 7 * SCALE)];
                area.draw(&PathElement::new(upright, BLUE.mix(0.5).stroke_width(5)))?;
            }
            Sign::Mean => area.draw(&PathElement::new(across, INK.mix(0.6).stroke_width(4)))?,
            Sign::Limit => area.draw(&PathElement::new(across, DASHED_INK.mix(0.8).stroke_width(5)))?,
            Sign::Event => numbered_mark((middle, y), "1", area, labels)?,
        }
        labels.put((left + SIGN_PX * SCALE, y), &item.text, Label::default());
    }
    Ok(())
}
