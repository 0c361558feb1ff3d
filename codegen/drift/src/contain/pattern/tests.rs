//! Patterns against patterns: known answers, random ones held to `conform`, hostile ones.

use super::*;
use oasis_model::conform::pattern_matches;
use proptest::prelude::*;

const ANY: (u64, Option<u64>) = (0, None);

#[test]
fn containment_of_patterns_is_exact() {
    for (left, right, within) in [
        ("^[A-Z]{4}$", "^[A-Z]{3,5}$", true),
        ("^[A-Z]{4}$", "^[A-Z]+$", true),
        ("^[A-Z]{3,5}$", "^[A-Z]{4}$", false),
        ("^a", "a", true),
        ("a", "^a", false),
        ("^(foo|bar)$", "^(bar|foo|baz)$", true),
        ("^(foo|bar)$", "o|r", true),
        (r"^\d+$", "^[0-9]*$", true),
        (r"^\w+$", r"^\S+$", true),
        ("^a?$", "^$|^a$", true),
        ("^a*b$", "^a*$", false),
        ("^.*$", "", true),
        ("", "^.*$", false),
        ("x|^$", "^$|x", true),
        (r"^(?!none$)[a-z]+$", "^[a-z]+$", true),
        ("^[a-z]+$", r"^(?!none$)[a-z]+$", false),
        (r"^(?=.*[0-9])[a-z0-9]+$", "[0-9]", true),
        (r"^[\w-.]+\/$", r"^[a-zA-Z0-9_.\-]*/$", true),
        ("^.{0,255}$", "^.{0,256}$", true),
        ("^[\u{0}-\u{10FFFF}]{2}$", r"^[\s\S]{2}$", true),
    ] {
        let answer = search(&[left], &[right], ANY);
        assert_eq!(answer == Search::Nothing, within, "{left} in {right}: {answer:?}");
        if let Search::Found(text) = answer {
            let fits = |pattern| pattern_matches(pattern, &text).unwrap();
            assert!(fits(left) && !fits(right), "{left} {right} {text:?}");
        }
    }
}

#[test]
fn examples_fit_and_keep_to_the_lengths() {
    for (pattern, lengths, expected) in [
        ("^[A-Z]{2}-[0-9]{3}$", ANY, Some(6)),
        ("^a+$", (5, Some(7)), Some(5)),
        ("^a{3}$", (4, None), None),
        ("b", (3, None), Some(3)),
    ] {
        let found = match search(&[pattern], &[], lengths) {
            Search::Found(text) => Some(text.chars().count()),
            _ => None,
        };
        assert_eq!(found, expected, "{pattern}");
    }
}

#[test]
fn other_dialects_are_not_guessed_at() {
    for pattern in ["a(?=a)b", r"\bfoo", r"(a)\1", r"\p{L}", "(", "[a", "a{1000000}"] {
        assert_eq!(search(&[pattern], &[], ANY), Search::Unknown, "{pattern}");
    }
}

#[test]
fn hostile_patterns_end_undecided() {
    let many: Vec<String> = (0..10_000).map(|number| format!("k{number}z{number}")).collect();
    let many = format!("^({})$", many.join("|"));
    let stars = format!("^{}a{}$", "(".repeat(40), "*)".repeat(40));
    for pattern in
        ["^(a{1,1000}){1,1000}$", "a.{30}b.{30}c", "^(.*a.{20}|.*b.{20})$", &many, &stars]
    {
        for search in [search(&[pattern], &["^x+$"], ANY), search(&["^x+$"], &[pattern], ANY)] {
            if let Search::Found(text) = search {
                assert!(text.len() < 100, "{text}");
            }
        }
    }
    assert_eq!(search(&["^(a{1,1000}){1,1000}$"], &["^a+$"], ANY), Search::Unknown);
    assert_eq!(search(&["(.*a.{30})"], &["b.{30}a"], ANY), Search::Unknown);
}

/// Patterns of a small grammar, with everything that is translated.
fn patterns() -> impl Strategy<Value = String> {
    let letters =
        ["a", "b", "0", ".", r"\d", r"\w", r"\S", "[ab]", "[^a]", r"[\w-]", r"\/", "\u{e4}"];
    let leaf = prop::sample::select(letters.to_vec()).prop_map(str::to_owned);
    let inner = leaf.prop_recursive(3, 12, 3, |part| {
        prop_oneof![
            prop::collection::vec(part.clone(), 1..4).prop_map(|parts| parts.concat()),
            prop::collection::vec(part.clone(), 1..3)
                .prop_map(|parts| format!("({})", parts.join("|"))),
            (part, prop::sample::select(vec!["*", "+", "?", "{2}", "{1,3}", "{2,}", "*?"]))
                .prop_map(|(part, mark)| format!("(?:{part}){mark}")),
        ]
    });
    let ahead = prop::sample::select(vec!["", "", "^", "^", "^(?!a)", "^(?=.*b)"]);
    (ahead, inner, prop::sample::select(vec!["", "$", "$"]))
        .prop_map(|(ahead, inner, end)| format!("{ahead}{inner}{end}"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// A witness fits the one and not the other, and what is included is never refuted.
    #[test]
    fn random_patterns_agree_with_the_judge(
        left in patterns(),
        right in patterns(),
        texts in prop::collection::vec("[ab0/\u{e4}\n -]{0,6}", 24),
        (min, more) in (0_u64..3, prop::option::of(0_u64..6)),
    ) {
        let lengths = (min, more.map(|more| min + more));
        let belongs = |text: &str| {
            let length = text.chars().count() as u64;
            length >= min
                && lengths.1.is_none_or(|max| length <= max)
                && pattern_matches(&left, text).unwrap()
                && !pattern_matches(&right, text).unwrap()
        };
        match search(&[&left], &[&right], lengths) {
            Search::Found(text) => prop_assert!(belongs(&text), "{text:?}"),
            Search::Nothing => {
                for text in texts {
                    prop_assert!(!belongs(&text), "{text:?}");
                }
            }
            // A few become too large together.
            Search::Unknown => {}
        }
    }
}
