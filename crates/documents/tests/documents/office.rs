//! An office's own programs, LibreOffice without a window, and pdftotext: what they compute and read is what was
//! published. Several files share one start of it.

use std::{fs, path::Path, process::Command};

use tempfile::TempDir;

/// LibreOffice computes every formula anew when it opens a file, whatever value stands beside it.
const ALWAYS_COMPUTE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;

/// Files that an office's program opens, each under its name.
pub(crate) struct Desk(TempDir);

impl Desk {
    pub(crate) fn new(files: &[(String, Vec<u8>)]) -> Self {
        let desk = tempfile::tempdir().unwrap();
        let profile = desk.path().join("profile/user");
        fs::create_dir_all(&profile).unwrap();
        fs::write(profile.join("registrymodifications.xcu"), ALWAYS_COMPUTE).unwrap();
        for (name, bytes) in files {
            fs::write(desk.path().join(name), bytes).unwrap();
        }
        Self(desk)
    }

    /// Opens every file with that ending and saves it as another kind.
    pub(crate) fn convert(&self, ending: &str, to: &str) {
        let files = fs::read_dir(self.0.path())
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let files = files.filter(|path| path.extension().is_some_and(|found| found == ending));
        let profile = format!("-env:UserInstallation=file://{}/profile", self.0.path().display());
        let converted = Command::new("soffice")
            .args([&profile, "--headless", "--convert-to", to, "--outdir"])
            .arg(self.0.path())
            .args(files)
            .output()
            .expect("LibreOffice is installed (libreoffice-calc, libreoffice-writer)");
        assert!(
            converted.status.success(),
            "{}",
            String::from_utf8_lossy(&converted.stderr)
        );
    }

    pub(crate) fn text(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn path(&self, name: &str) -> Box<Path> {
        self.0.path().join(name).into()
    }
}

/// The text of a PDF, as another program reads it.
pub(crate) fn text_of_pdf(path: &Path) -> String {
    let read = Command::new("pdftotext")
        .args(["-layout"])
        .arg(path)
        .arg("-")
        .output();
    let read = read.expect("pdftotext is installed (poppler-utils)");
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    String::from_utf8(read.stdout).unwrap()
}
