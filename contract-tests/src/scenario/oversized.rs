//! Bodies that are too much, and media types that nobody documented: taken or refused, never fatal.
//!
//! Afterwards the server has to serve an ordinary body. What was taken is overwritten at once, so that
//! it does not come back with every later response.

mod bodies;

use super::{Tester, maker::Maker, maker::bytes};
use crate::{
    generate::{Case, Category, Expect, Generation, Ids, valid_body},
    http::Exchange,
    vendor,
};
use bodies::{BODIES, Build};
use oasis_model::ir::Operation;
use serde_json::{Value, json};

/// The property that holds what is oversized, where the operation has none that takes anything.
const UNKNOWN: &str = "contractTestFree";

/// Media types that no operation documents; the empty one stands for none at all.
const MEDIA_TYPES: [&str; 9] = [
    "",
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "application/json; charset=utf-16",
    "nonsense",
    "application/vnd.contract-test+json",
];

/// One thing to send; large bodies are built only when their turn comes.
enum Step {
    Body(&'static str, Build),
    /// A media type, and whether it is the documented one in another spelling.
    MediaType(String, bool),
    Ordinary,
}

pub(super) fn requests(generation: &Generation, operation: &Operation) -> u64 {
    let Some(valid) = valid_body(generation, operation) else { return 0 };
    let maker = Maker::new(generation, operation, Category::Oversized);
    let cleans = u64::from(clean(&maker).is_some());
    let steps = steps(operation, valid.is_object());
    steps.iter().map(|step| cost(step, cleans)).sum()
}

pub(super) async fn run(tester: &Tester<'_>, operation: &Operation, most: u64) -> u64 {
    let Some(valid) = valid_body(tester.generation, operation) else { return 0 };
    let maker = Maker::new(tester.generation, operation, Category::Oversized);
    let clean = clean(&maker);
    let (mut left, mut left_out) = (most, 0);
    for step in steps(operation, valid.is_object()) {
        let cost = cost(&step, u64::from(clean.is_some()));
        if cost > left {
            left_out += cost;
            continue;
        }
        if tester.client.stop.reason().is_some() {
            break;
        }
        left -= cost;
        let exchange = tester.run(&case(&maker, &valid, &step)).await;
        if let (Step::Body(..), Some(clean)) = (&step, &clean)
            && may_be_stored(&exchange)
        {
            tester.run(clean).await;
        }
    }
    left_out
}

/// What is sent, the most telling first; the ordinary body ends it.
fn steps(operation: &Operation, is_object: bool) -> Vec<Step> {
    let fits = |build: &Build| is_object || matches!(build, Build::Whole(_));
    let bodies = BODIES.into_iter().filter(|(_, build)| fits(build));
    let mut steps: Vec<Step> = bodies.map(|(about, build)| Step::Body(about, build)).collect();
    let other = MEDIA_TYPES.map(|media_type| Step::MediaType(media_type.to_owned(), false));
    let content = operation.body.as_ref().and_then(|body| body.json());
    let same = content.map(|content| spellings(&content.media_type)).unwrap_or_default();
    let same = same.into_iter().map(|media_type| Step::MediaType(media_type, true));
    // Should there be no room for all, the server is still asked whether it serves.
    let room = steps.len().min(6);
    let rest = steps.split_off(room);
    steps.extend(same.chain([Step::Ordinary]).chain(other).chain(rest));
    steps.push(Step::Ordinary);
    steps
}

/// A documented media type as HTTP allows to spell it otherwise.
fn spellings(media_type: &str) -> Vec<String> {
    let essence = media_type.split(';').next().unwrap_or(media_type).trim();
    let mut letters = essence.chars();
    let capital = letters.next().map(|first| first.to_ascii_uppercase());
    let capital = capital.into_iter().chain(letters.map(|letter| letter.to_ascii_lowercase()));
    vec![format!("{essence}; charset=utf-8"), format!("{essence};charset=UTF-8"), capital.collect()]
}

fn cost(step: &Step, cleans: u64) -> u64 {
    match step {
        Step::Body(..) => 1 + cleans,
        Step::MediaType(..) | Step::Ordinary => 1,
    }
}

fn case(maker: &Maker<'_>, valid: &Value, step: &Step) -> Case {
    let free = vendor::free_form(&maker.generation.api, maker.operation)
        .filter(|name| valid.get(name).is_none());
    match step {
        Step::Body(about, build) => {
            let body = build.body(valid, free.unwrap_or(UNKNOWN));
            maker.case(Ids::Known, Some(body), *about, Expect::Tolerated)
        }
        Step::MediaType(media_type, documented) => {
            let about = format!("media type {media_type:?}");
            let expect = if *documented { Expect::Judged(None) } else { Expect::Tolerated };
            let mut case = maker.case(Ids::Known, Some(bytes(valid)), about, expect);
            case.request.headers.retain(|(name, _)| name != "content-type");
            if !media_type.is_empty() {
                case.request.headers.push(("content-type".to_owned(), media_type.clone()));
            }
            case
        }
        Step::Ordinary => {
            let about = "valid body after oversized ones";
            maker.case(Ids::Known, Some(bytes(valid)), about, Expect::Judged(None))
        }
    }
}

/// What overwrites the metadata of the known session, where this operation writes to it.
fn clean(maker: &Maker<'_>) -> Option<Case> {
    let rules = vendor::sessions(&maker.generation.api).ok().filter(|rules| rules.restorable)?;
    if rules.operation.id != maker.operation.id {
        return None;
    }
    let body = bytes(&rules.change(json!({ vendor::METADATA: {} })));
    let about = "empty metadata over what was taken";
    let case = maker.case(Ids::Known, Some(body), about, Expect::Judged(None));
    case.known.then_some(case)
}

/// Only a refusal says that nothing was stored.
fn may_be_stored(exchange: &Exchange) -> bool {
    !exchange.response().is_some_and(|response| response.is_refusal()) && !exchange.is_unsent()
}

#[cfg(test)]
mod tests {
    use super::super::count;
    use super::*;
    use crate::spec::Spec;
    use oasis_model::ir::essence;

    #[test]
    fn other_spellings_are_the_same_media_type() {
        for media_type in ["application/json", "application/merge-patch+json; x=1"] {
            for spelling in spellings(media_type) {
                assert_eq!(essence(&spelling), essence(media_type));
                assert_ne!(spelling, media_type);
            }
        }
    }

    #[test]
    fn no_undocumented_media_type_is_documented_and_the_ordinary_body_ends_it() {
        let spec = Spec::embedded().expect("the specification is sound");
        for operation in &spec.api.operations {
            let steps = steps(operation, true);
            assert!(matches!(steps.last(), Some(Step::Ordinary)));
            assert_eq!(count(&steps), count(&BODIES) + count(&MEDIA_TYPES) + 3 + 2);
            for step in &steps {
                if let Step::MediaType(media_type, false) = step
                    && !media_type.contains("utf-16")
                {
                    assert_ne!(essence(media_type), "application/json");
                }
            }
        }
    }
}
