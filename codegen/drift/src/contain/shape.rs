//! The canonical form of a schema: the finitely many values it lists, and one shape for each other
//! kind of value it takes. Unions are split into shapes and conjunctions are merged into one.

use super::id::{NodeId, Version};
use super::number::{self, Numbers};
use super::text::{self, Texts};
use oasis_model::ir::SchemaId;
use serde_json::Value;
use std::collections::BTreeMap;

/// A set of values: the listed ones and those of every shape.
#[derive(Debug, Default)]
pub(super) struct Form<'a> {
    /// Null, booleans and enumerated values, without duplicates.
    pub(super) values: Vec<Value>,
    pub(super) shapes: Vec<Shape<'a>>,
    /// Why the set is only known to lie within this form.
    pub(super) unknown: Option<&'static str>,
}

/// A set of values of one JSON type.
#[derive(Clone, Debug)]
pub(super) struct Shape<'a> {
    pub(super) set: Set<'a>,
    /// What is taken out again: the other alternatives of a `oneOf`, or a `not`.
    pub(super) without: Vec<NodeId>,
    /// The schema that declares the shape, for naming places.
    pub(super) origin: Option<(Version, SchemaId)>,
}

#[derive(Clone, Debug)]
pub(super) enum Set<'a> {
    Number(Numbers),
    Text(Texts),
    List(List),
    Record(Record<'a>),
}

/// JSON arrays.
#[derive(Clone, Debug)]
pub(super) struct List {
    pub(super) items: NodeId,
    pub(super) min: u64,
    pub(super) max: Option<u64>,
    pub(super) unique: bool,
}

/// JSON objects.
#[derive(Clone, Debug)]
pub(super) struct Record<'a> {
    pub(super) properties: BTreeMap<&'a str, Property>,
    /// What undeclared properties are; [`NodeId::NEVER`] where there may be none.
    pub(super) additional: NodeId,
    pub(super) min: u64,
    pub(super) max: Option<u64>,
}

/// One declared property.
#[derive(Clone, Copy, Debug)]
pub(super) struct Property {
    pub(super) set: NodeId,
    pub(super) required: bool,
    /// Never sent in this direction (`readOnly` or `writeOnly`).
    pub(super) hidden: bool,
}

/// JSON types, whole numbers told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Type {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
}

impl Type {
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(number) if number.is_f64() => Self::Number,
            Value::Number(_) => Self::Integer,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::Array,
            Value::Object(_) => Self::Object,
        }
    }

    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
        }
    }
}

/// Why nothing is decided where a document is wrong, or says what is not read.
pub(super) const UNREAD: &str =
    "a finding about the document says why what fits here is not fully known";

/// Every JSON value.
pub(super) fn everything<'a>() -> Form<'a> {
    let record =
        Record { properties: Default::default(), additional: NodeId::ANY, min: 0, max: None };
    let list = List { items: NodeId::ANY, min: 0, max: None, unique: false };
    let sets = [
        Set::Number(Default::default()),
        Set::Text(Default::default()),
        Set::List(list),
        Set::Record(record),
    ];
    Form {
        values: vec![Value::Null, Value::Bool(true), Value::Bool(false)],
        shapes: sets.map(|set| Shape { set, without: Vec::new(), origin: None }).into(),
        unknown: None,
    }
}

impl Set<'_> {
    pub(super) fn kind(&self) -> Type {
        match self {
            Self::Number(numbers) if numbers.is_integer() => Type::Integer,
            Self::Number(_) => Type::Number,
            Self::Text(_) => Type::String,
            Self::List(_) => Type::Array,
            Self::Record(_) => Type::Object,
        }
    }

    /// Whether it shows at once that the set has no values. "No" says little: properties may be
    /// required that nothing fits.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::Number(numbers) => numbers.is_empty(),
            Self::Text(texts) => texts.is_empty(),
            Self::List(list) => {
                list.max.is_some_and(|max| max < list.min)
                    || (list.min > 0 && list.items == NodeId::NEVER)
            }
            Self::Record(record) => {
                let (least, most) = record.sizes();
                let missing = |property: &Property| {
                    property.required && !property.hidden && property.set == NodeId::NEVER
                };
                most.is_some_and(|most| most < least) || record.properties.values().any(missing)
            }
        }
    }

    /// Whether both hold values of one JSON type.
    pub(super) fn same_type(&self, other: &Self) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }
}

/// What belongs to both sets; `both` makes the conjunction of two nodes. Empty sets vanish.
pub(super) fn intersection<'a>(
    left: &Set<'a>,
    right: &Set<'a>,
    both: &mut impl FnMut(NodeId, NodeId) -> NodeId,
) -> Option<Set<'a>> {
    let set = match (left, right) {
        (Set::Number(a), Set::Number(b)) => Set::Number(number::intersection(a, b)),
        (Set::Text(a), Set::Text(b)) => Set::Text(text::intersection(a, b)),
        (Set::List(a), Set::List(b)) => Set::List(List {
            items: both(a.items, b.items),
            min: a.min.max(b.min),
            max: [a.max, b.max].into_iter().flatten().min(),
            unique: a.unique || b.unique,
        }),
        (Set::Record(a), Set::Record(b)) => Set::Record(records(a, b, both)),
        _ => return None,
    };
    (!set.is_empty()).then_some(set)
}

fn records<'a>(
    left: &Record<'a>,
    right: &Record<'a>,
    both: &mut impl FnMut(NodeId, NodeId) -> NodeId,
) -> Record<'a> {
    let mut properties = BTreeMap::new();
    for name in left.properties.keys().chain(right.properties.keys()) {
        if properties.contains_key(name) {
            continue;
        }
        let of = |record: &Record<'a>| {
            record.properties.get(name).copied().unwrap_or(record.undeclared())
        };
        let (a, b) = (of(left), of(right));
        let property = Property {
            set: both(a.set, b.set),
            required: a.required || b.required,
            hidden: a.hidden || b.hidden,
        };
        properties.insert(*name, property);
    }
    Record {
        properties,
        additional: both(left.additional, right.additional),
        min: left.min.max(right.min),
        max: [left.max, right.max].into_iter().flatten().min(),
    }
}

impl Record<'_> {
    /// What holds for a property that is not declared.
    pub(super) fn undeclared(&self) -> Property {
        Property { set: self.additional, required: false, hidden: false }
    }

    /// Fewest and most properties that an object of this shape has.
    pub(super) fn sizes(&self) -> (u64, Option<u64>) {
        let always = |property: &&Property| property.required && !property.hidden;
        let required = self.properties.values().filter(always).count() as u64;
        let possible =
            self.properties.values().filter(|property| property.set != NodeId::NEVER).count();
        let closed = (self.additional == NodeId::NEVER).then_some(possible as u64);
        (self.min.max(required), [self.max, closed].into_iter().flatten().min())
    }
}
