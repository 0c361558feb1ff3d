//! What a page of an unknown operation offers is a specification, and says what the page says.

use super::super::{Page, compare, read};
use super::{model, render};
use crate::finding::Severity;
use crate::ir::{Api, Method, Server};
use proptest::prelude::*;

fn empty_api() -> Api {
    let server = Server {
        url: "https://h.example".to_owned(),
        description: None,
        at: "/servers/0".to_owned(),
    };
    Api { servers: vec![server], ..Api::default() }
}

/// The specification that a page's skeleton makes.
fn skeleton(page: &Page) -> String {
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_skeleton_is_a_specification_that_agrees_with_its_page(model in model::page()) {
        let page = read("p", &render::condensed(&model)).unwrap();
        let text = skeleton(&page);
        let loaded = crate::load::document("skeleton.yaml", &text);
        let errors: Vec<_> = loaded.findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
        prop_assert!(loaded.document.is_some(), "{errors:#?}\n{text}");
        let (api, _) = crate::lower::api(&loaded.document.unwrap());
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
    let document =
        crate::load::document("skeleton.yaml", &text).document.expect("it is a specification");
    let (api, findings) = crate::lower::api(&document);
    assert!(!crate::finding::any_error(&findings), "{findings:#?}");
    assert_eq!(api.operations[0].path, "/things/{unknown1}/parts/{unknown2}");
    assert_eq!(api.operations[0].parameters.len(), 2);
}
