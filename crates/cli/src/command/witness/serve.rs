//! `skm witness serve`: answers logs over HTTP until it is told to stop.

use std::{net::SocketAddr, sync::Arc};

use app::SystemEdge;
use clap::Args;
use witness::Witness;

use super::Folder;
use crate::{
    command::serve::{Logging, failed, listen, on_listener},
    failure::Failure,
    output::say,
};

/// Layani log lewat HTTP sampai dihentikan dengan SIGTERM atau Ctrl-C
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    folder: Folder,
    /// Alamat dan port; bawaan 127.0.0.1:8081, port 0 memilih port yang bebas
    #[arg(
        long,
        value_name = "ALAMAT",
        default_value = "127.0.0.1:8081",
        hide_default_value = true,
        value_parser = listen
    )]
    listen: SocketAddr,
    #[command(flatten)]
    logging: Logging,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        self.logging.begin();
        let witness = Arc::new(Witness::open(&self.folder.dir)?);
        on_listener(self.listen, async |listener, stop, _| {
            say(&format!("Kunci saksi: {}", witness.vkey()))?;
            let served = server::serve_witness(Arc::clone(&witness), Arc::new(SystemEdge), listener, stop);
            served.await.map_err(failed)
        })
    }
}
