//! How the letters of the offices begin: logos and addresses, from files that the office lays down. They are read at the
//! start, and again whenever one of them has changed.
//!
//! `logo.png` is everybody's, `UNIT.png` that unit's own; `alamat.csv` has a line `unit,alamat,telepon` for each unit.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs, io,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    time::SystemTime,
};

use documents::{Letterhead, Logo};

use crate::limits::{ADDRESSES_BYTES_MAX, LOGO_BYTES_MAX};

/// The name of the logo of all.
const EVERYBODYS: &str = "logo";
const ADDRESSES: &str = "alamat.csv";

/// Logos and addresses of a folder, as it is.
#[derive(Clone, Debug, Default)]
pub struct Letterheads(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    folder: PathBuf,
    /// The files as they were when they were last read.
    seen: Vec<Seen>,
    known: Arc<Known>,
}

/// By what a file shows that it changed: name, time of its last change, and size.
type Seen = (OsString, Option<SystemTime>, u64);

/// Logos and addresses, by code of the unit.
#[derive(Debug, Default)]
struct Known {
    logos: BTreeMap<String, Logo>,
    /// Address and telephone.
    addresses: BTreeMap<String, (String, String)>,
}

impl Letterheads {
    /// Reads a folder; nothing is known if it is not there.
    ///
    /// # Errors
    /// If a file cannot be read, or is not of its kind; the text names the file.
    pub fn read(folder: &Path) -> io::Result<Self> {
        // Looked at before they are read: what changes in between is read again.
        let seen = seen(folder)?;
        Ok(Self(Arc::new(Mutex::new(Kept {
            folder: folder.into(),
            seen,
            known: Arc::new(Known::read(folder)?),
        }))))
    }

    /// The letterhead of a unit.
    #[must_use]
    pub fn of(&self, publisher: &str, unit: &str) -> Letterhead {
        let known = self.known();
        let (address, telephone) = known.addresses.get(unit).cloned().unwrap_or_default();
        Letterhead {
            publisher: publisher.into(),
            address,
            telephone,
            logo: known.logo_of(unit),
        }
    }

    /// The logo of a unit, or everybody's.
    #[must_use]
    pub(crate) fn logo_of(&self, unit: &str) -> Option<Logo> {
        self.known().logo_of(unit)
    }

    /// What a unit's letterhead lacks, in the words of its people; empty if nothing.
    #[must_use]
    pub(crate) fn lacking(&self, unit: &str) -> Vec<&'static str> {
        let letterhead = self.of("", unit);
        let parts = [
            (letterhead.logo.is_none(), "logo"),
            (letterhead.address.is_empty(), "alamat"),
            (letterhead.telephone.is_empty(), "telepon"),
        ];
        let parts = parts.into_iter().filter(|(lacking, _)| *lacking);
        parts.map(|(_, part)| part).collect()
    }

    /// What the folder says now. A file that cannot be read leaves what was known before it, and is said once.
    fn known(&self) -> Arc<Known> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = seen(&kept.folder).unwrap_or_default();
        if now != kept.seen {
            match Known::read(&kept.folder) {
                Ok(known) => kept.known = Arc::new(known),
                Err(error) => tracing::warn!(%error, "a changed letterhead cannot be read"),
            }
            kept.seen = now;
        }
        Arc::clone(&kept.known)
    }
}

impl Known {
    fn read(folder: &Path) -> io::Result<Self> {
        let mut read = Self::default();
        for (name, ..) in seen(folder)? {
            let path = folder.join(&name);
            let name = name.to_string_lossy();
            if name == ADDRESSES {
                read.addresses = addresses(&path)?;
            } else if let Some(unit) = name.strip_suffix(".png") {
                read.logos.insert(unit.into(), logo(&path)?);
            }
        }
        Ok(read)
    }

    fn logo_of(&self, unit: &str) -> Option<Logo> {
        let logo = self.logos.get(unit).or_else(|| self.logos.get(EVERYBODYS));
        logo.cloned()
    }
}

/// The files of a folder in order of their names; none if it is not there.
fn seen(folder: &Path) -> io::Result<Vec<Seen>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(named(folder, &error)),
    };
    let mut seen = Vec::new();
    for entry in entries {
        let entry = entry?;
        let about = fs::metadata(entry.path()).map_err(|error| named(&entry.path(), &error))?;
        seen.push((entry.file_name(), about.modified().ok(), about.len()));
    }
    seen.sort();
    Ok(seen)
}

fn logo(path: &Path) -> io::Result<Logo> {
    let bytes = limited(path, LOGO_BYTES_MAX)?;
    Logo::from_png(&bytes).map_err(|error| named(path, &io::Error::other(error)))
}

fn addresses(path: &Path) -> io::Result<BTreeMap<String, (String, String)>> {
    let bytes = limited(path, ADDRESSES_BYTES_MAX)?;
    let mut found = BTreeMap::new();
    for line in csv::Reader::from_reader(bytes.as_slice()).records() {
        let line = line.map_err(|error| named(path, &io::Error::other(error)))?;
        let cell = |at| line.get(at).unwrap_or_default().trim().to_owned();
        found.insert(cell(0), (cell(1), cell(2)));
    }
    Ok(found)
}

fn limited(path: &Path, bytes_max: u64) -> io::Result<Vec<u8>> {
    let size = fs::metadata(path).map_err(|error| named(path, &error))?.len();
    if size > bytes_max {
        return Err(named(
            path,
            &io::Error::other(format!("melebihi {bytes_max} bita")),
        ));
    }
    fs::read(path).map_err(|error| named(path, &error))
}

fn named(path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_without_a_logo_of_its_own_has_everybodys() {
        let folder = tempfile::tempdir().unwrap();
        let dot = |colour: u8| {
            let mut file = Vec::new();
            let mut encoder = png::Encoder::new(&mut file, 1, 1);
            encoder.set_color(png::ColorType::Grayscale);
            encoder
                .write_header()
                .unwrap()
                .write_image_data(&[colour])
                .unwrap();
            file
        };
        fs::write(folder.path().join("logo.png"), dot(0)).unwrap();
        fs::write(folder.path().join("KEC.png"), dot(255)).unwrap();
        let table = "unit,alamat,telepon\nKEC,\"Jalan Merdeka 1, Sukamaju\",0341-1\n";
        fs::write(folder.path().join(ADDRESSES), table).unwrap();
        let read = Letterheads::read(folder.path()).unwrap();
        let (own, others) = (read.of("Kabupaten", "KEC"), read.of("Kabupaten", "KEL"));
        assert_eq!(
            (own.address.as_str(), own.telephone.as_str()),
            ("Jalan Merdeka 1, Sukamaju", "0341-1")
        );
        assert!(own.logo.is_some() && others.logo.is_some() && own.logo != others.logo);
        assert_eq!(read.lacking("KEC"), [""; 0]);
        assert_eq!(read.lacking("KEL"), ["alamat", "telepon"]);
        fs::write(
            folder.path().join(ADDRESSES),
            format!("{table}KEL,Jalan Kenanga 2,\n"),
        )
        .unwrap();
        assert_eq!(read.lacking("KEL"), ["telepon"], "read again without a new start");
        fs::write(folder.path().join("KEL.png"), b"no picture").unwrap();
        assert_eq!(
            read.of("", "KEL").address,
            "Jalan Kenanga 2",
            "what was known holds until the file is mended"
        );
        assert!(
            Letterheads::read(folder.path())
                .unwrap_err()
                .to_string()
                .contains("KEL.png")
        );
        assert!(
            Letterheads::read(&folder.path().join("none"))
                .unwrap()
                .of("", "KEC")
                .logo
                .is_none()
        );
    }
}
