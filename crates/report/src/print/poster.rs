//! Posters: the QR code of a survey, large, with the address for those who type it and the name of the unit.

use crate::print::{
    face::Face,
    picture::Picture,
    qr::QrTooLong,
    sheet::{Ink, Sheet, Step, Style, bow, circle, mm, rounded},
};

/// What a poster says.
#[derive(Clone, Debug)]
pub struct Poster {
    /// Whose survey it is, for example `Kabupaten Sukamaju`.
    pub publisher: String,
    /// The logo of the office; the mark of the survey stands in its place where there is none.
    pub logo: Option<Picture>,
    /// The unit that is asked about.
    pub unit: String,
    /// The service that is asked about, where it is one of several.
    pub service: Option<String>,
    /// The survey's code.
    pub survey: String,
    /// The survey's address as the QR code holds it.
    pub qr: String,
    /// The same as people type it.
    pub address: String,
    /// Where the results are, as people type it.
    pub results: String,
    /// How many questions are asked.
    pub questions: usize,
    /// The survey is a demonstration.
    pub demo: bool,
}

/// How large a poster is. A QR code is read from ten times its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PosterSize {
    /// For a wall: read from a metre away.
    A4,
    /// For a counter's glass.
    A5,
    /// A6 across, to stand on a counter.
    Card,
}

const QUESTION: [&str; 2] = ["Bagaimana", "pelayanan kami?"];
const NAME: &str = "Survei Kepuasan Masyarakat";
/// A5 in thousandths of A4.
const A5: i32 = 707;

const TITLE: Style = Style::new(Face::Title, 18_600, Ink::Text);
const UNIT: Style = Style::new(Face::Strong, 8_400, Ink::Accent);
/// Beside the unit's name, in thousandths of its size.
const SERVICE: i32 = 850;
const ADDRESS: Style = Style::new(Face::Strong, 9_600, Ink::Text);

impl PosterSize {
    /// Every size, the largest first.
    pub const ALL: [Self; 3] = [Self::A4, Self::A5, Self::Card];
}

impl Poster {
    /// The poster as a page.
    ///
    /// # Errors
    /// If the address is too long for a QR code that is read from afar.
    pub fn sheet(&self, size: PosterSize) -> Result<Sheet, QrTooLong> {
        match size {
            PosterSize::A4 => self.wall(),
            PosterSize::A5 => Ok(self.wall()?.scaled(A5)),
            PosterSize::Card => self.card(),
        }
    }

    fn title(&self) -> String {
        let sample = if self.demo { "DATA CONTOH. " } else { "" };
        let service = self.service.iter().map(|service| format!(", {service}"));
        let service: String = service.collect();
        format!("{sample}{NAME}, {}{service}: {}", self.unit, self.address)
    }

    /// Which service is meant, under the unit's name; where the next line goes.
    fn service(&self, page: &mut Sheet, (x, y): (i32, i32), unit_um: i32, wide: i32) -> i32 {
        let Some(service) = &self.service else {
            return y;
        };
        let style = Style::new(Face::Text, unit_um * SERVICE / 1000, Ink::Text);
        let (style, lines) = fitted_lines(style, &format!("Layanan: {service}"), wide, 2);
        page.write_lines((x, y), style, style.size_um * 5 / 4, &lines) + style.size_um / 4
    }

    fn steps(&self) -> [String; 3] {
        [
            "Pindai dengan kamera ponsel".into(),
            format!("Jawab {} pertanyaan, kurang dari dua menit", self.questions),
            "Kirim. Tanpa nama, tanpa aplikasi".into(),
        ]
    }

    /// The logo of the office or the mark of the survey, its name, and whose it is.
    fn heading(&self, page: &mut Sheet, (x, y): (i32, i32), size_um: i32) {
        let wide = match &self.logo {
            Some(logo) => page.place_picture((x, y), logo, (size_um * 2, size_um)),
            None => mark(page, (x, y), size_um),
        };
        let (name, whose) = (
            Style::new(Face::Strong, size_um * 37 / 100, Ink::Text),
            Style::new(Face::Text, size_um * 34 / 100, Ink::Muted),
        );
        let beside = x + wide + size_um * 9 / 32;
        let room = page.width_um - beside - mm(8);
        page.write((beside, y + size_um * 43 / 100), name.within(NAME, room), NAME);
        page.write(
            (beside, y + size_um * 90 / 100),
            whose.within(&self.publisher, room),
            self.publisher.as_str(),
        );
    }

    fn wall(&self) -> Result<Sheet, QrTooLong> {
        let (left, right) = (mm(20), mm(190));
        let wide = right - left;
        let mut page = Sheet::new(mm(210), mm(297), self.title());
        if self.demo {
            sample_band(&mut page, mm(9));
        }
        self.heading(&mut page, (left, mm(20)), mm(12));
        faces(&mut page, right, mm(26), mm(12));
        for (at, line) in (0..).zip(QUESTION) {
            page.write((left, mm(62) + at * mm(21)), TITLE, line);
        }
        let unit = fitted_lines(UNIT, &self.unit, wide, 2);
        let y = page.write_lines((left, mm(99)), unit.0, unit.0.size_um * 5 / 4, &unit.1);
        let y = self.service(&mut page, (left, y - mm(1)), unit.0.size_um, wide);

        // The code takes what the unit's name leaves, and stands in a frame of its own quiet zone.
        let top = y - mm(1);
        let frame = (mm(240) - top).min(mm(118));
        let code = page.symbol((left, top), &self.qr, frame)?;
        page.stroke(Ink::Line, 350, rounded((left, top), code, code, mm(4)));

        let column = left + code + mm(9);
        let (number, text) = (
            Style::new(Face::Title, 8_600, Ink::Accent),
            Style::new(Face::Text, 5_000, Ink::Text),
        );
        let mut y = top + mm(13);
        for (at, step) in (1..).zip(self.steps()) {
            page.write((column, y), number, format!("{at}"));
            let lines = text.wrapped(&step, right - column);
            y = page.write_lines((column, y + mm(9)), text, 6_400, &lines) + mm(12);
        }

        let small = Style::new(Face::Text, 4_400, Ink::Muted);
        let below = top + code;
        page.write(
            (left, below + mm(11)),
            small,
            "Tanpa kamera? Ketik alamat ini di peramban:",
        );
        page.write(
            (left, below + mm(22)),
            ADDRESS.within(&self.address, wide),
            self.address.as_str(),
        );
        page.stroke(
            Ink::Line,
            350,
            vec![Step::Move((left, mm(273))), Step::Line((right, mm(273)))],
        );
        let foot = Style::new(Face::Text, 3_700, Ink::Muted);
        let code_words = format!("Kode survei {}", self.survey);
        let results = format!("Hasil untuk umum: {}", self.results);
        let room = wide - foot.width_um(&code_words) - mm(8);
        let results_style = foot.within(&results, room);
        page.write((left, mm(280)), foot, code_words);
        page.write(
            (right - results_style.width_um(&results), mm(280)),
            results_style,
            results,
        );
        Ok(page)
    }

    fn card(&self) -> Result<Sheet, QrTooLong> {
        let (left, right) = (mm(10), mm(138));
        let mut page = Sheet::new(mm(148), mm(105), self.title());
        if self.demo {
            sample_band(&mut page, mm(6));
        }
        let top = mm(12);
        let code = page.symbol((left, top), &self.qr, mm(66))?;
        page.stroke(Ink::Line, 300, rounded((left, top), code, code, mm(3)));
        let column = left + code + mm(7);
        let wide = right - column;
        self.heading(&mut page, (column, top), mm(8));
        let question = Style::new(Face::Title, 7_400, Ink::Text);
        let question = question.within(QUESTION[1], wide);
        for (at, line) in (0..).zip(QUESTION) {
            page.write((column, mm(32) + at * mm(9)), question, line);
        }
        let unit = fitted_lines(Style::new(Face::Strong, 3_900, Ink::Accent), &self.unit, wide, 4);
        let y = page.write_lines((column, mm(50)), unit.0, unit.0.size_um * 5 / 4, &unit.1);
        let y = self.service(&mut page, (column, y), unit.0.size_um, wide);
        let text = Style::new(Face::Text, 3_400, Ink::Text);
        let words = format!(
            "Pindai, jawab {} pertanyaan, kirim. Tanpa nama, tanpa aplikasi.",
            self.questions
        );
        page.write_lines((column, y + mm(2)), text, 4_500, &text.wrapped(&words, wide));
        let small = Style::new(Face::Text, 3_000, Ink::Muted);
        page.write((left, mm(86)), small, "Tanpa kamera? Ketik alamat ini:");
        let address = Style::new(Face::Strong, 6_200, Ink::Text).within(&self.address, right - left);
        page.write((left, mm(94)), address, self.address.as_str());
        Ok(page)
    }
}

/// The mark of the survey, so large; returns how wide it is.
fn mark(page: &mut Sheet, (x, y): (i32, i32), size_um: i32) -> i32 {
    let part = |thirty_seconds: i32| size_um * thirty_seconds / 32;
    page.fill(Ink::Accent, rounded((x, y), size_um, size_um, part(8)));
    let smile = bow(
        (x + part(8), y + part(18)),
        (x + part(16), y + part(27)),
        (x + part(24), y + part(18)),
    );
    page.stroke(Ink::White, part(3), smile);
    size_um
}

/// The four answers as the form draws them, worst first, in a row that ends at the right.
fn faces(page: &mut Sheet, right: i32, middle: i32, size_um: i32) {
    for at in 0..4 {
        let centre = (right - size_um * 10 / 24 - (3 - at) * size_um, middle);
        // In the form a face is drawn on a square of 24, here in tenths of it.
        let place = |x: i32, y: i32| {
            (
                centre.0 + size_um * (x - 120) / 240,
                centre.1 + size_um * (y - 120) / 240,
            )
        };
        let mut draw = |steps| page.stroke(Ink::Accent, size_um / 17, steps);
        draw(circle(centre, size_um * 10 / 24));
        draw(vec![Step::Move(place(85, 90)), Step::Line(place(85, 100))]);
        draw(vec![Step::Move(place(155, 90)), Step::Line(place(155, 100))]);
        let mouth = |corner: i32, depth: i32, y: i32| {
            bow(place(corner, y), place(120, y + depth), place(240 - corner, y))
        };
        match at {
            0 => draw(mouth(75, -50, 170)),
            1 => draw(mouth(80, -20, 165)),
            2 => draw(mouth(80, 25, 150)),
            _ => {
                let mut laugh = mouth(70, 90, 135);
                laugh.push(Step::Close);
                draw(laugh);
            }
        }
    }
}

/// A text in at most so many lines, smaller where it has to be.
pub(crate) fn fitted_lines(
    style: Style,
    text: &str,
    width_um: i32,
    lines_max: usize,
) -> (Style, Vec<String>) {
    let mut style = style;
    loop {
        let lines = style.wrapped(text, width_um);
        let widest = lines.iter().max_by_key(|line| style.width_um(line));
        let fits = widest.is_none_or(|line| style.width_um(line) <= width_um);
        // Small print is no name on a wall; a text this long takes more lines instead.
        if (lines.len() <= lines_max && fits) || style.size_um < 2_500 {
            return (style, balanced(style, text, width_um, lines.len()));
        }
        style.size_um = style.size_um * 95 / 100;
    }
}

/// A text in so many lines, which are as alike in width as they can be.
fn balanced(style: Style, text: &str, width_um: i32, lines: usize) -> Vec<String> {
    let narrower = |share: &i32| style.wrapped(text, width_um * share / 20);
    let fits = |found: &Vec<String>| found.len() <= lines;
    (5..=20)
        .map(|share| narrower(&share))
        .find(fits)
        .unwrap_or_else(|| style.wrapped(text, width_um))
}

/// Says over the whole width that nothing here is real.
pub(crate) fn sample_band(page: &mut Sheet, height_um: i32) {
    let words = "DATA CONTOH · bukan survei sungguhan";
    let style = Style::new(Face::Strong, height_um * 48 / 100, Ink::Text);
    page.fill(Ink::Sample, rounded((0, 0), page.width_um, height_um, 0));
    let left = (page.width_um - style.width_um(words)) / 2;
    page.write((left, height_um * 67 / 100), style, words);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::print::{Tickets, sheet::Mark};

    fn poster(unit: &str, survey: &str, host: &str) -> Poster {
        Poster {
            publisher: "Pemerintah Kabupaten Sukamaju".into(),
            logo: None,
            unit: unit.into(),
            service: None,
            survey: survey.into(),
            qr: format!("HTTPS://{}/s/{survey}", host.to_uppercase()),
            address: format!("{host}/s/{survey}"),
            results: format!("{host}/hasil/{survey}"),
            questions: 9,
            demo: true,
        }
    }

    /// What leaves the paper, or lies over a code's frame.
    fn misplaced(sheet: &Sheet) -> Vec<String> {
        let mut wrong = Vec::new();
        for mark in &sheet.marks {
            if let Mark::Text {
                at,
                face,
                size_um,
                text,
                ..
            } = mark
            {
                let right = at.0 + face.width_um(text, *size_um);
                let inside = at.0 >= 0 && right <= sheet.width_um && at.1 <= sheet.height_um;
                let over = |mark: &Mark| match mark {
                    Mark::Symbol {
                        at: corner,
                        module_um,
                        qr,
                    } => {
                        let wide = module_um * qr.modules();
                        let beside = right <= corner.0 || at.0 >= corner.0 + wide;
                        let above = at.1 <= corner.1 || at.1 - size_um * 7 / 10 >= corner.1 + wide;
                        !beside && !above
                    }
                    Mark::Text { .. } | Mark::Fill { .. } | Mark::Stroke { .. } | Mark::Picture { .. } => {
                        false
                    }
                };
                if !inside || sheet.marks.iter().any(over) {
                    wrong.push(format!("{text} at {at:?}"));
                }
            }
        }
        wrong
    }

    proptest! {
        // Laying out takes a while without optimisation.
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn whatever_the_unit_is_called_nothing_leaves_the_paper_or_covers_a_code(
            unit in "([A-Z][a-zé]{1,14} ){1,9}",
            survey in "[A-Z][A-Z0-9.-]{0,31}",
            service in proptest::option::of("([A-Z][a-zé]{1,14} ?){1,5}"),
            host in "skm\\.[a-z]{3,28}\\.go\\.id",
        ) {
            for size in PosterSize::ALL {
                let poster = Poster { service: service.clone(), ..poster(&unit, &survey, &host) };
                let sheet = poster.sheet(size).unwrap();
                prop_assert_eq!(misplaced(&sheet), Vec::<String>::new());
            }
            let code = ("4F7K-9QX2-M8TD-V3RB".to_owned(), format!("HTTPS://{}/k/4F7K9QX2M8TDV3RB", host.to_uppercase()));
            let tickets = Tickets {
                unit,
                service,
                survey,
                batch: "1.234.567".into(),
                typing: format!("{host}/k"),
                codes: vec![code; 30],
                demo: false,
            };
            for sheet in tickets.sheets().unwrap() {
                prop_assert_eq!(misplaced(&sheet), Vec::<String>::new());
            }
        }
    }

    #[test]
    fn a_demo_says_so_on_everything_that_is_printed() {
        let demo = poster("Dinas", "DINAS", "skm.id");
        for size in PosterSize::ALL {
            let says = |poster: &Poster| {
                let sheet = poster.sheet(size).unwrap();
                let in_text =
                    |mark: &Mark| matches!(mark, Mark::Text { text, .. } if text.contains("DATA CONTOH"));
                (
                    sheet.marks.iter().any(in_text),
                    sheet.title.contains("DATA CONTOH"),
                )
            };
            assert_eq!(says(&demo), (true, true));
            let real = Poster {
                demo: false,
                ..demo.clone()
            };
            assert_eq!(says(&real), (false, false));
        }
    }

    #[test]
    fn an_address_that_no_phone_reads_from_afar_is_refused() {
        let long = poster("Dinas", &"A".repeat(32), &"a".repeat(60));
        assert!(long.sheet(PosterSize::A4).is_err());
    }
}
