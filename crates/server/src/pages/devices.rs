//! `/dasbor/perangkat`: the devices of the offices.

use askama::Template;

use super::{Shell, asset};

/// Names of the fields that the forms post.
pub mod device_field {
    /// The code that the device shows.
    pub const CODE: &str = "kode";
    /// The survey that it will ask.
    pub const SURVEY: &str = "survei";
    /// Where it stands.
    pub const DESK: &str = "letak";
    /// The language in which it begins.
    pub const LANGUAGE: &str = "bahasa";
    /// Why it is revoked.
    pub const REASON: &str = "alasan";
}

/// A survey or a language that may be chosen.
#[derive(Clone, Debug)]
pub struct DeviceChoice {
    /// What is sent.
    pub code: String,
    /// What is read.
    pub label: String,
}

/// What an officer has entered, to be shown again.
#[derive(Clone, Debug, Default)]
pub struct DeviceAsked {
    /// The code that the device shows.
    pub code: String,
    /// The survey.
    pub survey: String,
    /// Where it stands.
    pub desk: String,
    /// The language.
    pub language: String,
    /// Why nothing came of it.
    pub problem: Option<String>,
}

/// One device.
#[derive(Clone, Debug)]
pub struct DeviceRow {
    /// Its code.
    pub code: String,
    /// Where it stands.
    pub desk: String,
    /// The unit.
    pub unit: String,
    /// The survey.
    pub survey: String,
    /// The language, "Bahasa Indonesia".
    pub language: String,
    /// When it was heard last, "2 menit lalu"; none since the program started.
    pub seen: Option<String>,
    /// Heard within the last minutes.
    pub is_there: bool,
    /// Answers that wait on it, "3"; empty if not heard.
    pub queue: String,
    /// Answers that were refused and lie on it; none if there are none.
    pub refused: Option<String>,
    /// The version of its page; may be empty.
    pub version: String,
    /// By how much its clock is wrong, "12 menit maju"; none if not by much.
    pub skew: Option<String>,
    /// Answers that came from it, "431".
    pub answers: String,
    /// Its numbers that are missing, "12–14, 77"; empty if none.
    pub gaps: String,
    /// Answers under a number that another one had; none if none.
    pub repeated: Option<String>,
    /// When it was revoked, "12 September 2026".
    pub revoked: Option<String>,
}

/// The devices, and the form that takes one in.
#[derive(Debug, Template)]
#[template(path = "devices.html")]
pub struct DevicesPage {
    /// The frame.
    pub shell: Shell,
    /// What was entered.
    pub asked: DeviceAsked,
    /// Open surveys.
    pub surveys: Vec<DeviceChoice>,
    /// Languages.
    pub languages: Vec<DeviceChoice>,
    /// Devices in use, in order of enrolment.
    pub devices: Vec<DeviceRow>,
    /// Revoked ones, the last first.
    pub revoked: Vec<DeviceRow>,
}
