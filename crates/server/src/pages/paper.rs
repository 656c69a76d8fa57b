//! `/dasbor/UNIT/kertas`: where an officer enters a stack of forms; `/dasbor/UNIT/formulir`: the form to print.

use askama::Template;

use super::{Choice, Shell, asset};

/// Names of the fields that the entry form posts. A question adds its code to a prefix.
pub mod paper_field {
    /// Id of the response, a UUID minted by the server.
    pub const ID: &str = "id";
    /// The stack, a UUID.
    pub const BATCH: &str = "tumpukan";
    /// The survey.
    pub const SURVEY: &str = "survei";
    /// The service.
    pub const SERVICE: &str = "layanan";
    /// The number of the service that one form is about, where forms of several are in a stack.
    pub const SERVICE_NUMBER: &str = "layanan-ke";
    /// The day on which the forms were filled in, `2026-09-14`.
    pub const DAY: &str = "tanggal";
    /// Prefix of a question's answer, 1 to 4; empty where none was given: `u-waktu`.
    pub const SCORE_PREFIX: &str = "u-";
    /// Prefix of a profile answer, the number of the option; empty where none was given: `p-usia`.
    pub const PROFILE_PREFIX: &str = "p-";
    /// What was written.
    pub const COMMENT: &str = "komentar";
    /// Why a form is withdrawn.
    pub const REASON: &str = "alasan";
}

/// One question of the stack's survey, as a cell to type into.
#[derive(Clone, Debug)]
pub struct PaperQuestion {
    /// Name of the field.
    pub field: String,
    /// Short name.
    pub name: String,
    /// Highest digit.
    pub max: usize,
    /// What each digit means, the first for 1.
    pub options: Vec<String>,
    /// What was typed.
    pub value: String,
}

/// One form that was entered.
#[derive(Clone, Debug)]
pub struct PaperLine {
    /// Its place in the stack, from 1.
    pub number: usize,
    /// Its id.
    pub id: String,
    /// "4 3 – 4 3 4 4 2 4".
    pub scores: String,
    /// Why it was withdrawn.
    pub withdrawn: Option<String>,
}

/// A stack on its way into the log.
#[derive(Debug, Template)]
#[template(path = "paper.html")]
pub struct PaperPage {
    /// The frame.
    pub shell: Shell,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// Open surveys of the unit.
    pub surveys: Vec<Choice>,
    /// The survey of the stack.
    pub survey: String,
    /// The service of each form, as a cell to type into; none where there is one service, or more than digits.
    pub service_cell: Option<PaperQuestion>,
    /// The services of the survey.
    pub services: Vec<Choice>,
    /// The service of the whole stack, where forms have no cell for it.
    pub service: String,
    /// The day on which the forms were filled in, `2026-09-14`.
    pub day: String,
    /// Today, the last day that may be.
    pub today: String,
    /// Name of the stack.
    pub batch: String,
    /// Id of the next form.
    pub id: String,
    /// The unsur.
    pub scores: Vec<PaperQuestion>,
    /// About the person.
    pub profile: Vec<PaperQuestion>,
    /// What was written.
    pub comment: String,
    /// Forms entered and not withdrawn.
    pub count: String,
    /// The last forms, the last first.
    pub lines: Vec<PaperLine>,
    /// Why the form was not entered.
    pub problem: Option<String>,
}

impl PaperPage {
    fn cells(&self) -> impl Iterator<Item = &PaperQuestion> {
        self.service_cell.iter().chain(&self.scores).chain(&self.profile)
    }

    /// The first cell that was left as it is.
    fn begins(&self, question: &PaperQuestion) -> bool {
        self.cells()
            .next()
            .is_some_and(|first| first.field == question.field)
    }
}

/// One question on the printed form.
#[derive(Clone, Debug)]
pub struct PrintedQuestion {
    /// Its number.
    pub number: usize,
    /// The question.
    pub text: String,
    /// The four answers, from 1.
    pub labels: Vec<String>,
}

/// One question about the person on the printed form.
#[derive(Clone, Debug)]
pub struct PrintedProfile {
    /// "Pendidikan terakhir".
    pub legend: String,
    /// "SD", "SMP" …
    pub options: Vec<String>,
}

/// The form to print.
#[derive(Debug, Template)]
#[template(path = "blank_form.html")]
pub struct BlankFormPage {
    /// The frame.
    pub shell: Shell,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// The survey.
    pub survey: String,
    /// Its services.
    pub services: Vec<String>,
    /// Id and version of the instrument.
    pub instrument: String,
    /// The questions.
    pub questions: Vec<PrintedQuestion>,
    /// About the person.
    pub profile: Vec<PrintedProfile>,
}
