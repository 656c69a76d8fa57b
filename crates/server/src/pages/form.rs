//! `/s/CODE`: the citizen's survey, one document that needs nothing else.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;

use super::{Shell, Words, asset};

/// Names of the fields that the form posts. A question adds its code to a prefix.
pub mod field {
    /// Id of the response, a UUID minted by the server or kept from a draft.
    pub const ID: &str = "id";
    /// Id of the instrument that was shown.
    pub const INSTRUMENT: &str = "instrumen";
    /// Its version.
    pub const VERSION: &str = "versi";
    /// Language that was shown.
    pub const LANGUAGE: &str = "bahasa";
    /// `besar` when shown in large print.
    pub const PRINT: &str = "huruf";
    /// Channel through which the citizen came.
    pub const CHANNEL: &str = "kanal";
    /// Code of the service used.
    pub const SERVICE: &str = "layanan";
    /// Prefix of a question's answer, 1 to 4: `u-waktu`.
    pub const SCORE_PREFIX: &str = "u-";
    /// Prefix of the ticked reasons of a question, any number: `r-waktu`.
    pub const REASON_PREFIX: &str = "r-";
    /// Prefix of a profile answer; empty means not answered: `p-usia`.
    pub const PROFILE_PREFIX: &str = "p-";
    /// Prefix of the text beside a question's low answer: `t-waktu`.
    pub const NOTE_PREFIX: &str = "t-";
    /// Free text.
    pub const COMMENT: &str = "komentar";
    /// Seconds from first sight to Kirim, filled in by the script; empty without it.
    pub const SECONDS: &str = "lama";
    /// Hour of Kirim by the clock of the device, `2026-09-14T02Z`; by the script, said once.
    pub const HOUR: &str = "jam";
    /// Hour by the same clock as this very request leaves; by the script, another one each time.
    pub const NOW: &str = "kini";
    /// Its own count of what it sends.
    pub const COUNTER: &str = "urut";
    /// A trap for programs that fill in everything; people leave it empty.
    pub const TRAP: &str = "situs";
    /// One-time code, as it was typed or as a ticket brought it.
    pub const TOKEN: &str = "kode";
    /// What else than sending was asked: `bahasa:en`, `huruf:besar`, `huruf:biasa`. Absent on Kirim.
    pub const ACTION: &str = "aksi";
}

/// Longest comment, in characters.
const COMMENT_CHARS_MAX: usize = 500;
/// Longest text beside one question, in characters: some of them fit into one comment.
const NOTE_CHARS_MAX: usize = 120;

/// Highest score that is asked for its reasons.
pub(crate) const LOW_SCORE_MAX: u8 = 2;

/// From this many services on, they fold into one select: the questions should be near the top.
const SERVICES_LISTED_MAX: usize = 8;

/// A code to send and a label to read.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What is sent.
    pub code: String,
    /// What is read.
    pub label: String,
}

/// One question of the instrument, in the language of the page.
#[derive(Clone, Debug)]
pub struct Question {
    /// Code of the unsur.
    pub code: String,
    /// Number shown, from 1.
    pub number: u8,
    /// The question.
    pub text: String,
    /// The four answers, worst first, scored 1 to 4.
    pub labels: [String; 4],
    /// Reasons offered after an answer of 1 or 2; may be empty.
    pub reasons: Vec<Choice>,
}

/// One optional question about the citizen.
#[derive(Clone, Debug)]
pub struct ProfileQuestion {
    /// Name of the field after `p-`.
    pub name: String,
    /// The question, "Kelompok usia".
    pub legend: String,
    /// What may be chosen.
    pub options: Vec<Choice>,
}

/// A survey as citizens see it: the same for everybody, so it can be kept and shared.
#[derive(Clone, Debug)]
pub struct SurveyFace {
    /// Code in the address.
    pub code: String,
    /// The unit that is asked about.
    pub unit_name: String,
    /// Its services; the first is sent unseen if it is the only one.
    pub services: Vec<Choice>,
    /// Id of the instrument.
    pub instrument: String,
    /// Version of the instrument.
    pub instrument_version: u32,
    /// The questions in the instrument's order.
    pub questions: Vec<Question>,
    /// The optional questions.
    pub profile: Vec<ProfileQuestion>,
    /// The wording in this language is a draft.
    pub draft: bool,
    /// Codes of the questions that there is a recording of, in this language.
    pub recorded: Vec<String>,
}

/// Answers given so far.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    /// Service chosen, or preselected by the address.
    pub service: Option<String>,
    /// Score by code of the unsur.
    pub scores: BTreeMap<String, u8>,
    /// Ticked reasons by code of the unsur.
    pub reasons: BTreeMap<String, BTreeSet<String>>,
    /// Text beside a low answer, by code of the unsur.
    pub notes: BTreeMap<String, String>,
    /// Profile answers by name.
    pub profile: BTreeMap<String, String>,
    /// Free text.
    pub comment: String,
    /// Hour of Kirim as the device said it first; empty before.
    pub hour: String,
    /// Seconds taken, likewise.
    pub seconds: String,
}

impl Kept {
    /// Everything that was written, as one comment: the text beside each low answer under the code of its unsur, in
    /// the order of the questions, then the rest.
    #[must_use]
    pub fn whole_comment(&self, order: &[&str]) -> String {
        let low = |code: &&&str| {
            self.scores
                .get(**code)
                .is_some_and(|score| *score <= LOW_SCORE_MAX)
        };
        let note = |code: &&str| {
            let note = self.notes.get(*code)?.trim();
            (!note.is_empty()).then(|| format!("{code}: {note}"))
        };
        let mut parts: Vec<String> = order.iter().filter(low).filter_map(note).collect();
        parts.push(self.comment.trim().to_owned());
        parts.retain(|part| !part.is_empty());
        parts.join("\n")
    }
}

/// What keeps the form from being sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormProblem {
    /// No such one-time code was issued for the survey.
    TokenUnknown,
    /// There are several services and none is chosen.
    NoService,
    /// The question of this code has no answer.
    Unanswered(String),
    /// The comment is over its limit.
    CommentTooLong,
}

/// The survey form.
#[derive(Debug, Template)]
#[template(path = "form.html")]
pub struct FormPage<'a> {
    /// The frame; its language is that of `survey`.
    pub shell: Shell,
    /// What is asked.
    pub survey: &'a SurveyFace,
    /// Languages on offer, the shown one included.
    pub languages: &'a [&'static Words],
    /// Id of the response to be.
    pub response_id: String,
    /// Channel, "qr".
    pub channel: String,
    /// The one-time code with which the citizen came, where the page holds it as a field of its own.
    pub token: Option<String>,
    /// The citizen came with a one-time code, wherever it stands in the page.
    pub ticket: bool,
    /// Answers to show as given.
    pub kept: Kept,
    /// In the order of the page; empty at first sight.
    pub problems: Vec<FormProblem>,
}

impl FormPage<'_> {
    fn other_languages(&self) -> impl Iterator<Item = &&'static Words> {
        self.languages
            .iter()
            .filter(|words| words.language() != self.shell.lang())
    }

    fn total(&self) -> usize {
        self.survey.questions.len()
    }

    fn lists_services(&self) -> bool {
        self.survey.services.len() <= SERVICES_LISTED_MAX
    }

    fn serves(&self, service: &Choice) -> bool {
        self.kept.service.as_ref() == Some(&service.code)
    }

    fn scored(&self, question: &Question, score: &usize) -> bool {
        self.kept
            .scores
            .get(&question.code)
            .is_some_and(|kept| usize::from(*kept) == *score)
    }

    fn ticked(&self, question: &Question, reason: &Choice) -> bool {
        self.kept
            .reasons
            .get(&question.code)
            .is_some_and(|ticked| ticked.contains(&reason.code))
    }

    fn note(&self, question: &Question) -> &str {
        self.kept.notes.get(&question.code).map_or("", String::as_str)
    }

    fn is_draft(&self) -> bool {
        self.survey.draft || self.shell.words.is_draft()
    }

    fn voices(&self) -> String {
        self.survey.recorded.join(" ")
    }

    fn told(&self, question: &ProfileQuestion, option: &Choice) -> bool {
        self.kept.profile.get(&question.name) == Some(&option.code)
    }

    fn unanswered(&self, question: &Question) -> bool {
        self.problems
            .contains(&FormProblem::Unanswered(question.code.clone()))
    }

    fn token_unknown(&self) -> bool {
        self.problems.contains(&FormProblem::TokenUnknown)
    }

    fn no_service(&self) -> bool {
        self.problems.contains(&FormProblem::NoService)
    }

    fn comment_too_long(&self) -> bool {
        self.problems.contains(&FormProblem::CommentTooLong)
    }

    /// Id of the first control that mends a problem.
    fn place(&self, problem: &FormProblem) -> String {
        match problem {
            FormProblem::TokenUnknown => field::TOKEN.into(),
            FormProblem::NoService if self.lists_services() => "layanan-1".into(),
            FormProblem::NoService => "layanan".into(),
            FormProblem::Unanswered(code) => format!("u-{code}-1"),
            FormProblem::CommentTooLong => "komentar".into(),
        }
    }

    fn summary(&self, problem: &FormProblem) -> String {
        match problem {
            FormProblem::TokenUnknown => self.shell.t("kode.asing").into(),
            FormProblem::NoService => self.shell.t("galat.layanan").into(),
            FormProblem::Unanswered(code) => {
                let question = self
                    .survey
                    .questions
                    .iter()
                    .find(|question| question.code == *code);
                self.shell
                    .fill("galat.tanya", question.map_or(0, |question| question.number), "")
            }
            FormProblem::CommentTooLong => self.shell.t("galat.panjang").into(),
        }
    }
}

/// Under what a browser keeps what was entered, until it is sent: who answers with another code is another person. The
/// script makes the same name of the form.
#[must_use]
pub fn draft_name(survey: &str, token: Option<&str>) -> String {
    token.map_or_else(|| survey.into(), |token| format!("{survey}/{token}"))
}
