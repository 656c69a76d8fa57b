//! What a citizen's page is like in a real browser, on a poor link.

use std::path::Path;
use std::process::Command;

use crate::Done;

/// The benchmarks, by the names they are chosen with: `browser/first_paint`.
pub(crate) const PACKAGE: &str = "browser";
pub(crate) const NAMES: [&str; 2] = ["first_paint", "lighthouse"];

/// Installs the browser if it is not there, builds the program as it is delivered, and visits it.
pub(crate) fn run(name: &str, root: &Path, target: &Path) -> Done {
    succeed(Command::new("scripts/tools").arg("benches").current_dir(root))?;
    let build = ["build", "--release", "--quiet", "--locked", "--package", "cli"];
    succeed(Command::new("cargo").args(build).current_dir(root))?;
    succeed(
        Command::new("node")
            .arg(format!("bench/{name}.js"))
            .env("SKM_BIN", target.join("release/skm"))
            .current_dir(root.join("tests/browser")),
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
