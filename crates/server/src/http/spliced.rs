//! A page that is the same for everybody but for one field: compressed once, and the field spliced in.
//!
//! Both codings are made of blocks, and a block may be stored as it is. So a page is compressed in front of the field
//! and behind it, and each answer puts a stored block with its own field between the two.
//!
//! | coding | block | what must not depend on the field |
//! |---|---|---|
//! | brotli (RFC 7932, 9.2) | meta-block with ISUNCOMPRESSED | references to the block or from within it: its bytes stand nowhere else, so there are none. The context of the first letter behind: the block always ends with the same two bytes |
//! | gzip (RFC 1951, 3.2.4) | BTYPE 00 | references, as above. The checksum in the trailer is made of the three parts |

use std::io::Write;

use brotli::enc::BrotliEncoderParams;
use bytes::{Bytes, BytesMut};
use flate2::{Compression, Crc, write::DeflateEncoder};

use crate::{http::compress::Coding, pages};

/// How long the field is: a UUID as text.
pub(crate) const FIELD_BYTES: usize = 36;

/// Stands for the field while the page is rendered and compressed. No text holds these characters.
pub(crate) const FILLER: &str = "\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\u{e}\u{f}\u{10}\u{11}\u{12}\u{13}\u{14}\u{15}\u{16}\u{17}\u{18}\u{19}\u{1a}\u{1b}\u{1c}\u{1d}\u{1e}\u{1f}\u{7f}\u{b}\u{c}\u{1f}\u{1e}\u{1d}\u{1c}\u{1b}\u{1a}\u{19}";

/// What follows the field: the end of its attribute, and two blanks that no text holds.
const AFTER: &str = "\"\t\u{c}";

const GZIP_HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255];

/// A page around a field.
pub(crate) struct Spliced {
    /// Names the page but for its field.
    pub(crate) etag: String,
    front: String,
    behind: String,
    brotli: [Bytes; 2],
    deflate: [Bytes; 2],
    crc: [Crc; 2],
}

impl Spliced {
    /// Of a page that holds [`FILLER`] once, as the whole value of an attribute that ends its tag; `None` if it does
    /// not.
    pub(crate) fn new(page: &str) -> Option<Self> {
        let (front, behind) = page.split_once(FILLER)?;
        let behind = behind
            .strip_prefix('"')
            .filter(|behind| behind.starts_with('>'))?;
        let of = |text: &str| {
            let mut crc = Crc::new();
            crc.update(text.as_bytes());
            crc
        };
        Some(Self {
            // Weak: two answers with the same tag differ by their fields.
            etag: format!("W/\"{}\"", pages::tag_of(&[front.as_bytes(), behind.as_bytes()])),
            brotli: in_brotli(front, behind),
            deflate: in_deflate(front, behind),
            crc: [of(front), of(behind)],
            front: front.into(),
            behind: behind.into(),
        })
    }

    /// The page with its field, which is [`FIELD_BYTES`] long.
    pub(crate) fn with(&self, field: &str, coding: Option<Coding>) -> Bytes {
        debug_assert_eq!(field.len(), FIELD_BYTES);
        let block = [field, AFTER].concat();
        match coding {
            None => [&self.front, &*block, &self.behind].concat().into(),
            Some(Coding::Brotli) => {
                join(&[&self.brotli[0], &brotli_head(), block.as_bytes(), &self.brotli[1]])
            }
            Some(Coding::Gzip) => {
                let mut crc = Crc::new();
                crc.combine(&self.crc[0]);
                crc.update(block.as_bytes());
                crc.combine(&self.crc[1]);
                join(&[
                    &GZIP_HEAD,
                    &self.deflate[0],
                    &deflate_head(),
                    block.as_bytes(),
                    &self.deflate[1],
                    &crc.sum().to_le_bytes(),
                    &crc.amount().to_le_bytes(),
                ])
            }
        }
    }
}

fn join(parts: &[&[u8]]) -> Bytes {
    let mut whole = BytesMut::with_capacity(parts.iter().map(|part| part.len()).sum());
    for part in parts {
        whole.extend_from_slice(part);
    }
    whole.freeze()
}

const BLOCK_BYTES: u16 = 39;

/// Not the last (1 bit: 0), length in four nibbles (2 bits: 00), the length less one (16 bits), stored (1 bit: 1);
/// from the lowest bit on, filled up to whole bytes.
fn brotli_head() -> [u8; 3] {
    let bits = u32::from(BLOCK_BYTES - 1) << 3 | 1 << 19;
    let [first, second, third, _] = bits.to_le_bytes();
    [first, second, third]
}

/// Not the last, stored, filled up to a byte; then the length and its complement.
fn deflate_head() -> [u8; 5] {
    let [low, high] = BLOCK_BYTES.to_le_bytes();
    [0, low, high, !low, !high]
}

/// The page in brotli, in front of the field's block and behind it.
fn in_brotli(front: &str, behind: &str) -> [Bytes; 2] {
    let params = BrotliEncoderParams {
        quality: Coding::BROTLI_QUALITY_ONCE,
        lgwin: Coding::BROTLI_WINDOW_BITS,
        ..Default::default()
    };
    let mut writer = brotli::CompressorWriter::with_params(Vec::new(), 4096, &params);
    let mut write = |text: &str| {
        writer
            .write_all(text.as_bytes())
            .and_then(|()| writer.flush())
            .map(|()| writer.get_ref().len())
    };
    let written = write(front).and_then(|first| Ok((first, write(&[FILLER, AFTER].concat())?)));
    let (first, second) = written.expect("writing to memory does not fail");
    writer
        .write_all(behind.as_bytes())
        .expect("writing to memory does not fail");
    let whole = Bytes::from(writer.into_inner());
    [whole.slice(..first), whole.slice(second..)]
}

/// The page in deflate, in front of the field's block and behind it.
fn in_deflate(front: &str, behind: &str) -> [Bytes; 2] {
    let mut writer = DeflateEncoder::new(Vec::new(), Compression::best());
    let mut write = |text: &str| {
        writer
            .write_all(text.as_bytes())
            .and_then(|()| writer.flush())
            .map(|()| writer.get_ref().len())
    };
    let written = write(front).and_then(|first| Ok((first, write(&[FILLER, AFTER].concat())?)));
    let (first, second) = written.expect("writing to memory does not fail");
    let whole = writer.write_all(behind.as_bytes()).and_then(|()| writer.finish());
    let whole = Bytes::from(whole.expect("writing to memory does not fail"));
    [whole.slice(..first), whole.slice(second..)]
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    const FIELDS: [&str; 3] = [
        "01996f6e-4a53-7c1b-9d7e-2f60a1b3c4d5",
        "00000000-0000-0000-0000-000000000000",
        "kata kata kata kata kata kata kata k",
    ];

    fn unpacked(bytes: &[u8], coding: Option<Coding>) -> String {
        let mut text = Vec::new();
        match coding {
            None => text = bytes.to_vec(),
            Some(Coding::Brotli) => brotli::BrotliDecompress(&mut &*bytes, &mut text).unwrap(),
            Some(Coding::Gzip) => {
                flate2::read::GzDecoder::new(bytes)
                    .read_to_end(&mut text)
                    .unwrap();
            }
        }
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn every_field_comes_out_in_its_place_in_every_coding() {
        // Texts of many lengths: the bits of what stands in front end anywhere in a byte.
        for length in [0, 1, 7, 100, 5_000, 80_000] {
            let words = (0..length)
                .map(|n: u64| format!("kata {} ", n * n % 977))
                .collect::<String>();
            let page = format!("<p>{words}</p><input value=\"{FILLER}\"><p>{words} 01996f6e-4a53-7c1b</p>");
            let spliced = Spliced::new(&page).unwrap();
            for field in FIELDS {
                let expected = page
                    .replace(FILLER, field)
                    .replace(&format!("{field}\">"), &format!("{field}\"\t\u{c}>"));
                for coding in [None, Some(Coding::Brotli), Some(Coding::Gzip)] {
                    let answer = spliced.with(field, coding);
                    assert_eq!(unpacked(&answer, coding), expected, "{length} {coding:?}");
                }
            }
        }
    }

    #[test]
    fn the_block_is_as_long_as_its_head_says() {
        assert_eq!(usize::from(BLOCK_BYTES), FIELD_BYTES + AFTER.len());
        assert_eq!(FILLER.len(), FIELD_BYTES);
    }

    #[test]
    fn a_page_without_its_place_is_none() {
        assert!(Spliced::new("<input value=\"\">").is_none());
        assert!(Spliced::new(&format!("<input value=\"{FILLER}\" name=\"id\">")).is_none());
    }

    #[test]
    fn the_tag_names_the_page_and_not_the_field() {
        let tag = |page: &str| Spliced::new(page).unwrap().etag;
        let page = |text: &str| format!("{text}<input value=\"{FILLER}\">");
        assert_eq!(tag(&page("a")), tag(&page("a")));
        assert_ne!(tag(&page("a")), tag(&page("b")));
    }
}
