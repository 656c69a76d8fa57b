//! The file itself: a ZIP that leaves nothing to choose, so that whoever has its parts can say what each byte of it is.
//!
//! Nothing is compressed, dated or commented. Whoever reads it makes it anew from its parts and compares: what stands
//! between them, before or after them, or is written in another way, was put there by somebody else.

use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom, Write};

use sha2::{Digest, Sha256};
use zip::{CompressionMethod, ZipArchive, ZipWriter, result::ZipResult, write::SimpleFileOptions};

/// Writes the parts of evidence, one after the other, and the hash of each into a list.
pub(super) struct Container<W: Write + Seek> {
    zip: ZipWriter<W>,
    name: String,
    hash: Sha256,
    list: String,
}

impl<W: Write + Seek> Container<W> {
    pub(super) fn new(out: W) -> Self {
        Self {
            zip: ZipWriter::new(out),
            name: String::new(),
            hash: Sha256::new(),
            list: String::new(),
        }
    }

    pub(super) fn put(&mut self, name: &str, bytes: &[u8]) -> ZipResult<()> {
        self.begin(name)?;
        self.write(bytes)?;
        self.end();
        Ok(())
    }

    pub(super) fn begin(&mut self, name: &str) -> ZipResult<()> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.zip.start_file(name, options)?;
        self.name = name.into();
        Ok(())
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> ZipResult<()> {
        self.hash.update(bytes);
        Ok(self.zip.write_all(bytes)?)
    }

    pub(super) fn end(&mut self) {
        use std::fmt::Write as _;
        let hash = std::mem::take(&mut self.hash).finalize();
        writeln!(self.list, "{}  {}", hex(&hash), self.name).expect("a string takes everything");
    }

    /// The parts so far, each with its hash, as `sha256sum` writes them.
    pub(super) fn list(&self) -> &str {
        &self.list
    }

    pub(super) fn finish(self) -> ZipResult<W> {
        let mut out = self.zip.finish()?;
        out.flush()?;
        Ok(out)
    }
}

/// Where the file is not what its parts make, in words; `None` if it is.
pub(super) fn difference<'a>(
    file: impl Read + Seek,
    parts: impl Iterator<Item = (&'a str, &'a [u8])>,
) -> ZipResult<Option<String>> {
    let mut made = Container::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        made.put(name, bytes)?;
    }
    let made = made.finish()?.into_inner();
    let Some(at) = first_difference(file, &made)? else {
        return Ok(None);
    };
    Ok(Some(format!(
        "wadah ZIP berbeda pada bita ke-{at}, {}",
        place(made, at)?
    )))
}

fn first_difference(mut file: impl Read + Seek, made: &[u8]) -> io::Result<Option<u64>> {
    file.seek(SeekFrom::Start(0))?;
    let mut file = BufReader::new(file);
    let (mut rest, mut at, mut read) = (made, 0, [0; 8192]);
    loop {
        let count = file.read(&mut read)?;
        let same = read[..count]
            .iter()
            .zip(rest)
            .take_while(|(one, other)| one == other);
        let same = same.count();
        at += same as u64;
        rest = &rest[same..];
        if same < count || count == 0 {
            return Ok((same < count || !rest.is_empty()).then_some(at));
        }
    }
}

/// What stands at a byte of the file as it should be.
fn place(made: Vec<u8>, at: u64) -> ZipResult<String> {
    let length = made.len() as u64;
    let mut zip = ZipArchive::new(Cursor::new(made))?;
    for part in 0..zip.len() {
        let part = zip.by_index_raw(part)?;
        let end = part.data_start().unwrap_or(0) + part.size();
        if at < end {
            return Ok(format!("di kepala atau isi {}", part.name()?));
        }
    }
    Ok(match at < length {
        true => "di daftar berkas pada akhirnya".into(),
        false => "sesudah akhirnya".into(),
    })
}

pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes everything");
        text
    })
}
