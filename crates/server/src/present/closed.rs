//! Where a closed survey sends whoever comes to it: to what the same unit asks now, or the one that goes on for it.

use survey::{Registry, Survey, Unit};

use crate::{
    pages::{Onward, Shell},
    present::acting::service_names,
};

/// Where else the citizen may go; `with_code` if a one-time code led here.
pub(crate) fn onward(registry: &Registry, survey: &Survey, shell: &Shell, with_code: bool) -> Onward {
    let unit = registry.unit(&survey.unit);
    let now = unit.map(|unit| registry.successor(unit));
    let serves = now.filter(|now| !now.closed);
    let open = serves
        .map(|now| registry.open_surveys(&now.code))
        .unwrap_or_default();
    let alone = open.len() == 1;
    let label = |of: &Unit, survey: &Survey| match alone {
        true => of.name.clone(),
        false => format!("{}: {}", of.name, service_names(registry, survey)),
    };
    let link = |survey: &&Survey| {
        let of = registry.unit(&survey.unit)?;
        Some((address(survey, shell), label(of, survey)))
    };
    Onward {
        successor: serves
            .filter(|now| now.code != survey.unit)
            .map(|now| now.name.clone()),
        surveys: open.iter().filter_map(link).collect(),
        results: unit.map(|unit| unit.code.to_string()),
        with_code,
    }
}

/// The survey's form, in the language and print that the citizen reads.
fn address(survey: &Survey, shell: &Shell) -> String {
    let mut address = format!("/s/{}", survey.code);
    let wishes = [
        (!shell.is_indonesian()).then(|| format!("bahasa={}", shell.lang())),
        shell.large_print.then(|| "huruf=besar".to_owned()),
    ];
    for (wish, separator) in wishes.into_iter().flatten().zip(['?', '&']) {
        address.push(separator);
        address.push_str(&wish);
    }
    address
}
