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

/// Letters that no text holds; as many as a prime number.
const LETTERS: [char; 23] = [
    '\u{1}', '\u{2}', '\u{3}', '\u{4}', '\u{5}', '\u{6}', '\u{7}', '\u{8}', '\u{e}', '\u{f}', '\u{10}',
    '\u{11}', '\u{12}', '\u{13}', '\u{14}', '\u{15}', '\u{16}', '\u{17}', '\u{18}', '\u{19}', '\u{1a}',
    '\u{1b}', '\u{1c}',
];

/// Stands for a field of so many bytes while the page is rendered and compressed. A compressor finds no two of its
/// letters anywhere else, in itself neither: each round through the letters takes them at a distance of its own.
///
/// # Panics
/// For more bytes than there are pairs of letters.
pub(crate) fn filler(bytes: usize) -> String {
    let rounds = 1..LETTERS.len();
    let letters =
        rounds.flat_map(|step| (0..LETTERS.len()).map(move |at| LETTERS[at * step % LETTERS.len()]));
    let filler: String = letters.take(bytes).collect();
    assert_eq!(filler.len(), bytes, "no filler is that long");
    filler
}

/// What follows the field: the end of its attribute, and two blanks that no text holds.
const AFTER: &str = "\"\t\u{c}";

const GZIP_HEAD: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 255];

/// A page around a field.
pub(crate) struct Spliced {
    /// Names the page but for its field.
    pub(crate) etag: String,
    /// How long the field is.
    field_bytes: usize,
    front: String,
    behind: String,
    brotli: [Bytes; 2],
    deflate: [Bytes; 2],
    crc: [Crc; 2],
}

impl Spliced {
    /// Of a page that holds the [`filler`] of a field of so many bytes once, up to the end of an attribute that ends its
    /// tag; `None` if it does not.
    pub(crate) fn new(page: &str, field_bytes: usize) -> Option<Self> {
        let filler = filler(field_bytes);
        let (front, behind) = page.split_once(&filler)?;
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
            brotli: in_brotli(front, &filler, behind),
            deflate: in_deflate(front, &filler, behind),
            field_bytes,
            crc: [of(front), of(behind)],
            front: front.into(),
            behind: behind.into(),
        })
    }

    /// The page with its field, which is as long as the filler was.
    pub(crate) fn with(&self, field: &str, coding: Option<Coding>) -> Bytes {
        debug_assert_eq!(field.len(), self.field_bytes);
        let block = [field, AFTER].concat();
        match coding {
            None => [&self.front, &*block, &self.behind].concat().into(),
            Some(Coding::Brotli) => join(&[
                &self.brotli[0],
                &brotli_head(block.len()),
                block.as_bytes(),
                &self.brotli[1],
            ]),
            Some(Coding::Gzip) => {
                let mut crc = Crc::new();
                crc.combine(&self.crc[0]);
                crc.update(block.as_bytes());
                crc.combine(&self.crc[1]);
                join(&[
                    &GZIP_HEAD,
                    &self.deflate[0],
                    &deflate_head(block.len()),
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

/// Not the last (1 bit: 0), length in four nibbles (2 bits: 00), the length less one (16 bits), stored (1 bit: 1);
/// from the lowest bit on, filled up to whole bytes.
fn brotli_head(block_bytes: usize) -> [u8; 3] {
    let bits = u32::from(short(block_bytes) - 1) << 3 | 1 << 19;
    let [first, second, third, _] = bits.to_le_bytes();
    [first, second, third]
}

/// Not the last, stored, filled up to a byte; then the length and its complement.
fn deflate_head(block_bytes: usize) -> [u8; 5] {
    let [low, high] = short(block_bytes).to_le_bytes();
    [0, low, high, !low, !high]
}

fn short(block_bytes: usize) -> u16 {
    u16::try_from(block_bytes).expect("no filler is that long")
}

/// The page in brotli, in front of the field's block and behind it.
fn in_brotli(front: &str, filler: &str, behind: &str) -> [Bytes; 2] {
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
    let written = write(front).and_then(|first| Ok((first, write(&[filler, AFTER].concat())?)));
    let (first, second) = written.expect("writing to memory does not fail");
    writer
        .write_all(behind.as_bytes())
        .expect("writing to memory does not fail");
    let whole = Bytes::from(writer.into_inner());
    [whole.slice(..first), whole.slice(second..)]
}

/// The page in deflate, in front of the field's block and behind it.
fn in_deflate(front: &str, filler: &str, behind: &str) -> [Bytes; 2] {
    let mut writer = DeflateEncoder::new(Vec::new(), Compression::best());
    let mut write = |text: &str| {
        writer
            .write_all(text.as_bytes())
            .and_then(|()| writer.flush())
            .map(|()| writer.get_ref().len())
    };
    let written = write(front).and_then(|first| Ok((first, write(&[filler, AFTER].concat())?)));
    let (first, second) = written.expect("writing to memory does not fail");
    let whole = writer.write_all(behind.as_bytes()).and_then(|()| writer.finish());
    let whole = Bytes::from(whole.expect("writing to memory does not fail"));
    [whole.slice(..first), whole.slice(second..)]
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    const FIELDS: [&str; 5] = [
        "01996f6e-4a53-7c1b-9d7e-2f60a1b3c4d5",
        "00000000-0000-0000-0000-000000000000",
        "kata kata kata kata kata kata kata k",
        "01996f6e-4a53-7c1b-9d7e-2f60a1b3c4d5\"><input type=\"hidden\" name=\"kode\" value=\"4F7K9QX2M8TDV3RB",
        "k",
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
            for field in FIELDS {
                let filler = filler(field.len());
                let page =
                    format!("<p>{words}</p><input value=\"{filler}\"><p>{words} 01996f6e-4a53-7c1b</p>");
                let spliced = Spliced::new(&page, field.len()).unwrap();
                let expected = page
                    .replace(&filler, field)
                    .replace(&format!("{field}\">"), &format!("{field}\"\t\u{c}>"));
                for coding in [None, Some(Coding::Brotli), Some(Coding::Gzip)] {
                    let answer = spliced.with(field, coding);
                    assert_eq!(unpacked(&answer, coding), expected, "{length} {coding:?}");
                }
            }
        }
    }

    #[test]
    fn no_two_letters_of_a_filler_stand_together_twice() {
        let longest = filler(LETTERS.len() * (LETTERS.len() - 1));
        let pairs: Vec<_> = longest.as_bytes().windows(2).collect();
        let distinct: std::collections::HashSet<_> = pairs.iter().collect();
        assert_eq!(distinct.len(), pairs.len());
    }

    #[test]
    fn a_page_without_its_place_is_none() {
        let filler = filler(36);
        assert!(Spliced::new("<input value=\"\">", 36).is_none());
        assert!(Spliced::new(&format!("<input value=\"{filler}\" name=\"id\">"), 36).is_none());
        assert!(Spliced::new(&format!("<input value=\"{filler}\">"), 37).is_none());
    }

    #[test]
    fn the_tag_names_the_page_and_not_the_field() {
        let tag = |page: &str| Spliced::new(page, 36).unwrap().etag;
        let page = |text: &str| format!("{text}<input value=\"{}\">", filler(36));
        assert_eq!(tag(&page("a")), tag(&page("a")));
        assert_ne!(tag(&page("a")), tag(&page("b")));
    }
}
