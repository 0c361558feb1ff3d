//! What a session should hold, by what was shown and what was sent since.
//!
//! An act and the session in the response go in, differences come out. What was shown is learnt, so that
//! one fault is one difference and not one for each step after it.

use super::compare::{Difference, sessions};
use crate::{
    generate::Expect,
    http::{Auth, Exchange},
    vendor,
};
use serde_json::{Map, Value, json};

/// What is done to a session.
#[derive(Clone, Debug)]
pub(super) enum Act {
    /// The empty change; there is no other way to read a session.
    Read,
    /// Metadata is written.
    Write(Value),
    /// The mark of suspected fraud is set.
    Mark,
    /// The mark is set and metadata is written in one body.
    MarkWith(Value),
    /// This body has to be refused.
    Refused(Vec<u8>, Auth, Expect),
}

impl Act {
    /// The properties that the body changes; none: the body is something else.
    pub(super) fn changes(&self) -> Option<Value> {
        Some(match self {
            Self::Read => json!({}),
            Self::Write(metadata) => json!({ vendor::METADATA: metadata }),
            Self::Mark => json!({ vendor::MARK: true }),
            Self::MarkWith(metadata) => {
                json!({ vendor::MARK: true, vendor::METADATA: metadata })
            }
            Self::Refused(..) => return None,
        })
    }
}

/// What one session should hold.
#[derive(Clone, Debug, Default)]
pub(super) struct Model {
    /// What was shown last; nothing: it is not known what the session holds.
    shown: Option<Map<String, Value>>,
    /// The last change was refused, so nothing may have changed.
    pub(super) refused: bool,
}

impl Model {
    /// Whether it is known what the session holds.
    pub(super) fn is_known(&self) -> bool {
        self.shown.is_some()
    }

    /// Takes in what an act led to. Returns the differences, or `None` if nothing can be compared: the
    /// session was not known before, or the response does not show it.
    pub(super) fn see(&mut self, act: &Act, exchange: &Exchange) -> Option<Vec<Difference>> {
        let response = exchange.response();
        self.refused = response.is_some_and(|response| response.is_refusal());
        if self.refused {
            return None;
        }
        let response = response.filter(|response| response.is_success());
        let shown = match response.and_then(|response| response.json()) {
            // What has to be refused was taken: what it did is for another check to say.
            _ if matches!(act, Act::Refused(..)) => None,
            Some(Value::Object(shown)) => Some(shown),
            _ => None,
        };
        let before = std::mem::replace(&mut self.shown, shown);
        Some(differences(&before?, act, self.shown.as_ref()?))
    }
}

fn differences(
    before: &Map<String, Value>,
    act: &Act,
    shown: &Map<String, Value>,
) -> Vec<Difference> {
    let mut expected = before.clone();
    if let Some(Value::Object(changes)) = act.changes() {
        expected.extend(changes);
    }
    let mut shown = shown.clone();
    for name in [vendor::METADATA, vendor::MARK] {
        let is_open = |session: &Map<String, Value>| session.get(name).is_none_or(Value::is_null);
        let is_nothing = expected.get(name).is_none_or(|value| *value == json!({}));
        // No page says that a session always shows these. One that never did is not compared.
        if is_open(&shown) && (is_nothing || is_open(before)) {
            expected.shift_remove(name);
            shown.shift_remove(name);
        }
    }
    sessions(&expected, &shown)
}

#[cfg(test)]
mod tests {
    use super::super::testing::answered;
    use super::*;

    /// The properties that differ at each act; `None` where nothing was compared.
    fn seen(steps: &[(Act, u16, Value)]) -> Vec<Option<Vec<String>>> {
        let mut model = Model::default();
        let mut see = |(act, status, body): &(Act, u16, Value)| {
            let differences = model.see(act, &answered(*status, body))?;
            Some(differences.into_iter().map(|it| it.property).collect())
        };
        steps.iter().map(&mut see).collect()
    }

    fn session(metadata: Value, mark: bool) -> Value {
        json!({"sessionId": "s", "updatedAt": 1, "metadata": metadata, "suspectedFraud": mark})
    }

    #[test]
    fn an_honest_session_never_differs() {
        let written = json!({"a": 1});
        let steps = [
            (Act::Read, 200, session(json!({"old": 1}), false)),
            (Act::Write(written.clone()), 200, session(written.clone(), false)),
            (Act::Mark, 200, session(written.clone(), true)),
            (Act::MarkWith(json!({})), 200, session(json!({}), true)),
            (Act::Read, 200, session(json!({}), true)),
        ];
        let seen = seen(&steps);
        assert_eq!(seen[0], None);
        assert!(seen[1..].iter().all(|it| *it == Some(Vec::new())), "{seen:?}");
    }

    #[test]
    fn one_fault_differs_once() {
        let merged = json!({"old": 1, "new": 2});
        let steps = [
            (Act::Read, 200, session(json!({"old": 1}), false)),
            (Act::Write(json!({"new": 2})), 200, session(merged.clone(), false)),
            (Act::Read, 200, session(merged.clone(), false)),
            (Act::Mark, 200, session(merged.clone(), false)),
            (Act::Read, 200, session(merged, false)),
        ];
        let names = |name: &str| Some(vec![name.to_owned()]);
        let none = || Some(Vec::new());
        assert_eq!(
            seen(&steps),
            [None, names("metadata"), none(), names("suspectedFraud"), none()]
        );
    }

    #[test]
    fn a_refusal_changes_nothing_and_what_is_not_known_is_not_compared() {
        let before = session(json!({"a": 1}), false);
        let refused = || Act::Refused(Vec::new(), Auth::Token, Expect::NotJson);
        let stored = session(json!({"intruder": 1}), false);
        let steps = [
            (Act::Read, 200, before.clone()),
            (refused(), 400, json!("no")),
            (Act::Read, 200, stored.clone()),
            (refused(), 200, before.clone()),
            (Act::Read, 200, before.clone()),
            (Act::Write(json!({})), 500, json!("oops")),
            (Act::Read, 200, stored),
        ];
        let found = Some(vec!["metadata".to_owned()]);
        assert_eq!(seen(&steps), [None, None, found, None, None, None, None]);
    }

    #[test]
    fn metadata_that_no_response_shows_is_not_missed() {
        let bare = json!({"sessionId": "s"});
        let null = json!({"sessionId": "s", "metadata": null});
        let steps = [
            (Act::Read, 200, bare.clone()),
            (Act::Write(json!({"a": 1})), 200, bare.clone()),
            (Act::MarkWith(json!({"a": 1})), 200, null.clone()),
            (Act::Write(json!({"a": 1})), 200, json!({"sessionId": "s", "metadata": {"a": 1}})),
            (Act::Write(json!({})), 200, null),
            (Act::Write(json!({"a": 1})), 200, json!({"sessionId": "s", "metadata": {"a": 1}})),
            (Act::Read, 200, bare),
        ];
        let seen = seen(&steps);
        assert!(seen[1..6].iter().all(|it| *it == Some(Vec::new())), "{seen:?}");
        assert_eq!(seen[6], Some(vec!["metadata".to_owned()]));
    }
}
