//! A made-up kabupaten, for looking at the product and for testing it: units, citizens, months of answers.
//!
//! # Invariants
//! - The same [`Plan`] gives the same events: times, ids and nonces come from its seed and its last day. Only the
//!   secrets of the links that enter are new each time.
//! - Events are recorded in the order in which they are said to have happened.
//! - What is planted in the answers is told, so that whoever looks at the figures can find it again.
//! - Whole numbers only: the same on every machine.

mod plan;
mod planted;

mod chance;
mod edge;

mod doors;
mod kabupaten;
mod villages;

mod calendar;
mod comments;
mod opinions;
mod people;
mod service_events;
mod visit;

mod agenda;
mod staff;

mod fill;

pub mod limits;

pub use doors::Door;
pub use fill::{Filled, fill};
pub use plan::{Plan, PlanError};
pub use planted::{Planted, PlantedBurst, PlantedDrift, PlantedEffect};
