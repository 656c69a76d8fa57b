//! One-time codes: each has one spelling that is written and many that are read; a batch says nothing of tickets;
//! what comes without a code is classed apart, and where a code is asked for it does not count.

use proptest::prelude::*;
use survey::{
    Admission, Event, Refusal, ResponseExcluded, ResponseSubmitted, SubmitResponse, Token, TokenHash,
    TokensIssued, limits,
};

use crate::{
    given::given,
    samples::{
        answer, code, ground, ground_with_survey, submitted, survey_by_code, survey_closed, tokens_issued,
        with,
    },
};

fn token(text: &str) -> Option<Token> {
    text.parse().ok()
}

fn without_code() -> Event {
    Event::ResponseExcluded(ResponseExcluded {
        unit: code("DINAS"),
        reason: "Tanpa kode sekali pakai, yang diperlukan survei ini.".into(),
        approved_by: None,
    })
}

fn by_code() -> Event {
    Event::ResponseSubmitted(ResponseSubmitted {
        admission: Admission::Code,
        ..submitted()
    })
}

proptest! {
    #[test]
    fn a_token_reads_back_from_what_is_printed_however_it_is_typed(chance: [u8; 10]) {
        let written = Token::new(chance);
        let printed = written.to_string();
        prop_assert_eq!(printed.len(), 19);
        prop_assert_eq!(printed.replace('-', ""), written.compact());
        let typed = [
            printed.to_lowercase(),
            printed.replace('-', " "),
            printed.replace('-', " \u{2013} "),
            printed.replace('0', "o").replace('1', "L"),
            printed.replace('0', "O").replace('1', "i"),
            format!(" {} ", written.compact()),
        ];
        for text in typed {
            prop_assert_eq!(token(&text), Some(written), "{}", text);
        }
    }

    #[test]
    fn two_tokens_are_never_written_alike(one: [u8; 10], other: [u8; 10]) {
        prop_assert_eq!(one == other, Token::new(one).to_string() == Token::new(other).to_string());
    }
}

#[test]
fn the_spelling_of_tokens_is_frozen() {
    let bytes = [0x08, 0x86, 0x42, 0x98, 0xe8, 0x4a, 0x96, 0xc6, 0xb9, 0xf0];
    assert_eq!(Token::new(bytes).to_string(), "1234-5678-9ABC-DEFG");
    assert_eq!(Token::new([0xff; 10]).compact(), "ZZZZZZZZZZZZZZZZ");
    assert_eq!(Token::new([0; 10]).compact(), "0000000000000000");
}

#[test]
fn what_is_too_short_too_long_or_of_other_letters_is_no_token() {
    for text in [
        "",
        "4F7K-9QX2-M8TD-V3R",
        "4F7K-9QX2-M8TD-V3RBB",
        "4F7K-9QX2-M8TD-V3RU",
        "4F7K-9QX2-M8TD-V3R!",
        "４F7K-9QX2-M8TD-V3RB",
        &format!("4F7K{}9QX2M8TDV3RB", " ".repeat(limits::TOKEN_TEXT_BYTES_MAX)),
    ] {
        assert_eq!(token(text), None, "{text}");
    }
}

#[test]
fn a_token_does_not_show_in_what_is_printed_for_debugging() {
    let shown = format!("{:?}", token("4F7K-9QX2-M8TD-V3RB").unwrap());
    assert!(!shown.contains("4F7K"), "{shown}");
}

#[test]
fn a_batch_is_stored_in_order_of_its_hashes_and_for_the_unit_of_its_survey() {
    let mut asked = tokens_issued(12);
    asked.hashes.reverse();
    asked.unit = code("LAIN");
    given(&ground_with_survey(&["KTP"]))
        .when(Event::TokensIssued(asked))
        .then(&[Event::TokensIssued(tokens_issued(12))]);
}

#[test]
fn a_hash_that_comes_twice_is_one_code() {
    let mut asked = tokens_issued(11);
    asked.hashes[10] = asked.hashes[0];
    given(&ground_with_survey(&["KTP"]))
        .when(Event::TokensIssued(asked))
        .then(&[Event::TokensIssued(tokens_issued(10))]);
}

#[test]
fn a_batch_of_the_greatest_size_fits_an_entry_of_the_log() {
    const ENTRY_BYTES_MAX: usize = u16::MAX as usize;
    let hashes = vec![TokenHash([255; 16]); limits::TOKENS_PER_BATCH_MAX];
    let batch = Event::TokensIssued(TokensIssued {
        hashes,
        ..tokens_issued(0)
    });
    // The rest of an entry, its names at their longest, takes less than a kilobyte.
    assert!(batch.to_payload().len() + 1024 <= ENTRY_BYTES_MAX);
}

#[test]
fn no_codes_are_issued_for_a_closed_survey_nor_fewer_or_more_than_a_batch() {
    let open = given(&ground_with_survey(&["KTP"]));
    let issue = |count| Event::TokensIssued(tokens_issued(count));
    for count in [0, 9, 1001] {
        open.when(issue(count)).refused(Refusal::TokenCount(count));
    }
    open.when(issue(10)).then(&[issue(10)]);
    open.when(issue(1000)).then(&[issue(1000)]);
    given(&with(ground_with_survey(&["KTP"]), [survey_closed()]))
        .when(issue(10))
        .refused(Refusal::SurveyNotOpen(code("SURVEI")));
}

#[test]
fn an_open_survey_counts_answers_with_a_code_and_without() {
    let open = given(&ground_with_survey(&["KTP"]));
    open.when(answer()).then(&[Event::ResponseSubmitted(submitted())]);
    open.by_code().when(answer()).then(&[by_code()]);
}

#[test]
fn where_a_code_is_asked_for_an_answer_without_one_is_kept_and_does_not_count() {
    let survey = given(&with(ground(), [survey_by_code()]));
    survey.clone().by_code().when(answer()).then(&[by_code()]);
    survey
        .when(answer())
        .then(&[Event::ResponseSubmitted(submitted()), without_code()]);
}

#[test]
fn an_answer_that_is_late_and_without_a_code_is_excluded_once_with_both_reasons() {
    let claimed = SubmitResponse {
        claimed_at: Some(code("2026-09-10T02Z")),
        ..answer()
    };
    let late = given(&with(ground(), [survey_by_code()]))
        .and_at("2026-09-20T08:15:00Z", &[survey_closed()])
        .now("2026-09-27T09:00:00Z");
    let events = late.when(claimed).0.unwrap();
    let [_, Event::ResponseExcluded(excluded)] = events.as_slice() else {
        panic!("{events:?}");
    };
    assert_eq!(
        excluded.reason,
        "Diterima setelah masa tenggang sejak survei ditutup. Tanpa kode sekali pakai, yang diperlukan survei ini."
    );
}
