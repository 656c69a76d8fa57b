//! Who is in: in memory, by a hash of what their browser shows. A restart sends everybody out.

use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use survey::AccountId;

use crate::limits::{SESSION_IDLE, SESSION_LIFE, SESSIONS_MAX, SESSIONS_PER_ACCOUNT_MAX};

/// Who is in.
#[derive(Debug, Default)]
pub(crate) struct Sessions(Mutex<Inside>);

#[derive(Debug, Default)]
struct Inside {
    by_hash: HashMap<[u8; 32], Session>,
    begun: u64,
}

#[derive(Clone, Copy, Debug)]
struct Session {
    account: AccountId,
    number: u64,
    began: Timestamp,
    seen: Timestamp,
}

/// A session as its person sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionFace {
    /// What it is called when it is to end.
    pub number: u64,
    /// When its person entered.
    pub began: Timestamp,
    /// When it was last used.
    pub seen: Timestamp,
}

impl Session {
    fn is_over(&self, now: Timestamp) -> bool {
        now.duration_since(self.seen).abs() > SESSION_IDLE
            || now.duration_since(self.began).abs() > SESSION_LIFE
    }
}

impl Sessions {
    /// Begins one. Where there are too many, the idlest gives way: of the account first, then of all.
    pub(crate) fn begin(&self, token: &str, account: AccountId, now: Timestamp) {
        let mut inside = self.lock();
        inside.by_hash.retain(|_, session| !session.is_over(now));
        let own = |session: &Session| session.account == account;
        if inside.by_hash.values().filter(|session| own(session)).count() >= SESSIONS_PER_ACCOUNT_MAX {
            inside.end_idlest(own);
        }
        if inside.by_hash.len() >= SESSIONS_MAX {
            inside.end_idlest(|_| true);
        }
        inside.begun += 1;
        let session = Session {
            account,
            number: inside.begun,
            began: now,
            seen: now,
        };
        inside.by_hash.insert(key(token), session);
    }

    /// Whose session a token is of, and its number; its idle time begins anew then.
    pub(crate) fn admits(&self, token: &str, now: Timestamp) -> Option<(AccountId, u64)> {
        let mut inside = self.lock();
        let session = inside.by_hash.get_mut(&key(token))?;
        if session.is_over(now) {
            inside.by_hash.remove(&key(token));
            return None;
        }
        session.seen = now;
        Some((session.account, session.number))
    }

    pub(crate) fn end(&self, token: &str) {
        self.lock().by_hash.remove(&key(token));
    }

    /// Ends those of an account that `which` names by their number.
    pub(crate) fn end_of(&self, account: AccountId, which: impl Fn(u64) -> bool) {
        let gone = |session: &Session| session.account == account && which(session.number);
        self.lock().by_hash.retain(|_, session| !gone(session));
    }

    /// Those of an account, the one used last first.
    pub(crate) fn of(&self, account: AccountId, now: Timestamp) -> Vec<SessionFace> {
        let inside = self.lock();
        let on = |session: &&Session| session.account == account && !session.is_over(now);
        let face = |session: &Session| SessionFace {
            number: session.number,
            began: session.began,
            seen: session.seen,
        };
        let mut faces: Vec<_> = inside.by_hash.values().filter(on).map(face).collect();
        faces.sort_by_key(|face| std::cmp::Reverse((face.seen, face.number)));
        faces
    }

    fn lock(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn end_idlest(&mut self, among: impl Fn(&Session) -> bool) {
        let idlest = self.by_hash.iter().filter(|(_, session)| among(session));
        let idlest = idlest.min_by_key(|(_, session)| (session.seen, session.number));
        if let Some(key) = idlest.map(|(key, _)| *key) {
            self.by_hash.remove(&key);
        }
    }
}

/// A plain hash is enough: a token has 256 bits of chance.
fn key(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn account(number: u128) -> AccountId {
        AccountId(Uuid::from_u128(number))
    }

    #[test]
    fn a_session_ends_when_idle_when_old_and_when_ended() {
        let sessions = Sessions::default();
        let admits = |token, second| sessions.admits(token, at(second)).is_some();
        sessions.begin("a", account(1), at(0));
        assert!(admits("a", 3600));
        assert!(!admits("a", 3600 + 3601), "an hour idle");
        sessions.begin("b", account(1), at(0));
        assert!((1..12).all(|hour| admits("b", hour * 3600)));
        assert!(!admits("b", 12 * 3600 + 1), "twelve hours old");
        sessions.begin("c", account(1), at(0));
        sessions.end("c");
        assert!(!admits("c", 1));
        assert!(!admits("never", 1));
    }

    #[test]
    fn the_idlest_of_an_account_gives_way_when_it_has_too_many() {
        let sessions = Sessions::default();
        sessions.begin("other", account(2), at(0));
        for second in 0..=i64::try_from(SESSIONS_PER_ACCOUNT_MAX).unwrap() {
            sessions.begin(&second.to_string(), account(1), at(second));
        }
        assert!(sessions.admits("0", at(100)).is_none());
        assert!(sessions.admits("1", at(100)).is_some());
        assert!(sessions.admits("other", at(100)).is_some());
    }

    #[test]
    fn the_idlest_of_all_gives_way_when_there_are_too_many() {
        let sessions = Sessions::default();
        for number in 0..=u128::try_from(SESSIONS_MAX).unwrap() {
            let second = i64::try_from(number).unwrap();
            sessions.begin(&number.to_string(), account(number), at(second));
        }
        assert!(sessions.admits("0", at(2000)).is_none());
        assert!(sessions.admits("1", at(2000)).is_some());
    }

    #[test]
    fn an_account_sees_its_own_sessions_and_ends_the_others_among_them() {
        let sessions = Sessions::default();
        sessions.begin("a", account(1), at(0));
        sessions.begin("b", account(1), at(5));
        sessions.begin("c", account(2), at(9));
        let (_, own) = sessions.admits("a", at(10)).unwrap();
        let numbers: Vec<_> = sessions
            .of(account(1), at(10))
            .iter()
            .map(|face| face.seen)
            .collect();
        assert_eq!(numbers, [at(10), at(5)]);
        sessions.end_of(account(1), |number| number != own);
        assert!(sessions.admits("a", at(10)).is_some());
        assert!(sessions.admits("b", at(10)).is_none());
        assert!(sessions.admits("c", at(10)).is_some());
    }
}
