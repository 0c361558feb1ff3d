//! What `read` makes of documents that are right, odd or written in another dialect.

use oasis_model::finding::Severity;
use oasis_model::ir::{Kind, Status};
use oasis_model::{Options, Reading, read, read_with};

fn finding<'r>(reading: &'r Reading, rule: &str) -> &'r oasis_model::finding::Finding {
    let found = reading.findings.iter().find(|finding| finding.rule == rule);
    found.unwrap_or_else(|| panic!("no {rule} in {:#?}", reading.findings))
}

#[test]
fn every_mistake_has_document_line_and_column() {
    for (text, rule, line, column) in [
        ("openapi: 3.0.3\ninfo: {\n", "spec/syntax", 3, 1),
        ("{\"openapi\": \"3.0.3\",\n \"a\": 1 \"b\": 2}", "spec/syntax", 2, 9),
        ("info: {}\nopenapi: 3.3.0\n", "spec/version", 2, 1),
        ("info: {}\nswagger: '2.0'\n", "spec/version", 2, 1),
        ("{\"info\": {},\n\"openapi\": \"4.0.0\"}", "spec/version", 2, 1),
        ("just text", "spec/version", 1, 1),
        ("", "spec/version", 1, 1),
    ] {
        let reading = read("x.yaml", text);
        let at = &finding(&reading, rule).at;
        assert_eq!(
            (at.document.as_str(), at.line, at.column),
            ("x.yaml", Some(line), Some(column)),
            "{text}"
        );
        assert!(!reading.is_document() && !reading.usable());
    }
}

/// Documents of bundlers: references into properties, responses and paths, with percent signs.
const DEEP: &str = r##"
openapi: 3.0.3
info: {title: Samples, version: "1"}
paths:
  /samples:
    post:
      operationId: addSample
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/New'}}}}
      responses: {"201": {description: Made., content: {application/json: {schema: {$ref: '#/components/schemas/Sample'}}}}}
  /users/{id}/samples:
    get:
      operationId: samplesOf
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        "200": {description: Some., content: {application/json: {schema: {type: array, items: {$ref: '#/paths/~1samples/post/responses/201/content/application~1json/schema'}}}}}
  /teams/{id}/samples:
    get:
      operationId: samplesOfTeam
      parameters:
        - {$ref: '#/paths/~1users~1%7Bid%7D~1samples/get/parameters/0'}
      responses: {"200": {$ref: '#/paths/~1users~1%7Bid%7D~1samples/get/responses/200'}}
components:
  schemas:
    Sample: {type: object, required: [id], properties: {id: {type: string, format: uuid}, field: {type: string, maxLength: 9}}}
    New: {type: object, properties: {field: {$ref: '#/components/schemas/Sample/properties/field'}}}
"##;

#[test]
fn references_into_the_document_are_followed() {
    let reading = read("deep.yaml", DEEP);
    assert!(reading.usable(), "{:#?}", reading.findings);
    assert!(reading.findings.is_empty(), "{:#?}", reading.findings);
    let api = &reading.api;
    let kind = |id| &api.schema(api.resolve(id).0).kind;
    let Kind::Object(new) = kind(api.component("New").unwrap()) else { panic!("an object") };
    let Kind::String(field) = kind(new.properties[0].schema) else { panic!("a string") };
    assert_eq!(field.max_length, Some(9));
    for operation in ["samplesOf", "samplesOfTeam"] {
        let operation = api.operation(operation).unwrap();
        assert_eq!(operation.parameters[0].name, "id");
        let list = operation.responses[0].json().unwrap().schema.unwrap();
        let Kind::Array(list) = kind(list) else { panic!("an array") };
        assert_eq!(api.resolve(list.items.unwrap()).0, api.component("Sample").unwrap());
    }
}

#[test]
fn a_reference_that_leads_nowhere_is_shown_where_it_stands() {
    for (good, bad) in [
        ("Sample/properties/field", "Sample/properties/fjeld"),
        ("get/parameters/0", "get/parameters/1"),
        ("get/responses/200'", "get/responses/404'"),
    ] {
        let reading = read("deep.yaml", &DEEP.replace(good, bad));
        let found = finding(&reading, "spec/dangling-reference");
        let bad = bad.trim_end_matches('\'');
        assert!(found.at.text.as_deref().unwrap().contains(bad), "{found:#?}");
        assert!(found.message.contains(bad), "{found:#?}");
    }
}

#[test]
fn a_class_of_statuses_in_lower_case_is_read_as_meant() {
    let text = "{openapi: 3.0.3, info: {title: a, version: '1'}, paths: {/a: {get: {operationId: a, responses: {'4xx': {description: b}}}}}}";
    let reading = read("a.yaml", text);
    assert_eq!(finding(&reading, "spec/status-in-lower-case").severity, Severity::Warning);
    assert_eq!(reading.api.operations[0].responses[0].status, Status::Class(4));
}

#[test]
fn operations_that_are_missing_are_a_warning_and_an_error_where_nothing_may_be_lost() {
    let text = |curated: bool| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: a, version: '1', x-curated: {curated}}}\npaths:\n  /b:\n    $ref: other.yaml\n"
        )
    };
    for (curated, severity) in [(false, Severity::Warning), (true, Severity::Error)] {
        let reading = read("a.yaml", &text(curated));
        let found = finding(&reading, "spec/ignored-keyword");
        assert_eq!((found.severity, found.at.line), (severity, Some(5)));
    }
}

#[test]
fn a_path_item_behind_a_reference_within_the_document_is_read() {
    let get = "get: {operationId: a, responses: {'204': {description: b}}}";
    for (target, place) in [
        ("#/components/pathItems/A", format!("components: {{pathItems: {{A: {{{get}}}}}}}")),
        ("#/paths/~1b", "components: {}".to_owned()),
        ("#/x-paths/0", format!("x-paths: [{{{get}}}]")),
    ] {
        let text = format!(
            "openapi: 3.0.3\ninfo: {{title: a, version: '1'}}\npaths:\n  /a: {{$ref: '{target}', parameters: [{{name: q, in: query, schema: {{}}}}]}}\n  /b: {{{get}}}\n{place}\n"
        );
        let reading = read("a.yaml", &text);
        let operation = reading.api.operations.iter().find(|it| it.path == "/a");
        assert_eq!(operation.map(|it| it.parameters.len()), Some(1), "{target}");
        assert!(!reading.findings.iter().any(|it| it.rule == "spec/ignored-keyword"), "{target}");
    }
}

#[test]
fn the_house_rules_can_be_left_out() {
    let text = "openapi: 3.0.3\ninfo: {title: a, version: '1', x-curated: true}\npaths: {}\ncomponents: {schemas: {A: {type: string}}}\n";
    let reading = read("a.yaml", text);
    finding(&reading, "spec/no-description");
    let options = Options { house_rules: false, ..Options::default() };
    assert!(read_with("a.yaml", text, options).usable());
}
