//! What a page of an unknown operation offers is a specification, and says what the page says.

use super::super::{Page, compare};
use super::{model, read, render};
use oasis_model::finding::Severity;
use oasis_model::ir::{Api, Method, Server};
use proptest::prelude::*;

fn empty_api() -> Api {
    let server = Server {
        url: "https://h.example".to_owned(),
        name: None,
        description: None,
        at: "/servers/0".to_owned(),
    };
    Api { servers: vec![server], ..Api::default() }
}

/// The specification that a page's skeleton makes.
pub(super) fn skeleton(page: &Page) -> String {
    let findings = compare(&empty_api(), page);
    let new = findings
        .iter()
        .find(|finding| finding.rule == "drift/page-new-operation")
        .expect("the page is new");
    let paths = new.evidence[0].text.lines().map(|line| format!("  {line}\n")).collect::<String>();
    let security =
        "components:\n  securitySchemes:\n    bearerAuth: {type: http, scheme: bearer}\n";
    format!(
        "openapi: 3.0.3\ninfo: {{title: x, version: '1'}}\nservers: [{{url: 'https://h.example'}}]\npaths:\n{paths}{security}"
    )
}

/// Such a specification has no mistake.
pub(super) fn loads(text: &str) {
    let reading = oasis_model::read("skeleton.yaml", text);
    let errors: Vec<_> =
        reading.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_skeleton_is_a_specification_that_agrees_with_its_page(model in model::page()) {
        let page = read("p", &render::condensed(&model)).unwrap();
        let text = skeleton(&page);
        let reading = oasis_model::read("skeleton.yaml", &text);
        prop_assert!(reading.is_document(), "{:#?}\n{text}", reading.findings);
        let api = reading.api;
        prop_assert_eq!(api.operations.len(), 1);
        let operation = &api.operations[0];
        let method: Method = page.method.as_ref().unwrap().value;
        prop_assert_eq!((operation.method, &operation.path), (method, &page.path.as_ref().unwrap().value));
        prop_assert_eq!(operation.parameters.len(), page.parameters.len());
        prop_assert_eq!(operation.body.is_some(), page.body.is_some());
    }
}

#[test]
fn a_page_without_names_gets_numbered_places() {
    let page = "Change a thing\nAuthorization bearerAuth In: header\nWords\ncurl -X PATCH \"https://h.example/things/0/parts/string\" \\ -H \"Content-Type: application/json\" \\ -d '{ \"label\": \"x\" }'How is this guide?";
    let text = skeleton(&read("p", page).unwrap());
    let reading = oasis_model::read("skeleton.yaml", &text);
    assert!(reading.usable(), "{:#?}", reading.findings);
    let api = reading.api;
    assert_eq!(api.operations[0].path, "/things/{unknown1}/parts/{unknown2}");
    assert_eq!(api.operations[0].parameters.len(), 2);
}

/// Fields without prose, a default of another type, unions, nested samples, and an odd answer.
const BARE: &str = "Admin api things\n\nMake a thing\n\nPOST\n/api/things\n\nAuthorization\n\nbearerAuth\nAuthorizationBearer <token>\n\nIn: header\n\nQuery Parameters\n\ndry?boolean\n\nRequest Body\n\napplication/json\n\nflag?string\n\nDefaultfalse\nparent*|\nother?|\nparts*array<>\ninner*\nResponse Body\n\napplication/json\n\napplication/problem+json\n\ncurl -X POST \"https://h.example/api/things\" \\  -H \"Content-Type: application/json\" \\  -d '{ \"parent\": \"x\", \"parts\": [{\"size\": 1}], \"inner\": {\"a\": {}} }'\n{ \"id\": 1, \"at\": \"2026-01-02T03:04:05Z\" }\nEmpty\n{ \"message\": \"no\" }\n\nHow is this guide?\n";

#[test]
fn the_house_rules_take_a_skeleton_as_it_is() {
    let text = skeleton(&read("p", BARE).unwrap());
    let curated = text.replace("info: {", "info: {x-curated: true, description: x, ");
    let reading = oasis_model::read("skeleton.yaml", &curated);
    let errors: Vec<_> = reading
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        // The scheme and the server of this test are not the page's.
        .filter(|finding| finding.at.pointer.starts_with("/paths"))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    for said in [
        "the default false, which is no value of this type",
        "required:\n                    - size",
        "application/problem+json:",
        "one of them is often null",
        "at: \"2026-01-02T03:04:05Z\"",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}

#[test]
fn an_error_alone_is_no_success_where_empty_answers_are_lost() {
    let page = "Make a thing\nAuthorization\nbearerAuth In: header\nWords\ncurl -X POST \"https://h.example/things\" \\ -H \"Content-Type: application/json\" \\ -d '{ \"a\": 1 }'{ \"message\": \"no\" }How is this guide?";
    let text = skeleton(&read("p", page).unwrap());
    let ok = text.find("'200'").unwrap();
    let error = text.find("'422'").unwrap();
    assert!(ok < error && !text[ok..error].contains("content"), "{text}");
}

#[test]
fn of_a_page_without_names_that_is_cut_the_whole_members_are_read() {
    let page = "Make a thing\nAuthorization\nbearerAuth In: header\nWords\ncurl -X POST \"https://h.example/things\" \\ -H \"Content-Type: application/json\" \\ -d '{ \"a\": 1, \"b\": { \"c\": [] }, \"d\": \"ha";
    let text = skeleton(&read("p", page).unwrap());
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    assert!(lines.contains(&"- a") && lines.contains(&"- b"), "{text}");
    assert!(!lines.contains(&"d:"), "{text}");
}

/// The table form.
pub(super) const TABLE: &str = "Change a thing\nAuthorizations:\nbearerAuth\npath Parameters\n| thingId required | integer |\nquery Parameters\n| kinds | Array of strings Items Enum: \"a\" \"b\" |\n| size | integer <= 200 Default: 50 Example: size=7 How large |\nRequest Body schema: application/json\n| label required | string or null |\nResponses\n";

#[test]
fn a_table_says_what_its_rows_say() {
    let route = format!("{TABLE}patch/api/things/{{thingId}}\n");
    let text = skeleton(&read("p", &route).unwrap());
    for said in [
        "enum:\n            - a",
        "maximum: 200\n          default: 50",
        "example: 7\n",
        "description: How large\n",
        "nullable: true",
        "- label",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    assert!(oasis_model::read("skeleton.yaml", &text).is_document(), "{text}");
}

#[test]
fn a_table_without_a_route_still_says_what_it_holds() {
    let findings = compare(&empty_api(), &read("p", TABLE).unwrap());
    let told: Vec<_> = findings.iter().map(|finding| finding.rule.as_ref()).collect();
    assert_eq!(told, ["drift/page-without-route"]);
    assert!(findings[0].evidence[0].text.contains("name: thingId"));
}

#[test]
fn a_table_that_is_cut_is_told() {
    let size = TABLE.find("| size").unwrap();
    for (end, fields) in [(size + 20, 2), (size, 2), (size + 3, 2)] {
        let page = read("p", &TABLE[..end]).unwrap();
        let told: Vec<_> = page.unread.iter().map(|finding| finding.rule.as_ref()).collect();
        assert_eq!((page.parameters.len(), &told[..]), (fields, &["drift/page-truncated"][..]));
        assert!(!page.whole(crate::pages::Part::Query));
    }
}

/// A webhook with a component for its one member.
const KNOWN: &str = r#"
openapi: 3.0.3
info: {title: x, version: "1"}
servers: [{url: https://h.example}]
paths:
  /api/push/made:
    post:
      operationId: made
      x-webhook: true
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {part: {$ref: '#/components/schemas/Part'}}}
            example: {part: {size: 1}}
      responses: {'200': {description: Fine.}}
components:
  schemas:
    Part: {type: object, required: [size], properties: {size: {type: integer}}}
"#;

#[test]
fn a_member_that_the_specification_knows_is_named() {
    let api = oasis_model::read("known.yaml", KNOWN).api;
    for (written, said) in [("part*\n", "allOf"), ("part*|\n", "anyOf"), ("part*object\n", "size")]
    {
        let page = format!(
            "Lose a thing\nRequest Body\napplication/json\n{written}Response Body\ncurl -X POST \"https://h.example/api/push/lost\" \\ -H \"Content-Type: application/json\" \\ -d '{{ \"part\": {{ \"size\": 1 }} }}'EmptyHow is this guide?"
        );
        let text = &compare(&api, &read("p", &page).unwrap())[0].evidence[0].text;
        assert!(text.contains("x-webhook: true") && text.contains(said), "{text}");
        assert_eq!(text.contains("$ref: '#/components/schemas/Part'"), said != "size", "{text}");
    }
}
