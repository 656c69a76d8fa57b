//! Compression of text answers, by what the client takes: quickly for each, or once and well.

use std::io::Write;

use bytes::Bytes;
use warp::http::{HeaderMap, header};

/// Quality of brotli: pages shrink to a tenth in about half a millisecond.
const BROTLI_QUALITY: i32 = 5;
const GZIP_LEVEL: u32 = 6;

/// A way to compress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Coding {
    Brotli,
    Gzip,
}

impl Coding {
    /// Both, in the order of their numbers.
    pub(crate) const ALL: [Self; 2] = [Self::Brotli, Self::Gzip];
    /// Quality of brotli where it is done once: a tenth smaller, for a hundred times the work.
    pub(crate) const BROTLI_QUALITY_ONCE: i32 = 11;
    pub(crate) const BROTLI_WINDOW_BITS: i32 = 18;

    /// The best that the client takes, `None` for plain.
    pub(crate) fn taken_by(headers: &HeaderMap) -> Option<Self> {
        let accepted = headers.get(header::ACCEPT_ENCODING)?.to_str().ok()?;
        let takes = |name: &str| {
            accepted.split(',').any(|coding| {
                let (coding, quality) = coding.split_once(';').unwrap_or((coding, ""));
                coding.trim() == name && !matches!(quality.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
            })
        };
        if takes("br") {
            Some(Self::Brotli)
        } else if takes("gzip") {
            Some(Self::Gzip)
        } else {
            None
        }
    }

    /// The name in `Content-Encoding`.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// The text, compressed.
    pub(crate) fn compress(self, text: &[u8]) -> Bytes {
        self.compress_at(text, BROTLI_QUALITY, GZIP_LEVEL)
    }

    /// The text, as small as it gets.
    pub(crate) fn compress_well(self, text: &[u8]) -> Bytes {
        self.compress_at(
            text,
            Self::BROTLI_QUALITY_ONCE,
            flate2::Compression::best().level(),
        )
    }

    fn compress_at(self, text: &[u8], brotli_quality: i32, gzip_level: u32) -> Bytes {
        let written = match self {
            Self::Brotli => {
                let out = Vec::with_capacity(text.len() / 4);
                let mut writer = brotli::CompressorWriter::with_params(
                    out,
                    4096,
                    &brotli::enc::BrotliEncoderParams {
                        quality: brotli_quality,
                        lgwin: Self::BROTLI_WINDOW_BITS,
                        ..Default::default()
                    },
                );
                writer.write_all(text).map(|()| writer.into_inner())
            }
            Self::Gzip => {
                let mut writer =
                    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(gzip_level));
                writer.write_all(text).and_then(|()| writer.finish())
            }
        };
        written.expect("writing to memory does not fail").into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(accepted: &str) -> Option<Coding> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, accepted.parse().unwrap());
        Coding::taken_by(&headers)
    }

    #[test]
    fn the_best_coding_that_the_client_takes_is_chosen() {
        assert_eq!(taken("gzip, deflate, br"), Some(Coding::Brotli));
        assert_eq!(taken("gzip;q=0.5"), Some(Coding::Gzip));
        assert_eq!(taken("br;q=0, gzip"), Some(Coding::Gzip));
        assert_eq!(taken("identity"), None);
        assert_eq!(Coding::taken_by(&HeaderMap::new()), None);
    }

    #[test]
    fn what_is_compressed_reads_back() {
        let text = "Bagaimana pendapat Saudara? ".repeat(200);
        let mut brotli = Vec::new();
        let compressed = Coding::Brotli.compress(text.as_bytes());
        brotli::BrotliDecompress(&mut compressed.as_ref(), &mut brotli).unwrap();
        assert_eq!(brotli, text.as_bytes());
        let mut gzip = Vec::new();
        let compressed = Coding::Gzip.compress_well(text.as_bytes());
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(compressed.as_ref()), &mut gzip)
            .unwrap();
        assert_eq!(gzip, text.as_bytes());
    }
}
