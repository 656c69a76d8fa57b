//! Every limit on passwords, codes and the store, in one place.

use std::ops::RangeInclusive;

/// Shortest password, in characters. NIST SP 800-63B asks for 8 beside a second factor, and for 15 without one.
pub const PASSWORD_CHARS_MIN: usize = 12;
/// Longest password, in bytes: a sentence; and no work for hashing more.
pub const PASSWORD_BYTES_MAX: usize = 256;
/// Memory of one hashing, in KiB: what OWASP asks of argon2id with two passes.
pub const HASH_MEMORY_KIB: u32 = 19 * 1024;
/// Passes over it.
pub const HASH_PASSES: u32 = 2;
/// Lanes of it.
pub const HASH_LANES: u32 = 1;
/// How long one code of a second factor is shown, in seconds (RFC 6238).
pub const TOTP_STEP_SECONDS: u64 = 30;
/// Digits of a code.
pub const TOTP_DIGITS: u32 = 6;
/// Steps by which a phone's clock may be wrong, before and after.
pub const TOTP_STEPS_AROUND: u64 = 1;
/// Shortest and longest name by which somebody enters, in characters.
pub const LOGIN_CHARS: RangeInclusive<usize> = 3..=40;
/// Memory for pages of the store, in bytes.
pub const CACHE_BYTES: usize = 4 * 1024 * 1024;
