//! What the text formats have in common: one way to write a number, one way to write bytes.

use base64::{Engine, engine::general_purpose::STANDARD};

/// Standard base64 with padding (RFC 4648, section 4).
pub(crate) fn to_base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads what [`to_base64`] writes, and nothing else: no missing padding, no stray bits, no white space.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Reads an ASCII decimal without sign or leading zeros.
pub(crate) fn decimal(text: &str) -> Option<u64> {
    let canonical = text == "0" || !text.starts_with('0');
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    (canonical && digits).then(|| text.parse().ok()).flatten()
}

/// What stands above the first empty line, without its last newline, and what stands below. The part above is
/// ASCII.
pub(crate) fn split_at_blank_line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let blank = bytes.windows(2).position(|pair| pair == b"\n\n")?;
    let above = str::from_utf8(&bytes[..blank])
        .ok()
        .filter(|above| above.is_ascii())?;
    Some((above, &bytes[blank + 2..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_form() {
        assert_eq!(decimal("0"), Some(0));
        assert_eq!(decimal("18446744073709551615"), Some(u64::MAX));
        for bad in [
            "",
            "00",
            "01",
            "+1",
            "-1",
            " 1",
            "1 ",
            "1_0",
            "0x1",
            "18446744073709551616",
            "\u{0661}",
        ] {
            assert_eq!(decimal(bad), None, "{bad:?}");
        }
    }
}
