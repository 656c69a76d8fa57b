//! The documents name every setting, route and event, so that nothing can be added to the program and left unsaid.
//!
//! Names are taken from the program itself; a name counts as said where it stands whole in the text.

use std::fs;
use std::path::Path;

use crate::harness::Skm;

#[test]
fn every_setting_stands_in_operating_md() {
    let mut names: Vec<String> = Vec::new();
    for (command, help) in every_command(&Skm::new()) {
        names.extend(options(&help).into_iter().map(str::to_owned));
        names.push(format!("skm {command}"));
    }
    assert!(names.len() > 1);
    let doc = read("operating.md");
    let missing = missing_from(&doc, names.iter().map(String::as_str));
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_route_stands_in_http_md() {
    let routes = server::ROUTES.iter().chain(server::WITNESS_ROUTES);
    let missing = missing_from(&read("http.md"), routes.copied());
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn no_route_has_two_rows() {
    let doc = read("http.md");
    let (server, witness) = doc.split_once("\n## A witness\n").unwrap();
    let served = server::ROUTES.iter().map(|route| (server, *route));
    let witnessed = server::WITNESS_ROUTES.iter().map(|route| (witness, *route));
    for (part, route) in served.chain(witnessed) {
        let row = format!("| `{route}` |");
        let rows = part.lines().filter(|line| line.starts_with(&row)).count();
        assert!(rows < 2, "{route}");
    }
}

#[test]
fn every_event_stands_in_the_glossary() {
    let missing = missing_from(&read("glossary.md"), survey::event_types());
    assert!(missing.is_empty(), "{missing:?}");
}

/// Whether the schema says of each what the samples hold, a validator looks at: `tests/inspector/independent.rs`.
#[test]
fn every_shape_that_was_ever_stored_stands_in_events_schema_json() {
    let schema: serde_json::Value = serde_json::from_str(&read("events.schema.json")).unwrap();
    let shapes = schema["$defs"].as_object().unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates/survey/tests/stored");
    let mut missing: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let file = entry.unwrap().file_name().into_string().unwrap();
            let name = file.split('.').next().unwrap();
            format!("skm.{}", name.replace('@', ".v"))
        })
        .filter(|shape| !shapes.contains_key(shape))
        .collect();
    missing.sort();
    assert!(missing.is_empty(), "{missing:?}");
}

/// A test's name is a sentence: it has several underscores.
#[test]
fn every_test_that_asvs_md_names_is_there() {
    let doc = read("asvs.md");
    let quoted = doc.split('`').skip(1).step_by(2);
    let sentence = |name: &&str| {
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        name.chars().all(letters) && name.matches('_').count() > 1
    };
    let named: Vec<&str> = quoted.filter(sentence).collect();
    assert!(named.len() > 30, "{named:?}");
    let sources = sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates"));
    let missing: Vec<_> = named
        .iter()
        .filter(|name| !sources.contains(&format!("fn {name}(")))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// Every Rust source below a folder, as one text.
fn sources(folder: &Path) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.push_str(&sources(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            all.push_str(&fs::read_to_string(path).unwrap());
        }
    }
    all
}

fn read(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name)).unwrap()
}

/// Those of `names` that do not stand in `doc`.
pub(crate) fn missing_from<'n>(doc: &str, names: impl IntoIterator<Item = &'n str>) -> Vec<&'n str> {
    names.into_iter().filter(|name| !says(doc, name)).collect()
}

/// Whether `name` stands in `doc` and is not a part of a longer name or route.
fn says(doc: &str, name: &str) -> bool {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '/'));
    doc.match_indices(name).any(|(start, _)| {
        let before = doc[..start].chars().next_back();
        let after = doc[start + name.len()..].chars().next();
        !joins(before) && !joins(after)
    })
}

/// Every command that does something, such as `witness init`, with its help.
pub(crate) fn every_command(skm: &Skm) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut unseen = vec![Vec::new()];
    while let Some(command) = unseen.pop() {
        let words = command.iter().map(String::as_str);
        let help = skm.run(words.chain(["--help"])).ok();
        let below = commands(&help);
        let with = |name: &&str| [&command[..], &[(*name).to_owned()]].concat();
        unseen.extend(below.iter().map(with));
        // A command may do something itself and have others below it.
        if below.is_empty() || !options(&help).is_empty() {
            found.push((command.join(" "), help));
        }
    }
    found
}

/// The subcommands that a `--help` lists.
pub(crate) fn commands(help: &str) -> Vec<&str> {
    let listed = help.lines().skip_while(|line| *line != "Perintah:").skip(1);
    listed
        .take_while(|line| !line.is_empty())
        // A description that was wrapped begins further in.
        .filter_map(|line| line.strip_prefix("  ").filter(|rest| !rest.starts_with(' ')))
        .filter_map(|line| line.split_whitespace().next())
        .collect()
}

/// The long options that a `--help` lists, less those that every program has.
pub(crate) fn options(help: &str) -> Vec<&str> {
    help.lines()
        .map(str::trim_start)
        .filter(|line| line.starts_with('-'))
        .filter_map(|line| line.split([' ', '=', '[']).find(|word| word.starts_with("--")))
        .filter(|name| !matches!(*name, "--help" | "--version"))
        .collect()
}

mod tests {
    //! The helpers above go red when they should.

    use super::*;

    const HELP: &str = "\
Pemakaian: skm <PERINTAH>

Perintah:
  init   Buat folder data
           dan tampilkan tautan
  serve  Layani

Pilihan:
      --data <DIR>         Folder data, bukan --lain
  -l, --listen <ALAMAT>    bawaan 127.0.0.1:8080
      --format=<BENTUK>    table atau json
      --no-serve[=<YA>]
  -h, --help               Tampilkan bantuan ini
  -V, --version            Tampilkan versi
";

    #[test]
    fn subcommands_are_read_from_the_help() {
        assert_eq!(commands(HELP), ["init", "serve"]);
        assert!(commands("Pilihan:\n  --data\n").is_empty());
    }

    #[test]
    fn options_are_read_from_the_help() {
        assert_eq!(options(HELP), ["--data", "--listen", "--format", "--no-serve"]);
    }

    #[test]
    fn a_name_that_the_text_lacks_is_missing() {
        let doc = "`--data DIR`, `/dasbor/UNIT`, `unit_registered`.";
        assert!(missing_from(doc, ["--data", "/dasbor/UNIT", "unit_registered"]).is_empty());
        assert_eq!(missing_from(doc, ["--data", "--listen"]), ["--listen"]);
    }

    #[test]
    fn a_part_of_a_longer_name_is_not_the_name() {
        let doc = "`--data-dir`, `/dasbor/UNIT`, `unit_registered_twice`, x/hasil";
        let names = ["--data", "/dasbor", "unit_registered", "/hasil"];
        assert_eq!(missing_from(doc, names), names);
    }
}
