//! The key under a trend: what its signs mean.

use std::collections::BTreeSet;

use plotters::prelude::{Color, PathElement};

use super::{
    Limits, Reading, Trend, TrendPoint,
    chart::{draw_point, numbered_mark},
    layout::{Layout, ROW},
};
use crate::{
    svg::{Area, Drawn, Label, Labels},
    theme::{BLUE, DASHED_INK, INK, SCALE, text_width_px},
};

/// An entry of the key under the chart.
pub(super) struct KeyItem {
    sign: Sign,
    text: String,
    /// Left edge in its row.
    left: i32,
    pub(super) row: i32,
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

/// Room for the rim of a sign at the edge of the picture.
const EDGE_PX: i32 = 1;

/// Explains what is in the chart, and nothing that is not.
pub(super) fn key(trend: &Trend, marked: &BTreeSet<usize>, width: i32) -> Vec<KeyItem> {
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
    let unreliable = any(|reading| matches!(reading, Reading::Known { reliable: false, .. }));
    let known = |point: &TrendPoint| matches!(point.reading, Reading::Known { .. });
    let mut running = (0..trend.points.len()).filter(|at| trend.runs(*at));
    let running = running.any(|at| known(&trend.points[at]));
    let hollow = match (unreliable, running) {
        (true, true) => "belum andal atau masih berjalan",
        (false, true) => "masih berjalan",
        (true, false) | (false, false) => "belum andal",
    };
    entries.push((unreliable || running, Sign::Unreliable, hollow.into()));
    entries.push((!marked.is_empty(), Sign::Marked, "perubahan nyata".into()));
    if let Some(Limits { control, .. }) = trend.limits.last() {
        entries.push((true, Sign::Mean, format!("rata-rata {}", control.mean.id_id())));
        let name = if control.provisional {
            "batas sementara"
        } else {
            "batas kendali"
        };
        entries.push((true, Sign::Limit, name.into()));
    }
    entries.push((!trend.events.is_empty(), Sign::Event, "peristiwa".into()));

    let (mut left, mut row) = (EDGE_PX, 0);
    let mut items = Vec::new();
    for (_, sign, text) in entries.into_iter().filter(|(shown, _, _)| *shown) {
        let needed = SIGN_PX + text_width_px(&text);
        if left > EDGE_PX && left + needed > width {
            (left, row) = (EDGE_PX, row + 1);
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

pub(super) fn draw_key(layout: &Layout, area: &Area<'_>, labels: &mut Labels) -> Drawn {
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
                area.draw(&PathElement::new(upright, BLUE.mix(0.6).stroke_width(5)))?;
            }
            Sign::Mean => area.draw(&PathElement::new(across, INK.mix(0.6).stroke_width(4)))?,
            Sign::Limit => area.draw(&PathElement::new(across, DASHED_INK.mix(0.8).stroke_width(5)))?,
            Sign::Event => numbered_mark((middle, y), "1", area, labels)?,
        }
        labels.put((left + SIGN_PX * SCALE, y), &item.text, Label::START);
    }
    Ok(())
}
