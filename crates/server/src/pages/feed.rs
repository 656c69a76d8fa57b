//! `/dasbor/umpan`: the alerts as an Atom feed (RFC 4287).

use askama::Template;

use super::{AlertLine, Shell};

/// The feed.
#[derive(Debug, Template)]
#[template(path = "feed.xml")]
pub struct Feed {
    /// Who publishes, and whether the data are made up.
    pub shell: Shell,
    /// Address of the site, `https://skm.sukamaju.go.id`; empty where it does not know its own.
    pub site: String,
    /// A name for the site that no other has, for the names of entries.
    pub authority: String,
    /// When what it is made of was recorded, "2026-09-30T07:05:00Z".
    pub updated: String,
    /// The alerts.
    pub alerts: Vec<AlertLine>,
}
