//! Wrong values: a schema and a category in, what must not stand there out, the most telling first.
//!
//! Whether a body really is wrong with one of them is not decided here: `conform` says so.

use super::{Category, valid};
use oasis_model::ir::{Array, Kind, Numbers, Object, Schema, Text};
use serde_json::{Map, Number, Value, json};

/// Whole numbers beyond this one are not kept exactly by every JSON implementation.
const BEYOND_SAFE: i64 = 9_007_199_254_740_993;
/// No array or object is made longer than this to break a bound, and no string than a thousand times it.
const LONGEST: u64 = 1_000;

/// Wrong values of one category where `value` stands and this schema speaks of it.
pub(super) fn values(schema: &Schema, value: &Value, category: Category) -> Vec<Value> {
    match (category, &schema.kind) {
        (_, Kind::Any) => Vec::new(),
        (Category::WrongType, kind) => other_types(kind, value),
        (Category::Coercible, kind) => coercible(kind, schema.values.as_deref()),
        (Category::Enum, _) => schema.values.as_deref().map(unlisted).unwrap_or_default(),
        (Category::Format, Kind::String(rules)) => misformatted(rules),
        (Category::Bounds, Kind::Integer(rules)) => beyond(rules, true),
        (Category::Bounds, Kind::Number(rules)) => beyond(rules, false),
        (Category::Bounds, Kind::String(rules)) => {
            let is_free = schema.values.is_none() && schema.constant.is_none();
            wrong_length(rules, is_free)
        }
        (Category::Bounds, Kind::Array(rules)) => wrong_number_of_items(rules, value),
        (Category::Bounds, Kind::Object(rules)) => wrong_number_of_properties(rules, value),
        _ => Vec::new(),
    }
}

/// Whole bodies of another type, null included.
pub(super) fn bodies(kind: &Kind, body: &Value) -> Vec<Value> {
    let mut candidates = vec![json!(null), json!([]), json!([body]), json!("x"), json!("")];
    candidates.extend([json!(5), json!(1.5), json!(true), json!(false)]);
    candidates.retain(|candidate| !is_of(kind, candidate));
    candidates
}

/// Properties that no specification names, with values of several types.
pub(super) fn unknown_properties(properties: &Map<String, Value>) -> Vec<(String, Value)> {
    let mut found = vec![
        ("contractTestUnknown".to_owned(), json!("x")),
        ("contract.test".to_owned(), json!(1)),
        ("contract test\"quote".to_owned(), json!({"a": 1})),
        ("contract\nline".to_owned(), json!(null)),
        ("überzählig😀".to_owned(), json!([])),
        ("constructor".to_owned(), json!(true)),
    ];
    found.extend(properties.keys().next().map(|name| (name.to_uppercase(), json!("x"))));
    found.retain(|(name, _)| !properties.contains_key(name));
    found
}

fn is_of(kind: &Kind, value: &Value) -> bool {
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
    let mut candidates = vec![json!(false), json!(7), json!("x"), json!([]), json!({}), json!(1.5)];
    candidates.extend([json!([value]), json!({"a": 1})]);
    if matches!(kind, Kind::String(rules) if rules.format.is_some()) {
        candidates.push(json!(1_566_656_122));
    }
    candidates.retain(|candidate| !is_of(kind, candidate));
    candidates
}

/// Values of another type that a careless server converts.
fn coercible(kind: &Kind, listed: Option<&[Value]>) -> Vec<Value> {
    match kind {
        Kind::Boolean => {
            let mut values = vec![json!("true"), json!(1), json!("1"), json!("yes"), json!("TRUE")];
            if listed.is_none() {
                values.extend([json!("false"), json!(0), json!("")]);
            }
            values
        }
        Kind::Integer(_) | Kind::Number(_) => ["7", "", " 7 ", "7.0", "0x7"]
            .map(Value::from)
            .into_iter()
            .chain([json!(true), json!([7])])
            .collect(),
        Kind::String(rules) if rules.format.as_deref() == Some("date-time") => {
            vec![json!(1_566_656_122_000_u64), json!(["2019-08-24T14:15:22Z"]), json!(0)]
        }
        Kind::String(_) => match listed.and_then(<[Value]>::first) {
            Some(first) => vec![json!([first]), json!(1)],
            None => vec![json!(1), json!(true), json!(["text"]), json!(0)],
        },
        // Strings that hold JSON are left out: one version of the vendor's validator reads them.
        Kind::Array(_) => vec![json!({"0": "x"}), json!("")],
        Kind::Object(_) => vec![json!(""), json!([["key", "value"]])],
        _ => Vec::new(),
    }
}

fn unlisted(listed: &[Value]) -> Vec<Value> {
    let mut values = match listed.first() {
        Some(Value::Bool(flag)) => vec![json!(!flag)],
        Some(Value::Number(_)) => vec![json!(-987_654), json!(987_654)],
        Some(Value::String(text)) => {
            let blanks = [format!("{text} "), format!(" {text}"), format!("{text},{text}")];
            let others = ["contract-test".to_owned(), text.to_uppercase(), text.to_lowercase()];
            others.into_iter().chain(blanks).map(Value::from).collect()
        }
        _ => Vec::new(),
    };
    values.retain(|value| !listed.contains(value));
    values
}

/// Dates that both RFC 3339 and the vendor's validator refuse, and what hardly any pattern takes.
fn misformatted(rules: &Text) -> Vec<Value> {
    let texts: &[&str] = match rules.format.as_deref() {
        Some("date-time") => &[
            "yesterday",
            "2019-13-01T00:00:00Z",
            "2019-08-24T24:00:00Z",
            "2019-W34",
            "2019-08-24T14",
            "20190824T141522Z",
            " 2019-08-24T14:15:22Z",
            "1566656122",
            "24/08/2019",
        ],
        Some("date") => &["yesterday", "2019-13-01", "24/08/2019"],
        _ => &[],
    };
    let unmatched = rules.pattern.iter().map(|_| json!("\u{1}"));
    texts.iter().map(|text| json!(text)).chain(unmatched).collect()
}

fn beyond(rules: &Numbers, whole: bool) -> Vec<Value> {
    let past = |bound: &Option<Number>, excluded: bool, by: i64| {
        let Some(bound) = bound else { return Vec::new() };
        let edge = excluded.then(|| Value::Number(bound.clone()));
        let outside = [by, by * 1000].map(|by| match (bound.as_i64(), bound.as_f64()) {
            (Some(bound), _) => bound.checked_add(by).map(Value::from),
            (None, bound) => bound.map(|bound| json!((bound + by as f64).floor())),
        });
        edge.into_iter().chain(outside.into_iter().flatten()).collect()
    };
    let mut values = past(&rules.minimum, rules.exclusive_minimum, -1);
    values.extend(past(&rules.maximum, rules.exclusive_maximum, 1));
    if let Some(step) = rules.multiple_of.as_ref().and_then(Number::as_i64).filter(|step| *step > 1)
    {
        values.push(json!(step.saturating_add(1)));
    }
    let narrow = rules.format.as_deref() == Some("int32");
    let large = if narrow { 3_000_000_000 } else { BEYOND_SAFE };
    let has_room = |bound: &Option<Number>| whole && bound.is_none();
    values.extend(has_room(&rules.maximum).then(|| json!(large)));
    values.extend(has_room(&rules.minimum).then(|| json!(-large)));
    values
}

/// Strings that are too short or too long. The empty string is one even where nothing says so, since
/// validators refuse it: what it shows is for the oracle to weigh.
fn wrong_length(rules: &Text, is_free: bool) -> Vec<Value> {
    let short = rules.min_length.filter(|least| *least > 0).map(|least| least - 1);
    let long = rules.max_length.map(|most| most.saturating_add(1));
    let is_dated = matches!(rules.format.as_deref(), Some("date-time" | "date"));
    let empty = (short != Some(0) && is_free && !is_dated).then_some(0);
    let sized = |length: u64| json!(valid::resized("", Some(length), Some(length)));
    let lengths = short.into_iter().chain(long).chain(empty);
    lengths.filter(|length| *length <= LONGEST * 100).map(sized).collect()
}

fn wrong_number_of_items(rules: &Array, value: &Value) -> Vec<Value> {
    let first = value.as_array().and_then(|items| items.first());
    let few = rules.min_items.and_then(|least| least.checked_sub(1));
    let many = rules.max_items.map(|most| most.saturating_add(1));
    let counts = few.into_iter().chain(many).chain(rules.unique.then_some(2));
    let counts = counts.filter(|count| *count <= LONGEST && (*count == 0 || first.is_some()));
    counts.map(|count| (0..count).filter_map(|_| first.cloned()).collect()).collect()
}

fn wrong_number_of_properties(rules: &Object, value: &Value) -> Vec<Value> {
    let few = rules.min_properties.filter(|least| *least > 0).map(|_| json!({}));
    let many = rules.max_properties.filter(|most| *most < LONGEST).map(|most| {
        let sample = value.as_object().and_then(|it| it.values().next()).unwrap_or(&Value::Null);
        let more = (0..=most).map(|number| (format!("contractTest{number}"), sample.clone()));
        more.chain(value.as_object().cloned().unwrap_or_default()).collect()
    });
    few.into_iter().chain(many).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_left_by_one_and_the_unwritten_ones_tried() {
        let number = |text: Value| Numbers {
            minimum: text["minimum"].as_number().cloned(),
            maximum: text["maximum"].as_number().cloned(),
            ..Numbers::default()
        };
        let values = beyond(&number(json!({"minimum": -10, "maximum": 10})), true);
        assert_eq!(values, [json!(-11), json!(-1010), json!(11), json!(1010)]);
        let values = beyond(&number(json!({"minimum": 0})), true);
        assert_eq!(values, [json!(-1), json!(-1000), json!(BEYOND_SAFE)]);
        assert_eq!(beyond(&number(json!({"minimum": 0.5})), false)[0], json!(-1.0));
        assert_eq!(beyond(&number(json!({})), false), Vec::<Value>::new());
        let bounded = Text { min_length: Some(1), max_length: Some(3), ..Text::default() };
        assert_eq!(wrong_length(&bounded, true), [json!(""), json!("xxxx")]);
        assert_eq!(wrong_length(&Text::default(), true), [json!("")]);
    }
}
