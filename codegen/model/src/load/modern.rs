//! Objects of OpenAPI 3.1 and 3.2 as 3.0 writes them: the keys that 3.0 lacks as a table of what
//! becomes of each, and those that are rewritten. Keywords of schemas are rewritten in `dialect`.

use super::notebook::Notebook;
use super::shape::Fate;
use crate::finding::Severity;
use serde_json::{Map, Value, json};

const fn dropped(why: &'static str) -> Fate {
    Fate::Dropped { why, severity: Severity::Note, compared: false }
}

const fn compared(why: &'static str) -> Fate {
    Fate::Dropped { why, severity: Severity::Note, compared: true }
}

const fn missed(why: &'static str) -> Fate {
    Fate::Dropped { why, severity: Severity::Warning, compared: true }
}

const PROSE: Fate = dropped("it is prose for other tools");
const NAMES: Fate = dropped("references are followed by pointer only");
const CONTENT: Fate = compared("what a string holds is not looked into");
const RULE: Fate = missed("OpenAPI 3.0 cannot say it, so what fits here is not fully known");
const METHOD: Fate = missed("operations of other methods than those of OpenAPI 3.0 are not read");
const STREAM: Fate = missed("streams of items are not read");

/// What becomes of the keys that OpenAPI 3.0 lacks, by kind of object. A schema in which a rule is
/// missed is not fully known.
const KEYS: &[(&str, &str, Fate)] = &[
    ("document", "$self", NAMES),
    ("document", "jsonSchemaDialect", dropped("schemas are read as JSON Schema 2020-12")),
    ("info", "summary", PROSE),
    ("server", "name", PROSE),
    ("path item", "query", METHOD),
    ("path item", "additionalOperations", METHOD),
    ("media type", "itemSchema", STREAM),
    ("media type", "itemEncoding", STREAM),
    ("media type", "prefixEncoding", STREAM),
    ("example", "serializedValue", PROSE),
    ("response", "summary", PROSE),
    ("security scheme", "deprecated", PROSE),
    ("security scheme", "oauth2MetadataUrl", PROSE),
    ("flows", "deviceAuthorization", dropped("the caller obtains the token")),
    ("discriminator", "defaultMapping", missed("no value stands for others")),
    ("schema", "$anchor", NAMES),
    ("schema", "$comment", PROSE),
    ("schema", "$dynamicAnchor", NAMES),
    ("schema", "$dynamicRef", RULE),
    ("schema", "$id", missed("references are followed within the whole document only")),
    ("schema", "$schema", dropped("schemas are read as JSON Schema 2020-12")),
    ("schema", "$recursiveAnchor", NAMES),
    ("schema", "$recursiveRef", RULE),
    ("schema", "$vocabulary", NAMES),
    ("schema", "contains", RULE),
    ("schema", "contentEncoding", CONTENT),
    ("schema", "contentMediaType", CONTENT),
    ("schema", "contentSchema", CONTENT),
    ("schema", "dependencies", RULE),
    ("schema", "dependentRequired", RULE),
    ("schema", "dependentSchemas", RULE),
    ("schema", "else", RULE),
    ("schema", "if", RULE),
    ("schema", "maxContains", RULE),
    ("schema", "minContains", RULE),
    ("schema", "patternProperties", RULE),
    ("schema", "prefixItems", RULE),
    ("schema", "propertyNames", RULE),
    ("schema", "summary", PROSE),
    ("schema", "then", RULE),
    ("schema", "unevaluatedItems", RULE),
    ("schema", "unevaluatedProperties", RULE),
];

/// What becomes of a key that OpenAPI 3.0 lacks.
pub(super) fn fate(object: &str, key: &str) -> Option<Fate> {
    let known = KEYS.iter().find(|row| row.0 == object && row.1 == key);
    known.map(|(.., fate)| *fate)
}

/// Why an object cannot be read at all.
pub(super) fn unreadable(object: &str, members: &Map<String, Value>) -> Option<&'static str> {
    let whole_query = object == "parameter" && members.get("in") == Some(&json!("querystring"));
    whole_query.then_some("the parameter is ignored: a query is read one parameter at a time")
}

/// Rewrites the keys of one object other than a schema.
pub(super) fn mend(notebook: &mut Notebook<'_>, object: &str, members: &mut Map<String, Value>) {
    match object {
        "document" => insert(members, "paths", json!({})),
        "operation" => insert(members, "responses", json!({})),
        "response" => insert(members, "description", json!("")),
        // Whoever refers to them has a copy.
        "components" => members.retain(|key, _| key != "pathItems" && key != "mediaTypes"),
        "parameter" => example(members),
        "example" => rename(members, "dataValue", "value"),
        "media type" => payload(notebook, members),
        _ => {}
    }
}

fn insert(members: &mut Map<String, Value>, key: &str, value: Value) {
    members.entry(key).or_insert(value);
}

fn rename(members: &mut Map<String, Value>, old: &str, new: &str) {
    if let Some(value) = members.remove(old) {
        members.entry(new).or_insert(value);
    }
}

/// The only one of `examples` as `example`, if it says nothing but a value.
fn example(members: &mut Map<String, Value>) {
    let Some(Value::Object(examples)) = members.get("examples") else { return };
    let mut values = examples.values();
    let (Some(Value::Object(only)), None) = (values.next(), values.next()) else { return };
    if only.len() == 1
        && !members.contains_key("example")
        && let Some(value) = only.get("value").cloned()
    {
        members.remove("examples");
        members.insert("example".to_owned(), value);
    }
}

/// Bytes need no schema in OpenAPI 3.1; what a stream consists of is not known.
fn payload(notebook: &mut Notebook<'_>, members: &mut Map<String, Value>) {
    let is_bytes = notebook.pointer.ends_with("/content/application~1octet-stream");
    let schema = members.get("schema");
    if schema.is_none() && members.contains_key("itemSchema") {
        members.insert("schema".to_owned(), json!({}));
        notebook.enter("schema", Notebook::unread);
    } else if is_bytes && schema.is_none_or(|schema| *schema == json!({})) {
        members.insert("schema".to_owned(), json!({"type": "string", "format": "binary"}));
    }
}
