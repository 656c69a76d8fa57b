//! The parts of HTTP that every route shares: bodies, answers, headers, compression, where a request came from.

pub(crate) mod body;
pub(crate) mod compress;
pub(crate) mod cookie;
pub(crate) mod fields;
pub(crate) mod headers;
pub(crate) mod origin;
pub(crate) mod packed;
pub(crate) mod problem;
pub(crate) mod reply;
pub(crate) mod spliced;
pub(crate) mod way_back;
