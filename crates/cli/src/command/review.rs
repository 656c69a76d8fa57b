//! `skm review`: what was proposed about responses, decided on the machine itself. No server may be running.

use app::{KnownProposal, operator};
use clap::{Args, Subcommand};
use survey::Review;
use uuid::Uuid;

use crate::{
    arguments::SignedData,
    data,
    failure::Failure,
    output::{columns, say},
};

/// Putuskan usulan pengeluaran, pemulihan dan penghapusan di mesin server, sebagai orang kedua
#[derive(Debug, Args)]
#[command(disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Tampilkan usulan yang belum diputus
    List(List),
    /// Setujui usulan dan laksanakan
    Agree(Decision),
    /// Tolak usulan
    Decline(Decision),
}

#[derive(Debug, Args)]
struct List {
    #[command(flatten)]
    data: SignedData,
}

#[derive(Debug, Args)]
struct Decision {
    #[command(flatten)]
    data: SignedData,
    /// Nomor usulan
    #[arg(value_name = "NOMOR")]
    id: Uuid,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        match self.what {
            What::List(list) => {
                let app = data::open(&list.data.dir())?;
                let open = app.proposals()?.into_iter();
                let open: Vec<_> = open.filter(|known| known.proposal.decided.is_none()).collect();
                if open.is_empty() {
                    return say("Tidak ada usulan yang menunggu putusan.");
                }
                let rows: Vec<_> = open.iter().map(row).collect();
                say(&columns(["Nomor", "Unit", "Usul", "Alasan"], &rows))
            }
            What::Agree(decision) => decision.run(true),
            What::Decline(decision) => decision.run(false),
        }
    }
}

impl Decision {
    fn run(self, agreed: bool) -> Result<(), Failure> {
        let app = data::open(&self.data.dir())?;
        app.decide_review(&operator(), self.id, agreed)?;
        app.sign()?;
        say(if agreed {
            "Disetujui dan dilaksanakan."
        } else {
            "Ditolak."
        })
    }
}

fn row(known: &KnownProposal) -> [String; 4] {
    let proposed = &known.proposal.proposed;
    let n = proposed.responses.len();
    let what = match proposed.review {
        Review::Exclude => format!("keluarkan {n} jawaban"),
        Review::Reinstate => format!("hitung kembali {n} jawaban"),
        Review::Erase => "hapus satu teks".into(),
    };
    [
        known.id.to_string(),
        proposed.unit.to_string(),
        what,
        proposed.reason.clone(),
    ]
}
