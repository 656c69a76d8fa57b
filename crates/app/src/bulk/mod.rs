//! Registering many units, services and surveys from one table: every problem of it is told before anything happens.

mod plan;
mod table;

pub use plan::BulkPlan;
pub use table::BulkProblem;

use eventlog::Actor;

use crate::{App, AppError};

/// Why a table was not registered. Nothing was.
#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    /// Mend each line, then send the table again.
    #[error("{} baris bermasalah", .0.len())]
    Problems(Vec<BulkProblem>),
    /// The machine failed, or somebody else registered meanwhile.
    #[error(transparent)]
    App(#[from] AppError),
}

impl App {
    /// What a table would register, without registering it.
    ///
    /// # Errors
    /// Every problem, by line.
    pub fn plan_bulk(&self, table: &str) -> Result<BulkPlan, Vec<BulkProblem>> {
        plan::plan(&self.registry(), table)
    }

    /// Registers everything that a table names and that is not there yet, or nothing. Blocks; not for use inside an
    /// async task.
    ///
    /// # Errors
    /// [`BulkError::Problems`] with every problem, by line.
    pub fn register_bulk(&self, actor: &Actor, table: &str) -> Result<BulkPlan, BulkError> {
        let plan = self.plan_bulk(table).map_err(BulkError::Problems)?;
        self.register_many(actor, plan.commands.clone())?;
        Ok(plan)
    }
}
