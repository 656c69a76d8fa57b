//! `skm account invite`: asks somebody in.

use app::{Invite, Person};
use clap::Args;
use survey::{Grant, Role, UnitCode};

use crate::{
    arguments::{SignedData, Site},
    command::account::show,
    data,
    failure::Failure,
};

/// Undang orang; menampilkan tautan untuk dicetak dan diserahkan
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: SignedData,
    /// Nama masuk: huruf kecil, angka, titik, garis bawah, atau tanda hubung
    #[arg(value_name = "NAMA-MASUK")]
    login: String,
    /// Nama orangnya; disimpan di brankas, bukan di log
    #[arg(long, value_name = "NAMA")]
    name: String,
    /// Cara menghubunginya; boleh tidak disebut
    #[arg(long, value_name = "TEKS", default_value = "", hide_default_value = true)]
    contact: String,
    /// Peran: officer, unit_head, bagian_organisasi, inspector atau administrator
    #[arg(long, value_name = "PERAN", value_parser = role)]
    role: Role,
    /// Kode unit yang menjadi lingkupnya, dengan semua di bawahnya; tanpa ini semua unit
    #[arg(long, value_name = "KODE")]
    unit: Option<UnitCode>,
    #[command(flatten)]
    site: Site,
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_stored(text).ok_or_else(|| {
        let known: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
        format!("pilih salah satu dari {}", known.join(", "))
    })
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let app = data::open(&self.data.dir())?;
        let invite = Invite {
            login: self.login,
            person: Person {
                name: self.name,
                contact: self.contact,
            },
            grants: vec![Grant {
                role: self.role,
                unit: self.unit,
            }],
        };
        let invitation = app.invite(None, invite)?;
        app.sign()?;
        show(self.site.public_url.as_ref(), &invitation)
    }
}
