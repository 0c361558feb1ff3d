//! What only the sample request and the shape of the text tell: it is offered and never guessed at.

use super::read;
use super::skeletons::{loads, skeleton};

/// Reads a page below the same authorization block.
fn offered(head: &str, rest: &str) -> String {
    let text = format!("{head}\nAuthorization\n{rest}How is this guide?");
    skeleton(&read("p", &text).unwrap_or_else(|error| panic!("{error:?}\n{text}")))
}

/// Whether a text holds words in this order, however they are indented.
fn says(text: &str, words: &str) -> bool {
    let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    squeezed(text).contains(&squeezed(words))
}

const NAMED: &str = "bearerAuth AuthorizationBearer <token>\nIn: header\n";

#[test]
fn what_only_the_call_sends_is_offered() {
    let page = "bearerAuth AuthorizationBearer <token>\nIn: header\nResponse Body\napplication/json\ncurl -X GET \"https://h.example/things?since=2024-09-22T00%3A00%3A00.000Z\" \\ -H \"x-mode: all\" \\ -H \"Accept: text/csv\"[]";
    let text = offered("List things", page);
    for said in [
        "name: since in: query required: false",
        "type: string format: date-time example: \"2024-09-22T00:00:00.000Z\"",
        "name: x-mode in: header required: false",
        "example: all",
    ] {
        assert!(says(&text, said), "{said}\n{text}");
    }
    assert!(!says(&text, "Accept"), "{text}");
    loads(&text);
}

#[test]
fn a_sample_value_is_the_example_of_its_parameter() {
    let page = format!(
        "{NAMED}Path Parameters\nthingId*integer\nQuery Parameters\ncode?string\nMatch\n^[a-z]$part?string\ndeep?boolean\nResponse Body\napplication/json\ncurl -X GET \"https://h.example/things/2?code=xyz&part=a%20b&deep=true\"[]"
    );
    let text = offered("Things\nList things", &page);
    for (said, there) in [
        ("example: 2\n", true),
        ("example: a b\n", true),
        ("example: true\n", true),
        ("xyz", false),
    ] {
        assert_eq!(says(&text, said), there, "{said}\n{text}");
    }
    loads(&text);
}

#[test]
fn a_parameter_without_a_place_in_the_path_leaves_the_rest_of_use() {
    let page = format!(
        "{NAMED}Path Parameters\nlevel*string\nreason*string\nResponse Body\ncurl -X PUT \"https://h.example/freeze/high/for/fire\"Empty"
    );
    let text = offered("Things\nFreeze a thing", &page);
    assert!(!says(&text, "parameters:"), "{text}");
    loads(&text);
}

#[test]
fn items_that_differ_are_all_in_the_offer() {
    let page = format!(
        "{NAMED}Request Body\napplication/json\nparts*array<>\nwords*array<>\nResponse Body\napplication/json\ncurl -X PUT \"https://h.example/parts\" \\ -H \"Content-Type: application/json\" \\ -d '{{ \"parts\": [{{\"id\": 1, \"of\": {{}}}}, {{\"id\": 2, \"to\": 3}}], \"words\": [\"a\", 1] }}'[{{\"a\": 1}}, {{\"b\": 2}}]"
    );
    let text = offered("Things\nChange parts", &page);
    for said in ["of:", "to:", "required: - id", "items: {}", "a:", "b:"] {
        assert!(says(&text, said), "{said}\n{text}");
    }
    loads(&text);
}

#[test]
fn values_of_a_list_are_those_of_its_items() {
    let page = format!(
        "{NAMED}Query Parameters\nkinds?array<>\nValue in\n\"a\" | \"b\"Response Body\ncurl -X GET \"https://h.example/parts\"[]"
    );
    let text = offered("Things\nList parts", &page);
    assert!(says(&text, "items: enum: - a - b"), "{text}");
    loads(&text);
}

#[test]
fn any_further_member_is_no_member_of_that_name() {
    let page = format!(
        "{NAMED}Request Body\napplication/json\nname?string\n[key: string]?integer\nOne for each.\nResponse Body\ncurl -X PUT \"https://h.example/parts\" \\ -H \"Content-Type: application/json\" \\ -d '{{}}'Empty"
    );
    let text = offered("Things\nChange parts", &page);
    assert!(
        says(&text, "additionalProperties: type: integer description: One for each."),
        "{text}"
    );
    assert!(!text.contains("key: string"), "{text}");
    loads(&text);
}

#[test]
fn what_a_description_announces_may_be_a_list_within_it() {
    for (colon, name, told, fields) in [
        (":", "depth?", true, 2),
        (".", "depth?", false, 2),
        (":", "known?", false, 2),
        // The sample would send it.
        (":", "depth*", false, 1),
        (".", "depth*", false, 2),
        (":", "known*", false, 2),
    ] {
        let page = format!(
            "Things\nFind things\nAuthorization\n{NAMED}Request Body\napplication/json\nfilter*object\nWhat it may hold{colon}\n{name}integer\nResponse Body\ncurl -X POST \"https://h.example/things\" \\ -H \"Content-Type: application/json\" \\ -d '{{ \"filter\": {{\"known\": 1}} }}'EmptyHow is this guide?"
        );
        let page = read("p", &page).unwrap();
        let rules: Vec<_> = page.unread.iter().map(|finding| finding.rule.as_ref()).collect();
        assert_eq!(rules == ["drift/page-field-unclear"], told, "{colon}{name}: {rules:?}");
        assert_eq!(page.body.unwrap().fields.len(), fields, "{colon}{name}");
    }
}
