//! All integration tests in one binary.

mod dialect;
mod joi;
