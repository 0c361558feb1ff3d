//! One edit of an agreeing page for every rule.

use super::agreeing::{PAGE, PUSH, findings};
use oasis_model::finding::Severity;

#[test]
fn a_page_that_agrees_is_silent() {
    assert_eq!(findings(PAGE), []);
    assert_eq!(findings(PUSH), []);
}

#[test]
fn every_edit_of_a_page_is_named() {
    use Severity::{Error, Note, Warning};
    for (page, from, to, rule, severity) in [
        (PAGE, "kind?string\n", "fresh?string\n\nkind?string\n", "member-not-in-spec", Warning),
        (PAGE, "kind?string\n", "fresh*string\n\nkind?string\n", "member-not-in-spec", Error),
        (PAGE, "old?stringDeprecated\n\n", "", "member-not-on-page", Warning),
        (PAGE, "kind?string\n", "kind*string\n", "required", Error),
        (PAGE, "label*string\n", "label?string\n", "required", Warning),
        (
            PAGE,
            "count?integer\n",
            "limit?integer\n\ncount?integer\n",
            "parameter-not-in-spec",
            Warning,
        ),
        (
            PAGE,
            "Header Parameters\n\nx-trace?string\n\nLengthlength <= 30\n\n",
            "",
            "parameter-not-on-page",
            Warning,
        ),
        (PAGE, "kind?string\n", "kind?integer\n", "type", Error),
        (PAGE, "thingId*integer\n", "thingId*number\n", "type", Warning),
        (PAGE, "thingId*integer\n", "thingId*uuid\n", "type", Error),
        (PAGE, "parent?|\n", "parent?integer\n", "type", Error),
        (PAGE, "AuthorizationBearer <token>", "X-Key<token>", "auth", Error),
        (PAGE, "list?array<>\n", "list?string\n", "type", Error),
        (PAGE, "inner?\n", "inner?string\n", "type", Error),
        (PAGE, "Formatdate-time\n", "Formatdate\n", "format", Error),
        (PAGE, "Formatdate-time\n", "", "format", Warning),
        (PAGE, "Match^[a-z]+$\n", "Match^[A-Z]+$\n", "pattern", Error),
        (PAGE, "Value in\"a\" | \"b\"", "Value in\"a\" | \"b\" | \"c\"", "enum", Warning),
        (PAGE, "Value in\"a\" | \"b\"", "Value in\"a\"", "enum", Error),
        (PAGE, "Only true is taken.\n", "Any is taken.\n", "enum", Warning),
        (PAGE, "kind?string\n", "kind?|\n", "nullable", Warning),
        (PAGE, "parent?|\n", "parent?string\n", "nullable", Error),
        (PAGE, "Default20\n", "Default50\n", "default", Warning),
        (PAGE, "Rangevalue <= 200\n", "Rangevalue <= 100\n", "range", Error),
        (PAGE, "Rangevalue <= 200\n", "Rangevalue <= 300\n", "range", Warning),
        (PAGE, "Lengthlength <= 30\n", "Length1 <= length <= 30\n", "range", Error),
        (PAGE, "Items1 <= items\n", "", "range", Warning),
        (PAGE, "old?stringDeprecated\n", "old?string\n", "deprecated", Warning),
        (PAGE, "label*string\n", "label*stringDeprecated\n", "deprecated", Warning),
        (
            PAGE,
            "\nRequest Body\n\napplication/json\n",
            "\nRequest Body\n\ntext/csv\n",
            "media-type",
            Error,
        ),
        (
            PAGE,
            "\nAuthorization\n\nbearerAuth\nAuthorizationBearer <token>\n\nIn: header\n",
            "",
            "auth",
            Warning,
        ),
        (PAGE, "AuthorizationBearer", "AuthorizationBasic", "auth", Error),
        (PAGE, "\"id\": 0", "\"id\": \"0\"", "sample-answer", Error),
        (PAGE, "\"id\": 0", "\"id\": 0, \"new\": 1", "member-not-in-spec", Warning),
        (
            PAGE,
            "\"at\": \"2026-01-02T03:04:05Z\",",
            "\"extra\": \"x\",",
            "member-not-on-page",
            Warning,
        ),
        (PAGE, "\"label\": \"string\"", "\"label\": 5", "sample-request", Error),
        (
            PAGE,
            "\"label\": \"string\"",
            "\"label\": \"string\", \"inner\": {\"name\": \"x\", \"more\": \"x\"}",
            "required",
            Note,
        ),
        (PAGE, "Empty\n", "Empty\nEmpty\n", "answers", Warning),
        (PAGE, "Empty\n", "{\"message\": \"no\"}\n", "answer-body", Warning),
        (
            PAGE,
            "{\n  \"id\": 0,\n  \"at\": \"2026-01-02T03:04:05Z\",\n  \"seen\": \"x\",\n  \"kept\": \"x\",\n  \"code\": \"FIXED\"\n}\n",
            "Empty\n",
            "answer-body",
            Error,
        ),
        (PAGE, "PATCH\n", "PUT\n", "method", Warning),
        (PAGE, "curl -X PATCH", "curl -X PUT", "route-uneven", Warning),
        (PAGE, "kind?string\n", "kind*string\n", "sample-uneven", Note),
        (PAGE, "/api/things/{thingId}", "/api/others/{thingId}", "new-operation", Warning),
        (PAGE, "\"seen\": \"x\",", "", "member-not-on-page", Warning),
        (PAGE, "\"kept\": \"x\",", "", "member-not-on-page", Warning),
        (PAGE, "\"FIXED\"", "\"LOOSE\"", "constant", Warning),
        (PAGE, "things/0\"", "things/0?force=1\"", "parameter-not-in-spec", Warning),
        (PAGE, "\\  -H", "\\  -H \"x-other: 1\" \\  -H", "parameter-not-in-spec", Warning),
        (PAGE, "https://h.e", "https://h2.e", "server", Warning),
        (
            PAGE,
            "\"label\": \"string\"",
            "\"label\": \"string\", \"odd\": 1",
            "member-not-in-spec",
            Error,
        ),
        (PAGE, "\"label\": \"string\"", "\"label\": \"string\", \"kind\": \"a\"", "required", Note),
        (
            PAGE,
            "Response Body\n\napplication/json\n",
            "Response Body\n\ntext/csv\n",
            "media-type",
            Error,
        ),
        (PAGE, "Response Body\n\napplication/json\n", "Response Body\n", "answers-uneven", Note),
        (PAGE, "kind?string\n", "kind?||\n", "type", Warning),
        (PAGE, "shown?|\n", "shown?string\n", "nullable", Error),
        (PAGE, "free?object\n", "free?\n", "members", Warning),
        (PAGE, "inner?\n", "inner?object\n", "members", Warning),
        (PAGE, "Only true is taken.\n", "Both true and false are taken.\n", "enum", Warning),
        (
            PAGE,
            " \\  -H \"Content-Type: application/json\" \\  -d '{    \"label\": \"string\"  }'",
            "",
            "body",
            Warning,
        ),
        (PUSH, "note?string\n", "note*string\n", "required", Warning),
        (PUSH, "thingId*integer\n", "thingId?integer\n", "required", Error),
        (PUSH, "thingId*integer\n", "thingId*|\n", "nullable", Error),
        (PUSH, "note?string\n", "", "member-not-on-page", Warning),
        (PUSH, "note?string\n", "", "member-not-on-page", Warning),
    ] {
        assert!(page.contains(from), "{from}");
        let found = findings(&page.replacen(from, to, 1));
        let rule = format!("drift/page-{rule}");
        let named = found.iter().find(|finding| finding.rule == rule);
        let named = named.unwrap_or_else(|| panic!("{rule} for {from:?} -> {to:?}: {found:#?}"));
        assert_eq!(named.severity, severity, "{rule} for {from:?} -> {to:?}: {named:#?}");
        assert_eq!(named.at.document, "page.txt");
        let edit = named.evidence.iter().any(|evidence| evidence.label == "spec edit");
        assert!(edit || rule.ends_with("-uneven"), "{rule}");
        // A page that contradicts itself may say one thing more, not many.
        assert!(found.len() <= 2, "{from:?} -> {to:?}: {found:#?}");
    }
}

#[test]
fn each_new_member_and_endpoint_has_a_place_of_its_own() {
    let places = |rule: &str, page: &str| -> Vec<String> {
        let added = findings(page).into_iter().filter(|finding| finding.rule == rule);
        added.filter_map(|finding| finding.other).map(|other| other.pointer).collect()
    };
    let page = PAGE.replace("kind?string\n", "kind?string\n\nfresh?string\n\nother?string\n");
    let body = "/paths/~1api~1things~1{thingId}/patch/requestBody/content/application~1json/schema";
    let properties = ["fresh", "other"].map(|name| format!("{body}/properties/{name}"));
    assert_eq!(places("drift/page-member-not-in-spec", &page), properties);
    let elsewhere = PAGE.replace("/api/things/", "/api/others/");
    let path = ["/paths/~1api~1others~1{thingId}/patch"];
    assert_eq!(places("drift/page-new-operation", &elsewhere), path);
}
