//! Finds the operation that an exchange belongs to.

use super::shown::without_ids;
use super::{Call, Exchange, Payload};
use crate::{address, object};
use oasis_model::conform::{self, View};
use oasis_model::ir::{Api, Direction, Operation};
use serde_json::Value;

/// What an exchange belongs to.
#[derive(Debug)]
pub(super) enum Route<'a> {
    /// This operation, with the values of its path parameters by name.
    Operation(&'a Operation, Vec<(String, String)>),
    /// The path is known, the method is not.
    OtherMethod(&'a Operation, String),
    /// No operation has this path; ids in it are left out.
    Nowhere(String, String),
    /// No push operation has this id.
    NoSuchWebhook(String),
    /// A body that no push operation takes, or more than one.
    NoSuchBody,
}

/// Finds where an exchange belongs.
pub(super) fn find<'a>(api: &'a Api, exchange: &Exchange) -> Route<'a> {
    match &exchange.call {
        Call::Http { method, path, .. } => http(api, exchange, method, path),
        Call::Webhook(id) => match api.operation(id).filter(|operation| operation.is_webhook()) {
            Some(operation) => Route::Operation(operation, Vec::new()),
            None => Route::NoSuchWebhook(id.clone()),
        },
        Call::Bare => bare(api, exchange),
    }
}

fn http<'a>(api: &'a Api, exchange: &Exchange, method: &str, path: &str) -> Route<'a> {
    let found = at_path(api, exchange, method, path);
    if !matches!(found, Route::Nowhere(..)) {
        return found;
    }
    let bases =
        api.servers.iter().map(|server| address::split(&server.url).1.trim_end_matches('/'));
    let below = bases.filter(|base| !base.is_empty()).filter_map(|base| path.strip_prefix(base));
    let mut routes = below.map(|path| at_path(api, exchange, method, path));
    routes.find(|route| !matches!(route, Route::Nowhere(..))).unwrap_or(found)
}

/// The same for a path without the base path of a server.
fn at_path<'a>(api: &'a Api, exchange: &Exchange, method: &str, path: &str) -> Route<'a> {
    // Fixed segments win over parameters, as OpenAPI says.
    let mut fitting: Vec<(&Operation, Vec<(String, String)>)> = api
        .operations
        .iter()
        .filter_map(|operation| Some((operation, address::parameters(&operation.path, path)?)))
        .collect();
    fitting.sort_by_key(|(_, values)| values.len());
    match fitting.iter().position(|(operation, _)| operation.method.as_str() == method) {
        Some(at) => {
            let (operation, values) = fitting.swap_remove(at);
            Route::Operation(operation, values)
        }
        None => match (fitting.first(), received(api, exchange, method, path)) {
            (Some((operation, _)), _) => Route::OtherMethod(operation, method.to_owned()),
            (None, Some(operation)) => Route::Operation(operation, Vec::new()),
            (None, None) => Route::Nowhere(method.to_owned(), without_ids(path)),
        },
    }
}

/// The push operation that this is a notification of: its route stands at the end of whatever base
/// the receiver chose. Several kinds of notification may share such an end, so the body has to be
/// like this one's.
fn received<'a>(
    api: &'a Api,
    exchange: &Exchange,
    method: &str,
    path: &str,
) -> Option<&'a Operation> {
    let mut push = api.operations.iter().filter(|operation| {
        matches!(&operation.direction, Direction::Webhook { route } if path.ends_with(route.as_str()))
            && operation.method.as_str() == method
    });
    push.find(|operation| match exchange.request.as_ref().map(|request| &request.payload) {
        Some(Payload::Json(Value::Object(members))) => {
            let declared = declared(api, operation);
            let shared = members.keys().filter(|name| declared.contains(&name.as_str())).count();
            declared.is_empty() || shared * 2 > declared.len()
        }
        _ => true,
    })
}

fn bare<'a>(api: &'a Api, exchange: &Exchange) -> Route<'a> {
    let payload = exchange.request.as_ref().map(|request| &request.payload);
    let Some(Payload::Json(body @ Value::Object(members))) = payload else {
        return Route::NoSuchBody;
    };
    let push = api.operations.iter().filter(|operation| operation.is_webhook());
    let mut best: Vec<(usize, &Operation)> = push
        .filter_map(|operation| {
            let schema = operation.body.as_ref()?.json()?.schema?;
            let violations = conform::check(api, schema, body, View::Widest).violations;
            let missing =
                violations.iter().filter(|violation| violation.instance.is_empty()).count();
            let declared = declared(api, operation);
            let shared = members.keys().filter(|name| declared.contains(&name.as_str())).count();
            // Most of the body has to be the operation's; one drifting member must not hide it.
            (shared * 2 > declared.len() && missing * 4 <= declared.len())
                .then_some((violations.len(), operation))
        })
        .collect();
    best.sort_by_key(|(violations, _)| *violations);
    match best[..] {
        [(_, one)] => Route::Operation(one, Vec::new()),
        [(first, one), (second, _), ..] if first < second => Route::Operation(one, Vec::new()),
        _ => Route::NoSuchBody,
    }
}

fn declared<'a>(api: &'a Api, operation: &Operation) -> Vec<&'a str> {
    let schema =
        operation.body.as_ref().and_then(|body| body.json()).and_then(|content| content.schema);
    let object = schema.and_then(|id| object::of(api, id));
    object.map_or_else(Vec::new, |(_, object)| {
        object.properties.iter().map(|property| property.name.as_str()).collect()
    })
}
