//! The source of a page in, the documents that it holds out: all of the API's document, or one made
//! for an operation.
//!
//! Generators put the document into a Redoc page, and into the stream of a page of Fumadocs from
//! version 10.6 on. What older versions print instead is read by `tables`.

use super::Served;
use super::flight::Flight;
use super::part::{self, Route};
use super::tables;
use serde_json::{Deserializer, Map, Value, json};

/// What stands before a document that a page embeds, and where in the value it is. Redoc 2 and 3 assign
/// it to these; Scalar takes it as the content of its script.
const EMBEDDED: [(&str, &str); 4] = [
    ("__redoc_state = ", "/spec/data"),
    ("__redoc_definition = ", ""),
    ("<script id=\"api-reference\" type=\"application/json\">", ""),
    ("\"swaggerDoc\": ", ""),
];

/// The document that a page embeds, if it does.
///
/// # Errors
/// Where it is cut.
pub(super) fn embedded(html: &str) -> Result<Option<Value>, String> {
    for (before, pointer) in EMBEDDED {
        let Some((_, rest)) = html.split_once(before) else { continue };
        match Deserializer::from_str(rest).into_iter::<Value>().next() {
            Some(Ok(state)) => {
                if let Some(document) = state.pointer(pointer).filter(|value| is_document(value)) {
                    return Ok(Some(part::of(document.clone(), &[])));
                }
            }
            Some(Err(error)) if !error.is_eof() => {}
            _ => return Err("it is cut in the middle of its document".to_owned()),
        }
    }
    Ok(None)
}

fn is_document(value: &Value) -> bool {
    value.get("openapi").is_some_and(Value::is_string)
        && (value.get("paths").is_some_and(Value::is_object)
            || value.get("webhooks").is_some_and(Value::is_object))
}

/// The documents in the stream of a page, each with the operations that the page shows.
///
/// # Errors
/// Which row is missing.
pub(super) fn stream(flight: &Flight) -> Result<Vec<Served>, String> {
    let mut found = Vec::new();
    let searches: [Search<Served>; 3] = [shown, document, picked];
    for search in searches {
        found.extend(objects(flight, search)?);
        if !found.is_empty() {
            return Ok(found);
        }
    }
    Ok(tables::read(flight)?.into_iter().collect())
}

/// What is looked for.
pub(super) type Search<T> = fn(&Flight, &Map<String, Value>) -> Result<Option<T>, String>;

/// What a search finds in the rows, the outermost match of each place.
pub(super) fn objects<T>(flight: &Flight, search: Search<T>) -> Result<Vec<T>, String> {
    let mut found = Vec::new();
    let mut waiting: Vec<&Value> = flight.rows().values().collect();
    waiting.reverse();
    while let Some(value) = waiting.pop() {
        match value {
            Value::Array(items) => waiting.extend(items.iter().rev()),
            Value::Object(map) => match search(flight, map)? {
                Some(hit) => found.push(hit),
                None => waiting.extend(map.values().rev()),
            },
            _ => {}
        }
    }
    Ok(found)
}

/// A document with the operations that the page shows of it.
fn shown(flight: &Flight, map: &Map<String, Value>) -> Result<Option<Served>, String> {
    let Some(operations) = map.get("operations") else { return Ok(None) };
    let payload = match (map.get("payload"), map.get("preloaded")) {
        (Some(payload), _) => flight.get(payload, "bundled")?,
        (_, Some(preloaded)) => {
            let id = map.get("document").and_then(Value::as_str).unwrap_or_default();
            flight.get(flight.get(preloaded, "docs")?, id)?
        }
        _ => return Ok(None),
    };
    if !is_document(payload) && payload.get("openapi").is_none() {
        return Ok(None);
    }
    let mut routes = routes(&flight.resolved(operations)?);
    if let Some(webhooks) = map.get("webhooks") {
        routes.extend(self::routes(&flight.resolved(webhooks)?));
    }
    let document = flight.resolved(payload)?;
    Ok(is_document(&document)
        .then(|| Served::complete(part::of(document, &routes), !routes.is_empty())))
}

fn routes(operations: &Value) -> Vec<Route> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let one = |value: &Value| {
        let path = text(value, "path").or_else(|| text(value, "name"))?;
        Some(Route { method: text(value, "method")?.to_ascii_lowercase(), path })
    };
    operations.as_array().into_iter().flatten().filter_map(one).collect()
}

/// A document of which the page does not say what it shows.
fn document(flight: &Flight, map: &Map<String, Value>) -> Result<Option<Served>, String> {
    let (Some(Value::String(_)), Some(paths)) = (map.get("openapi"), map.get("paths")) else {
        return Ok(None);
    };
    let paths = flight.seen(paths)?.as_object();
    if !paths.is_some_and(|paths| paths.keys().all(|path| path.starts_with('/'))) {
        return Ok(None);
    }
    let document = flight.resolved(&Value::Object(map.clone()))?;
    Ok(Some(Served::complete(part::of(document, &[]), false)))
}

/// A document made for one operation.
fn picked(flight: &Flight, map: &Map<String, Value>) -> Result<Option<Served>, String> {
    let (Some(Value::String(path)), Some(Value::String(method)), Some(doc)) =
        (map.get("route"), map.get("method"), map.get("doc"))
    else {
        return Ok(None);
    };
    if flight.get(doc, "paths")?.get(path).is_none() {
        return Ok(None);
    }
    let route = Route { method: method.to_ascii_lowercase(), path: path.clone() };
    let mut document = flight.resolved(doc)?;
    document["openapi"] = json!("3.2.0");
    if let Some(servers) = servers(flight)? {
        document["servers"] = servers;
    }
    let securities = match map.get("securities") {
        Some(securities) => Some(flight.resolved(securities)?),
        None => None,
    };
    let operation = &mut document["paths"][path.as_str()][route.method.as_str()];
    if let (Some(securities), None) = (&securities, operation.get("security")) {
        operation["security"] = security(securities);
    }
    if let Some(schemes) = objects(flight, schemes)?.into_iter().next() {
        document["components"]["securitySchemes"] = schemes;
    }
    Ok(Some(Served::complete(part::of(document, &[route]), true)))
}

/// The base addresses that a page of one operation names.
///
/// # Errors
/// Which row is missing.
pub(super) fn servers(flight: &Flight) -> Result<Option<Value>, String> {
    let search: Search<Value> = |flight, map| {
        let Some(servers) = map.get("servers") else { return Ok(None) };
        let servers = flight.resolved(servers)?;
        let named = servers.as_array().is_some_and(|servers| {
            !servers.is_empty() && servers.iter().all(|server| server.get("url").is_some())
        });
        Ok(named.then_some(servers))
    };
    Ok(objects(flight, search)?.into_iter().next())
}

fn schemes(flight: &Flight, map: &Map<String, Value>) -> Result<Option<Value>, String> {
    let Some(schemes) = map.get("schemes") else { return Ok(None) };
    let schemes = flight.resolved(schemes)?;
    let typed = schemes.as_object().is_some_and(|schemes| {
        !schemes.is_empty() && schemes.values().all(|scheme| scheme.get("type").is_some())
    });
    Ok(typed.then_some(schemes))
}

/// Alternatives of security schemes as OpenAPI has them.
pub(super) fn security(alternatives: &Value) -> Value {
    let named = |scheme: &Value| {
        let scopes = scheme.get("scopes").cloned().unwrap_or_else(|| json!([]));
        Some((scheme.get("id")?.as_str()?.to_owned(), scopes))
    };
    let together = |schemes: &Value| {
        let schemes = schemes.as_array().into_iter().flatten().filter_map(named);
        Value::Object(schemes.collect())
    };
    Value::Array(alternatives.as_array().into_iter().flatten().map(together).collect())
}
