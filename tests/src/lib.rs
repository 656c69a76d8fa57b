//! Everything seen from outside: the tests are in `tests/tests/`.
