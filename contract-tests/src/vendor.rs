//! What is true of AiFi alone: which operations have state, which properties name a session, and
//! what can never be undone. Every name of the vendor that the engine acts on stands here.
//!
//! In comes the specification, out come answers that hold for it as it is now. Where it no longer has
//! an operation or a property, the answer is `None`, or an `Err` with the reason why something is skipped.

use crate::{oracle, target::Fixtures};
use jiff::Timestamp;
use oasis_model::ir::{Additional, Api, Content, Kind, Object, Operation, Response, SchemaId};
use oasis_model::sample::{self, Fill};
use serde_json::{Map, Value};

/// Changes a session and answers with it.
const UPDATE_SESSION: &str = "updateSession";
/// Assigns a shopper to a session.
const UPDATE_SHOPPER: &str = "updateShopper";
/// Lists sessions.
const LIST_SESSIONS: &str = "listSessions";

/// Says that two shoppers, each with a session, are one person.
const MATCH_IDENTITIES: &str = "matchIdentities";

/// The parameter of a path that names a session, and the property that does.
pub const SESSION_ID: &str = "sessionId";
/// The session's id under its other name.
const SESSION_TOKEN: &str = "sessionToken";
/// The number of a session.
pub const NUMBER: &str = "id";
const STORE_ID: &str = "storeId";
/// The properties that hold the number of a store.
const STORE_IDS: [&str; 2] = [STORE_ID, "oasisApiStoreId"];
const SHOPPER_ID: &str = "shopperId";
/// The session within a notification.
pub const SESSION: &str = "session";
/// When what a notification tells arose, and when it was sent.
const TIMES: [&str; 2] = ["timeOfOrigin", "timeOfIssue"];

/// When the customer of a session was last seen to leave.
const EXITED_AT: &str = "customerLastExitedAt";

/// Data of the integrator's, replaced as a whole.
pub const METADATA: &str = "metadata";
/// The key in metadata that the vendor writes to as well.
pub const EVENTS: &str = "events";
/// Suspected fraud: can be set, and never taken back.
pub const MARK: &str = "suspectedFraud";
/// Moves with every change.
pub const UPDATED_AT: &str = "updatedAt";

/// The property of the error envelope that lists the violations.
pub const VIOLATIONS: &str = "errors";
/// The properties of an item of the error envelope: the sentence, the rule and the field.
pub const ITEM: [&str; 3] = ["error", "rule", "field"];

/// What the scenarios about sessions stand on.
#[derive(Clone, Debug)]
pub struct Sessions<'a> {
    /// The operation that changes a session.
    pub operation: &'a Operation,
    /// The smallest valid body. It leaves metadata and the mark alone, so it serves as a read.
    pub nothing: Map<String, Value>,
    /// Whether metadata is shown and can be written, so that it can be put back.
    pub restorable: bool,
    /// Whether metadata takes anything, so that scenarios can write theirs.
    pub metadata: bool,
    /// Whether the mark can be set and seen.
    pub mark: bool,
}

impl Sessions<'_> {
    /// The body that changes these properties and nothing else.
    pub fn change(&self, properties: Value) -> Value {
        let mut body = self.nothing.clone();
        if let Value::Object(properties) = properties {
            body.extend(properties);
        }
        Value::Object(body)
    }
}

/// What can be tested of sessions.
///
/// # Errors
/// Why nothing can.
pub fn sessions(api: &Api) -> Result<Sessions<'_>, String> {
    let operation = api
        .operation(UPDATE_SESSION)
        .ok_or_else(|| format!("there is no operation {UPDATE_SESSION}"))?;
    let (request, rules) =
        request(api, operation).ok_or_else(|| format!("{UPDATE_SESSION} takes no object"))?;
    let session = session(api, operation)
        .ok_or_else(|| format!("{UPDATE_SESSION} does not answer with a session"))?;
    let nothing = match sample::filled(api, request, Fill::Required) {
        Value::Object(body) => body,
        _ => Map::new(),
    };
    if let Some(name) = [METADATA, MARK].into_iter().find(|name| nothing.contains_key(*name)) {
        return Err(format!("every body of {UPDATE_SESSION} changes `{name}`, so none is a read"));
    }
    let is_flag = |object: &Object| {
        property(object, MARK)
            .is_some_and(|schema| matches!(api.schema(api.resolve(schema).0).kind, Kind::Boolean))
    };
    let both = |holds: &dyn Fn(&Object) -> bool| holds(rules) && holds(session);
    let metadata = both(&|object| takes_anything(api, object, METADATA));
    let restorable = both(&|object| property(object, METADATA).is_some());
    Ok(Sessions { operation, nothing, restorable, metadata, mark: both(&is_flag) })
}

/// What is not tested since the specification no longer has it, each with the reason.
pub fn skipped(api: &Api) -> Vec<String> {
    let mut reasons = Vec::new();
    match sessions(api) {
        Err(reason) => reasons.push(format!("what writing does to a session: {reason}")),
        Ok(sessions) => {
            for (there, name) in [(sessions.metadata, METADATA), (sessions.mark, MARK)] {
                if !there {
                    reasons.push(format!(
                        "what writing `{name}` does: the request or the session no longer has it as it was"
                    ));
                }
            }
        }
    }
    if let Some(operation) = api.operation(UPDATE_SESSION)
        && echoed(api, operation).is_none()
    {
        reasons.push(format!("whether the right session is answered: it has no `{SESSION_ID}`"));
    }
    if names_session(api).is_none() {
        reasons
            .push(format!("bodies that name a session: {UPDATE_SHOPPER} takes no `{SESSION_ID}`"));
    }
    if !api.operations.iter().filter_map(|it| oracle::refusal(api, it)).all(|it| has_items(api, it))
    {
        reasons.push(format!("what an envelope names: its items lack one of {}", ITEM.join(", ")));
    }
    reasons
}

/// The property of an operation's success that repeats the id in the path, if there is one.
pub fn echoed(api: &Api, operation: &Operation) -> Option<&'static str> {
    let is_session = operation.id == UPDATE_SESSION && names(operation, SESSION_ID);
    property(session(api, operation).filter(|_| is_session)?, SESSION_ID).map(|_| SESSION_ID)
}

/// The operation whose body names a session that has to exist, with the property that does.
pub fn names_session(api: &Api) -> Option<(&Operation, &'static str)> {
    let operation = api.operation(UPDATE_SHOPPER)?;
    let schema = property(request(api, operation)?.1, SESSION_ID)?;
    let is_text = matches!(api.schema(api.resolve(schema).0).kind, Kind::String(_));
    is_text.then_some((operation, SESSION_ID))
}

/// Whether the body of an operation names things that no fixture holds, so that its refusal as unknown
/// is nobody's mistake.
pub fn names_strangers(operation: &Operation) -> bool {
    operation.id == MATCH_IDENTITIES
}

/// Whether a body does what can never be undone. Any operation counts, whatever it is called by now;
/// a notification only tells.
pub fn is_irreversible(operation: &Operation, body: &[u8]) -> bool {
    // Bodies of megabytes are looked through, so this leaves it to the standard library's search.
    !operation.is_webhook() && String::from_utf8_lossy(body).contains(MARK)
}

/// The known value of a path parameter; with `other`, that of the other session where there is one.
pub fn fixture<'a>(fixtures: &'a Fixtures, parameter: &str, other: bool) -> Option<&'a str> {
    let id = match parameter {
        STORE_ID => &fixtures.store_id,
        SHOPPER_ID => &fixtures.shopper_id,
        SESSION_ID
            if other && fixtures.session_id.is_some() && fixtures.other_session_id.is_some() =>
        {
            &fixtures.other_session_id
        }
        SESSION_ID => &fixtures.session_id,
        _ => &None,
    };
    id.as_ref().map(|id| id.as_str())
}

/// What has state: the resource that a request names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resource {
    /// The session with this id.
    Session(String),
    /// The shopper with this id in the store with this number.
    Shopper(String, String),
    /// All sessions.
    Sessions,
}

/// The resource that the path of a request names, where the operation has state.
pub fn resource(operation: &Operation, value: impl Fn(&str) -> Option<String>) -> Option<Resource> {
    match operation.id.as_str() {
        UPDATE_SESSION => Some(Resource::Session(value(SESSION_ID)?)),
        UPDATE_SHOPPER => Some(Resource::Shopper(value(STORE_ID)?, value(SHOPPER_ID)?)),
        LIST_SESSIONS => Some(Resource::Sessions),
        _ => None,
    }
}

/// The schema of a session, and a session: the documented example, or one with every property.
pub fn session_sample(api: &Api) -> Option<(SchemaId, Map<String, Value>)> {
    let content = success(api.operation(UPDATE_SESSION)?)?;
    let schema = content.schema?;
    match content.example.clone().unwrap_or_else(|| sample::filled(api, schema, Fill::All)) {
        Value::Object(session) => Some((schema, session)),
        _ => None,
    }
}

/// Gives a session its id, in every property that holds it.
pub fn identify(session: &mut Map<String, Value>, id: &str) {
    for name in [SESSION_ID, SESSION_TOKEN] {
        if let Some(value) = session.get_mut(name).filter(|value| value.is_string()) {
            *value = id.into();
        }
    }
}

/// Gives a session its number, by which a list is sorted.
pub fn number(session: &mut Map<String, Value>, number: usize) {
    if let Some(value) = session.get_mut(NUMBER).filter(|value| value.is_number()) {
        *value = number.into();
    }
}

/// Gives the session of a notification its id, wherever the notification holds it.
pub fn identify_within(notification: &mut Map<String, Value>, id: &str) {
    identify(notification, id);
    if let Some(Value::Object(session)) = notification.get_mut(SESSION) {
        identify(session, id);
    }
}

/// Says of a notification that it arose and was sent at this time.
pub fn date(notification: &mut Map<String, Value>, now: Timestamp) {
    for name in TIMES {
        if let Some(time) = notification.get_mut(name) {
            *time = now.to_string().into();
        }
    }
}

/// Says of a session that its customer left at this time.
pub fn exit(session: &mut Map<String, Value>, now: Timestamp) {
    if let Some(time) = session.get_mut(EXITED_AT) {
        *time = now.to_string().into();
    }
}

/// Gives a notification another shopper, wherever it names one. A group that shares a session causes one
/// notification for each shopper.
pub fn name_shopper(value: &mut Value, id: &str) {
    let inner: Vec<&mut Value> = match value {
        Value::Object(map) => {
            if let Some(shopper) = map.get_mut(SHOPPER_ID).filter(|shopper| shopper.is_string()) {
                *shopper = id.into();
            }
            map.values_mut().collect()
        }
        Value::Array(items) => items.iter_mut().collect(),
        _ => Vec::new(),
    };
    inner.into_iter().for_each(|value| name_shopper(value, id));
}

/// Puts a session or a notification into this store, wherever it names one by its number.
pub fn name_store(map: &mut Map<String, Value>, number: i64) {
    for (name, value) in map.iter_mut() {
        match value {
            Value::Number(_) if STORE_IDS.contains(&name.as_str()) => *value = number.into(),
            Value::Object(inner) => name_store(inner, number),
            _ => {}
        }
    }
}

/// The first property of a body that takes any JSON object.
pub fn free_form<'a>(api: &'a Api, operation: &'a Operation) -> Option<&'a str> {
    let rules = request(api, operation)?.1;
    let mut names = rules.properties.iter().map(|property| property.name.as_str());
    names.find(|name| takes_anything(api, rules, name))
}

fn names(operation: &Operation, parameter: &str) -> bool {
    operation.path.contains(&format!("{{{parameter}}}"))
}

fn success(operation: &Operation) -> Option<&Content> {
    operation.responses.iter().find(|response| response.status.is_success())?.json()
}

fn session<'a>(api: &'a Api, operation: &'a Operation) -> Option<&'a Object> {
    object(api, success(operation)?.schema?)
}

fn request<'a>(api: &'a Api, operation: &'a Operation) -> Option<(SchemaId, &'a Object)> {
    let schema = operation.body.as_ref()?.json()?.schema?;
    Some((schema, object(api, schema)?))
}

fn object(api: &Api, schema: SchemaId) -> Option<&Object> {
    match &api.schema(api.resolve(schema).0).kind {
        Kind::Object(rules) => Some(rules),
        _ => None,
    }
}

fn property(object: &Object, name: &str) -> Option<SchemaId> {
    object.properties.iter().find(|other| other.name == name).map(|found| found.schema)
}

fn takes_anything(api: &Api, within: &Object, name: &str) -> bool {
    property(within, name).and_then(|schema| object(api, schema)).is_some_and(|rules| {
        rules.additional == Additional::Any
            && rules.properties.is_empty()
            && rules.required_undeclared.is_empty()
            && rules.min_properties.is_none()
            && rules.max_properties.is_none()
    })
}

/// Whether the items of an envelope have the properties that say what was wrong.
fn has_items(api: &Api, response: &Response) -> bool {
    let envelope = response.json().and_then(|content| object(api, content.schema?));
    let list = envelope.and_then(|envelope| property(envelope, VIOLATIONS));
    let item = list.and_then(|list| match &api.schema(api.resolve(list).0).kind {
        Kind::Array(rules) => object(api, rules.items?),
        _ => None,
    });
    item.is_some_and(|item| ITEM.iter().all(|name| property(item, name).is_some()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Spec;

    const FIXTURE: &str = include_str!("../../codegen/tests/fixtures/generate/sessions/spec.yaml");

    /// The fixture after a change.
    fn changed(old: &str, new: &str) -> Spec {
        assert!(FIXTURE.contains(old), "{old}");
        Spec::read("changed.yaml", &FIXTURE.replace(old, new)).expect("the fixture stays sound")
    }

    #[test]
    fn nothing_is_skipped_where_everything_is_there() {
        assert_eq!(skipped(&changed("Sessions", "Sessions").api), Vec::<String>::new());
    }

    #[test]
    fn what_the_specification_lost_is_skipped_with_a_reason() {
        for (old, new, reason) in [
            ("operationId: updateSession", "operationId: other", "no operation updateSession"),
            (
                "        metadata: {$ref: '#/components/schemas/Metadata'}\n    UpdatedSession",
                "    UpdatedSession",
                "`metadata`",
            ),
            ("        suspectedFraud: {type: boolean, enum: [true]}\n", "", "`suspectedFraud`"),
            ("operationId: updateShopper", "operationId: other", "takes no `sessionId`"),
            ("field", "place", "error, rule, field"),
        ] {
            let reasons = skipped(&changed(old, new).api);
            assert!(reasons.len() == 1 && reasons[0].contains(reason), "{old}: {reasons:?}");
        }
    }

    #[test]
    fn a_read_has_what_is_required_unless_that_changes_something() {
        let properties = "      properties:\n        suspectedFraud";
        let requiring = |name: &str| {
            let required = format!("      required: [{name}]\n{properties}");
            let example = format!("example: {{{name}: true}}");
            let text = FIXTURE
                .replace(
                    properties,
                    &required
                        .replace("properties:\n", "properties:\n        note: {type: boolean}\n"),
                )
                .replace("example: {}", &example);
            Spec::read("changed.yaml", &text).expect("the fixture stays sound").api
        };
        let api = requiring("note");
        let rules = sessions(&api).expect("a note changes nothing");
        assert!(rules.metadata && rules.mark && rules.nothing.contains_key("note"), "{rules:?}");
        assert!(sessions(&requiring(MARK)).is_err());
    }
}
