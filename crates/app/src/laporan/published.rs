//! What was published, read once for everything that is asked together; and what is known of it for ever.

use std::{
    cell::RefCell,
    collections::HashMap,
    rc::Rc,
    sync::{Mutex, PoisonError},
};

use survey::UnitCode;
use views::{PublishedResult, Views};

use crate::AppError;

/// The publications of a unit, in order.
pub(super) type OfUnit = Rc<[Rc<PublishedResult>]>;

/// Publications by unit, each unit's read when it is first asked for. Whether a publication gives few respondents away
/// asks for those of all units around it, again and again.
#[derive(Default)]
pub(super) struct Published(RefCell<HashMap<UnitCode, OfUnit>>);

impl Published {
    pub(super) fn of(&self, views: &Views, unit: &UnitCode) -> Result<OfUnit, AppError> {
        if let Some(known) = self.0.borrow().get(unit) {
            return Ok(Rc::clone(known));
        }
        let read: OfUnit = views.results(unit)?.into_iter().map(Rc::new).collect();
        self.0.borrow_mut().insert(unit.clone(), Rc::clone(&read));
        Ok(read)
    }
}

/// Whether everybody may see a publication, by where it stands. Only what was published before it counts, so once it is
/// known it is known for ever.
#[derive(Default)]
pub(crate) struct PublicMemo(Mutex<HashMap<u64, bool>>);

impl PublicMemo {
    pub(super) fn get(&self, position: u64) -> Option<bool> {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&position).copied()
    }

    pub(super) fn keep(&self, position: u64, public: bool) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(position, public);
    }
}
