//! Values as path segments: one value stays one segment, whatever it holds.

use crate::{Style, parameter};
use serde::Serialize;
use std::fmt::{self, Write};

/// A value that cannot be a path segment of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidPath {
    /// The path parameter.
    pub parameter: &'static str,
    /// The value.
    pub value: String,
}

impl fmt::Display for InvalidPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { parameter, value } = self;
        write!(
            f,
            "path parameter `{parameter}` must not be {value:?}: the request would go to another \
             resource"
        )
    }
}

impl std::error::Error for InvalidPath {}

/// Encodes a value as one path segment.
///
/// # Errors
/// The value is empty, `.` or `..`: no encoding keeps those in their place.
pub fn segment<T: Serialize + ?Sized>(
    parameter: &'static str,
    value: &T,
) -> Result<String, InvalidPath> {
    let texts = parameter::encode(parameter, Style::Joined(','), &value);
    let value = texts.into_iter().map(|(_, text)| text).next().unwrap_or_default();
    if matches!(value.as_str(), "" | "." | "..") {
        return Err(InvalidPath { parameter, value });
    }
    Ok(encode(&value))
}

/// Percent-encodes everything but the unreserved characters of RFC 3986.
pub(super) fn encode(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}
