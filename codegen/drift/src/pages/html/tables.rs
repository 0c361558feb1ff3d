//! The stream of a page of Fumadocs before version 10.6 in, a document of its operation out.
//!
//! Such a page has no document. It prints a table for each parameter, request body and response, and,
//! unless that is turned off, a form to try the operation out, which says more of the request.

mod playground;
mod schema;
mod tags;
mod walk;

use super::flight::Flight;
use super::part::{self, Route};
use super::{Form, Served, find};
use playground::Playground;
use schema::Schemas;
use serde_json::{Map, Value, json};
use walk::{Shown, Table};

/// The document of the operation that a page shows, if it has tables.
///
/// # Errors
/// Which row is missing, or what is not known.
pub(super) fn read(flight: &Flight) -> Result<Option<Served>, String> {
    let form = find::objects(flight, playground::read)?.into_iter().next();
    let shown = walk::walk(flight)?;
    let route = match (&form, &shown.route) {
        (Some(form), _) => (form.method.clone(), form.path.clone()),
        (None, Some(route)) => route.clone(),
        (None, None) => return Ok(None),
    };
    if shown.tables.is_empty() && shown.statuses.is_empty() {
        return Ok(None);
    }
    let kind = if form.is_some() { Form::Playground } else { Form::Tables };
    let mut document = document(&route, &shown, form)?;
    if let Some(servers) = find::servers(flight)? {
        document["servers"] = servers;
    }
    let (method, path) = route;
    let document = part::of(document, &[Route { method, path }]);
    Ok(Some(Served { document, single: true, form: kind }))
}

fn document(
    (method, path): &(String, String),
    shown: &Shown,
    form: Option<Playground>,
) -> Result<Value, String> {
    let mut schemas = Schemas::default();
    let mut operation = Map::new();
    let parameters = match &form {
        Some(form) => form.parameters.clone(),
        None => parameters(shown, &mut schemas)?,
    };
    operation.insert("parameters".to_owned(), json!(parameters));
    if let Some(body) = body(shown, form.as_ref(), &mut schemas)? {
        operation.insert("requestBody".to_owned(), body);
    }
    operation.insert("responses".to_owned(), responses(shown, &mut schemas)?);
    let mut components = json!({"schemas": schemas.components});
    if let Some(form) = form {
        if let Value::Object(all) = &mut components["schemas"] {
            all.extend(form.components);
        }
        if let Some(securities) = &form.securities {
            operation.insert("security".to_owned(), find::security(securities));
            components["securitySchemes"] = Value::Object(playground::schemes(securities));
        }
    }
    Ok(json!({
        "openapi": "3.1.0",
        "paths": {path: {method: operation}},
        "components": components,
    }))
}

/// The tables of a request: what stands below no status.
fn of_request(shown: &Shown) -> impl Iterator<Item = &Table> {
    shown.tables.iter().filter(|table| table.place.status.is_none())
}

fn parameters(shown: &Shown, schemas: &mut Schemas) -> Result<Vec<Value>, String> {
    let mut found = Vec::new();
    for table in of_request(shown) {
        let Some(place) = &table.place.parameters else { continue };
        let mut schema = schemas.read(&table.schema)?;
        let mut parameter = json!({"name": table.name, "in": place, "required": table.required});
        for key in ["description", "deprecated"] {
            if let Some(value) = schema.as_object_mut().and_then(|schema| schema.remove(key)) {
                parameter[key] = value;
            }
        }
        parameter["schema"] = schema;
        found.push(parameter);
    }
    Ok(found)
}

fn body(
    shown: &Shown,
    form: Option<&Playground>,
    schemas: &mut Schemas,
) -> Result<Option<Value>, String> {
    let (mut content, mut required) = (Map::new(), false);
    for table in of_request(shown).filter(|table| table.place.parameters.is_none()) {
        let schema = schemas.read(&table.schema)?;
        content.insert(media_type(table), json!({"schema": schema}));
        required |= table.required;
    }
    if let Some((media_type, schema)) = form.and_then(|form| form.body.clone()) {
        content.insert(media_type, json!({"schema": schema}));
    }
    Ok((!content.is_empty()).then(|| json!({"required": required, "content": content})))
}

fn responses(shown: &Shown, schemas: &mut Schemas) -> Result<Value, String> {
    let mut responses = Map::new();
    for status in &shown.statuses {
        responses.insert(status.clone(), json!({"description": format!("Status {status}.")}));
    }
    for table in &shown.tables {
        let Some(status) = &table.place.status else { continue };
        let schema = schemas.read(&table.schema)?;
        responses[status.as_str()]["content"][media_type(table)] = json!({"schema": schema});
    }
    Ok(Value::Object(responses))
}

/// The media type of a table; where a page has one alone, it may not print it.
fn media_type(table: &Table) -> String {
    table.place.media_type.clone().unwrap_or_else(|| "application/json".to_owned())
}
