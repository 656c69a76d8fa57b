//! A picture on the page: the logo of an office.

use std::{fmt, io::Cursor, sync::Arc};

use png::{ColorType, Decoder, Transformations};

/// Longest side of a picture, in pixels: a logo is a few centimetres wide.
pub const PICTURE_SIDE_PX_MAX: u32 = 2048;

/// A picture, decoded once.
#[derive(Clone, PartialEq, Eq)]
pub struct Picture {
    png: Arc<[u8]>,
    pub(crate) width_px: u32,
    pub(crate) height_px: u32,
    /// Red, green and blue of every pixel, row by row.
    pub(crate) rgb: Arc<[u8]>,
    /// How much of each pixel covers the paper; none if all do wholly.
    pub(crate) alpha: Option<Arc<[u8]>>,
}

/// Why a file is no picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    /// It is no PNG, or a damaged one.
    #[error("bukan gambar PNG yang utuh: {0}")]
    Unreadable(String),
    /// It is larger than a logo must be.
    #[error("gambar {0} x {1} piksel melebihi {PICTURE_SIDE_PX_MAX} piksel; perkecil dahulu")]
    TooLarge(u32, u32),
}

impl Picture {
    /// Reads a PNG.
    ///
    /// # Errors
    /// If the bytes are no PNG, or one with a side longer than [`PICTURE_SIDE_PX_MAX`].
    pub fn from_png(bytes: &[u8]) -> Result<Self, PictureError> {
        let unreadable = |error: png::DecodingError| PictureError::Unreadable(error.to_string());
        let mut decoder = Decoder::new(Cursor::new(bytes));
        decoder.set_transformations(Transformations::normalize_to_color8() | Transformations::ALPHA);
        let mut reader = decoder.read_info().map_err(unreadable)?;
        let (width_px, height_px) = (reader.info().width, reader.info().height);
        if width_px.max(height_px) > PICTURE_SIDE_PX_MAX {
            return Err(PictureError::TooLarge(width_px, height_px));
        }
        let size = reader.output_buffer_size();
        let size = size.ok_or(PictureError::TooLarge(width_px, height_px))?;
        let mut pixels = vec![0; size];
        let info = reader.next_frame(&mut pixels).map_err(unreadable)?;
        pixels.truncate(info.buffer_size());
        let (rgb, alpha): (Vec<u8>, Vec<u8>) = match info.color_type {
            ColorType::Rgba => apart(pixels.chunks_exact(4).map(|p| ([p[0], p[1], p[2]], p[3]))),
            ColorType::Rgb => apart(pixels.chunks_exact(3).map(|p| ([p[0], p[1], p[2]], u8::MAX))),
            ColorType::GrayscaleAlpha => apart(pixels.chunks_exact(2).map(|p| ([p[0]; 3], p[1]))),
            ColorType::Grayscale | ColorType::Indexed => {
                apart(pixels.iter().map(|grey| ([*grey; 3], u8::MAX)))
            }
        };
        let opaque = alpha.iter().all(|alpha| *alpha == u8::MAX);
        Ok(Self {
            png: bytes.into(),
            width_px,
            height_px,
            rgb: rgb.into(),
            alpha: (!opaque).then(|| alpha.into()),
        })
    }

    /// True of copies of one picture.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.rgb, &other.rgb)
    }

    /// The file.
    #[must_use]
    pub fn png(&self) -> &[u8] {
        &self.png
    }

    /// Its width and height in pixels.
    #[must_use]
    pub const fn size_px(&self) -> (u32, u32) {
        (self.width_px, self.height_px)
    }

    /// Width and height as large as they fit into a box.
    #[must_use]
    pub fn within(&self, width: i32, height: i32) -> (i32, i32) {
        let (w, h) = (u64::from(self.width_px.max(1)), u64::from(self.height_px.max(1)));
        let (width, height) = (u64::from(width.unsigned_abs()), u64::from(height.unsigned_abs()));
        let (wide, high) = if w * height >= h * width {
            (width, width * h / w)
        } else {
            (height * w / h, height)
        };
        let um = |um: u64| i32::try_from(um).expect("no larger than the box");
        (um(wide), um(high))
    }
}

impl fmt::Debug for Picture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Picture({} x {})", self.width_px, self.height_px)
    }
}

fn apart(pixels: impl Iterator<Item = ([u8; 3], u8)>) -> (Vec<u8>, Vec<u8>) {
    let (mut rgb, mut alpha) = (Vec::new(), Vec::new());
    for (colour, cover) in pixels {
        rgb.extend(colour);
        alpha.push(cover);
    }
    (rgb, alpha)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two pixels beside each other: red, and blue that covers half.
    pub(crate) fn two_pixels() -> Vec<u8> {
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, 2, 1);
        encoder.set_color(ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        let mut writer = encoder.write_header().unwrap();
        writer
            .write_image_data(&[255, 0, 0, 255, 0, 0, 255, 128])
            .unwrap();
        writer.finish().unwrap();
        file
    }

    #[test]
    fn a_picture_is_taken_apart_into_colour_and_cover() {
        let picture = Picture::from_png(&two_pixels()).unwrap();
        assert_eq!(*picture.rgb, [255, 0, 0, 0, 0, 255]);
        assert_eq!(picture.alpha.as_deref(), Some(&[255, 128][..]));
        assert_eq!(picture.within(100, 100), (100, 50));
        assert_eq!(picture.within(100, 10), (20, 10));
    }

    #[test]
    fn what_is_no_whole_png_is_refused() {
        assert!(Picture::from_png(b"GIF89a").is_err());
        let whole = two_pixels();
        assert!(Picture::from_png(&whole[..whole.len() / 2]).is_err());
    }
}
