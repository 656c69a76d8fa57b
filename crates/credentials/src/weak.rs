//! Which passwords are refused. By length, and because everybody tries them first; never for what letters they are of.

use crate::limits::{PASSWORD_BYTES_MAX, PASSWORD_CHARS_MIN};

/// Words that passwords around here are made of, and that come with digits behind them.
const OBVIOUS: &str = include_str!("../data/obvious.txt");

/// Rows of keys and of the alphabet, along which fingers walk.
const WALKS: [&str; 6] = [
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qazwsxedcrfvtgbyhnujmikolp",
];

/// Why a password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WeakPassword {
    /// Fewer than [`PASSWORD_CHARS_MIN`] characters.
    TooShort,
    /// More than [`PASSWORD_BYTES_MAX`] bytes.
    TooLong,
    /// Among those that are tried first.
    Obvious,
}

impl WeakPassword {
    /// What its person reads.
    #[must_use]
    pub const fn told(self) -> &'static str {
        match self {
            Self::TooShort => {
                "Kata sandi paling sedikit 12 karakter. Beberapa kata yang mudah diingat sudah cukup."
            }
            Self::TooLong => "Kata sandi paling panjang 256 bita. Pilih yang lebih pendek.",
            Self::Obvious => {
                "Kata sandi itu termasuk yang pertama ditebak orang. Pilih beberapa kata yang tidak berhubungan dengan \
                 nama masuk, kantor, atau deretan tombol."
            }
        }
    }
}

/// Checks a new password. `known` are words that whoever attacks this account knows: its login name, the office.
///
/// # Errors
/// Why it is refused.
pub fn check_password(password: &str, known: &[&str]) -> Result<(), WeakPassword> {
    if password.chars().count() < PASSWORD_CHARS_MIN {
        return Err(WeakPassword::TooShort);
    }
    if password.len() > PASSWORD_BYTES_MAX {
        return Err(WeakPassword::TooLong);
    }
    // What remains once every obvious part is taken out must be more than a few characters.
    let mut rest = plain(password);
    let mut words: Vec<String> = known
        .iter()
        .flat_map(|known| known.split(|letter: char| !letter.is_alphanumeric()))
        .chain(OBVIOUS.lines())
        .map(plain)
        .filter(|word| word.chars().count() > 2)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    for word in &words {
        rest = rest.replace(word.as_str(), " ");
    }
    rest = without_walks(&rest);
    rest.retain(|letter| !letter.is_whitespace());
    let mut letters: Vec<char> = rest.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    if letters.len() < DISTINCT_MIN {
        Err(WeakPassword::Obvious)
    } else {
        Ok(())
    }
}

/// Different characters that must be left.
const DISTINCT_MIN: usize = 5;

/// Lower case, and the digits that stand for letters as letters.
fn plain(text: &str) -> String {
    let letter = |letter: char| match letter {
        '@' => 'a',
        '$' => 's',
        other => other,
    };
    text.to_lowercase().chars().map(letter).collect()
}

/// The text without pieces of four and more that walk along a row, forth or back, or stand still.
fn without_walks(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let mut kept = String::new();
    let mut at = 0;
    while at < letters.len() {
        let walked = walk(&letters[at..]);
        if walked < WALK_MIN {
            kept.push(letters[at]);
            at += 1;
        } else {
            at += walked;
        }
    }
    kept
}

const WALK_MIN: usize = 4;

fn walk(letters: &[char]) -> usize {
    let still = letters.iter().take_while(|letter| **letter == letters[0]).count();
    let along = |row: &str| {
        let row: Vec<char> = row.chars().collect();
        let Some(from) = row.iter().position(|letter| *letter == letters[0]) else {
            return 0;
        };
        let common = |row: &mut dyn Iterator<Item = &char>| {
            letters.iter().zip(row).take_while(|(a, b)| a == b).count()
        };
        let forth = common(&mut row[from..].iter());
        forth.max(common(&mut row[..=from].iter().rev()))
    };
    WALKS.iter().map(|row| along(row)).max().unwrap_or(0).max(still)
}
