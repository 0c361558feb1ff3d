//! The two roots as `conform` judges them in one direction of travel: members that do not travel
//! are not required, and formats are taken at their word.

use super::expand::readings;
use super::node::{NodeId, Nodes, Part};
use super::shape::Version;
use super::text;
use crate::conform::{self, View};
use crate::ir::{Additional, Api, Kind, Schema, SchemaId};
use serde_json::Value;
use std::collections::HashMap;

/// Judges whole values against both roots.
pub(super) struct Judge {
    sides: Option<[(Api, SchemaId); 2]>,
    /// Several alternatives of some `oneOf` take null, or there is a `not`. Lowering then lets null through, strict
    /// validators do not, so that null shows nothing.
    null_is_unsure: bool,
}

impl Judge {
    pub(super) fn new(nodes: &Nodes<'_>, left: NodeId, right: NodeId) -> Self {
        let side = |node| match nodes.parts(node) {
            [Part::Schema(version, id)] => Some(slice(nodes, *version, *id)),
            [] => Some(slice_any()),
            _ => None,
        };
        let sides = side(left).zip(side(right)).map(|(left, right)| [left, right]);
        let null_is_unsure = sides.iter().flatten().any(|(api, _)| shares_null(api));
        Self { sides, null_is_unsure }
    }

    /// Whether the left root takes the value and the right one refuses it, as `text` under every
    /// reading; none: not judged.
    pub(super) fn differs(&self, value: &Value, text: bool) -> Option<bool> {
        let [left, right] = self.sides.as_ref()?;
        if self.null_is_unsure && holds_null(value) {
            return Some(false);
        }
        let judge = |(api, root): &(Api, SchemaId), value: &Value| {
            conform::check(api, *root, value, View::Claim)
        };
        let refused = |value: &Value| {
            let other = judge(right, value);
            !other.violations.is_empty() && other.undecided.is_empty()
        };
        Some(
            judge(left, value).accepts()
                && refused(value)
                && (!text || readings(value).iter().all(refused)),
        )
    }
}

fn shares_null(api: &Api) -> bool {
    api.schemas.iter().any(|schema| match &schema.kind {
        Kind::OneOf(union) => {
            let takes_null = union.variants.iter().filter(|variant| api.resolve(**variant).1);
            takes_null.count() > 1
        }
        Kind::Not(_) => true,
        _ => false,
    })
}

fn holds_null(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.iter().any(holds_null),
        Value::Object(members) => members.values().any(holds_null),
        _ => false,
    }
}

fn slice_any() -> (Api, SchemaId) {
    let any = Schema { nullable: true, ..bare(Kind::Any) };
    (Api { schemas: vec![any], ..Api::default() }, SchemaId::new(0))
}

/// Everything that can be reached from a schema, without prose.
fn slice(nodes: &Nodes<'_>, version: Version, root: SchemaId) -> (Api, SchemaId) {
    let api = nodes.api(version);
    let mut places: HashMap<SchemaId, SchemaId> = HashMap::from([(root, SchemaId::new(0))]);
    let mut order = vec![root];
    let mut schemas = Vec::new();
    while let Some(id) = order.get(schemas.len()).copied() {
        let source = api.schema(id);
        let mut schema = Schema {
            nullable: source.nullable,
            values: source.values.clone(),
            ..bare(source.kind.clone())
        };
        let mut place = |id: &mut SchemaId| {
            let next = SchemaId::new(places.len());
            *id = *places.entry(*id).or_insert_with(|| {
                order.push(*id);
                next
            });
        };
        adapt(&mut schema.kind, |id| nodes.is_hidden(api.schema(id)));
        for_each_child(&mut schema.kind, &mut place);
        schemas.push(schema);
    }
    (Api { schemas, ..Api::default() }, SchemaId::new(0))
}

/// Takes formats at their word and lets hidden members be absent.
fn adapt(kind: &mut Kind, hidden: impl Fn(SchemaId) -> bool) {
    match kind {
        Kind::String(rules) if rules.pattern.is_none() => {
            let spelling = rules.format.as_deref().and_then(text::spelling);
            rules.pattern = spelling.map(str::to_owned);
        }
        Kind::Integer(rules) if rules.format.as_deref() == Some("int32") => {
            if rules.minimum.is_none() {
                (rules.minimum, rules.exclusive_minimum) = (Some(i32::MIN.into()), false);
            }
            if rules.maximum.is_none() {
                (rules.maximum, rules.exclusive_maximum) = (Some(i32::MAX.into()), false);
            }
        }
        Kind::Object(rules) => {
            for property in &mut rules.properties {
                property.required &= !hidden(property.schema);
            }
        }
        _ => {}
    }
}

fn for_each_child(kind: &mut Kind, visit: &mut impl FnMut(&mut SchemaId)) {
    match kind {
        Kind::Array(rules) => rules.items.iter_mut().for_each(visit),
        Kind::Object(rules) => {
            rules.properties.iter_mut().for_each(|property| visit(&mut property.schema));
            if let Additional::Schema(id) = &mut rules.additional {
                visit(id);
            }
        }
        Kind::OneOf(union) | Kind::AnyOf(union) => union.variants.iter_mut().for_each(visit),
        Kind::AllOf(parts) => parts.iter_mut().for_each(visit),
        Kind::Not(id) | Kind::Alias(id) => visit(id),
        Kind::Any
        | Kind::Never
        | Kind::Boolean
        | Kind::Integer(_)
        | Kind::Number(_)
        | Kind::String(_) => {}
    }
}

fn bare(kind: Kind) -> Schema {
    Schema {
        name: Default::default(),
        component: false,
        docs: Default::default(),
        nullable: false,
        kind,
        values: None,
        constant: None,
        read_only: false,
        write_only: false,
        default: None,
        example: None,
        claim: Default::default(),
        usage: Default::default(),
        at: String::new(),
    }
}
