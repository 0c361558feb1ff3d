//! The table of names, and what holds for every name.

use super::*;

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
