//! Auditing an exported directory: C2SP tlog-tiles as files, with or without entries.
//!
//! ```text
//! checkpoint          the signed head
//! checkpoints         heads that were signed and cosigned before, if they are there
//! log.pub             the key that the log signs with, as it says itself
//! tile/<L>/<N>        tiles of hashes
//! tile/entries/<N>    bundles of entries, if they are there
//! ```

mod files;
mod log;
mod order;
mod tree;

use std::{path::Path, sync::Arc};

use eventlog::ReadEvents;

pub use self::files::FileError;
use self::{files::Export, log::ExportedLog, order::Order};
use crate::{
    Error, Inspection, Part, PartName, Report, Trust, TrustFrom, Watch,
    brackets::moment,
    events::{self, Beside},
    fold::Fold,
    heads::{self, Compared, Settled},
    results,
};

/// Looks at everything in an exported directory. Changes nothing.
///
/// # Errors
/// If there is no checkpoint to begin with, or a disk fails. What disagrees or is missing below it is no error; it
/// stands in the report.
pub fn audit(directory: &Path, inspection: Inspection, watch: &mut dyn Watch) -> Result<Report, Error> {
    let Inspection {
        trust,
        kept,
        skew,
        results,
    } = inspection;
    let export = Export::open(directory, kept)?;
    let trust = trust.or_else(|| export.vkey.as_ref().map(Trust::directory));
    let size = export.head().size;
    let (mut on_log, nodes) = tree::check(&export.files, size, watch);
    let root = nodes.as_ref().map(|nodes| nodes.root(size)).transpose()?;
    let mut report = Report {
        size,
        root,
        recorded_at: None,
        witnessed: None,
        trust: trust.as_ref().map_or(TrustFrom::Nowhere, Trust::from),
        parts: Vec::new(),
    };
    let judged = heads::judge(&export.heads, trust.as_ref(), watch);
    let Some(nodes) = nodes else {
        report.parts = vec![judged.into_signatures(), on_log];
        report.parts.extend(OF_EVENTS.map(|name| {
            Part::unchecked(
                name,
                "tidak diperiksa, karena log sendiri tidak sesuai atau tidak lengkap",
            )
        }));
        return Ok(report);
    };
    let compared = judged.compare(size, |size| nodes.root(size))?;
    let found = if on_log.is_sound() && export.files.has_entries() {
        let log = ExportedLog::new(export.files.clone(), size);
        let asked = Asked { skew, results };
        of_events(log, &nodes, &compared, &asked, &mut on_log, watch)?
    } else {
        let why = match export.files.has_entries() {
            true => "tidak diperiksa, karena log sendiri tidak sesuai atau tidak lengkap",
            false => "tidak diperiksa: ekspor tanpa entri",
        };
        OfEvents::unchecked(why)
    };
    let Settled {
        signatures,
        checkpoints,
        witnessed,
    } = compared.settle(&found.declared);
    report.witnessed = witnessed;
    report.recorded_at = found.recorded_at;
    report.parts = vec![signatures, on_log, checkpoints];
    report.parts.extend(found.parts);
    Ok(report)
}

const OF_EVENTS: [PartName; 5] = [
    PartName::Times,
    PartName::Vault,
    PartName::Devices,
    PartName::Answers,
    PartName::Results,
];

/// What the inspector asks of the events.
struct Asked {
    skew: crate::Skew,
    results: bool,
}

/// What only the entries can tell.
struct OfEvents {
    parts: Vec<Part>,
    declared: Vec<(u64, survey::SigningResumed)>,
    recorded_at: Option<jiff::Timestamp>,
}

impl OfEvents {
    fn unchecked(why: &str) -> Self {
        Self {
            parts: OF_EVENTS.map(|name| Part::unchecked(name, why)).into(),
            declared: Vec::new(),
            recorded_at: None,
        }
    }
}

fn of_events(
    log: ExportedLog,
    nodes: &tree::Nodes<'_>,
    compared: &Compared<'_>,
    asked: &Asked,
    on_log: &mut Part,
    watch: &mut dyn Watch,
) -> Result<OfEvents, Error> {
    let size = log.size();
    let mut order = Order::default();
    let said = events::read(
        &log,
        size,
        &compared.brackets,
        asked.skew,
        on_log,
        watch,
        |recorded, on_log| {
            order.take(recorded, on_log);
        },
    )?;
    let recorded_at = order.recorded_at().map(moment);
    let log: Arc<dyn ReadEvents> = Arc::new(log.with_index(order.finish(on_log)));
    let vault = said.texts.check(&Beside::Nothing)?;
    let mut results = results::check_roots(&said.results, |size| nodes.root(size))?;
    // Events out of order or without their shape cannot be folded, and were told above.
    if !on_log.is_sound() {
        results = Part::unchecked(
            PartName::Results,
            "tidak diperiksa, karena log sendiri tidak sesuai",
        );
    } else if asked.results && results.is_sound() {
        let mut fold = Fold::new(log, size)?;
        results::recompute(&said.results, &mut fold, &mut results, watch)?;
    }
    Ok(OfEvents {
        parts: vec![said.times, vault, said.devices, said.answers, results],
        declared: said.declared,
        recorded_at,
    })
}
