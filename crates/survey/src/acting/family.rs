//! Families of events: those of one kind of subject, each stored under a name of its own, handled as one elsewhere.

/// Declares a family: an enum of its events, and what the catalogue asks of each of them.
macro_rules! event_family {
    ($(#[$doc:meta])* $family:ident { $($(#[$event_doc:meta])* $variant:ident($shape:ty) = $name:literal, $version:literal;)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $family {
            $($(#[$event_doc])* $variant($shape),)*
        }

        impl $family {
            /// Every stored name.
            pub(crate) const TYPES: &[&str] = &[$($name),*];

            /// The stored name.
            #[must_use]
            pub const fn event_type(&self) -> &'static str {
                match self { $(Self::$variant(_) => $name,)* }
            }

            /// The version of the shape that is written today.
            #[must_use]
            pub const fn type_version(&self) -> u16 {
                match self { $(Self::$variant(_) => $version,)* }
            }

            /// The unit it is about.
            #[must_use]
            pub const fn unit(&self) -> &$crate::UnitCode {
                match self { $(Self::$variant(event) => &event.unit,)* }
            }

            pub(crate) fn to_json(&self) -> serde_json::Result<Vec<u8>> {
                match self { $(Self::$variant(event) => serde_json::to_vec(event),)* }
            }

            /// Reads what is stored; `None` if the name is none of the family.
            pub(crate) fn from_stored(
                event_type: &str,
                version: u16,
                payload: &[u8],
            ) -> Option<Result<Self, $crate::EventError>> {
                match event_type {
                    $($name => Some(
                        $crate::event::shape(event_type, version, $version, payload).map(Self::$variant),
                    ),)*
                    _ => None,
                }
            }
        }
    };
}
pub(crate) use event_family;
