//! A comment is personal data: it lies sealed in the vault, and nowhere else in clear. Method: write a word that
//! stands nowhere else, then look for it in every file and every event.

use std::{fs, path::Path};

use eventlog::Position;
use survey::{Event, Refusal, SubmitResponse};
use testkit::{TestApp, answers, submission};

use crate::support::{refusal, size};

const WORD: &str = "rahasia-xq7";

fn with_comment(comment: &str) -> SubmitResponse {
    SubmitResponse {
        comment: Some(comment.into()),
        ..submission("KEC")
    }
}

fn files_below(dir: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    let below = |path: std::path::PathBuf| {
        if path.is_dir() {
            files_below(&path)
        } else {
            vec![path]
        }
    };
    entries.flat_map(below).collect()
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

#[test]
fn the_vault_gives_the_comment_back_by_what_the_event_says() {
    let app = TestApp::in_memory();
    let receipt = app.answer(1, with_comment("  Petugas ramah \n")).unwrap();
    let recorded = &app.log().read_all(Position(receipt.position), 1).unwrap()[0];
    let event = Event::from_stored(recorded.event_type(), recorded.type_version(), recorded.payload());
    let Event::ResponseSubmitted(submitted) = event.unwrap() else {
        panic!("{recorded:?}")
    };
    let comment = submitted.comment.unwrap();
    assert_eq!(
        app.vault().read(comment.content).unwrap().as_deref(),
        Some("Petugas ramah")
    );
    let same = app
        .vault()
        .matches(comment.content, &comment.commitment.0, "Petugas ramah");
    assert_eq!(same.unwrap(), Some(true));
}

#[test]
fn no_event_and_no_file_holds_a_comment_in_clear() {
    let app = TestApp::in_files();
    app.answer(1, with_comment(&format!("Petugas {WORD}"))).unwrap();
    let other = SubmitResponse {
        answers: answers([1; 9]),
        ..with_comment(&format!("Lain {WORD}"))
    };
    assert_eq!(refusal(app.answer(1, other)), Refusal::ResponseConflict);
    for recorded in app.log().read_all(Position(0), 1000).unwrap() {
        assert!(!holds(recorded.entry(), WORD), "{recorded:?}");
    }
    let dir = app.dir().to_owned();
    let app = app.reopen(|_| ()).unwrap();
    let files = files_below(&dir);
    assert!(
        files.len() >= 4,
        "log, views and two files of the vault: {files:?}"
    );
    for file in files {
        let bytes = fs::read(&file).unwrap();
        assert!(!holds(&bytes, WORD), "{}", file.display());
    }
    // The method finds what is there: the instrument's wording stands in the log in clear.
    assert!(holds(
        &fs::read(dir.join("data/log.redb")).unwrap(),
        "Persyaratan"
    ));
    assert_eq!(app.vault().contents().unwrap().len(), 2);
}

#[test]
fn the_same_comment_again_is_the_same_answer_and_seals_nothing() {
    let app = TestApp::in_memory();
    let first = app.answer(1, with_comment("Antre lama")).unwrap();
    let before = size(&app);
    let again = app.answer(1, with_comment(" Antre lama ")).unwrap();
    assert_eq!(
        (again.position, again.leaf_hash, again.was_there),
        (first.position, first.leaf_hash, true)
    );
    assert_eq!(size(&app), before);
    assert_eq!(app.vault().contents().unwrap().len(), 1);
}

#[test]
fn another_comment_or_none_is_a_conflict() {
    let app = TestApp::in_memory();
    app.answer(1, with_comment("Antre lama")).unwrap();
    assert_eq!(
        refusal(app.answer(1, with_comment("Antre sebentar"))),
        Refusal::ResponseConflict
    );
    assert_eq!(
        refusal(app.answer(1, submission("KEC"))),
        Refusal::ResponseConflict
    );
    assert_eq!(
        app.vault().contents().unwrap().len(),
        2,
        "the other comment is kept for review"
    );
}

#[test]
fn white_space_alone_is_no_comment() {
    let app = TestApp::in_memory();
    app.answer(1, with_comment(" \n ")).unwrap();
    assert!(app.answer(1, submission("KEC")).unwrap().was_there);
    assert!(app.vault().contents().unwrap().is_empty());
}

#[test]
fn the_longest_comment_fits_the_vault_and_one_more_character_is_refused() {
    let app = TestApp::in_memory();
    let longest = "\u{1F600}".repeat(survey::limits::COMMENT_CHARS_MAX);
    app.answer(1, with_comment(&longest)).unwrap();
    let refused = refusal(app.answer(2, with_comment(&format!("{longest}!"))));
    assert_eq!(
        refused,
        Refusal::CommentTooLong(survey::limits::COMMENT_CHARS_MAX + 1)
    );
    assert_eq!(
        app.vault().contents().unwrap().len(),
        1,
        "what is refused is not sealed"
    );
}
