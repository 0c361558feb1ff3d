//! Strings that fit a format, a pattern or a length, and are nobody's.

use oasis_model::conform;
use oasis_model::ir::Text;
use proptest::{prelude::*, strategy::SBoxedStrategy, string::string_regex};

/// No string is padded beyond this length.
const LONGEST: usize = 100_000;

/// Strings that keep these rules; `sample` is one that does, and stands for formats that are not drawn.
pub(super) fn strings(rules: &Text, sample: &str) -> SBoxedStrategy<String> {
    let text = match (rules.format.as_deref(), &rules.pattern) {
        (_, Some(pattern)) => patterned(pattern, sample),
        (Some("date-time"), _) => date_times(),
        (Some("date"), _) => dates(),
        (Some("uuid"), _) => uuids(),
        (Some(format), _) if conform::spelling(format).is_some() => {
            Just(sample.to_owned()).sboxed()
        }
        _ => plain(),
    };
    let rules = rules.clone();
    text.prop_map(move |text| resized(&text, &rules)).sboxed()
}

/// The string, longer or shorter where the rules ask for it.
pub(super) fn resized(text: &str, rules: &Text) -> String {
    let length = |length: Option<u64>| length.and_then(|length| usize::try_from(length).ok());
    let least = length(rules.min_length).unwrap_or(0).min(LONGEST);
    let most = length(rules.max_length).unwrap_or(usize::MAX);
    let padding = least.saturating_sub(text.chars().count());
    text.chars().chain(std::iter::repeat_n('x', padding)).take(most).collect()
}

/// Ids as people and programs write them, and words of any script. Never empty.
pub(super) fn plain() -> SBoxedStrategy<String> {
    let of = |letters: &'static str, most: usize| {
        let letters: Vec<char> = letters.chars().collect();
        prop::collection::vec(prop::sample::select(letters), 1..=most)
            .prop_map(String::from_iter)
            .sboxed()
    };
    prop_oneof![
        4 => of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", 24),
        2 => uuids(),
        1 => of("ABCXYZabcdefghijklmnopqrstuvwxyz0123456789 .,:/", 30).prop_map(|text| format!("a{text}z")),
        1 => of("äßéñłшжλあ漢😀🚀𝒳", 12),
    ]
    .sboxed()
}

fn patterned(pattern: &str, sample: &str) -> SBoxedStrategy<String> {
    let inner = pattern.strip_prefix('^').unwrap_or(pattern);
    match string_regex(inner.strip_suffix('$').unwrap_or(inner)) {
        Ok(strategy) => strategy.sboxed(),
        Err(_) => Just(sample.to_owned()).sboxed(),
    }
}

fn uuids() -> SBoxedStrategy<String> {
    any::<u128>()
        .prop_map(|bits| {
            let hex = format!("{bits:032x}");
            let (a, b, c, d) = (&hex[..8], &hex[8..12], &hex[13..16], &hex[17..20]);
            format!("{a}-{b}-4{c}-a{d}-{}", &hex[20..])
        })
        .sboxed()
}

fn dates() -> SBoxedStrategy<String> {
    (2000..2037, 1..13, 1..29)
        .prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"))
        .sboxed()
}

fn date_times() -> SBoxedStrategy<String> {
    let offset = prop::sample::select(vec!["Z", "+00:00", "+02:00", "-05:30", "+14:00"]);
    let fraction = prop::sample::select(vec!["", ".5", ".123", ".123456"]);
    (dates(), (0..24, 0..60, 0..60), fraction, offset)
        .prop_map(|(date, (hour, minute, second), fraction, offset)| {
            format!("{date}T{hour:02}:{minute:02}:{second:02}{fraction}{offset}")
        })
        .sboxed()
}
