//! What citizens wrote, as staff may read it.

use app::{App, AppError, Comment, CommentStatus, CommentsWanted, limits::GROUP_N_MIN};
use survey::{Period, PeriodLength, Refusal, UnitCode};

use crate::{
    limits::COMMENTS_PER_PAGE,
    pages::{CommentLine, CommentsPage, PeriodLink, Shell},
    present::{
        period::{chosen, offered},
        words,
    },
};

/// What may have become of a comment: in an address, and on the page.
const STATUSES: [(CommentStatus, &str, &str); 4] = [
    (CommentStatus::New, "baru", "Belum ditindaklanjuti"),
    (CommentStatus::TakenUp, "diadukan", "Menjadi pengaduan"),
    (CommentStatus::Answered, "dijawab", "Dijawab"),
    (CommentStatus::Closed, "ditutup", "Ditutup"),
];

/// The page of a unit's comments that hold `wanted` and have the status asked for; `page` counts from 1.
pub(crate) fn comments_page(
    app: &App,
    shell: Shell,
    unit: &UnitCode,
    asked: Option<&str>,
    (wanted, status): (&str, Option<&str>),
    page: usize,
) -> Result<CommentsPage, AppError> {
    let registry = app.registry();
    let found = registry
        .unit(unit)
        .ok_or_else(|| Refusal::UnitUnknown(unit.clone()))?;
    let period = chosen(app, Some(unit), asked)?;
    let skip = (page - 1) * COMMENTS_PER_PAGE;
    let status = STATUSES.into_iter().find(|(_, name, _)| status == Some(name));
    let asked = CommentsWanted {
        words: wanted,
        status: status.map(|(status, ..)| status),
    };
    let list = app.comments(unit, period, asked, GROUP_N_MIN, (skip, COMMENTS_PER_PAGE))?;
    let status = status.map_or("", |(_, name, _)| name);
    let path = |page: usize| {
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("periode", &period.to_string())
            .append_pair("cari", wanted)
            .append_pair("keadaan", status)
            .append_pair("hal", &page.to_string())
            .finish();
        format!("/dasbor/{unit}/komentar?{query}")
    };
    let line = |comment: &Comment| CommentLine {
        status: match comment.status {
            CommentStatus::New => "",
            known @ (CommentStatus::TakenUp | CommentStatus::Answered | CommentStatus::Closed) => STATUSES
                .iter()
                .find(|(of, ..)| *of == known)
                .map_or("", |(.., label)| label),
        },
        path: match comment.status {
            CommentStatus::New => format!(
                "/dasbor/{}/pengaduan?komentar={}#catat",
                comment.unit, comment.content
            ),
            CommentStatus::TakenUp | CommentStatus::Answered | CommentStatus::Closed => {
                format!("/dasbor/{}/pengaduan", comment.unit)
            }
        },
        pieces: pieces(&comment.text, wanted),
        month: words::period(Period::containing(comment.month, PeriodLength::Month)),
        unit: (comment.unit != *unit).then(|| (comment.unit.to_string(), comment.unit_name.clone())),
    };
    Ok(CommentsPage {
        unit_code: unit.to_string(),
        unit_name: found.name.clone(),
        period: words::period(period),
        periods: offered(app, Some(unit), period)?,
        statuses: STATUSES
            .into_iter()
            .map(|(_, name, label)| PeriodLink {
                code: name.into(),
                label: label.into(),
                current: name == status,
            })
            .collect(),
        wanted: wanted.into(),
        comments: list.comments.iter().map(line).collect(),
        found: words::count(list.found as u64),
        withheld: match list.withheld {
            0 => String::new(),
            withheld => words::count(withheld),
        },
        cut: list.cut,
        before: (page > 1).then(|| path(page - 1)),
        after: (skip + COMMENTS_PER_PAGE < list.found).then(|| path(page + 1)),
        shell,
    })
}

/// A text in pieces, those that are the searched words told apart.
fn pieces(text: &str, wanted: &str) -> Vec<(String, bool)> {
    let lower = text.to_lowercase();
    // Where small letters are longer or shorter than capitals, places do not match: then nothing is marked.
    if wanted.is_empty() || lower.len() != text.len() {
        return vec![(text.into(), false)];
    }
    let wanted = wanted.to_lowercase();
    let mut pieces = Vec::new();
    let mut from = 0;
    for (at, hit) in lower.match_indices(&wanted) {
        let (Some(before), Some(hit)) = (text.get(from..at), text.get(at..at + hit.len())) else {
            return vec![(text.into(), false)];
        };
        pieces.extend([(before.to_owned(), false), (hit.to_owned(), true)]);
        from = at + hit.len();
    }
    pieces.push((text.get(from..).unwrap_or_default().into(), false));
    pieces.retain(|(piece, _)| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn searched_words_are_told_apart_in_whatever_case_and_nothing_is_lost() {
        let marked = |text: &str, wanted: &str| {
            let pieces = pieces(text, wanted);
            assert_eq!(
                pieces.iter().map(|(piece, _)| piece.as_str()).collect::<String>(),
                text
            );
            pieces
                .into_iter()
                .filter(|(_, hit)| *hit)
                .map(|(piece, _)| piece)
                .collect::<Vec<_>>()
        };
        assert_eq!(marked("Antre lama, ANTRE lagi", "antre"), ["Antre", "ANTRE"]);
        assert_eq!(marked("Antre lama", ""), [""; 0]);
        assert_eq!(marked("İstanbul antre", "antre"), [""; 0]);
    }
}
