//! Drawings as pictures of dots, for programs that take no others.

use std::sync::{Arc, LazyLock};

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};

/// Charts name no font; they are set in the one that printed matter is set in.
static OPTIONS: LazyLock<Options<'static>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for file in report::print::font_files() {
        fonts.load_font_data(file.to_vec());
    }
    Options {
        font_family: "Noto Sans".into(),
        fontdb: Arc::new(fonts),
        ..Options::default()
    }
});

/// A drawing as PNG on white, so many pixels wide, with its height.
///
/// # Panics
/// Never: the drawing is our own.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "pixels; a drawing is far smaller than f32 is exact for"
)]
pub(crate) fn png(svg: &str, width_px: u32) -> (Vec<u8>, u32) {
    let tree = Tree::from_str(svg, &OPTIONS).expect("our own drawings are well-formed");
    let size = tree.size();
    let scale = width_px as f32 / size.width();
    let height_px = (size.height() * scale).ceil() as u32;
    let mut dots = Pixmap::new(width_px, height_px).expect("a page has a width and a height");
    dots.fill(resvg::tiny_skia::Color::WHITE);
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut dots.as_mut());
    (dots.encode_png().expect("memory takes a picture"), height_px)
}
