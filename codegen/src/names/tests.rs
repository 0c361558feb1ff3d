//! The table of names, and what holds for every name.

use super::*;
use proptest::prelude::*;

/// Names as documents have them, and names that no document should have.
fn wire() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9_.$@/ -]{0,12}",
        "\\PC{0,8}",
        prop::collection::vec(any::<char>(), 0..6).prop_map(String::from_iter),
        prop::sample::select(KEYWORDS.to_vec()).prop_map(str::to_owned),
        prop::sample::select(vec!["self", "Self", "super", "crate", "_", "+1", "-1", "", "r#type"])
            .prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_name_is_a_legal_identifier(wire in wire()) {
        for ident in [snake(&wire), pascal(&wire), screaming(&wire), pascal(&wire).with_suffix("Refusal")] {
            let parsed = syn::parse_str::<syn::Ident>(ident.as_str());
            prop_assert!(parsed.is_ok(), "{wire:?} became {ident}");
            // Writing it down must not change or refuse it.
            prop_assert_eq!(ident.to_token_stream().to_string(), ident.to_string());
        }
    }

    #[test]
    fn names_are_in_the_case_of_their_place(wire in wire()) {
        let (snake, pascal) = (snake(&wire), pascal(&wire));
        prop_assert!(!snake.unraw().chars().any(|c| c.is_ascii_uppercase()), "{snake}");
        prop_assert!(!pascal.as_str().starts_with(|c: char| c.is_lowercase()), "{pascal}");
        prop_assert!(!pascal.as_str().trim_end_matches('_').contains('_'), "{pascal}");
    }

    #[test]
    fn no_two_names_of_a_scope_are_the_same(wires in prop::collection::vec(wire(), 0..12)) {
        let mut scope = Scope::with(&["new"]);
        let mut seen = HashSet::from(["new".to_owned()]);
        for wire in wires {
            let ident = scope.claim(snake(&wire));
            prop_assert!(syn::parse_str::<syn::Ident>(ident.as_str()).is_ok(), "{ident}");
            prop_assert!(seen.insert(ident.unraw().to_owned()), "{ident} is there twice");
        }
    }
}

#[test]
fn names_follow_the_table() {
    for (wire, snake_case, pascal_case) in [
        ("sessionId", "session_id", "SessionId"),
        ("addressLine1", "address_line1", "AddressLine1"),
        ("CLOSED_FOR_MAINTENANCE", "closed_for_maintenance", "ClosedForMaintenance"),
        ("type", "r#type", "Type"),
        ("self", "self_", "Self_"),
        ("2fa", "_2fa", "N2fa"),
        ("+1", "plus_1", "Plus1"),
        ("-1", "minus_1", "Minus1"),
        ("HTTPServer", "http_server", "HttpServer"),
        ("a.b", "a_b", "AB"),
        ("", "empty", "Empty"),
        ("$", "dollar", "Dollar"),
        ("<=", "less_equals", "LessEquals"),
        ("x-api-key", "x_api_key", "XApiKey"),
        ("yield", "r#yield", "Yield"),
        ("Option", "option", "Option"),
        ("ключ", "ключ", "Ключ"),
        ("日本", "日本", "日本"),
        ("①", "u2460", "U2460"),
        // Cyrillic, but nothing shows it.
        ("рост", "u440_u43e_u441_u442", "U440U43eU441U442"),
    ] {
        assert_eq!(snake(wire).as_str(), snake_case, "{wire}");
        assert_eq!(pascal(wire).as_str(), pascal_case, "{wire}");
    }
}

#[test]
fn a_scope_never_gives_a_name_twice() {
    let mut scope = Scope::with(&["other"]);
    let given: Vec<String> = ["a b", "aB", "a-b", "other", "type", "TYPE"]
        .iter()
        .map(|wire| scope.claim(snake(wire)).to_string())
        .collect();
    assert_eq!(given, ["a_b", "a_b2", "a_b3", "other2", "r#type", "type2"]);
}
