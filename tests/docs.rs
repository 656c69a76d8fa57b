//! The documents name every setting, so that nothing can be added to the program and left unsaid.
//!
//! Names are taken from the program itself; a name counts as said where it stands whole in the text.

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

/// The subcommands that a `--help` lists, less `help` itself.
pub(crate) fn commands(help: &str) -> Vec<&str> {
    let listed = help.lines().skip_while(|line| *line != "Perintah:").skip(1);
    listed
        .take_while(|line| !line.is_empty())
        // A description that was wrapped begins further in.
        .filter_map(|line| line.strip_prefix("  ").filter(|rest| !rest.starts_with(' ')))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
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
Pemakaian: skm serve [PILIHAN] --data <DIR>

Perintah:
  init   makes a data directory
           and says where
  serve  serves it
  help   Print this message

Pilihan:
      --data <DIR>         where the data is, or --nowhere
  -l, --listen <ADDRESS>   [default: 127.0.0.1:8080]
      --format=<FORMAT>    table or json
      --no-serve[=<YES>]
  -h, --help               Print help
  -V, --version            Print version
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
