//! First sights of forms: rendered and compressed once for each way of asking, then sent to everybody who asks so.
//!
//! Only the id in it, and the code of a ticket, are a citizen's own. Whatever the registry says may stand in a page, so all are made again when
//! the registry changes.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use survey::{Channel, Registry, ServiceCode, SurveyCode};

use crate::{http::spliced::Spliced, limits::FIRST_SIGHTS_MAX};

/// A way of asking for a form.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Way {
    pub(crate) survey: SurveyCode,
    pub(crate) service: Option<ServiceCode>,
    pub(crate) language: &'static str,
    pub(crate) large_print: bool,
    pub(crate) channel: Channel,
    /// With a one-time code in it.
    pub(crate) ticket: bool,
}

/// The first sights made so far.
#[derive(Default)]
pub(crate) struct FirstSights(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    registry: Arc<Registry>,
    sights: HashMap<Way, Arc<Spliced>>,
}

impl FirstSights {
    /// The page for a way of asking, if it was made of this registry.
    pub(crate) fn get(&self, registry: &Arc<Registry>, way: &Way) -> Option<Arc<Spliced>> {
        self.kept(registry).sights.get(way).map(Arc::clone)
    }

    /// Keeps a page that was made. It takes a tenth of a second to make one, so nobody holds the lock meanwhile: two
    /// who are first make it twice.
    pub(crate) fn keep(&self, registry: &Arc<Registry>, way: Way, made: Spliced) -> Arc<Spliced> {
        let made = Arc::new(made);
        let mut kept = self.kept(registry);
        if kept.sights.len() >= FIRST_SIGHTS_MAX {
            kept.sights.clear();
        }
        kept.sights.insert(way, Arc::clone(&made));
        made
    }

    fn kept(&self, registry: &Arc<Registry>) -> std::sync::MutexGuard<'_, Kept> {
        // What it guards can be made again, whatever happened to the one who held it.
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !Arc::ptr_eq(&kept.registry, registry) {
            kept.registry = Arc::clone(registry);
            kept.sights.clear();
        }
        kept
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::spliced::filler;

    fn way(number: usize) -> Way {
        Way {
            survey: SurveyCode::new(format!("S-{number}")).unwrap(),
            service: None,
            language: "id",
            large_print: false,
            channel: Channel::Qr,
            ticket: false,
        }
    }

    fn page() -> Spliced {
        Spliced::new(&format!("<input value=\"{}\">", filler(36)), 36).unwrap()
    }

    #[test]
    fn a_page_is_kept_for_its_way_and_its_registry() {
        let sights = FirstSights::default();
        let registry = Arc::new(Registry::default());
        let kept = |registry, number| sights.get(registry, &way(number)).is_some();
        assert!(!kept(&registry, 1));
        sights.keep(&registry, way(1), page());
        assert!(kept(&registry, 1) && !kept(&registry, 2));
        assert!(!kept(&Arc::new(Registry::default()), 1), "the registry changed");
    }

    #[test]
    fn no_more_are_kept_than_the_limit() {
        let sights = FirstSights::default();
        let registry = Arc::new(Registry::default());
        for number in 0..=FIRST_SIGHTS_MAX {
            sights.keep(&registry, way(number), page());
        }
        assert!(sights.kept(&registry).sights.len() <= FIRST_SIGHTS_MAX);
    }
}
