//! What a page does not say, taken from the specification: who calls whom, what an operation is
//! called, and what its form cannot carry.
//!
//! [`complete`] works on the document of the page, before it is read; `lend` on what was read.

use super::Form;
use crate::write;
use oasis_model::ir::{Api, Direction, Operation, Response};
use serde_json::{Map, Value, json};

/// The operation of the specification that has this method and path, names of parameters aside.
pub(crate) fn operation<'a>(api: &'a Api, method: &str, path: &str) -> Option<&'a Operation> {
    api.operations.iter().find(|operation| {
        operation.method.as_str().eq_ignore_ascii_case(method)
            && template(&operation.path) == template(path)
    })
}

/// A path without the names of its parameters.
pub(crate) fn template(path: &str) -> String {
    let segment = |segment: &str| match segment.starts_with('{') && segment.ends_with('}') {
        true => "{}".to_owned(),
        false => segment.to_owned(),
    };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// The operations of a document: method, path and the operation itself.
pub(super) fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = document.get("paths").and_then(Value::as_object).into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        let methods = methods.filter(|(key, _)| is_method(key));
        methods.map(move |(method, operation)| (method.as_str(), path.as_str(), operation))
    })
}

/// The responses of the specification with those that the page has in their place. What has no response
/// of its status is paired by its order among the successes, or among the errors: the labels are what a
/// page of text has lost.
pub(crate) fn responses<'a>(
    known: &'a Operation,
    shown: &'a Operation,
) -> Vec<(&'a Response, Option<&'a Response>)> {
    let find = |all: &'a [Response], one: &Response| all.iter().find(|r| r.status == one.status);
    let mut fresh: Vec<&Response> =
        shown.responses.iter().filter(|one| find(&known.responses, one).is_none()).collect();
    let mut pairs = Vec::new();
    for response in &known.responses {
        let alike = |other: &&Response| {
            other.status.is_success() == response.status.is_success()
                && other.contents.is_empty() == response.contents.is_empty()
        };
        let same = find(&shown.responses, response);
        pairs.push((response, same.or_else(|| Some(fresh.remove(fresh.iter().position(alike)?)))));
    }
    pairs
}

fn is_method(key: &str) -> bool {
    oasis_model::ir::Method::ALL.iter().any(|method| method.as_str().eq_ignore_ascii_case(key))
}

/// The document of a page with what no page says: direction, and the specification's own name for the
/// operation. `expected` is the operation whose page it is, if that is known. Where the form loses them,
/// credentials are the specification's too.
pub(super) fn complete(api: &Api, document: &mut Value, form: Form, expected: Option<&str>) {
    let found: Vec<(String, String)> = operations(document)
        .map(|(method, path, _)| (method.to_owned(), path.to_owned()))
        .collect();
    let mut schemes = Map::new();
    for (method, path) in found {
        let expected = || api.operation(expected?);
        let Some(known) = operation(api, &method, &path).or_else(expected) else { continue };
        let Some(Value::Object(shown)) =
            document.get_mut("paths").and_then(|paths| paths.get_mut(&path)?.get_mut(&method))
        else {
            continue;
        };
        shown.insert("operationId".to_owned(), json!(known.id));
        if let Direction::Webhook { route } = &known.direction {
            shown.insert("x-webhook".to_owned(), json!(true));
            shown.insert("x-webhook-path".to_owned(), json!(route));
        }
        if form == Form::Tables && !shown.contains_key("security") {
            let alternatives: Vec<Value> = known
                .security
                .iter()
                .map(|all| {
                    let named = all.iter().map(|one| (one.scheme.clone(), json!(one.scopes)));
                    Value::Object(named.collect())
                })
                .collect();
            shown.insert("security".to_owned(), Value::Array(alternatives));
        }
        for name in required(shown) {
            let scheme = api.security_schemes.iter().find(|scheme| scheme.name == name);
            schemes.extend(scheme.map(|scheme| (name, write::scheme(&scheme.kind))));
        }
    }
    add_schemes(document, schemes);
}

/// The names of the security schemes that an operation requires.
fn required(operation: &Map<String, Value>) -> Vec<String> {
    let alternatives = operation.get("security").and_then(Value::as_array).into_iter().flatten();
    alternatives.filter_map(Value::as_object).flat_map(Map::keys).cloned().collect()
}

fn add_schemes(document: &mut Value, schemes: Map<String, Value>) {
    if schemes.is_empty() {
        return;
    }
    let mut all = schemes;
    if let Some(Value::Object(own)) = document.pointer("/components/securitySchemes") {
        all.extend(own.clone());
    }
    if !document.get("components").is_some_and(Value::is_object) {
        document["components"] = json!({});
    }
    document["components"]["securitySchemes"] = Value::Object(all);
}
