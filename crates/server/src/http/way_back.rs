//! Where somebody was on the way to when they were asked to enter first: a page of staff, carried through the entrance.
//!
//! It comes out of an address that anybody may write, so nothing but a path of ours is followed. What begins with two
//! slashes, or a slash and what some browsers read as one, is another site.

use crate::limits::WAY_BACK_BYTES_MAX;

/// The name of the field, in the address of the entrance and in its form.
pub(crate) const FIELD: &str = "ke";
/// Where everybody goes who was on the way to nowhere.
pub(crate) const HOME: &str = "/dasbor";
/// Below these stand the pages of staff, and nothing else.
const BEHIND_THE_GATE: [&str; 2] = [HOME, "/inspeksi"];

/// The way to a page of staff, if it is one.
pub(crate) fn checked(way: &str) -> Option<&str> {
    let below = |root: &&str| {
        let rest = way.strip_prefix(*root);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
    };
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    let known = BEHIND_THE_GATE.iter().any(below);
    (known && way.len() <= WAY_BACK_BYTES_MAX && way.bytes().all(plain)).then_some(way)
}

/// The address of the entrance for somebody on the way to a page.
pub(crate) fn entrance_on_the_way_to(way: &str) -> String {
    match checked(way) {
        Some(way) if way != HOME => {
            let query = form_urlencoded::Serializer::new(String::new())
                .append_pair(FIELD, way)
                .finish();
            format!("/masuk?{query}")
        }
        Some(_) | None => "/masuk".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_page_of_staff_is_a_way_back() {
        for way in [
            "/dasbor",
            "/dasbor/perangkat?kode=4F7K9QX2",
            "/dasbor/KEC?periode=2026-Q3&tren=bulan",
            "/inspeksi/KEC/baris",
            "/dasbor//evil.example",
        ] {
            assert_eq!(checked(way), Some(way), "{way}");
        }
        let long = format!("/dasbor/{}", "x".repeat(WAY_BACK_BYTES_MAX));
        for way in [
            "",
            "/",
            "//evil.example",
            "//evil.example/dasbor",
            "/\\evil.example",
            "\\/evil.example",
            "https://evil.example/dasbor",
            "javascript:alert(1)",
            "evil.example",
            "/dasbor.evil.example",
            "/dasbor@evil.example",
            "/dasbor/\\evil.example",
            "/dasbor/x\r\nLocation: //evil.example",
            "/dasbor /x",
            " /dasbor",
            "/keluar",
            "/masuk?ke=/dasbor",
            "/s/KEC",
            &long,
        ] {
            assert_eq!(checked(way), None, "{way}");
        }
    }

    #[test]
    fn whoever_is_on_the_way_home_needs_no_way_back() {
        assert_eq!(entrance_on_the_way_to("/dasbor"), "/masuk");
        assert_eq!(entrance_on_the_way_to("//evil.example"), "/masuk");
        assert_eq!(
            entrance_on_the_way_to("/dasbor/perangkat?kode=4F7K9QX2"),
            "/masuk?ke=%2Fdasbor%2Fperangkat%3Fkode%3D4F7K9QX2"
        );
    }
}
