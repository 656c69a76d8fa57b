//! How complete the picture is: visits against answers, kiosks, one-time codes.

use app::{App, AppError, UnitIndex};
use survey::{Registry, UnitCode};

use crate::{
    limits::DEVICE_SILENT_AFTER,
    pages::{Completeness, DeviceSeen},
    presence::Presence,
    present::words,
};

/// How complete a unit's period is, with everything below the unit.
pub(super) fn completeness(
    app: &App,
    presence: &Presence,
    registry: &Registry,
    found: &UnitIndex,
) -> Result<Completeness, AppError> {
    let n = found.figures.total.n_counted();
    let rate = found.visits.map(|visits| {
        let tenths = (n * 1_000).checked_div(visits).unwrap_or(0);
        (words::count(visits), format!("{},{}", tenths / 10, tenths % 10))
    });
    let below = registry.subtree(&found.unit.code);
    let now = app.now();
    let devices = registry
        .devices()
        .into_iter()
        .filter(|device| device.revoked_at.is_none())
        .filter(|device| below.iter().any(|(_, unit)| unit.code == device.enrolled.unit))
        .map(|device| {
            let beat = presence.of(device.code());
            let since = beat.as_ref().map(|beat| now.duration_since(beat.seen_at));
            DeviceSeen {
                desk: device.enrolled.desk.clone(),
                seen: since.map(|since| format!("{} lalu", words::duration(since))),
                is_there: since.is_some_and(|since| since <= DEVICE_SILENT_AFTER),
                queue: beat.map_or_else(String::new, |beat| words::count(beat.queue)),
            }
        });
    Ok(Completeness {
        rate,
        devices: devices.collect(),
        tokens: tokens(app, registry, &found.unit.code)?,
    })
}

/// Codes issued, used and still open, of all surveys of a unit.
fn tokens(app: &App, registry: &Registry, unit: &UnitCode) -> Result<Option<[String; 3]>, AppError> {
    let (mut issued, mut used, mut open) = (0, 0, 0);
    for survey in registry.surveys(unit) {
        let counts = app.token_counts(&survey.code)?;
        issued += counts.issued();
        used += counts.used();
        open += counts.open(app.token_key_id()?);
    }
    Ok((issued > 0).then(|| [issued, used, open].map(words::count)))
}
