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

/// A drawing as PNG on white, so many pixels wide with a margin all around, with its height.
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
pub(crate) fn png(svg: &str, width_px: u32, margin_px: u32) -> (Vec<u8>, u32) {
    let tree = Tree::from_str(svg, &OPTIONS).expect("our own drawings are well-formed");
    let size = tree.size();
    let scale = (width_px - 2 * margin_px) as f32 / size.width();
    let height_px = (size.height() * scale).ceil() as u32 + 2 * margin_px;
    let mut dots = Pixmap::new(width_px, height_px).expect("a page has a width and a height");
    dots.fill(resvg::tiny_skia::Color::WHITE);
    let margin = margin_px as f32;
    let place = Transform::from_scale(scale, scale).post_translate(margin, margin);
    resvg::render(&tree, place, &mut dots.as_mut());
    (dots.encode_png().expect("memory takes a picture"), height_px)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_that_reaches_its_edge_keeps_a_white_margin() {
        let svg = r#"<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>"#;
        let (png, height) = png(svg, 100, 10);
        let dots = Pixmap::decode_png(&png).unwrap();
        assert_eq!((dots.width(), dots.height(), height), (100, 60, 60));
        let dark = |x, y| dots.pixel(x, y).unwrap().red() < 128;
        assert!(!dark(9, 30) && dark(10, 30) && dark(89, 30) && !dark(90, 30));
        assert!(!dark(50, 9) && dark(50, 10) && dark(50, 49) && !dark(50, 50));
    }
}
