//! The signed log: with witnesses well and in trouble, without any, and before the first signature.

use server::pages::*;

use crate::sample::shell;

fn face(size: &str, at: &str) -> CheckpointFace {
    CheckpointFace {
        size: size.into(),
        root: "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=".into(),
        at: at.into(),
    }
}

/// Two witnesses, one of them out of reach.
pub(crate) fn log() -> LogPage {
    LogPage {
        shell: Shell {
            position: Some("202.114".into()),
            ..shell()
        },
        origin: "skm.sukamaju.example/log".into(),
        vkey: "skm.sukamaju.example/log+6f12a3b4+AZk1lP8lQ/2Dmdre9dYdn51TlhLSqkqrNsf5ZsnXUEVp".into(),
        newest: Some(face("202.114", "30 September 2026 pukul 14.05 WIB")),
        cosigned: Some(face("202.096", "30 September 2026 pukul 14.04 WIB")),
        witnesses: vec![
            WitnessFace {
                name: "Inspektorat".into(),
                size: Some("202.096".into()),
                at: "30 September 2026 pukul 14.04 WIB".into(),
                trouble: None,
                alarm: false,
            },
            WitnessFace {
                name: "Universitas".into(),
                size: None,
                at: String::new(),
                trouble: Some("tidak terjangkau, sejak 29 September 2026 pukul 08.00 WIB".into()),
                alarm: false,
            },
        ],
        failed: false,
    }
}

/// A witness that has seen another history, and a signer that has stopped.
pub(crate) fn log_alarmed() -> LogPage {
    let mut page = log();
    page.failed = true;
    page.witnesses[0].alarm = true;
    page.witnesses[0].trouble = Some(
        "pernah melihat isi lain untuk log ini: riwayatnya berubah, sejak 30 September 2026 pukul 14.05 WIB"
            .into(),
    );
    page
}

/// Nothing is signed yet, and nobody would see it.
pub(crate) fn log_new() -> LogPage {
    LogPage {
        newest: None,
        cosigned: None,
        witnesses: Vec::new(),
        ..log()
    }
}
