//! Posters and tickets: what the register knows, as printed matter.

use app::{App, AppError, IssuedTokens};
use report::print::{Poster, PosterSize, QrTooLong, Sheet, Tickets};
use survey::{Refusal, Registry, ServiceCode, Survey, Token, UnitCode};

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

/// What somebody asks of a poster, as the address has it.
#[derive(Clone, Copy, Default)]
pub(crate) struct PosterAsked<'a> {
    /// The survey; the first open one if it is none.
    pub(crate) survey: Option<&'a str>,
    /// The service that is chosen already for whoever scans it; none for all of them.
    pub(crate) service: Option<&'a str>,
    /// The size; the largest if it is none.
    pub(crate) size: Option<&'a str>,
}

/// A survey, and one of its services where one is meant.
#[derive(Clone, Copy)]
struct Meant<'a> {
    survey: &'a Survey,
    service: Option<&'a ServiceCode>,
}

/// The page of a unit's poster.
pub(crate) fn poster_page(
    press: Press<'_>,
    shell: Shell,
    unit: &UnitCode,
    asked: PosterAsked<'_>,
) -> Result<PosterPage, AppError> {
    let size = asked.size.and_then(size_of).unwrap_or(PosterSize::A4);
    let registry = press.app.registry();
    let found = registry
        .unit(unit)
        .ok_or_else(|| Refusal::UnitUnknown(unit.clone()))?;
    let open = registry.open_surveys(unit);
    let meant = meant(&open, asked);
    let surveys = open.iter().map(|survey| Offer {
        code: survey.code.to_string(),
        label: survey.code.to_string(),
        current: meant.is_some_and(|meant| meant.survey.code == survey.code),
    });
    let sizes = SIZES.iter().map(|(of, code, label)| Offer {
        code: (*code).into(),
        label: (*label).into(),
        current: *of == size,
    });
    Ok(PosterPage {
        surveys: surveys.collect(),
        services: meant.map_or_else(Vec::new, |meant| {
            let offers = services_of(&registry, meant.survey).into_iter();
            let offer = |(code, label): (String, String)| Offer {
                current: meant.service.is_some_and(|service| service.as_str() == code),
                code,
                label,
            };
            offers.map(offer).collect()
        }),
        sizes: sizes.collect(),
        poster: face(press, meant, size),
        unit_code: unit.to_string(),
        unit_name: found.name.clone(),
        shell,
    })
}

fn face(press: Press<'_>, meant: Option<Meant<'_>>, size: PosterSize) -> Result<PosterFace, NoPoster> {
    let meant = meant.ok_or(NoPoster::NoSurvey)?;
    let site = press.site.ok_or(NoPoster::NoAddress)?;
    let too_long = match meant.service {
        Some(_) => NoPoster::ServiceTooLong,
        None => NoPoster::NoAddress,
    };
    let sheet = poster_sheet(press, site, meant, size).map_err(|_| too_long)?;
    let code = SIZES.iter().find(|(of, _, _)| *of == size);
    Ok(PosterFace {
        survey_code: meant.survey.code.to_string(),
        service_code: meant.service.map(ToString::to_string),
        size: code.map_or("", |(_, code, _)| code).into(),
        svg: sheet.svg(),
        local: site.is_local(),
    })
}

/// A unit's poster as a page to print; `None` if there is none.
pub(crate) fn poster_of(
    press: Press<'_>,
    unit: &UnitCode,
    asked: PosterAsked<'_>,
    size: PosterSize,
) -> Option<Sheet> {
    let registry = press.app.registry();
    let open = registry.open_surveys(unit);
    poster_sheet(press, press.site?, meant(&open, asked)?, size).ok()
}

/// The posters of all open surveys, in order of the tree; one whose address is too long for a QR code is left out.
pub(crate) fn every_poster(press: Press<'_>, site: &PublicUrl, size: PosterSize) -> Vec<Sheet> {
    let registry = press.app.registry();
    let units = registry.tree();
    let open = units
        .iter()
        .flat_map(|(_, unit)| registry.open_surveys(&unit.code));
    open.map(|survey| Meant {
        survey,
        service: None,
    })
    .filter_map(|meant| poster_sheet(press, site, meant, size).ok())
    .collect()
}

fn poster_sheet(
    press: Press<'_>,
    site: &PublicUrl,
    Meant { survey, service }: Meant<'_>,
    size: PosterSize,
) -> Result<Sheet, QrTooLong> {
    let registry = press.app.registry();
    let poster = Poster {
        publisher: registry
            .opened()
            .map_or_else(String::new, |opened| opened.name.clone()),
        logo: press.letterheads.logo_of(survey.unit.as_str()),
        unit: registry
            .unit(&survey.unit)
            .map_or_else(String::new, |unit| unit.name.clone()),
        service: service.map(|service| service_name(&registry, survey, service)),
        survey: survey.code.to_string(),
        qr: site.of_survey(&survey.code, service).for_qr(),
        // Whoever types it chooses the service on the page.
        address: site.of_survey(&survey.code, None).for_people().into(),
        results: site.of_results(&survey.unit).for_people().into(),
        questions: survey.instrument.unsur.len(),
        demo: registry.is_demo(),
    };
    poster.sheet(size)
}

/// Sheets of tickets with the codes of a batch; with a service, that is chosen already for whoever scans one.
///
/// # Errors
/// If the address of the site is too long for a QR code.
pub fn ticket_sheets(
    app: &App,
    site: &PublicUrl,
    issued: &IssuedTokens,
    service: Option<&ServiceCode>,
) -> Result<Vec<Sheet>, QrTooLong> {
    let registry = app.registry();
    let code = |token: &Token| (token.to_string(), site.of_token(token, service).for_qr());
    let survey = registry.survey(&issued.survey);
    let named = service.zip(survey);
    let tickets = Tickets {
        unit: registry
            .unit(&issued.unit)
            .map_or_else(String::new, |unit| unit.name.clone()),
        service: named.map(|(service, survey)| service_name(&registry, survey, service)),
        survey: issued.survey.to_string(),
        batch: words::count(issued.position),
        typing: site.of_typing().for_people().into(),
        codes: issued.tokens.iter().map(code).collect(),
        demo: registry.is_demo(),
    };
    tickets.sheets()
}

/// The codes of a batch as CSV: each with its address, if the site has one; likewise.
#[must_use]
pub fn tickets_csv(site: Option<&PublicUrl>, issued: &IssuedTokens, service: Option<&ServiceCode>) -> String {
    let address =
        |token: &Token| site.map_or_else(String::new, |site| site.of_token(token, service).to_string());
    let line = |token: &Token| format!("{token},{}\n", address(token));
    let lines = issued.tokens.iter().map(line);
    std::iter::once("kode,alamat\n".to_owned()).chain(lines).collect()
}

/// The services of a survey by code and name, where there are several.
pub(super) fn services_of(registry: &Registry, survey: &Survey) -> Vec<(String, String)> {
    let asked = registry.asked_services(survey).into_iter();
    let several = asked.filter(|_| survey.services.len() > 1);
    several
        .map(|service| (service.to_string(), service_name(registry, survey, service)))
        .collect()
}

fn service_name(registry: &Registry, survey: &Survey, service: &ServiceCode) -> String {
    let unit = registry.unit(&survey.unit);
    let known = unit.and_then(|unit| unit.services.get(service));
    known.map_or_else(|| service.to_string(), |service| service.name.clone())
}

fn meant<'a>(open: &[&'a Survey], asked: PosterAsked<'_>) -> Option<Meant<'a>> {
    let named = |survey: &&&Survey| Some(survey.code.as_str()) == asked.survey;
    let survey = open.iter().find(named).or_else(|| open.first()).copied()?;
    let service = survey
        .services
        .iter()
        .find(|service| Some(service.as_str()) == asked.service);
    Some(Meant { survey, service })
}
