//! How each event changes the registry.

use std::{collections::BTreeMap, sync::Arc};

use super::{Registry, Service, Survey, Unit};
use crate::{Device, Event, UnitCode};

impl Registry {
    /// Takes one more event in. Events that are not [registered](Event::is_register) change nothing.
    pub fn evolve(&mut self, event: &Event, recorded_at: jiff::Timestamp) {
        match event {
            Event::LogOpened(opened) => self.opened = Some(opened.clone()),
            Event::InstrumentPublished(instrument) => {
                self.instruments
                    .insert(instrument.reference(), Arc::new(instrument.clone()));
            }
            Event::TranslationPublished(translation) => {
                let key = (translation.instrument.clone(), translation.language);
                self.translations.insert(key, Arc::new(translation.clone()));
            }
            Event::UnitRegistered(event) => {
                let known = |parent: &&UnitCode| self.units.contains_key(*parent);
                let unit = Unit {
                    code: event.unit.clone(),
                    name: event.name.clone(),
                    kind: event.kind,
                    parent: event.parent.as_ref().filter(known).cloned(),
                    zone: event.zone,
                    kemendagri: event.kemendagri.clone(),
                    bps: event.bps.clone(),
                    closed: false,
                    merged: None,
                    services: BTreeMap::new(),
                    method: None,
                    order: self.units.len(),
                };
                self.units.entry(event.unit.clone()).or_insert(unit);
            }
            Event::UnitRenamed(event) => {
                self.with_unit(&event.unit, |unit| unit.name.clone_from(&event.name));
            }
            Event::UnitRegionSet(event) => self.with_unit(&event.unit, |unit| {
                unit.kemendagri.clone_from(&event.kemendagri);
                unit.bps.clone_from(&event.bps);
            }),
            Event::UnitMoved(event) => {
                let fits = |parent| self.may_lie_below(&event.unit, parent);
                if event.parent.as_ref().is_none_or(fits) {
                    self.with_unit(&event.unit, |unit| unit.parent.clone_from(&event.parent));
                }
            }
            Event::UnitClosed(event) => self.with_unit(&event.unit, |unit| unit.closed = true),
            Event::UnitMerged(event) => self.with_unit(&event.unit, |unit| {
                unit.closed = true;
                unit.merged = Some((event.into.clone(), event.on));
            }),
            Event::ServiceRegistered(event) => self.with_unit(&event.unit, |unit| {
                let service = Service {
                    name: event.name.clone(),
                    retired: false,
                };
                unit.services.insert(event.service.clone(), service);
            }),
            Event::ServiceChanged(event) => self.with_unit(&event.unit, |unit| {
                if let Some(service) = unit.services.get_mut(&event.service) {
                    service.name.clone_from(&event.name);
                }
            }),
            Event::ServiceRetired(event) => self.with_unit(&event.unit, |unit| {
                if let Some(service) = unit.services.get_mut(&event.service) {
                    service.retired = true;
                }
            }),
            Event::MethodAdopted(event) => {
                self.with_unit(&event.unit, |unit| {
                    unit.method = Some(Arc::new(event.method.clone()));
                });
            }
            Event::SurveyOpened(event) => {
                if let Some(instrument) = self.instruments.get(&event.instrument) {
                    let survey = Survey {
                        code: event.survey.clone(),
                        unit: event.unit.clone(),
                        services: event.services.clone(),
                        instrument: Arc::clone(instrument),
                        population: event.population,
                        admission: event.admission,
                        opened_at: recorded_at,
                        closed_at: None,
                        closed_because: None,
                        order: self.surveys.len(),
                    };
                    self.surveys.insert(event.survey.clone(), survey);
                }
            }
            Event::SurveyClosed(event) => {
                if let Some(survey) = self.surveys.get_mut(&event.survey) {
                    survey.closed_at = Some(recorded_at);
                    survey.closed_because = Some(event.reason.clone());
                }
            }
            Event::DeviceEnrolled(event) => {
                let device = Device {
                    enrolled: event.clone(),
                    enrolled_at: recorded_at,
                    revoked_at: None,
                    order: self.devices.len(),
                };
                self.device_tokens.insert(event.token, event.device.clone());
                self.devices.insert(event.device.clone(), device);
            }
            Event::DeviceRevoked(event) => {
                if let Some(device) = self.devices.get_mut(&event.device) {
                    device.revoked_at = Some(recorded_at);
                }
            }
            Event::HolidaysPublished(published) => {
                self.holidays.insert(published.year, published.clone());
            }
            Event::TrendRebased(event) => {
                let of_unit = self.rebases.entry(event.unit.clone()).or_default();
                of_unit.insert(event.from, event.reason.clone());
            }
            Event::TrendRebaseWithdrawn(event) => {
                if let Some(of_unit) = self.rebases.get_mut(&event.unit) {
                    of_unit.remove(&event.from);
                }
            }
            Event::Account(event) => self.accounts.evolve(event, recorded_at),
            Event::SigningResumed(_)
            | Event::ResponseSubmitted(_)
            | Event::ResponseFlagged(_)
            | Event::ResponseExcluded(_)
            | Event::ResponseReinstated(_)
            | Event::SubmissionConflicted(_)
            | Event::ContentErased(_)
            | Event::RowsRead(_)
            | Event::ReviewProposed(_)
            | Event::ReviewDecided(_)
            | Event::ServiceEvent(_)
            | Event::ServiceEventWithdrawn(_)
            | Event::TokensIssued(_)
            | Event::ResultPublished(_)
            | Event::FollowUp(_)
            | Event::Complaint(_)
            | Event::ResultAnnounced(_)
            | Event::AnnouncementWithdrawn(_) => {}
        }
    }

    fn may_lie_below(&self, unit: &UnitCode, parent: &UnitCode) -> bool {
        let mut above = self.unit(parent).into_iter().chain(self.ancestors(parent));
        self.units.contains_key(parent) && above.all(|above| above.code != *unit)
    }

    fn with_unit(&mut self, code: &UnitCode, change: impl FnOnce(&mut Unit)) {
        if let Some(unit) = self.units.get_mut(code) {
            change(unit);
        }
    }
}
