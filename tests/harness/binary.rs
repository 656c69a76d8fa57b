//! Where the built `skm` is.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// The binary `SKM_BIN` names, or else the one beside this test's own, built anew if it is out of date.
pub(crate) fn skm() -> &'static PathBuf {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| env::var_os("SKM_BIN").map_or_else(build, PathBuf::from))
}

/// Cargo gives a test the path of its own package's binaries only, and builds no other package's for it.
fn build() -> PathBuf {
    let mut folder = env::current_exe().unwrap();
    folder.pop(); // this test's name
    folder.pop(); // deps
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args(["build", "--quiet", "--locked", "--package", "cli"])
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    if folder.ends_with("release") {
        cargo.arg("--release");
    }
    assert!(cargo.status().unwrap().success(), "skm does not build");
    folder.join("skm")
}
