//! Several unsur in a sentence.

use std::fmt;

use ikm::UnsurCode;

/// Several unsur, as a text lists them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnsurList(pub Vec<UnsurCode>);

impl fmt::Display for UnsurList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            &self
                .0
                .iter()
                .map(UnsurCode::as_str)
                .collect::<Vec<_>>()
                .join(", "),
        )
    }
}
