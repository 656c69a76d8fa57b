//! Reads old shapes of events as today's. Every shape that was ever stored keeps its way up from here.

use serde_json::Value;

/// There is no way from the stored version to today's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{event_type} tersimpan dalam versi {stored}, sedangkan program ini membaca sampai versi {today}; perbarui program"
)]
pub struct UpcastError {
    /// The stored name.
    pub event_type: String,
    /// The version stored.
    pub stored: u16,
    /// The version written today.
    pub today: u16,
}

/// One step up: the shape of a version as that of the next.
type Step = fn(Value) -> Value;

/// Every step there is: the event type, the version it starts from, and what it does.
const STEPS: &[(&str, u16, Step)] = &[
    // Version 2 knows more rules; those of version 1 are among them.
    ("response_flagged", 1, |shape| shape),
    ("result_published", 1, |mut shape| {
        // It named how many events it was made of, and not yet which.
        if let Some(fields) = shape.as_object_mut() {
            fields.insert("log_root".into(), Value::Null);
        }
        shape
    }),
];

/// The payload in today's shape.
pub(crate) fn to_today(
    event_type: &str,
    stored: u16,
    today: u16,
    payload: &[u8],
) -> Result<serde_json::Result<Value>, UpcastError> {
    walk(STEPS, event_type, stored, today, payload)
}

fn walk(
    steps: &[(&str, u16, Step)],
    event_type: &str,
    stored: u16,
    today: u16,
    payload: &[u8],
) -> Result<serde_json::Result<Value>, UpcastError> {
    let no_way = || UpcastError {
        event_type: event_type.into(),
        stored,
        today,
    };
    if stored > today {
        return Err(no_way());
    }
    let mut shape = match serde_json::from_slice(payload) {
        Ok(shape) => shape,
        Err(error) => return Ok(Err(error)),
    };
    for version in stored..today {
        let of_version = |(name, from, _): &&(&str, u16, Step)| *name == event_type && *from == version;
        let (_, _, step) = steps.iter().find(of_version).ok_or_else(no_way)?;
        shape = step(shape);
    }
    Ok(Ok(shape))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TWO_STEPS: &[(&str, u16, Step)] = &[
        ("moved", 1, |mut shape| {
            shape["to"] = shape["target"].take();
            shape
        }),
        ("moved", 2, |mut shape| {
            shape["why"] = json!("unknown");
            shape
        }),
    ];

    #[test]
    fn an_old_shape_walks_up_every_step() {
        let walked = walk(TWO_STEPS, "moved", 1, 3, br#"{"target": "B"}"#)
            .unwrap()
            .unwrap();
        assert_eq!(walked["to"], "B");
        assert_eq!(walked["why"], "unknown");
    }

    #[test]
    fn a_newer_shape_and_a_missing_step_are_refused() {
        assert!(walk(TWO_STEPS, "moved", 4, 3, b"{}").is_err());
        assert!(walk(TWO_STEPS, "moved", 1, 4, b"{}").is_err());
        assert!(walk(TWO_STEPS, "other", 1, 2, b"{}").is_err());
    }
}
