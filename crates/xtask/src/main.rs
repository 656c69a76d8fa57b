//! The repository's own chores: `cargo xtask tidy` and `cargo xtask bench`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line speaks by printing"
)]

mod bench;
mod browser;
mod metadata;
mod tidy;

use std::env;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask <COMMAND>

  tidy              check the habits of docs/style.md that a program can check
  bench [WORDS...]  run the benchmarks whose `package/name` holds one of WORDS; all without WORDS";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let done = match args.split_first() {
        Some((command, [])) if command == "tidy" => tidy::run(&root),
        Some((command, words)) if command == "bench" => bench::run(&root, words),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// How a chore ends: well, or with what to print.
type Done = Result<(), Box<dyn Error>>;
