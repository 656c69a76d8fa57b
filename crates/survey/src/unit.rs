//! Units, their services, and what happens to them apart from answers.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{ServiceCode, UnitCode, Zone};

/// What kind of office a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// The whole kabupaten or kota.
    Pemda,
    /// Dinas, badan or another organisasi perangkat daerah.
    Opd,
    /// Kecamatan.
    Kecamatan,
    /// Kelurahan.
    Kelurahan,
    /// Desa.
    Desa,
    /// Puskesmas.
    Puskesmas,
    /// Rumah sakit umum daerah.
    Rsud,
    /// Unit pelaksana teknis.
    Upt,
    /// Any other unit.
    Lainnya,
}

/// `unit_registered`: a unit exists from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRegistered {
    /// Its code, for ever.
    pub unit: UnitCode,
    /// Its name.
    pub name: String,
    /// What kind of office it is.
    pub kind: UnitKind,
    /// The unit it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<UnitCode>,
    /// The zone whose midnight begins its months.
    pub zone: Zone,
    /// Region code of the Ministry of Home Affairs, with the year of the list: `35.10.01.2001 (2023)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kemendagri: Option<String>,
    /// Region code of Statistics Indonesia (BPS), with the year of the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bps: Option<String>,
}

/// `unit_renamed`: a unit has another name from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRenamed {
    /// The unit.
    pub unit: UnitCode,
    /// Its new name.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// `unit_region_set`: the region codes of a unit from now on. Lists of regions change, and a unit may be registered before
/// anybody looks its codes up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRegionSet {
    /// The unit.
    pub unit: UnitCode,
    /// Region code of the Ministry of Home Affairs, as in [`UnitRegistered`]; none if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kemendagri: Option<String>,
    /// Region code of Statistics Indonesia (BPS), as in [`UnitRegistered`]; none if it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bps: Option<String>,
    /// Why.
    pub reason: String,
}

/// `unit_moved`: a unit belongs to another one from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitMoved {
    /// The unit.
    pub unit: UnitCode,
    /// The unit it belongs to now; none at the top.
    pub parent: Option<UnitCode>,
    /// Why.
    pub reason: String,
}

/// `unit_closed`: a unit serves nobody any more. Its history stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitClosed {
    /// The unit.
    pub unit: UnitCode,
    /// Why.
    pub reason: String,
}

/// `unit_merged`: another unit does what this one did, from a day on. This one serves nobody any more; its code, its place
/// in the tree and every figure of it stay as they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitMerged {
    /// The unit that is no more.
    pub unit: UnitCode,
    /// The unit that goes on.
    pub into: UnitCode,
    /// The first day on which it does.
    pub on: Date,
    /// Why.
    pub reason: String,
}

/// `service_registered`: a unit offers a service from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceRegistered {
    /// The unit.
    pub unit: UnitCode,
    /// The service's code within the unit.
    pub service: ServiceCode,
    /// Its name.
    pub name: String,
}

/// `service_changed`: a service has another name from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceChanged {
    /// The unit.
    pub unit: UnitCode,
    /// The service.
    pub service: ServiceCode,
    /// Its new name.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// `service_retired`: a unit no longer offers a service. Its history stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceRetired {
    /// The unit.
    pub unit: UnitCode,
    /// The service.
    pub service: ServiceCode,
    /// Why.
    pub reason: String,
}

macro_rules! service_event_kinds {
    ($($(#[$doc:meta])* $kind:ident = $stored:literal, $label:literal;)*) => {
        /// What happened to a service, apart from answers. Shown as an annotation, counted as evidence.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ServiceEventKind { $($(#[$doc])* $kind,)* }

        impl ServiceEventKind {
            /// Every kind.
            pub const ALL: [Self; 12] = [$(Self::$kind,)*];

            /// The stored name of the event.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $stored,)* }
            }

            /// What people read.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$kind => $label,)* }
            }
        }
    };
}

service_event_kinds! {
    /// A standar pelayanan was published.
    StandardPublished = "standard_published", "Standar pelayanan ditetapkan";
    /// A maklumat pelayanan was published.
    MaklumatPublished = "maklumat_published", "Maklumat pelayanan diumumkan";
    /// A standard operating procedure was revised.
    SopRevised = "sop_revised", "SOP direvisi";
    /// A business process was mapped.
    BusinessProcessMapped = "business_process_mapped", "Proses bisnis dipetakan";
    /// The public information system SIPP was updated.
    SippUpdated = "sipp_updated", "SIPP diperbarui";
    /// An innovation was launched.
    InnovationLaunched = "innovation_launched", "Inovasi diluncurkan";
    /// Staff were trained.
    TrainingHeld = "training_held", "Pelatihan petugas";
    /// A fee changed.
    TariffChanged = "tariff_changed", "Tarif berubah";
    /// A counter moved.
    CounterMoved = "counter_moved", "Loket dipindahkan";
    /// The service was down.
    OutageRecorded = "outage_recorded", "Gangguan layanan";
    /// Visits of a month were counted.
    VisitsCounted = "visits_counted", "Kunjungan dihitung";
    /// An institution assessed the unit by a scale of its own.
    ExternalAssessmentRecorded = "external_assessment_recorded", "Penilaian lembaga lain";
}

impl ServiceEventKind {
    /// The kind with that stored name.
    #[must_use]
    pub fn from_stored(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// A service event; its kind is the stored name of the event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceEvent {
    /// What happened. Not part of the payload.
    #[serde(skip, default = "unset_kind")]
    pub kind: ServiceEventKind,
    /// The unit it happened to.
    pub unit: UnitCode,
    /// The service, if it concerns only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceCode>,
    /// The day it took effect.
    pub on: Date,
    /// What it was, in a line.
    pub title: String,
    /// Visits counted: only with `visits_counted`, for the month of `on`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visits: Option<u64>,
    /// The assessment: only with `external_assessment_recorded`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessment: Option<ExternalAssessment>,
}

/// A verdict by another institution's scale, which is never mixed with the IKM.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExternalAssessment {
    /// The scheme, for example `PEKPPP` or `Penilaian Maladministrasi`.
    pub scheme: String,
    /// The year it is about.
    pub year: i16,
    /// The verdict in that scheme's own words.
    pub verdict: String,
}

/// `service_event_withdrawn`: a service event was recorded by mistake.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceEventWithdrawn {
    /// The unit.
    pub unit: UnitCode,
    /// Why.
    pub reason: String,
}

const fn unset_kind() -> ServiceEventKind {
    ServiceEventKind::StandardPublished
}
