//! Accounts: asked in by a link, in by name, password and code, out when they should be; and nothing of it in the log
//! but that it happened.

use std::{fs, sync::Arc};

use app::{
    Activation, App, AppError, Attempt, DataDir, Erasure, HashingTurn, Invitation, Invite, Passage,
    PasswordChange, Person, Staff, operator,
};
use eventlog::Position;
use jiff::SignedDuration;
use survey::{
    AccountActivated, AccountCommand, AccountEvent, AccountState, Action, Command, ErasedOf, Grant,
    LogOpened, Refusal, Role,
};
use testkit::{PASSWORD, TestApp, TestEdge, code_of, enter_as, staff, unit};
use views::Basis;

use crate::support::{refusal, size};

const HALF_A_MINUTE: SignedDuration = SignedDuration::from_secs(30);

fn turn(app: &App) -> HashingTurn {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(app.hashing_turn())
}

fn invite(app: &App, login: &str) -> Result<Invitation, AppError> {
    app.invite(
        None,
        Invite {
            login: login.into(),
            person: Person {
                name: "Budi Santoso".into(),
                contact: "0812-3456-7890".into(),
            },
            grants: vec![Grant {
                role: Role::UnitHead,
                unit: Some(unit("KEC")),
            }],
        },
    )
}

fn answer_to(app: &App, invitation: &Invitation) -> Activation {
    let totp_secret = app.invitation(&invitation.secret).unwrap().unwrap().totp_secret;
    Activation {
        secret: invitation.secret.clone(),
        password: PASSWORD.into(),
        again: PASSWORD.into(),
        code: code_of(app, &totp_secret),
    }
}

fn state_of(app: &App, invitation: &Invitation) -> AccountState {
    app.account(invitation.account).unwrap().unwrap().state
}

#[test]
fn an_invitation_is_answered_once_and_lets_its_person_in() {
    let app = TestApp::in_memory();
    let invitation = invite(&app, "Budi.S").unwrap();
    assert_eq!(invitation.login, "budi.s");
    assert_eq!(state_of(&app, &invitation), AccountState::Invited);
    let answer = answer_to(&app, &invitation);
    let token = app.activate(&turn(&app), &answer).unwrap();
    assert_eq!(state_of(&app, &invitation), AccountState::Active);
    assert_eq!(app.staff(&token).unwrap().id(), invitation.account);
    assert!(app.invitation(&invitation.secret).unwrap().is_none());
    let again = app.activate(&turn(&app), &answer);
    assert_eq!(refusal(again), Refusal::InvitationGone);
}

#[test]
fn an_answer_that_does_not_fit_leaves_the_invitation_as_it_was() {
    let app = TestApp::in_memory();
    let invitation = invite(&app, "budi").unwrap();
    let fits = answer_to(&app, &invitation);
    let (events, other) = (size(&app), "sepeda hijau di atas awan");
    let with = |password: &str, again: &str, code: &str| Activation {
        password: password.into(),
        again: again.into(),
        code: code.into(),
        ..fits.clone()
    };
    let code = fits.code.as_str();
    for (wrong, why) in [
        (with(PASSWORD, other, code), "passwords_differ"),
        (with(PASSWORD, PASSWORD, "000000"), "totp_wrong"),
        (with("pendek", "pendek", code), "password_weak"),
        (with("budi-budi-budi", "budi-budi-budi", code), "password_weak"),
        (with("Sukamaju202620", "Sukamaju202620", code), "password_weak"),
    ] {
        assert_eq!(refusal(app.activate(&turn(&app), &wrong)).code(), why);
    }
    assert_eq!(size(&app), events);
    app.activate(&turn(&app), &fits).unwrap();
}

#[test]
fn an_invitation_that_is_old_replaced_or_of_a_disabled_account_is_gone() {
    let app = TestApp::in_memory();
    let first = invite(&app, "budi").unwrap();
    let second = app.reset(None, first.account, "Tautan hilang".into()).unwrap();
    assert!(app.invitation(&first.secret).unwrap().is_none());
    assert!(app.invitation(&second.secret).unwrap().is_some());
    app.disable_account(None, first.account, "Pindah tugas".into())
        .unwrap();
    assert!(app.invitation(&second.secret).unwrap().is_none());
    app.enable_account(None, first.account, "Kembali".into()).unwrap();
    assert!(app.invitation(&second.secret).unwrap().is_some());
    app.edge().pass(app::limits::INVITATION_LIFE);
    assert!(app.invitation(&second.secret).unwrap().is_none());
}

#[test]
fn whatever_is_wrong_the_answer_is_the_same() {
    let app = TestApp::in_memory();
    let person = enter_as(&app, Role::UnitHead, Some("KEC"));
    let invited = invite(&app, "budi").unwrap();
    app.edge().pass(HALF_A_MINUTE);
    let right = person.attempt(&app);
    let with = |login: &str, password: &str, code: &str| Attempt {
        login: login.into(),
        password: password.into(),
        code: code.into(),
    };
    for wrong in [
        with("tidak-ada", PASSWORD, &right.code),
        with("", "", ""),
        with(&right.login, "sepeda hijau di atas awan", &right.code),
        with(&right.login, PASSWORD, "000000"),
        with(&right.login, PASSWORD, ""),
        with(&invited.login, PASSWORD, &right.code),
    ] {
        assert_eq!(refusal(app.enter(&turn(&app), &wrong)), Refusal::NotAdmitted);
    }
    assert!(app.enter(&turn(&app), &right).is_ok());
}

#[test]
fn a_code_opens_once() {
    let app = TestApp::in_memory();
    let person = enter_as(&app, Role::UnitHead, Some("KEC"));
    assert_eq!(
        refusal(app.enter(&turn(&app), &person.attempt(&app))),
        Refusal::NotAdmitted,
        "the code that answered the invitation"
    );
    app.edge().pass(HALF_A_MINUTE);
    let attempt = person.attempt(&app);
    let token = app.enter(&turn(&app), &attempt).unwrap();
    assert_ne!(token, person.token, "a session of its own");
    assert_eq!(refusal(app.enter(&turn(&app), &attempt)), Refusal::NotAdmitted);
}

#[test]
fn a_disabled_account_is_out_at_once_and_enters_no_more() {
    let app = TestApp::in_memory();
    let (person, admin) = (
        enter_as(&app, Role::UnitHead, Some("KEC")),
        staff(&app, Role::Administrator, None),
    );
    app.disable_account(Some(&admin), person.account, "Pindah tugas".into())
        .unwrap();
    assert!(app.staff(&person.token).is_none());
    app.edge().pass(HALF_A_MINUTE);
    let attempt = person.attempt(&app);
    assert_eq!(refusal(app.enter(&turn(&app), &attempt)), Refusal::NotAdmitted);
    app.enable_account(Some(&admin), person.account, "Kembali".into())
        .unwrap();
    assert!(
        app.staff(&person.token).is_none(),
        "the session does not come back"
    );
    assert!(app.enter(&turn(&app), &attempt).is_ok());
}

/// Also where the log says it and nobody told the sessions.
#[test]
fn a_session_asks_the_log_whether_its_account_may_be_in() {
    let app = TestApp::in_memory();
    let person = enter_as(&app, Role::UnitHead, Some("KEC"));
    let disabled = AccountEvent::Disabled(survey::AccountDisabled {
        account: person.account,
        reason: "Pindah tugas".into(),
    });
    app.register(
        &operator(),
        Command::Account(AccountCommand {
            by: None,
            change: disabled,
        }),
    )
    .unwrap();
    assert!(app.staff(&person.token).is_none());
}

#[test]
fn a_reset_account_is_out_and_enters_only_by_its_new_link() {
    let app = TestApp::in_memory();
    let person = enter_as(&app, Role::UnitHead, Some("KEC"));
    let invitation = app.reset(None, person.account, "Ponsel hilang".into()).unwrap();
    assert_eq!(invitation.login, person.login);
    assert!(app.staff(&person.token).is_none());
    app.edge().pass(HALF_A_MINUTE);
    assert_eq!(
        refusal(app.enter(&turn(&app), &person.attempt(&app))),
        Refusal::NotAdmitted
    );
    let token = app.activate(&turn(&app), &answer_to(&app, &invitation)).unwrap();
    assert!(app.staff(&token).is_some());
}

#[test]
fn a_changed_password_ends_every_session_and_begins_one() {
    let app = TestApp::in_memory();
    let person = enter_as(&app, Role::UnitHead, Some("KEC"));
    app.edge().pass(HALF_A_MINUTE);
    let elsewhere = app.enter(&turn(&app), &person.attempt(&app)).unwrap();
    let who = app.staff(&person.token).unwrap();
    assert_eq!(app.sessions(&who).len(), 2);
    app.edge().pass(HALF_A_MINUTE);
    let new = "sepeda hijau di atas awan";
    let change = |old: &str, code: String| PasswordChange {
        old: old.into(),
        new: new.into(),
        again: new.into(),
        code,
    };
    let code = person.attempt(&app).code;
    for wrong in [change(new, code.clone()), change(PASSWORD, "000000".into())] {
        let refused = app.change_password(&turn(&app), &who, &wrong);
        assert_eq!(refusal(refused), Refusal::NotAdmitted);
    }
    let token = app
        .change_password(&turn(&app), &who, &change(PASSWORD, code))
        .unwrap();
    for old in [&person.token, &elsewhere] {
        assert!(app.staff(old).is_none());
    }
    assert!(app.staff(&token).is_some());
    app.edge().pass(HALF_A_MINUTE);
    let attempt = person.attempt(&app);
    assert_eq!(refusal(app.enter(&turn(&app), &attempt)), Refusal::NotAdmitted);
    let attempt = Attempt {
        password: new.into(),
        ..attempt
    };
    assert!(app.enter(&turn(&app), &attempt).is_ok());
}

#[test]
fn sessions_end_one_by_one_and_all_at_once_by_an_administrator() {
    let app = TestApp::in_memory();
    let person = enter_as(&app, Role::UnitHead, Some("KEC"));
    app.edge().pass(HALF_A_MINUTE);
    let elsewhere = app.enter(&turn(&app), &person.attempt(&app)).unwrap();
    let (here, there) = (app.staff(&person.token).unwrap(), app.staff(&elsewhere).unwrap());
    app.end_session(&here, there.session());
    assert!(app.staff(&elsewhere).is_none());
    assert!(app.staff(&person.token).is_some());
    let admin = staff(&app, Role::Administrator, None);
    app.end_session(&admin, here.session());
    assert!(
        app.staff(&person.token).is_some(),
        "another's is not theirs to end so"
    );
    app.end_sessions(Some(&admin), person.account).unwrap();
    assert!(app.staff(&person.token).is_none());
}

/// The row says how often the account's credentials had changed.
#[test]
fn an_older_copy_of_the_credentials_opens_nothing_that_was_changed_since() {
    let app = TestApp::in_files();
    let (changed, same) = (
        enter_as(&app, Role::UnitHead, Some("KEC")),
        enter_as(&app, Role::UnitHead, Some("KEL")),
    );
    let kept = app.dir().join("kept.redb");
    let file = |data: &DataDir| data.path().join("credentials.redb");
    let app = app
        .reopen(|data| {
            fs::copy(file(data), &kept).unwrap();
        })
        .unwrap();
    app.edge().pass(HALF_A_MINUTE);
    let token = app.enter(&turn(&app), &changed.attempt(&app)).unwrap();
    app.edge().pass(HALF_A_MINUTE);
    let new = "sepeda hijau di atas awan".to_owned();
    let change = PasswordChange {
        old: PASSWORD.into(),
        new: new.clone(),
        again: new,
        code: changed.attempt(&app).code,
    };
    let who = app.staff(&token).unwrap();
    app.change_password(&turn(&app), &who, &change).unwrap();
    let app = app
        .reopen(|data| {
            fs::copy(&kept, file(data)).unwrap();
        })
        .unwrap();
    app.edge().pass(HALF_A_MINUTE);
    let enter = |person: &testkit::Person| app.enter(&turn(&app), &person.attempt(&app));
    assert!(enter(&same).is_ok());
    assert_eq!(refusal(enter(&changed)), Refusal::NotAdmitted);
}

/// Between the event of an activation and its row.
#[test]
fn an_activation_that_was_cut_off_is_answered_once_more() {
    let app = TestApp::in_memory();
    let invitation = invite(&app, "budi").unwrap();
    let account = invitation.account;
    let activated = AccountEvent::Activated(AccountActivated { account });
    app.register(
        &operator(),
        Command::Account(AccountCommand {
            by: Some(account),
            change: activated,
        }),
    )
    .unwrap();
    let events = size(&app);
    let token = app.activate(&turn(&app), &answer_to(&app, &invitation)).unwrap();
    assert!(app.staff(&token).is_some());
    assert_eq!(size(&app), events, "the log says it once");
}

#[test]
fn a_refused_invitation_leaves_nothing() {
    let app = TestApp::in_memory();
    invite(&app, "budi").unwrap();
    let (events, texts) = (size(&app), app.vault().contents().unwrap());
    assert_eq!(refusal(invite(&app, "budi")), Refusal::LoginTaken);
    assert_eq!(refusal(invite(&app, "Budi ")), Refusal::LoginTaken);
    for login in ["", "b", "budi s", "budi@a.id", &"b".repeat(41)] {
        assert_eq!(refusal(invite(&app, login)), Refusal::LoginInvalid, "{login}");
    }
    let mut asked = Invite {
        login: "wati".into(),
        person: Person {
            name: " ".into(),
            contact: String::new(),
        },
        grants: vec![],
    };
    assert_eq!(refusal(app.invite(None, asked.clone())), Refusal::NameInvalid);
    asked.person.name = "Wati".into();
    asked.person.contact = "0".repeat(121);
    assert_eq!(refusal(app.invite(None, asked.clone())), Refusal::ContactTooLong);
    asked.person.contact.clear();
    asked.grants = vec![Grant {
        role: Role::Officer,
        unit: None,
    }];
    assert_eq!(
        refusal(app.invite(None, asked)),
        Refusal::RoleNeedsUnit(Role::Officer)
    );
    assert_eq!((size(&app), app.vault().contents().unwrap()), (events, texts));
    let limits = credentials::limits::LOGIN_CHARS;
    let told = format!("{} sampai {}", limits.start(), limits.end());
    assert!(Refusal::LoginInvalid.to_string().contains(&told));
}

#[test]
fn the_log_holds_who_did_what_as_ids_and_no_name_password_or_secret() {
    let app = TestApp::in_memory();
    let invitation = invite(&app, "budi.s").unwrap();
    let answer = answer_to(&app, &invitation);
    let totp = app.invitation(&invitation.secret).unwrap().unwrap();
    let token = app.activate(&turn(&app), &answer).unwrap();
    let recorded = app.log().read_all(Position(0), 1000).unwrap();
    let compact = totp.totp_secret.replace(' ', "");
    for event in &recorded {
        let text = String::from_utf8_lossy(event.payload()).into_owned() + event.actor();
        for secret in [
            "Budi",
            "Santoso",
            "0812",
            "budi.s",
            PASSWORD,
            &answer.code,
            &compact,
            &invitation.secret,
            &token,
        ] {
            assert!(!text.contains(secret), "{secret} in {text}");
        }
    }
    let activated = recorded.last().unwrap();
    assert_eq!(activated.event_type(), "account_activated");
    assert_eq!(activated.actor(), invitation.account.to_string());
    let face = app.account(invitation.account).unwrap().unwrap();
    assert_eq!(face.person.unwrap().name, "Budi Santoso");
}

#[test]
fn whoever_is_in_sees_their_own_subtree_and_may_there_what_their_role_may() {
    let app = TestApp::in_memory();
    let shown = |who: &Staff| {
        let (lines, _) = app
            .overview(who, "2026".parse().unwrap(), 1, Basis::Exact)
            .unwrap();
        lines
            .iter()
            .map(|line| format!("{}{}", line.depth, line.unit.code))
            .collect::<Vec<_>>()
            .join(" ")
    };
    let head = staff(&app, Role::UnitHead, Some("KEC"));
    assert_eq!(shown(&head), "0KEC 1KEL");
    assert_eq!(
        shown(&staff(&app, Role::BagianOrganisasi, None)),
        "0KAB 1DUKCAPIL 1KEC 2KEL"
    );
    let passage = |action, code: &str| head.passage(action, &unit(code));
    assert_eq!(passage(Action::Publish, "KEL"), Passage::Granted);
    assert_eq!(passage(Action::EnterPaper, "KEL"), Passage::Denied);
    for foreign in ["KAB", "DUKCAPIL", "TIDAK-ADA"] {
        for action in Action::ALL {
            assert_eq!(passage(action, foreign), Passage::Unseen, "{foreign}");
        }
    }
    assert!(head.may(Action::Publish) && !head.may(Action::ManageAccounts));
}

#[test]
fn a_role_that_is_revoked_is_gone_from_sessions_that_are_on() {
    let app = TestApp::in_memory();
    let person = enter_as(&app, Role::UnitHead, Some("KEC"));
    let admin = staff(&app, Role::Administrator, None);
    let grant = |role, code: &str| Grant {
        role,
        unit: Some(unit(code)),
    };
    app.grant_role(Some(&admin), person.account, grant(Role::Officer, "KEL"))
        .unwrap();
    let reason = "Pindah tugas".to_owned();
    app.revoke_role(Some(&admin), person.account, grant(Role::UnitHead, "KEC"), reason)
        .unwrap();
    let who = app.staff(&person.token).unwrap();
    assert!(who.may_in(Action::EnterPaper, &unit("KEL")));
    assert!(!who.may_in(Action::SeeFigures, &unit("KEC")));
}

#[test]
fn a_link_without_a_password_enters_a_demo_and_nothing_else() {
    let app = TestApp::in_memory();
    let person = enter_as(&app, Role::UnitHead, Some("KEC"));
    assert_eq!(refusal(app.new_demo_link(person.account)), Refusal::OnlyInDemo);
    let dir = tempfile::tempdir().unwrap();
    let edge = Arc::new(TestEdge::new("2026-09-14T02:00:00Z", 1));
    let opened = LogOpened {
        name: "Kabupaten Karangan".into(),
        demo: true,
    };
    let data = DataDir::new(dir.path().join("data"));
    let (demo, invitation) = data.init(opened, edge).unwrap();
    let link = demo.new_demo_link(invitation.account).unwrap();
    assert!(demo.enter_demo("0").unwrap().is_none());
    let token = demo.enter_demo(&link).unwrap().unwrap();
    assert_eq!(demo.staff(&token).unwrap().id(), invitation.account);
    assert!(app.enter_demo(&link).unwrap().is_none());
}

#[test]
fn an_erased_person_is_gone_from_the_vault_and_stays_so_after_an_older_copy_is_put_back() {
    let app = TestApp::in_files();
    let person = enter_as(&app, Role::UnitHead, Some("KEC"));
    let kept = DataDir::new(app.dir().join("kept"));
    fs::create_dir_all(kept.vault()).unwrap();
    let files = |from: &DataDir, to: &DataDir| {
        for file in ["log.redb", "vault/keys.redb", "vault/texts.redb"] {
            fs::copy(from.path().join(file), to.path().join(file)).unwrap();
        }
    };
    let app = app.reopen(|data| files(data, &kept)).unwrap();
    let content = app.vault().contents().unwrap().pop_last().unwrap();
    let erase = |second: &str| {
        app.erase(&Erasure {
            of: ErasedOf::Account {
                account: person.account,
            },
            content,
            basis: "UU 27/2022 pasal 8".into(),
            actor: operator().as_str().into(),
            approved_by: second.into(),
        })
    };
    assert_eq!(refusal(erase(" ")), Refusal::SecondApprovalMissing);
    assert!(app.account(person.account).unwrap().unwrap().person.is_some());
    erase("u-2").unwrap();
    assert!(app.account(person.account).unwrap().unwrap().person.is_none());
    assert!(app.vault().contents().unwrap().is_empty());
    assert_eq!(refusal(erase("u-2")), Refusal::ContentErasedAlready);
    let app = app
        .reopen(|data| {
            files(&kept, data);
            data.forget_views().unwrap();
        })
        .unwrap();
    assert!(app.account(person.account).unwrap().unwrap().person.is_none());
    assert!(app.vault().contents().unwrap().is_empty());
    assert!(
        app.staff(&person.token).is_none(),
        "sessions end with the program"
    );
}
