//! The runtime, through code as the generator writes it.

#[expect(dead_code, unreachable_pub, reason = "compiled whole, used or not")]
mod api;
mod loopback;

