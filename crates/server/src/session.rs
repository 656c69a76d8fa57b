//! Sessions of staff: a cookie with a random token; in memory, by its hash.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::limits::{SESSION_IDLE, SESSION_LIFE, SESSIONS_MAX};

/// Who is in. A restart ends all sessions.
#[derive(Debug, Default)]
pub(crate) struct Sessions(Mutex<HashMap<[u8; 32], Session>>);

#[derive(Clone, Copy, Debug)]
struct Session {
    began: Timestamp,
    seen: Timestamp,
}

impl Session {
    fn is_over(&self, now: Timestamp) -> bool {
        let since = |then: Timestamp| now.duration_since(then).unsigned_abs();
        since(self.seen) > SESSION_IDLE || since(self.began) > SESSION_LIFE
    }
}

impl Sessions {
    pub(crate) fn begin(&self, token: &str, now: Timestamp) {
        let mut sessions = self.lock();
        sessions.retain(|_, session| !session.is_over(now));
        if sessions.len() >= SESSIONS_MAX
            && let Some(idlest) = sessions
                .iter()
                .min_by_key(|(_, session)| session.seen)
                .map(|(key, _)| *key)
        {
            sessions.remove(&idlest);
        }
        sessions.insert(
            key(token),
            Session {
                began: now,
                seen: now,
            },
        );
    }

    /// True if the token belongs to a session; its idle time begins anew then.
    pub(crate) fn admits(&self, token: &str, now: Timestamp) -> bool {
        let mut sessions = self.lock();
        let Some(session) = sessions.get_mut(&key(token)) else {
            return false;
        };
        if session.is_over(now) {
            sessions.remove(&key(token));
            return false;
        }
        session.seen = now;
        true
    }

    pub(crate) fn end(&self, token: &str) {
        self.lock().remove(&key(token));
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<[u8; 32], Session>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn a_session_ends_when_idle_when_old_and_when_ended() {
        let sessions = Sessions::default();
        sessions.begin("a", at(0));
        assert!(sessions.admits("a", at(3600)));
        assert!(!sessions.admits("a", at(3600 + 3601)), "an hour idle");
        sessions.begin("b", at(0));
        assert!((1..12).all(|hour| sessions.admits("b", at(hour * 3600))));
        assert!(!sessions.admits("b", at(12 * 3600 + 1)), "twelve hours old");
        sessions.begin("c", at(0));
        sessions.end("c");
        assert!(!sessions.admits("c", at(1)));
        assert!(!sessions.admits("never", at(1)));
    }

    #[test]
    fn the_idlest_gives_way_when_there_are_too_many() {
        let sessions = Sessions::default();
        for second in 0..=i64::try_from(SESSIONS_MAX).unwrap() {
            sessions.begin(&second.to_string(), at(second));
        }
        assert!(!sessions.admits("0", at(2000)));
        assert!(sessions.admits("1", at(2000)));
    }
}
