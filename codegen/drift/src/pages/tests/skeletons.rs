//! What a page of an unknown operation offers is a specification, and says what the page says.

use super::super::Page;
use super::agreeing::found;
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
    let findings = found(&empty_api(), page);
    let new = findings.iter().find(|finding| finding.rule.ends_with("-added")).expect("it is new");
    let edit = new.evidence.iter().find(|evidence| evidence.label == "spec edit").unwrap();
    let paths = &edit.text;
    let security =
        "components:\n  securitySchemes:\n    bearerAuth: {type: http, scheme: bearer}\n";
    format!(
        "openapi: 3.0.3\ninfo: {{title: x, version: '1'}}\nservers: [{{url: 'https://h.example'}}]\n{paths}{security}"
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
        // Fields whose rules contradict each other make a specification with mistakes.
        let sound = reading.findings.iter().all(|finding| finding.severity == Severity::Note);
        let api = reading.api;
        prop_assert_eq!(api.operations.len(), 1);
        let operation = &api.operations[0];
        let method: Method = page.method.as_ref().unwrap().value;
        prop_assert_eq!((operation.method, &operation.path), (method, &page.path.as_ref().unwrap().value));
        prop_assert_eq!(operation.parameters.len(), page.parameters.len());
        prop_assert_eq!(operation.body.is_some(), page.body.is_some());
        // The values of the samples follow no rule of their fields, nor do defaults. Apart from these the
        // page says nothing else.
        let others: Vec<_> = found(&api, &page)
            .into_iter()
            .filter(|finding| !finding.rule.starts_with("drift/page-"))
            .filter(|finding| !finding.rule.ends_with("-default-changed"))
            .collect();
        prop_assert!(!sound || others.is_empty(), "{others:#?}\n{text}");
    }
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
        let text = &found(&api, &read("p", &page).unwrap())[0].evidence;
        let text = &text.iter().find(|evidence| evidence.label == "spec edit").unwrap().text;
        assert!(text.contains("x-webhook: true") && text.contains(said), "{text}");
        assert_eq!(text.contains("$ref: '#/components/schemas/Part'"), said != "size", "{text}");
    }
}
