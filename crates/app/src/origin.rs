//! The name of a log that nobody has named.

use eventlog::{EventLog, Position};
use survey::Event;

use crate::{Edge, edge::new_secret};

/// Longest part of it that comes from the log's owner, in bytes.
const SLUG_BYTES_MAX: usize = 60;

/// An address that nobody else has, and that leads nowhere: `.invalid` is reserved for that (RFC 2606).
pub(crate) fn default_origin(log: &dyn EventLog, edge: &dyn Edge) -> String {
    let owner = owner(log).unwrap_or_else(|| "log".into());
    let chance: String = new_secret(edge)[..4]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("skm.invalid/{}-{chance}", slug(&owner))
}

/// Whose log it is, by its first event.
fn owner(log: &dyn EventLog) -> Option<String> {
    let first = log.read_all(Position(0), 1).ok()?.pop()?;
    match Event::from_stored(first.event_type(), first.type_version(), first.payload()) {
        Ok(Event::LogOpened(opened)) => Some(opened.name),
        _ => None,
    }
}

fn slug(name: &str) -> String {
    let mut slug = String::new();
    for letter in name.chars().map(|letter| letter.to_ascii_lowercase()) {
        let letter = if letter.is_ascii_alphanumeric() {
            letter
        } else {
            '-'
        };
        if slug.len() < SLUG_BYTES_MAX && (letter != '-' || !slug.ends_with('-')) {
            slug.push(letter);
        }
    }
    slug.trim_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_part_of_an_address() {
        assert_eq!(slug("Kabupaten Sukamaju"), "kabupaten-sukamaju");
        assert_eq!(slug(" Kota \u{201c}Ambon\u{201d}, Maluku! "), "kota-ambon-maluku");
        assert!(slug(&"panjang ".repeat(40)).len() <= SLUG_BYTES_MAX);
    }
}
