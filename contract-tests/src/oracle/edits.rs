//! The edits of the specification that would make it say what was seen.
//!
//! In comes a keyword and which way it was contradicted, out come edits, none where no edit of a keyword
//! says it.

use super::point::Point;
use oasis_model::{
    ir::Api,
    settle::{Change, Edit},
};
use serde_json::{Value, json};

/// Limit on a value that is written into the specification.
const LONGEST: usize = 40;

/// What the keyword refuses was seen, or accepted: the claim is too narrow. `seen` is the value of a
/// response, so that it belongs to the values; what a case made up does not.
pub(super) fn widened(api: &Api, point: &Point, seen: Option<&Value>) -> Vec<Edit> {
    let keyword = point.keyword;
    let there = point.claim.strip_suffix(keyword).and_then(|at| at.strip_suffix('/'));
    let there = there.unwrap_or(&point.claim).to_owned();
    let (at, change) = match keyword {
        "nullable" => (api.schema(point.schema).at.clone(), Change::Nullable(true)),
        "required" => match &point.element {
            Some(name) => (there, Change::Required(name.clone(), false)),
            None => return Vec::new(),
        },
        "enum" => match seen.filter(|value| is_short(value)) {
            Some(value) => (there, Change::EnumValue(value.clone())),
            None => (there, Change::Keyword(keyword.to_owned(), Value::Null)),
        },
        "additionalProperties" => (there, Change::Keyword(keyword.to_owned(), json!(true))),
        "type" | "oneOf" | "anyOf" | "allOf" | "not" | "x-constant" => return Vec::new(),
        _ => (there, Change::Keyword(keyword.to_owned(), Value::Null)),
    };
    vec![Edit { at, change, observed: None }]
}

/// What the keyword allows, or does not forbid, was refused: the claim is too wide.
pub(super) fn narrowed(api: &Api, point: &Point) -> Vec<Edit> {
    let keyword = |value: Value| Change::Keyword(point.keyword.to_owned(), value);
    let resolved = || api.schema(api.resolve(point.schema).0).at.clone();
    let (at, change) = match point.keyword {
        "nullable" => (api.schema(point.schema).at.clone(), Change::Nullable(false)),
        "required" => match &point.element {
            Some(name) => (point.object.clone(), Change::Required(name.clone(), true)),
            None => return Vec::new(),
        },
        "minLength" => (resolved(), keyword(json!(1))),
        "maximum" => (resolved(), keyword(json!(9_007_199_254_740_991_i64))),
        "minimum" => (resolved(), keyword(json!(-9_007_199_254_740_991_i64))),
        // Beside an `allOf` the keyword would refuse the properties of its parts.
        "additionalProperties" if !point.is_merged(api) => (resolved(), keyword(json!(false))),
        _ => return Vec::new(),
    };
    vec![Edit { at, change, observed: None }]
}

fn is_short(value: &Value) -> bool {
    value.as_str().is_none_or(|text| text.len() <= LONGEST)
}
