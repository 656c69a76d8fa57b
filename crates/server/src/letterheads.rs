//! How the letters of the offices begin: logos and addresses, from files that the office lays down, read once at the
//! start.
//!
//! `logo.png` is everybody's, `UNIT.png` that unit's own; `alamat.csv` has a line `unit,alamat,telepon` for each unit.

use std::{collections::BTreeMap, fs, io, path::Path};

use documents::{Letterhead, Logo};

use crate::limits::{ADDRESSES_BYTES_MAX, LOGO_BYTES_MAX};

/// The name of the logo of all.
const EVERYBODYS: &str = "logo";
const ADDRESSES: &str = "alamat.csv";

/// Logos and addresses, by code of the unit.
#[derive(Clone, Debug, Default)]
pub struct Letterheads {
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
        let mut read = Self::default();
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(read),
            Err(error) => return Err(named(folder, &error)),
        };
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
            match name.as_deref() {
                Some(ADDRESSES) => read.addresses = addresses(&path)?,
                Some(name) => {
                    if let Some(unit) = name.strip_suffix(".png") {
                        read.logos.insert(unit.into(), logo(&path)?);
                    }
                }
                None => {}
            }
        }
        Ok(read)
    }

    /// The letterhead of a unit.
    #[must_use]
    pub fn of(&self, publisher: &str, unit: &str) -> Letterhead {
        let (address, telephone) = self.addresses.get(unit).cloned().unwrap_or_default();
        Letterhead {
            publisher: publisher.into(),
            address,
            telephone,
            logo: self.logo_of(unit),
        }
    }

    /// The logo of a unit, or everybody's.
    #[must_use]
    pub(crate) fn logo_of(&self, unit: &str) -> Option<Logo> {
        let logo = self.logos.get(unit).or_else(|| self.logos.get(EVERYBODYS));
        logo.cloned()
    }
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
        fs::write(folder.path().join("KEL.png"), b"no picture").unwrap();
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
