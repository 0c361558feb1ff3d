//! A [`Draft`] in, the case that it makes out: bytes, path, and which answers are right.
//!
//! Whether a body is right is the word of `jsonschema`, whatever the draft meant to break.

use super::Draft;
use crate::{
    case::{self, Case, Expect},
    checks::Context,
    ids::{self, Whose},
    judge::Class,
    mutation::{self, Change, Family},
    target::Target,
    vendor,
};
use oasis_model::ir::{Content, Operation};
use serde_json::Value;

/// The case that a draft makes, if it makes one.
pub fn case_of(
    context: &Context,
    target: &Target,
    operation: &Operation,
    draft: &Draft,
    names_known_session: bool,
) -> Option<Case> {
    let content = operation.body.as_ref().and_then(|body| body.json());
    let mut base = draft.base.clone();
    if let Some(base) = base.as_mut().filter(|_| names_known_session) {
        ids::name_known_session(&context.api, operation, target, base);
    }
    let (body, expect) = match (content, &base) {
        (Some(content), Some(base)) => {
            let (body, expect) = expectation(context, content, base, draft)?;
            (Some(body), expect)
        }
        _ => (None, Expect::Accepted),
    };
    let mut whose = draft.whose;
    let harm = body.as_ref().is_some_and(|body| vendor::is_irreversible(operation, body));
    if harm && !target.may_do_irreversible() {
        whose = Whose::Unknown(harmless_number(body.as_deref().unwrap_or_default()));
    }
    let (path, known) = ids::path(&context.api, operation, target, whose);
    Some(Case {
        operation: operation.id.clone(),
        about: about(draft),
        request: case::request(&context.api, operation, path, body),
        expect,
        known,
    })
}

fn expectation(
    context: &Context,
    content: &Content,
    base: &Value,
    draft: &Draft,
) -> Option<(Vec<u8>, Expect)> {
    let mut value = base.clone();
    for change in &draft.changes {
        value = mutation::applied(&value, change)?;
    }
    let bytes = case::bytes(&value);
    if let Some(damage) = draft.damage {
        return Some((damage.apply(&bytes)?, Expect::NotJson));
    }
    let unknown = draft.changes.iter().any(|change| change.family == Family::UnknownMember);
    let class = context.judge.class(content, &value);
    let expect = match (class, draft.changes.is_empty()) {
        (Class::Valid, true) => Expect::Accepted,
        (Class::Contested, true) => Expect::Either(Vec::new()),
        (Class::Wrong, false) => Expect::Refused(draft.changes.clone()),
        (Class::Contested, false) => Expect::Either(draft.changes.clone()),
        (Class::Valid, false) if unknown => Expect::Either(draft.changes.clone()),
        // A body that was not broken by being broken, or broken without our doing, proves nothing.
        (Class::Valid, false) | (Class::Wrong, true) => return None,
    };
    Some((bytes, expect))
}

fn about(draft: &Draft) -> String {
    let place = |change: &Change| {
        let at = crate::implied::label(&change.at, crate::implied::World::New);
        format!("{} at {at}", change.family.heading())
    };
    match (&draft.damage, draft.changes.as_slice()) {
        (Some(damage), _) => format!("body that is not JSON ({damage:?})"),
        (None, []) if draft.base.is_none() => "request".to_owned(),
        (None, []) => "valid body".to_owned(),
        (None, changes) => changes.iter().map(place).collect::<Vec<_>>().join(" and "),
    }
}

fn harmless_number(body: &[u8]) -> u64 {
    body.iter().fold(7, |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(u64::from(*byte)))
}
