//! Posters and tickets: what the register knows, as printed matter.

use app::{App, AppError, IssuedTokens};
use report::print::{Poster, PosterSize, QrTooLong, Sheet, Tickets};
use survey::{Refusal, Survey, Token, UnitCode};

use crate::{
    Letterheads, PublicUrl,
    pages::{NoPoster, Offer, PosterFace, PosterPage, Shell},
    present::words,
};

/// What a size is called in an address, and for people.
const SIZES: [(PosterSize, &str, &str); 3] = [
    (PosterSize::A4, "a4", "A4, untuk dinding"),
    (PosterSize::A5, "a5", "A5, untuk kaca loket"),
    (PosterSize::Card, "kartu", "A6, kartu meja"),
];

/// What posters are made of.
#[derive(Clone, Copy)]
pub(crate) struct Press<'a> {
    pub(crate) app: &'a App,
    /// Where people find the survey, if that is known.
    pub(crate) site: Option<&'a PublicUrl>,
    pub(crate) letterheads: &'a Letterheads,
}

/// The size of that name in an address.
pub(crate) fn size_of(name: &str) -> Option<PosterSize> {
    let size = SIZES.iter().find(|(_, code, _)| *code == name);
    size.map(|(size, _, _)| *size)
}

/// The page of a unit's poster, for the survey and size asked for, or the first of each.
pub(crate) fn poster_page(
    press: Press<'_>,
    shell: Shell,
    unit: &UnitCode,
    (survey, size): (Option<&str>, Option<&str>),
) -> Result<PosterPage, AppError> {
    let size = size.and_then(size_of).unwrap_or(PosterSize::A4);
    let registry = press.app.registry();
    let found = registry
        .unit(unit)
        .ok_or_else(|| Refusal::UnitUnknown(unit.clone()))?;
    let open = registry.open_surveys(unit);
    let chosen = chosen(&open, survey);
    let surveys = open.iter().map(|survey| Offer {
        code: survey.code.to_string(),
        label: survey.code.to_string(),
        current: chosen.is_some_and(|chosen| chosen.code == survey.code),
    });
    let sizes = SIZES.iter().map(|(of, code, label)| Offer {
        code: (*code).into(),
        label: (*label).into(),
        current: *of == size,
    });
    Ok(PosterPage {
        surveys: surveys.collect(),
        sizes: sizes.collect(),
        poster: face(press, chosen, size),
        unit_code: unit.to_string(),
        unit_name: found.name.clone(),
        shell,
    })
}

fn face(press: Press<'_>, survey: Option<&Survey>, size: PosterSize) -> Result<PosterFace, NoPoster> {
    let survey = survey.ok_or(NoPoster::NoSurvey)?;
    let site = press.site.ok_or(NoPoster::NoAddress)?;
    let sheet = poster_sheet(press, site, survey, size).map_err(|_| NoPoster::NoAddress)?;
    let code = SIZES.iter().find(|(of, _, _)| *of == size);
    Ok(PosterFace {
        survey_code: survey.code.to_string(),
        size: code.map_or("", |(_, code, _)| code).into(),
        svg: sheet.svg(),
        local: site.is_local(),
    })
}

/// A unit's poster as a page to print; `None` if there is none.
pub(crate) fn poster_of(
    press: Press<'_>,
    unit: &UnitCode,
    survey: Option<&str>,
    size: PosterSize,
) -> Option<Sheet> {
    let registry = press.app.registry();
    let open = registry.open_surveys(unit);
    let survey = chosen(&open, survey)?;
    poster_sheet(press, press.site?, survey, size).ok()
}

/// The posters of all open surveys, in order of the tree; one whose address is too long for a QR code is left out.
pub(crate) fn every_poster(press: Press<'_>, site: &PublicUrl, size: PosterSize) -> Vec<Sheet> {
    let registry = press.app.registry();
    let units = registry.tree();
    let open = units
        .iter()
        .flat_map(|(_, unit)| registry.open_surveys(&unit.code));
    open.filter_map(|survey| poster_sheet(press, site, survey, size).ok())
        .collect()
}

fn poster_sheet(
    press: Press<'_>,
    site: &PublicUrl,
    survey: &Survey,
    size: PosterSize,
) -> Result<Sheet, QrTooLong> {
    let registry = press.app.registry();
    let address = site.of_survey(&survey.code);
    let poster = Poster {
        publisher: registry
            .opened()
            .map_or_else(String::new, |opened| opened.name.clone()),
        logo: press.letterheads.logo_of(survey.unit.as_str()),
        unit: registry
            .unit(&survey.unit)
            .map_or_else(String::new, |unit| unit.name.clone()),
        survey: survey.code.to_string(),
        qr: address.for_qr(),
        address: address.for_people().into(),
        results: site.of_results(&survey.unit).for_people().into(),
        questions: survey.instrument.unsur.len(),
        demo: registry.is_demo(),
    };
    poster.sheet(size)
}

/// Sheets of tickets with the codes of a batch.
///
/// # Errors
/// If the address of the site is too long for a QR code.
pub fn ticket_sheets(app: &App, site: &PublicUrl, issued: &IssuedTokens) -> Result<Vec<Sheet>, QrTooLong> {
    let registry = app.registry();
    let code = |token: &Token| (token.to_string(), site.of_token(token).for_qr());
    let tickets = Tickets {
        unit: registry
            .unit(&issued.unit)
            .map_or_else(String::new, |unit| unit.name.clone()),
        survey: issued.survey.to_string(),
        batch: words::count(issued.position),
        typing: site.of_typing().for_people().into(),
        codes: issued.tokens.iter().map(code).collect(),
        demo: registry.is_demo(),
    };
    tickets.sheets()
}

/// The codes of a batch as CSV: each with its address, if the site has one.
#[must_use]
pub fn tickets_csv(site: Option<&PublicUrl>, issued: &IssuedTokens) -> String {
    let address = |token: &Token| site.map_or_else(String::new, |site| site.of_token(token).to_string());
    let line = |token: &Token| format!("{token},{}\n", address(token));
    let lines = issued.tokens.iter().map(line);
    std::iter::once("kode,alamat\n".to_owned()).chain(lines).collect()
}

fn chosen<'a>(open: &[&'a Survey], asked: Option<&str>) -> Option<&'a Survey> {
    let asked = asked.and_then(|asked| open.iter().find(|survey| survey.code.as_str() == asked));
    asked.or_else(|| open.first()).copied()
}
