//! Random pages as the facts they hold.

use super::super::page::{Auth, BodyFacts, Bounds, Curl, Fact, Field, Form, Page, Part, Tab, Tags};
use oasis_model::ir::{Method, ParameterPlace};
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Number, Value, json};

fn fact<T>(value: T) -> Fact<T> {
    Fact { value, line: 0, text: String::new() }
}

/// Names as the vendor spells them; none is the beginning of another and a format together.
fn name() -> impl Strategy<Value = String> {
    "[a-z]{3,9}([A-Z][a-z]{2,6}){0,2}"
}

fn header_name() -> impl Strategy<Value = String> {
    "(x|if|aifi)(-[a-z]{3,7}){1,2}"
}

/// Prose that begins or looks like something else.
fn prose() -> impl Strategy<Value = String> {
    let line = select(vec![
        "Identifier of the thing.",
        "Defaults to 20 when left out",
        "Default value is 5",
        "Formatted by the caller, usestore.name for the rest",
        "Format of the day",
        "Matches the shopper with the session",
        "Items",
        "Range of days between 0 <= value and more",
        "Value in euros",
        "Length",
        "Properties",
        "Response Body of the call",
        "Request Body",
        "Path Parameters",
        "Authorization",
        "Why not?",
        "Deprecated, use the other one",
        "Empty when unknown; \"a\" | \"b\" are usual",
        "{ \"a\": 1 }",
        "- first of all",
        "• then the rest",
        "GET the list first",
        "application/json is what it takes",
        "Query Parameters",
    ]);
    prop::collection::vec(line, 0..4).prop_map(|mut lines| {
        // A heading's words directly above a field are a heading for every reader.
        while lines.last().is_some_and(|last| {
            ["Request Body", "Path Parameters", "Query Parameters"].contains(last)
        }) {
            lines.pop();
        }
        lines.join("\n")
    })
}

fn bounds() -> impl Strategy<Value = Bounds> {
    (any::<Option<i16>>(), any::<bool>(), any::<Option<u8>>(), any::<bool>())
        .prop_filter("one end", |(min, _, max, _)| min.is_some() || max.is_some())
        .prop_map(|(min, open_min, max, open_max)| Bounds {
            exclusive_min: min.is_some() && open_min,
            exclusive_max: max.is_some() && open_max,
            min: min.map(Number::from),
            max: max.map(Number::from),
        })
}

fn whole_bounds() -> impl Strategy<Value = Bounds> {
    bounds().prop_map(|bounds| Bounds { exclusive_min: false, exclusive_max: false, ..bounds })
}

fn tags() -> impl Strategy<Value = Tags> {
    let default = select(vec![
        json!("id"),
        json!(0),
        json!(-2.5),
        json!(false),
        json!(null),
        json!([]),
        json!({"a": "b"}),
    ]);
    let pattern = select(vec!["^[a-z]+$", "^\\d{4}-\\d{2}$", "[0-9]+", "^(a|b)$"]);
    let format = select(vec!["date-time", "date", "uuid", "email", "int64", "uri", "double"]);
    let values = prop::collection::vec(
        select(vec![json!("AC"), json!("a | b"), json!(1), json!(null), json!("x\"y")]),
        1..60,
    );
    (
        prop::option::weighted(0.3, default),
        prop::option::weighted(0.1, pattern),
        prop::option::weighted(0.3, format),
        prop::option::weighted(0.1, 1u8..9),
        prop::option::weighted(0.2, bounds()),
        prop::option::weighted(0.2, whole_bounds()),
        prop::option::weighted(0.1, whole_bounds()),
        prop::option::weighted(0.1, whole_bounds()),
        prop::option::weighted(0.2, values),
    )
        .prop_map(
            |(default, pattern, format, multiple, range, length, properties, items, values)| Tags {
                default,
                pattern: pattern.map(str::to_owned),
                format: format.map(str::to_owned),
                multiple_of: multiple.map(Number::from),
                range,
                length,
                properties,
                items,
                values,
            },
        )
}

fn field(name: impl Strategy<Value = String>) -> impl Strategy<Value = Field> {
    let written =
        select(vec!["string", "integer", "number", "boolean", "object", "array<>", "|", "||", ""]);
    (name, any::<bool>(), written, prop::bool::weighted(0.2), prose(), tags()).prop_map(
        |(name, required, written, deprecated, description, tags)| Field {
            name,
            required,
            written: Some(written.to_owned()),
            deprecated,
            description,
            tags,
            line: 0,
            text: String::new(),
        },
    )
}

fn fields(name: impl Strategy<Value = String>, most: usize) -> impl Strategy<Value = Vec<Field>> {
    prop::collection::vec(field(name), 0..most).prop_map(|mut fields| {
        fields.sort_by(|a, b| a.name.cmp(&b.name));
        fields.dedup_by(|a, b| a.name == b.name);
        fields
    })
}

fn tab() -> impl Strategy<Value = Tab> {
    let value = select(vec![
        json!("string"),
        json!(true),
        json!([]),
        json!([{"a": "Empty"}]),
        json!({"message": "no \"a\"", "errors": [{"field": "}'Empty"}]}),
    ]);
    prop_oneof![Just(Tab::Empty), value.prop_map(Tab::Json)]
}

/// A page with everything the notation has.
pub(super) fn page() -> impl Strategy<Value = Page> {
    let method =
        select(vec![Method::Get, Method::Post, Method::Put, Method::Patch, Method::Delete]);
    (
        method,
        fields(name(), 3),
        fields(name(), 5),
        fields(header_name(), 3),
        prop::option::weighted(0.6, (fields(name(), 6), prose())),
        prop::collection::vec(tab(), 0..5),
        prop::bool::weighted(0.8),
        prose(),
    )
        .prop_map(|(method, path, query, header, body, tabs, auth, _)| {
            assemble(method, path, query, header, body, tabs, auth)
        })
}

fn assemble(
    method: Method,
    path: Vec<Field>,
    query: Vec<Field>,
    header: Vec<Field>,
    body: Option<(Vec<Field>, String)>,
    tabs: Vec<Tab>,
    auth: bool,
) -> Page {
    let path: Vec<Field> =
        path.into_iter().map(|field| Field { required: true, ..field }).collect();
    let (mut template, mut concrete) = ("/api/admin/v2".to_owned(), "/api/admin/v2".to_owned());
    for (index, field) in path.iter().enumerate() {
        template.push_str(&format!("/things/{{{}}}", field.name));
        concrete.push_str(
            ["/things/0", "/things/string", "/things/d3a00526-1864-4f6e-bb2d-46e3ab7fa780"]
                [index % 3],
        );
    }
    template.push_str("/end-of-path");
    concrete.push_str("/end-of-path");
    let required = |fields: &[Field]| -> Vec<(String, String)> {
        fields
            .iter()
            .filter(|field| field.required)
            .map(|field| (field.name.clone(), "string".to_owned()))
            .collect()
    };
    let sample = body.as_ref().map(|(fields, _)| {
        let members: Map<String, Value> = fields
            .iter()
            .filter(|field| field.required)
            .map(|field| (field.name.clone(), json!("it's")))
            .collect();
        Value::Object(members).to_string()
    });
    let curl = Curl {
        method,
        origin: "https://h.example".to_owned(),
        path: concrete,
        query: required(&query),
        headers: required(&header),
        media_type: sample.as_ref().map(|_| "application/json".to_owned()),
        body: sample,
    };
    let with_place =
        |place, fields: Vec<Field>| fields.into_iter().map(move |field| (place, field));
    let bodies = tabs.iter().filter(|tab| **tab != Tab::Empty).count();
    Page {
        read_until: Part::End,
        tag: Some(fact("Admin api things".to_owned())),
        title: Some(fact("Change a thing".to_owned())),
        method: Some(fact(method)),
        path: Some(fact(template)),
        auth: auth
            .then(|| {
                fact(Auth {
                    scheme: Some("bearerAuth".to_owned()),
                    credentials: Some("Bearer <token>".to_owned()),
                    place: Some(ParameterPlace::Header),
                })
            })
            .into_iter()
            .collect(),
        parameters: with_place(ParameterPlace::Path, path)
            .chain(with_place(ParameterPlace::Query, query))
            .chain(with_place(ParameterPlace::Header, header))
            .collect(),
        body: body.map(|(fields, _)| BodyFacts {
            line: 0,
            media_types: vec![fact("application/json".to_owned())],
            fields,
            ..BodyFacts::default()
        }),
        response_media_types: (0..bodies).map(|_| fact("application/json".to_owned())).collect(),
        tabs: tabs.into_iter().map(fact).collect(),
        curl: Some(fact(curl)),
        ..Page::blank("p", Form::Spaced, 1)
    }
}
