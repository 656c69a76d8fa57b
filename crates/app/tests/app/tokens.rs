//! One-time codes: each admits one response, whoever sends what; and nothing that is stored leads from a code to its
//! answer, or from an answer to its code, without the key.

use std::{collections::HashSet, fs};

use app::{AppError, IssuedTokens, KnownToken, Receipt, TokenKey, operator};
use eventlog::{EventLog, Position, RecordedEvent};
use survey::{
    Admission, Command, Event, Instrument, Refusal, ServiceCode, SubmitResponse, SurveyOpened, Token,
    TokenHash,
};
use testkit::{TestApp, TestEdge, answers, response_id, submission, survey_code, unit};
use views::FacetKind;

use crate::support::{counted, index, size};

fn issue(app: &TestApp, unit: &str, count: usize) -> IssuedTokens {
    app.issue_tokens(&operator(), &survey_code(unit), count).unwrap()
}

fn known(app: &TestApp, token: &Token) -> KnownToken {
    app.token(&token.to_string()).unwrap()
}

/// Submits with a code, under the id with that number.
fn answer(app: &TestApp, number: u64, token: &Token, command: SubmitResponse) -> Result<Receipt, AppError> {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let token = known(app, token);
    let receipt = runtime.block_on(app.submit_with_token(response_id(number), &token, command));
    app.wait_for(size(app)).unwrap();
    receipt
}

fn events(log: &dyn EventLog) -> Vec<RecordedEvent> {
    log.read_all(Position(0), usize::MAX).unwrap()
}

fn decoded(recorded: &RecordedEvent) -> Event {
    Event::from_stored(recorded.event_type(), recorded.type_version(), recorded.payload()).unwrap()
}

fn is_spent(outcome: &Result<Receipt, AppError>) -> bool {
    matches!(outcome, Err(AppError::Refused(Refusal::TokenSpent)))
}

fn with_comment(comment: &str) -> SubmitResponse {
    SubmitResponse {
        comment: Some(comment.into()),
        ..submission("KEC")
    }
}

/// A survey of KEC that counts only answers with a code.
fn open_survey_by_code(app: &TestApp) -> survey::SurveyCode {
    let code = survey::SurveyCode::new("KETAT").unwrap();
    app.command(Command::OpenSurvey(SurveyOpened {
        survey: code.clone(),
        unit: unit("KEC"),
        services: vec![ServiceCode::new("SKTM").unwrap()],
        instrument: Instrument::permenpan_14_2017().reference(),
        population: None,
        admission: Admission::Code,
    }))
    .unwrap();
    code
}

#[test]
fn a_code_admits_one_response_and_the_same_sent_again_gives_the_same_receipt() {
    let app = TestApp::in_memory();
    let tokens = issue(&app, "KEC", 10).tokens;
    assert!(!known(&app, &tokens[0]).spent);
    let first = answer(&app, 1, &tokens[0], submission("KEC")).unwrap();
    assert!(known(&app, &tokens[0]).spent && !known(&app, &tokens[1]).spent);
    let again = answer(&app, 1, &tokens[0], submission("KEC")).unwrap();
    assert!(again.was_there && !first.was_there);
    assert_eq!(
        (again.position, again.leaf_hash),
        (first.position, first.leaf_hash)
    );
    assert_eq!(counted(&index(&app, "KEC", "2026-09").figures.total), 1);
}

#[test]
fn a_used_code_admits_nothing_else_and_what_differs_is_kept_for_review() {
    let app = TestApp::in_memory();
    let tokens = issue(&app, "KEC", 10).tokens;
    answer(&app, 1, &tokens[0], with_comment("Antre lama")).unwrap();
    let before = size(&app);
    let other = SubmitResponse {
        answers: answers([1; 9]),
        ..with_comment("Bukan saya")
    };
    assert!(is_spent(&answer(&app, 2, &tokens[0], other)));
    assert_eq!(size(&app), before + 1);
    let kept = decoded(events(&**app.log()).last().unwrap());
    assert!(matches!(kept, Event::SubmissionConflicted(kept) if kept.comment.is_some()));
    assert_eq!(counted(&index(&app, "KEC", "2026-09").figures.total), 1);
}

/// Whoever printed the ticket can try what was answered. Right or wrong, the reply is the same, and so is what becomes of
/// the log, whose size everybody may know.
#[test]
fn guessing_what_was_answered_with_a_code_tells_nothing() {
    let app = TestApp::in_memory();
    let tokens = issue(&app, "KEC", 10).tokens;
    answer(&app, 1, &tokens[0], with_comment("Antre lama")).unwrap();
    let guesses = [
        with_comment("Antre lama"),
        submission("KEC"),
        SubmitResponse {
            answers: answers([1; 9]),
            ..with_comment("Antre lama")
        },
    ];
    let grown: Vec<u64> = guesses
        .into_iter()
        .map(|guess| {
            let before = size(&app);
            assert!(is_spent(&answer(&app, 2, &tokens[0], guess)));
            size(&app) - before
        })
        .collect();
    assert_eq!(grown, [1, 1, 1]);
    let incomplete = SubmitResponse {
        answers: answers([0, 1, 1, 1, 1, 1, 1, 1, 1]),
        ..submission("KEC")
    };
    assert!(is_spent(&answer(&app, 2, &tokens[0], incomplete)));
    // Enough is kept for review.
    let before = size(&app);
    for guess in [with_comment("Antre lama"), submission("KEC")] {
        assert!(is_spent(&answer(&app, 2, &tokens[0], guess)));
    }
    assert_eq!(size(&app), before);
}

#[test]
fn two_who_answer_with_one_code_at_once_are_one_response() {
    let app = TestApp::in_files();
    let tokens = issue(&app, "KEC", 10).tokens;
    let outcomes: Vec<_> = std::thread::scope(|scope| {
        let send = |number| {
            let (app, token) = (&app, &tokens[0]);
            scope.spawn(move || answer(app, number, token, submission("KEC")))
        };
        let sent: Vec<_> = (0..8).map(send).collect();
        sent.into_iter().map(|sent| sent.join().unwrap()).collect()
    });
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(outcomes.iter().filter(|outcome| is_spent(outcome)).count(), 7);
    assert_eq!(counted(&index(&app, "KEC", "2026-09").figures.total), 1);
}

#[test]
fn a_code_that_was_never_issued_or_is_none_is_unknown() {
    let app = TestApp::in_memory();
    issue(&app, "KEC", 10);
    for text in ["", "4F7K-9QX2-M8TD-V3RB", "bukan kode", &"0".repeat(1000)] {
        assert!(
            matches!(app.token(text), Err(AppError::Refused(Refusal::TokenUnknown))),
            "{text}"
        );
    }
}

#[test]
fn a_code_admits_to_its_own_survey_only() {
    let app = TestApp::in_memory();
    let tokens = issue(&app, "KEC", 10).tokens;
    let elsewhere = answer(&app, 1, &tokens[0], submission("KEL"));
    assert!(matches!(elsewhere, Err(AppError::Refused(Refusal::TokenUnknown))));
    assert!(!known(&app, &tokens[0]).spent);
}

#[test]
fn answers_with_a_code_and_without_are_told_apart_in_the_figures() {
    let app = TestApp::in_memory();
    let tokens = issue(&app, "KEC", 10).tokens;
    answer(&app, 1, &tokens[0], submission("KEC")).unwrap();
    app.answer(2, submission("KEC")).unwrap();
    app.answer(3, submission("KEC")).unwrap();
    let figures = index(&app, "KEC", "2026-09").figures;
    let by: Vec<_> = figures
        .by(FacetKind::Admission)
        .map(|(class, samples)| (class, counted(samples)))
        .collect();
    assert_eq!(by, [("code", 1), ("open", 2)]);
}

#[test]
fn where_a_code_is_asked_for_what_comes_without_one_is_kept_and_counts_for_nothing() {
    let app = TestApp::in_memory();
    let survey = open_survey_by_code(&app);
    let tokens = app.issue_tokens(&operator(), &survey, 10).unwrap().tokens;
    let submission = || SubmitResponse {
        survey: survey.clone(),
        ..submission("KEC")
    };
    answer(&app, 1, &tokens[0], submission()).unwrap();
    let receipt = app.answer(2, submission()).unwrap();
    let again = app.answer(2, submission()).unwrap();
    assert!(again.was_there && again.position == receipt.position);
    let figures = index(&app, "KEC", "2026-09").figures;
    assert_eq!(counted(&figures.total), 1);
    assert_eq!(figures.total.of(survey::Standing::Excluded).n(), 1);
}

#[test]
fn codes_issued_and_used_are_counted_for_each_survey() {
    let app = TestApp::in_memory();
    let tokens = issue(&app, "KEC", 10).tokens;
    issue(&app, "KEC", 20);
    issue(&app, "KEL", 15);
    answer(&app, 1, &tokens[0], submission("KEC")).unwrap();
    answer(&app, 2, &tokens[1], submission("KEC")).unwrap();
    assert!(is_spent(&answer(&app, 3, &tokens[1], submission("KEC"))));
    let counts = app.token_counts(&survey_code("KEC")).unwrap();
    let key = TokenKey::new([7; 32]).id();
    assert_eq!(
        (counts.issued(), counts.used(), counts.open(key), counts.void(key)),
        (30, 2, 28, 0)
    );
    assert_eq!(app.token_counts(&survey_code("KEL")).unwrap().used(), 0);
}

/// The reader has the whole log, every ticket of a batch, and no key.
#[test]
fn who_reads_the_log_without_the_key_finds_neither_code_nor_answer() {
    let app = TestApp::in_memory();
    let issued = issue(&app, "KEC", 100);
    answer(&app, 1, &issued.tokens[0], submission("KEC")).unwrap();
    let stored: Vec<u8> = events(&**app.log())
        .iter()
        .flat_map(|recorded| recorded.entry().to_vec())
        .collect();
    let holds = |what: &[u8]| stored.windows(what.len()).any(|window| window == what);
    for token in &issued.tokens {
        let spellings = [token.to_string(), token.compact(), token.compact().to_lowercase()];
        assert!(spellings.iter().all(|spelling| !holds(spelling.as_bytes())));
        assert!(!holds(token.bytes()));
    }
    let stream = events(&**app.log()).last().unwrap().stream().to_owned();
    let guesses = |key: TokenKey| -> HashSet<String> {
        let guess = |token: &Token| format!("response-{}", key.response_id(key.hash(token)));
        issued.tokens.iter().map(guess).collect()
    };
    assert!(
        guesses(TokenKey::new([7; 32])).contains(&stream),
        "with the key it is found"
    );
    assert!(
        !guesses(TokenKey::new([8; 32])).contains(&stream),
        "with another it is not"
    );
}

#[test]
fn the_hashes_say_nothing_of_the_order_of_the_tickets() {
    let app = TestApp::in_memory();
    let issued = issue(&app, "KEC", 100);
    let key = TokenKey::new([7; 32]);
    let recorded = events(&**app.log());
    let Event::TokensIssued(batch) = decoded(&recorded[usize::try_from(issued.position).unwrap()]) else {
        panic!("no batch");
    };
    let printed: Vec<TokenHash> = issued.tokens.iter().map(|token| key.hash(token)).collect();
    assert!(batch.hashes.is_sorted() && !printed.is_sorted());
    assert_eq!(
        HashSet::<_>::from_iter(&batch.hashes),
        HashSet::from_iter(&printed)
    );
}

/// Codes on paper and answers in the log depend on these: they never change. The document has the same example.
#[test]
fn what_the_key_makes_of_a_code_is_frozen() {
    let key = TokenKey::new([7; 32]);
    let token: Token = "4F7K-9QX2-M8TD-V3RB".parse().unwrap();
    let hash = key.hash(&token);
    let document = include_str!("../../../../docs/format.md");
    let frozen = [
        (serde_json::to_value(key.id()).unwrap(), "6edf8db227a95af7"),
        (
            serde_json::to_value(hash).unwrap(),
            "c114665619281e362ceadc49e8b1c3ff",
        ),
        (
            serde_json::to_value(key.response_id(hash)).unwrap(),
            "021c05dd-c376-8b2e-8c24-913ed915320c",
        ),
    ];
    for (made, said) in frozen {
        assert_eq!(made, said);
        assert!(document.contains(&format!("`{said}`")), "{said}");
    }
}

#[test]
fn the_key_lies_in_a_file_that_only_its_owner_reads_and_stays_the_same() {
    use std::os::unix::fs::PermissionsExt;
    let app = TestApp::in_files();
    let file = TokenKey::path(app.data().path());
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let tokens = issue(&app, "KEC", 10).tokens;
    answer(&app, 1, &tokens[0], submission("KEC")).unwrap();
    let app = app.reopen(|data| data.forget_views().unwrap()).unwrap();
    assert!(known(&app, &tokens[0]).spent);
    answer(&app, 2, &tokens[1], submission("KEC")).unwrap();
}

#[test]
fn a_log_with_codes_does_not_open_without_their_key_unless_another_is_made() {
    let app = TestApp::in_files();
    let tokens = issue(&app, "KEC", 10).tokens;
    answer(&app, 1, &tokens[0], submission("KEC")).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let kept = dir.path().join("kept");
    let without = app.reopen(|data| fs::rename(TokenKey::path(data.path()), &kept).unwrap());
    let Err(AppError::Failed(why)) = without else {
        panic!("it opened");
    };
    assert!(
        why.contains("tokens.key") && why.contains("skm tokens new-key"),
        "{why}"
    );

    let app = TestApp::in_files();
    let tokens = issue(&app, "KEC", 10).tokens;
    answer(&app, 1, &tokens[0], submission("KEC")).unwrap();
    let edge = TestEdge::new("2026-09-14T02:00:00Z", 99);
    let key = TokenKey::generate(&edge);
    let app = app.reopen(|data| key.write(data.path()).unwrap()).unwrap();
    let void = app.token(&tokens[1].to_string());
    assert!(matches!(void, Err(AppError::Refused(Refusal::TokenUnknown))));
    let counts = app.token_counts(&survey_code("KEC")).unwrap();
    assert_eq!(
        (counts.open(key.id()), counts.void(key.id()), counts.used()),
        (0, 9, 1)
    );
    let anew = issue(&app, "KEC", 10).tokens;
    answer(&app, 2, &anew[0], submission("KEC")).unwrap();
    let counts = app.token_counts(&survey_code("KEC")).unwrap();
    assert_eq!(
        (counts.open(key.id()), counts.void(key.id()), counts.used()),
        (9, 9, 2)
    );
}

#[test]
fn a_broken_key_file_is_an_error() {
    for broken in ["", "zz", &"g".repeat(64), &"0".repeat(63)] {
        let app = TestApp::in_files();
        let reopened = app.reopen(|data| fs::write(TokenKey::path(data.path()), broken).unwrap());
        assert!(
            matches!(reopened, Err(AppError::Failed(why)) if why.contains("tokens.key")),
            "{broken:?}"
        );
    }
}
