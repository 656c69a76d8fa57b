//! Headings, paragraphs, tables and pictures, all alike, so that chapters only say what stands in them.

use std::{fmt::Write as _, io::Cursor};

use docx_rs::{
    AlignmentType, BreakType, Docx, FieldCharType, Footer, InstrText, InstrToC, LineSpacing, LineSpacingType,
    PageMargin, PageNum, Paragraph, Pic, Run, RunFonts, Shading, SpecialIndentType, Style, StyleType, Table,
    TableCell, TableLayoutType, TableRow, WidthType,
};

use crate::{
    LaporanPeriode,
    limits::{CHART_MARGIN_PX, CHART_SCALE, ROWS_KEPT_TOGETHER},
    picture,
};

/// Width between the margins, in twentieths of a point: A4 less 3 cm and 2.5 cm.
const TEXT_WIDTH: usize = 8_788;
/// The same in units of a picture's size (EMU, 635 of them a twentieth of a point).
const TEXT_WIDTH_EMU: u32 = 8_788 * 635;
const ACCENT: &str = "0B4F6C";
const SHADE: &str = "EEF3F6";

/// The document as it is written.
pub(super) struct Paper {
    docx: Docx,
    /// What each picture shows, in words, in order.
    described: Vec<String>,
}

/// How a column of a table is set: its share of the width in hundredths, and whether it holds numbers.
#[derive(Clone, Copy)]
pub(super) struct Column {
    pub(super) share: usize,
    pub(super) number: bool,
}

pub(super) const fn words(share: usize) -> Column {
    Column { share, number: false }
}

pub(super) const fn number(share: usize) -> Column {
    Column { share, number: true }
}

impl Paper {
    pub(super) fn new(laporan: &LaporanPeriode) -> Self {
        let fonts = || RunFonts::new().ascii("Calibri").hi_ansi("Calibri").cs("Calibri");
        let heading = |id: &str, name: &str, size, level| {
            Style::new(id, StyleType::Paragraph)
                .name(name)
                .size(size)
                .bold()
                .color(ACCENT)
                .fonts(fonts())
                .line_spacing(LineSpacing::new().before(280).after(120))
                .outline_lvl(level)
        };
        let published = laporan.publication.recorded_at.to_string();
        let margin = PageMargin::new()
            .top(1_418)
            .bottom(1_418)
            .left(1_701)
            .right(1_417);
        let foot = format!("{}, {} \u{b7} ", laporan.unit.name, laporan.period_words());
        let footer = Paragraph::new()
            .align(AlignmentType::Right)
            .add_run(Run::new().add_text(foot).size(16).color("525E6B"))
            .add_page_num(PageNum::new());
        let docx = Docx::new()
            .created_at(&published)
            .updated_at(&published)
            .page_size(11_906, 16_838)
            .page_margin(margin)
            .default_fonts(fonts())
            .default_size(22)
            .default_line_spacing(
                LineSpacing::new()
                    .after(120)
                    .line(276)
                    .line_rule(LineSpacingType::Auto),
            )
            .add_style(heading("Heading1", "heading 1", 32, 0))
            .add_style(heading("Heading2", "heading 2", 26, 1))
            .footer(Footer::new().add_paragraph(footer));
        Self {
            docx,
            described: Vec::new(),
        }
    }

    fn add(&mut self, paragraph: Paragraph) {
        let docx = std::mem::take(&mut self.docx);
        self.docx = docx.add_paragraph(paragraph);
    }

    /// A chapter on a page of its own.
    pub(super) fn chapter(&mut self, title: &str) {
        let heading = Paragraph::new()
            .style("Heading1")
            .page_break_before(true)
            .keep_next(true);
        self.add(heading.add_run(Run::new().add_text(title)));
    }

    pub(super) fn section(&mut self, title: &str) {
        let heading = Paragraph::new().style("Heading2").keep_next(true);
        self.add(heading.add_run(Run::new().add_text(title)));
    }

    pub(super) fn text(&mut self, text: impl Into<String>) {
        self.add(
            Paragraph::new()
                .align(AlignmentType::Both)
                .add_run(Run::new().add_text(text)),
        );
    }

    /// A paragraph on the page of the table that it leads to.
    pub(super) fn lead(&mut self, text: impl Into<String>) {
        let run = Run::new().add_text(text);
        self.add(Paragraph::new().keep_next(true).add_run(run));
    }

    /// A point of a list.
    pub(super) fn point(&mut self, text: impl AsRef<str>) {
        let run = Run::new().add_text(format!("\u{2022}\u{a0}\u{a0}{}", text.as_ref()));
        let hanging = Some(SpecialIndentType::Hanging(227));
        self.add(
            Paragraph::new()
                .indent(Some(511), hanging, None, None)
                .add_run(run),
        );
    }

    /// What stands under a table or a picture.
    pub(super) fn caption(&mut self, text: impl Into<String>) {
        let run = Run::new().add_text(text).size(18).italic().color("525E6B");
        self.add(Paragraph::new().add_run(run));
    }

    /// A line in the middle of the page; `size` in half points.
    pub(super) fn centred(&mut self, text: impl Into<String>, size: usize, bold: bool) {
        let run = Run::new().add_text(text).size(size);
        let run = if bold { run.bold() } else { run };
        self.add(Paragraph::new().align(AlignmentType::Center).add_run(run));
    }

    /// A line that says that nothing here is real.
    pub(super) fn sample(&mut self) {
        let run = Run::new()
            .add_text("DATA CONTOH \u{b7} bukan survei sungguhan")
            .bold();
        let run = run.shading(Shading::new().fill("FFE07A"));
        self.add(Paragraph::new().align(AlignmentType::Center).add_run(run));
    }

    pub(super) fn page_break(&mut self) {
        self.add(Paragraph::new().add_run(Run::new().add_break(BreakType::Page)));
    }

    /// The contents: a field that a word processor fills with every heading and its page, and until then these.
    pub(super) fn contents(&mut self, titles: &[&str]) {
        let field = |kind, dirty| Run::new().add_field_char(kind, dirty);
        for (at, title) in titles.iter().enumerate() {
            let mut line = Paragraph::new();
            if at == 0 {
                let contents = InstrText::TOC(InstrToC::new().heading_styles_range(1, 2).hyperlink());
                line = line
                    .add_run(field(FieldCharType::Begin, true))
                    .add_run(Run::new().add_instr_text(contents))
                    .add_run(field(FieldCharType::Separate, false));
            }
            line = line.add_run(Run::new().add_text(*title));
            if at + 1 == titles.len() {
                line = line.add_run(field(FieldCharType::End, false));
            }
            self.add(line);
        }
    }

    /// A table: what each column is, its headings, its rows.
    pub(super) fn table(&mut self, columns: &[Column], head: &[&str], rows: &[Vec<String>]) {
        let widths: Vec<usize> = columns
            .iter()
            .map(|column| TEXT_WIDTH * column.share / 100)
            .collect();
        let short = rows.len() <= ROWS_KEPT_TOGETHER;
        let cell = |text: &str, at: usize, is_head: bool, keep: bool| {
            let run = Run::new().add_text(text).size(20);
            let run = if is_head { run.bold() } else { run };
            let align = if columns[at].number {
                AlignmentType::Right
            } else {
                AlignmentType::Left
            };
            let tight = LineSpacing::new().before(20).after(20);
            let paragraph = Paragraph::new()
                .align(align)
                .line_spacing(tight)
                .keep_next(keep)
                .add_run(run);
            let cell = TableCell::new()
                .width(widths[at], WidthType::Dxa)
                .add_paragraph(paragraph);
            if is_head {
                cell.shading(Shading::new().fill(SHADE))
            } else {
                cell
            }
        };
        let line = |texts: &mut dyn Iterator<Item = &str>, is_head: bool, keep: bool| {
            let cells = texts
                .enumerate()
                .map(|(at, text)| cell(text, at, is_head, keep))
                .collect();
            TableRow::new(cells).cant_split()
        };
        // A head alone at the foot of a page says nothing; a short table stays on one.
        let mut lines = vec![line(&mut head.iter().copied(), true, true)];
        lines.extend((1..).zip(rows).map(|(number, row)| {
            let keep = short && number < rows.len();
            line(&mut row.iter().map(String::as_str), false, keep)
        }));
        let table = Table::new(lines)
            .set_grid(widths.clone())
            .width(widths.iter().sum(), WidthType::Dxa)
            .layout(TableLayoutType::Fixed);
        let docx = std::mem::take(&mut self.docx);
        self.docx = docx.add_table(table);
        self.add(Paragraph::new().line_spacing(LineSpacing::new().after(60)));
    }

    /// A drawing over the whole width, with what it shows in words for whoever cannot see it.
    pub(super) fn chart(&mut self, svg: &str, width_px: u16, description: &str) {
        let scale = u32::from(CHART_SCALE);
        let width_px = (u32::from(width_px) + 2 * CHART_MARGIN_PX) * scale;
        // Its last letters stand at its very edge, and word processors cut there.
        let (png, height_px) = picture::png(svg, width_px, CHART_MARGIN_PX * scale);
        self.picture(png, (width_px, height_px), TEXT_WIDTH_EMU, description);
    }

    /// A picture so wide, in the middle of the page.
    pub(super) fn picture(
        &mut self,
        png: Vec<u8>,
        (width_px, height_px): (u32, u32),
        width_emu: u32,
        description: &str,
    ) {
        let height_emu = u64::from(width_emu) * u64::from(height_px) / u64::from(width_px.max(1));
        let height_emu = u32::try_from(height_emu).unwrap_or(u32::MAX);
        self.described.push(description.to_owned());
        let pic = Pic::new_with_dimensions(png, width_px, height_px)
            .id(format!("rIdGambar{}", self.described.len()))
            .size(width_emu, height_emu);
        let paragraph = Paragraph::new().align(AlignmentType::Center);
        self.add(paragraph.add_run(Run::new().add_image(pic)));
    }

    /// The file. The library names every picture "Figure"; here each gets its description. It knows no heads of tables
    /// either; here the first row of each is repeated on every page that the table goes on to.
    pub(super) fn finish(self) -> Vec<u8> {
        let mut built = self.docx.build();
        let text = String::from_utf8_lossy(&built.document).into_owned();
        let mut parts = text.split("name=\"Figure\"");
        let mut described = parts.next().unwrap_or_default().to_owned();
        for (part, (description, number)) in parts.zip(self.described.iter().zip(1..)) {
            let description = escaped(description);
            write!(
                described,
                "name=\"Gambar {number}\" descr=\"{description}\"{part}"
            )
            .expect("writing to a string does not fail");
        }
        let mut tables = described.split("<w:tbl>");
        let mut headed = tables.next().unwrap_or_default().to_owned();
        for table in tables {
            headed.push_str("<w:tbl>");
            headed.push_str(&table.replacen("<w:trPr>", "<w:trPr><w:tblHeader />", 1));
        }
        built.document = headed.into_bytes();
        let mut file = Cursor::new(Vec::new());
        built.pack(&mut file).expect("memory takes every part");
        file.into_inner()
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}
