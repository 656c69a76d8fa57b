//! The unsur side by side: a bar for each NRR.

use ikm::{Hundredths, UnsurCode};
use plotters::{
    prelude::{Color, PathElement, Polygon, Rectangle},
    style::RGBColor,
};

use crate::{
    ChartWidth, Table,
    svg::{Area, DEMO_PX, Drawn, Frame, Label, Labels, picture},
    table,
    theme::{BLUE, INK, ORANGE, SCALE, shortened},
};

/// Bars of the unsur, in the order given.
#[derive(Clone, Debug)]
pub struct Bars {
    /// What the chart is called.
    pub title: String,
    /// The unsur.
    pub unsur: Vec<Bar>,
    /// How many of the lowest to mark. What ties with the last of them is marked too; if that is all, nothing
    /// is: nothing is lowest then.
    pub mark_lowest: usize,
    /// Whether the figures are made up.
    pub demo: bool,
}

/// One unsur.
#[derive(Clone, Debug)]
pub struct Bar {
    /// Its code.
    pub code: UnsurCode,
    /// Its name, as people read it.
    pub name: String,
    /// Number of filled answers.
    pub n: u64,
    /// Its NRR, 1.00 to 4.00; none if nobody answered or the figure is withheld.
    pub nrr: Option<Hundredths>,
}

impl Bar {
    /// Why there is no NRR.
    const fn absence(&self) -> &'static str {
        if self.n == 0 {
            "belum ada jawaban"
        } else {
            "ditahan: terlalu sedikit responden"
        }
    }
}

/// Where things stand, in pixels of the page.
struct Layout {
    width: i32,
    /// From one unsur to the next.
    row: i32,
    /// Of the bar from the top of its row.
    bar_top: i32,
    bar_height: i32,
    /// NRR 1 and NRR 4.
    left: i32,
    right: i32,
    /// Room for a name.
    name: i32,
    /// Middle of the name from the top of its row.
    name_middle: i32,
    /// Whether lines of the scale may run through the rows: not where they would cross a name.
    has_grid: bool,
}

impl Layout {
    const fn of(width: ChartWidth) -> Self {
        match width {
            // On a phone a name stands above its bar.
            ChartWidth::Phone => Self {
                width: 360,
                row: 44,
                bar_top: 21,
                bar_height: 14,
                left: 0,
                right: 296,
                name: 360,
                name_middle: 10,
                has_grid: false,
            },
            ChartWidth::Page => Self {
                width: 720,
                row: 30,
                bar_top: 6,
                bar_height: 18,
                left: 284,
                right: 656,
                name: 276,
                name_middle: 15,
                has_grid: true,
            },
        }
    }

    fn x(&self, nrr: Hundredths) -> i32 {
        let above_one = i32::try_from(nrr.units().clamp(100, 400)).unwrap_or(400) - 100;
        SCALE * self.left + SCALE * (self.right - self.left) * above_one / 300
    }
}

const AXIS_PX: i32 = 20;

impl Bars {
    /// The chart as SVG.
    #[must_use]
    pub fn svg(&self, width: ChartWidth) -> String {
        let layout = Layout::of(width);
        let top = if self.demo { DEMO_PX } else { 0 };
        let rows = i32::try_from(self.unsur.len()).unwrap_or(i32::MAX / 1_000);
        let lowest = self.lowest();
        let legend = if lowest.is_empty() { 0 } else { AXIS_PX };
        let frame = Frame {
            width_px: layout.width,
            height_px: top + rows * layout.row + AXIS_PX + legend,
            title: &self.title,
            desc: &self.summary(),
            demo: self.demo,
        };
        picture(&frame, |area, labels| {
            let bottom = top + rows * layout.row;
            axis(&layout, (top, bottom), area, labels)?;
            for (bar, row) in self.unsur.iter().zip(0..) {
                let marked = lowest.contains(&bar.code);
                draw_bar(&layout, top + row * layout.row, bar, marked, area, labels)?;
            }
            if !lowest.is_empty() {
                let middle = (bottom + AXIS_PX + legend / 2) * SCALE;
                triangle((layout.left * SCALE + 6 * SCALE, middle), area)?;
                let text = format!("{} unsur terendah", lowest.len());
                labels.put((layout.left * SCALE + 16 * SCALE, middle), &text, Label::START);
            }
            Ok(())
        })
    }

    /// The lowest unsur, in the order given.
    #[must_use]
    pub fn lowest(&self) -> Vec<UnsurCode> {
        let mut known: Vec<_> = self.unsur.iter().filter_map(|bar| bar.nrr).collect();
        known.sort_unstable();
        let Some(last) = self.mark_lowest.checked_sub(1).and_then(|at| known.get(at)) else {
            return Vec::new();
        };
        if known.last() == Some(last) {
            return Vec::new();
        }
        let low = self
            .unsur
            .iter()
            .filter(|bar| bar.nrr.is_some_and(|nrr| nrr <= *last));
        low.map(|bar| bar.code).collect()
    }

    /// The chart in a sentence: the lowest and the highest.
    #[must_use]
    pub fn summary(&self) -> String {
        let known = || {
            let pairs = self.unsur.iter().filter_map(|bar| Some((bar.nrr?, bar)));
            pairs.map(|(nrr, bar)| (nrr, format!("{} ({})", bar.name, nrr.id_id())))
        };
        let Some((highest, _)) = known().max_by_key(|(nrr, _)| *nrr) else {
            return "Belum ada nilai yang dapat ditampilkan.".into();
        };
        let lowest = known().map(|(nrr, _)| nrr).min().unwrap_or(highest);
        let named = |figure| {
            let texts: Vec<_> = known()
                .filter(|(nrr, _)| *nrr == figure)
                .map(|(_, text)| text)
                .collect();
            texts.join(", ")
        };
        if lowest == highest {
            return format!("Semua unsur sama: {}.", highest.id_id());
        }
        format!("Terendah: {}. Tertinggi: {}.", named(lowest), named(highest))
    }

    /// The same numbers as a table.
    #[must_use]
    pub fn table(&self) -> Table {
        let lowest = self.lowest();
        let row = |bar: &Bar| {
            let nrr = bar.nrr.map_or_else(|| "\u{2013}".into(), Hundredths::id_id);
            let mark = match bar.nrr {
                None => bar.absence(),
                Some(_) if lowest.contains(&bar.code) => "terendah",
                Some(_) => "",
            };
            vec![bar.name.clone(), bar.n.to_string(), nrr, mark.into()]
        };
        Table {
            caption: self.title.clone(),
            header: vec!["Unsur", "n", "NRR", "Catatan"],
            rows: self.unsur.iter().map(row).collect(),
        }
    }

    /// The same numbers as CSV: `unsur,nama,n,nrr`.
    #[must_use]
    pub fn csv(&self) -> String {
        let row = |bar: &Bar| {
            let nrr = bar.nrr.map_or_else(String::new, |nrr| nrr.to_string());
            vec![bar.code.to_string(), bar.name.clone(), bar.n.to_string(), nrr]
        };
        table::csv(&["unsur", "nama", "n", "nrr"], self.unsur.iter().map(row))
    }
}

fn axis(layout: &Layout, (top, bottom): (i32, i32), area: &Area<'_>, labels: &mut Labels) -> Drawn {
    let top = if layout.has_grid { top } else { bottom - 4 };
    for score in 1..=4 {
        let x = layout.x(Hundredths::new(score * 100));
        let line = vec![(x, top * SCALE), (x, bottom * SCALE)];
        area.draw(&PathElement::new(line, INK.mix(0.15).stroke_width(4)))?;
        let anchor = if score == 1 && layout.left == 0 {
            Label::START
        } else {
            Label::MIDDLE
        };
        let place = (x, (bottom + AXIS_PX / 2) * SCALE);
        labels.put(place, &score.to_string(), anchor.faint());
    }
    Ok(())
}

fn draw_bar(
    layout: &Layout,
    top: i32,
    bar: &Bar,
    marked: bool,
    area: &Area<'_>,
    labels: &mut Labels,
) -> Drawn {
    let name = shortened(&bar.name, layout.name);
    labels.put((0, (top + layout.name_middle) * SCALE), &name, Label::START);
    let (upper, lower) = (
        (top + layout.bar_top) * SCALE,
        (top + layout.bar_top + layout.bar_height) * SCALE,
    );
    let middle = upper.midpoint(lower);
    let Some(nrr) = bar.nrr else {
        let place = (layout.left * SCALE + 4 * SCALE, middle);
        labels.put(place, bar.absence(), Label::START.faint());
        return Ok(());
    };
    let rectangle =
        |nrr, style| Rectangle::new([(layout.left * SCALE, upper), (layout.x(nrr), lower)], style);
    area.draw(&rectangle(Hundredths::new(400), INK.mix(0.07).filled()))?;
    let color: RGBColor = if marked { ORANGE } else { BLUE };
    area.draw(&rectangle(nrr, color.filled()))?;
    if marked {
        triangle(((layout.width - 46) * SCALE, middle), area)?;
    }
    let place = (layout.width * SCALE, middle);
    labels.put(place, &nrr.id_id(), Label::END.bold());
    Ok(())
}

/// The mark of the lowest: a triangle that points down.
fn triangle((x, y): (i32, i32), area: &Area<'_>) -> Drawn {
    let half = 5 * SCALE;
    let points = vec![
        (x - half, y - half * 4 / 5),
        (x + half, y - half * 4 / 5),
        (x, y + half * 4 / 5),
    ];
    area.draw(&Polygon::new(points, ORANGE.filled()))
}
