//! Unusual path values as a table: a known id and a number of the seed in, raw path values out.
//!
//! Each value holds either the number or more than the known id, so nothing has it as its id: a server
//! that really has `a/b` is not called broken.

/// What a value is, which decides how bad it is that it is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Any unknown id; what all others are compared with.
    Ordinary,
    /// A known id with something behind or before it: a response is about another resource.
    Beyond,
    /// No number, for a parameter that is one.
    NoNumber,
    /// A known id in a spelling that some servers take for the same.
    Spelling,
    /// The beginning of a known id, which may be an id of its own.
    Part,
    /// An id that nothing has.
    Foreign,
}

/// An unusual value of a path parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hostile {
    /// What it is, in a few words.
    pub(super) about: &'static str,
    /// The value as it goes into the path.
    pub(super) value: String,
    /// What it is.
    pub(super) kind: Kind,
}

/// For which parameters a row is meant.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    Any,
    Number,
    Text,
}

/// `{known}` stands for the known id, `{n}` for the number; `{upper}` for the known id in upper case,
/// `{part}` for its beginning, `{encoded}` for it encoded twice, and `{known+2^64}`, `{n+2^63}` and
/// `{n+2^64}` for sums. The most telling rows come first.
const TABLE: &[(For, Kind, &str, &str)] = {
    use For::{Any, Number, Text};
    use Kind::{Beyond, Foreign, NoNumber, Part, Spelling};
    &[
        (Any, Beyond, "a known id with NUL and text behind", "{known}%00x"),
        (Any, Beyond, "a known id with encoded dots behind", "{known}%2F.."),
        (Any, Beyond, "a known id behind encoded dots", "contract-test-{n}%2F..%2F{known}"),
        (Any, Beyond, "a known id with a semicolon behind", "{known}%3Bx"),
        (Any, Beyond, "a known id with a question mark behind", "{known}%3Fx"),
        (Text, Beyond, "a known id with text behind", "{known}-contract-test-{n}"),
        (Number, Beyond, "a known number plus 2^64", "{known+2^64}"),
        (Number, NoNumber, "a known number with letters behind", "{known}abc"),
        (Number, NoNumber, "a known number with a fraction", "{known}.5"),
        (Any, Foreign, "encoded dots and slash", "..%2Fcontract-test-{n}"),
        (Any, Foreign, "encoded slash and dots", "contract-test-{n}%2F.."),
        (Any, Foreign, "encoded slash", "contract-test-{n}%2Fb"),
        (Any, Foreign, "encoded backslash", "contract-test-{n}%5Cb"),
        (Any, Foreign, "NUL within", "contract-test-{n}%00b"),
        (Any, Foreign, "malformed escape", "contract-test-{n}%zz"),
        (Any, Foreign, "escape that is not UTF-8", "contract-test-{n}%ff%fe"),
        (Any, Foreign, "unicode", "contract-test-{n}-%E6%BC%A2%F0%9F%98%80"),
        (Any, Foreign, "quotes", "contract-test-{n}%27%22%3B--"),
        (Any, Foreign, "2,000 characters", "contract-test-{n}-{long}"),
        (Any, Foreign, "line break", "contract-test-{n}%0d%0aX-Injected:%201"),
        (Number, Foreign, "negative number", "-{n}"),
        (Number, Foreign, "number beyond 2^63", "{n+2^63}"),
        (Number, Foreign, "number beyond 2^64", "{n+2^64}"),
        (Number, Foreign, "fraction", "{n}.5"),
        (Number, Foreign, "exponent beyond every range", "{n}e400"),
        (Text, Beyond, "a known id encoded twice", "{encoded}"),
        (Text, Part, "the beginning of a known id", "{part}"),
        (Any, Beyond, "a known id with bytes behind that are not UTF-8", "{known}%ff"),
        // A number with blanks is a number to most readers.
        (Text, Spelling, "a known id with a blank behind", "{known}%20"),
        (Text, Spelling, "a known id with a blank before", "%20{known}"),
        (Text, Spelling, "a known id with a line break behind", "{known}%0A"),
        (Any, Spelling, "a known id with an encoded slash behind", "{known}%2F"),
        (Text, Spelling, "a known id in upper case", "{upper}"),
        (Number, Spelling, "a known number with an exponent", "{known}e0"),
        (Number, Spelling, "a known number with a plus sign", "%2B{known}"),
        (Number, Spelling, "a known number with a zero before", "0{known}"),
        (Any, Foreign, "half an escape", "contract-test-{n}%2"),
        (Any, Foreign, "overlong UTF-8", "%c0%ae%c0%ae%c0%afcontract-test-{n}"),
        (Any, Foreign, "reserved characters", "contract-test-{n}%3Fb%23c%26d"),
        (Any, Foreign, "braces", "%7B%24ne%3A{n}%7D"),
        (Any, Foreign, "a word of the language", "__proto__.contract-test-{n}"),
        (Any, Foreign, "star", "contract-test-{n}*"),
    ]
};

/// The values for a parameter, the most telling first. `known` is the known id as it goes into a path.
pub(super) fn hostile(known: Option<&str>, number: u64, is_number: bool) -> Vec<Hostile> {
    let other = if is_number { For::Text } else { For::Number };
    let rows = TABLE.iter().filter(|row| row.0 != other);
    rows.filter_map(|(_, kind, about, template)| {
        let value = filled(template, known, number)?;
        // Any text that is no number contradicts the type of a number.
        let no_number = is_number && *kind == Kind::Foreign && !is_integer(&value);
        let kind = if no_number { Kind::NoNumber } else { *kind };
        Some(Hostile { about, value, kind })
    })
    .collect()
}

/// The template filled in; `None` where it needs a known id that there is not, or that does not fit.
fn filled(template: &str, known: Option<&str>, number: u64) -> Option<String> {
    let n = u128::from(number);
    Some(match template {
        "{upper}" => upper(known?)?,
        "{part}" => part(known?)?.to_owned(),
        "{encoded}" => known?.bytes().map(|byte| format!("%25{byte:02x}")).collect(),
        "{known+2^64}" => (u128::from(known?.parse::<u64>().ok()?) + (1 << 64)).to_string(),
        "{n+2^63}" => (n + (1 << 63)).to_string(),
        "{n+2^64}" => (n + (1 << 64)).to_string(),
        _ if template.contains("{known}") => {
            template.replace("{known}", known?).replace("{n}", &number.to_string())
        }
        _ => template.replace("{n}", &number.to_string()).replace("{long}", &"a".repeat(2_000)),
    })
}

/// The id in upper case, where that is another id: hexadecimal digits may be a number, which has no case.
fn upper(known: &str) -> Option<String> {
    let is_text = known.bytes().any(|byte| matches!(byte, b'g'..=b'z')) && !known.contains('%');
    is_text.then(|| known.to_ascii_uppercase())
}

/// The id without its last two characters, where enough is left of it.
fn part(known: &str) -> Option<&str> {
    let length = known.len().checked_sub(2).filter(|length| *length >= 4)?;
    known.get(..length).filter(|_| !known.contains('%'))
}

fn is_integer(value: &str) -> bool {
    let digits = value.strip_prefix('-').unwrap_or(value);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::unescaped;
    use std::collections::BTreeSet;

    #[test]
    fn nothing_has_any_of_these_ids() {
        for (known, is_number) in
            [(None, false), (None, true), (Some("session-1"), false), (Some("1"), true)]
        {
            let values = hostile(known, 1_234_567_890_123_456, is_number);
            let distinct: BTreeSet<&str> = values.iter().map(|it| it.value.as_str()).collect();
            assert_eq!(distinct.len(), values.len());
            for Hostile { about, value, kind } in &values {
                assert!(!value.contains(['{', '}', '/', '?', ' ']), "{about}: {value}");
                let bytes = unescaped(value);
                assert!(!matches!(bytes.as_slice(), b"." | b".."), "{about}: {value}");
                assert_ne!(Some(bytes.as_slice()), known.map(str::as_bytes), "{about}");
                let sums = ["1234567890123456", "9224606604744899264", "18447978641599675072"];
                let is_unheard = sums.iter().any(|number| value.contains(number));
                let is_foreign = matches!(kind, Kind::Foreign);
                assert!(is_unheard || known.is_some() && !is_foreign, "{about}: {value}");
            }
        }
    }

    #[test]
    fn an_id_is_varied_only_where_that_makes_another_one() {
        for (template, known, expected) in [
            ("{upper}", "00ff-abcd", None),
            ("{upper}", "session", Some("SESSION")),
            ("{part}", "12345", None),
            ("{part}", "session", Some("sessi")),
            ("{encoded}", "ab", Some("%2561%2562")),
            ("{known+2^64}", "17", Some("18446744073709551633")),
        ] {
            assert_eq!(filled(template, Some(known), 5).as_deref(), expected, "{template} {known}");
        }
    }
}
