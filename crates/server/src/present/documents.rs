//! The documents of publications: which there are, and the recap of all units.

use app::{
    App, AppError, Staff,
    limits::PUBLIC_N_MIN,
    views::{Basis, PublishedResult},
};
use documents::{Document, RekapRow, rekap_xlsx};
use survey::{Language, Period, Refusal, Standing, UnitCode, withheld};

use crate::{
    Letterheads,
    pages::{DocumentLine, DocumentsPage, PublicationLine, Shell},
    present::{
        figure::{flagged_figures, flagged_then},
        hasil::periods_published,
        period::{chosen, link},
        words,
    },
};

/// The page of a unit's documents for the period and publication asked for, or the newest.
pub(crate) fn documents_page(
    app: &App,
    letterheads: &Letterheads,
    shell: Shell,
    unit: &UnitCode,
    (asked, position): (Option<&str>, Option<&str>),
) -> Result<DocumentsPage, AppError> {
    let registry = app.registry();
    let found = registry
        .unit(unit)
        .ok_or_else(|| Refusal::UnitUnknown(unit.clone()))?;
    let published = app.results(unit)?;
    let periods = periods_published(&published);
    let period = match asked {
        Some(_) => chosen(app, Some(unit), asked)?,
        None => match periods.first() {
            Some(newest) => *newest,
            None => chosen(app, Some(unit), None)?,
        },
    };
    let of_period = published
        .iter()
        .filter(|published| published.result.period == period);
    let of_period: Vec<&PublishedResult> = of_period.collect();
    let wanted: Option<u64> = position.and_then(|position| position.parse().ok());
    let shown = of_period
        .iter()
        .find(|published| Some(published.position.0) == wanted);
    let shown = shown.or_else(|| of_period.last()).copied();
    let publications = app.publications();
    let line = |(number, this): (usize, &&PublishedResult)| {
        Ok(PublicationLine {
            number,
            flagged: flagged_then(&*publications.flagged_in(this)?),
            position: this.position.0,
            recorded: words::moment(this.recorded_at, found.zone),
            ikm: this.result.ikm.id_id(),
            mutu: this.result.mutu.to_string(),
            n: words::count(this.result.n),
            current: shown.is_some_and(|shown| shown.position == this.position),
        })
    };
    let few = match shown {
        Some(shown) => !publications.is_public(unit, shown)?,
        None => false,
    };
    let document = |document: Document| DocumentLine {
        title: document.title(),
        file: document.file_name(),
        withheld: few && document.is_for_the_public(),
    };
    Ok(DocumentsPage {
        shell,
        unit_code: unit.to_string(),
        unit_name: found.name.clone(),
        letterhead_lacks: words::listed(&letterheads.lacking(unit.as_str())),
        period: words::period(period),
        period_code: period.to_string(),
        periods: periods.iter().map(|offered| link(*offered, period)).collect(),
        publications: (1..)
            .zip(&of_period)
            .map(line)
            .collect::<Result<Vec<_>, AppError>>()?
            .into_iter()
            .rev()
            .collect(),
        position: shown.map_or(0, |shown| shown.position.0),
        documents: Document::ALL.into_iter().map(document).collect(),
        n_min: PUBLIC_N_MIN,
    })
}

/// The publication of a unit that an address names by its position.
pub(crate) fn asked_publication(
    app: &App,
    unit: &UnitCode,
    position: Option<&str>,
) -> Result<Option<PublishedResult>, AppError> {
    let position = position.and_then(|position| position.parse::<u64>().ok());
    let published = app.results(unit)?.into_iter();
    Ok(published
        .into_iter()
        .find(|published| Some(published.position.0) == position))
}

/// `skm-KEC-2026-Q3-laporan.docx`, and the number of the publication from the second on.
pub(crate) fn file_name(published: &PublishedResult, number: usize, file: &str) -> String {
    let again = if number > 1 {
        format!("-terbitan{number}")
    } else {
        String::new()
    };
    format!(
        "skm-{}-{}{again}-{file}",
        published.result.unit, published.result.period
    )
}

/// The recap of all units for a period, as staff see them now.
pub(crate) fn rekap(app: &App, staff: &Staff, asked: Option<&str>) -> Result<(Period, Vec<u8>), AppError> {
    let period = chosen(app, None, asked)?;
    let (lines, as_of) = app.overview(staff, period, 1, Basis::Shown { now: app.now() })?;
    let registry = app.registry();
    let tree: Vec<_> = lines
        .iter()
        .map(|line| (line.depth, line.current().samples.n_counted()))
        .collect();
    let of_flagged: Vec<_> = lines
        .iter()
        .map(|line| (line.depth, line.current().samples.of(Standing::Flagged).n()))
        .collect();
    let withheld = hidden(&tree).into_iter().zip(hidden(&of_flagged));
    let rows = lines.iter().zip(withheld).map(|(line, (hidden, few_flagged))| {
        let current = line.current();
        let (n_flagged, without_flagged) =
            flagged_figures(&current.samples, &current.without_flagged, hidden || few_flagged);
        RekapRow {
            unit: line.unit.name.clone(),
            depth: line.depth,
            n: current.samples.n_counted(),
            n_flagged,
            without_flagged,
            index: current.index.as_ref().ok().filter(|_| !hidden).cloned(),
            bands: *registry.method(&line.unit.code).bands(),
        }
    });
    let rows: Vec<_> = rows.collect();
    let surveys: Vec<_> = lines
        .iter()
        .flat_map(|line| registry.surveys(&line.unit.code))
        .collect();
    let name = |code| {
        let asked = surveys
            .iter()
            .rev()
            .find_map(|survey| survey.instrument.unsur(code));
        asked.map_or_else(
            || code.to_string(),
            |unsur: &survey::UnsurQuestion| unsur.name.text(Language::INDONESIAN).to_owned(),
        )
    };
    let publisher = registry.opened().map_or("", |opened| opened.name.as_str());
    let today = survey::Zone::default().wall_clock(app.recorded_at(as_of)?).date();
    let file = rekap_xlsx(
        publisher,
        period,
        (today, as_of.0),
        &rows,
        name,
        registry.is_demo(),
    );
    Ok((period, file))
}

/// Which units of a tree, given by depth and number of respondents in its order, are withheld: those of few, with as many
/// beside them as keep the one above from telling; and all that is below one that is.
fn hidden(tree: &[(usize, u64)]) -> Vec<bool> {
    let mut hidden = vec![false; tree.len()];
    let tops: Vec<usize> = (0..tree.len()).filter(|at| tree[*at].0 == 0).collect();
    for at in &tops {
        hidden[*at] = (1..PUBLIC_N_MIN).contains(&tree[*at].1);
    }
    for at in 0..tree.len() {
        let (depth, n) = tree[at];
        let below = (at + 1..tree.len()).take_while(|below| tree[*below].0 > depth);
        let children: Vec<usize> = below.filter(|below| tree[*below].0 == depth + 1).collect();
        if hidden[at] {
            for child in children {
                hidden[child] = true;
            }
            continue;
        }
        let mut parts: Vec<u64> = children.iter().map(|child| tree[*child].1).collect();
        // What the unit has of its own stands in no line, and is the rest of the one above all the same.
        parts.push(n.saturating_sub(parts.iter().sum()));
        for (child, few) in children.iter().zip(withheld(&parts, PUBLIC_N_MIN)) {
            hidden[*child] = few;
        }
    }
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_unit_of_few_is_the_rest_of_what_is_shown() {
        let tree = [(0, 100), (1, 80), (2, 50), (2, 30), (1, 15), (1, 5)];
        assert_eq!(hidden(&tree), [false, false, false, false, true, true]);
        // The smallest of the others is withheld too, and what is below it.
        let tree = [(0, 100), (1, 95), (2, 50), (2, 45), (1, 5)];
        assert_eq!(hidden(&tree), [false, true, true, true, true]);
        assert_eq!(hidden(&[(0, 3), (1, 3)]), [true, true]);
    }
}
