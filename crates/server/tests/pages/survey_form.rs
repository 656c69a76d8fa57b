//! Promises of the citizen's form: its weight, its labels, its errors, and that nothing typed is lost.

use std::io::Write as _;

use super::*;

/// Budget of the whole document as sent, in bytes.
const DOCUMENT_BYTES_MAX: usize = 10 * 1024;
/// Budget of all its scripts, the later one and the worker included, compressed, in bytes.
const SCRIPT_BYTES_MAX: usize = 5 * 1024;

const ONE: [(&str, &str); 1] = [("umum", "Pemeriksaan umum")];

fn rendered(change: impl FnOnce(&mut FormPage<'_>)) -> String {
    rendered_for(&ONE, change)
}

fn rendered_for(services: &[(&str, &str)], change: impl FnOnce(&mut FormPage<'_>)) -> String {
    let languages = sample::languages();
    let survey = sample::survey(services);
    let mut page = sample::form(&survey, &languages);
    change(&mut page);
    page.render().unwrap()
}

fn brotli_bytes(text: &str) -> usize {
    let mut packed = Vec::new();
    brotli::CompressorWriter::new(&mut packed, 4096, 11, 22)
        .write_all(text.as_bytes())
        .unwrap();
    packed.len()
}

/// Attributes of every control of a type.
fn controls<'a>(page: &'a str, of_type: &str) -> Vec<&'a str> {
    between(page, &format!("<input type=\"{of_type}\""), ">")
}

fn name_and_value(control: &str) -> (&str, &str) {
    (
        between(control, "name=\"", "\"")[0],
        between(control, "value=\"", "\"")[0],
    )
}

#[test]
fn the_form_weighs_at_most_ten_kilobytes_in_one_request() {
    let with_errors = |page: &mut FormPage<'_>| {
        page.kept = sample::kept();
        page.problems = sample::problems();
    };
    let draft = |page: &mut FormPage<'_>| page.shell.words = Words::of("jv").unwrap();
    for page in [rendered(|_| ()), rendered(with_errors), rendered(draft)] {
        let weight = brotli_bytes(&page);
        assert!(weight <= DOCUMENT_BYTES_MAX, "{weight} bytes");
        for second_request in ["src=", "rel=\"stylesheet\"", "@import", "url("] {
            assert!(!page.contains(second_request), "{second_request}");
        }
    }
}

#[test]
fn the_scripts_weigh_at_most_five_kilobytes() {
    let page = rendered(|_| ());
    let scripts = between(&page, "<script>", "</script>");
    assert_eq!(scripts.len(), 1);
    let later = between(&page, "data-lanjutan=\"", "\"")[0];
    let later = assets().into_iter().find(|asset| asset.path == later).unwrap();
    let later = std::str::from_utf8(&later.bytes).unwrap();
    let weight = brotli_bytes(scripts[0]) + brotli_bytes(later) + brotli_bytes(worker_script());
    assert!(weight <= SCRIPT_BYTES_MAX, "{weight} bytes");
}

#[test]
fn every_radio_and_tick_stands_in_a_label_with_words() {
    let page = rendered_for(&[("a", "Satu"), ("b", "Dua")], |_| ());
    for kind in ["radio", "checkbox"] {
        let labelled = between(&page, &format!("<label><input type=\"{kind}\""), "</label>");
        assert_eq!(
            labelled.len(),
            controls(&page, kind).len(),
            "a {kind} without a label"
        );
        for label in labelled {
            assert!(
                !between(label, "<span>", "</span>")[0].trim().is_empty(),
                "{label}"
            );
        }
    }
}

#[test]
fn nine_questions_have_four_answers_in_order_one_to_four() {
    let page = rendered(|_| ());
    let scores: Vec<(&str, &str)> = controls(&page, "radio")
        .into_iter()
        .map(name_and_value)
        .filter(|(name, _)| name.starts_with("u-"))
        .collect();
    assert_eq!(scores.len(), 36);
    for (question, answers) in sample::survey(&ONE).questions.iter().zip(scores.chunks(4)) {
        let name = format!("{}{}", field::SCORE_PREFIX, question.code);
        assert_eq!(answers, ["1", "2", "3", "4"].map(|score| (name.as_str(), score)));
    }
}

#[test]
fn the_form_posts_the_fields_by_their_published_names() {
    let page = rendered(|page| page.shell.large_print = true);
    let hidden: Vec<(&str, &str)> = controls(&page, "hidden")
        .into_iter()
        .map(name_and_value)
        .collect();
    assert_eq!(
        hidden,
        [
            (field::INSTRUMENT, "skm-9"),
            (field::VERSION, "1"),
            (field::LANGUAGE, "id"),
            (field::PRINT, "besar"),
            (field::CHANNEL, "qr"),
            (field::SECONDS, ""),
            (field::HOUR, ""),
            (field::SERVICE, "umum"),
            (field::ID, "01996f6e-4a53-7c1b-9d7e-2f60a1b3c4d5"),
        ]
    );
    for name in [field::COMMENT, field::TRAP, field::ACTION] {
        assert!(page.contains(&format!("name=\"{name}\"")), "{name}");
    }
    for prefix in [field::REASON_PREFIX, field::NOTE_PREFIX, field::PROFILE_PREFIX] {
        assert!(page.contains(&format!("name=\"{prefix}")), "{prefix}");
    }
}

#[test]
fn given_answers_come_back_and_no_others() {
    let page = rendered_for(&[("a", "Satu"), ("b", "Dua")], |page| {
        page.kept = Kept {
            service: Some("b".into()),
            ..sample::kept()
        };
    });
    let checked = |kind| {
        let on: Vec<(&str, &str)> = controls(&page, kind)
            .into_iter()
            .filter(|control| control.ends_with(" checked"))
            .map(name_and_value)
            .collect();
        on
    };
    assert_eq!(
        checked("radio"),
        [
            ("layanan", "b"),
            ("u-persyaratan", "3"),
            ("u-prosedur", "4"),
            ("u-biaya", "4"),
            ("u-produk", "3"),
            ("u-kompetensi", "3"),
            ("u-perilaku", "4"),
            ("u-sarpras", "2"),
            ("p-kelamin", "p"),
            ("p-usia", "36-45"),
        ]
    );
    assert_eq!(
        checked("checkbox"),
        [("r-sarpras", "kursi"), ("r-sarpras", "panas")]
    );
    assert!(page.contains(">AC mati</textarea>"));
    assert!(page.contains(">Ruang tunggu panas di siang hari.\nMohon ditambah kipas.</textarea>"));
}

#[test]
fn at_first_sight_nothing_is_answered_for_the_citizen() {
    let page = rendered_for(&[("a", "Satu"), ("b", "Dua")], |_| ());
    assert!(!page.contains(" checked") && !page.contains(" selected"));
}

#[test]
fn errors_are_summed_up_first_and_lead_to_what_is_missing() {
    let page = rendered_for(&[("a", "Satu"), ("b", "Dua")], |page| {
        page.problems = [vec![FormProblem::NoService], sample::problems()].concat();
    });
    assert!(between(&page, "<title>", "</title>")[0].starts_with("Kesalahan: "));
    let content = between(&page, "<main id=\"isi\">", "</main>")[0];
    assert!(
        content
            .trim_start()
            .starts_with("<div class=\"ringkasan\" role=\"alert\""),
        "{content}"
    );
    let links = between(content, "<li><a href=\"#", "</a>");
    let expected = [
        "layanan-1\">Layanan belum dipilih",
        "u-waktu-1\">Pertanyaan 3 belum dijawab",
        "u-pengaduan-1\">Pertanyaan 9 belum dijawab",
    ];
    assert_eq!(links, expected);
    assert_eq!(
        page.matches(" salah\"").count(),
        3,
        "each also shows beside its question"
    );
    let clean = rendered(|_| ());
    let summary = between(&clean, "role=\"alert\"", ">")[0];
    assert!(
        summary.ends_with(" hidden") && !clean.contains(" salah\""),
        "kept for the script"
    );
}

#[test]
fn enter_sends_and_does_not_change_the_language() {
    let page = rendered(|_| ());
    let first_button = between(&page, "<button", "</button>")[0];
    assert!(
        first_button.contains("form=\"survei\"") && !first_button.contains("name="),
        "{first_button}"
    );
}

#[test]
fn other_languages_and_print_sizes_are_offered_and_the_shown_one_is_not() {
    let page = rendered(|_| ());
    assert!(page.contains("value=\"bahasa:en\" lang=\"en\"") && !page.contains("value=\"bahasa:id\""));
    assert!(page.contains("value=\"huruf:besar\"") && !page.contains("value=\"huruf:biasa\""));
    let page = rendered(|page| {
        page.shell.words = Words::of("en").unwrap();
        page.shell.large_print = true;
    });
    assert!(page.contains("<html lang=\"en\" class=\"besar\">"));
    assert!(page.contains("value=\"bahasa:id\" lang=\"id\"") && !page.contains("value=\"bahasa:en\""));
    assert!(page.contains("value=\"huruf:biasa\"") && !page.contains("value=\"huruf:besar\""));
    let one_language = rendered(|page| page.languages = &[]);
    assert!(!one_language.contains("bahasa:"));
}

#[test]
fn many_services_fold_into_one_select() {
    let codes: Vec<String> = (1..=9).map(|number| format!("l{number}")).collect();
    let services: Vec<(&str, &str)> = codes.iter().map(|code| (code.as_str(), code.as_str())).collect();
    let folded = rendered_for(&services, |page| {
        page.problems = vec![FormProblem::NoService];
        page.kept.service = Some("l7".into());
    });
    assert!(folded.contains("<option value=\"l7\" selected>") && folded.contains("href=\"#layanan\""));
    let listed = rendered_for(&services[..8], |page| page.kept.service = Some("l7".into()));
    assert!(!listed.contains("<select") && listed.contains("value=\"l7\" checked"));
}

#[test]
fn hostile_text_stays_text() {
    let hostile = "</textarea><script>alert(1)</script>\" onfocus=\"alert(1)";
    let languages = sample::languages();
    let mut survey = sample::survey(&[("a\"b", hostile), ("c", "Dua")]);
    survey.unit_name = hostile.into();
    survey.questions[0].text = hostile.into();
    survey.questions[0].labels[0] = hostile.into();
    survey.profile[0].options[0].code = hostile.into();
    let mut page = sample::form(&survey, &languages);
    page.kept.comment = hostile.into();
    page.response_id = hostile.into();
    page.channel = hostile.into();
    let page = page.render().unwrap();
    assert!(
        !page.contains("<script>alert") && !page.contains("\" onfocus"),
        "{page}"
    );
    assert_eq!(
        between(&page, "</textarea>", ">").len(),
        1 + survey.questions.len()
    );
    assert!(
        page.contains(">&#60;/textarea&#62;&#60;script&#62;alert(1)"),
        "shown as typed"
    );
}

#[test]
fn a_kiosk_says_first_who_does_not_see_the_answers_and_may_be_installed() {
    let kiosk = rendered(|page| page.shell.kiosk = true);
    let before_the_form = kiosk.split("<form").next().unwrap();
    assert!(before_the_form.contains("Petugas tidak melihat jawaban Saudara."));
    assert!(
        kiosk.contains("<body class=\"kios\">") && kiosk.contains("href=\"/kios/7KQ4/aplikasi.webmanifest\"")
    );
    let phone = rendered(|_| ());
    assert!(!phone.contains("Petugas tidak melihat") && !phone.contains("rel=\"manifest\""));
}

#[test]
fn the_form_says_what_is_kept_and_what_is_not() {
    let page = rendered(|_| ());
    let said = between(&page, "<li>", "</li>");
    for part in [
        "jam, dan lama mengisi",
        "Tidak disimpan: nama, NIK, nomor telepon, alamat IP",
        "di perangkat ini sampai terkirim",
    ] {
        assert!(said.iter().any(|line| line.contains(part)), "{part}");
    }
}

#[test]
fn what_is_written_beside_low_answers_becomes_one_comment() {
    let kept = Kept {
        scores: [("waktu".into(), 1), ("biaya".into(), 4), ("sarpras".into(), 2)].into(),
        notes: [
            ("sarpras".into(), " AC mati ".into()),
            ("waktu".into(), "Tiga jam".into()),
            ("biaya".into(), "Wajar".into()),
        ]
        .into(),
        comment: "Terima kasih.\n".into(),
        ..Kept::default()
    };
    let order = ["waktu", "biaya", "sarpras"];
    assert_eq!(
        kept.whole_comment(&order),
        "waktu: Tiga jam\nsarpras: AC mati\nTerima kasih."
    );
    assert_eq!(Kept::default().whole_comment(&order), "");
}

#[test]
fn names_of_services_are_marked_as_indonesian_in_any_other_language() {
    let services = [("a", "Satu"), ("b", "Dua")];
    let english = rendered_for(&services, |page| page.shell.words = Words::of("en").unwrap());
    assert!(
        english.contains("<div class=\"baris\" lang=\"id\">")
            && english.contains("<p class=\"unit\" lang=\"id\">")
    );
    assert!(!rendered_for(&services, |_| ()).contains("\" lang=\"id\">"));
}

#[test]
fn a_draft_says_that_it_is_one() {
    let said = |language: &str| {
        let words = Words::of(language).unwrap();
        rendered(|page| page.shell.words = words)
    };
    assert!(said("jv").contains("taksih draf") && said("su").contains("masih kénéh draf"));
    assert!(!said("id").contains("masih draf") && !said("en").contains("is a draft"));
    let wording = |page: &mut FormPage<'_>| page.kept = Kept::default();
    assert!(!rendered(wording).contains("masih draf"));
}
