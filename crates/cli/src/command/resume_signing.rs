//! `skm resume-signing`: declares that a log goes on that is not what was signed of it.

use std::sync::Arc;

use app::{Edge, SystemEdge};
use clap::Args;
use tlog::tree::TreeHead;

use crate::{
    arguments::SignedData,
    failure::Failure,
    output::{count, facts, say},
};

/// Nyatakan bahwa log diteruskan walau tidak sesuai dengan yang pernah ditandatangani; tercatat selamanya
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    data: SignedData,
    /// Apa yang terjadi, misalnya "Disk rusak, dipulihkan dari cadangan 3 Maret"; dibaca semua pemeriksa
    #[arg(long, value_name = "ALASAN")]
    reason: String,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<(), Failure> {
        let edge: Arc<dyn Edge> = Arc::new(SystemEdge);
        let resumed = self.data.dir().resume_signing(self.reason, &edge)?;
        let known = |head: TreeHead| format!("{} peristiwa, akar {}", count(head.size), head.root);
        say(&facts(&[
            (
                "Pernah ditandatangani",
                resumed
                    .signed
                    .map_or_else(|| "tidak diketahui lagi".into(), known),
            ),
            ("Ditemukan", known(resumed.found)),
            ("Ditandatangani kini", known(resumed.newest.head())),
        ]))?;
        say(
            "Beri tahu saksi dan inspektorat: mereka melihat riwayat yang terputus, dan menanyakan alasannya.",
        )
    }
}
