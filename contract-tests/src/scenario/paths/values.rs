//! Unusual path values as a table: a known id and a number of the seed in, raw path values out.
//!
//! Each value holds either the number or more than the known id, so nothing has it as its id: a server
//! that really has `a/b` is not called broken.

/// What a value is, which decides how bad it is that it is served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A known id with something behind or before it: a response is about another resource.
    Beyond,
    /// No number, for a parameter that is one.
    NoNumber,
    /// A known id in a spelling that some servers take for the same.
    Spelling,
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

/// `{known}` stands for the known id, `{n}` for the number; `{upper}` for the known id in upper case, and
/// `{known+2^64}`, `{n+2^63}` and `{n+2^64}` for sums. The most telling rows come first.
const TABLE: &[(For, Kind, &str, &str)] = {
    use For::{Any, Number, Text};
    use Kind::{Beyond, Foreign, NoNumber, Spelling};
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
        (Any, Beyond, "a known id with NUL behind", "{known}%00"),
        (Any, Beyond, "a known id with bytes behind that are not UTF-8", "{known}%ff"),
        (Any, Spelling, "a known id with a blank behind", "{known}%20"),
        (Any, Spelling, "a known id with a blank before", "%20{known}"),
        (Any, Spelling, "a known id with a line break behind", "{known}%0A"),
        (Any, Spelling, "a known id with an encoded slash behind", "{known}%2F"),
        (Text, Spelling, "a known id in upper case", "{upper}"),
        (Number, Spelling, "a known number with an exponent", "{known}e0"),
        (Number, Spelling, "a known number with a plus sign", "%2B{known}"),
        (Number, Spelling, "a known number with a zero before", "0{known}"),
        (Any, Foreign, "half an escape", "contract-test-{n}%2"),
        (Any, Foreign, "a bare per cent sign", "contract-test-{n}%"),
        (Any, Foreign, "overlong UTF-8", "%c0%ae%c0%ae%c0%afcontract-test-{n}"),
        (Any, Foreign, "blank within", "contract-test-{n}%20b"),
        (Any, Foreign, "reserved characters", "contract-test-{n}%3Fb%23c%26d"),
        (Any, Foreign, "braces", "%7B%24ne%3A{n}%7D"),
        (Any, Foreign, "a word of the language", "__proto__.contract-test-{n}"),
        (Any, Foreign, "star", "contract-test-{n}*"),
    ]
};

/// The values for a parameter, the most telling first. `known` is the known id as it goes into a path.
pub(super) fn hostile(known: Option<&str>, number: u64, is_number: bool) -> Vec<Hostile> {
    let meant = |wanted: For| match wanted {
        For::Any => true,
        For::Number => is_number,
        For::Text => !is_number,
    };
    let rows = TABLE.iter().filter(|row| meant(row.0));
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
    let text = template
        .replace("{n}", &number.to_string())
        .replace("{long}", &"a".repeat(2_000))
        .replace("{n+2^63}", &(n + (1 << 63)).to_string())
        .replace("{n+2^64}", &(n + (1 << 64)).to_string());
    let text = match text.as_str() {
        "{upper}" => upper(known?)?,
        "{known+2^64}" => (u128::from(known?.parse::<u64>().ok()?) + (1 << 64)).to_string(),
        _ if text.contains("{known}") => text.replace("{known}", known?),
        _ => text,
    };
    Some(text)
}

/// The id in upper case, where that is another id: hexadecimal digits may be a number, which has no case.
fn upper(known: &str) -> Option<String> {
    let is_text = known.bytes().any(|byte| matches!(byte, b'g'..=b'z')) && !known.contains('%');
    is_text.then(|| known.to_ascii_uppercase())
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
                let is_known = known.is_some_and(|known| unescaped(value) == known.as_bytes());
                assert!(!is_known, "{about}: {value} is the known id");
                let of_known = known.is_some_and(|known| {
                    value.contains(known) || value.eq_ignore_ascii_case(known)
                });
                let numbered = ["1234567890123456", "9224606604744899264", "18447978641599675072"];
                let unheard = numbered.iter().any(|number| value.contains(number));
                let sum = *about == "a known number plus 2^64";
                assert!(unheard || of_known || sum, "{about}: {value}");
                assert!(unheard || !matches!(kind, Kind::Foreign), "{about}: {value}");
                assert!(!matches!(unescaped(value).as_slice(), b"." | b".."), "{about}: {value}");
            }
        }
    }

    #[test]
    fn without_a_known_id_only_foreign_ones_are_tried() {
        assert!(hostile(None, 5, false).iter().all(|it| it.kind == Kind::Foreign));
        let kinds = |value: &Hostile| matches!(value.kind, Kind::Foreign | Kind::NoNumber);
        assert!(hostile(None, 5, true).iter().all(kinds));
    }

    #[test]
    fn hexadecimal_ids_have_no_other_case() {
        assert_eq!(upper("00ff-abcd"), None);
        assert_eq!(upper("a%20z"), None);
        assert_eq!(upper("session").as_deref(), Some("SESSION"));
    }

    #[test]
    fn a_number_that_wraps_around_is_the_known_one() {
        let values = hostile(Some("17"), 5, true);
        let sum = values.iter().find(|it| it.about.ends_with("plus 2^64")).expect("it is there");
        assert_eq!(sum.value.parse::<u128>().map(|it| it as u64), Ok(17));
    }
}
