//! Region codes as people type them.

use crate::Refusal;

/// A list of regions that codes are taken from. Lists change, so a code names the year of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegionList {
    /// Of the Ministry of Home Affairs: `35.10.01.2001 (2023)`.
    Kemendagri,
    /// Of Statistics Indonesia: `3510010001 (2023)`.
    Bps,
}

impl RegionList {
    /// How many digits a code has: of a province, a kabupaten, a kecamatan, a village. Dots are not counted.
    const fn digits(self) -> [usize; 4] {
        match self {
            Self::Kemendagri => [2, 4, 6, 10],
            Self::Bps => [2, 4, 7, 10],
        }
    }

    /// A code as people write it.
    #[must_use]
    pub const fn example(self) -> &'static str {
        match self {
            Self::Kemendagri => "35.10.01.2001 (2023)",
            Self::Bps => "3510010001 (2023)",
        }
    }

    /// Reads a code with the year of its list; none where nothing is typed.
    ///
    /// # Errors
    /// [`Refusal::RegionCodeUnreadable`] if it is no code of a region, or names no year.
    pub fn read(self, text: &str) -> Result<Option<String>, Refusal> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        let fits = || {
            let (code, year) = text.split_once(" (")?;
            let year = year.strip_suffix(')')?;
            let plain = code.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            let count = code.bytes().filter(u8::is_ascii_digit).count();
            let dated = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
            (plain && dated && self.digits().contains(&count)).then_some(())
        };
        match fits() {
            Some(()) => Ok(Some(text.to_owned())),
            None => Err(Refusal::RegionCodeUnreadable(text.to_owned(), self.example())),
        }
    }
}
