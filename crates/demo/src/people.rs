//! Who answers: by which channel, with which profile, in which mood.

use survey::{Channel, Language, Profile, UnitKind};

use crate::chance::{Chance, Milli};

/// How far people differ from each other in all their answers.
pub(crate) const PERSON_DEVIATION: Milli = 330;
/// By how much a kiosk in the office flatters against a phone.
pub(crate) const KIOSK_OVER_QR: Milli = 170;
/// With somebody reading the questions out it is harder still to complain.
const ASSISTED_OVER_QR: Milli = 260;
const PAPER_OVER_QR: Milli = 60;
const WEB_OVER_QR: Milli = -40;

/// In so many of a thousand cases one score is given for everything without reading; more often at a kiosk.
const STRAIGHT_LINES: u32 = 32;
const STRAIGHT_LINES_AT_KIOSK: u32 = 55;

const ENGLISH: u32 = 12;
/// In so many of a thousand cases a question about the person is left open.
const PROFILE_OPEN: u32 = 25;

/// One respondent.
pub(crate) struct Person {
    pub(crate) channel: Channel,
    pub(crate) language: Language,
    pub(crate) profile: Profile,
    /// What is added to every answer: the person's own leniency and that of the channel.
    pub(crate) mood: Milli,
    /// Gives one score for everything without reading.
    pub(crate) straight_lines: bool,
}

impl Person {
    /// Somebody who comes to a unit.
    pub(crate) fn at(unit: UnitKind, chance: &mut Chance) -> Self {
        let channel = channel(unit, chance);
        let straight_lines = match channel {
            Channel::Kiosk => STRAIGHT_LINES_AT_KIOSK,
            Channel::Qr | Channel::Web | Channel::Assisted | Channel::Paper | Channel::Import => {
                STRAIGHT_LINES
            }
        };
        Self {
            channel,
            language: if chance.in_thousand(ENGLISH) && !channel.is_entered_by_staff() {
                "en".parse().expect("a language")
            } else {
                Language::INDONESIAN
            },
            profile: profile(unit, chance),
            mood: chance.around_zero(PERSON_DEVIATION) + over_qr(channel),
            straight_lines: chance.in_thousand(straight_lines),
        }
    }

    /// Answers on a phone of one's own, and so not always at the office.
    pub(crate) const fn has_own_phone(&self) -> bool {
        matches!(self.channel, Channel::Qr | Channel::Web)
    }
}

const CHANNELS: [Channel; 5] = [
    Channel::Qr,
    Channel::Web,
    Channel::Kiosk,
    Channel::Assisted,
    Channel::Paper,
];

fn channel(unit: UnitKind, chance: &mut Chance) -> Channel {
    let weights = match unit {
        UnitKind::Pemda | UnitKind::Opd | UnitKind::Upt | UnitKind::Lainnya => [540, 80, 330, 30, 20],
        UnitKind::Rsud => [450, 40, 410, 60, 40],
        UnitKind::Puskesmas => [440, 30, 380, 90, 60],
        UnitKind::Kecamatan => [530, 60, 330, 40, 40],
        UnitKind::Kelurahan => [560, 50, 270, 60, 60],
        UnitKind::Desa => [520, 30, 180, 120, 150],
    };
    CHANNELS[chance.weighted(&weights)]
}

const fn over_qr(channel: Channel) -> Milli {
    match channel {
        Channel::Qr | Channel::Import => 0,
        Channel::Web => WEB_OVER_QR,
        Channel::Kiosk => KIOSK_OVER_QR,
        Channel::Assisted => ASSISTED_OVER_QR,
        Channel::Paper => PAPER_OVER_QR,
    }
}

const SEXES: [&str; 2] = ["L", "P"];
const AGES: [&str; 7] = ["0-17", "18-25", "26-35", "36-45", "46-55", "56-65", "66"];
const SCHOOLS: [&str; 8] = ["TS", "SD", "SMP", "SMA", "D3", "S1", "S2", "S3"];
const TRADES: [&str; 6] = ["PNS", "TNI", "POLRI", "SWASTA", "WIRAUSAHA", "LAINNYA"];

fn profile(unit: UnitKind, chance: &mut Chance) -> Profile {
    let rural = matches!(unit, UnitKind::Desa | UnitKind::Puskesmas);
    let sexes = if unit == UnitKind::Puskesmas {
        [360, 640]
    } else {
        [490, 510]
    };
    let schools = if rural {
        [20, 180, 230, 400, 60, 100, 8, 2]
    } else {
        [5, 70, 140, 430, 110, 215, 27, 3]
    };
    let mut profile = Profile::new();
    let mut answer = |question: &str, options: &[&str], weights: &[u32]| {
        let option = options[chance.weighted(weights)];
        if !chance.in_thousand(PROFILE_OPEN) {
            profile.insert(question.into(), option.into());
        }
    };
    answer("jenis_kelamin", &SEXES, &sexes);
    answer("usia", &AGES, &[15, 190, 270, 240, 165, 85, 35]);
    answer("pendidikan", &SCHOOLS, &schools);
    answer("pekerjaan", &TRADES, &[95, 8, 9, 320, 270, 298]);
    profile
}

#[cfg(test)]
mod tests {
    use survey::Instrument;

    use super::*;

    #[test]
    fn profiles_are_made_of_what_the_instrument_asks() {
        let instrument = Instrument::permenpan_14_2017();
        let options: [(&str, &[&str]); 4] = [
            ("jenis_kelamin", &SEXES),
            ("usia", &AGES),
            ("pendidikan", &SCHOOLS),
            ("pekerjaan", &TRADES),
        ];
        assert_eq!(instrument.profile.len(), options.len());
        for (question, (code, known)) in instrument.profile.iter().zip(options) {
            let asked: Vec<&str> = question
                .options
                .iter()
                .map(|option| option.code.as_str())
                .collect();
            assert_eq!((question.code.as_str(), asked.as_slice()), (code, known));
        }
    }
}
