//! skm
fn main() {}
