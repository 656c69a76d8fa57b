//! Respondents told apart: by channel, by service, by admission, by profile. What may be shown the views decide.

use app::views::{FacetKind, Group, Groups, Sample};
use app::{App, AppError, UnitIndex, limits::GROUP_N_MIN};
use survey::{Admission, ChannelClass, Language, Registry, Standing};

use crate::{
    pages::{GroupRow, ProfileGroups},
    present::{figure::flagged, words},
};

/// The groups of a unit's period.
pub(super) struct UnitGroups<'a> {
    found: &'a UnitIndex,
    groups: Groups,
}

impl<'a> UnitGroups<'a> {
    pub(super) fn of(app: &App, found: &'a UnitIndex) -> Result<Self, AppError> {
        let groups = app.groups(&found.unit.code, found.period, GROUP_N_MIN)?;
        Ok(Self { found, groups })
    }

    /// Whether a month of the period is over: before that there are no groups.
    pub(super) const fn settled(&self) -> bool {
        self.groups.months > 0
    }

    /// By the way by which answers came.
    pub(super) fn channels(&self) -> Vec<GroupRow> {
        self.rows(FacetKind::Channel, |value, _| {
            let class = ChannelClass::from_stored(value);
            class.map_or_else(|| value.into(), |class| words::channel_class(class).into())
        })
    }

    /// By the service that answers are about.
    pub(super) fn services(&self) -> Vec<GroupRow> {
        self.rows(FacetKind::Service, |value, _| {
            let services = &self.found.unit.services;
            let service = value.parse().ok().and_then(|code| services.get(&code));
            service.map_or_else(|| value.into(), |service| service.name.clone())
        })
    }

    /// With a code and without, where codes play a part: some were issued, some came with one, or a survey asks for one.
    pub(super) fn admissions(&self, registry: &Registry, issued: bool) -> Vec<GroupRow> {
        let mut below = registry.subtree(&self.found.unit.code).into_iter();
        let asked = below.any(|(_, unit)| {
            let surveys = registry.surveys(&unit.code);
            surveys.iter().any(|survey| survey.admission == Admission::Code)
        });
        let mut used = self.groups.by(FacetKind::Admission);
        if !issued && !asked && used.all(|(value, _)| value != Admission::Code.as_str()) {
            return Vec::new();
        }
        self.rows(FacetKind::Admission, |value, group| {
            let name = if value == Admission::Code.as_str() {
                "Dengan kode"
            } else {
                "Tanpa kode"
            };
            match group.samples.of(Standing::Excluded).n() {
                0 => name.into(),
                excluded => format!("{name} (dan {} tidak dihitung)", words::count(excluded)),
            }
        })
    }

    /// By what respondents say of themselves, question by question in the order of the instrument.
    pub(super) fn profile(&self) -> Vec<ProfileGroups> {
        let Some(instrument) = &self.found.instrument else {
            return Vec::new();
        };
        let questions = instrument.profile.iter().map(|question| {
            let of_it = |value: &str| {
                let (asked, option) = value.split_once('=')?;
                (asked == question.code).then(|| option.to_owned())
            };
            let place = |option: &str| question.options.iter().position(|known| known.code == option);
            let mut groups: Vec<(String, &Group)> = self
                .groups
                .by(FacetKind::Profile)
                .filter_map(|(value, group)| Some((of_it(value)?, group)))
                .collect();
            groups.sort_by_key(|(option, _)| place(option).unwrap_or(usize::MAX));
            let row = |(option, group): (String, &Group)| {
                let known = question.options.iter().find(|known| known.code == option);
                let label = known.map(|known| known.label.text(Language::INDONESIAN).to_owned());
                self.row(label.unwrap_or(option), group)
            };
            ProfileGroups {
                question: question.legend.text(Language::INDONESIAN).into(),
                rows: groups.into_iter().map(row).collect(),
            }
        });
        questions.filter(|question| !question.rows.is_empty()).collect()
    }

    fn rows(&self, kind: FacetKind, name: impl Fn(&str, &Group) -> String) -> Vec<GroupRow> {
        let groups = self.groups.by(kind);
        groups
            .map(|(value, group)| self.row(name(value, group), group))
            .collect()
    }

    fn row(&self, name: String, group: &Group) -> GroupRow {
        let counted = group.samples.counted();
        let index = self
            .index_of(&counted)
            .ok()
            .filter(|index| index.n >= GROUP_N_MIN);
        let interval = index
            .as_ref()
            .and_then(|index| ikm::Interval::around(index.ikm, &counted.moments, None));
        let without = self.index_of(group.samples.unsuspicious());
        GroupRow {
            name,
            n: words::count(counted.n()),
            partly: group.partly,
            flagged: index
                .as_ref()
                .and_then(|_| flagged(&group.samples, &without, group.few_flagged)),
            index: index.map(|index| (index.ikm.id_id(), index.mutu.to_string())),
            interval: interval.map_or_else(String::new, words::interval),
        }
    }

    /// The index of some of the respondents, however few they are.
    fn index_of(&self, sample: &Sample) -> Result<ikm::Index, ikm::IndexError> {
        let unsur = self
            .found
            .instrument
            .as_ref()
            .ok_or(ikm::IndexError::NoUnsur)?
            .unsur_codes();
        ikm::compute(&self.found.method, &unsur, &sample.tallies, sample.n())
    }
}
