//! One witness, asked each minute when the log has grown, and at once after a published result.
//!
//! What it answers is checked before it is kept. A witness that is down, slow, behind or lying shows on the log's
//! page and holds nothing up.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use app::{AppError, notary::Archived};
use jiff::Timestamp;
use tlog::{
    Hash,
    add_checkpoint::{AddCheckpoint, Answer, Refused},
    cosignature::CosignedAt,
    policy::{Policy, Witness},
};
use tokio::time::{Instant, sleep_until};

use super::post::post;
use crate::State;

/// Questions in a row to a witness that names another size each time.
const QUESTIONS_MAX: usize = 3;

/// What is known of a witness, and where it is asked.
#[derive(Debug)]
pub(crate) struct WitnessDesk {
    witness: Witness,
    /// Where to post; `None` for a witness that is asked by other means.
    url: Option<String>,
    state: Mutex<WitnessState>,
}

/// How it stands with a witness.
#[derive(Clone, Debug, Default)]
pub(crate) struct WitnessState {
    /// The size that it has cosigned last, and when, by its own clock.
    pub(crate) cosigned: Option<(u64, CosignedAt)>,
    /// Why it has not cosigned what is signed by now, and since when.
    pub(crate) trouble: Option<(Trouble, Timestamp)>,
}

/// Why a witness has not cosigned. The text is for the log's page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// Nobody answers there.
    Unreachable(String),
    /// It has seen more than there is: an old copy of the log was put back, or somebody else has its key.
    Ahead { seen: u64, signed: u64 },
    /// It has seen another history of this log.
    OtherRoot,
    /// It refuses.
    Refused(Refused),
    /// It does not speak the protocol, or lies.
    Unclear(u16),
    /// We failed ourselves.
    Failed(String),
}

impl Trouble {
    /// True if it says that something is wrong with the log, not with the witness.
    pub(crate) const fn is_alarm(&self) -> bool {
        matches!(
            self,
            Self::Ahead { .. } | Self::OtherRoot | Self::Refused(Refused::BadProof)
        )
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreachable(_) => f.write_str("tidak terjangkau"),
            Self::Ahead { seen, signed } => write!(
                f,
                "pernah melihat {seen} peristiwa, sedangkan log ini {signed}: salinan lama dipulihkan, atau ada log kembar"
            ),
            Self::OtherRoot => f.write_str("pernah melihat isi lain untuk log ini: riwayatnya berubah"),
            Self::Refused(Refused::UnknownOrigin) => f.write_str("belum mengenal log ini"),
            Self::Refused(Refused::BadSignature) => f.write_str("tidak mengenal kunci log ini"),
            Self::Refused(Refused::BadProof) => f.write_str(
                "tidak melihat bahwa log ini melanjutkan yang pernah dilihatnya: riwayatnya berubah",
            ),
            Self::Refused(Refused::Malformed) => f.write_str("tidak mengerti permintaan"),
            Self::Unclear(_) => f.write_str("jawabannya tidak sah"),
            Self::Failed(_) => f.write_str("tidak dapat ditanya karena gangguan di sini"),
        }
    }
}

/// The witnesses of a policy.
pub(crate) fn desks(policy: Option<&Policy>) -> Vec<WitnessDesk> {
    let witnesses = policy.map_or(&[][..], Policy::witnesses);
    witnesses.iter().cloned().map(WitnessDesk::new).collect()
}

impl WitnessDesk {
    fn new(witness: Witness) -> Self {
        let url = witness.url.as_ref().map(ToString::to_string);
        Self {
            url: url.map(|url| format!("{}/add-checkpoint", url.trim_end_matches('/'))),
            witness,
            state: Mutex::default(),
        }
    }

    /// What the policy calls it.
    pub(crate) fn name(&self) -> String {
        self.witness.name.to_string()
    }

    /// How it stands with it.
    pub(crate) fn state(&self) -> WitnessState {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, WitnessState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn size(&self) -> u64 {
        self.lock().cosigned.map_or(0, |(size, _)| size)
    }

    /// Notes what came of asking; says so once where it is new.
    fn note(&self, outcome: Result<(u64, CosignedAt), Trouble>, now: Timestamp) {
        let mut state = self.lock();
        match outcome {
            Ok(cosigned) => {
                state.cosigned = Some(cosigned);
                state.trouble = None;
            }
            Err(trouble) => match &mut state.trouble {
                Some((known, _)) if *known == trouble => {}
                known => {
                    let since = known.as_ref().map_or(now, |(_, since)| *since);
                    let witness = self.name();
                    if trouble.is_alarm() {
                        tracing::error!(witness, ?trouble, "a witness contradicts the log");
                    } else {
                        tracing::warn!(witness, ?trouble, "a witness has not cosigned");
                    }
                    *known = Some((trouble, since));
                }
            },
        }
    }
}

/// Asks until it is dropped.
pub(super) async fn ask_as_it_grows(state: Arc<State>, place: usize) {
    let desk = &state.witnesses[place];
    let known = blocking(&state, move |state| cosigned_before(state, place)).await;
    match known {
        Ok(cosigned) => desk.lock().cosigned = cosigned,
        Err(error) => desk.note(Err(error), state.app.now()),
    }
    let Some(url) = &desk.url else { return };
    let mut signed = state.app.signed();
    let results = state.app.results_published();
    loop {
        let newest = signed.borrow_and_update().newest.clone();
        if let Some(newest) = newest.filter(|newest| newest.head().size > desk.size()) {
            let outcome = ask(&state, place, url, &newest).await;
            desk.note(outcome, state.app.now());
        }
        // At the next minute, or as soon as a result is signed that it has not been asked about.
        let due = Instant::now() + state.options.witness_every;
        let asked = signed.borrow().size();
        let wait_for_result = async {
            let urgent = |signed: &app::Signed| {
                let published = *results.borrow();
                published > asked && signed.size() >= published
            };
            drop(signed.wait_for(urgent).await);
        };
        tokio::select! {
            () = sleep_until(due) => {}
            () = wait_for_result => {}
        }
    }
}

/// What the archive knows of the witness, so that it is asked from there.
fn cosigned_before(state: &State, place: usize) -> Result<Option<(u64, CosignedAt)>, Trouble> {
    let key = &state.witnesses[place].witness.key;
    let (app, signed) = (&state.app, state.app.signed().borrow().size());
    let by_it = |archived: &Archived| {
        archived.head().size <= signed && key.verify_cosignature(&archived.checkpoint).is_ok()
    };
    let found = app.checkpoints().largest(by_it).map_err(failed)?;
    Ok(found.and_then(|archived| {
        let at = key.verify_cosignature(&archived.checkpoint).ok()?;
        Some((archived.head().size, at))
    }))
}

async fn ask(
    state: &Arc<State>,
    place: usize,
    url: &str,
    newest: &Arc<Archived>,
) -> Result<(u64, CosignedAt), Trouble> {
    let desk = &state.witnesses[place];
    let signed = newest.head().size;
    let mut old_size = desk.size();
    for _ in 0..QUESTIONS_MAX {
        let request = AddCheckpoint {
            old_size,
            proof: proof(state, old_size, signed).await?,
            checkpoint: newest.checkpoint.clone(),
        };
        let answer = post(url.to_owned(), request.to_string()).await;
        let answer = answer.map_err(Trouble::Unreachable)?;
        match Answer::read(answer.status, &answer.body, &request, &desk.witness.key) {
            Answer::Cosigned(cosignature, at) => {
                let mut cosigned = Archived::clone(newest);
                cosigned.checkpoint.add(cosignature);
                blocking(state, move |state| {
                    state.app.keep_cosigned(&cosigned).map_err(failed)
                })
                .await?;
                return Ok((signed, at));
            }
            Answer::At { size } if size > signed => return Err(Trouble::Ahead { seen: size, signed }),
            Answer::At { size } => old_size = size,
            Answer::OtherRoot => return Err(Trouble::OtherRoot),
            Answer::Refused(refused) => return Err(Trouble::Refused(refused)),
            Answer::Unclear => return Err(Trouble::Unclear(answer.status)),
        }
    }
    // It names another size each time.
    Err(Trouble::Unclear(409))
}

async fn proof(state: &Arc<State>, old: u64, new: u64) -> Result<Vec<Hash>, Trouble> {
    blocking(state, move |state| {
        state.app.consistency_proof(old, new).map_err(failed)
    })
    .await
}

/// Runs what reads or writes the disk where it holds nobody up.
async fn blocking<T: Send + 'static>(
    state: &Arc<State>,
    work: impl FnOnce(&State) -> Result<T, Trouble> + Send + 'static,
) -> Result<T, Trouble> {
    let state = Arc::clone(state);
    let done = tokio::task::spawn_blocking(move || work(&state)).await;
    done.unwrap_or_else(|error| Err(Trouble::Failed(error.to_string())))
}

fn failed(error: impl Into<AppError>) -> Trouble {
    Trouble::Failed(error.into().to_string())
}
