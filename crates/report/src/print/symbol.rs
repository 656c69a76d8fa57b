//! A QR code alone, for a screen.

use std::fmt::Write as _;

use super::qr::{QR_NEAR_VERSION_MAX, Qr, QrTooLong};

/// A QR code as SVG that takes the room it is given, with its quiet zone; `title` says what it is to those who do not
/// see it.
///
/// # Errors
/// If the text is too long for a symbol that is read from afar.
pub fn symbol_svg(text: &str, title: &str) -> Result<String, QrTooLong> {
    Ok(drawn(&Qr::of(text)?, title))
}

/// The same for a text that is read from an arm's length, such as a link to oneself: it may be longer.
///
/// # Errors
/// If the text is too long even so.
pub fn symbol_near_svg(text: &str, title: &str) -> Result<String, QrTooLong> {
    Ok(drawn(&Qr::within(text, QR_NEAR_VERSION_MAX)?, title))
}

fn drawn(qr: &Qr, title: &str) -> String {
    let modules = qr.modules();
    let mut path = String::new();
    for (x, y, length) in qr.runs() {
        write!(path, "M{x} {y}h{length}v1h-{length}z").expect("writing to a string does not fail");
    }
    let title = crate::svg::escape(title);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {modules} {modules}\" role=\"img\" \
         shape-rendering=\"crispEdges\"><title>{title}</title><path fill=\"#fff\" \
         d=\"M0 0h{modules}v{modules}h-{modules}z\"/><path d=\"{path}\"/></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_symbol_for_an_arm_s_length_holds_what_one_for_afar_does_not() {
        let text = "otpauth://totp/SKM%20Kabupaten%20Sukamaju:budi?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        assert!(symbol_svg(text, "").is_err());
        assert!(symbol_near_svg(text, "").is_ok());
        assert!(symbol_near_svg(&"a".repeat(400), "").is_err());
    }

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
