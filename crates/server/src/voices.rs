//! Recordings of the questions, made by the office: one file for a language and an unsur, read once at the start.
//!
//! They lie in a folder as `jv/waktu.mp3`. A question without one is read out by the browser, if it can.

use std::{collections::BTreeMap, fs, io, path::Path};

use bytes::Bytes;

use crate::{
    limits::{VOICE_BYTES_MAX, VOICES_BYTES_MAX},
    pages,
};

/// Kinds of files that browsers play, by the ending of their names.
const KINDS: [(&str, &str); 5] = [
    ("mp3", "audio/mpeg"),
    ("m4a", "audio/mp4"),
    ("ogg", "audio/ogg"),
    ("webm", "audio/webm"),
    ("wav", "audio/wav"),
];

/// The recordings, by language and code of the unsur.
#[derive(Clone, Debug, Default)]
pub struct Voices(BTreeMap<(String, String), Recording>);

/// One recording.
#[derive(Clone, Debug)]
pub(crate) struct Recording {
    pub(crate) content_type: &'static str,
    pub(crate) bytes: Bytes,
    pub(crate) etag: String,
}

impl Voices {
    /// Reads a folder; none are there if it is not.
    ///
    /// # Errors
    /// If a file cannot be read, or the files are larger than the limits allow; the text names the file.
    pub fn read(folder: &Path) -> io::Result<Self> {
        let mut voices = Self::default();
        let mut total = 0;
        for language in entries(folder)? {
            for file in entries(&language)? {
                let named =
                    |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", file.display()));
                let kind = KINDS
                    .iter()
                    .find(|(ending, _)| file.extension().is_some_and(|found| found == *ending));
                let (Some((_, content_type)), Some(code), Some(language)) =
                    (kind, file.file_stem(), language.file_name())
                else {
                    continue;
                };
                let size = fs::metadata(&file).map_err(named)?.len();
                total += size;
                if size > VOICE_BYTES_MAX || total > VOICES_BYTES_MAX {
                    let text =
                        format!("rekaman melebihi {VOICE_BYTES_MAX} bita, atau semuanya {VOICES_BYTES_MAX}");
                    return Err(named(io::Error::other(text)));
                }
                let bytes = Bytes::from(fs::read(&file).map_err(named)?);
                let recording = Recording {
                    content_type,
                    etag: format!("\"{}\"", pages::tag_of(&[&bytes])),
                    bytes,
                };
                let key = (language.to_string_lossy().into(), code.to_string_lossy().into());
                voices.0.insert(key, recording);
            }
        }
        Ok(voices)
    }

    /// The recording of a question.
    pub(crate) fn get(&self, language: &str, code: &str) -> Option<&Recording> {
        self.0.get(&(language.into(), code.into()))
    }

    /// Codes of the questions that there is a recording of in a language.
    pub(crate) fn codes(&self, language: &str) -> Vec<String> {
        let of_language = self.0.keys().filter(|(recorded, _)| recorded == language);
        of_language.map(|(_, code)| code.clone()).collect()
    }
}

/// What lies in a folder, in order of name; nothing if there is no such folder.
fn entries(folder: &Path) -> io::Result<Vec<std::path::PathBuf>> {
    let read = match fs::read_dir(folder) {
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            return Ok(Vec::new());
        }
        read => read?,
    };
    let mut found = read
        .map(|entry| Ok(entry?.path()))
        .collect::<io::Result<Vec<_>>>()?;
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, usize)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, size) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, vec![7; *size]).unwrap();
        }
        folder
    }

    #[test]
    fn a_recording_is_found_by_language_and_unsur_and_other_files_are_passed_over() {
        let folder = folder(&[
            ("jv/waktu.mp3", 10),
            ("jv/biaya.ogg", 20),
            ("su/waktu.wav", 30),
            ("jv/catatan.txt", 5),
            ("baca.md", 1),
        ]);
        let voices = Voices::read(folder.path()).unwrap();
        assert_eq!(voices.codes("jv"), ["biaya", "waktu"]);
        assert_eq!(voices.get("su", "waktu").unwrap().bytes.len(), 30);
        assert_eq!(voices.get("jv", "waktu").unwrap().content_type, "audio/mpeg");
        assert!(voices.get("id", "waktu").is_none() && voices.get("jv", "catatan").is_none());
    }

    #[test]
    fn a_folder_that_is_not_there_holds_none() {
        assert!(
            Voices::read(Path::new("tidak/ada"))
                .unwrap()
                .codes("id")
                .is_empty()
        );
    }

    #[test]
    fn a_recording_over_the_limit_is_named() {
        let too_large = usize::try_from(VOICE_BYTES_MAX).unwrap() + 1;
        let folder = folder(&[("id/waktu.mp3", too_large)]);
        let error = Voices::read(folder.path()).unwrap_err();
        assert!(error.to_string().contains("waktu.mp3"), "{error}");
    }
}
