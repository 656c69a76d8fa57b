//! How the index of one period became known: a line over the days of the log, with the day that is looked at.
//!
//! Written by hand as the sparkline is: one stepped line, one mark, and dots where something was published.

use std::fmt::Write as _;

use ikm::Hundredths;

use crate::svg::escape;

const WIDTH: u64 = 1440;
const HEIGHT: u64 = 240;
/// Room above and below the line.
const MARGIN: u64 = 36;
/// Least that the picture spans from bottom to top, in hundredths of the index: small steps stay small.
const SPAN_MIN: u64 = 400;

/// The index of one period over the days on which it was known.
#[derive(Clone, Debug)]
pub struct Known {
    /// What the picture is called.
    pub title: String,
    /// The index on each day, from the first on; `None` while there was none.
    pub days: Vec<Option<Hundredths>>,
    /// The day that is looked at, from 0.
    pub at: usize,
    /// Days on which something was published.
    pub published: Vec<usize>,
    /// Whether the figures are made up.
    pub demo: bool,
}

impl Known {
    /// The picture.
    #[must_use]
    pub fn svg(&self) -> String {
        let known = || self.days.iter().flatten().copied();
        let (Some(low), Some(high)) = (known().min(), known().max()) else {
            return String::new();
        };
        let middle = low.units().midpoint(high.units());
        let span = (high.units() - low.units()).max(SPAN_MIN);
        let bottom = middle.saturating_sub(span / 2);
        let y = |ikm: Hundredths| {
            let above = ikm.units().saturating_sub(bottom).min(span);
            HEIGHT - MARGIN - above * (HEIGHT - 2 * MARGIN) / span
        };
        let mut svg = String::new();
        let x = self.x(self.at);
        let put = |svg: &mut String, text: std::fmt::Arguments<'_>| {
            svg.write_fmt(text).expect("a string takes everything");
        };
        put(
            &mut svg,
            format_args!("<line x1=\"{x}\" x2=\"{x}\" y1=\"8\" y2=\"{HEIGHT}\" class=\"kini\"/>"),
        );
        put(
            &mut svg,
            format_args!("<path d=\"{}\" class=\"garis\"/>", self.path(y)),
        );
        for day in &self.published {
            if let Some(ikm) = self.days.get(*day).copied().flatten() {
                put(
                    &mut svg,
                    format_args!(
                        "<circle cx=\"{}\" cy=\"{}\" r=\"11\" class=\"terbit\"/>",
                        self.x(*day),
                        y(ikm)
                    ),
                );
            }
        }
        if let Some(ikm) = self.days.get(self.at).copied().flatten() {
            put(
                &mut svg,
                format_args!("<circle cx=\"{x}\" cy=\"{}\" r=\"15\" class=\"di\"/>", y(ikm)),
            );
        }
        let demo = if self.demo { "DATA CONTOH. " } else { "" };
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"dikenal\" role=\"img\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
             width=\"720\" height=\"120\"><title>{demo}{}</title><desc>Dari {} sampai {}, terendah {}, tertinggi {}.</desc>{svg}</svg>",
            escape(&self.title),
            known().next().unwrap_or(low).id_id(),
            known().next_back().unwrap_or(high).id_id(),
            low.id_id(),
            high.id_id(),
        )
    }

    fn x(&self, day: usize) -> u64 {
        let steps = u64::try_from(self.days.len().saturating_sub(1).max(1)).unwrap_or(1);
        u64::try_from(day).unwrap_or(0).min(steps) * WIDTH / steps
    }

    /// A figure holds until the next is known: steps, not slopes.
    fn path(&self, y: impl Fn(Hundredths) -> u64) -> String {
        let mut path = String::new();
        let mut last = None;
        for (day, ikm) in self.days.iter().enumerate() {
            let (x, now) = (self.x(day), ikm.map(&y));
            match (last, now) {
                (Some(before), Some(now)) if before == now => {}
                (Some(_), Some(now)) => write!(path, "H{x}V{now}").expect("a string takes everything"),
                (None, Some(now)) => write!(path, "M{x} {now}").expect("a string takes everything"),
                (Some(_), None) => write!(path, "H{x}").expect("a string takes everything"),
                (None, None) => {}
            }
            last = now;
        }
        if last.is_some() {
            write!(path, "H{WIDTH}").expect("a string takes everything");
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(days: &[Option<u64>]) -> Known {
        Known {
            title: "IKM <A>".into(),
            days: days.iter().map(|ikm| ikm.map(Hundredths::new)).collect(),
            at: 1,
            published: vec![2],
            demo: true,
        }
    }

    #[test]
    fn a_figure_holds_until_the_next_is_known() {
        let svg = known(&[Some(8000), Some(8000), Some(8400)]).svg();
        assert!(svg.contains("d=\"M0 204H1440V36H1440\""), "{svg}");
        assert!(svg.contains("DATA CONTOH. IKM &lt;A&gt;"), "{svg}");
    }

    #[test]
    fn without_a_figure_there_is_no_picture() {
        assert_eq!(known(&[None, None]).svg(), "");
    }

    #[test]
    fn a_small_change_is_drawn_small() {
        let svg = known(&[Some(8000), Some(8010), Some(8010)]).svg();
        assert!(svg.contains("V118") || svg.contains("V119"), "{svg}");
    }
}
