//! What is done to sessions, as a table: a specification's session rules and a seed in, parts out.
//!
//! A part proves one promise. It starts from any state, so parts can be left out.

use super::model::Act;
use crate::{
    generate::{Expect, Malformed, extremes, members},
    http::Auth,
    oracle::Check,
    scenario::maker::bytes,
    vendor::{self, Sessions},
};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Map, Value, json};

/// How many random metadata are written besides the fixed ones.
const RANDOM: usize = 12;

/// One thing to do, and the promise that is broken if the session then is not as it should be.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// It is done to the other session.
    pub(super) other: bool,
    /// What is done.
    pub(super) act: Act,
    /// The promise.
    pub(super) check: Check,
}

/// Steps that together prove something.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// What is tried, such as `metadata written over other metadata`.
    pub(super) about: String,
    /// The steps.
    pub(super) steps: Vec<Step>,
}

impl Part {
    /// How many requests it takes at the most: before it, each session may have to be read.
    pub(super) fn cost(&self) -> u64 {
        let others = self.steps.iter().any(|step| step.other);
        self.steps.len() as u64 + 1 + u64::from(others)
    }
}

/// What is known of the target.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowed {
    /// There is another session.
    pub(super) other: bool,
    /// The mark may be set, although it can never be taken back.
    pub(super) mark: bool,
}

/// Every part, the most telling first.
pub(super) fn parts(
    rules: &Sessions<'_>,
    allowed: Allowed,
    broken: Option<Vec<u8>>,
    seed: u64,
) -> Vec<Part> {
    let marks = rules.mark && allowed.mark;
    let mut parts = Vec::new();
    if rules.metadata {
        parts.push(replaced("metadata written over other metadata"));
        parts.extend(refusals(rules, marks, broken).into_iter().map(refused));
        parts.extend(allowed.other.then(isolated));
        parts.extend(events());
        parts.push(twice());
    }
    parts.push(part("an empty change", Check::StateIdempotent, vec![Act::Read, Act::Read]));
    if marks {
        parts.extend(rules.metadata.then(|| marked_with_metadata(allowed.other)));
        parts.push(marked());
        parts.extend(rules.metadata.then(|| replaced("metadata of a marked session")));
    }
    if rules.metadata {
        let written = extremes().into_iter().chain(random(seed));
        parts.extend(written.map(|(about, metadata)| {
            let acts = vec![Act::Write(Value::Object(metadata)), Act::Read];
            part(about, Check::StateWritten, acts)
        }));
    }
    let marks = |part: &Part| part.steps.iter().any(|step| names_mark(&step.act));
    parts.retain(|part| allowed.mark || !marks(part));
    parts
}

/// Whether a body speaks of the mark, be it within metadata, so that it may not be sent everywhere.
fn names_mark(act: &Act) -> bool {
    let name = |body: &[u8]| String::from_utf8_lossy(body).contains(vendor::MARK);
    match act {
        Act::Refused(body, ..) => name(body),
        _ => act.changes().is_some_and(|changes| name(&bytes(&changes))),
    }
}

pub(super) fn part(about: &str, check: Check, acts: Vec<Act>) -> Part {
    let step = |act| Step { other: false, act, check };
    Part { about: about.to_owned(), steps: acts.into_iter().map(step).collect() }
}

/// One metadata after another: nothing of the first is left.
pub(super) fn replaced(about: &str) -> Part {
    let first = json!({"first": 1, "both": "old", "nested": {"keep": true, "drop": true}});
    let second = json!({"second": 2, "both": "new", "nested": {"keep": false}});
    let acts = [Act::Write(first), Act::Write(second), Act::Read, Act::Write(json!({})), Act::Read];
    part(about, Check::StateReplaced, acts.into())
}

pub(super) fn twice() -> Part {
    let change = Act::Write(json!({"list": [1, 2, 2], vendor::EVENTS: [], "count": 1}));
    let mut part =
        part("the same change again", Check::StateIdempotent, vec![change.clone(), change]);
    part.steps[0].check = Check::StateWritten;
    part
}

pub(super) fn events() -> Vec<Part> {
    let event = |id: &str, key: &str| json!({"eventId": id, "metadata": {"key": key}});
    let events = json!([
        event("6bdbfb2d-65b2-491c-bc97-c0ac73338476", "b"),
        event("0b7ad4ee-93d1-4ed4-8a0e-5a4d7a0a3ac1", "a"),
    ]);
    [
        ("events and a note", json!({vendor::EVENTS: events, "note": 1})),
        ("a note and the same events", json!({"note": 2, vendor::EVENTS: events})),
        ("events alone", json!({vendor::EVENTS: events})),
        ("no events", json!({vendor::EVENTS: []})),
    ]
    .map(|(about, metadata)| {
        part(about, Check::StateEventsKept, vec![Act::Write(metadata), Act::Read])
    })
    .into()
}

/// Bodies that have to be refused, each with a part that would be valid alone.
fn refusals(
    rules: &Sessions<'_>,
    marks: bool,
    broken: Option<Vec<u8>>,
) -> Vec<(&'static str, Act)> {
    let intruder = json!({"intruder": true});
    let body = |properties| bytes(&rules.change(properties));
    let valid = body(json!({vendor::METADATA: intruder}));
    let token = |body, expect| Act::Refused(body, Auth::Token, expect);
    let without = |auth| Act::Refused(valid.clone(), auth, Expect::Unauthorized { broken: false });
    let mut acts = Vec::new();
    if marks {
        let wrong_mark = body(json!({vendor::METADATA: intruder, vendor::MARK: false}));
        let wrong_metadata = body(json!({vendor::MARK: true, vendor::METADATA: "x"}));
        acts.push(("valid metadata beside a wrong mark", token(wrong_mark, Expect::Judged(None))));
        acts.push(("a mark beside wrong metadata", token(wrong_metadata, Expect::Judged(None))));
    }
    acts.push(("a change without a token", without(Auth::Nothing)));
    for (about, malformed) in [
        ("a truncated change", Malformed::Truncated),
        ("a change with text after it", Malformed::TextAfter),
    ] {
        acts.extend(malformed.apply(&valid).map(|body| (about, token(body, Expect::NotJson))));
    }
    acts.push(("a change with a shortened token", without(Auth::Shortened)));
    acts.extend(broken.map(|body| ("a broken body", token(body, Expect::Judged(None)))));
    acts
}

fn refused((about, act): (&str, Act)) -> Part {
    let stays = Act::Write(json!({"stays": true}));
    part(about, Check::StateRefusedUnchanged, vec![stays, act, Act::Read])
}

pub(super) fn isolated() -> Part {
    let step = |other, act| Step { other, act, check: Check::StateIsolated };
    let write = |text: &str| Act::Write(json!({ "mine": text }));
    Part {
        about: "a write to another session".to_owned(),
        steps: vec![
            step(true, write("other")),
            step(false, write("first")),
            step(true, Act::Read),
            step(true, write("other again")),
            step(false, Act::Read),
        ],
    }
}

/// Before the mark is set alone: afterwards it is there and proves nothing.
pub(super) fn marked_with_metadata(other: bool) -> Part {
    let acts = vec![Act::MarkWith(json!({"with": "mark"})), Act::Read];
    let mut part = part("mark and metadata together", Check::StateFraud, acts);
    part.steps.iter_mut().for_each(|step| step.other = other);
    part
}

pub(super) fn marked() -> Part {
    let later = Act::Write(json!({"later": 1}));
    part("the mark", Check::StateFraud, vec![Act::Mark, Act::Read, Act::Mark, later, Act::Read])
}

/// Random metadata; the seed decides.
fn random(seed: u64) -> Vec<(&'static str, Map<String, Value>)> {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let strategy = members();
    let draw = |_| {
        let drawn = strategy.new_tree(&mut runner).ok()?.current();
        Some(("random metadata", drawn.into_iter().collect()))
    };
    (0..RANDOM).filter_map(draw).collect()
}
