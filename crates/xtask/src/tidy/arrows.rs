//! Which crate may know which: the direction of dependencies, as a table.
//!
//! A new arrow is a decision: edit the table and say why in the commit.

use super::Finding;
use crate::metadata::{Dependency, Package};

/// One crate's row. Whatever the workspace has that is not in `may_use` is forbidden; whatever comes from
/// outside is free unless `must_not_use` names it.
pub(crate) struct Row {
    krate: &'static str,
    may_use: &'static [&'static str],
    must_not_use: &'static [&'static str],
}

/// No clock, no random number, no I/O: what a pure crate never needs.
const IMPURE: &[&str] = &[
    "redb",
    "tokio",
    "warp",
    "hyper",
    "rand",
    "rand_chacha",
    "getrandom",
];

/// Normal dependencies, from the ground up.
pub(crate) const MAY_USE: &[Row] = &[
    Row {
        krate: "ikm",
        may_use: &[],
        must_not_use: IMPURE,
    },
    Row {
        krate: "survey",
        may_use: &["ikm"],
        must_not_use: IMPURE,
    },
    Row {
        krate: "report",
        may_use: &["ikm"],
        must_not_use: IMPURE,
    },
    Row {
        krate: "documents",
        may_use: &["report", "survey", "ikm"],
        must_not_use: IMPURE,
    },
    Row {
        krate: "tlog",
        may_use: &[],
        must_not_use: IMPURE,
    },
    Row {
        krate: "witness",
        may_use: &["tlog"],
        must_not_use: IMPURE,
    },
    Row {
        krate: "eventlog",
        may_use: &["tlog"],
        must_not_use: &["serde_json", "warp", "hyper"],
    },
    Row {
        krate: "notary",
        may_use: &["eventlog", "tlog"],
        must_not_use: &[
            "serde_json",
            "tokio",
            "warp",
            "hyper",
            "rand",
            "rand_chacha",
            "getrandom",
        ],
    },
    Row {
        krate: "vault",
        may_use: &[],
        must_not_use: &["serde_json", "warp", "hyper"],
    },
    Row {
        krate: "credentials",
        may_use: &[],
        must_not_use: &["tokio", "warp", "hyper", "rand", "rand_chacha", "getrandom"],
    },
    Row {
        krate: "views",
        may_use: &["eventlog", "survey", "ikm"],
        must_not_use: &["tokio", "warp", "hyper", "rand", "rand_chacha", "getrandom"],
    },
    Row {
        // Whoever inspects needs neither the application nor a server, and asks nobody.
        krate: "audit",
        may_use: &[
            "views",
            "notary",
            "vault",
            "eventlog",
            "tlog",
            "documents",
            "survey",
            "ikm",
        ],
        must_not_use: &[
            "redb",
            "tokio",
            "warp",
            "hyper",
            "rand",
            "rand_chacha",
            "getrandom",
        ],
    },
    Row {
        // `audit` for handing out evidence: whoever checks it runs the same code without the application.
        krate: "app",
        may_use: &[
            "audit",
            "views",
            "notary",
            "eventlog",
            "tlog",
            "documents",
            "credentials",
            "vault",
            "survey",
            "ikm",
        ],
        must_not_use: &["warp", "hyper"],
    },
    Row {
        krate: "demo",
        may_use: &["app", "eventlog", "survey", "ikm"],
        must_not_use: &["redb", "warp", "hyper", "getrandom"],
    },
    Row {
        krate: "server",
        may_use: &["app", "witness", "tlog", "documents", "report", "survey", "ikm"],
        must_not_use: &["redb"],
    },
    Row {
        krate: "cli",
        may_use: &[
            "server", "demo", "app", "audit", "views", "notary", "vault", "eventlog", "witness", "tlog",
            "report", "survey", "ikm",
        ],
        must_not_use: &["warp", "hyper"],
    },
    Row {
        krate: "testkit",
        may_use: &[
            "app",
            "credentials",
            "views",
            "notary",
            "vault",
            "eventlog",
            "tlog",
            "report",
            "survey",
            "ikm",
        ],
        must_not_use: &["warp", "hyper"],
    },
    Row {
        krate: "xtask",
        may_use: &[],
        must_not_use: &[],
    },
    Row {
        krate: "tests",
        may_use: &[],
        must_not_use: &[],
    },
];

/// The top of the house: even a test below must not reach up to these. `tests` looks from outside and may.
const TOP: &[&str] = &["server", "cli"];

/// Holds every package of the workspace against the table.
pub(crate) fn check(packages: &[Package], table: &[Row]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for package in packages {
        let place = format!("crate {}", package.name);
        let Some(row) = table.iter().find(|row| row.krate == package.name) else {
            findings.push(Finding::new(
                place,
                "is not in the table",
                "add its row to MAY_USE in xtask's tidy",
            ));
            continue;
        };
        for dependency in &package.dependencies {
            let own = packages.iter().any(|package| package.name == dependency.name);
            if let Some(what) = objection(row, dependency, own) {
                findings.push(Finding::new(
                    place.clone(),
                    &what,
                    "turn the arrow round, or change MAY_USE in xtask's tidy and say why in the commit",
                ));
            }
        }
    }
    for row in table {
        if !packages.iter().any(|package| package.name == row.krate) {
            findings.push(Finding::new(
                format!("crate {}", row.krate),
                "is in the table but not in the workspace",
                "delete its row from MAY_USE in xtask's tidy",
            ));
        }
    }
    findings
}

fn objection(row: &Row, dependency: &Dependency, own: bool) -> Option<String> {
    let name = dependency.name.as_str();
    if dependency.kind.as_deref() == Some("dev") {
        let reaches_up = TOP.contains(&name) && row.krate != "tests" && row.krate != "cli";
        return reaches_up.then(|| format!("must not use {name}, not even in its tests"));
    }
    if row.must_not_use.contains(&name) {
        return Some(format!("must not use {name}"));
    }
    (own && !row.may_use.contains(&name)).then(|| format!("may not use {name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &[Row] = &[
        Row {
            krate: "low",
            may_use: &[],
            must_not_use: &["redb"],
        },
        Row {
            krate: "high",
            may_use: &["low"],
            must_not_use: &[],
        },
        Row {
            krate: "server",
            may_use: &["high"],
            must_not_use: &[],
        },
    ];

    fn package(name: &str, dependencies: &[(&str, Option<&str>)]) -> Package {
        Package {
            name: name.into(),
            dependencies: dependencies
                .iter()
                .map(|(name, kind)| Dependency {
                    name: (*name).into(),
                    kind: kind.map(Into::into),
                })
                .collect(),
            targets: Vec::new(),
        }
    }

    fn workspace(low: &[(&str, Option<&str>)]) -> Vec<Package> {
        vec![
            package("low", low),
            package("high", &[("low", None), ("serde", None)]),
            package("server", &[("high", None)]),
        ]
    }

    fn said(packages: &[Package]) -> Vec<String> {
        check(packages, TABLE).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn arrows_that_point_down_pass() {
        assert!(said(&workspace(&[("sha2", None), ("high", Some("dev"))])).is_empty());
    }

    #[test]
    fn an_arrow_that_points_up_is_named() {
        let said = said(&workspace(&[("high", None)]));
        assert!(
            said.len() == 1 && said[0].starts_with("crate low: may not use high"),
            "{said:?}"
        );
    }

    #[test]
    fn a_build_script_is_bound_like_the_crate() {
        assert_eq!(said(&workspace(&[("high", Some("build"))])).len(), 1);
    }

    #[test]
    fn a_forbidden_outsider_is_named() {
        let said = said(&workspace(&[("redb", None)]));
        assert!(
            said.len() == 1 && said[0].starts_with("crate low: must not use redb"),
            "{said:?}"
        );
    }

    #[test]
    fn a_test_below_must_not_reach_up_to_the_server() {
        let said = said(&workspace(&[("server", Some("dev"))]));
        assert!(
            said.len() == 1 && said[0].contains("not even in its tests"),
            "{said:?}"
        );
    }

    #[test]
    fn a_crate_without_a_row_is_named() {
        let mut packages = workspace(&[]);
        packages.push(package("stranger", &[]));
        let said = said(&packages);
        assert!(
            said.len() == 1 && said[0].starts_with("crate stranger: is not in the table"),
            "{said:?}"
        );
    }

    #[test]
    fn a_row_without_a_crate_is_named() {
        let mut packages = workspace(&[]);
        packages.remove(1);
        assert!(
            said(&packages)
                .iter()
                .any(|said| said.starts_with("crate high: is in the table"))
        );
    }
}
