//! What the product does, seen at its middle boundary: the whole application below HTTP, on a log in memory or in
//! files, in a small kabupaten.

#![allow(clippy::unwrap_used, reason = "a test that fails here fails")]

mod accounts;
mod acting;
mod agenda;
mod bulk;
mod checking;
mod checklist;
mod closing;
mod comments;
mod complaints;
mod devices;
mod documents;
mod documents_acting;
mod erasures;
mod faults;
mod figures;
mod files;
mod import;
mod inspection;
mod many;
mod paper;
mod publishing;
mod register;
mod remembered;
mod review;
mod signing;
mod submit;
mod support;
mod tokens;
mod workbook;
