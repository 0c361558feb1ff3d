//! The Rust form of an `allOf` that the model could not merge exactly.
//!
//! Parts that say nothing are left out; what is left may be one schema. Objects are put together
//! even where a part refuses or types further properties, which no single struct can say, and keep
//! what a part of another form may add. What is lost is told.

use oasis_model::ir::{Additional, Api, Kind, Object, Property, Schema, SchemaId};
use std::collections::{HashMap, HashSet};

/// The most parts that are put together, parts of parts included.
const MOST: usize = 1_000;

/// What an `allOf` is taken for.
#[derive(Debug)]
pub(crate) struct AllOf {
    pub(crate) form: Form,
    /// What is lost thereby.
    pub(crate) loss: Option<&'static str>,
    /// What parts say of properties that is not read.
    pub(crate) unread: Vec<SchemaId>,
}

impl AllOf {
    fn new(form: Form, loss: Option<&'static str>) -> Self {
        Self { form, loss, unread: Vec::new() }
    }
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
    let lost = AllOf::new(Form::Any, Some("the parts do not merge: any value is taken"));
    let Some(mut parts) = parts(api, id) else { return lost };
    // "An object" says nothing beside what is one.
    let object = |part: &SchemaId| matches!(api.schema(*part).kind, Kind::Object(_));
    if parts.iter().any(|part| object(part) && !is_bare(api, *part)) {
        parts.retain(|part| !is_bare(api, *part));
    }
    match parts.as_slice() {
        [] => return AllOf::new(Form::Any, None),
        [only] => return AllOf::new(Form::Same(*only), None),
        _ => {}
    }
    let kinds: Vec<&Kind> = parts.iter().map(|part| &api.schema(*part).kind).collect();
    if kinds.iter().any(|kind| matches!(kind, Kind::Object(_))) {
        let may_be_object = |kind: &&Kind| {
            matches!(kind, Kind::Object(_) | Kind::OneOf(_) | Kind::AnyOf(_) | Kind::Not(_))
        };
        return if kinds.iter().all(may_be_object) { together(api, &kinds) } else { lost };
    }
    if kinds.iter().all(|kind| are_scalars(kind, kinds[0])) {
        return scalar(api, &parts);
    }
    lost
}

/// The part that says most of a scalar: which values there are, or else in which format.
fn scalar(api: &Api, parts: &[SchemaId]) -> AllOf {
    let is_integer = |id: &&SchemaId| matches!(api.schema(**id).kind, Kind::Integer(_));
    let integers: Vec<SchemaId> = parts.iter().filter(is_integer).copied().collect();
    let parts = if integers.is_empty() { parts } else { &integers };
    let count =
        |says: fn(&Schema) -> bool| parts.iter().filter(|id| says(api.schema(**id))).count();
    let find = |says: fn(&Schema) -> bool| parts.iter().find(|id| says(api.schema(**id)));
    let kept = find(is_listed).or_else(|| find(has_format)).unwrap_or(&parts[0]);
    let is_exact = count(is_listed) + count(has_format) <= 1;
    let loss = (!is_exact).then_some("only one of the parts is enforced");
    AllOf::new(Form::Same(*kept), loss)
}

fn is_listed(schema: &Schema) -> bool {
    schema.values.is_some()
}

/// Whether a scalar has a format, or bounds that count for its type.
fn has_format(schema: &Schema) -> bool {
    match &schema.kind {
        Kind::String(text) => text.format.is_some(),
        Kind::Integer(numbers) | Kind::Number(numbers) => {
            numbers.format.is_some() || numbers.minimum.is_some() || numbers.maximum.is_some()
        }
        _ => false,
    }
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
pub(super) fn parts(api: &Api, id: SchemaId) -> Option<Vec<SchemaId>> {
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

/// One object with the properties of all: those that alternatives declare may be missing.
fn together(api: &Api, kinds: &[&Kind]) -> AllOf {
    let mut merged = Merged::default();
    for kind in kinds {
        match kind {
            Kind::Object(object) => merged.add(api, object, true),
            Kind::OneOf(_) | Kind::AnyOf(_) => {
                merged.loss = Some("which alternatives within `allOf` apply is not checked");
                merged.add_alternatives(api, kind);
            }
            _ => merged.loss = Some("what one of the parts forbids is not checked"),
        }
    }
    for kind in kinds {
        let Kind::Object(object) = kind else { continue };
        for name in &object.required_undeclared {
            match merged.places.get(name) {
                Some(place) => merged.object.properties[*place].required = true,
                None if merged.object.required_undeclared.contains(name) => {}
                None => merged.object.required_undeclared.push(name.clone()),
            }
        }
    }
    merged.finish()
}

/// An object that is being put together.
#[derive(Default)]
struct Merged {
    object: Object,
    /// Where each property stands.
    places: HashMap<String, usize>,
    /// Properties that have no form which fits all declarations.
    split: HashSet<String>,
    /// What has been looked into among the alternatives.
    seen: HashSet<SchemaId>,
    /// Declarations of properties that are not read.
    unread: Vec<SchemaId>,
    loss: Option<&'static str>,
}

impl Merged {
    fn add(&mut self, api: &Api, object: &Object, is_sure: bool) {
        for property in &object.properties {
            let required = property.required && is_sure;
            let Some(place) = self.places.get(&property.name).copied() else {
                self.places.insert(property.name.clone(), self.object.properties.len());
                self.object.properties.push(Property { required, ..property.clone() });
                continue;
            };
            let old = &mut self.object.properties[place];
            let required = old.required || required;
            match later(api, old.schema, property.schema) {
                Some(true) if is_sure => {
                    self.unread.push(old.schema);
                    *old = property.clone();
                }
                Some(true) => self.unread.push(property.schema),
                Some(false) => {}
                None => {
                    self.unread.extend([old.schema, property.schema]);
                    self.split.insert(property.name.clone());
                }
            }
            self.object.properties[place].required = required;
        }
        match object.additional {
            Additional::Any => self.object.additional = Additional::Any,
            Additional::Schema(_) | Additional::Refused => {
                if matches!(object.additional, Additional::Schema(_)) {
                    self.object.additional = Additional::Any;
                }
                self.loss.get_or_insert(
                    "further properties that one of the parts refuses or types are not checked",
                );
            }
            Additional::Unstated => {}
        }
    }

    /// Adds what the alternatives of a union declare.
    fn add_alternatives(&mut self, api: &Api, kind: &Kind) {
        let inner = match kind {
            Kind::Object(object) => return self.add(api, object, false),
            Kind::OneOf(union) | Kind::AnyOf(union) => &union.variants,
            Kind::AllOf(parts) => parts,
            _ => return,
        };
        if self.seen.len() > MOST {
            self.object.additional = Additional::Any;
            self.loss = Some("what alternatives within `allOf` add is kept without a type");
            return;
        }
        for id in inner {
            let id = api.resolve(*id).0;
            if self.seen.insert(id) {
                self.add_alternatives(api, &api.schema(id).kind);
            }
        }
    }

    fn finish(self) -> AllOf {
        let Self { mut object, split, unread, mut loss, .. } = self;
        if !split.is_empty() {
            object.properties.retain(|property| !split.contains(&property.name));
            object.additional = Additional::Any;
            loss = Some(
                "properties that several parts declare in different ways are kept without a type",
            );
        }
        AllOf { form: Form::Object(Box::new(object)), loss, unread }
    }
}

/// Whether the second of two declarations of a property says what both say; none if neither does.
fn later(api: &Api, old: SchemaId, new: SchemaId) -> Option<bool> {
    if covers(api, old, new) {
        return Some(false);
    }
    let kind = |id| &api.schema(api.resolve(id).0).kind;
    let (old, new) = (kind(old), kind(new));
    // The later part is the more special one, but a number may be less than an integer.
    let is_wider = matches!((old, new), (Kind::Integer(_), Kind::Number(_)));
    (*old == Kind::Any || are_scalars(old, new)).then_some(!is_wider)
}

/// Whether a schema says all that another says: it is the same, or was put together from it.
pub(super) fn covers(api: &Api, whole: SchemaId, part: SchemaId) -> bool {
    let (whole, part) = (api.resolve(whole).0, api.resolve(part).0);
    let schema = api.schema(part);
    if whole == part || (schema.kind == Kind::Any && schema.values.is_none()) {
        return true;
    }
    match (&api.schema(whole).kind, &schema.kind) {
        (Kind::AllOf(parts), _) => parts.iter().any(|own| api.resolve(*own).0 == part),
        (Kind::Array(whole), Kind::Array(part)) => match (whole.items, part.items) {
            (Some(whole), Some(part)) => covers(api, whole, part),
            (_, None) => true,
            (None, Some(_)) => false,
        },
        _ => false,
    }
}

/// Whether both are scalars of one type; bounds without a type are those of any number.
pub(super) fn are_scalars(one: &Kind, other: &Kind) -> bool {
    let is_number = |kind: &Kind| matches!(kind, Kind::Integer(_) | Kind::Number(_));
    let same = std::mem::discriminant(one) == std::mem::discriminant(other);
    is_scalar(one) && (same || (is_number(one) && is_number(other)))
}

fn is_scalar(kind: &Kind) -> bool {
    matches!(kind, Kind::Boolean | Kind::Integer(_) | Kind::Number(_) | Kind::String(_))
}
