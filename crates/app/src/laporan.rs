//! The documents' one model of a publication: frozen figures, with everything that is said beside them.

mod acting;
mod evidence;
mod flagged;
mod groups;
mod overlap;
mod published;

use std::{rc::Rc, sync::Arc};

use documents::{
    InstrumentFace, LaporanPeriode, Letterhead, Publication, PublishedRow, Question, Scores, Target,
    TrendEntry,
    limits::{SCORE_ROWS_MAX, TREND_ENTRIES_MAX},
};
use survey::{Instrument, Language, Period, Refusal, Registry, ResultPublished, Unit, UnitCode};
use views::{AsOf, Basis, PublishedResult, Reading, UnitIndex};

pub use acting::ToldUpTo;
pub(crate) use flagged::FlaggedMemo;
pub use flagged::FlaggedThen;
pub(crate) use published::PublicMemo;

use crate::{App, AppError, YearlyTarget, laporan::published::Published};

/// The publications of a log, with all that their documents are made of. Whoever serves a log has one for each request; so
/// has whoever folds a log of their own.
pub struct Publications<'a> {
    reading: Reading<'a>,
    published: Published,
    /// What is known from one to the next.
    public: Option<&'a PublicMemo>,
    flagged: Option<&'a FlaggedMemo>,
}

impl App {
    /// The publications of the log.
    #[must_use]
    pub fn publications(&self) -> Publications<'_> {
        Publications {
            public: Some(&self.public),
            flagged: Some(&self.flagged),
            ..Publications::new(self.reading())
        }
    }
}

impl<'a> Publications<'a> {
    /// The publications that a log and views of it hold.
    #[must_use]
    pub fn new(reading: Reading<'a>) -> Self {
        Self {
            reading,
            published: Published::default(),
            public: None,
            flagged: None,
        }
    }

    /// Everything that the documents of a publication are made of; `None` if nothing was published for the unit at that
    /// position. Its figures are made of the same events as the publication, so the same position gives the same for ever;
    /// what was done about them is told up to where `told` says.
    ///
    /// # Errors
    /// [`AppError::Evidence`] if the log does not give the published figures any more.
    pub fn laporan(
        &self,
        unit: &UnitCode,
        position: u64,
        letterhead: Letterhead,
        told: ToldUpTo,
    ) -> Result<Option<LaporanPeriode>, AppError> {
        let published = self.published.of(self.reading.views, unit)?;
        let Some(at) = published
            .iter()
            .position(|published| published.position.0 == position)
        else {
            return Ok(None);
        };
        let of_period = |other: &&Rc<PublishedResult>| other.result.period == published[at].result.period;
        let number = published[..=at].iter().filter(of_period).count();
        let this = &published[at];
        let result = &this.result;
        let as_of = AsOf(result.log_size);
        let found = self.index(result)?;
        let index = match &found.index {
            Ok(index) if index.ikm == result.ikm && index.n == result.n => index.clone(),
            Ok(_) | Err(_) => {
                return Err(AppError::Evidence(format!(
                    "terbitan di posisi {position} tidak dapat dihitung kembali dari log; periksa dengan `skm verify`"
                )));
            }
        };
        let registry = self.registry_as_of(as_of)?;
        let subtree = registry.subtree(unit);
        let units: Vec<&Unit> = subtree.iter().map(|(_, unit)| *unit).collect();
        let codes: Vec<_> = index.unsur.iter().map(|nrr| nrr.code).collect();
        let scores = if index.n > SCORE_ROWS_MAX as u64 {
            Scores::TooMany
        } else {
            let of = (as_of, Basis::of(result.basis));
            Scores::new(self.reading.views.scores(&units, result.period, of, &codes)?)
        };
        let groups = groups::of(&found, &units);
        let instrument = instrument_face(found.instrument.as_deref(), &found);
        let before = AsOf(this.position.0);
        Ok(Some(LaporanPeriode {
            letterhead,
            parent: registry.ancestors(unit).next().map(|parent| parent.name.clone()),
            period: result.period,
            demo: registry.is_demo(),
            interval: found.interval,
            n_excluded: result.n_excluded,
            target: target(&registry, unit),
            publication: Publication {
                position,
                number,
                recorded_at: this.recorded_at,
                log_size: result.log_size,
                log_root: result.log_root,
                program: result.program.clone(),
                basis: result.basis,
            },
            scores,
            profile: self.without_giveaways(groups.profile, unit, this)?,
            services: groups.services,
            channels: groups.channels,
            trend: trend(&published[..=at], result.period),
            service_events: self.happened(&registry, unit, result.period, before)?,
            acted: self.acted(&registry, this, &instrument, told)?,
            instrument,
            unit: found.unit,
            method: found.method,
            index,
        }))
    }

    /// A publication as the open data of its own documents tell it: by the events before it, so that it never changes;
    /// `None` if nothing was published for the unit at that position.
    ///
    /// # Errors
    /// If the views or the log cannot be read.
    pub fn published_row(&self, unit: &UnitCode, position: u64) -> Result<Option<PublishedRow>, AppError> {
        let published = self.published.of(self.reading.views, unit)?;
        let Some(this) = published.iter().find(|this| this.position.0 == position) else {
            return Ok(None);
        };
        let registry = self.registry_as_of(AsOf(this.result.log_size))?;
        let of_unit = |unit| self.row_of(unit, PublishedResult::clone(this), false);
        let row = registry.unit(unit).map(of_unit);
        row.transpose()
    }

    /// The publications of some units as open data tell them, in order of publication.
    ///
    /// # Errors
    /// If the views cannot be read.
    pub fn published_rows(&self, units: &[UnitCode]) -> Result<Vec<PublishedRow>, AppError> {
        let registry = self.reading.views.registry();
        let mut rows = Vec::new();
        for unit in units.iter().filter_map(|code| registry.unit(code)) {
            let published = self.published.of(self.reading.views, &unit.code)?;
            for (at, this) in published.iter().enumerate() {
                let again = |later: &Rc<PublishedResult>| later.result.period == this.result.period;
                let superseded = published[at + 1..].iter().any(again);
                rows.push(self.row_of(unit, PublishedResult::clone(this), superseded)?);
            }
        }
        rows.sort_by_key(|row| row.position);
        Ok(rows)
    }

    fn registry_as_of(&self, as_of: AsOf) -> Result<Arc<Registry>, AppError> {
        Ok(self.reading.views.registry_as_of(self.reading.log, as_of)?)
    }

    /// The index that was published, computed again.
    fn index(&self, result: &ResultPublished) -> Result<UnitIndex, AppError> {
        let found = self.reading.published_again(result)?;
        Ok(found.ok_or_else(|| Refusal::UnitUnknown(result.unit.clone()))?)
    }

    fn row_of(&self, unit: &Unit, this: PublishedResult, superseded: bool) -> Result<PublishedRow, AppError> {
        Ok(PublishedRow {
            unit_name: unit.name.clone(),
            kemendagri: unit.kemendagri.clone().unwrap_or_default(),
            bps: unit.bps.clone().unwrap_or_default(),
            position: this.position.0,
            recorded_at: this.recorded_at,
            superseded,
            withheld: !self.is_public(&unit.code, &this)?,
            result: this.result,
        })
    }
}

fn target(registry: &Registry, unit: &UnitCode) -> Option<Target> {
    let target = YearlyTarget::of(registry, unit)?;
    Some(Target {
        population: target.population,
        sample: target.respondents,
    })
}

fn instrument_face(instrument: Option<&Instrument>, found: &UnitIndex) -> InstrumentFace {
    let text = |wording: &survey::Wording| wording.text(Language::INDONESIAN).to_owned();
    let questions = instrument.map_or(&[][..], |instrument| &instrument.unsur);
    InstrumentFace {
        versions: found.instruments.clone(),
        questions: questions
            .iter()
            .map(|question| Question {
                code: question.code,
                name: text(&question.name),
                text: text(&question.question),
                labels: question.labels.each_ref().map(text),
            })
            .collect(),
    }
}

/// The publications of periods of the same length up to one, the last of each, oldest first.
fn trend(published: &[Rc<PublishedResult>], until: Period) -> Vec<TrendEntry> {
    let mut entries: Vec<TrendEntry> = Vec::new();
    for this in published.iter().rev() {
        let result = &this.result;
        let wanted = result.period.length() == until.length() && result.period <= until;
        if wanted && entries.iter().all(|entry| entry.period != result.period) {
            entries.push(TrendEntry {
                period: result.period,
                n: result.n,
                ikm: result.ikm,
                mutu: result.mutu,
            });
        }
    }
    entries.sort_by_key(|entry| entry.period);
    let surplus = entries.len().saturating_sub(TREND_ENTRIES_MAX);
    entries.split_off(surplus)
}
