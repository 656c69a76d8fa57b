//! Which devices are there: what each said of itself last. A heartbeat is no event: it is kept in memory, and copied to a
//! small file beside the data now and then, so that a restart does not make every kiosk look silent. The file may be
//! deleted; then listening begins anew.

use std::{
    collections::BTreeMap,
    fs, io,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use survey::DeviceCode;

use crate::{State, limits::PRESENCE_SAVED_EVERY};

/// What a device said of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Beat {
    /// When, by our clock.
    pub(crate) seen_at: Timestamp,
    /// Answers that wait on it.
    pub(crate) queue: u64,
    /// Answers that were refused for good and lie on it, until somebody saves them as a file.
    pub(crate) refused: u64,
    /// The version of its page.
    pub(crate) version: String,
    /// By how much its clock is ahead of ours, if it said what it shows.
    #[serde(skip)]
    pub(crate) ahead: Option<SignedDuration>,
}

/// What is kept in the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Heard {
    /// Since when anybody listened.
    since: Timestamp,
    /// The last word of each device.
    devices: BTreeMap<String, Beat>,
}

/// The last word of each device.
#[derive(Debug)]
pub(crate) struct Presence {
    file: Option<PathBuf>,
    heard: Mutex<(Heard, bool)>,
}

impl Presence {
    /// What was heard by the last time that it was written down; nothing yet where that cannot be read.
    pub(crate) fn open(file: Option<PathBuf>, now: Timestamp) -> Self {
        let kept = file.as_ref().and_then(|file| match read(file) {
            Ok(kept) => kept,
            Err(error) => {
                tracing::warn!(%error, file = %file.display(), "what kiosks said last cannot be read; listening anew");
                None
            }
        });
        let nothing = || Heard {
            since: now,
            devices: BTreeMap::new(),
        };
        let new = kept.is_none();
        Self {
            file,
            heard: Mutex::new((kept.unwrap_or_else(nothing), new)),
        }
    }

    /// A device says that it is there. Only enrolled ones are heard, so there are never more than these.
    pub(crate) fn heard(&self, device: &DeviceCode, beat: Beat) {
        let mut heard = self.lock();
        heard.0.devices.insert(device.to_string(), beat);
        heard.1 = true;
    }

    /// What a device said last; `None` if nothing since anybody listens.
    pub(crate) fn of(&self, device: &DeviceCode) -> Option<Beat> {
        self.lock().0.devices.get(&device.to_string()).cloned()
    }

    /// Since when anybody listens.
    pub(crate) fn listening_since(&self) -> Timestamp {
        self.lock().0.since
    }

    /// Writes down what was heard since the last time. Blocks. A crash here leaves the file as it was.
    pub(crate) fn save(&self) -> io::Result<()> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        let heard = {
            let mut heard = self.lock();
            if !std::mem::take(&mut heard.1) {
                return Ok(());
            }
            heard.0.clone()
        };
        let text = serde_json::to_vec(&heard).map_err(io::Error::other)?;
        let new = file.with_extension("json.new");
        fs::write(&new, text)?;
        fs::rename(new, file)
    }

    fn lock(&self) -> MutexGuard<'_, (Heard, bool)> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(file: &PathBuf) -> io::Result<Option<Heard>> {
    match fs::read(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        text => serde_json::from_slice(&text?).map(Some).map_err(io::Error::other),
    }
}

/// Writes down what was heard, now and then.
pub(crate) async fn keep(state: Arc<State>) {
    loop {
        tokio::time::sleep(PRESENCE_SAVED_EVERY).await;
        save(&state).await;
    }
}

/// Writes down what was heard. What cannot be written is heard again within a minute.
pub(crate) async fn save(state: &Arc<State>) {
    let saving = Arc::clone(state);
    let saved = tokio::task::spawn_blocking(move || saving.presence.save()).await;
    if let Ok(Err(error)) = saved {
        tracing::warn!(%error, "what kiosks said last was not written down");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "2026-09-14T02:00:00Z";
    const LATER: &str = "2026-09-15T02:00:00Z";

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn beat() -> Beat {
        Beat {
            seen_at: at(FIRST),
            refused: 0,
            queue: 3,
            version: "1".into(),
            ahead: None,
        }
    }

    #[test]
    fn a_restart_remembers_who_was_there_and_since_when_anybody_listened() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("kiosks.json");
        let kiosk: DeviceCode = "K-1".parse().unwrap();
        let open = |now| Presence::open(Some(file.clone()), at(now));
        let presence = open(FIRST);
        presence.heard(&kiosk, beat());
        assert_eq!(open(LATER).of(&kiosk), None, "not written down yet");
        presence.save().unwrap();
        let again = open(LATER);
        assert_eq!(again.of(&kiosk), Some(beat()));
        assert_eq!(again.listening_since(), at(FIRST));

        let written = fs::metadata(&file).unwrap().modified().unwrap();
        again.save().unwrap();
        let unchanged = fs::metadata(&file).unwrap().modified().unwrap();
        assert_eq!(written, unchanged, "nothing was heard since");

        fs::write(&file, "{").unwrap();
        let damaged = open(LATER);
        assert_eq!((damaged.of(&kiosk), damaged.listening_since()), (None, at(LATER)));
        fs::remove_file(&file).unwrap();
        assert_eq!(open(LATER).listening_since(), at(LATER));
    }
}
