//! The binary `skm`: everything the product can do, from a terminal.
//!
//! A command asks `app`, or reads the log itself where nothing else may be trusted, and says what it found on
//! standard output. Progress, logs and errors go to standard error. Exit codes stand in [`failure`].

#![allow(
    rustdoc::bare_urls,
    reason = "the documentation of arguments is their help text, read in a terminal"
)]

mod arguments;
mod failure;
mod words;

mod data;
mod new_file;
mod new_folder;
mod output;
mod progress;

mod command;

use std::process::ExitCode;

/// Many small pieces are made and dropped for each answer, on several threads; the C library's allocator takes a
/// tenth of all processor time for it. See docs/performance.md.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let asked = match words::parse::<arguments::Skm>() {
        Ok(asked) => asked,
        Err(exit_code) => return exit_code,
    };
    match asked.command.run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(),
    }
}
