//! How soon a citizen sees the survey on a poor link, in a real browser; where there is one.

use std::path::Path;
use std::process::Command;
use std::{env, fs};

use crate::Done;

/// How the benchmark is chosen.
pub(crate) const NAME: &str = "browser/first_paint";

/// Builds the program as it is delivered, and visits it. Says so and does nothing without a browser.
pub(crate) fn run(root: &Path, target: &Path) -> Done {
    let browser = env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".into());
    let suite = root.join("tests/browser");
    for needed in [Path::new(&browser), &suite.join("node_modules")] {
        if fs::metadata(needed).is_err() {
            println!(
                "not measured: {} is not there; scripts/test installs it",
                needed.display()
            );
            return Ok(());
        }
    }
    let build = ["build", "--release", "--quiet", "--locked", "--package", "cli"];
    succeed(Command::new("cargo").args(build).current_dir(root))?;
    let skm = target.join("release/skm");
    succeed(
        Command::new("node")
            .arg("bench/first_paint.js")
            .env("SKM_BIN", skm)
            .current_dir(suite),
    )
}

fn succeed(command: &mut Command) -> Done {
    let status = command.status()?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{command:?}: {status}").into())
    }
}
