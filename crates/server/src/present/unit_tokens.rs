//! One-time codes of a unit, counted.

use app::{App, AppError};
use report::print::TICKETS_PER_SHEET;
use survey::{
    Admission, Refusal, Registry, Survey, UnitCode,
    limits::{TOKENS_PER_BATCH_MAX, TOKENS_PER_BATCH_MIN},
};

use crate::{
    pages::{Shell, SurveyTokens, UnitTokensPage},
    present::{poster::services_of, words},
};

/// The page of a unit's one-time codes; `refusal` says why nothing was issued just now.
pub(crate) fn unit_tokens_page(
    app: &App,
    shell: Shell,
    unit: &UnitCode,
    printable: bool,
    refusal: Option<String>,
) -> Result<UnitTokensPage, AppError> {
    let registry = app.registry();
    let found = registry
        .unit(unit)
        .ok_or_else(|| Refusal::UnitUnknown(unit.clone()))?;
    let open = registry.open_surveys(unit);
    let surveys = open
        .iter()
        .map(|survey| tokens_of(app, &registry, survey, found.zone));
    Ok(UnitTokensPage {
        surveys: surveys.collect::<Result<_, _>>()?,
        unit_code: unit.to_string(),
        unit_name: found.name.clone(),
        count_min: TOKENS_PER_BATCH_MIN,
        count_max: TOKENS_PER_BATCH_MAX,
        per_sheet: TICKETS_PER_SHEET,
        printable,
        refusal,
        shell,
    })
}

fn tokens_of(
    app: &App,
    registry: &Registry,
    survey: &Survey,
    zone: survey::Zone,
) -> Result<SurveyTokens, AppError> {
    let (counts, key) = (app.token_counts(&survey.code)?, app.token_key_id()?);
    let void = counts.void(key);
    let batches = counts.batches.iter().rev();
    Ok(SurveyTokens {
        survey_code: survey.code.to_string(),
        services: services_of(registry, survey),
        required: survey.admission == Admission::Code,
        issued: words::count(counts.issued()),
        used: words::count(counts.used()),
        open: words::count(counts.open(key)),
        void: (void > 0).then(|| words::count(void)),
        batches: batches
            .map(|batch| (words::count(batch.count), words::moment(batch.issued_at, zone)))
            .collect(),
    })
}
