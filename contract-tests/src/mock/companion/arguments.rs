//! What the options of a mock mean: addresses and shares of a hundred.
//!
//! In comes text as people write it, out comes a value or what is wrong.

use anyhow::{Context, Result, ensure};
use std::net::{SocketAddr, ToSocketAddrs};

/// An address to listen on: `4010`, `localhost:4010` or `127.0.0.1:4010`. Port 0 takes any free one.
///
/// # Errors
/// What is wrong with the text.
pub fn address(text: &str) -> Result<SocketAddr> {
    let hint = "give a port, or an address such as 127.0.0.1:4010";
    if let Ok(port) = text.parse::<u16>() {
        return Ok(SocketAddr::from(([127, 0, 0, 1], port)));
    }
    let found: Vec<SocketAddr> = text.to_socket_addrs().context(hint)?.collect();
    let first = found.iter().find(|address| address.is_ipv4()).or(found.first());
    first.copied().context(hint)
}

/// A share of a hundred, such as `10%` or `10`.
///
/// # Errors
/// What is wrong with the text.
pub fn percent(text: &str) -> Result<f64> {
    let share: f64 = text.trim_end_matches('%').trim().parse().context("give it as 10%")?;
    ensure!((0.0..=100.0).contains(&share), "it is not between 0% and 100%");
    Ok(share)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_shares_are_read_as_people_write_them() {
        for text in ["4010", "localhost:4010", "127.0.0.1:4010"] {
            assert_eq!(address(text).expect(text).to_string(), "127.0.0.1:4010", "{text}");
        }
        assert!(address("nowhere").is_err() && address("70000").is_err() && address("").is_err());
        for (text, share) in [("10%", 10.0), ("0.5", 0.5), ("100 %", 100.0)] {
            assert!((percent(text).expect(text) - share).abs() < 1e-9, "{text}");
        }
        assert!(percent("101%").is_err() && percent("-1").is_err() && percent("many").is_err());
    }
}
