//! The counts that kiosks keep of their own answers: a number that never arrived is an answer that was lost, held back
//! or dropped.
//!
//! A gap is no proof of any of these. A kiosk that is not online holds answers, and one that was wiped counts anew: so
//! gaps and repetitions are told, not accused.

use std::collections::BTreeMap;

use survey::ResponseSubmitted;

use crate::{Part, PartName};

#[derive(Default)]
pub(crate) struct Devices {
    /// Count and position of each answer of a device.
    counted: BTreeMap<Box<str>, Vec<(u64, u64)>>,
}

impl Devices {
    pub(super) fn take(&mut self, position: u64, event: &ResponseSubmitted) {
        let (Some(device), Some(counter)) = (&event.device, event.device_counter) else {
            return;
        };
        match self.counted.get_mut(device.as_str()) {
            Some(counted) => counted.push((counter, position)),
            None => drop(
                self.counted
                    .insert(device.as_str().into(), vec![(counter, position)]),
            ),
        }
    }

    pub(super) fn into_part(self) -> Part {
        let answers: usize = self.counted.values().map(Vec::len).sum();
        let note = match self.counted.len() {
            0 => "tidak ada jawaban dengan nomor urut perangkat".to_owned(),
            devices => format!("{answers} jawaban dari {devices} perangkat"),
        };
        let mut part = Part::checked(PartName::Devices, note);
        for (device, mut counted) in self.counted {
            counted.sort_unstable();
            check(&device, &counted, &mut part);
        }
        part
    }
}

fn check(device: &str, counted: &[(u64, u64)], part: &mut Part) {
    for pair in counted.windows(2) {
        let [(before, at), (next, position)] = [pair[0], pair[1]];
        if next == before {
            let what = format!("perangkat {device}: nomor urut {next} sudah dipakai di posisi {at}");
            part.notice(position, what);
        } else if next - before > 1 {
            let what = match next - before {
                2 => format!("perangkat {device}: nomor urut {} belum diterima", before + 1),
                _ => format!(
                    "perangkat {device}: nomor urut {} sampai {} belum diterima",
                    before + 1,
                    next - 1
                ),
            };
            part.notice(position, what);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(counted: &[(u64, u64)]) -> Vec<String> {
        let mut part = Part::checked(PartName::Devices, "");
        check("kios-1", counted, &mut part);
        assert!(part.is_sound());
        part.notices.into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn a_count_that_goes_on_is_fine_wherever_it_begins() {
        assert!(told(&[(7, 20), (8, 3), (9, 30)]).is_empty());
        assert!(told(&[(0, 1)]).is_empty());
    }

    #[test]
    fn a_number_that_is_missing_or_there_twice_is_told() {
        let told = told(&[(1, 5), (3, 6), (3, 7), (9, 8)]);
        assert_eq!(
            told,
            [
                "perangkat kios-1: nomor urut 2 belum diterima",
                "perangkat kios-1: nomor urut 3 sudah dipakai di posisi 6",
                "perangkat kios-1: nomor urut 4 sampai 8 belum diterima",
            ]
        );
    }
}
