//! Whose ids a request names: the fixtures', or nobody's.
//!
//! In come an operation and the target, out comes a path. A request that writes goes to a known id only
//! where writing is allowed. Here are also the numbers that look random and follow from others: the same
//! on every machine and with every compiler.

use super::Generation;
use super::body::fits;
use crate::vendor;
use oasis_model::ir::{Api, Kind, Method, Operation, Parameter, ParameterPlace};
use oasis_model::sample;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

/// Everything but the unreserved characters of RFC 3986.
const UNUSUAL: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Whose ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ids {
    /// The fixtures', where writing to them is allowed; nobody's otherwise.
    Known,
    /// The same with the other session, where there is one.
    Other,
    /// Nobody's; the number makes it another nobody.
    Unknown(u64),
}

/// One path segment with everything unusual percent-encoded.
pub fn segment(text: &str) -> String {
    utf8_percent_encode(text, UNUSUAL).to_string()
}

/// The bytes that a path segment stands for; what is no escape stays as it is.
pub fn unescaped(segment: &str) -> Vec<u8> {
    percent_encoding::percent_decode_str(segment).collect()
}

/// The path of an operation, and whether everything that a request to it names is known to exist.
pub(super) fn path(generation: &Generation, operation: &Operation, ids: Ids) -> (String, bool) {
    let (mut path, mut known) = (operation.path.clone(), !vendor::names_strangers(operation));
    for parameter in operation.parameters.iter().filter(|it| it.place == ParameterPlace::Path) {
        let value = id(generation, operation, &parameter.name, ids).map(str::to_owned);
        known &= value.is_some();
        let number = if let Ids::Unknown(number) = ids { number } else { 0 };
        let value =
            value.unwrap_or_else(|| nobody(&generation.api, parameter, generation.seed, number));
        path = path.replace(&format!("{{{}}}", parameter.name), &segment(&value));
    }
    (path, known)
}

/// The known value of a path parameter, if there is one that this request may use.
fn id<'a>(
    generation: &'a Generation,
    operation: &Operation,
    parameter: &str,
    ids: Ids,
) -> Option<&'a str> {
    let reads = matches!(operation.method, Method::Get | Method::Head | Method::Options);
    let writes = operation.body.is_some() || !reads;
    match ids {
        Ids::Known => generation.target.known(parameter, writes, false),
        Ids::Other => generation.target.known(parameter, writes, true),
        Ids::Unknown(_) => None,
    }
}

/// An id that nothing has: a number far beyond those in use, or a string that says what it is. Both
/// hold a number that nobody would choose, so that no earlier run has made it exist.
fn nobody(api: &Api, parameter: &Parameter, seed: u64, number: u64) -> String {
    let chance = mix(mix(seed, number), digest(parameter.name.as_bytes()));
    let whole = || json!(900_000_000 + chance % 90_000_000);
    let hex = format!("{chance:016x}");
    let uuid =
        format!("{}-{}-4{}-8{}-0{}", &hex[..8], &hex[8..12], &hex[13..], &hex[..3], &hex[5..]);
    let candidates = match &api.schema(api.resolve(parameter.schema).0).kind {
        Kind::Integer(_) | Kind::Number(_) => vec![whole()],
        Kind::String(rules) if rules.format.as_deref() == Some("uuid") => vec![json!(uuid)],
        _ => vec![json!(format!("contract-test-nobody-{hex}")), json!(hex), json!(uuid), whole()],
    };
    let found = candidates.into_iter().find(|value| fits(api, parameter.schema, value));
    match found.or_else(|| sample::value(api, parameter.schema)) {
        Some(Value::String(text)) => text,
        Some(other) => other.to_string(),
        None => hex,
    }
}

/// A number that follows from two others (splitmix64).
pub(super) fn mix(state: u64, part: u64) -> u64 {
    let mixed = state.rotate_left(32).wrapping_add(part).wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}

/// A number that follows from these bytes (FNV-1a).
pub(super) fn digest(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |state, byte| {
        (state ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01B3)
    })
}

/// The place in a list of this length that a number stands for.
pub(super) fn place(number: u64, length: usize) -> usize {
    usize::try_from(number % (length.max(1) as u64)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_segment_stands_for_its_text(text in any::<String>()) {
            let segment = segment(&text);
            prop_assert!(segment.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~%".contains(&b)));
            prop_assert_eq!(unescaped(&segment), text.into_bytes());
        }
    }
}
