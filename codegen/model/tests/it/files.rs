//! References to files beside a document: followed within its folder, each file asked for once, and
//! refused with the reason where they are not.

use oasis_model::ir::{Kind, Schema};
use oasis_model::{Options, Reading, read_beside};
use std::collections::BTreeMap;
use std::sync::Mutex;

const API: &str = "
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /pets: {$ref: 'paths.yaml#/pets'}
components:
  schemas:
    Pet: {$ref: 'sub/pet.yaml'}
    Out: {type: object, properties: {a: {$ref: '../out.yaml'}, b: {$ref: 'https://example.com/b.yaml'},
      c: {$ref: 'gone.yaml'}, d: {$ref: 'sub/pet.yaml#/nothing'}}, example: {$ref: 'never.yaml'}}
";

/// Reads the document with these files; gives what was asked for, too.
fn read(files: &[(&str, &str)]) -> (Reading, Vec<String>) {
    let files: BTreeMap<&str, &str> = files.iter().copied().collect();
    let asked = Mutex::new(Vec::new());
    let file = |path: &str| {
        asked.lock().unwrap().push(path.to_owned());
        files.get(path).map(|text| (*text).to_owned()).ok_or_else(|| "there is none".to_owned())
    };
    let reading = read_beside("docs/api.yaml", API, Options::default(), &file);
    (reading, asked.into_inner().unwrap())
}

/// The schema of a property of a component, aliases followed.
fn property<'a>(reading: &'a Reading, component: &str, name: &str) -> &'a Schema {
    let api = &reading.api;
    let id = api.component(component).unwrap();
    let Kind::Object(object) = &api.schema(api.resolve(id).0).kind else { panic!("{component}") };
    let property = object.properties.iter().find(|property| property.name == name).unwrap();
    api.schema(api.resolve(property.schema).0)
}

#[test]
fn files_are_followed_within_the_folder() {
    let (reading, mut asked) = read(&[
        (
            "paths.yaml",
            "pets:
  get:
    operationId: listPets
    parameters: [{$ref: 'sub/pet.yaml#/limit'}]
    responses:
      '200':
        description: Some.
        content: {application/json: {schema: {$ref: 'api.yaml#/components/schemas/Pet'}}}",
        ),
        (
            "sub/pet.yaml",
            "type: object
properties: {owner: {$ref: 'owner.yaml#/Owner'}, kind: {$ref: '#/kind'}}
kind: {type: string, enum: [cat]}
limit: {name: limit, in: query, schema: {type: integer}}",
        ),
        ("sub/owner.yaml", "Owner: {type: object, properties: {pet: {$ref: './pet.yaml'}}}"),
    ]);
    asked.sort();
    assert_eq!(asked, ["gone.yaml", "paths.yaml", "sub/owner.yaml", "sub/pet.yaml"]);
    assert_eq!(property(&reading, "Pet", "kind").values, Some(vec!["cat".into()]));
    let operation = reading.api.operation("listPets").unwrap();
    assert_eq!(operation.parameters[0].name, "limit");
    let body = operation.responses[0].contents[0].schema.unwrap();
    let pet = reading.api.component("Pet").unwrap();
    assert_eq!(reading.api.resolve(body), reading.api.resolve(pet));
    // The file that leads back to the component is the component.
    let owner = property(&reading, "Pet", "owner");
    let Kind::Object(owner) = &owner.kind else { panic!("{owner:?}") };
    let back = reading.api.resolve(owner.properties[0].schema).0;
    assert_eq!(back, reading.api.resolve(pet).0);
}

#[test]
fn what_is_not_followed_says_why_and_costs_its_place() {
    let (reading, _) = read(&[("sub/pet.yaml", "type: object")]);
    assert!(reading.usable(), "{:#?}", reading.findings);
    for (name, why) in [
        ("a", "`../out.yaml` is not followed: it leads out of the document's folder"),
        ("b", "leads to another host, and no host is asked"),
        ("c", "`gone.yaml` is not followed: there is none"),
        ("d", "`sub/pet.yaml#/nothing` names nothing in that file"),
    ] {
        let at = format!("/components/schemas/Out/properties/{name}/$ref");
        let finding = reading.findings.iter().find(|finding| finding.at.pointer == at);
        assert!(finding.is_some_and(|it| it.message.contains(why)), "{why}: {finding:?}");
        let schema = property(&reading, "Out", name);
        assert!(schema.unknown && schema.kind == Kind::Any, "{schema:?}");
    }
}

#[test]
fn a_file_that_is_no_document_is_a_finding() {
    let (reading, _) = read(&[("sub/pet.yaml", "{"), ("paths.yaml", "[1, 2]")]);
    let message = |text: &str| reading.findings.iter().any(|it| it.message.contains(text));
    assert!(message("`sub/pet.yaml` is not followed: the text is neither YAML nor JSON"));
    assert!(reading.api.operations.is_empty());
}
