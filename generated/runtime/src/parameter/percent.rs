//! Percent-encoding, both ways.

use percent_encoding::percent_decode_str;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but the unreserved characters of RFC 3986.
const DATA: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a literal piece of a path cannot hold, braces included. Slashes and percent signs stay.
const LITERAL: &AsciiSet = &DATA
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'/')
    .remove(b'%');

/// Reserved characters that neither end a value of a query nor change it.
const RESERVED: &AsciiSet = &DATA
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Encodes data, but for reserved characters that may stay in a query.
pub(crate) fn encode_but_reserved(data: &str) -> String {
    utf8_percent_encode(data, RESERVED).to_string()
}

/// Encodes data, so that none of it is read as syntax.
pub(crate) fn encode(data: &str) -> String {
    utf8_percent_encode(data, DATA).to_string()
}

/// Encodes a literal piece of a path.
pub(crate) fn encode_literal(path: &str) -> String {
    utf8_percent_encode(path, LITERAL).to_string()
}

/// Decodes data; `None` if it is not UTF-8.
pub(crate) fn decode(encoded: &str) -> Option<String> {
    percent_decode_str(encoded).decode_utf8().ok().map(Into::into)
}

/// Decodes a piece of a query, in which a plus is a space.
pub(crate) fn decode_query(encoded: &str) -> String {
    let encoded = encoded.replace('+', " ");
    percent_decode_str(&encoded).decode_utf8_lossy().into_owned()
}
