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

/// A whole number from 0.
///
/// # Errors
/// What is wrong with the text.
pub fn whole(text: &str) -> Result<u64> {
    text.trim().parse().context("give a whole number from 0, such as 20")
}

/// How many requests a second takes, at least one.
///
/// # Errors
/// What is wrong with the text.
pub fn per_second(text: &str) -> Result<u32> {
    let number = text.trim().parse().ok().filter(|number| *number > 0);
    number.context("give a whole number from 1, such as 20")
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
        assert!(whole("0").is_ok() && whole("-1").is_err() && whole("1.5").is_err());
        assert!(per_second("1").is_ok() && per_second("0").is_err() && per_second("x").is_err());
        assert!(percent("101%").is_err() && percent("-1").is_err() && percent("many").is_err());
    }
}
