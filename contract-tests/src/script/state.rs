//! What writes do to a session. There is no way to read one, so an empty change is the read.
//!
//! Vendor knowledge, keyed by `updateSession`: runs only where writing is allowed, and alone.

mod verify;

use super::Column;
use crate::{
    case::{Case, Expect},
    deck::Deck,
    exchange::{Auth, Exchange},
    ids::Whose,
    lab::Lab,
    mutation::Damage,
    strategy,
};
use oasis_model::ir::Operation;
use serde_json::{Map, Value, json};
use verify::Witness;

/// The operation that this is about.
const OPERATION: &str = "updateSession";
/// How many random metadata are written besides the fixed ones.
const RANDOM: u64 = 12;

pub(super) async fn run(lab: &Lab, operation: &Operation, deck: &Deck) {
    let writes = lab.sender.target.known("sessionId", true).is_some();
    if operation.id.wire != OPERATION || !writes {
        return;
    }
    let session = Session { lab, operation, other: false };
    let Some(before) = session.read().await else { return };
    reading_changes_nothing(&session, &before).await;
    replaced(&session).await;
    kept_events(&session).await;
    idempotent(&session).await;
    refused(&session, deck).await;
    isolated(&session).await;
    written(&session).await;
    if lab.sender.target.may_do_irreversible() {
        fraud(&session).await;
        replaced(&session).await;
    }
    session.put_back(&before).await;
}

/// Puts the metadata of a session back as it was.
pub async fn put_back(lab: &Lab, metadata: &[(bool, Value)]) {
    let Some(operation) = lab.context.api.operation(OPERATION) else { return };
    for (other, metadata) in metadata {
        Session { lab, operation, other: *other }
            .patch(&json!({ "metadata": metadata }), "metadata put back")
            .await;
    }
}

/// One session and the way to it.
#[derive(Clone, Copy)]
pub(crate) struct Session<'a> {
    pub(crate) lab: &'a Lab,
    pub(crate) operation: &'a Operation,
    pub(crate) other: bool,
}

impl Session<'_> {
    /// Sends a change; gives back the exchange and the session in the answer.
    pub(crate) async fn patch(&self, body: &Value, about: &str) -> Witness {
        let bytes = crate::case::bytes(body);
        let case = self.lab.case(self.operation, Whose::Known(self.other), Some(bytes), about);
        let exchange = self.lab.run(Column::State, &case).await;
        Witness::new(exchange)
    }

    /// The session as it is now.
    pub(crate) async fn read(&self) -> Option<Map<String, Value>> {
        self.patch(&json!({}), "empty change, to read the session").await.session
    }

    async fn put_back(&self, before: &Map<String, Value>) {
        if let Some(metadata) = before.get("metadata").filter(|metadata| metadata.is_object()) {
            self.patch(&json!({ "metadata": metadata }), "metadata put back").await;
        }
    }

    /// Sends what has to be refused, as it is.
    async fn try_refused(&self, mut case: Case, auth: Auth) -> Exchange {
        case.request.auth = auth;
        self.lab.run(Column::State, &case).await
    }
}

async fn reading_changes_nothing(session: &Session<'_>, before: &Map<String, Value>) {
    let first = session.patch(&json!({}), "empty change").await;
    verify::unchanged(session, "contract/state-idempotent", "an empty change", before, &first);
}

/// One metadata after another: nothing of the first is left.
async fn replaced(session: &Session<'_>) {
    let first = json!({"first": 1, "both": "old", "nested": {"keep": true, "drop": true}});
    let second = json!({"second": 2, "both": "new", "nested": {"keep": false}});
    session.patch(&json!({ "metadata": first }), "first metadata").await;
    let answer = session.patch(&json!({ "metadata": second }), "second metadata").await;
    verify::metadata(
        session,
        "contract/state-replaced",
        "metadata written over other metadata",
        &second,
        &answer,
    );
    let read = session.patch(&json!({}), "read after two metadata").await;
    verify::metadata(
        session,
        "contract/state-replaced",
        "metadata written over other metadata, read back",
        &second,
        &read,
    );
    let empty = session.patch(&json!({ "metadata": {} }), "empty metadata").await;
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
        json!({"events": events, "note": 1}),
        json!({"note": 2, "events": events}),
        json!({"events": events}),
        json!({"events": []}),
    ] {
        let check = "contract/state-events-kept";
        let answer = session.patch(&json!({ "metadata": metadata }), "metadata with events").await;
        verify::metadata(session, check, "metadata with events", &metadata, &answer);
        let read = session.patch(&json!({}), "read after events").await;
        verify::metadata(session, check, "metadata with events, read back", &metadata, &read);
    }
}

async fn idempotent(session: &Session<'_>) {
    let change = json!({"metadata": {"list": [1, 2, 2], "events": [], "count": 1}});
    let first = session.patch(&change, "a change").await;
    let second = session.patch(&change, "the same change again").await;
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
    session.patch(&json!({"metadata": {"stays": true}}), "metadata that has to stay").await;
    let Some(before) = session.read().await else { return };
    let whose = Whose::Known(session.other);
    let intruder = json!({"intruder": true});
    let case = |body: Vec<u8>, about: &str, expect: Expect| Case {
        expect,
        ..session.lab.case(session.operation, whose, Some(body), about)
    };
    let wrong_flag = crate::case::bytes(&json!({"metadata": intruder, "suspectedFraud": false}));
    let valid = crate::case::bytes(&json!({"metadata": intruder}));
    let truncated = Damage::Truncated.apply(&valid).unwrap_or_default();
    let after = Damage::TextAfter.apply(&valid).unwrap_or_default();
    let unauthorized = Expect::Unauthorized { broken: false };
    let mut tries = vec![
        (case(truncated, "truncated change", Expect::NotJson), Auth::Token),
        (case(after, "change with text after it", Expect::NotJson), Auth::Token),
        (case(valid.clone(), "change without a token", unauthorized.clone()), Auth::Nothing),
        (case(valid, "change with a shortened token", unauthorized), Auth::Shortened),
    ];
    if session.lab.sender.target.may_do_irreversible() {
        let wrong_metadata = crate::case::bytes(&json!({"suspectedFraud": true, "metadata": "x"}));
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
        .and_then(|draft| session.lab.case_of(session.operation, &draft))
    {
        tries.push((broken, Auth::Token));
    }
    for (case, auth) in tries {
        let about = case.about.clone();
        let refusal = session.try_refused(case, auth).await;
        if refusal.status().is_none_or(|status| status < 400) {
            // Another check says that this was accepted.
            session.patch(&json!({"metadata": {"stays": true}}), "metadata that has to stay").await;
            continue;
        }
        let after = session.patch(&json!({}), "read after a refusal").await.after(refusal);
        verify::unchanged(session, "contract/state-refused-unchanged", &about, &before, &after);
    }
}

async fn isolated(session: &Session<'_>) {
    let target = &session.lab.sender.target;
    let second = target.permissions.fixtures.other_session_id.as_ref();
    if second.is_none_or(|second| Some(second.0.as_str()) == target.known("sessionId", true)) {
        return;
    }
    let other = Session { other: true, ..*session };
    let Some(original) = other.read().await else { return };
    other.patch(&json!({"metadata": {"mine": "other"}}), "metadata of the other session").await;
    let Some(before) = other.read().await else { return };
    session.patch(&json!({"metadata": {"mine": "first"}}), "metadata of the first session").await;
    let after = other.patch(&json!({}), "read of the other session").await;
    verify::unchanged(
        &other,
        "contract/state-isolated",
        "a write to another session",
        &before,
        &after,
    );
    let Some(mine) = session.read().await else { return };
    other
        .patch(&json!({"metadata": {"mine": "other again"}}), "metadata of the other session")
        .await;
    let after = session.patch(&json!({}), "read of the first session").await;
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
    let target = &session.lab.sender.target;
    let has_other = target.permissions.fixtures.other_session_id.is_some();
    let metadata = json!({"with": "mark"});
    let together = Session { other: has_other, ..*session };
    let original = if has_other { together.read().await } else { None };
    let both = together
        .patch(&json!({"suspectedFraud": true, "metadata": metadata}), "mark and metadata")
        .await;
    verify::marked(&together, check, "together with metadata", &both);
    verify::metadata(&together, check, "metadata beside the mark", &metadata, &both);
    let read = together.patch(&json!({}), "read after mark and metadata").await;
    verify::marked(&together, check, "together with metadata, read back", &read);
    verify::metadata(&together, check, "metadata beside the mark, read back", &metadata, &read);
    if let Some(original) = original {
        together.put_back(&original).await;
    }
    let alone = session.patch(&json!({"suspectedFraud": true}), "mark alone").await;
    verify::marked(session, check, "alone", &alone);
    let read = session.patch(&json!({}), "read after the mark").await;
    verify::marked(session, check, "alone, read back", &read);
    let again = session.patch(&json!({"suspectedFraud": true}), "mark again").await;
    verify::marked(session, check, "twice", &again);
    let later = session.patch(&json!({"metadata": {"later": 1}}), "metadata after the mark").await;
    verify::marked(session, check, "before metadata is written", &later);
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
        let answer = session.patch(&json!({ "metadata": metadata }), about).await;
        if answer.session.is_none() {
            continue;
        }
        verify::metadata(session, check, about, &metadata, &answer);
        verify::others(session, check, about, &before, &answer);
        let read = session.patch(&json!({}), "read after a write").await;
        verify::metadata(session, check, &format!("{about}, read back"), &metadata, &read);
    }
}
