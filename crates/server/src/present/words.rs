//! Numbers and dates as Indonesian readers write them.

use ikm::{Hundredths, Interval};
use jiff::{SignedDuration, Timestamp, civil::Date};
use survey::{Channel, Month, Period, PeriodLength, Zone};

use crate::pages::Words;

const MONTHS: [&str; 12] = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
];
const ROMAN: [&str; 4] = ["I", "II", "III", "IV"];

/// `202.114`.
pub(crate) fn count(n: u64) -> String {
    Words::indonesian().number(n)
}

/// The difference of two indexes, `+1,20` or `−0,35`, with a true minus sign.
pub(super) fn difference(before: Hundredths, after: Hundredths) -> String {
    let sign = if after >= before { '+' } else { '\u{2212}' };
    let moved = Hundredths::new(after.units().abs_diff(before.units()));
    format!("{sign}{}", moved.id_id())
}

/// `September 2026`, `Triwulan III 2026`, `Semester II 2026`, `Tahun 2026`.
pub(super) fn period(period: Period) -> String {
    let (month, year) = (period.first().month() - 1, period.first().year());
    let place = usize::try_from(month).unwrap_or(0);
    match period.length() {
        PeriodLength::Month => format!("{} {year}", MONTHS[place]),
        PeriodLength::Quarter => format!("Triwulan {} {year}", ROMAN[place / 3]),
        PeriodLength::Semester => format!("Semester {} {year}", ROMAN[place / 6]),
        PeriodLength::Year => format!("Tahun {year}"),
    }
}

/// `Sep 2026`, for a chart.
pub(super) fn short_month(month: Month) -> String {
    let place = usize::try_from(month.month() - 1).unwrap_or(0);
    format!("{} {}", &MONTHS[place][..3], month.year())
}

/// `Sep 2026`, `TW III 2026`, `Smt II 2026`, `2026`, for a chart.
pub(super) fn short_period(period: Period) -> String {
    let (month, year) = (period.first().month() - 1, period.first().year());
    let place = usize::try_from(month).unwrap_or(0);
    match period.length() {
        PeriodLength::Month => short_month(period.first()),
        PeriodLength::Quarter => format!("TW {} {year}", ROMAN[place / 3]),
        PeriodLength::Semester => format!("Smt {} {year}", ROMAN[place / 6]),
        PeriodLength::Year => year.to_string(),
    }
}

/// `79,10–84,00`.
pub(super) fn interval(interval: Interval) -> String {
    format!("{}\u{2013}{}", interval.low.id_id(), interval.high.id_id())
}

/// Hundredths with their sign, `+1,20` or `−0,35`, with a true minus sign.
pub(super) fn signed(hundredths: i64) -> String {
    let sign = if hundredths < 0 { '\u{2212}' } else { '+' };
    format!("{sign}{}", Hundredths::new(hundredths.unsigned_abs()).id_id())
}

/// `12 Maret 2026`.
pub(super) fn date(date: Date) -> String {
    let place = usize::try_from(date.month() - 1).unwrap_or(0);
    format!("{} {} {}", date.day(), MONTHS[place], date.year())
}

/// `30 September 2026 pukul 14.05 WIB`.
pub(super) fn moment(at: Timestamp, zone: Zone) -> String {
    let clock = zone.wall_clock(at);
    let (hour, minute) = (clock.hour(), clock.minute());
    format!(
        "{} pukul {hour:02}.{minute:02} {}",
        date(clock.date()),
        zone.abbreviation()
    )
}

/// `12 detik`, `2 menit`, `3 jam`, `5 hari`: the largest that is at least one, rounded down.
pub(super) fn duration(time: SignedDuration) -> String {
    let seconds = time.as_secs().max(0);
    match seconds {
        ..60 => format!("{seconds} detik"),
        60..3600 => format!("{} menit", seconds / 60),
        3600..86_400 => format!("{} jam", seconds / 3600),
        _ => format!("{} hari", seconds / 86_400),
    }
}

/// What people call a channel.
pub(super) const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Qr => "Kode QR",
        Channel::Web => "Tautan",
        Channel::Kiosk => "Kios",
        Channel::Assisted => "Kios dengan pendamping",
        Channel::Paper => "Kertas",
        Channel::Import => "Impor",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_and_moments_are_said_as_people_say_them() {
        let said = |text: &str| period(text.parse().unwrap());
        assert_eq!(said("2026-09"), "September 2026");
        assert_eq!(said("2026-Q3"), "Triwulan III 2026");
        assert_eq!(said("2026-S2"), "Semester II 2026");
        assert_eq!(said("2026"), "Tahun 2026");
        let at: Timestamp = "2026-09-30T07:05:00Z".parse().unwrap();
        assert_eq!(moment(at, Zone::Jakarta), "30 September 2026 pukul 14.05 WIB");
    }

    #[test]
    fn a_difference_has_its_sign() {
        let hundredths = Hundredths::new;
        assert_eq!(difference(hundredths(8000), hundredths(8120)), "+1,20");
        assert_eq!(difference(hundredths(8000), hundredths(7965)), "\u{2212}0,35");
    }
}
