//! What people answer: what the unit is like that day, as this person feels it, rounded to a score.

use ikm::{Score, UnsurCode};
use jiff::civil::Date;
use survey::Instrument;

use crate::{
    chance::{Chance, Milli},
    kabupaten::{Service, Unit},
    people::Person,
    planted::{PlantedDrift, PlantedEffect},
};

/// How far one person's answers differ among themselves.
const ANSWER_DEVIATION: Milli = 430;
/// How far a unit's months differ.
const MONTH_DEVIATION: Milli = 25;

/// Who gives one score for everything: mostly full marks, often the next.
const STRAIGHT_LINE_WEIGHTS: [u32; 4] = [8, 12, 360, 620];
/// What a free service gets for `biaya`: some misread the question.
const FREE_WEIGHTS: [u32; 4] = [2, 4, 24, 970];

/// A shift of some unsur, in the order of the instrument.
pub(crate) type Shifts = [Milli; 9];

/// What moves the answers at one unit.
struct Influences {
    effects: Vec<(PlantedEffect, Shifts)>,
    drift: Shifts,
    month: Milli,
}

/// What the units are like, day by day.
pub(crate) struct Opinions {
    /// In the order of the instrument.
    pub(crate) unsur: [UnsurCode; 9],
    biaya: usize,
    units: Vec<Influences>,
}

impl Opinions {
    pub(crate) fn new(units: &[Unit], effects: &[PlantedEffect], drifts: &[PlantedDrift]) -> Self {
        let unsur = Instrument::permenpan_14_2017().unsur_codes();
        let unsur: [UnsurCode; 9] = unsur.try_into().expect("the instrument asks nine");
        let shifts = |by_code: &std::collections::BTreeMap<UnsurCode, Milli>| {
            unsur.map(|code| by_code.get(&code).copied().unwrap_or(0))
        };
        let influences = units.iter().map(|unit| {
            let here = effects.iter().filter(|effect| effect.unit == unit.code);
            let drift = drifts.iter().find(|drift| drift.unit == unit.code);
            Influences {
                effects: here
                    .map(|effect| (effect.clone(), shifts(&effect.shifts)))
                    .collect(),
                drift: drift.map_or([0; 9], |drift| shifts(&drift.shifts)),
                month: 0,
            }
        });
        Self {
            units: influences.collect(),
            biaya: unsur
                .iter()
                .position(|code| code.as_str() == "biaya")
                .expect("one of the nine"),
            unsur,
        }
    }

    /// Another month begins, a little better or worse at each unit than the one before.
    pub(crate) fn begin_month(&mut self, chance: &mut Chance) {
        for unit in &mut self.units {
            unit.month = chance.around_zero(MONTH_DEVIATION);
        }
    }

    /// The answers of somebody, in the order of the instrument. `passed` says how much of the span has passed, in
    /// thousandths.
    pub(crate) fn scores(
        &self,
        (place, unit): (usize, &Unit),
        service: &Service,
        person: &Person,
        (day, passed): (Date, Milli),
        chance: &mut Chance,
    ) -> [Score; 9] {
        if person.straight_lines {
            return [Score::ALL[chance.weighted(&STRAIGHT_LINE_WEIGHTS)]; 9];
        }
        let influences = &self.units[place];
        let shifts = influences.on(day, service);
        std::array::from_fn(|unsur| {
            if unsur == self.biaya && service.free {
                return Score::ALL[chance.weighted(&FREE_WEIGHTS)];
            }
            let felt = unit.quality[unsur]
                + service.shift
                + influences.month
                + shifts[unsur]
                + influences.drift[unsur] * passed / 1000
                + person.mood
                + chance.around_zero(ANSWER_DEVIATION);
            nearest(felt)
        })
    }
}

impl Influences {
    fn on(&self, day: Date, service: &Service) -> Shifts {
        let mut sum = [0; 9];
        for (effect, shifts) in &self.effects {
            let touched = effect
                .service
                .as_ref()
                .is_none_or(|touched| *touched == service.code);
            let lasting = day >= effect.from && effect.until.is_none_or(|until| day < until);
            if touched && lasting {
                sum.iter_mut().zip(shifts).for_each(|(sum, shift)| *sum += shift);
            }
        }
        sum
    }
}

/// The score nearest to what is felt.
fn nearest(felt: Milli) -> Score {
    let rounded = ((felt + 500) / 1000).clamp(1, 4);
    Score::new(u8::try_from(rounded).expect("1 to 4")).expect("1 to 4")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feeling_is_rounded_to_the_nearest_score() {
        let scores = [-2000, 1499, 1500, 2499, 3500, 9000].map(|felt| nearest(felt).get());
        assert_eq!(scores, [1, 1, 2, 2, 4, 4]);
    }
}
