//! How complete the picture is: visits against answers, kiosks, one-time codes.

use app::{App, AppError, UnitIndex};
use survey::{Month, Period, PeriodLength, Registry, UnitCode};

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
    let (rate, visits_unknown) = match found.visits {
        Some(visits) if visits >= n => (Some(rate(n, visits)), None),
        Some(visits) => (None, Some(fewer(n, visits))),
        None => (None, Some(uncounted(&found.uncounted))),
    };
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
        visits_unknown,
        devices: devices.collect(),
        tokens: tokens(app, registry, &found.unit.code)?,
    })
}

/// Visits, and answers in per cent of them.
fn rate(n: u64, visits: u64) -> (String, String) {
    let tenths = (n * 1_000).checked_div(visits).unwrap_or(0);
    (words::count(visits), format!("{},{}", tenths / 10, tenths % 10))
}

/// More answered than came: one of the two counts is wrong, and it is not for us to say which.
fn fewer(n: u64, visits: u64) -> String {
    format!(
        "Kunjungan yang dicatat ({}) lebih sedikit daripada jawaban ({}); periksa catatan kunjungannya. \
         Catatan itu tidak dipakai",
        words::count(visits),
        words::count(n)
    )
}

/// "Kunjungan belum dihitung untuk November dan Desember 2026".
fn uncounted(months: &[Month]) -> String {
    let names = |months: &[Month]| {
        let names = months.iter().zip(1..).map(|(month, next)| {
            let name = words::period(Period::containing(*month, PeriodLength::Month));
            // The year is said once, behind its last month.
            let again = months.get(next).is_some_and(|next| next.year() == month.year());
            match name.rsplit_once(' ').filter(|_| again) {
                Some((name, _)) => name.to_owned(),
                None => name,
            }
        });
        names.collect::<Vec<_>>()
    };
    match words::listed(&names(months)) {
        None => "Kunjungan belum dihitung".into(),
        Some(listed) => format!("Kunjungan belum dihitung untuk {listed}"),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_months_that_were_not_counted_are_named_with_each_year_once() {
        let said = |months: &[&str]| {
            let months: Vec<Month> = months.iter().map(|month| month.parse().unwrap()).collect();
            uncounted(&months).replace("Kunjungan belum dihitung", "")
        };
        assert_eq!(said(&[]), "");
        assert_eq!(said(&["2026-11"]), " untuk November 2026");
        assert_eq!(said(&["2026-11", "2026-12"]), " untuk November dan Desember 2026");
        assert_eq!(
            said(&["2025-12", "2026-01", "2026-03"]),
            " untuk Desember 2025, Januari dan Maret 2026"
        );
    }
}
