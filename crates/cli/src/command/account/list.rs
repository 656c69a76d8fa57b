//! `skm account list`: who has an account, in which roles.

use clap::Args;
use survey::Grant;

use crate::{arguments::SignedData, data, failure::Failure, output::say};

/// Daftar semua akun dengan peran dan keadaannya
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: SignedData,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let app = data::open(&self.data.dir())?;
        for face in app.every_account()? {
            let login = face.login.unwrap_or_else(|| face.id.to_string());
            let name = face.person.map_or_else(String::new, |person| person.name);
            let roles: Vec<_> = face.grants.iter().map(told).collect();
            say(&format!("{login}  {name}  {}  {}", face.state, roles.join(", ")))?;
        }
        Ok(())
    }
}

fn told(grant: &Grant) -> String {
    let role = grant.role.as_str();
    match &grant.unit {
        None => role.into(),
        Some(unit) => format!("{role}:{unit}"),
    }
}
