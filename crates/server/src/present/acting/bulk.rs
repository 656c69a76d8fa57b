//! What a table registers, in words.

use app::BulkPlan;

use crate::present::words;

/// "3 unit, 4 layanan, 3 survei; 1 sudah ada".
pub(crate) fn bulk_said(plan: &BulkPlan) -> String {
    let counts = [plan.units, plan.services, plan.surveys, plan.was_there];
    let [units, services, surveys, was_there] = counts.map(|count| words::count(count as u64));
    format!("{units} unit, {services} layanan, {surveys} survei; {was_there} sudah ada")
}
