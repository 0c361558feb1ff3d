//! Enums of strings, of numbers and of types: their variants, and what becomes of values they do not name.

use super::{Body, Types};
use crate::decide::shapes::{Openness, Shape, is_strict};
use crate::decide::unions::Alternatives;
use crate::names::{Ident, Scope, pascal};
use crate::rust::{Plain, RustType};
use oasis_model::ir::{Kind, SchemaId};
use serde_json::{Number, Value};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::Hash;

/// What the catch-all variant is called: the first that no value or alternative is called.
const OTHERS: [&str; 4] = ["Other", "Unlisted", "Unrecognized", "NotListed"];

/// An enum of strings or integers, decided.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Listed<T> {
    /// Each value with its variant; no value stands twice.
    pub(crate) values: Vec<(Ident, T)>,
    /// The variant of values that the contract does not name; none: they cannot be built.
    pub(crate) other: Option<Ident>,
}

/// An enum of types, decided.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Choice {
    pub(crate) variants: Vec<Variant>,
    /// The property that tells the variants apart.
    pub(crate) tag: Option<String>,
    /// The variant of values whose tag the contract does not name.
    pub(crate) other: Option<Ident>,
}

/// One variant of an enum of types.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Variant {
    pub(crate) ident: Ident,
    pub(crate) schema: SchemaId,
    /// What it holds, boxed where that is large.
    pub(crate) rust: RustType,
    /// Values of the tag that stand for it.
    pub(crate) tags: Vec<String>,
}

pub(super) fn strings(values: &[&str], openness: Openness) -> Listed<String> {
    let values = values.iter().map(|value| ((*value).to_owned(), pascal(value)));
    listed(values, openness)
}

pub(super) fn integers(values: &[i64], openness: Openness) -> Listed<i64> {
    let name = |value: &i64| match value.is_negative() {
        true => pascal(&format!("minus {}", value.unsigned_abs())),
        false => pascal(&value.to_string()),
    };
    listed(values.iter().map(|value| (*value, name(value))), openness)
}

pub(super) fn numbers(values: Vec<Number>, openness: Openness) -> Listed<Number> {
    let name = |value: &Number| {
        let text = value.to_string();
        let text = text.trim_end_matches(".0").replace('.', " point ");
        pascal(&text.replace('-', " minus "))
    };
    let named = values.into_iter().map(|value| {
        let name = name(&value);
        (value, name)
    });
    listed(named, openness)
}

fn listed<T: Clone + Eq + Hash>(
    values: impl Iterator<Item = (T, Ident)>,
    openness: Openness,
) -> Listed<T> {
    let mut seen = HashSet::new();
    let mut scope = Scope::default();
    let values: Vec<(Ident, T)> = values
        .filter(|(value, _)| seen.insert(value.clone()))
        .map(|(value, name)| (scope.claim(name), value))
        .collect();
    let other = (openness == Openness::Open).then(|| other(&mut scope));
    Listed { values, other }
}

fn other(scope: &mut Scope) -> Ident {
    let free = OTHERS.iter().find(|name| scope.is_free(name));
    scope.claim(pascal(free.unwrap_or(&OTHERS[0])))
}

pub(super) fn decide(types: &Types<'_>, id: SchemaId, union: &Alternatives) -> Body {
    let tagged = union.discriminator.is_some();
    let owner = super::naming::wanted(types, id);
    let mut scope = Scope::default();
    let mut variants: Vec<Variant> = Vec::new();
    let (mut seen_types, mut seen_tags) = (HashSet::new(), HashSet::new());
    let listed = listed_tags(types, union);
    for (place, schema) in union.variants.iter().enumerate() {
        let plain = types.plain(*schema);
        // Without a tag the second of two equal types is never chosen.
        if !tagged && !seen_types.insert(types.plain(types.target(*schema))) {
            continue;
        }
        let values = union.discriminator.as_ref().and_then(|tag| tag.values.get(place));
        let listed = listed.iter().filter(|(owner, _)| *owner == place).map(|(_, value)| value);
        let values = values.into_iter().flatten().chain(listed);
        let values = values.filter(|value| seen_tags.insert(*value));
        let large = types.target_shape(*schema).is_large();
        variants.push(Variant {
            ident: scope.claim(wanted(types, *schema, &owner)),
            schema: *schema,
            rust: if large { RustType::Box(Box::new(plain)) } else { plain },
            tags: values.cloned().collect(),
        });
    }
    if let ([only], false) = (variants.as_slice(), tagged) {
        return Body::Alias(types.plain(only.schema));
    }
    let open = tagged && !is_strict(types.reach(id).usage);
    let other = open.then(|| other(&mut scope));
    let tag = union.discriminator.as_ref().map(|tag| tag.property.clone());
    Body::Choice(Choice { variants, tag, other })
}

/// Values of the tag that one alternative alone lists in an enum, with its place, where no alternative
/// is said to have that value: without a mapping a tag is the name of a schema, which few servers send.
fn listed_tags(types: &Types<'_>, union: &Alternatives) -> Vec<(usize, String)> {
    let Some(tag) = &union.discriminator else { return Vec::new() };
    let listed_by = |schema: &SchemaId| -> Vec<String> {
        let Kind::Object(object) = &types.api.schema(types.target(*schema)).kind else {
            return Vec::new();
        };
        let property = object.properties.iter().find(|property| property.name == tag.property);
        let values =
            property.map(|property| &types.api.schema(types.target(property.schema)).values);
        let values = values.into_iter().flatten().flatten();
        values.filter_map(tag_text).collect()
    };
    let by_place: Vec<Vec<String>> = union.variants.iter().map(listed_by).collect();
    let mut count: HashMap<&str, usize> = HashMap::new();
    by_place.iter().flatten().for_each(|value| *count.entry(value).or_default() += 1);
    let mapped: HashSet<&String> = tag.values.iter().flatten().collect();
    let is_own = |value: &&String| count[value.as_str()] == 1 && !mapped.contains(value);
    let of_place = |(place, values): (usize, &Vec<String>)| -> Vec<(usize, String)> {
        values.iter().filter(is_own).map(|value| (place, value.clone())).collect()
    };
    by_place.iter().enumerate().flat_map(of_place).collect()
}

/// The text of a value that tells a variant: its own, or the JSON of a number or a boolean.
fn tag_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

/// What a variant is called: by its type, without the name of the enum in front of it, which every
/// mention of a variant has anyway.
fn wanted(types: &Types<'_>, id: SchemaId, owner: &Ident) -> Ident {
    let schema = types.api.schema(id);
    let own = || within(owner, &super::naming::wanted(types, id));
    if schema.component {
        return own();
    }
    match types.shape(id) {
        Shape::Same(_) => within(owner, &super::naming::wanted(types, types.target(id))),
        Shape::List(_) => pascal("list"),
        Shape::Map(_) => pascal("object"),
        Shape::Plain(plain) => pascal(match plain {
            Plain::Any => "any",
            Plain::Null => "null",
            Plain::Boolean | Plain::True | Plain::False => "boolean",
            Plain::Int32 | Plain::Int64 | Plain::Unsigned64 => "integer",
            Plain::Number => "number",
            Plain::String => "text",
            Plain::Timestamp => "timestamp",
            Plain::Date => "date",
            Plain::Bytes => "bytes",
            Plain::File => "file",
        }),
        _ => own(),
    }
}

fn within(owner: &Ident, name: &Ident) -> Ident {
    let rest = name.as_str().strip_prefix(owner.as_str());
    let rest = rest.filter(|rest| rest.starts_with(|first: char| first.is_ascii_uppercase()));
    rest.map_or_else(|| name.clone(), pascal)
}

/// The tag properties that structs must keep although they do not declare them.
#[derive(Debug, Default)]
pub(super) struct Tags(HashMap<SchemaId, BTreeSet<String>>);

impl Tags {
    pub(super) fn of(&self, id: SchemaId) -> impl Iterator<Item = &String> {
        self.0.get(&id).into_iter().flatten()
    }
}

/// The tags of all unions that are used, by the objects they lead to.
pub(super) fn tags(types: &Types<'_>) -> Tags {
    let mut tags = Tags::default();
    for (id, union) in &types.shapes.unions {
        let Some(discriminator) = &union.discriminator else { continue };
        if !types.reach(*id).is_used() {
            continue;
        }
        for variant in &union.variants {
            let target = types.target(*variant);
            tags.0.entry(target).or_default().insert(discriminator.property.clone());
        }
    }
    tags
}
