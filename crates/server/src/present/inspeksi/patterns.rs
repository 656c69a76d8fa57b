//! Patterns in words: what was seen, what chance would do, what the index is without it.

use app::{App, AppError, PATTERN_TIMES, PatternReport, seen_by_staff};
use ikm::Hundredths;
use survey::{Channel, FlagRules, Group, Pattern, Tested, UnitCode, allowed};

use crate::{
    pages::{ChannelLine, PolaPage, ShareLine, Shell, TestLine},
    present::{
        figure::flagged,
        period::{chosen, offered},
        words,
    },
};

/// Tests that are listed beside the alarms.
const TESTS_SHOWN: usize = 12;

const WEEKDAYS: [&str; 7] = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"];

/// The page of patterns of a unit's period.
pub(crate) fn pola_page(
    app: &App,
    mut shell: Shell,
    unit: &UnitCode,
    asked: Option<&str>,
) -> Result<PolaPage, AppError> {
    let period = chosen(app, Some(unit), asked)?;
    let report = app.patterns(unit, period)?;
    shell.position = Some(words::count(report.found.as_of.0));
    let (alarms, others): (Vec<_>, Vec<_>) = report.tests.iter().partition(|(test, _)| test.alarm);
    let line = |(test, beside): &&(Tested, Option<Hundredths>)| line(test, *beside);
    Ok(PolaPage {
        unit_code: unit.to_string(),
        unit_name: report.found.unit.name.clone(),
        period: words::period(period),
        period_code: period.to_string(),
        periods: offered(app, Some(unit), period)?,
        looked_at: words::count(report.looked_at),
        tests: words::count(report.tests.len() as u64),
        allowed: chance(allowed(report.tests.len())),
        alarms: alarms.iter().map(line).collect(),
        others: others.iter().take(TESTS_SHOWN).map(line).collect(),
        ikm: seen_by_staff(&report.found.index).map_or_else(String::new, |index| index.ikm.id_id()),
        times: times(&report),
        weekdays: shares(WEEKDAYS.iter().map(|day| (*day).to_owned()).zip(report.weekdays)),
        weekday_chance: report.weekday_chance.map(chance).unwrap_or_default(),
        channels: channels(&report),
        channel_gap: channel_gap(&report),
        flagged: flagged(
            &report.found.figures.total,
            &report.found.without_flagged,
            seen_by_staff(&report.found.index).is_none(),
        ),
        flags: report
            .flags
            .iter()
            .map(|(rule, n)| {
                let label = FlagRules::in_force().words(*rule).label.clone();
                share(label, *n, report.looked_at)
            })
            .collect(),
        one_score: share(
            "Nilai sama untuk semua unsur".into(),
            report.one_score,
            report.looked_at,
        ),
        late: share(
            "Dicatat setelah bulannya berakhir".into(),
            report.late,
            report.looked_at,
        ),
        entered_later: share(
            "Dimasukkan petugas pada hari lain".into(),
            report.entered_later,
            report.looked_at,
        ),
        devices: devices(app, unit)?,
        tokens: tokens(app, unit)?,
        shell,
    })
}

fn line(test: &Tested, beside: Option<Hundredths>) -> TestLine {
    let seen = format!("{} dari {}", words::count(test.seen), words::count(test.of));
    TestLine {
        what: label(test.pattern).into(),
        place: match &test.group {
            Group::Recorded(day) => format!("dicatat {}", words::date(*day)),
            Group::Given(day) => format!("diberikan {}", words::date(*day)),
            Group::Device(device) => format!("perangkat {device}"),
            Group::DeviceOn(device, day) => format!("perangkat {device}, {}", words::date(*day)),
            Group::All => "semua hari".into(),
        },
        seen,
        usual: match (test.pattern, test.others) {
            (Pattern::RoundDay, _) => "1 dari 10 hari".into(),
            (Pattern::Close, _) => "menurut banyaknya tamu hari itu".into(),
            (_, (seen, of)) => format!("lainnya {} dari {}", words::count(seen), words::count(of)),
        },
        chance: chance(test.chance),
        beside: beside.map(Hundredths::id_id),
        taken_out: test.pattern == Pattern::Excluded,
    }
}

const fn label(pattern: Pattern) -> &'static str {
    match pattern {
        Pattern::OneScore => "Nilai sama untuk semua unsur",
        Pattern::Fast => "Lebih cepat daripada membaca",
        Pattern::Close => "Berturut-turut dalam hitungan detik",
        Pattern::Repeated => "Mengulang jawaban sebelumnya",
        Pattern::Late => "Dicatat setelah bulannya berakhir",
        Pattern::EnteredLater => "Dimasukkan petugas lebih dari sepekan kemudian",
        Pattern::Excluded => "Dikeluarkan dari hitungan",
        Pattern::RoundDay => "Hari dengan jumlah bulat (kelipatan sepuluh)",
    }
}

/// How likely something is, in words: `1 dari 20`, `1 dari 3,2 juta`.
#[expect(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a probability, told in two digits"
)]
fn chance(probability: f64) -> String {
    if probability >= 0.5 {
        return "biasa".into();
    }
    let one_in = 1.0 / probability.max(f64::MIN_POSITIVE);
    if one_in < 1e6 {
        format!("1 dari {}", words::count(one_in.round() as u64))
    } else if one_in < 1e9 {
        format!("1 dari {} juta", words::count((one_in / 1e6).round() as u64))
    } else {
        "kurang dari 1 dari semiliar".into()
    }
}

fn times(report: &PatternReport) -> Vec<ShareLine> {
    let mut from = 0;
    let labels = PATTERN_TIMES.iter().map(|end| {
        let label = format!("{from} sampai {} detik", end - 1);
        from = *end;
        label
    });
    let mut labels: Vec<String> = labels.collect();
    labels.push(format!("{from} detik atau lebih"));
    shares(labels.into_iter().zip(report.times))
}

fn shares(parts: impl Iterator<Item = (String, u64)>) -> Vec<ShareLine> {
    let parts: Vec<_> = parts.collect();
    let all = parts.iter().map(|(_, n)| n).sum();
    parts.into_iter().map(|(label, n)| share(label, n, all)).collect()
}

fn share(label: String, n: u64, all: u64) -> ShareLine {
    let percent = (n * 100).checked_div(all).unwrap_or(0);
    ShareLine {
        label,
        n: words::count(n),
        percent: percent.to_string(),
    }
}

fn channels(report: &PatternReport) -> Vec<ChannelLine> {
    let line = |(channel, n, ikm): &(Channel, u64, Option<Hundredths>)| ChannelLine {
        name: words::channel(*channel).into(),
        n: words::count(*n),
        ikm: ikm.map(Hundredths::id_id),
    };
    report.channels.iter().map(line).collect()
}

/// How far the index of kiosks lies from that by QR code, and how often chance parts them so.
fn channel_gap(report: &PatternReport) -> Option<(String, String)> {
    let gap = report.channel_gap?;
    let ikm = |wanted: Channel| {
        let of_it = report.channels.iter().find(|(channel, ..)| *channel == wanted);
        of_it.and_then(|(_, _, ikm)| *ikm)
    };
    let (kiosk, qr) = (ikm(Channel::Kiosk)?, ikm(Channel::Qr)?);
    Some((words::difference(qr, kiosk), chance(gap.chance)))
}

/// Devices of the unit of whose own count numbers are missing: what they sent and what is not here.
fn devices(app: &App, unit: &UnitCode) -> Result<Vec<(String, String, String)>, AppError> {
    let registry = app.registry();
    let below: Vec<_> = registry
        .subtree(unit)
        .into_iter()
        .map(|(_, unit)| &unit.code)
        .collect();
    let mut found = Vec::new();
    for device in registry.devices() {
        if !below.contains(&&device.enrolled.unit) {
            continue;
        }
        let answers = app.device_answers(device.code())?;
        let missing: u64 = answers.gaps().map(|(first, last)| last - first + 1).sum();
        found.push((
            format!("{} ({})", device.enrolled.desk, device.code()),
            words::count(answers.count),
            words::count(missing),
        ));
    }
    Ok(found)
}

/// Codes issued and used, of the unit's own surveys and of those below.
fn tokens(app: &App, unit: &UnitCode) -> Result<Option<(String, String)>, AppError> {
    let registry = app.registry();
    let (mut issued, mut used) = (0, 0);
    for (_, unit) in registry.subtree(unit) {
        for survey in registry.surveys(&unit.code) {
            let counts = app.token_counts(&survey.code)?;
            issued += counts.issued();
            used += counts.used();
        }
    }
    Ok((issued > 0).then(|| (words::count(issued), words::count(used))))
}
