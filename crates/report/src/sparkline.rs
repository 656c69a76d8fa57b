//! A line small enough for a row of a table.
//!
//! Written by hand: plotters spends a dozen attributes on each shape and knows no path, and here the line is
//! all there is. A page of 300 units carries 300 of them.

use std::fmt::Write as _;

use ikm::Hundredths;

use crate::svg::escape;

const WIDTH: u64 = 384;
const HEIGHT: u64 = 96;
/// Room for the dot on the last point.
const MARGIN: u64 = 14;

/// A sparkline of at most a few dozen points, oldest first; a period without a figure breaks the line.
///
/// `scale` is the lowest and the highest index drawn: give all rows of a table the same, or they cannot be
/// compared. What lies beyond is drawn on the edge. `title` says it in words. The picture is too small for the
/// words DATA CONTOH, so with `demo` they stand in its title; the page around it shows them.
#[must_use]
pub fn sparkline(
    title: &str,
    points: &[Option<Hundredths>],
    scale: (Hundredths, Hundredths),
    demo: bool,
) -> String {
    let mut path = String::new();
    let mut pen_down = false;
    let mut last = None;
    for (at, point) in points.iter().enumerate() {
        let Some(point) = point else {
            pen_down = false;
            continue;
        };
        let (x, y) = place(at, points.len(), *point, scale);
        let letter = if pen_down { 'L' } else { 'M' };
        // A point between two gaps has no line; a line of no length with round ends is a dot.
        let alone = !pen_down && points.get(at + 1).is_none_or(Option::is_none);
        write!(path, "{letter}{x} {y}{}", if alone { "h0" } else { "" }).expect("a string takes everything");
        pen_down = true;
        last = Some((x, y));
    }
    let dot = last.map_or_else(String::new, |(x, y)| {
        format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"12\" fill=\"#0072B2\"/>")
    });
    let demo = if demo { "DATA CONTOH. " } else { "" };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"sparkline\" role=\"img\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         width=\"96\" height=\"24\"><title>{demo}{}</title><path d=\"{path}\" fill=\"none\" stroke=\"#0072B2\" \
         stroke-width=\"6\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/>{dot}</svg>",
        escape(title)
    )
}

fn place(at: usize, count: usize, point: Hundredths, (low, high): (Hundredths, Hundredths)) -> (u64, u64) {
    let steps = u64::try_from(count).map_or(1, |count| count.saturating_sub(1).max(1));
    let at = u64::try_from(at).unwrap_or(0);
    let x = MARGIN + at * (WIDTH - 2 * MARGIN) / steps;
    let range = high.units().saturating_sub(low.units()).max(1);
    let above = point.units().clamp(low.units(), low.units() + range) - low.units();
    let y = HEIGHT - MARGIN - above * (HEIGHT - 2 * MARGIN) / range;
    (x, y)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCALE: (Hundredths, Hundredths) = (Hundredths::new(6_500), Hundredths::new(10_000));

    fn line(points: &[Option<u64>]) -> String {
        let points: Vec<_> = points.iter().map(|point| point.map(Hundredths::new)).collect();
        sparkline("Tren 24 bulan: 78,20 ke 82,41", &points, SCALE, false)
    }

    #[test]
    fn two_years_fit_into_600_bytes() {
        let points: Vec<_> = (0..24).map(|month| Some(7_000 + month * 113)).collect();
        assert!(line(&points).len() <= 600, "{} bytes", line(&points).len());
    }

    #[test]
    fn the_scale_ends_at_the_edges_and_what_lies_beyond_is_drawn_there() {
        assert!(line(&[Some(6_500), Some(10_000)]).contains("d=\"M14 82L370 14\""));
        assert!(line(&[Some(2_500), Some(8_250)]).contains("d=\"M14 82L370 48\""));
    }

    #[test]
    fn a_gap_breaks_the_line_and_a_lone_point_stays_visible() {
        let with_gap = line(&[Some(8_250), None, Some(8_250), Some(8_250)]);
        assert!(with_gap.contains("d=\"M14 48h0M251 48L370 48\""), "{with_gap}");
    }

    #[test]
    fn no_figures_make_an_empty_picture() {
        for points in [&[][..], &[None, None][..]] {
            let empty = line(points);
            assert!(empty.contains("d=\"\"") && !empty.contains("circle"), "{empty}");
        }
    }

    #[test]
    fn made_up_figures_say_so() {
        let demo = sparkline("Tren", &[Some(Hundredths::new(8_000))], SCALE, true);
        assert!(demo.contains("<title>DATA CONTOH. Tren</title>"));
    }
}
