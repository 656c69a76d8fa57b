//! The signed log, in words.

use app::{App, notary::Archived};
use jiff::Timestamp;
use survey::Zone;
use tlog::cosignature::CosignedAt;

use crate::{
    pages::{CheckpointFace, LogPage, Shell, WitnessFace},
    present::words,
    signing::WitnessDesk,
};

/// The page about what is signed, and by whom.
pub(crate) fn log_page(app: &App, mut shell: Shell, witnesses: &[WitnessDesk]) -> LogPage {
    let signed = app.signed().borrow().clone();
    shell.position = signed.newest.as_ref().map(|_| words::count(signed.size()));
    let registry = app.registry();
    let zone = registry
        .units()
        .first()
        .map_or_else(Zone::default, |unit| unit.zone);
    let face = |archived: &Archived| checkpoint_face(archived, zone);
    LogPage {
        shell,
        origin: app.vkey().name().into(),
        vkey: app.vkey().to_string(),
        newest: signed.newest.as_deref().map(face),
        cosigned: signed.cosigned.as_deref().map(face),
        witnesses: witnesses.iter().map(|desk| witness_face(desk, zone)).collect(),
        failed: signed.failure.is_some(),
    }
}

fn checkpoint_face(archived: &Archived, zone: Zone) -> CheckpointFace {
    let ms = i64::try_from(archived.signed_at.0).unwrap_or(i64::MAX);
    CheckpointFace {
        size: words::count(archived.head().size),
        root: archived.head().root.to_string(),
        at: Timestamp::from_millisecond(ms).map_or_else(|_| String::new(), |at| words::moment(at, zone)),
    }
}

fn witness_face(desk: &WitnessDesk, zone: Zone) -> WitnessFace {
    let state = desk.state();
    let at = |at: CosignedAt| {
        let seconds = i64::try_from(at.posix_seconds()).ok()?;
        Some(words::moment(Timestamp::from_second(seconds).ok()?, zone))
    };
    WitnessFace {
        name: desk.name(),
        size: state.cosigned.map(|(size, _)| words::count(size)),
        at: state.cosigned.and_then(|(_, time)| at(time)).unwrap_or_default(),
        alarm: state
            .trouble
            .as_ref()
            .is_some_and(|(trouble, _)| trouble.is_alarm()),
        trouble: state
            .trouble
            .map(|(trouble, since)| format!("{trouble}, sejak {}", words::moment(since, zone))),
    }
}
