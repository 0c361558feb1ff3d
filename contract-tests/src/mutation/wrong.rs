//! The wrong values themselves, by what stands in the place.

use super::Family;
use oasis_model::ir::{Api, Kind, Numbers, SchemaId, Text};
use serde_json::{Map, Number, Value, json};

/// Wrong values of one family for the place of a schema.
pub(super) fn values(api: &Api, schema: SchemaId, value: &Value, family: Family) -> Vec<Value> {
    let (_, nullable) = api.resolve(schema);
    let id = super::descend(api, schema);
    let here = api.schema(id);
    let nullable = nullable || here.nullable;
    match (family, &here.kind) {
        (_, Kind::Any | Kind::Never | Kind::AllOf(_) | Kind::Not(_)) => Vec::new(),
        (Family::Null, _) if !nullable => vec![Value::Null],
        (_, Kind::OneOf(_) | Kind::AnyOf(_)) => Vec::new(),
        (Family::WrongType, kind) => other_types(kind, value),
        (Family::Coercible, kind) => coercible(kind, &here.values),
        (Family::Enum, _) => here.values.as_deref().map(unlisted).unwrap_or_default(),
        (Family::Format, Kind::String(rules)) => misformatted(rules),
        (Family::Bounds, Kind::Integer(rules) | Kind::Number(rules)) => out_of_bounds(rules),
        (Family::Bounds, Kind::String(rules)) => wrong_length(rules),
        (Family::Bounds, Kind::Array(rules)) => {
            let most = rules.max_items.and_then(|most| usize::try_from(most).ok());
            let few = rules.min_items.filter(|least| *least > 0).map(|_| json!([]));
            let many = most.zip(value.as_array().and_then(|items| items.first()));
            let many = many.map(|(most, item)| Value::Array(vec![item.clone(); most + 1]));
            few.into_iter().chain(many).collect()
        }
        _ => Vec::new(),
    }
}

/// Whole bodies that are no object (or not what the body should be).
pub(super) fn not_an_object(kind: &Kind, body: &Value) -> Vec<Value> {
    let candidates = [
        json!(null),
        json!([]),
        json!([body]),
        json!("x"),
        json!(5),
        json!(true),
        json!(false),
        json!(1.5),
        json!(""),
    ];
    candidates.into_iter().filter(|candidate| !same_type(kind, candidate)).collect()
}

/// Names that no specification has, with values of several types.
pub(super) fn unknown_members(members: &Map<String, Value>) -> Vec<(String, Value)> {
    let mut found = vec![
        ("contractTestUnknown".to_owned(), json!("x")),
        ("contract.test".to_owned(), json!(1)),
        ("contract test\"quote".to_owned(), json!({"a": 1})),
        ("contract\nline".to_owned(), json!(null)),
        ("überzählig😀".to_owned(), json!([])),
        ("constructor".to_owned(), json!(true)),
    ];
    if let Some(name) = members.keys().next() {
        found.push((name.to_uppercase(), json!("x")));
    }
    found.retain(|(name, _)| !members.contains_key(name));
    found
}

fn same_type(kind: &Kind, value: &Value) -> bool {
    match kind {
        Kind::Boolean => value.is_boolean(),
        Kind::Integer(_) => value.is_i64() || value.is_u64(),
        Kind::Number(_) => value.is_number(),
        Kind::String(_) => value.is_string(),
        Kind::Array(_) => value.is_array(),
        Kind::Object(_) => value.is_object(),
        _ => true,
    }
}

fn other_types(kind: &Kind, value: &Value) -> Vec<Value> {
    let mut candidates = vec![
        json!(false),
        json!(7),
        json!("x"),
        json!([]),
        json!({}),
        json!(1.5),
        json!([value]),
        json!({"a": 1}),
    ];
    if matches!(kind, Kind::String(rules) if rules.format.is_some()) {
        candidates.push(json!(1_566_656_122));
    }
    candidates.retain(|candidate| !same_type(kind, candidate));
    candidates
}

/// Values of another type that a careless server converts.
fn coercible(kind: &Kind, listed: &Option<Vec<Value>>) -> Vec<Value> {
    match kind {
        Kind::Boolean => {
            let mut values = vec![json!("true"), json!(1), json!("1"), json!("yes"), json!("TRUE")];
            if listed.is_none() {
                values.extend([json!("false"), json!(0), json!("")]);
            }
            values
        }
        Kind::Integer(_) | Kind::Number(_) => {
            vec![
                json!("7"),
                json!(""),
                json!(true),
                json!(" 7 "),
                json!("7.0"),
                json!([7]),
                json!("0x7"),
            ]
        }
        Kind::String(rules) if rules.format.as_deref() == Some("date-time") => {
            vec![json!(1_566_656_122_000_u64), json!(["2019-08-24T14:15:22Z"]), json!(0)]
        }
        Kind::String(_) => match listed.as_ref().and_then(|listed| listed.first()) {
            Some(first) => vec![json!([first]), json!(1)],
            None => vec![json!(1), json!(true), json!(["text"]), json!(0)],
        },
        // Text that holds JSON is left out: one world of the validator reads it.
        Kind::Array(_) => vec![json!({"0": "x"}), json!("")],
        Kind::Object(_) => vec![json!(""), json!([["key", "value"]])],
        _ => Vec::new(),
    }
}

fn unlisted(listed: &[Value]) -> Vec<Value> {
    let Some(first) = listed.first() else { return Vec::new() };
    let mut values = match first {
        Value::Bool(flag) => vec![json!(!flag)],
        Value::String(text) => vec![
            json!("contract-test"),
            json!(text.to_uppercase()),
            json!(text.to_lowercase()),
            json!(format!("{text} ")),
            json!(format!(" {text}")),
            json!(format!("{text},{text}")),
        ],
        Value::Number(_) => vec![json!(-987_654), json!(987_654)],
        _ => Vec::new(),
    };
    values.retain(|value| !listed.contains(value));
    values
}

/// Text that both RFC 3339 and the vendor's validator refuse, and its like for other formats.
fn misformatted(rules: &Text) -> Vec<Value> {
    let texts: &[&str] = match rules.format.as_deref() {
        Some("date-time") => &[
            "yesterday",
            "2019-13-01T00:00:00Z",
            "2019-08-24T24:00:00Z",
            "2019-W34",
            "2019-236",
            "2019-08-24T14",
            "20190824T141522Z",
            "2019-08-24T14:15:22+24:00",
            "2019-08-24T14:15:22,5Z",
            " 2019-08-24T14:15:22Z",
            "1566656122",
            "Sat, 24 Aug 2019 14:15:22 GMT",
            "24/08/2019",
            "2019-08-24T14:15:22Z ",
            "2019-08-24T25:61:61Z",
        ],
        Some("date") => &["yesterday", "2019-13-01", "24/08/2019"],
        Some("uuid") => &["not-a-uuid", "c69bb289-1190-4156-b9f6"],
        Some("email") => &["not-an-email"],
        Some("uri") => &["not a uri"],
        _ => &[],
    };
    let mut values: Vec<Value> = texts.iter().map(|text| json!(text)).collect();
    if rules.pattern.is_some() {
        values.push(json!("\u{1}"));
    }
    values
}

fn out_of_bounds(rules: &Numbers) -> Vec<Value> {
    let beyond = |bound: &Option<Number>, by: i64| {
        let bound = bound.as_ref()?.as_i64()?;
        Some([json!(bound.saturating_add(by)), json!(bound.saturating_add(by * 1000))])
    };
    beyond(&rules.minimum, -1).into_iter().chain(beyond(&rules.maximum, 1)).flatten().collect()
}

fn wrong_length(rules: &Text) -> Vec<Value> {
    let length = |length: Option<u64>| length.and_then(|length| usize::try_from(length).ok());
    let short = length(rules.min_length).filter(|least| *least > 0);
    let long = length(rules.max_length).filter(|most| *most < 1_000_000);
    let short = short.map(|least| json!("x".repeat(least - 1)));
    short.into_iter().chain(long.map(|most| json!("x".repeat(most + 1)))).collect()
}
