//! The validator's words against the measured behaviour of Joi, row by row, and what it converts.

use oasis_contract_tests::joi::{self, Generation, Labels, Policy, Settings};
use oasis_model::ir::{Api, SchemaId};
use serde_json::{Value, json};

/// One schema for each property that the table speaks of.
const SCHEMAS: &str = r#"
openapi: 3.0.3
info: {title: table, version: "1"}
paths: {}
components:
  schemas:
    Table:
      type: object
      properties:
        text: {type: string}
        flag: {type: boolean}
        truth: {type: boolean, enum: [true]}
        role: {type: string, enum: [customer, employee, tester, untracked, unknown]}
        whole: {type: integer}
        bounded: {type: integer, minimum: 0, maximum: 10}
        open: {type: integer, minimum: 0, exclusiveMinimum: true}
        number: {type: number}
        short: {type: string, minLength: 2, maxLength: 4, pattern: '^[a-z]+$'}
        time: {type: string, format: date-time}
        guid: {type: string, format: uuid}
        email: {type: string, format: email}
        uri: {type: string, format: uri}
        free: {type: object}
        closed: {type: object, additionalProperties: false}
        one: {type: object, minProperties: 1}
        list: {type: array, items: {type: object}}
        set: {type: array, minItems: 1, uniqueItems: true, items: {type: string}}
        either:
          oneOf:
            - {type: object, required: [a], properties: {a: {type: string}}}
            - {type: string}
        overlap: {oneOf: [{type: integer}, {type: number, minimum: 0}]}
        session:
          type: object
          properties:
            code: {type: string}
            nullable: {type: string, nullable: true}
            events: {type: array, items: {type: object, required: [eventId], properties: {eventId: {type: string}}}}
    Required:
      type: object
      required: [sessionId]
      properties:
        sessionId: {type: string}
"#;

pub(crate) fn table() -> Api {
    oasis_model::read("table.yaml", SCHEMAS).api
}

pub(crate) fn component(api: &Api, name: &str) -> SchemaId {
    api.component(name).expect("the schema is there")
}

/// Rule, label and message of every violation.
pub(crate) fn said(api: &Api, schema: &str, body: &Value, settings: &Settings) -> Vec<[String; 3]> {
    joi::violations(api, component(api, schema), body, settings)
        .into_iter()
        .map(|detail| [detail.code.to_owned(), detail.label, detail.message])
        .collect()
}

/// Joi 17 as the table was measured: nothing is converted, all is listed, what is not declared is refused.
pub(crate) fn measured() -> Settings {
    Settings {
        unknown_properties: Policy::Refused,
        empty_strings: Policy::Refused,
        formats: true,
        safe_integers: true,
        ..Settings::claimed(&Api::default())
    }
}

fn joi15() -> Settings {
    Settings { generation: Generation::Joi15, labels: Labels::Key, ..measured() }
}

/// A property of the table, a value, and the rules and sentences that it earns.
type Row = (&'static str, Value, &'static [(&'static str, &'static str)]);

#[test]
fn each_mutation_has_its_rule_and_sentence() {
    let api = table();
    let rows: Vec<Row> = vec![
        ("text", json!(null), &[("string.base", "must be a string")]),
        ("text", json!(1), &[("string.base", "must be a string")]),
        ("text", json!(""), &[("string.empty", "is not allowed to be empty")]),
        ("free", json!(null), &[("object.base", "must be of type object")]),
        ("free", json!([]), &[("object.base", "must be of type object")]),
        ("free", json!({"any": 1, "__proto__": 1}), &[]),
        ("list", json!({}), &[("array.base", "must be an array")]),
        ("truth", json!(true), &[]),
        ("truth", json!(false), &[("any.only", "must be [true]")]),
        ("truth", json!("x"), BOTH_OF_TRUTH),
        ("flag", json!("true"), &[("boolean.base", "must be a boolean")]),
        ("role", json!("tester"), &[]),
        ("role", json!("vip"), &[("any.only", ROLES)]),
        ("role", json!(1), &[("any.only", ROLES), ("string.base", "must be a string")]),
        ("role", json!(null), &[("any.only", ROLES), ("string.base", "must be a string")]),
        ("role", json!(""), &[("any.only", ROLES), ("string.empty", "is not allowed to be empty")]),
        ("whole", json!(1.5), &[("number.integer", "must be an integer")]),
        ("whole", json!("5"), &[("number.base", "must be a number")]),
        ("whole", json!(null), &[("number.base", "must be a number")]),
        ("whole", json!(9_007_199_254_740_991_i64), &[]),
        ("whole", json!(9_007_199_254_740_992_i64), &[("number.unsafe", "must be a safe number")]),
        ("whole", json!(1.0), &[]),
        ("bounded", json!(-1), &[("number.min", "must be greater than or equal to 0")]),
        ("bounded", json!(11), &[("number.max", "must be less than or equal to 10")]),
        ("open", json!(0), &[("number.greater", "must be greater than 0")]),
        ("short", json!("a"), &[("string.min", "length must be at least 2 characters long")]),
        (
            "short",
            json!("ABCDE"),
            &[
                ("string.max", "length must be less than or equal to 4 characters long"),
                (
                    "string.pattern.base",
                    "with value \"ABCDE\" fails to match the required pattern: /^[a-z]+$/",
                ),
            ],
        ),
        ("time", json!("2019-08-24T14:15:22Z"), &[]),
        ("time", json!("yesterday"), &[("string.isoDate", "must be in iso format")]),
        ("guid", json!("x"), &[("string.guid", "must be a valid GUID")]),
        ("email", json!("x"), &[("string.email", "must be a valid email")]),
        ("uri", json!("x"), &[("string.uri", "must be a valid uri")]),
        ("either", json!(1), &[("alternatives.types", "must be one of [object, string]")]),
        ("overlap", json!(7), &[("alternatives.one", "matches more than one allowed type")]),
        ("overlap", json!(7.5), &[]),
        ("closed", json!({"__proto__": 1}), &[]),
        ("one", json!({}), &[("object.min", "must have at least 1 key")]),
        ("set", json!([]), &[("array.min", "must contain at least 1 items")]),
    ];
    for (name, value, expected) in rows {
        let quoted = format!("\"{name}\"");
        let expected: Vec<[String; 3]> = expected
            .iter()
            .map(|(rule, rest)| [(*rule).to_owned(), name.to_owned(), format!("{quoted} {rest}")])
            .collect();
        let body = json!({ name: value });
        assert_eq!(said(&api, "Table", &body, &measured()), expected, "{name} {value:.60}");
    }
}

const ROLES: &str = "must be one of [customer, employee, tester, untracked, unknown]";
const BOTH_OF_TRUTH: &[(&str, &str)] =
    &[("any.only", "must be [true]"), ("boolean.base", "must be a boolean")];

#[test]
fn places_are_named_as_joi_names_them() {
    let api = table();
    for (body, rule, joi16, joi15_label) in [
        (json!(null), "object.base", "value", "value"),
        (json!([]), "object.base", "value", "value"),
        (json!({"session": {"code": 1}}), "string.base", "session.code", "code"),
        (json!({"list": [1]}), "object.base", "list[0]", "0"),
        (
            json!({"session": {"events": [{"eventId": "a"}, {}]}}),
            "any.required",
            "session.events[1].eventId",
            "eventId",
        ),
        (json!({"a.b": 1}), "object.unknown", "a.b", "a.b"),
        (json!({"": 1}), "object.unknown", "value", "value"),
        (json!({"k\"q": 1}), "object.unknown", "k\"q", "k\"q"),
        (json!({"set": ["a", "b", "a"]}), "array.unique", "set[2]", "2"),
        (json!({"either": {"a": 1}}), "string.base", "either.a", "a"),
    ] {
        let found = said(&api, "Table", &body, &measured());
        assert_eq!(found.len(), 1, "{body}");
        assert_eq!(found[0][..2], [rule.to_owned(), joi16.to_owned()], "{body}");
        assert!(found[0][2].starts_with(&format!("\"{joi16}\" ")), "{body}: {}", found[0][2]);
        assert_eq!(said(&api, "Table", &body, &joi15())[0][1], joi15_label, "{body}");
    }
}

#[test]
fn older_generations_say_it_otherwise() {
    let api = table();
    for (body, expected) in [
        (json!({"text": ""}), ("any.empty", "\"text\" is not allowed to be empty")),
        (json!({"free": 1}), ("object.base", "\"free\" must be an object")),
        (json!({"truth": false}), ("any.allowOnly", "\"truth\" must be one of [true]")),
        (json!({"truth": "x"}), ("boolean.base", "\"truth\" must be a boolean")),
        (json!({"time": "x"}), ("string.isoDate", "\"time\" must be a valid ISO 8601 date")),
        (json!({"": 1}), ("object.allowUnknown", "\"\" is not allowed")),
        (json!({"bounded": -1}), ("number.min", "\"bounded\" must be larger than or equal to 0")),
        (json!({"one": {}}), ("object.min", "\"one\" must have at least 1 children")),
        (
            json!({"set": ["a", "a"]}),
            ("array.unique", "\"1\" position 1 contains a duplicate value"),
        ),
    ] {
        let found = said(&api, "Table", &body, &joi15());
        assert_eq!(found.len(), 1, "{body}");
        let [rule, _, message] = &found[0];
        assert_eq!((rule.as_str(), message.as_str()), expected, "{body}");
    }
}

#[test]
fn conversion_reads_what_joi_reads() {
    let api = table();
    let settings = Settings { converts: true, ..measured() };
    let schema = component(&api, "Table");
    for (sent, kept) in [
        (json!({"whole": " 5 "}), Some(json!({"whole": 5}))),
        (json!({"whole": "1e1"}), Some(json!({"whole": 10.0}))),
        (json!({"flag": "TRUE"}), Some(json!({"flag": true}))),
        (json!({"truth": "true"}), Some(json!({"truth": true}))),
        (json!({"overlap": "7.5"}), Some(json!({"overlap": 7.5}))),
        (json!({"text": "5"}), Some(json!({"text": "5"}))),
        (json!({"free": {"a": "5"}}), Some(json!({"free": {"a": "5"}}))),
        (json!({"whole": "1.5"}), None),
        (json!({"bounded": "11"}), None),
        (json!({"truth": "false"}), None),
    ] {
        let accepted = joi::violations(&api, schema, &sent, &settings).is_empty();
        let read = joi::converted(&api, schema, sent.clone(), &settings);
        assert_eq!(accepted.then_some(read), kept, "{sent}");
        let strict = measured();
        assert_eq!(joi::converted(&api, schema, sent.clone(), &strict), sent);
    }
}

#[test]
fn schemas_that_multiply_end() {
    let mut text = String::from(
        "openapi: 3.0.3\ninfo: {title: t, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n",
    );
    text.push_str("    L0: {type: integer}\n    M0: {type: integer}\n");
    for level in 1..40 {
        for (name, keyword) in [("L", "oneOf"), ("M", "anyOf")] {
            let below = format!("{{$ref: '#/components/schemas/{name}{}'}}", level - 1);
            let not = format!("{{not: {below}}}");
            text.push_str(&format!(
                "    {name}{level}: {{{keyword}: [{below}, {below}, {not}]}}\n"
            ));
        }
    }
    text.push_str(
        "    Tree: {type: object, properties: {t: {$ref: '#/components/schemas/Tree'}}}\n",
    );
    let api = oasis_model::read("deep.yaml", &text).api;
    for name in ["L39", "M39", "Tree"] {
        for converts in [false, true] {
            let settings = Settings { converts, ..measured() };
            let body = if name == "Tree" { json!({"t": {"t": 5}}) } else { json!("5") };
            joi::violations(&api, component(&api, name), &body, &settings);
        }
    }
}
