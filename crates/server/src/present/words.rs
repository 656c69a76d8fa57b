//! Numbers and dates as Indonesian readers write them.

pub(super) use documents::words::{channel, channel_class, date, moment, period, short_period};
use ikm::{Hundredths, Interval};
use jiff::SignedDuration;

use crate::pages::Words;

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

/// `79,10–84,00`.
pub(super) fn interval(interval: Interval) -> String {
    format!("{}\u{2013}{}", interval.low.id_id(), interval.high.id_id())
}

/// Hundredths with their sign, `+1,20` or `−0,35`, with a true minus sign.
pub(super) fn signed(hundredths: i64) -> String {
    let sign = if hundredths < 0 { '\u{2212}' } else { '+' };
    format!("{sign}{}", Hundredths::new(hundredths.unsigned_abs()).id_id())
}

/// `alamat`, `alamat dan telepon`, `logo, alamat dan telepon`; none of nothing.
pub(super) fn listed<T: AsRef<str>>(parts: &[T]) -> Option<String> {
    let (last, others) = parts.split_last()?;
    let others: Vec<&str> = others.iter().map(AsRef::as_ref).collect();
    Some(match others.as_slice() {
        [] => last.as_ref().to_owned(),
        others => format!("{} dan {}", others.join(", "), last.as_ref()),
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_has_its_sign() {
        let hundredths = Hundredths::new;
        assert_eq!(difference(hundredths(8000), hundredths(8120)), "+1,20");
        assert_eq!(difference(hundredths(8000), hundredths(7965)), "\u{2212}0,35");
    }
}
