//! What writes do to a session. There is no way to read one, so an empty change is the read.
//!
//! Which properties this is about is the word of [`vendor`]; what the specification no longer has is
//! left out. Runs only where writing is allowed, and alone.

mod verify;

use super::Column;
use crate::{
    case::{Case, Expect},
    deck::Deck,
    exchange::{Auth, Exchange},
    ids::Whose,
    lab::Lab,
    mutation::Damage,
    strategy, vendor,
};
use oasis_model::ir::Operation;
use serde_json::{Map, Value, json};
use verify::Witness;

/// How many random metadata are written besides the fixed ones.
const RANDOM: u64 = 12;

pub(super) async fn run(lab: &Lab, operation: &Operation, deck: &Deck) {
    let Ok(rules) = vendor::sessions(&lab.context.api) else { return };
    if operation.id != rules.operation.id || lab.sender.target.known_session().is_none() {
        return;
    }
    let session = Session { lab, rules: &rules, other: false };
    let Some(before) = session.read().await else { return };
    reading_changes_nothing(&session, &before).await;
    if rules.metadata {
        replaced(&session).await;
        kept_events(&session).await;
        idempotent(&session).await;
        refused(&session, deck).await;
        isolated(&session).await;
        written(&session).await;
    }
    if rules.mark && lab.sender.target.may_do_irreversible() {
        fraud(&session).await;
        if rules.metadata {
            replaced(&session).await;
        }
    }
    session.put_back(&before).await;
}

/// Puts the metadata of a session back as it was.
pub async fn put_back(lab: &Lab, metadata: &[(bool, Value)]) {
    let Ok(rules) = vendor::sessions(&lab.context.api) else { return };
    for (other, metadata) in metadata.iter().filter(|_| rules.restorable) {
        Session { lab, rules: &rules, other: *other }.write(metadata, "metadata put back").await;
    }
}

/// The metadata of a session, where it can be put back.
pub(crate) async fn read_metadata(lab: &Lab, other: bool) -> Option<Value> {
    let rules = vendor::sessions(&lab.context.api).ok().filter(|rules| rules.restorable)?;
    let body = crate::case::bytes(&rules.change(json!({})));
    let case = lab.case(rules.operation, Whose::Known(other), Some(body), "empty change");
    if !case.known {
        return None;
    }
    let session = Witness::new(lab.send(&case).await).session?;
    session.get(vendor::METADATA).filter(|metadata| metadata.is_object()).cloned()
}

/// One session and the way to it.
#[derive(Clone, Copy)]
pub(crate) struct Session<'a> {
    pub(crate) lab: &'a Lab,
    pub(crate) rules: &'a vendor::Sessions<'a>,
    pub(crate) other: bool,
}

impl Session<'_> {
    /// Sends a change; gives back the exchange and the session in the answer.
    async fn patch(&self, properties: Value, about: &str) -> Witness {
        let bytes = crate::case::bytes(&self.rules.change(properties));
        let case =
            self.lab.case(self.rules.operation, Whose::Known(self.other), Some(bytes), about);
        let exchange = self.lab.run(Column::State, &case).await;
        Witness::new(exchange)
    }

    /// The session as it is now.
    async fn read(&self) -> Option<Map<String, Value>> {
        self.patch(json!({}), "empty change, to read the session").await.session
    }

    /// Writes metadata.
    async fn write(&self, metadata: &Value, about: &str) -> Witness {
        self.patch(json!({ vendor::METADATA: metadata }), about).await
    }

    async fn put_back(&self, before: &Map<String, Value>) {
        let metadata = before.get(vendor::METADATA).filter(|_| self.rules.restorable);
        if let Some(metadata) = metadata.filter(|metadata| metadata.is_object()) {
            self.write(metadata, "metadata put back").await;
        }
    }

    /// Sends what has to be refused, as it is.
    async fn try_refused(&self, mut case: Case, auth: Auth) -> Exchange {
        case.request.auth = auth;
        self.lab.run(Column::State, &case).await
    }
}

async fn reading_changes_nothing(session: &Session<'_>, before: &Map<String, Value>) {
    let first = session.patch(json!({}), "empty change").await;
    verify::unchanged(session, "contract/state-idempotent", "an empty change", before, &first);
}

/// One metadata after another: nothing of the first is left.
async fn replaced(session: &Session<'_>) {
    let first = json!({"first": 1, "both": "old", "nested": {"keep": true, "drop": true}});
    let second = json!({"second": 2, "both": "new", "nested": {"keep": false}});
    session.write(&first, "first metadata").await;
    let answer = session.write(&second, "second metadata").await;
    verify::metadata(
        session,
        "contract/state-replaced",
        "metadata written over other metadata",
        &second,
        &answer,
    );
    let read = session.patch(json!({}), "read after two metadata").await;
    verify::metadata(
        session,
        "contract/state-replaced",
        "metadata written over other metadata, read back",
        &second,
        &read,
    );
    let empty = session.write(&json!({}), "empty metadata").await;
    verify::metadata(
        session,
        "contract/state-replaced",
        "empty metadata written over other metadata",
        &json!({}),
        &empty,
    );
}

async fn kept_events(session: &Session<'_>) {
    let event = |id: &str, key: &str| json!({"eventId": id, "metadata": {"key": key}});
    let events = json!([
        event("6bdbfb2d-65b2-491c-bc97-c0ac73338476", "b"),
        event("0b7ad4ee-93d1-4ed4-8a0e-5a4d7a0a3ac1", "a"),
    ]);
    for metadata in [
        json!({vendor::EVENTS: events, "note": 1}),
        json!({"note": 2, vendor::EVENTS: events}),
        json!({vendor::EVENTS: events}),
        json!({vendor::EVENTS: []}),
    ] {
        let check = "contract/state-events-kept";
        let answer = session.write(&metadata, "metadata with events").await;
        verify::metadata(session, check, "metadata with events", &metadata, &answer);
        let read = session.patch(json!({}), "read after events").await;
        verify::metadata(session, check, "metadata with events, read back", &metadata, &read);
    }
}

async fn idempotent(session: &Session<'_>) {
    let change = json!({"list": [1, 2, 2], vendor::EVENTS: [], "count": 1});
    let first = session.write(&change, "a change").await;
    let second = session.write(&change, "the same change again").await;
    if let Some(first) = &first.session {
        verify::unchanged(
            session,
            "contract/state-idempotent",
            "the same change again",
            first,
            &second,
        );
    }
}

/// Refusals of every kind, each with a part that would be valid alone.
async fn refused(session: &Session<'_>, deck: &Deck) {
    session.write(&json!({"stays": true}), "metadata that has to stay").await;
    let Some(before) = session.read().await else { return };
    let whose = Whose::Known(session.other);
    let intruder = json!({"intruder": true});
    let case = |body: Vec<u8>, about: &str, expect: Expect| Case {
        expect,
        ..session.lab.case(session.rules.operation, whose, Some(body), about)
    };
    let bytes = |properties: Value| crate::case::bytes(&session.rules.change(properties));
    let wrong_flag = bytes(json!({vendor::METADATA: intruder, vendor::MARK: false}));
    let valid = bytes(json!({vendor::METADATA: intruder}));
    let truncated = Damage::Truncated.apply(&valid).unwrap_or_default();
    let after = Damage::TextAfter.apply(&valid).unwrap_or_default();
    let unauthorized = Expect::Unauthorized { broken: false };
    let mut tries = vec![
        (case(truncated, "truncated change", Expect::NotJson), Auth::Token),
        (case(after, "change with text after it", Expect::NotJson), Auth::Token),
        (case(valid.clone(), "change without a token", unauthorized.clone()), Auth::Nothing),
        (case(valid, "change with a shortened token", unauthorized), Auth::Shortened),
    ];
    if session.rules.mark && session.lab.sender.target.may_do_irreversible() {
        let wrong_metadata = bytes(json!({vendor::MARK: true, vendor::METADATA: "x"}));
        for (body, about) in [
            (wrong_flag, "valid metadata beside a wrong flag"),
            (wrong_metadata, "valid flag beside wrong metadata"),
        ] {
            tries.push((case(body, about, Expect::Tolerated), Auth::Token));
        }
    }
    if let Some(broken) = session
        .lab
        .broken_draft(deck)
        .and_then(|draft| session.lab.case_of(session.rules.operation, &draft))
    {
        tries.push((broken, Auth::Token));
    }
    for (case, auth) in tries {
        let about = case.about.clone();
        let refusal = session.try_refused(case, auth).await;
        if refusal.status().is_none_or(|status| status < 400) {
            // Another check says that this was accepted.
            session.write(&json!({"stays": true}), "metadata that has to stay").await;
            continue;
        }
        let after = session.patch(json!({}), "read after a refusal").await.after(refusal);
        verify::unchanged(session, "contract/state-refused-unchanged", &about, &before, &after);
    }
}

async fn isolated(session: &Session<'_>) {
    let target = &session.lab.sender.target;
    let second = target.permissions.fixtures.other_session_id.as_ref();
    if second.is_none_or(|second| Some(second.0.as_str()) == target.known_session()) {
        return;
    }
    let other = Session { other: true, ..*session };
    let Some(original) = other.read().await else { return };
    other.write(&json!({"mine": "other"}), "metadata of the other session").await;
    let Some(before) = other.read().await else { return };
    session.write(&json!({"mine": "first"}), "metadata of the first session").await;
    let after = other.patch(json!({}), "read of the other session").await;
    verify::unchanged(
        &other,
        "contract/state-isolated",
        "a write to another session",
        &before,
        &after,
    );
    let Some(mine) = session.read().await else { return };
    other.write(&json!({"mine": "other again"}), "metadata of the other session").await;
    let after = session.patch(json!({}), "read of the first session").await;
    verify::unchanged(
        session,
        "contract/state-isolated",
        "a write to another session",
        &mine,
        &after,
    );
    other.put_back(&original).await;
}

async fn fraud(session: &Session<'_>) {
    let check = "contract/state-fraud";
    // Together first: afterwards the mark is there and proves nothing.
    if session.rules.metadata {
        marked_with_metadata(session, check).await;
    }
    let mark = || json!({vendor::MARK: true});
    let alone = session.patch(mark(), "mark alone").await;
    verify::marked(session, check, "alone", &alone);
    let read = session.patch(json!({}), "read after the mark").await;
    verify::marked(session, check, "alone, read back", &read);
    let again = session.patch(mark(), "mark again").await;
    verify::marked(session, check, "twice", &again);
    if session.rules.metadata {
        let later = session.write(&json!({"later": 1}), "metadata after the mark").await;
        verify::marked(session, check, "before metadata is written", &later);
    }
}

async fn marked_with_metadata(session: &Session<'_>, check: &'static str) {
    let has_other = session.lab.sender.target.permissions.fixtures.other_session_id.is_some();
    let metadata = json!({"with": "mark"});
    let together = Session { other: has_other, ..*session };
    let original = if has_other { together.read().await } else { None };
    let change = json!({vendor::MARK: true, vendor::METADATA: metadata});
    let both = together.patch(change, "mark and metadata").await;
    verify::marked(&together, check, "together with metadata", &both);
    verify::metadata(&together, check, "metadata beside the mark", &metadata, &both);
    let read = together.patch(json!({}), "read after mark and metadata").await;
    verify::marked(&together, check, "together with metadata, read back", &read);
    verify::metadata(&together, check, "metadata beside the mark, read back", &metadata, &read);
    if let Some(original) = original {
        together.put_back(&original).await;
    }
}

/// Metadata at the legal edge, and random ones.
async fn written(session: &Session<'_>) {
    let check = "contract/state-written";
    let random = strategy::free::members();
    let generated = (0..RANDOM).filter_map(|number| {
        let seed = crate::deck::Dice::new(&[session.lab.seed, number, 55]).seed();
        let members = strategy::generate(&random, seed)?;
        Some(("random metadata", members.into_iter().collect::<Map<String, Value>>()))
    });
    for (about, metadata) in strategy::free::extremes().into_iter().chain(generated) {
        if session.lab.is_stopped() {
            return;
        }
        let Some(before) = session.read().await else { return };
        let metadata = Value::Object(metadata);
        let answer = session.write(&metadata, about).await;
        if answer.session.is_none() {
            continue;
        }
        verify::metadata(session, check, about, &metadata, &answer);
        verify::others(session, check, about, &before, &answer);
        let read = session.patch(json!({}), "read after a write").await;
        verify::metadata(session, check, &format!("{about}, read back"), &metadata, &read);
    }
}
