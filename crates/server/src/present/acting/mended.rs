//! What a unit mended and answered, for the public.

use app::{App, AppError, Mended, MendedAbout};
use survey::{Language, Unit};

use crate::{pages::MendedLine, present::words};

pub(crate) fn mended_lines(app: &App, unit: &Unit) -> Result<Vec<MendedLine>, AppError> {
    let registry = app.registry();
    let surveys = registry.surveys(&unit.code);
    let name = |code| {
        let asked = surveys
            .iter()
            .rev()
            .find_map(|survey| survey.instrument.unsur(code));
        asked.map_or_else(
            || code.to_string(),
            |asked| asked.name.text(Language::INDONESIAN).into(),
        )
    };
    let line = |mended: Mended| MendedLine {
        on: words::date(mended.on),
        about: match mended.about {
            MendedAbout::Unsur(code) => name(code),
            MendedAbout::Complaint(about) => format!("Pengaduan: {about}"),
            MendedAbout::Comment(about) => format!("Komentar: {about}"),
        },
        text: mended.text,
    };
    Ok(app.mended(&unit.code)?.into_iter().map(line).collect())
}
