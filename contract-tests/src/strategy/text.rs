//! Text that fits a format, a pattern or a length, and is nobody's.

use oasis_model::ir::Text;
use proptest::{prelude::*, strategy::SBoxedStrategy, string::string_regex};
use serde_json::Value;

/// Strings of a schema; the member's name tells what may be personal.
pub(super) fn strings(rules: &Text, name: &str) -> SBoxedStrategy<Value> {
    if let Some(fixed) = fictional(name).filter(|fixed| resized(fixed, rules) == *fixed) {
        return Just(Value::from(fixed)).sboxed();
    }
    let text = match (rules.format.as_deref(), &rules.pattern) {
        (Some("date-time"), _) => date_times(),
        (Some("date"), _) => (2000..2040, 1..13, 1..29)
            .prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"))
            .sboxed(),
        (Some("uuid"), _) => uuids(),
        (Some("email"), _) => Just("user@example.com".to_owned()).sboxed(),
        (Some("uri"), _) => Just("https://example.com/path".to_owned()).sboxed(),
        (_, Some(pattern)) => {
            match string_regex(pattern.trim_start_matches('^').trim_end_matches('$')) {
                Ok(strategy) => strategy.sboxed(),
                Err(_) => Just("text".to_owned()).sboxed(),
            }
        }
        _ => plain(),
    };
    let rules = rules.clone();
    text.prop_map(move |text| Value::from(resized(&text, &rules))).sboxed()
}

/// The text, longer or shorter where the rules ask for it.
pub(super) fn resized(text: &str, rules: &Text) -> String {
    let least = rules.min_length.and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
    let most =
        rules.max_length.and_then(|length| usize::try_from(length).ok()).unwrap_or(usize::MAX);
    let padding = least.saturating_sub(text.chars().count());
    text.chars().chain(std::iter::repeat_n('x', padding)).take(most).collect()
}

/// Ids as people and programs write them, and text of any script. Never empty.
pub(super) fn plain() -> SBoxedStrategy<String> {
    let ready = |pattern: &str| string_regex(pattern).expect("the pattern is a constant").sboxed();
    prop_oneof![
        4 => ready("[A-Za-z0-9_-]{1,24}"),
        2 => uuids(),
        1 => ready("[A-Za-z][A-Za-z0-9 .,:/]{0,30}[a-z]"),
        1 => ready("[äßéñłшжλあ漢😀👩‍🚀𝒳]{1,12}"),
    ]
    .sboxed()
}

fn uuids() -> SBoxedStrategy<String> {
    any::<u128>()
        .prop_map(|bits| {
            let hex = format!("{bits:032x}");
            format!(
                "{}-{}-4{}-a{}-{}",
                &hex[..8],
                &hex[8..12],
                &hex[13..16],
                &hex[17..20],
                &hex[20..]
            )
        })
        .sboxed()
}

fn date_times() -> SBoxedStrategy<String> {
    let offset = prop::sample::select(vec!["Z", "+00:00", "+02:00", "-05:30", "+14:00"]);
    let fraction = prop::sample::select(vec!["", ".5", ".123", ".123456"]);
    ((2000..2037, 1..13, 1..29), (0..24, 0..60, 0..60), fraction, offset)
        .prop_map(|((year, month, day), (hour, minute, second), fraction, offset)| {
            format!(
                "{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}{offset}"
            )
        })
        .sboxed()
}

/// Members that could hold a person's data always hold the same invented value.
pub(super) fn fictional(name: &str) -> Option<&'static str> {
    match name {
        "email" => Some("user@example.com"),
        "firstName" => Some("Erika"),
        "lastName" => Some("Mustermann"),
        "phone" => Some("+1 555 0100"),
        _ => None,
    }
}
