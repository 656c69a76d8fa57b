//! What the argument parser says, in Bahasa Indonesia. It knows English only, so its phrases are replaced in
//! what it has written; a test fails when one of them is left over.

use std::{
    io::{self, Write},
    process::ExitCode,
};

use clap::Parser;

/// What it says, and what we say. Longer phrases stand before those that they contain.
const PHRASES: &[(&str, &str)] = &[
    ("Usage:", "Pemakaian:"),
    ("Commands:", "Perintah:"),
    ("Arguments:", "Argumen:"),
    ("Options:", "Pilihan:"),
    ("[OPTIONS]", "[PILIHAN]"),
    ("<COMMAND>", "<PERINTAH>"),
    ("Print help (see a summary with '-h')", "Tampilkan bantuan ini"),
    ("Print help (see more with '--help')", "Tampilkan bantuan ini"),
    ("Print help", "Tampilkan bantuan ini"),
    ("Print version", "Tampilkan versi"),
    ("error: ", "Kesalahan: "),
    (
        "the following required arguments were not provided:",
        "argumen berikut wajib diisi:",
    ),
    ("unexpected argument ", "argumen tidak dikenal "),
    ("' found", "'"),
    ("invalid value ", "nilai tidak dapat dipakai "),
    ("a value is required for ", "isi nilai untuk "),
    (" but none was supplied", ""),
    ("unexpected value ", "nilai berlebih "),
    ("; no more were expected", ""),
    ("' for '", "' untuk '"),
    ("the argument ", "argumen "),
    (" cannot be used multiple times", " hanya boleh ditulis satu kali"),
    ("unrecognized subcommand ", "perintah tidak dikenal "),
    ("tip: a similar argument exists:", "saran: ada argumen"),
    ("tip: some similar arguments exist:", "saran: ada argumen"),
    ("tip: a similar subcommand exists:", "saran: ada perintah"),
    ("tip: some similar subcommands exist:", "saran: ada perintah"),
    ("tip: a similar value exists:", "saran: ada nilai"),
    ("tip: some similar values exist:", "saran: ada nilai"),
    ("tip: to pass ", "saran: untuk menulis "),
    (" as a value, use ", " sebagai nilai, gunakan "),
    ("[possible values: ", "[pilihan: "),
    (
        "For more information, try '--help'.",
        "Keterangan selengkapnya: '--help'.",
    ),
];

/// Reads the arguments of this process. Where there is help or an error to show instead, shows it and gives the
/// exit code.
pub(crate) fn parse<A: Parser>() -> Result<A, ExitCode> {
    A::try_parse().map_err(|error| {
        let text = in_indonesian(&error.render().to_string());
        let told = if error.use_stderr() {
            writeln!(io::stderr(), "{}", text.trim_end())
        } else {
            writeln!(io::stdout(), "{}", text.trim_end())
        };
        // Whoever closed the pipe does not want to read it.
        drop(told);
        ExitCode::from(u8::try_from(error.exit_code()).expect("0 or 2"))
    })
}

fn in_indonesian(text: &str) -> String {
    PHRASES
        .iter()
        .fold(text.to_owned(), |text, (said, ours)| text.replace(said, ours))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::arguments::Skm;

    /// Words that the parser uses and no Indonesian text does.
    const ENGLISH: &[&str] = &[
        "Usage",
        "Command",
        "Option",
        "Print",
        "error:",
        "the ",
        "argument ",
        "required",
        "value",
        "invalid",
        "found",
        "tip:",
        "more",
        "unexpected",
        "multiple",
        "exist",
        "provided",
        "subcommand",
        " try ",
    ];

    fn check(text: &str) {
        for word in ENGLISH {
            assert!(!text.contains(word), "{word:?} in {text}");
        }
    }

    fn check_below(command: &mut clap::Command) {
        for command in command.get_subcommands_mut() {
            check(&in_indonesian(&command.render_long_help().to_string()));
            check_below(command);
        }
    }

    #[test]
    fn every_help_is_in_indonesian() {
        let mut skm = Skm::command();
        skm.build();
        check(&in_indonesian(&skm.render_long_help().to_string()));
        check_below(&mut skm);
    }

    #[test]
    fn every_mistake_is_explained_in_indonesian() {
        for mistake in [
            "skm",
            "skm compte",
            "skm compute",
            "skm compute a.csv b.csv",
            "skm compute a.csv --format",
            "skm compute a.csv --format xml",
            "skm compute a.csv --format=jso",
            "skm compute a.csv --formt json",
            "skm compute a.csv --format json --format json",
            "skm compute a.csv --method 0.11",
            "skm replay --data d --to kemarin",
            "skm replay --data d -x",
            "skm witness",
            "skm witness sign",
        ] {
            let error = Skm::try_parse_from(mistake.split(' ')).expect_err(mistake);
            assert_eq!(error.exit_code(), 2, "{mistake}");
            check(&in_indonesian(&error.render().to_string()));
        }
    }
}
