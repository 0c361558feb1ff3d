//! No form of a token survives; other text does.

use super::*;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use proptest::prelude::*;
use serde_json::json;

const TOKENS: [&str; 2] = ["tok-Zq8wXv3LkPq5RtYu7NmB2cD9", "tk\"Zq8w\\Xv3L/kPq5RtYu7NmB2cD9"];

/// The forms in which servers and reports repeat a token; the flag says whether it is the whole of it.
fn forms(token: &str) -> Vec<(&'static str, bool, String)> {
    let each = |form: &dyn Fn(u8) -> String| token.bytes().map(form).collect::<String>();
    let special = |form: &dyn Fn(u8) -> String| {
        each(&|byte| {
            if byte.is_ascii_alphanumeric() { char::from(byte).into() } else { form(byte) }
        })
    };
    let json = serde_json::to_string(token).unwrap();
    let base64 = |before: &str| BASE64_STANDARD.encode(format!("{before}{token}"));
    let html = token.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;");
    vec![
        ("plain", true, token.to_owned()),
        ("lower", true, token.to_ascii_lowercase()),
        ("upper", true, token.to_ascii_uppercase()),
        ("swapped", true, swap_case(token)),
        ("percent, where needed", true, special(&|byte| format!("%{byte:02X}"))),
        ("percent", true, each(&|byte| format!("%{byte:02x}"))),
        ("double percent", true, each(&|byte| format!("%25{byte:02X}"))),
        ("base64", true, base64("")),
        ("base64 after one", true, base64("a")),
        ("base64 after two", true, base64("u:")),
        ("base64 after user", true, base64("user:")),
        ("base64 for URLs", true, BASE64_URL_SAFE_NO_PAD.encode(format!("xy{token}"))),
        ("hex", true, each(&|byte| format!("{byte:02X}"))),
        ("JSON", true, json[1..json.len() - 1].to_owned()),
        ("JSON in JSON", true, serde_json::to_string(&json).unwrap()),
        ("JSON with solidus", true, json.replace('/', "\\/")),
        ("\\u", true, each(&|byte| format!("\\u{byte:04x}"))),
        ("\\\\u", true, each(&|byte| format!("\\\\u{byte:04x}"))),
        ("\\u{}", true, each(&|byte| format!("\\u{{{byte:x}}}"))),
        ("Debug", true, format!("{token:?}")),
        ("entities", true, each(&|byte| format!("&#{byte};"))),
        ("entities in entities", true, each(&|byte| format!("&amp;#x{byte:X};"))),
        ("named entities", true, html),
        ("JSON pointer", true, token.replace('~', "~0").replace('/', "~1")),
        ("reversed", true, token.chars().rev().collect()),
        ("spaced", false, token.chars().map(|c| format!("{c} ")).collect::<String>()),
        ("dashed", false, token.chars().map(|c| format!("{c}-")).collect::<String>()),
        ("without its end", false, token[..token.len() - 1].to_owned()),
        ("without its beginning", false, token[1..].to_owned()),
        ("its first half", false, token[..token.len() / 2].to_owned()),
        ("its second half", false, token[token.len() / 2..].to_owned()),
    ]
}

fn check(token: &str, cut: usize) -> Result<(), TestCaseError> {
    let secret = Secret::new(token).unwrap();
    for (name, whole, form) in forms(token) {
        let text = format!("é: {form} :ü");
        let clean = secret.scrub(&text);
        let rest = clean.replace(REMOVED, "");
        let rest = rest.trim_start_matches("é: ").trim_end_matches(" :ü");
        // What belongs to no form stays: quotes, a separator, `user:` and padding in base64.
        prop_assert!(clean.contains(REMOVED) && rest.len() <= 12, "{name}: {text} -> {clean}");
        let text = format!("{}{text}{}", "y".repeat(cut), "z".repeat(5000));
        let excerpt = secret.excerpt(&text, 60);
        let shown = excerpt.chars().filter(|c| !"yz".contains(*c)).count();
        prop_assert!(shown <= 12 + REMOVED.len() + 7, "{name}: {excerpt}");
        prop_assert_eq!(secret.occurs_in(&text), whole, "{} of {}", name, text);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_form_of_a_token_survives(
        token in "[a-xA-X0-9]{4}([!-~][a-xA-X0-9]{5}){3,8}", cut in 0..60_usize
    ) {
        check(&token, cut)?;
    }

    #[test]
    fn other_text_stays_as_it_is(token in "[A-Za-z0-9_.-]{16,40}", text in any::<String>()) {
        let secret = Secret::new(&token).unwrap();
        prop_assert_eq!(secret.scrub(&text), text.as_str());
        prop_assert!(!secret.occurs_in(&text));
    }

    #[test]
    fn nothing_makes_it_panic(token in "[!-~]{4,12}", text in r#"([!-~]|[%&\\;{}]|é|\\u00|\\u\{|&#x?|&amp;)*"#) {
        let secret = Secret::new(&token).unwrap();
        let _ = (secret.scrub(&text), secret.excerpt(&text, 5), secret.occurs_in(&text));
        let clean = secret.scrub(&format!("{text}{token}{text}"));
        prop_assert!(!clean.contains(&token), "{}", clean);
    }
}

#[test]
fn the_edge_of_an_excerpt_shows_nothing() {
    for token in TOKENS {
        for cut in 0..70 {
            check(token, cut).unwrap();
        }
    }
}

#[test]
fn long_texts_are_scrubbed_to_their_end() {
    let secret = Secret::new(TOKENS[1]).unwrap();
    let text = format!("{}{:?}", "<&%\\ok ".repeat(100_000), TOKENS[1]);
    assert!(secret.scrub(&text).ends_with("\"<token>\""));
    let secret = Secret::new(&"ab".repeat(1000)).unwrap();
    assert_eq!(secret.scrub(&"ab".repeat(500_000)), REMOVED);
    assert_eq!(secret.excerpt("été", 3), "été");
    assert_eq!(secret.excerpt("été!", 3), "été…");
}

#[test]
fn keys_strings_and_numbers_of_json_are_scrubbed() {
    let secret = Secret::new("1234567890").unwrap();
    let mut value = json!({"1234567890": [1234567890, "x1234567890"], "same": [12345, true, null]});
    secret.scrub_json(&mut value);
    let clean = json!({"<token>": ["<token>", "x<token>"], "same": [12345, true, null]});
    assert_eq!(value, clean);
}

#[test]
fn common_words_are_no_leak() {
    let secret = Secret::new("test-token").unwrap();
    assert!(
        !secret.occurs_in("the test token is wrong") && secret.occurs_in("TEST-TOKEN is wrong")
    );
}

#[test]
fn tokens_that_cannot_be_kept_or_sent_are_refused_without_showing_them() {
    for wrong in ["", "abc", " abc\n", "two words", "tab\tbed", "schlüssel", "line\nbreak"] {
        let error = format!("{:?}", Secret::new(wrong).unwrap_err());
        assert!(wrong.trim().len() < 4 || !error.contains(wrong.trim()), "{error}");
    }
    let secret = Secret::new(" abcd\n").unwrap();
    assert_eq!((secret.expose(), format!("{secret:?}").as_str()), ("abcd", REMOVED));
    assert_eq!(secret.scrub("xabcdx and ab cd"), "x<token>x and ab cd");
}
