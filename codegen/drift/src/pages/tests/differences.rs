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
        (PAGE, "kind?string\n", "fresh?string\n\nkind?string\n", "request-member-added", Note),
        (
            PAGE,
            "kind?string\n",
            "fresh*string\n\nkind?string\n",
            "request-required-member-added",
            Error,
        ),
        (PAGE, "old?stringDeprecated\n\n", "", "request-member-removed", Warning),
        (PAGE, "kind?string\n", "kind*string\n", "request-member-became-required", Error),
        (PAGE, "label*string\n", "label?string\n", "request-member-became-optional", Note),
        (PAGE, "count?integer\n", "limit?integer\n\ncount?integer\n", "parameter-added", Note),
        (
            PAGE,
            "Header Parameters\n\nx-trace?string\n\nLengthlength <= 30\n\n",
            "",
            "parameter-removed",
            Warning,
        ),
        (PAGE, "kind?string\n", "kind?integer\n", "request-type-narrowed", Error),
        (PAGE, "thingId*integer\n", "thingId*number\n", "parameter-type-widened", Note),
        (PAGE, "thingId*integer\n", "thingId*uuid\n", "parameter-type-changed", Note),
        (PAGE, "parent?|\n", "parent?integer\n", "request-type-changed", Error),
        (PAGE, "AuthorizationBearer <token>", "X-Key<token>", "security-tightened", Error),
        (PAGE, "list?array<>\n", "list?string\n", "request-type-changed", Error),
        (PAGE, "inner?\n", "inner?string\n", "request-type-changed", Error),
        (PAGE, "Formatdate-time\n", "Formatdate\n", "request-format-changed", Error),
        (PAGE, "Formatdate-time\n", "", "request-format-removed", Note),
        (PAGE, "Match^[a-z]+$\n", "Match^[A-Z]+$\n", "request-pattern-changed", Error),
        (
            PAGE,
            "Value in\"a\" | \"b\"",
            "Value in\"a\" | \"b\" | \"c\"",
            "request-enum-value-added",
            Note,
        ),
        (PAGE, "Value in\"a\" | \"b\"", "Value in\"a\"", "request-enum-value-removed", Error),
        (PAGE, "Only true is taken.\n", "Any is taken.\n", "request-enum-value-added", Note),
        (PAGE, "kind?string\n", "kind?|\n", "request-null-allowed", Note),
        (PAGE, "parent?|\n", "parent?string\n", "request-null-refused", Error),
        (PAGE, "Default20\n", "Default50\n", "parameter-default-changed", Note),
        (PAGE, "Rangevalue <= 200\n", "Rangevalue <= 100\n", "parameter-maximum-lowered", Error),
        (PAGE, "Rangevalue <= 200\n", "Rangevalue <= 300\n", "parameter-maximum-raised", Note),
        (
            PAGE,
            "Lengthlength <= 30\n",
            "Length1 <= length <= 30\n",
            "parameter-min-length-raised",
            Error,
        ),
        (PAGE, "Items1 <= items\n", "", "request-min-items-lowered", Note),
        (PAGE, "old?stringDeprecated\n", "old?string\n", "request-undeprecated", Note),
        (PAGE, "label*string\n", "label*stringDeprecated\n", "request-deprecated", Note),
        (
            PAGE,
            "\nRequest Body\n\napplication/json\n",
            "\nRequest Body\n\ntext/csv\n",
            "request-media-type-removed",
            Error,
        ),
        (
            PAGE,
            "\nAuthorization\n\nbearerAuth\nAuthorizationBearer <token>\n\nIn: header\n",
            "",
            "security-relaxed",
            Note,
        ),
        (PAGE, "AuthorizationBearer", "AuthorizationBasic", "security-tightened", Error),
        (PAGE, "\"id\": 0", "\"id\": \"0\"", "page-sample-answer", Error),
        (PAGE, "\"id\": 0", "\"id\": 0, \"new\": 1", "response-member-added", Note),
        (
            PAGE,
            "\"at\": \"2026-01-02T03:04:05Z\",",
            "\"extra\": \"x\",",
            "response-member-removed",
            Warning,
        ),
        (PAGE, "\"label\": \"string\"", "\"label\": 5", "page-sample-request", Error),
        (
            PAGE,
            "\"label\": \"string\"",
            "\"label\": \"string\", \"inner\": {\"name\": \"x\", \"more\": \"x\"}",
            "page-sample-required",
            Note,
        ),
        (PAGE, "Empty\n", "Empty\nEmpty\n", "page-answers", Warning),
        (PAGE, "Empty\n", "{\"message\": \"no\"}\n", "response-body-added", Note),
        (
            PAGE,
            "{\n  \"id\": 0,\n  \"at\": \"2026-01-02T03:04:05Z\",\n  \"seen\": \"x\",\n  \"kept\": \"x\",\n  \"code\": \"FIXED\"\n}\n",
            "Empty\n",
            "response-body-removed",
            Error,
        ),
        (PAGE, "PATCH\n", "PUT\n", "page-method", Warning),
        (PAGE, "curl -X PATCH", "curl -X PUT", "page-route-uneven", Warning),
        (PAGE, "kind?string\n", "kind*string\n", "page-sample-uneven", Note),
        (PAGE, "/api/things/{thingId}", "/api/others/{thingId}", "operation-added", Warning),
        (PAGE, "\"seen\": \"x\",", "", "response-member-removed", Note),
        (PAGE, "\"kept\": \"x\",", "", "response-member-removed", Warning),
        (PAGE, "\"FIXED\"", "\"LOOSE\"", "page-constant", Warning),
        (PAGE, "things/0\"", "things/0?force=1\"", "parameter-added", Note),
        (PAGE, "\\  -H", "\\  -H \"x-other: 1\" \\  -H", "parameter-added", Note),
        (PAGE, "https://h.e", "https://h2.e", "page-server", Warning),
        (
            PAGE,
            "\"label\": \"string\"",
            "\"label\": \"string\", \"odd\": 1",
            "request-required-member-added",
            Error,
        ),
        (
            PAGE,
            "\"label\": \"string\"",
            "\"label\": \"string\", \"kind\": \"a\"",
            "page-sample-required",
            Note,
        ),
        (
            PAGE,
            "Response Body\n\napplication/json\n",
            "Response Body\n\ntext/csv\n",
            "response-media-type-removed",
            Error,
        ),
        (
            PAGE,
            "Response Body\n\napplication/json\n",
            "Response Body\n",
            "page-answers-uneven",
            Note,
        ),
        (PAGE, "kind?string\n", "kind?||\n", "page-types", Warning),
        (PAGE, "shown?|\n", "shown?string\n", "request-null-refused", Warning),
        (PAGE, "free?object\n", "free?\n", "page-members", Warning),
        (PAGE, "inner?\n", "inner?object\n", "page-members", Warning),
        (
            PAGE,
            "Only true is taken.\n",
            "Both true and false are taken.\n",
            "request-enum-value-added",
            Note,
        ),
        (
            PAGE,
            " \\  -H \"Content-Type: application/json\" \\  -d '{    \"label\": \"string\"  }'",
            "",
            "request-body-became-optional",
            Note,
        ),
        (PUSH, "note?string\n", "note*string\n", "webhook-member-became-required", Note),
        (PUSH, "thingId*integer\n", "thingId?integer\n", "webhook-member-became-optional", Error),
        (PUSH, "thingId*integer\n", "thingId*|\n", "webhook-null-allowed", Error),
        (PUSH, "note?string\n", "", "webhook-member-removed", Warning),
        (PAGE, "list?array<>\n", "list?array<integer>\n", "request-type-changed", Error),
        // The sample still has it.
        (PUSH, "thingId*integer\n", "", "webhook-member-removed", Error),
        (PUSH, "note?string\n", "note?||\n", "page-types", Error),
    ] {
        assert!(page.contains(from), "{from}");
        let found = findings(&page.replacen(from, to, 1));
        let rule = format!("drift/{rule}");
        let named = found.iter().find(|finding| finding.rule == rule);
        let named = named.unwrap_or_else(|| panic!("{rule} for {from:?} -> {to:?}: {found:#?}"));
        assert_eq!(named.severity, severity, "{rule} for {from:?} -> {to:?}: {named:#?}");
        assert_eq!(named.at.document, "page.txt");
        assert!(named.at.line.is_some(), "{named:#?}");
        // A page that contradicts itself may say one thing more, not many.
        assert!(found.len() <= 2, "{from:?} -> {to:?}: {found:#?}");
    }
}

#[test]
fn each_new_member_and_endpoint_has_a_place_of_its_own() {
    let places = |rule: &str, page: &str| -> Vec<String> {
        let added = findings(page).into_iter().filter(|finding| finding.rule == rule);
        added.map(|finding| finding.at.pointer).collect()
    };
    let page = PAGE.replace("kind?string\n", "kind?string\n\nfresh?string\n\nother?string\n");
    let body = "/paths/~1api~1things~1{thingId}/patch/requestBody/content/application~1json/schema";
    let properties = ["fresh", "other"].map(|name| format!("{body}/properties/{name}"));
    assert_eq!(places("drift/request-member-added", &page), properties);
    let elsewhere = PAGE.replace("/api/things/", "/api/others/");
    let path = ["/paths/~1api~1others~1{thingId}/patch"];
    assert_eq!(places("drift/operation-added", &elsewhere), path);
}
