//! The log's key, in two files: the secret in Go's form, the public half as C2SP writes a verifier key.

use std::path::Path;

use tlog::note::{SigningKey, VerifierKey};

use crate::{
    FileError, Files,
    files::{Readers, read, write_whole},
};

/// Makes the files of a key. The secret comes last: without it there is no key, and the next opening makes one.
pub(crate) fn write_key(key: &Path, vkey: &Path, signing: &SigningKey) -> Result<(), FileError> {
    write_whole(vkey, &format!("{}\n", signing.public()), Readers::All)?;
    write_whole(key, &format!("{}\n", signing.secret_text()), Readers::Owner)
}

/// Puts a key that was kept elsewhere into its place.
///
/// # Errors
/// If it is no key, or the public half that is there already is of another one.
pub fn put_key(files: &Files, kept: &Path) -> Result<(), FileError> {
    let missing = || FileError::form(kept, "berkas tidak ada");
    let signing = read_key(kept)?.ok_or_else(missing)?;
    check_vkey(&files.vkey, &signing)?;
    write_key(&files.key, &files.vkey, &signing)
}

/// Makes sure that the public half lies beside the secret.
pub(crate) fn check_vkey(vkey: &Path, signing: &SigningKey) -> Result<(), FileError> {
    match read_vkey(vkey)? {
        None => write_whole(vkey, &format!("{}\n", signing.public()), Readers::All),
        Some(public) if public == *signing.public() => Ok(()),
        Some(_) => Err(FileError::form(
            vkey,
            "bukan pasangan kunci penanda tangan di sebelahnya",
        )),
    }
}

/// Reads the secret; `None` if it is not there.
pub(crate) fn read_key(key: &Path) -> Result<Option<SigningKey>, FileError> {
    let Some(text) = read(key)? else {
        return Ok(None);
    };
    let signing = SigningKey::from_secret_text(text.trim_end());
    Ok(Some(signing.map_err(|error| FileError::form(key, error))?))
}

/// Reads the public half; `None` if it is not there.
///
/// # Errors
/// If it cannot be read or is no key.
pub fn read_vkey(vkey: &Path) -> Result<Option<VerifierKey>, FileError> {
    let Some(text) = read(vkey)? else {
        return Ok(None);
    };
    let public = text.trim_end().parse();
    Ok(Some(public.map_err(|error| FileError::form(vkey, error))?))
}
