//! The poster of a result, as the regulation wants it put up: the index, large, with its letter, for whom and when, how
//! many answered, and who they were.

use crate::print::{
    face::Face,
    picture::Picture,
    poster::{fitted_lines, sample_band},
    sheet::{Ink, Sheet, Step, Style, mm, rounded},
};

/// What the poster says; every text as people read it.
#[derive(Clone, Debug)]
pub struct ResultsPoster {
    /// Whose survey it is, for example `Kabupaten Sukamaju`.
    pub publisher: String,
    /// Address of the unit; empty if unknown.
    pub address: String,
    /// The logo of the office.
    pub logo: Option<Picture>,
    /// The unit.
    pub unit: String,
    /// `Triwulan III 2026`.
    pub period: String,
    /// The services asked about.
    pub services: String,
    /// The index, `88,31`.
    pub ikm: String,
    /// `A`.
    pub mutu: String,
    /// `Sangat Baik`.
    pub kinerja: String,
    /// How many answered, `1.204`.
    pub n: String,
    /// Respondents by profile: what was asked, and how many gave which answer.
    pub profile: Vec<(String, String)>,
    /// Where the figures come from, in a line.
    pub origin: String,
    /// The figures are made up.
    pub demo: bool,
}

const LEFT: i32 = mm(20);
const RIGHT: i32 = mm(190);
const WIDE: i32 = RIGHT - LEFT;
/// Where the foot begins; nothing of the profile may reach it.
const FOOT: i32 = mm(272);

impl ResultsPoster {
    /// The poster as a page, A4.
    #[must_use]
    pub fn sheet(&self) -> Sheet {
        let sample = if self.demo { "DATA CONTOH. " } else { "" };
        let title = format!(
            "{sample}Indeks Kepuasan Masyarakat {}, {}: {} ({})",
            self.unit, self.period, self.ikm, self.kinerja
        );
        let mut page = Sheet::new(mm(210), mm(297), title);
        if self.demo {
            sample_band(&mut page, mm(9));
        }
        let y = self.letterhead(&mut page);
        let y = self.heading(&mut page, y);
        let y = self.index(&mut page, y);
        self.respondents(&mut page, y);
        self.foot(&mut page);
        page
    }

    fn letterhead(&self, page: &mut Sheet) -> i32 {
        let top = mm(16);
        let beside = match &self.logo {
            Some(logo) => LEFT + page.place_picture((LEFT, top), logo, (mm(34), mm(22))) + mm(6),
            None => LEFT,
        };
        let room = RIGHT - beside;
        let whose = Style::new(Face::Strong, 5_600, Ink::Text).within(&self.publisher, room);
        page.write((beside, top + mm(9)), whose, self.publisher.as_str());
        if !self.address.is_empty() {
            let address = Style::new(Face::Text, 3_600, Ink::Muted).within(&self.address, room);
            page.write((beside, top + mm(16)), address, self.address.as_str());
        }
        // A logo is as high as name and address together.
        let under = top + if self.logo.is_some() { mm(26) } else { mm(20) };
        page.stroke(
            Ink::Accent,
            700,
            vec![Step::Move((LEFT, under)), Step::Line((RIGHT, under))],
        );
        under
    }

    fn heading(&self, page: &mut Sheet, y: i32) -> i32 {
        let name = Style::new(Face::Title, 9_600, Ink::Text);
        page.write((LEFT, y + mm(15)), name, "Indeks Kepuasan Masyarakat");
        let unit = fitted_lines(Style::new(Face::Strong, 7_200, Ink::Accent), &self.unit, WIDE, 2);
        let y = page.write_lines((LEFT, y + mm(26)), unit.0, unit.0.size_um * 5 / 4, &unit.1);
        let period = Style::new(Face::Text, 5_400, Ink::Text).within(&self.period, WIDE);
        page.write((LEFT, y + mm(1)), period, self.period.as_str());
        y + mm(8)
    }

    fn index(&self, page: &mut Sheet, top: i32) -> i32 {
        let high = mm(72);
        page.fill(Ink::Accent, rounded((LEFT, top), WIDE, high, mm(5)));
        let label = Style::new(Face::Strong, 5_200, Ink::White);
        page.write((LEFT + mm(10), top + mm(13)), label, "NILAI IKM");
        let value = Style::new(Face::Title, 33_000, Ink::White).within(&self.ikm, mm(100));
        page.write((LEFT + mm(9), top + mm(50)), value, self.ikm.as_str());
        let column = LEFT + mm(118);
        let letter = Style::new(Face::Title, 22_000, Ink::White);
        page.write((column, top + mm(13)), label, "MUTU");
        page.write((column, top + mm(40)), letter, self.mutu.as_str());
        let kinerja = Style::new(Face::Strong, 5_600, Ink::White).within(&self.kinerja, mm(48));
        page.write((column, top + mm(50)), kinerja, self.kinerja.as_str());
        let n = format!("{} responden", self.n);
        page.write(
            (LEFT + mm(10), top + mm(65)),
            Style::new(Face::Text, 5_000, Ink::White),
            n,
        );
        top + high
    }

    fn respondents(&self, page: &mut Sheet, y: i32) {
        let head = Style::new(Face::Strong, 4_600, Ink::Text);
        let services = fitted_lines(
            Style::new(Face::Text, 4_200, Ink::Text),
            &self.services,
            WIDE - mm(42),
            2,
        );
        page.write((LEFT, y + mm(11)), head, "Layanan");
        let y = page.write_lines(
            (LEFT + mm(42), y + mm(11)),
            services.0,
            services.0.size_um * 13 / 10,
            &services.1,
        );
        page.write((LEFT, y + mm(4)), head, "Responden");
        let mut style = Style::new(Face::Text, 4_200, Ink::Text);
        loop {
            let blocks = self.profile_lines(style);
            let lines: usize = blocks.iter().map(Vec::len).sum();
            let leading = style.size_um * 14 / 10;
            let needed = leading * i32::try_from(lines + blocks.len()).unwrap_or(i32::MAX / leading);
            if y + mm(4) + needed > FOOT - mm(14) && style.size_um > 2_400 {
                style.size_um = style.size_um * 95 / 100;
                continue;
            }
            let mut y = y + mm(4);
            for block in blocks {
                y = page.write_lines((LEFT + mm(42), y), style, leading, &block) + leading / 3;
            }
            return;
        }
    }

    /// Each question's answers in lines: `Jenis kelamin: Laki-laki 60 · Perempuan 62`.
    fn profile_lines(&self, style: Style) -> Vec<Vec<String>> {
        let block = |(question, answers): &(String, String)| {
            style.wrapped(&format!("{question}: {answers}"), WIDE - mm(42))
        };
        self.profile.iter().map(block).collect()
    }

    fn foot(&self, page: &mut Sheet) {
        page.stroke(
            Ink::Line,
            350,
            vec![Step::Move((LEFT, FOOT)), Step::Line((RIGHT, FOOT))],
        );
        let thanks =
            "Terima kasih atas penilaian Saudara. Masukan Saudara kami pakai untuk memperbaiki pelayanan.";
        let style = Style::new(Face::Strong, 4_200, Ink::Text).within(thanks, WIDE);
        page.write((LEFT, FOOT - mm(5)), style, thanks);
        let small = Style::new(Face::Text, 3_000, Ink::Muted);
        page.write_lines(
            (LEFT, FOOT + mm(6)),
            small,
            4_200,
            &small.wrapped(&self.origin, WIDE),
        );
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::print::sheet::Mark;

    fn poster(unit: &str, answers: usize) -> ResultsPoster {
        let answer = |at: usize| format!("Pilihan yang panjang {at} \u{b7} ");
        ResultsPoster {
            publisher: "Pemerintah Kabupaten Sukamaju".into(),
            address: "Jalan Merdeka 1, Sukamaju".into(),
            logo: None,
            unit: unit.into(),
            period: "Triwulan III 2026".into(),
            services: "Kartu tanda penduduk, kartu keluarga".into(),
            ikm: "100,00".into(),
            mutu: "A".into(),
            kinerja: "Sangat Baik".into(),
            n: "1.000.000".into(),
            profile: (0..4)
                .map(|at| {
                    (
                        format!("Pertanyaan {at}"),
                        (0..answers).map(answer).collect::<String>(),
                    )
                })
                .collect(),
            origin: "Metode exact".into(),
            demo: true,
        }
    }

    proptest! {
        #[test]
        fn nothing_leaves_the_paper(unit in "[A-Za-z ]{1,120}", answers in 0usize..14) {
            for mark in &poster(&unit, answers).sheet().marks {
                if let Mark::Text { at, face, size_um, text, .. } = mark {
                    prop_assert!(at.0 >= 0 && at.0 + face.width_um(text, *size_um) <= mm(210), "{text}");
                    prop_assert!((0..mm(297)).contains(&at.1), "{text}");
                }
            }
        }
    }
}
