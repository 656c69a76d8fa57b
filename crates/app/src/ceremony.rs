//! The ceremony after a break: somebody declares that signing goes on, and the log says so for ever.

use std::sync::Arc;

use eventlog::{EventLog, Options, ReadEvents, RedbLog, Version};
use notary::{Archived, Resumption};
use survey::{LogHead, Refusal, RootHash, SigningResumed, Stream};
use tlog::tree::TreeHead;

use crate::{
    AppError, DataDir, Edge,
    app::{operator, stream_id, timestamp_ms},
    append::append,
    data_dir::clock,
};

/// What was declared.
#[derive(Clone, Debug)]
pub struct Resumed {
    /// The head that was signed last, as far as anything still tells.
    pub signed: Option<TreeHead>,
    /// The head that was found instead.
    pub found: TreeHead,
    /// What is signed now: what was found, and the declaration.
    pub newest: Archived,
}

impl DataDir {
    /// Declares that signing goes on over a log that is not what was signed of it, and signs it.
    ///
    /// # Errors
    /// [`Refusal::NothingToResume`] if the log is what was signed. [`AppError::Evidence`] if it contradicts itself: no
    /// declaration mends that.
    pub fn resume_signing(&self, reason: String, edge: &Arc<dyn Edge>) -> Result<Resumed, AppError> {
        self.check_is_there()?;
        let log = RedbLog::open(&self.log(), clock(edge), &Options::default())?;
        let now = timestamp_ms(edge.now());
        let resumption =
            Resumption::prepare(&self.notary(), &log, log.head().size, now, || self.new_key(&log))?;
        let resumption = resumption.ok_or(Refusal::NothingToResume)?;
        let (signed, found) = (resumption.signed(), resumption.found());
        let event = survey::resume_signing(SigningResumed {
            reason,
            signed: signed.map(log_head),
            found: log_head(found),
            vkey: resumption.vkey().to_string(),
        })?;
        let own = log.read_stream(&stream_id(&Stream::Log), Version(0), usize::MAX)?;
        let next = own.last().map_or(Version(0), |last| last.version().next());
        let declared = append(&**edge, &Stream::Log, next, None, &operator(), &[event]);
        log.append(declared).wait()?;
        // A crash here leaves the declaration without a signature: whoever opens the log is refused as before, and
        // declares once more.
        let notary = resumption.finish(&log, log.head().size, now)?;
        let newest = notary.newest().expect("it has just signed").clone();
        Ok(Resumed {
            signed,
            found,
            newest,
        })
    }
}

const fn log_head(head: TreeHead) -> LogHead {
    LogHead {
        size: head.size,
        root: RootHash(head.root.0),
    }
}
