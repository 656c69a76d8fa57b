//! Crockford's base 32, for codes that people read out and type: no letter that looks like a digit, and no U.

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters that are read out in one breath.
const GROUP_CHARS: usize = 4;

/// The last `chars` digits of a number.
pub(crate) fn write(bits: u128, chars: usize) -> String {
    let digit = |at: usize| ALPHABET[usize::try_from(bits >> (5 * at) & 31).expect("five bits")];
    (0..chars).rev().map(|at| char::from(digit(at))).collect()
}

/// As people read it: `4F7K-9QX2`.
pub(crate) fn grouped(compact: &str) -> String {
    let mut text = String::with_capacity(compact.len() + compact.len() / GROUP_CHARS);
    for (at, digit) in compact.chars().enumerate() {
        if at > 0 && at % GROUP_CHARS == 0 {
            text.push('-');
        }
        text.push(digit);
    }
    text
}

/// Reads what people type, if it has so many digits: either case, O for 0, I and L for 1, with spaces and dashes or
/// without.
pub(crate) fn read(text: &str, chars: usize) -> Option<u128> {
    let between = |c: &char| c.is_whitespace() || matches!(c, '-' | '\u{2010}'..='\u{2015}');
    let (mut bits, mut digits) = (0u128, 0);
    for c in text.chars().filter(|c| !between(c)) {
        bits = bits << 5 | u128::from(digit(c)?);
        digits += 1;
        if digits > chars {
            return None;
        }
    }
    (digits == chars).then_some(bits)
}

fn digit(c: char) -> Option<u8> {
    let meant = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let place = ALPHABET.iter().position(|digit| char::from(*digit) == meant)?;
    u8::try_from(place).ok()
}
