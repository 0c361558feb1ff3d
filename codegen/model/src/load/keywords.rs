//! Keywords of a schema that cannot act there: `minLength` on an integer, `items` on an object,
//! an enum whose values are of another type. They are reported and taken out.

use super::notebook::{Notebook, excerpt};
use super::shape::Object;
use serde_json::{Map, Value};

/// The types on which a keyword acts.
const ACTS_ON: &[(&str, &[&str])] = &[
    ("multipleOf", &["number", "integer"]),
    ("maximum", &["number", "integer"]),
    ("exclusiveMaximum", &["number", "integer"]),
    ("minimum", &["number", "integer"]),
    ("exclusiveMinimum", &["number", "integer"]),
    ("maxLength", &["string"]),
    ("minLength", &["string"]),
    ("pattern", &["string"]),
    ("format", &["string", "number", "integer"]),
    ("maxItems", &["array"]),
    ("minItems", &["array"]),
    ("uniqueItems", &["array"]),
    ("items", &["array"]),
    ("maxProperties", &["object"]),
    ("minProperties", &["object"]),
    ("required", &["object"]),
    ("properties", &["object"]),
    ("additionalProperties", &["object"]),
];

/// Whether a keyword acts on some types only.
pub(super) fn is_bound(keyword: &str) -> bool {
    ACTS_ON.iter().any(|(known, _)| *known == keyword)
}

/// Whether such a keyword acts on this type.
pub(super) fn acts_on(keyword: &str, kind: &str) -> bool {
    ACTS_ON.iter().any(|(known, kinds)| *known == keyword && kinds.contains(&kind))
}

/// Checks the keywords of one schema against its `type`.
pub(super) fn check(
    notebook: &mut Notebook<'_>,
    schema: &mut Map<String, Value>,
    _: &'static Object,
) -> bool {
    let Some(kind) = schema.get("type").and_then(Value::as_str).map(str::to_owned) else {
        untyped(notebook, schema);
        return true;
    };
    for (keyword, kinds) in ACTS_ON {
        if let Some(value) = schema.get(*keyword).filter(|_| !kinds.contains(&kind.as_str())) {
            notebook.lost_at(
                keyword,
                "spec/keyword-without-effect",
                format!("`{keyword}: {}` has no effect on `type: {kind}`", excerpt(value)),
                &format!("remove it, or make the type {}", kinds.join(" or ")),
            );
            schema.remove(*keyword);
        }
    }
    if kind == "array" && !schema.contains_key("items") {
        notebook.lost(
            "spec/missing-key",
            "the array has no `items`".to_owned(),
            "say what its items are; `items: {}` is anything",
        );
    }
    values(notebook, schema, &kind);
    bounds(notebook, schema, &kind);
    true
}

/// `nullable` acts only beside `type` (OpenAPI 3.0.3); without any other keyword null fits anyway.
fn untyped(notebook: &mut Notebook<'_>, schema: &Map<String, Value>) {
    let composed =
        ["allOf", "oneOf", "anyOf", "not"].iter().any(|keyword| schema.contains_key(*keyword));
    if composed && schema.get("nullable") == Some(&Value::Bool(true)) {
        notebook.lost_at(
            "nullable",
            "spec/nullable-meant",
            "`nullable` has no effect without `type` in the same schema; null is read here, not sent"
                .to_owned(),
            "write `anyOf: [..., {type: object, nullable: true, enum: [null]}]`",
        );
    }
}

fn values(notebook: &mut Notebook<'_>, schema: &mut Map<String, Value>, kind: &str) {
    let nullable = schema.get("nullable") == Some(&Value::Bool(true));
    let Some(Value::Array(values)) = schema.get_mut("enum") else { return };
    let (mut index, others) = (0, values.iter().any(|value| !value.is_null()));
    values.retain(|value| {
        let fits = (value.is_null() && nullable) || is_of_type(value, kind);
        let meant = value.is_null() && others;
        if !fits && meant {
            notebook.enter("enum", |notebook| {
                notebook.lost_at(
                    &index.to_string(),
                    "spec/nullable-meant",
                    format!("null has no effect in an `enum` of `type: {kind}`; null is read here, not sent"),
                    "write `nullable: true`, or remove it",
                );
            });
        } else if !fits {
            notebook.enter("enum", |notebook| {
                notebook.lost_at(
                    &index.to_string(),
                    "spec/enum-value-of-other-type",
                    format!("{} is not of `type: {kind}`", excerpt(value)),
                    "quote it or remove it; no value can ever match",
                );
            });
        }
        index += 1;
        fits || meant
    });
    if values.is_empty() {
        schema.remove("enum");
    }
}

fn bounds(notebook: &mut Notebook<'_>, schema: &Map<String, Value>, kind: &str) {
    for (low, high) in [
        ("minimum", "maximum"),
        ("minLength", "maxLength"),
        ("minItems", "maxItems"),
        ("minProperties", "maxProperties"),
    ] {
        let bound = |key| schema.get(key).and_then(Value::as_f64);
        if let (Some(least), Some(most)) = (bound(low), bound(high))
            && least > most
        {
            notebook.lost_at(
                low,
                "spec/empty-range",
                format!("`{low}` is above `{high}`: nothing fits"),
                "swap or mend them",
            );
        }
    }
    if kind == "integer" {
        for key in ["minimum", "maximum", "multipleOf"] {
            if schema.get(key).and_then(Value::as_f64).is_some_and(|bound| bound.fract() != 0.0) {
                notebook.lost_at(
                    key,
                    "spec/fractional-bound",
                    format!("`{key}` of an integer is not a whole number"),
                    "write a whole number, or make the type number",
                );
            }
        }
    }
}

/// Whether a value is of an OpenAPI type.
fn is_of_type(value: &Value, kind: &str) -> bool {
    match kind {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => {
            value.is_i64()
                || value.is_u64()
                || value.as_f64().is_some_and(|number| number.fract() == 0.0)
        }
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        _ => value.is_object(),
    }
}
