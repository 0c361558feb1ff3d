//! The Rust form of an `allOf` that the model could not merge exactly.
//!
//! Parts that say nothing are left out; what is left may be one schema. Objects are put together
//! even where a part refuses or types further properties, which no single struct can say, and keep
//! what a part of another form may add. What is lost is told.

use oasis_model::ir::{Additional, Api, Kind, Object, SchemaId};
use std::collections::{HashMap, HashSet};

/// The most parts that are put together, parts of parts included.
const MOST: usize = 1_000;

/// What an `allOf` is taken for.
#[derive(Debug)]
pub(crate) struct AllOf {
    pub(crate) form: Form,
    /// What is lost thereby.
    pub(crate) loss: Option<&'static str>,
}

/// The form of an `allOf`.
#[derive(Debug)]
pub(crate) enum Form {
    /// The same as this part.
    Same(SchemaId),
    /// An object with the properties of all parts.
    Object(Box<Object>),
    /// Any value.
    Any,
}

/// The form of every `allOf` of the API.
pub(crate) fn forms(api: &Api) -> HashMap<SchemaId, AllOf> {
    let all = api.schemas().filter(|(_, schema)| matches!(schema.kind, Kind::AllOf(_)));
    all.map(|(id, _)| (id, form(api, id))).collect()
}

fn form(api: &Api, id: SchemaId) -> AllOf {
    let lost = AllOf { form: Form::Any, loss: Some("the parts do not merge: any value is taken") };
    let Some(mut parts) = parts(api, id) else { return lost };
    // "An object" says nothing beside what is one.
    let object = |part: &SchemaId| matches!(api.schema(*part).kind, Kind::Object(_));
    if parts.iter().any(|part| object(part) && !is_bare(api, *part)) {
        parts.retain(|part| !is_bare(api, *part));
    }
    match parts.as_slice() {
        [] => return AllOf { form: Form::Any, loss: None },
        [only] => return AllOf { form: Form::Same(*only), loss: None },
        _ => {}
    }
    let kinds: Vec<&Kind> = parts.iter().map(|part| &api.schema(*part).kind).collect();
    if kinds.iter().any(|kind| matches!(kind, Kind::Object(_))) {
        let may_be_object = |kind: &&Kind| {
            matches!(kind, Kind::Object(_) | Kind::OneOf(_) | Kind::AnyOf(_) | Kind::Not(_))
        };
        return if kinds.iter().all(may_be_object) { together(api, &kinds) } else { lost };
    }
    if kinds.iter().all(|kind| is_scalar(kind) && same_kind(kind, kinds[0])) {
        let listed = parts.iter().find(|part| api.schema(**part).values.is_some());
        let kept = listed.copied().unwrap_or(parts[0]);
        return AllOf { form: Form::Same(kept), loss: Some("only one of the parts is enforced") };
    }
    lost
}

/// Whether a schema says that a value is an object, and nothing else.
fn is_bare(api: &Api, id: SchemaId) -> bool {
    let schema = api.schema(id);
    let Kind::Object(object) = &schema.kind else { return false };
    let open = matches!(object.additional, Additional::Unstated | Additional::Any);
    open && object.properties.is_empty()
        && object.required_undeclared.is_empty()
        && schema.values.is_none()
}

/// The parts that say something, parts of parts included, aliases resolved.
fn parts(api: &Api, id: SchemaId) -> Option<Vec<SchemaId>> {
    let mut found = Vec::new();
    let mut seen = HashSet::from([id]);
    let mut waiting = vec![id];
    while let Some(next) = waiting.pop() {
        let schema = api.schema(next);
        match &schema.kind {
            // A list of values narrows what the parts say, and has no form of its own here.
            Kind::AllOf(_) if schema.values.is_some() => return None,
            Kind::AllOf(parts) => {
                let parts = parts.iter().map(|part| api.resolve(*part).0);
                waiting.extend(
                    parts.filter(|part| seen.insert(*part)).collect::<Vec<_>>().iter().rev(),
                );
            }
            Kind::Any if schema.values.is_none() => {}
            _ => found.push(next),
        }
        if seen.len() > MOST {
            return None;
        }
    }
    Some(found)
}

/// One object with the properties of all.
fn together(api: &Api, kinds: &[&Kind]) -> AllOf {
    let mut merged = Object::default();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut split: HashSet<String> = HashSet::new();
    let mut loss = "further properties that one of the parts refuses or types are not checked";
    for kind in kinds {
        let Kind::Object(object) = kind else {
            if !matches!(kind, Kind::Not(_)) {
                merged.additional = Additional::Any;
                loss = "what alternatives within `allOf` add is kept without a type";
            }
            continue;
        };
        for property in &object.properties {
            let Some(place) = places.get(&property.name).copied() else {
                places.insert(property.name.clone(), merged.properties.len());
                merged.properties.push(property.clone());
                continue;
            };
            let old = &mut merged.properties[place];
            let required = old.required || property.required;
            match later(api, old.schema, property.schema) {
                Some(true) => *old = property.clone(),
                Some(false) => {}
                None => {
                    split.insert(property.name.clone());
                }
            }
            old.required = required;
        }
        if matches!(object.additional, Additional::Any | Additional::Schema(_)) {
            merged.additional = Additional::Any;
        }
    }
    for kind in kinds {
        let Kind::Object(object) = kind else { continue };
        for name in &object.required_undeclared {
            match places.get(name) {
                Some(place) => merged.properties[*place].required = true,
                None if merged.required_undeclared.contains(name) => {}
                None => merged.required_undeclared.push(name.clone()),
            }
        }
    }
    if !split.is_empty() {
        merged.properties.retain(|property| !split.contains(&property.name));
        merged.additional = Additional::Any;
        loss = "properties that several parts declare in different ways are kept without a type";
    }
    AllOf { form: Form::Object(Box::new(merged)), loss: Some(loss) }
}

/// Whether the second of two declarations of a property says what both say; none if neither does.
fn later(api: &Api, old: SchemaId, new: SchemaId) -> Option<bool> {
    let (old, new) = (api.resolve(old).0, api.resolve(new).0);
    let says_nothing = |id| {
        let schema = api.schema(id);
        schema.kind == Kind::Any && schema.values.is_none()
    };
    if old == new || says_nothing(new) {
        return Some(false);
    }
    let (old, new) = (&api.schema(old).kind, &api.schema(new).kind);
    let scalar = is_scalar(old) && same_kind(old, new);
    // The later part is the more special one.
    (*old == Kind::Any || scalar).then_some(true)
}

fn same_kind(one: &Kind, other: &Kind) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

fn is_scalar(kind: &Kind) -> bool {
    matches!(kind, Kind::Boolean | Kind::Integer(_) | Kind::Number(_) | Kind::String(_))
}
