//! server

pub mod pages;
