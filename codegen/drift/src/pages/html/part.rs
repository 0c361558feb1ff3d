//! A document that a page holds in, the part of it that the page is about out.
//!
//! Operations that the page does not show are left out, and with them every component that nothing
//! else refers to. So is what a document says about itself rather than about messages: who rendered
//! a page takes over even the keys that say how surely something is known.

use super::elements::each;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// An operation as a page names it: the method in lower case, and the path or the webhook's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Route {
    pub(super) method: String,
    pub(super) path: String,
}

/// Keys of curated documents about how surely something is known.
const CLAIMS: [&str; 5] = ["x-basis", "x-because", "x-observed", "x-plausible", "x-source"];

/// The document with these operations alone; with all, if none are named.
pub(super) fn of(mut document: Value, routes: &[Route]) -> Value {
    if !routes.is_empty() {
        restrict(&mut document, routes);
    }
    each(&mut document, &mut |map| map.retain(|key, _| !CLAIMS.contains(&key.as_str())));
    let info = |key: &str| document.pointer(&format!("/info/{key}")).cloned().unwrap_or("".into());
    document["info"] = json!({"title": info("title"), "version": info("version")});
    drop_unused(&mut document);
    document
}

fn restrict(document: &mut Value, routes: &[Route]) {
    for section in ["paths", "webhooks"] {
        let Some(Value::Object(paths)) = document.get_mut(section) else { continue };
        for (path, item) in paths.iter_mut() {
            let Value::Object(item) = item else { continue };
            let shown = |method: &str| {
                routes.iter().any(|route| route.path == *path && route.method == method)
            };
            item.retain(|key, _| !METHODS.contains(&key.as_str()) || shown(key));
        }
        paths.retain(|_, item| METHODS.iter().any(|method| item.get(method).is_some()));
    }
}

/// The keys of a path that are operations.
const METHODS: [&str; 9] =
    ["delete", "get", "head", "options", "patch", "post", "put", "query", "trace"];

/// Takes out the components that nothing refers to, security schemes aside.
fn drop_unused(document: &mut Value) {
    let Some(Value::Object(components)) = document.get_mut("components").map(Value::take) else {
        return;
    };
    let mut components = Value::Object(components);
    let mut waiting: Vec<String> = references(document);
    let mut used = BTreeSet::new();
    while let Some(reference) = waiting.pop() {
        let Some(pointer) = reference.strip_prefix("#/components") else { continue };
        // A reference may lead into a component.
        let end = pointer.match_indices('/').nth(2).map_or(pointer.len(), |(at, _)| at);
        let pointer = &pointer[..end];
        if used.insert(pointer.to_owned())
            && let Some(component) = components.pointer_mut(pointer)
        {
            waiting.extend(references(component));
        }
    }
    if let Value::Object(sections) = &mut components {
        for (section, named) in sections.iter_mut() {
            let Value::Object(named) = named else { continue };
            if section != "securitySchemes" {
                named.retain(|name, _| {
                    let name = name.replace('~', "~0").replace('/', "~1");
                    used.contains(&format!("/{section}/{name}"))
                });
            }
        }
        sections.retain(|_, named| named.as_object().is_none_or(|named| !named.is_empty()));
    }
    document["components"] = components;
}

fn references(value: &mut Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut note = |map: &mut Map<String, Value>| {
        found.extend(map.get("$ref").and_then(Value::as_str).map(ToOwned::to_owned));
        let mapping =
            map.get("discriminator").and_then(|discriminator| discriminator.get("mapping"));
        let targets = mapping.and_then(Value::as_object).into_iter().flat_map(Map::values);
        found.extend(targets.filter_map(Value::as_str).map(|target| match target.contains('/') {
            true => target.to_owned(),
            false => format!("#/components/schemas/{target}"),
        }));
    };
    each(value, &mut note);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_operation_uses_is_left() {
        let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
        let operation = |name: &str| {
            json!({"responses": {"200": {"description": "",
            "content": {"application/json": {"schema": reference(name)}}}}})
        };
        let document = json!({
            "openapi": "3.0.3",
            "info": {"title": "T", "version": "1", "description": "long"},
            "paths": {"/a": {"get": operation("A"), "put": operation("B")}, "/b": {"get": operation("B")}},
            "components": {"schemas": {
                "A": {"properties": {"a": reference("C~1D")}, "x-basis": "inferred"},
                "B": {}, "C/D": {"allOf": [reference("A")]},
            }},
        });
        let route = Route { method: "get".to_owned(), path: "/a".to_owned() };
        let part = of(document, &[route]);
        let expected = json!({
            "openapi": "3.0.3",
            "info": {"title": "T", "version": "1"},
            "paths": {"/a": {"get": operation("A")}},
            "components": {"schemas": {
                "A": {"properties": {"a": reference("C~1D")}},
                "C/D": {"allOf": [reference("A")]},
            }},
        });
        assert_eq!(part, expected);
    }
}
