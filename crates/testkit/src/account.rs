//! People with accounts, who have just entered: asked in by the operator, answered, and in.

use std::path::Path;

use app::{Activation, App, Attempt, Invitation, Invite, Staff};
use credentials::{Credentials, Key, TotpSecret};
use survey::{AccountId, Grant, Role};

use crate::unit;

/// The password of everybody.
pub const PASSWORD: &str = "kuda baterai pokok lem";

/// Somebody with an account.
#[derive(Clone, Debug)]
pub struct Person {
    /// Their account.
    pub account: AccountId,
    /// By which name they enter.
    pub login: String,
    /// What their phone knows, as people type it.
    pub totp_secret: String,
    /// The token of the session in which they answered the invitation.
    pub token: String,
}

/// An application with a store of credentials in a folder.
///
/// # Panics
/// If the file cannot be made.
#[must_use]
pub fn with_credentials(app: App, folder: &Path) -> App {
    let store = Credentials::open(&folder.join("credentials.redb")).expect("room for a file");
    app.with_credentials(store, Key::new([9; 32]))
}

/// Somebody in a role, over a unit or over all of them, who has just entered. Blocks.
///
/// # Panics
/// If the role cannot be held so.
#[must_use]
pub fn enter_as(app: &App, role: Role, over: Option<&str>) -> Person {
    let number = app.registry().accounts().all().len();
    let invite = Invite {
        login: format!("{}-{number}", role.as_str()),
        person: app::Person {
            name: format!("{} {number}", role.title()),
            contact: String::new(),
        },
        grants: vec![Grant {
            role,
            unit: over.map(unit),
        }],
    };
    answer(
        app,
        &app.invite(None, invite).expect("a role that can be held so"),
    )
}

/// Answers an invitation. Blocks.
///
/// # Panics
/// If it is not good.
fn answer(app: &App, invitation: &Invitation) -> Person {
    let invited = app.invitation(&invitation.secret).expect("a store that reads");
    let totp_secret = invited.expect("a good invitation").totp_secret;
    let activation = Activation {
        secret: invitation.secret.clone(),
        password: PASSWORD.into(),
        again: PASSWORD.into(),
        code: code_of(app, &totp_secret),
    };
    let turn = block_on(app.hashing_turn());
    Person {
        account: invitation.account,
        login: invitation.login.clone(),
        totp_secret,
        token: app.activate(&turn, &activation).expect("an answer that fits"),
    }
}

/// The same as whoever is in, for asking the application itself. Blocks.
///
/// # Panics
/// If the role cannot be held so.
#[must_use]
pub fn staff(app: &App, role: Role, over: Option<&str>) -> Staff {
    let person = enter_as(app, role, over);
    app.staff(&person.token).expect("just entered")
}

/// The code that a phone shows now.
///
/// # Panics
/// If the secret is none.
#[must_use]
pub fn code_of(app: &App, totp_secret: &str) -> String {
    let seconds = u64::try_from(app.now().as_second()).expect("after 1970");
    secret(totp_secret).code_at(seconds)
}

impl Person {
    /// What they enter with now. A code opens once: let half a minute pass between two.
    #[must_use]
    pub fn attempt(&self, app: &App) -> Attempt {
        Attempt {
            login: self.login.clone(),
            password: PASSWORD.into(),
            code: code_of(app, &self.totp_secret),
        }
    }
}

/// Reads base 32 as people type it.
fn secret(text: &str) -> TotpSecret {
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for letter in text.bytes().filter(|byte| *byte != b' ') {
        let five = match letter {
            b'A'..=b'Z' => letter - b'A',
            _ => letter - b'2' + 26,
        };
        bits = bits << 5 | u32::from(five);
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held & 0xff).expect("masked"));
        }
    }
    TotpSecret::new(bytes.try_into().expect("twenty bytes"))
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.expect("a runtime").block_on(future)
}
