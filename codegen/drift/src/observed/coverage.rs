//! Which documented members traffic never showed. This proves nothing, so it is no difference.

use super::{Exchange, Message, Payload, answer};
use crate::object;
use oasis_model::finding::{Finding, Severity};
use oasis_model::ir::{Api, Content, Operation};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Bodies by what they are counted among.
#[derive(Debug, Default)]
pub(super) struct Coverage<'a>(BTreeMap<String, Bodies<'a>>);

#[derive(Debug, Default)]
struct Bodies<'a> {
    documented: Vec<&'a str>,
    seen: BTreeSet<&'a str>,
    count: usize,
}

impl<'a> Coverage<'a> {
    /// Adds the bodies of one exchange.
    pub(super) fn add(&mut self, api: &'a Api, operation: &'a Operation, exchange: &Exchange) {
        if let Some(message) = &exchange.request {
            let content = operation.body.as_ref().and_then(|body| body.json());
            self.body(api, content, message, || format!("{} request", operation.id));
        }
        if let Some((message, status)) = exchange.response.as_ref().zip(exchange.status) {
            let content = answer::response(operation, status).and_then(|(found, _)| found.json());
            self.body(api, content, message, || answer::scope_of(operation, status));
        }
    }

    fn body(
        &mut self,
        api: &'a Api,
        content: Option<&'a Content>,
        message: &Message,
        scope: impl Fn() -> String,
    ) {
        let object = content.and_then(|content| content.schema).and_then(|id| object::of(api, id));
        let (Some((_, object)), Payload::Json(Value::Object(members))) = (object, &message.payload)
        else {
            return;
        };
        let documented = || object.properties.iter().map(|property| property.name.as_str());
        let bodies = self.0.entry(scope()).or_default();
        if bodies.count == 0 {
            bodies.documented = documented().collect();
        }
        bodies.seen.extend(documented().filter(|name| members.contains_key(*name)));
        bodies.count += 1;
    }

    /// Members that no body showed, one note a kind of body.
    pub(super) fn findings(self) -> Vec<Finding> {
        self.0.into_iter().filter_map(|(scope, bodies)| never(&scope, &bodies)).collect()
    }
}

fn never(scope: &str, Bodies { documented, seen, count }: &Bodies<'_>) -> Option<Finding> {
    let absent: Vec<&str> =
        documented.iter().copied().filter(|name| !seen.contains(name)).collect();
    (!absent.is_empty()).then(|| {
        Finding::new(
            Severity::Note,
            "drift/observed-never-seen",
            "",
            format!(
                "{scope}: {} of {} members were in none of {count} bodies",
                absent.len(),
                documented.len()
            ),
            "this proves nothing; record more traffic to cover them",
        )
        .with_evidence("members", absent.join(", "))
    })
}
