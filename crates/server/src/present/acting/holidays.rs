//! The public holidays that are known.

use app::App;

use crate::{
    pages::{HolidayYearFace, HolidaysPage, Shell, Typed},
    present::words,
};

pub(crate) fn holidays_page(app: &App, shell: Shell, typed: Typed) -> HolidaysPage {
    let registry = app.registry();
    let years = registry.holiday_years();
    let known = years.iter().rev().filter_map(|year| registry.holidays(*year));
    let face = |published: &survey::HolidaysPublished| HolidayYearFace {
        year: published.year.to_string(),
        source: published.source.clone(),
        days: published
            .days
            .iter()
            .map(|holiday| (words::date(holiday.on), holiday.name.clone()))
            .collect(),
    };
    HolidaysPage {
        shell,
        typed,
        years: known.map(face).collect(),
    }
}
