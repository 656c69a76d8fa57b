//! `skm account`: accounts, for whoever works on the machine itself: to begin with, and when nobody can enter.

mod invite;
mod list;
mod reset;
mod state;

use app::Invitation;
use clap::{Args, Subcommand};
use jiff::tz::TimeZone;
use server::PublicUrl;

use crate::{
    arguments::SignedData,
    failure::Failure,
    output::{facts, say},
};

/// Undang orang, atur ulang, atau nonaktifkan akunnya; server harus berhenti, atau pakai halaman akun di dasbornya
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Invite(invite::Arguments),
    List(list::Arguments),
    Reset(reset::Arguments),
    /// Jangan biarkan siapa pun masuk dengan sebuah akun
    Disable(state::Arguments),
    /// Aktifkan kembali akun yang dinonaktifkan
    Enable(state::Arguments),
}

// An account, and why something is done to it. No doc comment: the command that takes these says what it does with them.
#[derive(Debug, Args)]
struct Named {
    #[command(flatten)]
    data: SignedData,
    /// Nama masuk
    #[arg(value_name = "NAMA-MASUK")]
    login: String,
    /// Alasan; tercatat di log
    #[arg(long, value_name = "TEKS")]
    reason: String,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        match self.command {
            Command::Invite(arguments) => arguments.run(),
            Command::List(arguments) => arguments.run(),
            Command::Reset(arguments) => arguments.run(),
            Command::Disable(arguments) => arguments.disable(),
            Command::Enable(arguments) => arguments.enable(),
        }
    }
}

/// Shows an invitation, the only time that anybody can: below an address, or below the one that a server will have.
pub(super) fn show(site: Option<&PublicUrl>, invitation: &Invitation) -> Result<(), Failure> {
    let site = site.map_or_else(String::new, ToString::to_string);
    let until = invitation.good_until.to_zoned(TimeZone::UTC);
    say("Undangan, hanya tampil kali ini; buka di bawah alamat server:")?;
    say(&facts(&[
        ("Nama masuk", invitation.login.clone()),
        ("Berlaku sampai", until.strftime("%Y-%m-%d %H:%M UTC").to_string()),
        ("Tautan", format!("{site}/undangan/{}", invitation.secret)),
    ]))
}
