//! Numbers, dates and names as Indonesian readers write them: on documents and on pages.

use jiff::{Timestamp, civil::Date};
use survey::{Channel, ChannelClass, Month, Period, PeriodLength, UnitKind, Zone};

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
#[must_use]
pub fn count(n: u64) -> String {
    grouped(n, ".")
}

/// A number with its thousands told apart.
#[must_use]
pub fn grouped(n: u64, separator: &str) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    text
}

/// `September 2026`, `Triwulan III 2026`, `Semester II 2026`, `Tahun 2026`.
#[must_use]
pub fn period(period: Period) -> String {
    let (month, year) = (period.first().month() - 1, period.first().year());
    let place = usize::try_from(month).unwrap_or(0);
    match period.length() {
        PeriodLength::Month => format!("{} {year}", MONTHS[place]),
        PeriodLength::Quarter => format!("Triwulan {} {year}", ROMAN[place / 3]),
        PeriodLength::Semester => format!("Semester {} {year}", ROMAN[place / 6]),
        PeriodLength::Year => format!("Tahun {year}"),
    }
}

/// `Sep 2026`, `TW III 2026`, `Smt II 2026`, `2026`, for a chart.
#[must_use]
pub fn short_period(period: Period) -> String {
    let (first, year) = (period.first(), period.first().year());
    let place = usize::try_from(first.month() - 1).unwrap_or(0);
    match period.length() {
        PeriodLength::Month => short_month(first),
        PeriodLength::Quarter => format!("TW {} {year}", ROMAN[place / 3]),
        PeriodLength::Semester => format!("Smt {} {year}", ROMAN[place / 6]),
        PeriodLength::Year => year.to_string(),
    }
}

/// `Sep 2026`, for a chart.
#[must_use]
pub fn short_month(month: Month) -> String {
    let place = usize::try_from(month.month() - 1).unwrap_or(0);
    format!("{} {}", &MONTHS[place][..3], month.year())
}

/// `12 Maret 2026`.
#[must_use]
pub fn date(date: Date) -> String {
    let place = usize::try_from(date.month() - 1).unwrap_or(0);
    format!("{} {} {}", date.day(), MONTHS[place], date.year())
}

/// `30 September 2026 pukul 14.05 WIB`.
#[must_use]
pub fn moment(at: Timestamp, zone: Zone) -> String {
    let clock = zone.wall_clock(at);
    let (hour, minute) = (clock.hour(), clock.minute());
    format!(
        "{} pukul {hour:02}.{minute:02} {}",
        date(clock.date()),
        zone.abbreviation()
    )
}

/// What people call a channel.
#[must_use]
pub const fn channel(channel: Channel) -> &'static str {
    match channel {
        Channel::Qr => "Kode QR",
        Channel::Web => "Tautan",
        Channel::Kiosk => "Kios",
        Channel::Assisted => "Kios dengan pendamping",
        Channel::Paper => "Kertas",
        Channel::Import => "Impor",
    }
}

/// What people call a class of channels.
#[must_use]
pub const fn channel_class(class: ChannelClass) -> &'static str {
    match class {
        ChannelClass::Of(of) => channel(of),
        ChannelClass::UnenrolledKiosk => "Kios tanpa perangkat terdaftar",
    }
}

/// What people call a kind of unit.
#[must_use]
pub const fn unit_kind(kind: UnitKind) -> &'static str {
    match kind {
        UnitKind::Pemda => "Pemerintah daerah",
        UnitKind::Opd => "Organisasi perangkat daerah",
        UnitKind::Kecamatan => "Kecamatan",
        UnitKind::Kelurahan => "Kelurahan",
        UnitKind::Desa => "Desa",
        UnitKind::Puskesmas => "Puskesmas",
        UnitKind::Rsud => "Rumah sakit umum daerah",
        UnitKind::Upt => "Unit pelaksana teknis",
        UnitKind::Lainnya => "Unit lainnya",
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
    fn thousands_are_told_apart_by_points() {
        let said = [0, 999, 1_000, 202_114, 1_000_000].map(count);
        assert_eq!(said, ["0", "999", "1.000", "202.114", "1.000.000"]);
    }
}
