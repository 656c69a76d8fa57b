//! `/dasbor/akun`: one's own account, and to administrators everybody's.

use askama::Template;

use super::{Shell, acting::ErasableText, asset};

/// Names of the fields that the forms post.
pub mod account_field {
    /// What is to be done to an account: one of the words below.
    pub const ACT: &str = "aksi";
    /// The person's name.
    pub const NAME: &str = "orang";
    /// How to reach them.
    pub const CONTACT: &str = "kontak";
    /// By which name they will enter.
    pub const LOGIN: &str = "nama";
    /// The role.
    pub const ROLE: &str = "peran";
    /// The unit that it is held over; empty for all.
    pub const UNIT: &str = "unit";
    /// Why.
    pub const REASON: &str = "alasan";
    /// The password so far.
    pub const OLD: &str = "lama";
    /// The new one.
    pub const NEW: &str = "baru";
    /// The new one once more.
    pub const AGAIN: &str = "ulang";
    /// The code of the second factor.
    pub const CODE: &str = "kode";
    /// The number of a session.
    pub const SESSION: &str = "sesi";
}

/// Something that may be chosen.
#[derive(Clone, Debug)]
pub struct Offered {
    /// What is sent.
    pub code: String,
    /// What is read.
    pub label: String,
}

/// One's own account.
#[derive(Debug, Template)]
#[template(path = "account.html")]
pub struct OwnAccountPage {
    /// The frame.
    pub shell: Shell,
    /// By which name one enters.
    pub login: String,
    /// What one may do, "Kepala unit · Kecamatan Sukasari".
    pub roles: Vec<String>,
    /// Where one is in.
    pub sessions: Vec<SessionRow>,
    /// Why nothing came of what was asked.
    pub problem: Option<String>,
    /// What was done.
    pub done: Option<&'static str>,
    /// Everybody's, for administrators.
    pub everybody: Option<Everybody>,
}

/// A session.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// What it is called when it is to end.
    pub number: u64,
    /// When it began.
    pub began: String,
    /// When it was last used, "2 menit lalu".
    pub seen: String,
    /// It is the one that asks.
    pub is_this: bool,
}

/// Every account, and the form to ask somebody in.
#[derive(Clone, Debug)]
pub struct Everybody {
    /// In order of invitation.
    pub accounts: Vec<AccountRow>,
    /// Roles that there are.
    pub roles: Vec<Offered>,
    /// Units that there are.
    pub units: Vec<Offered>,
    /// What was entered, to be shown again.
    pub asked: InviteAsked,
}

/// What an administrator has entered.
#[derive(Clone, Debug, Default)]
pub struct InviteAsked {
    /// The person's name.
    pub name: String,
    /// How to reach them.
    pub contact: String,
    /// By which name they will enter.
    pub login: String,
    /// The role.
    pub role: String,
    /// The unit.
    pub unit: String,
}

/// An account in a line.
#[derive(Clone, Debug)]
pub struct AccountRow {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub name: String,
    /// By which name they enter.
    pub login: String,
    /// What it may do.
    pub roles: Vec<String>,
    /// How it stands, "aktif".
    pub state: String,
    /// Its person can enter.
    pub is_active: bool,
}

/// One account, for an administrator.
#[derive(Debug, Template)]
#[template(path = "account_of.html")]
pub struct AccountPage {
    /// The frame.
    pub shell: Shell,
    /// The account.
    pub row: AccountRow,
    /// How to reach its person.
    pub contact: String,
    /// When they were first asked in.
    pub invited: String,
    /// Its roles.
    pub grants: Vec<GrantRow>,
    /// Roles that there are.
    pub roles: Vec<Offered>,
    /// Units that there are.
    pub units: Vec<Offered>,
    /// It is the asker's own: others change it.
    pub is_own: bool,
    /// Nobody enters with it.
    pub is_disabled: bool,
    /// Name and contact of its person, which can be erased by law; none once they are.
    pub erasable: Option<ErasableText>,
    /// Why nothing came of what was asked.
    pub problem: Option<String>,
}

/// A role of an account.
#[derive(Clone, Debug)]
pub struct GrantRow {
    /// What it is called.
    pub title: String,
    /// Its stored name.
    pub role: &'static str,
    /// Code of the unit; empty for all.
    pub unit: String,
}
