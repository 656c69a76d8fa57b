//! Drawing a trend.

use std::collections::BTreeSet;

use ikm::{Control, Hundredths, Mutu};
use plotters::{
    chart::{ChartBuilder, ChartContext},
    coord::{cartesian::Cartesian2d, types::RangedCoordi32},
    prelude::{Circle, Color, LineSeries, PathElement, Polygon, Rectangle, SVGBackend},
};

use super::{
    Reading, Trend,
    key::draw_key,
    layout::{LEFT, Layout, PLOT, RIGHT, ROW, coordinate, distance, place},
};
use crate::{
    ChartWidth,
    svg::{Area, Drawn, Frame, Label, Labels, picture},
    theme::{BLUE, DASHED_INK, INK, ORANGE, SCALE, text_width_px},
};

type Chart<'a> = ChartContext<'a, SVGBackend<'a>, Cartesian2d<RangedCoordi32, RangedCoordi32>>;

impl Trend {
    /// The chart as SVG.
    #[must_use]
    pub fn svg(&self, width: ChartWidth) -> String {
        let drawn = self.drawn();
        let marked = self.marked(&self.signals());
        let marked = marked.into_iter().filter(|at| drawn.contains(at));
        let marked: BTreeSet<usize> = marked.map(|at| at - drawn.start).collect();
        let cut = self.cut();
        let layout = Layout::of(&cut, &marked, width.px());
        let frame = Frame {
            width_px: layout.width,
            height_px: layout.height(),
            title: &self.title,
            desc: &self.verdict(),
            demo: self.demo,
        };
        picture(&frame, |area, labels| cut.draw(&layout, &marked, area, labels))
    }

    fn draw(&self, layout: &Layout, marked: &BTreeSet<usize>, area: &Area<'_>, labels: &mut Labels) -> Drawn {
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
        self.draw_series(marked, chart, area)?;
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
                labels.put((right + 5 * SCALE, bottom), &text, Label::START.faint());
            }
            // The letter keeps clear of the numbers at its band's ends.
            if bottom - top > 36 * SCALE {
                let style = Label::MIDDLE.bold();
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
        let fits = |stride: &usize| distance(0, *stride, layout.step) >= widest + 8;
        let stride = [1, 2, 3, 4, 6, 12].into_iter().find(fits).unwrap_or(24);
        for (at, point) in self
            .points
            .iter()
            .enumerate()
            .filter(|(at, _)| (count - 1 - at).is_multiple_of(stride))
        {
            let (x, y) = chart.backend_coord(&(place(at), layout.y.start));
            let style = Label::MIDDLE.faint();
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
        let plot = chart.plotting_area();
        for (limits, end) in self.stretches() {
            // From half a step before the first point to half a step after the last.
            let (left, right) = (place(limits.from) - 1, place(end) - 1);
            let across = |figure: Hundredths| {
                let y = coordinate(figure).clamp(layout.y.start, layout.y.end);
                vec![(left, y), (right, y)]
            };
            let Control { mean, low, high, .. } = limits.control;
            plot.draw(&PathElement::new(across(mean), INK.mix(0.6).stroke_width(4)))?;
            for limit in [low, high] {
                plot.draw(&PathElement::new(
                    across(limit),
                    DASHED_INK.mix(0.8).stroke_width(5),
                ))?;
            }
        }
        Ok(())
    }

    /// Whiskers, the line with its gaps, and the points on top.
    fn draw_series(&self, marked: &BTreeSet<usize>, chart: &mut Chart<'_>, area: &Area<'_>) -> Drawn {
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
            Some(PathElement::new(ends.to_vec(), BLUE.mix(0.6).stroke_width(5)))
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
            draw_point((x, y), reliable && !self.runs(at), marked.contains(&at), area)?;
        }
        Ok(())
    }

    /// The latest figure, above everything near it, or below if there is no room.
    fn label_latest(&self, layout: &Layout, chart: &Chart<'_>, labels: &mut Labels) {
        let Some((at, ikm)) = super::indexed(&self.points).last() else {
            let middle = (layout.x.end / 2, layout.y.start.midpoint(layout.y.end));
            labels.put(chart.backend_coord(&middle), "Belum ada data", Label::MIDDLE);
            return;
        };
        let text = ikm.id_id();
        let covered = text_width_px(&text);
        let ends = self
            .points
            .iter()
            .enumerate()
            .filter_map(|(other, point)| match point.reading {
                Reading::Known { ikm, interval, .. } if distance(other, at, layout.step) < covered => {
                    Some(interval.map_or((ikm, ikm), |interval| (interval.low, interval.high)))
                }
                Reading::Known { .. } | Reading::None | Reading::Withheld => None,
            });
        let (low, high) = ends.fold((ikm, ikm), |(low, high), (l, h)| (low.min(l), high.max(h)));
        let pixel = |figure| chart.backend_coord(&(place(at), coordinate(figure)));
        let (x, above) = (pixel(ikm).0 + 8 * SCALE, pixel(high).1 - 11 * SCALE);
        let y = if above > layout.top * SCALE {
            above
        } else {
            pixel(low).1 + 11 * SCALE
        };
        labels.put((x, y), &text, Label::END.bold());
    }
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
        let style = Label::END.faint();
        labels.put((x - 6 * SCALE, y_pixel), &(y / 100).to_string(), style);
    }
    Ok(())
}

pub(super) fn numbered_mark((x, y): (i32, i32), text: &str, area: &Area<'_>, labels: &mut Labels) -> Drawn {
    area.draw(&Circle::new((x, y), 9 * SCALE, INK.stroke_width(5)))?;
    let style = Label::MIDDLE;
    labels.put((x, y), text, style);
    Ok(())
}

/// A dot; hollow if not reliable, or not yet; an orange diamond if it is part of a signal.
pub(super) fn draw_point((x, y): (i32, i32), reliable: bool, marked: bool, area: &Area<'_>) -> Drawn {
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
