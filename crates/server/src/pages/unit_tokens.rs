//! `/dasbor/UNIT/kode`: one-time codes of a unit: how many there are, and making more.

use askama::Template;

use super::{Shell, asset};

/// The one-time codes of one survey.
#[derive(Clone, Debug)]
pub struct SurveyTokens {
    /// Code of the survey.
    pub survey_code: String,
    /// Its services by code and name; none where it has one only.
    pub services: Vec<(String, String)>,
    /// Answers count only with a code.
    pub required: bool,
    /// Codes ever issued, "1.200".
    pub issued: String,
    /// Codes that were answered with.
    pub used: String,
    /// Codes that still admit somebody.
    pub open: String,
    /// Codes that admit nobody because the key was changed; none if there are none.
    pub void: Option<String>,
    /// Batches, newest first: how many codes, when.
    pub batches: Vec<(String, String)>,
}

/// The one-time codes of a unit.
#[derive(Debug, Template)]
#[template(path = "unit_tokens.html")]
pub struct UnitTokensPage {
    /// The frame.
    pub shell: Shell,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// Its open surveys.
    pub surveys: Vec<SurveyTokens>,
    /// Fewest and most codes issued at once.
    pub count_min: usize,
    /// Most of them.
    pub count_max: usize,
    /// Tickets on one sheet.
    pub per_sheet: usize,
    /// Codes can be printed: the server knows by which address people reach it.
    pub printable: bool,
    /// Why nothing was issued, if it was tried.
    pub refusal: Option<String>,
}

impl UnitTokensPage {
    fn asks_service(&self) -> bool {
        self.surveys.iter().any(|survey| !survey.services.is_empty())
    }
}

/// Tickets to print, at the only moment at which they can be.
#[derive(Debug, Template)]
#[template(path = "ticket_sheets.html")]
pub struct TicketSheetsPage {
    /// The frame.
    pub shell: Shell,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// How many tickets.
    pub count: String,
    /// On how many sheets.
    pub sheets: String,
    /// The drawings, one after the other.
    pub svg: String,
}
