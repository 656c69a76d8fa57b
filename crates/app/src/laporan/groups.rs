//! The respondents of a publication told apart, by the names that people know.

use documents::{ProfileGroup, words};
use survey::{ChannelClass, Language, ProfileQuestion, ServiceCode, Unit};
use views::{FacetKind, UnitIndex};

/// Respondents told apart in each way that a report shows.
pub(super) struct Groups {
    pub(super) profile: Vec<ProfileGroup>,
    pub(super) services: ProfileGroup,
    pub(super) channels: ProfileGroup,
}

/// How many who count there are behind each value of a kind.
fn counts(found: &UnitIndex, kind: FacetKind) -> Vec<(&str, u64)> {
    let values = found.figures.by(kind);
    values
        .map(|(value, samples)| (value, samples.n_counted()))
        .collect()
}

pub(super) fn of(found: &UnitIndex, units: &[&Unit]) -> Groups {
    let n = found.figures.total.n_counted();
    let instrument = found.instrument.as_deref();
    let questions = instrument.map_or(&[][..], |instrument| &instrument.profile);
    let named = |kind, name: &dyn Fn(&str) -> String| {
        let values = counts(found, kind).into_iter();
        values.map(|(value, n)| (name(value), n)).collect()
    };
    let service = |value: &str| service_name(units, value);
    let channel = |value: &str| {
        let class = ChannelClass::from_stored(value);
        class.map_or_else(
            || value.to_owned(),
            |class| words::channel_class(class).to_owned(),
        )
    };
    Groups {
        profile: questions
            .iter()
            .map(|question| profile(found, question, n))
            .collect(),
        services: ProfileGroup::new("layanan", "Jenis layanan", named(FacetKind::Service, &service), n),
        channels: ProfileGroup::new("saluran", "Saluran", named(FacetKind::Channel, &channel), n),
    }
}

/// The answers to one question about the respondents: all that may be given, and what else was.
fn profile(found: &UnitIndex, question: &ProfileQuestion, n: u64) -> ProfileGroup {
    let options = options(found, &question.code);
    let label = |choice: &survey::Choice| choice.label.text(Language::INDONESIAN).to_owned();
    let asked = question.options.iter().map(|choice| {
        let given = options.iter().find(|(option, _)| *option == choice.code);
        (label(choice), given.map_or(0, |(_, n)| *n))
    });
    let is_asked = |option: &str| question.options.iter().any(|choice| choice.code == option);
    let others = options.iter().filter(|(option, _)| !is_asked(option));
    let others = others.map(|(option, n)| ((*option).to_owned(), *n));
    let name = question.legend.text(Language::INDONESIAN);
    ProfileGroup::new(question.code.as_str(), name, asked.chain(others).collect(), n)
}

/// How many gave each option of a question.
pub(super) fn options<'a>(found: &'a UnitIndex, question: &str) -> Vec<(&'a str, u64)> {
    let answers = counts(found, FacetKind::Profile).into_iter();
    let of_question = |value: &'a str| value.split_once('=').filter(|(asked, _)| *asked == question);
    answers
        .filter_map(|(value, n)| of_question(value).map(|(_, option)| (option, n)))
        .collect()
}

fn service_name(units: &[&Unit], value: &str) -> String {
    let code: Option<ServiceCode> = value.parse().ok();
    let named = code.and_then(|code| units.iter().find_map(|unit| unit.services.get(&code)));
    named.map_or_else(|| value.to_owned(), |service| service.name.clone())
}
