//! Which documented members traffic never showed. This proves nothing, so it is no difference.

use super::route::{self, Route};
use super::{Exchange, Payload, answer};
use crate::drift::object;
use crate::finding::{Finding, Severity};
use crate::ir::Api;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Members that no body showed, one note a body; this proves nothing and counts as coverage.
pub fn coverage(api: &Api, exchanges: &[Exchange]) -> Vec<Finding> {
    let mut bodies: BTreeMap<String, (Vec<&str>, BTreeSet<&str>, usize)> = Default::default();
    for exchange in exchanges {
        let Route::Operation(operation, _) = route::find(api, exchange) else { continue };
        let sent = exchange
            .request
            .as_ref()
            .map(|message| (operation.body.as_ref().and_then(|body| body.json()), message));
        let got = exchange.response.as_ref().zip(exchange.status);
        let got = got.map(|(message, status)| {
            (answer::response(operation, status).and_then(|(found, _)| found.json()), message)
        });
        for ((content, message), scope) in sent
            .map(|sent| (sent, format!("{} request", operation.id.wire)))
            .into_iter()
            .chain(got.map(|got| (got, answer::scope_of(operation, exchange.status))))
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
