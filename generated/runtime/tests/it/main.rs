//! The runtime, through code as the generator writes it.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests stop at the first surprise")]

#[expect(dead_code, unreachable_pub, reason = "compiled whole, used or not")]
mod api;
mod bearer;
mod calls;
mod hostile;
mod lenient;
mod loopback;
mod objects;
mod pages;
mod parameters;
mod paths;
mod receiver;
mod renewing;
mod retries;
mod schemas;
mod secrets;
mod spans;
mod tls;
mod types;
mod unions;
