//! Watching the answers as the log has them: which flags are due and not recorded yet.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;

use super::{
    FlagRules,
    runs::{Alike, Run},
};
use crate::{Admission, Channel, Event, FlagRule, Hour, Profile, ResponseId, ResponseSubmitted, SurveyCode};

/// Sources remembered before those that are over are forgotten.
const SOURCES_BEFORE_SWEEP: usize = 4096;

/// A way by which answers come to one survey, one after the other.
type Lane = (SurveyCode, Option<Box<str>>, Channel);

/// Sees every event of a log in order, and knows which flags are due: suspected by the rules, and not recorded yet.
///
/// A function of the events alone. Seeing a log from its beginning gives the flags that a crash kept from being
/// recorded; recording them all and seeing these leaves none.
#[derive(Clone, Debug, Default)]
pub struct Watch {
    devices: HashMap<Box<str>, Run>,
    surveys: HashMap<SurveyCode, Run>,
    lanes: HashMap<Lane, Alike>,
    due: BTreeMap<ResponseId, BTreeSet<FlagRule>>,
}

impl Watch {
    /// Takes in the next event of a response's stream; `at` is when it was recorded.
    pub fn evolve(&mut self, id: ResponseId, at: Timestamp, event: &Event) {
        match event {
            Event::ResponseSubmitted(submitted) => self.see(id, at, submitted),
            Event::ResponseFlagged(flag) => self.settle(id, flag.rule),
            Event::ResponseExcluded(_)
            | Event::ResponseReinstated(_)
            | Event::SubmissionConflicted(_)
            | Event::ContentErased(_)
            | Event::RowsRead(_)
            | Event::ReviewProposed(_)
            | Event::ReviewDecided(_)
            | Event::LogOpened(_)
            | Event::SigningResumed(_)
            | Event::UnitRegistered(_)
            | Event::UnitRenamed(_)
            | Event::UnitRegionSet(_)
            | Event::UnitMoved(_)
            | Event::UnitClosed(_)
            | Event::UnitMerged(_)
            | Event::ServiceRegistered(_)
            | Event::ServiceChanged(_)
            | Event::ServiceRetired(_)
            | Event::ServiceEvent(_)
            | Event::ServiceEventWithdrawn(_)
            | Event::InstrumentPublished(_)
            | Event::TranslationPublished(_)
            | Event::TokensIssued(_)
            | Event::DeviceEnrolled(_)
            | Event::DeviceRevoked(_)
            | Event::Account(_)
            | Event::MethodAdopted(_)
            | Event::SurveyOpened(_)
            | Event::SurveyClosed(_)
            | Event::ResultPublished(_)
            | Event::FollowUp(_)
            | Event::Complaint(_)
            | Event::HolidaysPublished(_)
            | Event::TrendRebased(_)
            | Event::TrendRebaseWithdrawn(_)
            | Event::ResultAnnounced(_)
            | Event::AnnouncementWithdrawn(_) => {}
        }
    }

    /// The flags that are due, by response.
    pub fn due(&self) -> impl Iterator<Item = (ResponseId, &BTreeSet<FlagRule>)> {
        self.due.iter().map(|(id, rules)| (*id, rules))
    }

    /// A flag is no longer due.
    pub fn settle(&mut self, id: ResponseId, rule: FlagRule) {
        if let Some(rules) = self.due.get_mut(&id) {
            rules.remove(&rule);
            if rules.is_empty() {
                self.due.remove(&id);
            }
        }
    }

    fn see(&mut self, id: ResponseId, at: Timestamp, submitted: &ResponseSubmitted) {
        let rules = FlagRules::in_force();
        if submitted.channel == Channel::Import {
            // A file of an earlier survey has neither devices nor an order in time.
            return;
        }
        self.sweep(at);
        let found = match &submitted.device {
            Some(device) => self.see_device(rules, (id, at), device, submitted),
            None => self.see_survey(rules, (id, at), submitted),
        };
        let alike = self.see_lane(rules, (id, at), submitted);
        let alike = alike.into_iter().map(|id| (id, FlagRule::DuplicateProfile));
        for (id, rule) in found.into_iter().chain(alike) {
            self.due.entry(id).or_default().insert(rule);
        }
    }

    /// An answer that waited on its device says only in which hour it was given; of its arrival nothing follows.
    fn see_device(
        &mut self,
        rules: &FlagRules,
        (id, at): (ResponseId, Timestamp),
        device: &str,
        submitted: &ResponseSubmitted,
    ) -> Vec<(ResponseId, FlagRule)> {
        if submitted.occurred_at < Hour::containing(at) {
            return Vec::new();
        }
        let limit = (rules.burst.answers, rules.burst.within_seconds);
        let took = submitted.seconds_taken.unwrap_or(0);
        let run = self.devices.entry(device.into()).or_default();
        of_rule(run.add((id, at, took), limit, true), FlagRule::Burst)
    }

    /// Paper comes in stacks; who came with a code was handed it; neither makes a flood, nor is part of one.
    fn see_survey(
        &mut self,
        rules: &FlagRules,
        (id, at): (ResponseId, Timestamp),
        submitted: &ResponseSubmitted,
    ) -> Vec<(ResponseId, FlagRule)> {
        if submitted.channel.is_entered_by_staff() || submitted.admission != Admission::Open {
            return Vec::new();
        }
        let limit = (rules.flood.answers, rules.flood.within_seconds);
        let run = self.surveys.entry(submitted.survey.clone()).or_default();
        of_rule(run.add((id, at, 0), limit, false), FlagRule::Flood)
    }

    fn see_lane(
        &mut self,
        rules: &FlagRules,
        (id, at): (ResponseId, Timestamp),
        submitted: &ResponseSubmitted,
    ) -> Vec<ResponseId> {
        let rule = rules.duplicate_profile;
        let device = submitted.device.as_deref().map(Into::into);
        let lane = (submitted.survey.clone(), device, submitted.channel);
        let these: (_, &Profile) = (&submitted.answers, &submitted.profile);
        if submitted.profile.len() < rule.profile_min {
            self.lanes.remove(&lane);
            return Vec::new();
        }
        match self.lanes.get_mut(&lane) {
            Some(alike) if alike.goes_on_with(at, these, rule.apart_seconds_max) => {
                alike.add(id, at, rule.answers)
            }
            _ => {
                self.lanes.insert(lane, Alike::begin(id, at, these.0, these.1));
                Vec::new()
            }
        }
    }

    /// Forgets sources that are over, so that no stream of invented names fills the memory.
    fn sweep(&mut self, now: Timestamp) {
        let rules = FlagRules::in_force();
        if self.devices.len() > SOURCES_BEFORE_SWEEP {
            self.devices
                .retain(|_, run| !run.is_over(now, rules.burst.within_seconds));
        }
        if self.lanes.len() > SOURCES_BEFORE_SWEEP {
            let apart_max = rules.duplicate_profile.apart_seconds_max;
            self.lanes.retain(|_, alike| !alike.is_over(now, apart_max));
        }
    }
}

fn of_rule(ids: Vec<ResponseId>, rule: FlagRule) -> Vec<(ResponseId, FlagRule)> {
    ids.into_iter().map(|id| (id, rule)).collect()
}
