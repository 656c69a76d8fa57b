//! Publishing a period: what would be published, and what was.

use app::{
    App, AppError,
    limits::PUBLIC_N_MIN,
    views::{PublishedResult, RecordedAnnouncement},
};
use ikm::Method;
use survey::{Medium, Period, Proof, Refusal, ResultPublished, Unit, UnitCode};

use crate::{
    pages::{AnnouncementLine, Flagged, MediumChoice, Preview, PublishPage, PublishedLine, Shell},
    present::{
        figure::{flagged_then, origin_at},
        period::{chosen, is_running, offered},
        words,
    },
};

/// What somebody asks of the page.
#[derive(Clone, Debug, Default)]
pub(crate) struct PublishAsked<'a> {
    /// The period, as the address has it.
    pub(crate) period: Option<&'a str>,
    /// Why what was asked was not done.
    pub(crate) problem: Option<String>,
}

/// The page of a unit for the period asked for, or the newest that is over.
pub(crate) fn publish_page(
    app: &App,
    mut shell: Shell,
    unit: &UnitCode,
    asked: PublishAsked<'_>,
) -> Result<PublishPage, AppError> {
    let registry = app.registry();
    let found = registry
        .unit(unit)
        .ok_or_else(|| Refusal::UnitUnknown(unit.clone()))?;
    let period = newest_over(app, found, asked.period)?;
    shell.position = Some(words::count(app.progress().0));
    let preview = match app.may_be_published(unit, period) {
        Ok((result, waiting)) => Ok(preview(app, found, &result, waiting)?),
        Err(AppError::Refused(refusal)) => Err(refusal.to_string()),
        Err(error) => return Err(error),
    };
    let published = app.results(unit)?;
    let of_period: Vec<_> = published
        .iter()
        .filter(|this| this.result.period == period)
        .collect();
    let announced = app.announcements(unit)?;
    let count = of_period.len();
    let publications = app.publications();
    let lines = (1..).zip(&of_period).map(|(number, this)| {
        let flagged = flagged_then(&*publications.flagged_in(this)?);
        Ok(line(found, (number, count), this, flagged, &announced))
    });
    let lines: Vec<_> = lines.collect::<Result<Vec<_>, AppError>>()?;
    let last = of_period.last().map(|this| this.position.0);
    let mut media: Vec<Medium> = announced
        .iter()
        .filter(|recorded| Some(recorded.announced.publication) == last)
        .map(|recorded| recorded.announced.medium)
        .collect();
    media.sort_unstable();
    media.dedup();
    Ok(PublishPage {
        shell,
        unit_code: unit.to_string(),
        unit_name: found.name.clone(),
        period: words::period(period),
        period_code: period.to_string(),
        periods: offered(app, Some(unit), period)?,
        preview,
        published: lines.into_iter().rev().collect(),
        media: Medium::ALL
            .iter()
            .map(|medium| MediumChoice {
                code: medium.as_str(),
                label: medium.label(),
            })
            .collect(),
        today: found.zone.wall_clock(app.now()).date().to_string(),
        media_used: media.len(),
        problem: asked.problem,
    })
}

/// The period asked for; else the newest quarter with answers that is over.
fn newest_over(app: &App, unit: &Unit, asked: Option<&str>) -> Result<Period, AppError> {
    let newest = chosen(app, Some(&unit.code), asked)?;
    let running = asked.is_none() && is_running(newest, unit.zone, app.now());
    Ok(if running { newest.previous() } else { newest })
}

fn preview(app: &App, unit: &Unit, result: &ResultPublished, waiting: u64) -> Result<Preview, AppError> {
    let origin = origin_at(
        &result.method,
        &result.instruments,
        result.log_size,
        app.now(),
        unit.zone,
    );
    Ok(Preview {
        flagged: flagged_then(&app.publications().flagged(result)?),
        ikm: result.ikm.id_id(),
        mutu: result.mutu.to_string(),
        kinerja: result.mutu.kinerja().into(),
        n: words::count(result.n),
        excluded: words::count(result.n_excluded),
        waiting: (waiting > 0).then(|| words::count(waiting)),
        method: origin.method,
        instrument: origin.instrument,
        log_size: origin.position,
        withheld: result.n < PUBLIC_N_MIN,
    })
}

fn line(
    unit: &Unit,
    (number, count): (usize, usize),
    this: &PublishedResult,
    flagged: Option<Flagged>,
    announced: &[RecordedAnnouncement],
) -> PublishedLine {
    let result = &this.result;
    let of_it = announced
        .iter()
        .filter(|recorded| recorded.announced.publication == this.position.0);
    PublishedLine {
        number,
        position: this.position.0,
        place: words::count(this.position.0),
        recorded: words::moment(this.recorded_at, unit.zone),
        ikm: result.ikm.id_id(),
        mutu: result.mutu.to_string(),
        n: words::count(result.n),
        flagged,
        method: Method::by_id(&result.method)
            .map_or(&*result.method, Method::name)
            .into(),
        log_size: words::count(result.log_size),
        root: result.log_root.map_or_else(String::new, |root| root.to_string()),
        superseded: number < count,
        announced: of_it.map(announcement).collect(),
    }
}

fn announcement(recorded: &RecordedAnnouncement) -> AnnouncementLine {
    let announced = &recorded.announced;
    let (link, hash) = match &announced.proof {
        Proof::Link(link) => (Some(link.clone()), None),
        Proof::Sha256(hash) => (None, Some(hash.to_string())),
    };
    AnnouncementLine {
        position: recorded.position.0,
        on: words::date(announced.on),
        medium: announced.medium.label().into(),
        link,
        hash,
    }
}
