//! The bytes or the text of a body in, JSON or something else out. Compressed bodies are unpacked
//! within a bound; what cannot be is not judged, with the reason.

use super::Payload;
use crate::limits::{LARGEST_RATIO, LONGEST_BODY};
use ::base64::Engine as _;
use ::base64::alphabet::{Alphabet, STANDARD, URL_SAFE};
use ::base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::borrow::Cow;
use std::io::Read;

/// Names, in lower case, and values.
pub(super) type Headers = Vec<(String, String)>;

/// The value of a header.
pub(super) fn header<'h>(headers: &'h Headers, name: &str) -> Option<&'h str> {
    headers.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str())
}

/// A body of which the recorder kept nothing.
pub(super) fn not_recorded() -> Payload {
    Payload::Unjudged("it was not recorded".to_owned())
}

/// The bytes of base64 in either alphabet, with or without padding.
pub(super) fn base64(text: &str) -> Option<Vec<u8>> {
    let decode = |alphabet: &Alphabet| {
        let config = GeneralPurposeConfig::new()
            .with_decode_allow_trailing_bits(true)
            .with_decode_padding_mode(DecodePaddingMode::Indifferent);
        GeneralPurpose::new(alphabet, config).decode(text).ok()
    };
    decode(&STANDARD).or_else(|| decode(&URL_SAFE))
}

/// The body that was recorded as text, which is unpacked already.
pub(super) fn of_text(text: &str, headers: &Headers) -> Payload {
    let damaged = |c: char| c == '\u{fffd}' || (c.is_control() && !c.is_whitespace());
    match parsed(text.as_bytes()) {
        Payload::Other if !codings(headers).is_empty() && text.contains(damaged) => {
            Payload::Unjudged("it was recorded compressed, and as text".to_owned())
        }
        payload => payload,
    }
}

/// The body that was recorded as bytes, unpacked if it is compressed still.
pub(super) fn of_bytes(bytes: &[u8], headers: &Headers) -> Payload {
    match unpacked(bytes, &codings(headers)) {
        Ok(bytes) => parsed(&bytes),
        Err(reason) => Payload::Unjudged(reason),
    }
}

fn parsed(bytes: &[u8]) -> Payload {
    if bytes.is_empty() {
        return Payload::Empty;
    }
    if bytes.len() > LONGEST_BODY {
        return Payload::Unjudged(too_long());
    }
    serde_json::from_slice(bytes).map_or(Payload::Other, Payload::Json)
}

fn too_long() -> String {
    format!("it is longer than {} MiB", LONGEST_BODY >> 20)
}

fn codings(headers: &Headers) -> Vec<String> {
    let named = header(headers, "content-encoding").unwrap_or_default().split(',');
    let named = named.map(|name| name.trim().to_ascii_lowercase());
    named.filter(|name| !name.is_empty() && name != "identity").collect()
}

/// The bytes without their content coding. Many recorders undo it and leave the header.
fn unpacked<'b>(bytes: &'b [u8], codings: &[String]) -> Result<Cow<'b, [u8]>, String> {
    let names: Vec<&str> = codings.iter().map(String::as_str).collect();
    let is_gzip = bytes.starts_with(&[0x1f, 0x8b]);
    match names[..] {
        [] | ["gzip" | "x-gzip"] if is_gzip => inflated(bytes, MultiGzDecoder::new(bytes)),
        [] | ["gzip" | "x-gzip"] => Ok(bytes.into()),
        _ if serde_json::from_slice::<serde::de::IgnoredAny>(bytes).is_ok() => Ok(bytes.into()),
        ["deflate"] => inflated(bytes, ZlibDecoder::new(bytes))
            .or_else(|_| inflated(bytes, DeflateDecoder::new(bytes))),
        _ => Err(format!("it is compressed with {}", super::shown::shown(&names.join(", ")))),
    }
}

fn inflated<'b>(packed: &[u8], decoder: impl Read) -> Result<Cow<'b, [u8]>, String> {
    let most = packed.len().saturating_mul(LARGEST_RATIO).min(LONGEST_BODY);
    let mut bytes = Vec::new();
    let bound = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    match decoder.take(bound).read_to_end(&mut bytes) {
        Err(_) => Err("its compressed bytes are damaged or cut off".to_owned()),
        Ok(_) if bytes.len() > LONGEST_BODY => Err(too_long()),
        Ok(_) if bytes.len() > most => {
            Err(format!("unpacked it is more than {LARGEST_RATIO} times as long"))
        }
        Ok(_) => Ok(bytes.into()),
    }
}
