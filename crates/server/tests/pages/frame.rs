//! Promises of every page: it fits its policy, finds its own places, says what it is, and escapes.

use std::collections::BTreeSet;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest as _, Sha256};

use super::*;

/// The one address of another site in the samples, as the form takes it, and how a link to it stands in a page.
const PROOF: &str = "https://dinkes.wanasari.go.id/skm?tw=2";
const PROOF_REL: &str = "noopener noreferrer nofollow";

const HOSTILE: &str = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>&amp;";

#[test]
fn every_page_of_a_demo_says_sample_data_and_no_other_does() {
    for page in all_pages(|shell| Shell { demo: true, ..shell }) {
        assert!(page.contains("<strong>DATA CONTOH</strong>"), "{page}");
    }
    for page in all_pages(|shell| Shell { demo: false, ..shell }) {
        assert!(!page.contains("DATA CONTOH"), "{page}");
    }
}

#[test]
fn whatever_is_inline_is_named_in_the_policy() {
    for page in all_pages(|shell| shell) {
        let inline = [
            between(&page, "<style>", "</style>"),
            between(&page, "<script>", "</script>"),
        ]
        .concat();
        for text in inline {
            let hash = format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)));
            assert!(
                content_security_policy().contains(&hash),
                "not allowed to run: {text}"
            );
        }
        assert!(
            !page.contains(" style=") && !page.contains(" onclick="),
            "the policy forbids attributes: {page}"
        );
    }
}

#[test]
fn every_file_a_page_asks_for_is_there() {
    let shell = sample::shell();
    let manifest = Manifest {
        shell: &shell,
        survey_code: "7KQ4",
        unit_name: "Puskesmas Wanasari",
    };
    let manifest = manifest.json();
    let icons = between(&manifest, "\"src\":\"", "\"");
    let mut asked: BTreeSet<String> = icons.into_iter().map(str::to_owned).collect();
    for page in all_pages(|shell| shell) {
        let paths = between(&page, "=\"/aset/", "\"");
        asked.extend(paths.into_iter().map(|name| format!("/aset/{name}")));
    }
    let served: BTreeSet<String> = assets().iter().map(|asset| asset.path.clone()).collect();
    assert_eq!(asked, served);
}

#[test]
fn no_page_refers_to_another_host_but_where_an_office_says_a_result_was_made_known() {
    let mut proofs = 0;
    for page in all_pages(|shell| shell) {
        // A proof is a link that sends nothing along, lends no good name, and stands in the page as nothing else.
        let page = page.replace(&format!("href=\"{PROOF}\" rel=\"{PROOF_REL}\""), "proof");
        proofs += page.matches("<a proof>").count();
        let page = page.replace(&format!("<a proof>{PROOF}</a>"), "");
        // The hint of what to type into a field.
        let page = page.replace("placeholder=\"https://\"", "");
        let page = page.replace("xmlns='http://www.w3.org/2000/svg'", "");
        let page = page.replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        assert!(
            !page.contains("http:") && !page.contains("https:") && !page.contains("=\"//"),
            "{page}"
        );
    }
    assert_eq!(proofs, 2, "on the page for the public and on that of publishing");
    for asset in assets() {
        let Ok(text) = std::str::from_utf8(&asset.bytes) else {
            continue;
        };
        assert!(
            !text.contains("http") && !text.contains("@import"),
            "{}",
            asset.path
        );
    }
}

#[test]
fn every_reference_inside_a_page_finds_its_place_and_places_are_unique() {
    for page in all_pages(|shell| shell) {
        let ids = between(&page, " id=\"", "\"");
        let places: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(places.len(), ids.len(), "an id twice: {ids:?}");
        for mark in [
            " href=\"#",
            " for=\"",
            " aria-labelledby=\"",
            " aria-describedby=\"",
            " form=\"",
        ] {
            for place in between(&page, mark, "\"")
                .into_iter()
                .flat_map(str::split_whitespace)
            {
                assert!(places.contains(place), "{mark}{place} leads nowhere");
            }
        }
    }
}

#[test]
fn hostile_names_stay_text() {
    for page in all_pages(|shell| Shell {
        publisher: HOSTILE.into(),
        ..shell
    }) {
        assert!(
            !page.contains("<script>alert") && !page.contains("<img"),
            "{page}"
        );
        assert!(
            page.contains("&#60;script&#62;alert(&#39;x&#39;)"),
            "shown as typed: {page}"
        );
    }
    let unit = DasborUnitPage {
        unit_name: HOSTILE.into(),
        verdict: HOSTILE.into(),
        ..figures::dasbor_unit()
    };
    let table = DasborPage {
        filter: HOSTILE.into(),
        ..figures::dasbor_empty()
    };
    let result = HasilPage {
        unit_name: HOSTILE.into(),
        ..figures::hasil()
    };
    for page in [unit.render(), table.render(), result.render()] {
        let page = page.unwrap();
        assert!(
            !page.contains("<script>alert") && !page.contains("<img"),
            "{page}"
        );
    }
}

#[test]
fn answers_that_could_not_be_taken_are_carried_to_be_sent_again() {
    let fields = vec![("id".into(), "one".into()), ("komentar".into(), HOSTILE.into())];
    let resend = Some(Resend {
        action: "/s/7KQ4".into(),
        fields,
    });
    let page = MessagePage {
        resend,
        ..MessagePage::new(sample::shell(), Notice::Busy)
    };
    let page = page.render().unwrap();
    assert!(
        page.contains("action=\"/s/7KQ4\"") && page.contains("name=\"id\" value=\"one\""),
        "{page}"
    );
    assert!(page.contains("Isinya masih ada di halaman ini") && page.contains("Kirim lagi"));
    assert!(
        !page.contains("<script>alert") && !page.contains("<img"),
        "{page}"
    );

    let nothing_came = MessagePage::new(sample::shell(), Notice::Busy).render().unwrap();
    assert!(!nothing_came.contains("Isinya masih ada") && !nothing_came.contains("<form"));
}

#[test]
fn every_notice_says_what_became_of_the_answers_and_what_to_do() {
    let mut titles = BTreeSet::new();
    for notice in NOTICES {
        let page = MessagePage::new(sample::shell(), notice).render().unwrap();
        let said = between(&page, "<p>", "</p>");
        assert!(
            said.len() == 2 && said.iter().all(|text| text.len() > 20),
            "{notice:?}: {said:?}"
        );
        titles.insert(between(&page, "<title>", "</title>")[0].to_owned());
    }
    assert_eq!(titles.len(), 10, "a closed survey looks closed before and after");
}

#[test]
fn a_withheld_result_shows_the_count_and_no_figure() {
    let page = figures::hasil_withheld().render().unwrap();
    assert!(page.contains("Nilai ditampilkan setelah 10 jawaban") && page.contains("Terkumpul 6 jawaban"));
    for figure in ["class=\"angka\"", "<table", "class=\"skala\"", "<polyline"] {
        assert!(!page.contains(figure), "{figure}");
        assert!(
            figures::hasil().render().unwrap().contains(figure),
            "{figure} is what a result shows"
        );
    }
}

#[test]
fn a_result_names_its_method_instrument_position_and_time() {
    for page in [
        figures::hasil().render().unwrap(),
        figures::dasbor_unit().render().unwrap(),
    ] {
        let origin = between(&page, "<p class=\"asal\">", "</p>")[0];
        for part in [
            "exact (bobot 1/9)",
            "skm-9 versi 1",
            "202.114",
            "14.05 WIB",
            "setiap sepuluh jawaban",
        ] {
            assert!(origin.contains(part), "{part}: {origin}");
        }
    }
}

#[test]
fn thanks_forget_the_draft_and_show_a_receipt_only_where_it_is_private() {
    let page = thanks(sample::shell()).render().unwrap();
    assert!(
        page.contains("data-tercatat=\"7KQ4\"")
            && page.contains("202114-8F3A2C91B0")
            && page.contains("posisi 202.114 log")
    );
    assert!(page.contains("dihitung satu kali") && page.contains("href=\"/hasil/pkm-wanasari\""));
    let kiosk = ThanksPage {
        receipt: None,
        again: false,
        ..thanks(Shell {
            kiosk: true,
            ..sample::shell()
        })
    };
    let kiosk = kiosk.render().unwrap();
    assert!(
        !kiosk.contains("tanda terima")
            && !kiosk.contains("dihitung satu kali")
            && !kiosk.contains("<a class=\"kedua\"")
    );
}
