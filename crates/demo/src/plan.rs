//! How large a demo is: what a person may choose, and what is refused.

use app::AppError;
use jiff::civil::Date;
use survey::Month;

use crate::limits::{MONTHS_MAX, RESPONSES_MAX, UNITS_MAX, UNITS_MIN};

/// What is asked for. The same plan gives the same events, ids and nonces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Units, the kabupaten itself included: 2 to 300.
    pub units: usize,
    /// Months, the last one included: 1 to 60.
    pub months: u16,
    /// Responses: 1 to 5,000,000.
    pub responses: u64,
    /// Where chance begins.
    pub seed: u64,
    /// The last day that the kabupaten lives through. Whoever wants a dashboard that looks alive says yesterday;
    /// its month is then filled up to there.
    pub last_day: Date,
}

/// Why a plan cannot be followed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// Choose a number of units within the range.
    #[error("jumlah unit {UNITS_MIN} sampai {UNITS_MAX}, bukan {0}")]
    Units(usize),
    /// Choose a number of months within the range.
    #[error("jumlah bulan 1 sampai {MONTHS_MAX}, bukan {0}")]
    Months(u16),
    /// Choose a number of responses within the range.
    #[error("jumlah jawaban 1 sampai {RESPONSES_MAX}, bukan {0}")]
    Responses(u64),
    /// Choose a day within the calendar.
    #[error("hari terakhir antara tahun 2000 dan 4000, bukan {0}")]
    LastDay(Date),
}

impl From<PlanError> for AppError {
    fn from(error: PlanError) -> Self {
        Self::Failed(format!("Rencana data contoh: {error}"))
    }
}

impl Plan {
    /// The default size: 40 units, 24 months, 200,000 responses.
    #[must_use]
    pub const fn ending(last_day: Date) -> Self {
        Self {
            units: 40,
            months: 24,
            responses: 200_000,
            seed: 1,
            last_day,
        }
    }

    /// Checks that the plan can be followed.
    ///
    /// # Errors
    /// The first number out of range.
    pub fn check(&self) -> Result<(), PlanError> {
        if !(UNITS_MIN..=UNITS_MAX).contains(&self.units) {
            return Err(PlanError::Units(self.units));
        }
        if !(1..=MONTHS_MAX).contains(&self.months) {
            return Err(PlanError::Months(self.months));
        }
        if !(1..=RESPONSES_MAX).contains(&self.responses) {
            return Err(PlanError::Responses(self.responses));
        }
        if !(2000..=4000).contains(&self.last_day.year()) {
            return Err(PlanError::LastDay(self.last_day));
        }
        Ok(())
    }

    /// The month of the first response.
    pub(crate) fn first_month(&self) -> Month {
        (1..self.months).fold(self.last_month(), |month, _| month.previous())
    }

    /// The month of the last day.
    pub(crate) fn last_month(&self) -> Month {
        Month::of(self.last_day)
    }

    /// Every month, in order.
    pub(crate) fn months(&self) -> impl Iterator<Item = Month> {
        let first = self.first_month().number();
        (first..first + self.months).filter_map(Month::from_number)
    }

    /// The month after so many thousandths of the span.
    pub(crate) fn month_at(&self, thousandths: u16) -> Month {
        let after = u32::from(self.months) * u32::from(thousandths) / 1000;
        (0..after).fold(self.first_month(), |month, _| month.next())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn what_is_out_of_range_is_refused_with_the_range() {
        let plan = Plan::ending(date(2026, 9, 14));
        assert_eq!(plan.check(), Ok(()));
        let refused = [
            (
                Plan {
                    units: 1,
                    ..plan.clone()
                },
                "jumlah unit 2 sampai 300, bukan 1",
            ),
            (
                Plan {
                    units: 301,
                    ..plan.clone()
                },
                "jumlah unit 2 sampai 300, bukan 301",
            ),
            (
                Plan {
                    months: 0,
                    ..plan.clone()
                },
                "jumlah bulan 1 sampai 60, bukan 0",
            ),
            (
                Plan {
                    months: 61,
                    ..plan.clone()
                },
                "jumlah bulan 1 sampai 60, bukan 61",
            ),
            (
                Plan {
                    responses: 0,
                    ..plan.clone()
                },
                "jumlah jawaban 1 sampai 5000000, bukan 0",
            ),
            (
                Plan {
                    responses: 5_000_001,
                    ..plan.clone()
                },
                "jumlah jawaban 1 sampai 5000000, bukan 5000001",
            ),
            (
                Plan {
                    last_day: date(1999, 12, 31),
                    ..plan
                },
                "hari terakhir antara tahun 2000 dan 4000, bukan 1999-12-31",
            ),
        ];
        for (plan, text) in refused {
            assert_eq!(plan.check().unwrap_err().to_string(), text);
        }
    }

    #[test]
    fn months_are_counted_back_from_the_last_day() {
        let plan = Plan::ending(date(2026, 9, 14));
        assert_eq!(plan.first_month().to_string(), "2024-10");
        assert_eq!(plan.month_at(0), plan.first_month());
        assert_eq!(plan.month_at(999), plan.last_month());
    }
}
