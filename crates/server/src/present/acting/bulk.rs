//! What a table registers, in words.

use app::BulkPlan;

use crate::present::words;

/// "3 unit, 4 layanan, 3 survei; 1 sudah ada; kode wilayah 2 unit berubah".
pub(crate) fn bulk_said(plan: &BulkPlan) -> String {
    let counts = [plan.units, plan.services, plan.surveys, plan.was_there];
    let [units, services, surveys, was_there] = counts.map(|count| words::count(count as u64));
    let said = format!("{units} unit, {services} layanan, {surveys} survei; {was_there} sudah ada");
    match plan.regions {
        0 => said,
        regions => format!(
            "{said}; kode wilayah {} unit berubah",
            words::count(regions as u64)
        ),
    }
}
