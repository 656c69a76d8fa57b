//! `/dasbor/UNIT/poster`: the QR code of a survey, on paper.

use askama::Template;

use super::{Shell, asset};

/// One of several things to choose from by its address.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Value in the address.
    pub code: String,
    /// What is read.
    pub label: String,
    /// The one shown.
    pub current: bool,
}

/// A poster, to be printed from the page or kept as a file.
#[derive(Debug, Template)]
#[template(path = "poster.html")]
pub struct PosterPage {
    /// The frame.
    pub shell: Shell,
    /// Code of the unit.
    pub unit_code: String,
    /// Name of the unit.
    pub unit_name: String,
    /// Open surveys of the unit.
    pub surveys: Vec<Offer>,
    /// Services of the survey shown; none where it has one only.
    pub services: Vec<Offer>,
    /// Sizes of paper.
    pub sizes: Vec<Offer>,
    /// What can be printed; else why not.
    pub poster: Result<PosterFace, NoPoster>,
}

/// A poster as it is printed.
#[derive(Debug)]
pub struct PosterFace {
    /// Code of the survey.
    pub survey_code: String,
    /// Code of the service that is chosen already.
    pub service_code: Option<String>,
    /// Code of the size, which is also the class of the paper.
    pub size: String,
    /// The drawing.
    pub svg: String,
    /// The address on it leads to this machine alone.
    pub local: bool,
}

/// Why there is no poster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPoster {
    /// The unit has no open survey.
    NoSurvey,
    /// The server does not know by which address people reach it, or that is too long for a QR code.
    NoAddress,
    /// With the service in it the address is too long for a QR code.
    ServiceTooLong,
}
