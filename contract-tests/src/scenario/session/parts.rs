//! What is done to sessions, as a table: a specification's session rules and a seed in, parts out.
//!
//! A part proves one promise. It starts from any state, so parts can be left out.

use crate::{
    generate::{Expect, Malformed, extremes, members},
    http::Auth,
    oracle::Check,
    scenario::maker::bytes,
    vendor::{EVENTS, MARK, METADATA, Sessions},
};
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::{Config, RngAlgorithm, TestRng, TestRunner},
};
use serde_json::{Map, Value, json};

/// The part that every other part is made of: if it fails the others prove nothing more.
pub(super) const PLAIN: &str = "a plain change";
/// How many random metadata are written besides the fixed ones.
const RANDOM: usize = 12;

/// What is done to a session.
#[derive(Clone, Debug)]
pub(super) enum Act {
    /// These properties are written; none: it is a read, since there is no other way to read a session.
    Change(Map<String, Value>),
    /// The same is written once more, so nothing should change.
    Again(Map<String, Value>),
    /// This body has to be refused.
    Refused(Vec<u8>, Auth, Expect),
}

impl Act {
    pub(super) fn read() -> Self {
        Self::Change(Map::new())
    }

    fn write(metadata: Value) -> Self {
        Self::Change(Map::from_iter([(METADATA.to_owned(), metadata)]))
    }

    pub(super) fn is_read(&self) -> bool {
        matches!(self, Self::Change(changes) if changes.is_empty())
    }

    /// Whether a body speaks of the mark, be it within metadata, so that it may not be sent everywhere.
    fn names_mark(&self) -> bool {
        let body = match self {
            Self::Refused(body, ..) => String::from_utf8_lossy(body).into_owned(),
            Self::Change(changes) | Self::Again(changes) => json!(changes).to_string(),
        };
        body.contains(MARK)
    }
}

/// One thing to do, and the promise that is broken if the session then is not as it should be.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// It is done to the other session.
    pub(super) other: bool,
    pub(super) act: Act,
    pub(super) check: Check,
}

/// Steps that together prove something.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// What is tried, such as `metadata written over other metadata`.
    pub(super) about: &'static str,
    pub(super) steps: Vec<Step>,
}

impl Part {
    fn new(about: &'static str, check: Check, acts: Vec<Act>) -> Self {
        let step = |act| Step { other: false, act, check };
        Self { about, steps: acts.into_iter().map(step).collect() }
    }

    /// The same with more steps.
    fn then(mut self, other: bool, check: Check, acts: Vec<Act>) -> Self {
        self.steps.extend(acts.into_iter().map(|act| Step { other, act, check }));
        self
    }

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
    let plain = Part::new(PLAIN, Check::StateIdempotent, vec![Act::read(), Act::read()]);
    let marks =
        if rules.mark && allowed.mark { marked(rules.metadata, allowed.other) } else { vec![] };
    if !rules.metadata {
        return std::iter::once(plain).chain(marks).collect();
    }
    let acts = vec![Act::write(json!({"plain": "change"})), Act::read()];
    let mut parts = vec![plain.then(false, Check::StateWritten, acts)];
    parts.push(replaced("metadata written over other metadata"));
    parts.extend(refusals(rules, broken));
    parts.extend(allowed.other.then(isolated));
    parts.extend(events());
    parts.push(twice());
    parts.extend(marks);
    parts.extend(extremes().into_iter().chain(random(seed)).map(|(about, metadata)| {
        let acts = vec![Act::write(Value::Object(metadata)), Act::read()];
        Part::new(about, Check::StateWritten, acts)
    }));
    let names_mark = |part: &Part| part.steps.iter().any(|step| step.act.names_mark());
    parts.retain(|part| allowed.mark || !names_mark(part));
    parts
}

/// One metadata after another: nothing of the first is left.
fn replaced(about: &'static str) -> Part {
    let first = json!({"first": 1, "both": "old", "nested": {"keep": true, "drop": true}});
    let second = json!({"second": 2, "both": "new", "nested": {"keep": false}});
    let acts = vec![
        Act::write(first),
        Act::write(second),
        Act::read(),
        Act::write(json!({})),
        Act::read(),
    ];
    Part::new(about, Check::StateReplaced, acts)
}

fn twice() -> Part {
    let change = json!({METADATA: {"list": [1, 2, 2], EVENTS: [], "count": 1}});
    let change = change.as_object().cloned().unwrap_or_default();
    let first = vec![Act::Change(change.clone())];
    Part::new("the same change again", Check::StateWritten, first).then(
        false,
        Check::StateIdempotent,
        vec![Act::Again(change)],
    )
}

fn events() -> [Part; 4] {
    let event = |id: &str, key: &str| json!({"eventId": id, "metadata": {"key": key}});
    let events = json!([
        event("6bdbfb2d-65b2-491c-bc97-c0ac73338476", "b"),
        event("0b7ad4ee-93d1-4ed4-8a0e-5a4d7a0a3ac1", "a"),
    ]);
    [
        ("events and a note", json!({EVENTS: events, "note": 1})),
        ("a note and the same events", json!({"note": 2, EVENTS: events})),
        ("events alone", json!({EVENTS: events})),
        ("no events", json!({EVENTS: []})),
    ]
    .map(|(about, metadata)| {
        Part::new(about, Check::StateEventsKept, vec![Act::write(metadata), Act::read()])
    })
}

/// Bodies that have to be refused, each with a part that would be valid alone.
fn refusals(rules: &Sessions<'_>, broken: Option<Vec<u8>>) -> impl Iterator<Item = Part> {
    let intruder = json!({"intruder": true});
    let body = |properties| bytes(&rules.change(properties));
    let valid = body(json!({ METADATA: intruder }));
    let token = |body, expect| Act::Refused(body, Auth::Token, expect);
    let judged = |body| token(body, Expect::Judged(None));
    let malformed = |how: Malformed| how.apply(&valid).map(|body| token(body, Expect::NotJson));
    let without =
        |auth| Some(Act::Refused(valid.clone(), auth, Expect::Unauthorized { broken: false }));
    let wrong_mark = body(json!({METADATA: intruder, MARK: false}));
    let wrong_metadata = body(json!({MARK: true, METADATA: "x"}));
    let acts = [
        ("valid metadata beside a wrong mark", rules.mark.then(|| judged(wrong_mark))),
        ("a mark beside wrong metadata", rules.mark.then(|| judged(wrong_metadata))),
        ("a change without a token", without(Auth::Nothing)),
        ("a truncated change", malformed(Malformed::Truncated)),
        ("a change with text after it", malformed(Malformed::TextAfter)),
        ("a change with a shortened token", without(Auth::Shortened)),
        ("a broken body", broken.map(judged)),
    ];
    acts.into_iter().filter_map(|(about, act)| {
        let acts = vec![Act::write(json!({"stays": true})), act?, Act::read()];
        Some(Part::new(about, Check::StateRefusedUnchanged, acts))
    })
}

fn isolated() -> Part {
    let write = |text: &str| Act::write(json!({ "mine": text }));
    let check = Check::StateIsolated;
    Part { about: "a write to another session", steps: Vec::new() }
        .then(true, check, vec![write("other")])
        .then(false, check, vec![write("first")])
        .then(true, check, vec![Act::read(), write("other again")])
        .then(false, check, vec![Act::read()])
}

/// The mark, first together with metadata: once it is set it is there and proves nothing.
fn marked(metadata: bool, other: bool) -> Vec<Part> {
    let check = Check::StateFraud;
    let mark = || Act::Change(Map::from_iter([(MARK.to_owned(), json!(true))]));
    let alone = Part::new("the mark", check, vec![mark(), Act::read(), mark()]);
    if !metadata {
        return vec![alone.then(false, check, vec![Act::read()])];
    }
    let both = Map::from_iter([
        (MARK.to_owned(), json!(true)),
        (METADATA.to_owned(), json!({"with": "mark"})),
    ]);
    let together = Part { about: "mark and metadata together", steps: Vec::new() };
    vec![
        together.then(other, check, vec![Act::Change(both), Act::read()]),
        alone.then(false, Check::StateWritten, vec![Act::write(json!({"later": 1})), Act::read()]),
        replaced("metadata of a marked session"),
    ]
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
