//! Holds what traffic shows against the specification, one finding a fact.
//!
//! The claim allows it: silent. Another plausible reading allows it: a note with the edit. No
//! reading allows it: an error. A refused request (4xx) says nothing about what a request may be.

use super::body::{self, Spot};
use super::route::{self, Route};
use super::tally::{Fact, Tally};
use super::{Call, Exchange, Message, Payload};
use crate::drift::object;
use crate::finding::{Basis, Finding, Severity};
use crate::ir::{
    Api, Content, Direction, Kind, Method, Operation, Parameter, ParameterPlace, Response, Status,
};
use serde_json::Value;
use std::collections::BTreeSet;

/// Every difference between recorded traffic and the specification.
pub fn compare(api: &Api, exchanges: &[Exchange]) -> Vec<Finding> {
    let mut tally = Tally::default();
    for exchange in exchanges {
        let facts = match route::find(api, exchange) {
            Route::Operation(operation, path) => {
                let mut facts = request(api, operation, exchange, &path, &mut tally);
                facts.extend(answer(api, operation, exchange, &mut tally));
                facts
            }
            other => unrouted(&other, exchange),
        };
        tally.add(&exchange.place(), facts);
    }
    tally.findings()
}

/// Members that no body showed, one note a body; this proves nothing and counts as coverage.
pub fn coverage(api: &Api, exchanges: &[Exchange]) -> Vec<Finding> {
    let mut bodies: std::collections::BTreeMap<String, (Vec<&str>, BTreeSet<&str>, usize)> =
        Default::default();
    for exchange in exchanges {
        let Route::Operation(operation, _) = route::find(api, exchange) else { continue };
        let sent = exchange
            .request
            .as_ref()
            .map(|message| (operation.body.as_ref().and_then(|body| body.json()), message));
        let got = exchange.response.as_ref().zip(exchange.status);
        let got = got.map(|(message, status)| {
            (response(operation, status).and_then(|(found, _)| found.json()), message)
        });
        for ((content, message), scope) in sent
            .map(|sent| (sent, format!("{} request", operation.id.wire)))
            .into_iter()
            .chain(got.map(|got| (got, answer_scope(operation, exchange.status))))
        {
            let object =
                content.and_then(|content| content.schema).and_then(|id| object::of(api, id));
            let (Some((_, object)), Payload::Json(Value::Object(members))) =
                (object, &message.payload)
            else {
                continue;
            };
            let entry = bodies.entry(scope).or_default();
            entry.0 =
                object.properties.iter().map(|property| property.name.wire.as_str()).collect();
            entry.1.extend(entry.0.iter().filter(|name| members.contains_key(**name)));
            entry.2 += 1;
        }
    }
    bodies
        .into_iter()
        .filter_map(|(scope, (all, seen, count))| never(&scope, &all, &seen, count))
        .collect()
}

fn never(scope: &str, all: &[&str], seen: &BTreeSet<&str>, count: usize) -> Option<Finding> {
    let absent: Vec<&str> = all.iter().copied().filter(|name| !seen.contains(name)).collect();
    (!absent.is_empty()).then(|| {
        Finding::new(
            Severity::Note,
            "drift/observed-never-seen",
            "",
            format!(
                "{scope}: {} of {} members were in none of {count} bodies",
                absent.len(),
                all.len()
            ),
            "this proves nothing; record more traffic to cover them",
        )
        .with_evidence("members", absent.join(", "))
    })
}

/// A fact without sample, about a whole message.
fn whole(
    rule: &'static str,
    (severity, basis): (Severity, Basis),
    scope: &str,
    pointer: &str,
    subject: &str,
    message: String,
    edit: String,
) -> Fact {
    Fact {
        rule,
        severity,
        basis,
        scope: scope.to_owned(),
        pointer: pointer.to_owned(),
        subject: subject.to_owned(),
        message,
        help: "correct the specification if this is how it is, or tell the vendor",
        edit,
        sample: None,
    }
}

fn unrouted(route: &Route<'_>, exchange: &Exchange) -> Vec<Fact> {
    let accepted = exchange.status.is_some_and(|status| status < 400);
    // A server that refuses what is not documented does what everybody expects.
    let severity = if accepted { Severity::Error } else { Severity::Note };
    let status = exchange
        .status
        .map_or_else(|| "no recorded status".to_owned(), |status| format!("status {status}"));
    let known = (severity, Basis::Documented);
    vec![match route {
        Route::OtherMethod(_, Method::Options | Method::Head) => return Vec::new(),
        Route::OtherMethod(operation, method) => whole(
            "drift/observed-method",
            known,
            &operation.path,
            operation.at.rsplit_once('/').map_or("", |(path, _)| path),
            method.as_str(),
            format!("{method} is called and not documented, answered with {status}"),
            format!("add `{}` below the path", method.as_str().to_ascii_lowercase()),
        ),
        Route::Nowhere(method, path) => whole(
            "drift/observed-path",
            known,
            &format!("{method} {path}"),
            "",
            path,
            format!("the path is called and not documented, answered with {status}"),
            format!("add `{path}` below `paths`"),
        ),
        Route::NoSuchWebhook(id) => whole(
            "drift/observed-webhook",
            (Severity::Error, Basis::Documented),
            id,
            "",
            id,
            "no operation has this id".to_owned(),
            format!("add an operation with `operationId: {id}` and `x-webhook: true`"),
        ),
        Route::NoSuchBody | Route::Operation(..) => whole(
            "drift/observed-webhook",
            (Severity::Error, Basis::Documented),
            "bare bodies",
            "",
            "body",
            "no push operation, or more than one, takes this body".to_owned(),
            "write the line as `{\"webhook\": \"<operationId>\", \"body\": ..}`".to_owned(),
        ),
    }]
}

fn request(
    api: &Api,
    operation: &Operation,
    exchange: &Exchange,
    path: &[(String, String)],
    tally: &mut Tally,
) -> Vec<Fact> {
    let received = matches!(operation.direction, Direction::Push { .. });
    // What the vendor sends is evidence unless the receiver refused it; what we send only if it was taken.
    let telling = match exchange.status {
        Some(status) => status < 400 || (received && status >= 500),
        None => received,
    };
    let (Some(message), true) = (&exchange.request, telling) else { return Vec::new() };
    let scope = format!("{} request", operation.id.wire);
    tally.among(&scope);
    let mut facts = Vec::new();
    let unknown = if received { Severity::Error } else { Severity::Note };
    if let Call::Http { query, .. } = &exchange.call {
        parameters(api, operation, (path, query, &message.headers), (&scope, unknown), &mut facts);
    }
    let spot = Spot { api, scope: &scope, unknown };
    match &operation.body {
        Some(body) => {
            let missing =
                (message.payload == Payload::Empty && body.required).then_some(&body.claim);
            if let Some(claim) = missing {
                let known = (Severity::Error, claim.basis);
                facts.push(whole(
                    "drift/observed-body-missing",
                    known,
                    &scope,
                    &body.at,
                    "",
                    "there is no body".to_owned(),
                    "required: false".to_owned(),
                ));
            }
            content(&spot, &body.contents, message, &body.at, &mut facts);
        }
        None if message.payload != Payload::Empty => facts.push(whole(
            "drift/observed-body",
            (unknown, operation.claim.basis),
            &scope,
            &operation.at,
            "",
            "there is a body where none is documented".to_owned(),
            "add `requestBody`".to_owned(),
        )),
        None => {}
    }
    facts
}

fn parameters(
    api: &Api,
    operation: &Operation,
    (path, query, headers): (&[(String, String)], &[(String, String)], &[(String, String)]),
    (scope, unknown): (&str, Severity),
    facts: &mut Vec<Fact>,
) {
    for parameter in &operation.parameters {
        let name = &parameter.name.wire;
        let value = match parameter.place {
            ParameterPlace::Path => path.iter().find(|(other, _)| other == name),
            ParameterPlace::Query => query.iter().find(|(other, _)| other == name),
            ParameterPlace::Header => {
                headers.iter().find(|(other, _)| other.eq_ignore_ascii_case(name))
            }
            ParameterPlace::Cookie => continue,
        };
        match value {
            Some((_, text)) => parameter_value(api, parameter, text, scope, facts),
            // Without recorded headers nothing is known of them; a webhook line has no path.
            None if !parameter.required
                || parameter.place == ParameterPlace::Path
                || headers.is_empty() => {}
            None => facts.push(whole(
                "drift/observed-parameter-missing",
                (
                    if parameter.claim.may_be_absent() { Severity::Note } else { Severity::Error },
                    parameter.claim.basis,
                ),
                scope,
                &parameter.at,
                name,
                format!("the required parameter `{name}` is not there"),
                "required: false".to_owned(),
            )),
        }
    }
    let declared = |name: &str| {
        let mut query = operation
            .parameters
            .iter()
            .filter(|parameter| parameter.place == ParameterPlace::Query);
        query.any(|parameter| {
            parameter.name.wire == name || name.starts_with(&format!("{}[", parameter.name.wire))
        })
    };
    for (name, _) in query.iter().filter(|(name, _)| !declared(name)) {
        facts.push(whole(
            "drift/observed-parameter-undocumented",
            (unknown, operation.claim.basis),
            scope,
            &operation.at,
            name,
            format!("the query parameter `{name}` is there and not documented"),
            format!("add `{{name: {name}, in: query}}` to `parameters`"),
        ));
    }
}

/// Parameters are text on the wire; a text that is no number cannot be an integer.
fn parameter_value(
    api: &Api,
    parameter: &Parameter,
    text: &str,
    scope: &str,
    facts: &mut Vec<Fact>,
) {
    let value = match api.schema(api.resolve(parameter.schema).0).kind {
        Kind::Integer(_) | Kind::Number(_) | Kind::Boolean => {
            serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
        }
        Kind::String(_) => Value::String(text.to_owned()),
        // Lists and objects have several spellings, which are not judged here.
        _ => return,
    };
    let spot = Spot { api, scope, unknown: Severity::Note };
    for mut fact in body::facts(&spot, parameter.schema, &value) {
        fact.subject = format!("parameter {} {}", parameter.name.wire, fact.subject);
        fact.message = fact.message.replacen(
            "the body",
            &format!("the parameter `{}`", parameter.name.wire),
            1,
        );
        facts.push(fact);
    }
}

/// The response that an answer belongs to, and whether by another reading of its status only.
fn response(operation: &Operation, status: u16) -> Option<(&Response, bool)> {
    let all = || operation.responses.iter();
    let exact = all().find(|response| response.status == Status::Code(status));
    let plausible =
        || all().find(|response| response.claim.plausible_statuses().any(|other| other == status));
    let class = || {
        all().find(|response| matches!(response.status, Status::Class(class) if u16::from(class) == status / 100))
    };
    let rest = || all().find(|response| response.status == Status::Default);
    exact
        .map(|response| (response, false))
        .or_else(|| plausible().map(|response| (response, true)))
        .or_else(|| class().or_else(rest).map(|response| (response, false)))
}

fn answer_scope(operation: &Operation, status: Option<u16>) -> String {
    format!("{} answer {}", operation.id.wire, status.unwrap_or_default())
}

fn answer(api: &Api, operation: &Operation, exchange: &Exchange, tally: &mut Tally) -> Vec<Fact> {
    let Some(status) = exchange.status else { return Vec::new() };
    let statuses = format!("{} answers", operation.id.wire);
    tally.among(&statuses);
    let Some((found, plausible)) = response(operation, status) else {
        let message = format!("status {status} is not documented");
        let known = (Severity::Error, operation.claim.basis);
        let pointer = format!("{}/responses", operation.at);
        let edit = format!("add `\"{status}\"` to `responses`");
        return vec![whole(
            "drift/observed-status",
            known,
            &statuses,
            &pointer,
            &status.to_string(),
            message,
            edit,
        )];
    };
    let mut facts = Vec::new();
    // The claim and its other readings are counted together: "assumed 422, observed 400 in 37 of 37".
    let group = format!("{} answers of {}", operation.id.wire, found.name.wire);
    tally.among(&group);
    if plausible {
        let claimed = found.status;
        facts.push(whole(
            "drift/observed-status",
            (Severity::Note, found.claim.basis),
            &group,
            &found.at,
            &status.to_string(),
            format!("{} {claimed}, observed {status}", found.claim.basis),
            format!("rename the key `{claimed}` to `{status}` and say `x-plausible: [\"{claimed}\"]`, or drop it"),
        ));
    }
    let Some(message) = &exchange.response else { return facts };
    if matches!(&exchange.call, Call::Http { method: Method::Head, .. }) {
        return facts;
    }
    let scope = answer_scope(operation, Some(status));
    tally.among(&scope);
    facts.extend(answer_body(api, found, message, &scope));
    facts.extend(answer_headers(found, message, &scope));
    facts
}

fn answer_body(api: &Api, found: &Response, message: &Message, scope: &str) -> Vec<Fact> {
    let mut facts = Vec::new();
    match (found.contents.is_empty(), &message.payload) {
        (true, Payload::Empty) => {}
        (true, _) => facts.push(whole(
            "drift/observed-body",
            (Severity::Error, found.claim.basis),
            scope,
            &found.at,
            "",
            "there is a body where none is documented".to_owned(),
            format!(
                "add `content` with {}",
                message.media_type().unwrap_or_else(|| "its media type".to_owned())
            ),
        )),
        // An error may come without a body from anything between here and the server.
        (false, Payload::Empty) if !found.status.is_success() => {}
        (false, Payload::Empty) => facts.push(whole(
            "drift/observed-body-missing",
            (Severity::Error, found.claim.basis),
            scope,
            &found.at,
            "",
            "there is no body".to_owned(),
            "remove `content`".to_owned(),
        )),
        _ => {
            let spot = Spot { api, scope, unknown: Severity::Error };
            content(&spot, &found.contents, message, &found.at, &mut facts);
        }
    }
    facts
}

fn answer_headers(found: &Response, message: &Message, scope: &str) -> Vec<Fact> {
    let there =
        |name: &str| message.headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
    let absent = found.headers.iter().filter(|header| header.required && !there(&header.name.wire));
    // Without recorded headers nothing is known of them.
    let absent = absent.filter(|_| !message.headers.is_empty());
    absent
        .map(|header| {
            let name = &header.name.wire;
            let message = format!("the required header `{name}` is not there");
            let known = (Severity::Error, found.claim.basis);
            whole(
                "drift/observed-header-missing",
                known,
                scope,
                &header.at,
                name,
                message,
                "required: false".to_owned(),
            )
        })
        .collect()
}

/// Media type and value of a body.
fn content(
    spot: &Spot<'_>,
    contents: &[Content],
    message: &Message,
    pointer: &str,
    facts: &mut Vec<Fact>,
) {
    if message.payload == Payload::Empty {
        return;
    }
    let essence = |content: &&Content| {
        content.media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    };
    let media_type = message.media_type();
    let found = media_type
        .as_ref()
        .and_then(|media_type| contents.iter().find(|content| essence(content) == *media_type));
    if let (Some(media_type), None) = (&media_type, found) {
        facts.push(whole(
            "drift/observed-media-type",
            (Severity::Error, Basis::Documented),
            spot.scope,
            pointer,
            media_type,
            format!("the media type {media_type} is not documented"),
            format!("add `{media_type}` below `content`"),
        ));
        // The media type is the news; the body says nothing about the documented one.
        if !media_type.ends_with("json") {
            return;
        }
    }
    let content = found.or_else(|| contents.iter().find(|content| content.is_json()));
    let Some(content) = content.filter(|content| content.is_json()) else { return };
    match (&message.payload, content.schema) {
        (Payload::Json(value), Some(schema)) => facts.extend(body::facts(spot, schema, value)),
        (Payload::Other, _) => facts.push(whole(
            "drift/observed-not-json",
            (Severity::Error, Basis::Documented),
            spot.scope,
            &content.at,
            "",
            "the body is not JSON".to_owned(),
            "give the body its true media type below `content`".to_owned(),
        )),
        _ => {}
    }
}
