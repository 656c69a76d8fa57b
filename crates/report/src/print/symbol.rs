//! A QR code alone, for a screen.

use std::fmt::Write as _;

use super::qr::{Qr, QrTooLong};

/// A QR code as SVG that takes the room it is given, with its quiet zone; `title` says what it is to those who do not
/// see it.
///
/// # Errors
/// If the text is too long for a symbol that is read from afar.
pub fn symbol_svg(text: &str, title: &str) -> Result<String, QrTooLong> {
    let qr = Qr::of(text)?;
    let modules = qr.modules();
    let mut path = String::new();
    for (x, y, length) in qr.runs() {
        write!(path, "M{x} {y}h{length}v1h-{length}z").expect("writing to a string does not fail");
    }
    let title = crate::svg::escape(title);
    Ok(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {modules} {modules}\" role=\"img\" \
         shape-rendering=\"crispEdges\"><title>{title}</title><path fill=\"#fff\" \
         d=\"M0 0h{modules}v{modules}h-{modules}z\"/><path d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_for_a_screen_is_named_and_has_its_quiet_zone() {
        let svg = symbol_svg("HTTPS://SKM.SUKAMAJU.GO.ID/K/4F7K9QX2M8TDV3RB", "Kode & tiket").unwrap();
        assert!(
            svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 37 37\" role=\"img\""),
            "{svg}"
        );
        assert!(svg.contains("<title>Kode &amp; tiket</title>") && svg.contains("M4 4h7v1h-7z"));
    }
}
