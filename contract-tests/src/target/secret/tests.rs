//! No form of a token survives; other text does.

use super::*;
use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use proptest::prelude::*;
use serde_json::json;

/// The forms in which servers and reports repeat a token, whole or in part.
fn forms(token: &str) -> Vec<(&'static str, String)> {
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
        ("plain", token.to_owned()),
        ("lower", token.to_ascii_lowercase()),
        ("upper", token.to_ascii_uppercase()),
        ("swapped", forms::swap_case(token)),
        ("percent, where needed", special(&|byte| format!("%{byte:02X}"))),
        ("percent", each(&|byte| format!("%{byte:02x}"))),
        ("PERCENT", each(&|byte| format!("%{byte:02X}"))),
        ("double percent", each(&|byte| format!("%25{byte:02X}"))),
        ("double percent, where needed", special(&|byte| format!("%25{byte:02x}"))),
        ("base64", base64("")),
        ("base64 after one", base64("a")),
        ("base64 after two", base64("u:")),
        ("base64 after user", base64("user:")),
        ("base64 for URLs", BASE64_URL_SAFE_NO_PAD.encode(format!("xy{token}"))),
        ("hex", each(&|byte| format!("{byte:02x}"))),
        ("HEX", each(&|byte| format!("{byte:02X}"))),
        ("JSON", json[1..json.len() - 1].to_owned()),
        ("JSON in JSON", serde_json::to_string(&json).unwrap()),
        ("JSON with solidus", json.replace('/', "\\/")),
        ("\\u", each(&|byte| format!("\\u{byte:04x}"))),
        ("\\u{}", each(&|byte| format!("\\u{{{byte:x}}}"))),
        ("Debug", format!("{token:?}")),
        ("entities", each(&|byte| format!("&#{byte};"))),
        ("hex entities", each(&|byte| format!("&#x{byte:X};"))),
        ("named entities", html),
        ("reversed", token.chars().rev().collect()),
        ("spaced", token.chars().map(|c| format!("{c} ")).collect::<String>()),
        ("dashed", token.chars().map(|c| format!("{c}-")).collect::<String>()),
        ("without its end", token[..token.len() - 1].to_owned()),
        ("without its beginning", token[1..].to_owned()),
        ("its first half", token[..(token.len() / 2).max(8)].to_owned()),
        ("its second half", token[token.len() - (token.len() / 2).max(8)..].to_owned()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_form_of_a_token_survives(token in "[!-~]{9,40}", cut in 0..60_usize) {
        let secret = Secret::new(&token).unwrap();
        for (name, form) in forms(&token) {
            let text = format!("é: {form} :ü");
            let clean = secret.scrub(&text);
            let rest = clean.replace(REMOVED, "");
            let rest = rest.trim_start_matches("é: ").trim_end_matches(" :ü");
            // What belongs to no form stays: quotes, a separator, `user:` and padding in base64.
            prop_assert!(clean.contains(REMOVED) && rest.len() <= 12, "{name}: {text} -> {clean}");
            let excerpt = secret.excerpt(&format!("{}{text}", "y".repeat(cut)), 60);
            let shown = excerpt.chars().filter(|c| *c != 'y').count();
            prop_assert!(shown <= 12 + REMOVED.len() + 7, "{name}: {excerpt}");
            let whole = !name.contains("its ");
            prop_assert_eq!(secret.occurs_in(&text), whole, "{} of {}", name, text);
        }
    }

    #[test]
    fn other_text_stays_as_it_is(token in "[A-Za-z0-9_.-]{16,40}", text in any::<String>()) {
        let secret = Secret::new(&token).unwrap();
        prop_assert_eq!(secret.scrub(&text), text.as_str());
        prop_assert!(!secret.occurs_in(&text));
        let envelope = json!({"errors": [{"error": "\"code\" is required", "rule": "any.required"}]});
        let mut same = envelope.clone();
        secret.scrub_json(&mut same);
        prop_assert_eq!(same, envelope);
    }

    #[test]
    fn nothing_makes_it_panic(token in "[!-~]{4,12}", text in r#"([!-~]|[%&\\]|é|\\u00|&#x?)*"#) {
        let secret = Secret::new(&token).unwrap();
        let _ = (secret.scrub(&text), secret.excerpt(&text, 5), secret.occurs_in(&text));
    }
}

#[test]
fn a_token_that_repeats_itself_is_removed() {
    let secret = Secret::new(&"ab".repeat(1000)).unwrap();
    let clean = secret.scrub(&"ab".repeat(500_000));
    // Less than half of a token may stay behind the last whole one.
    assert!(clean.starts_with(REMOVED) && clean.len() < 1000, "{clean}");
}

#[test]
fn long_texts_are_scrubbed_to_their_end() {
    let token = "tk\"Zq8w\\Xv3L/kPq5RtYu7NmB2cD9";
    let secret = Secret::new(token).unwrap();
    let text = format!("{}{}", "<&%\\ok ".repeat(100_000), serde_json::to_string(token).unwrap());
    assert!(secret.scrub(&text).ends_with("\"<token>\""));
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
fn tokens_that_cannot_be_kept_or_sent_are_refused_without_showing_them() {
    for wrong in ["", "abc", " abc\n", "two words", "tab\tbed", "schlüssel", "line\nbreak"] {
        let error = format!("{:?}", Secret::new(wrong).unwrap_err());
        assert!(wrong.trim().len() < 4 || !error.contains(wrong.trim()), "{error}");
    }
    let secret = Secret::new(" abcd\n").unwrap();
    assert_eq!(secret.expose(), "abcd");
    assert!(!format!("{secret:?}").contains("abcd"));
    assert_eq!(secret.scrub("xabcdx and ab cd"), "x<token>x and ab cd");
}

#[test]
fn an_excerpt_says_where_it_was_cut() {
    let secret = Secret::new("token-for-tests").unwrap();
    assert_eq!(secret.excerpt("été", 3), "été");
    assert_eq!(secret.excerpt("été!", 3), "été…");
}
