//! Schemas of an [`Api`](super::Api): sets of JSON values, with the prose and the claims about them.

use super::{Claim, Docs};
use serde_json::{Number, Value};
use std::collections::BTreeSet;

/// Index of a schema in [`Api::schemas`](super::Api::schemas).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(u32);

impl SchemaId {
    /// The id of the schema at this index.
    pub fn new(index: usize) -> Self {
        Self(u32::try_from(index).expect("a document has fewer than 2^32 schemas"))
    }

    /// The index into [`Api::schemas`](super::Api::schemas).
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A set of JSON values.
///
/// A value belongs to it if it is null and `nullable` holds, or if it fits `kind` and is one of
/// `values` where those are given.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema {
    /// The component's name; of an inline schema a hint, made of the names around it.
    pub name: String,
    /// Whether this is an entry of `components.schemas`.
    pub component: bool,
    /// Meaning.
    pub docs: Docs,
    /// Null is allowed.
    pub nullable: bool,
    /// Null is written where it has no effect, such as `nullable` beside `allOf`, or fits one part of
    /// an `allOf` only: it does not belong to the set, but whoever wrote it may send it.
    pub null_meant: bool,
    /// What the values look like.
    pub kind: Kind,
    /// The only values allowed (`enum`); never holds null.
    pub values: Option<Vec<Value>>,
    /// The constant that this string always is (`x-constant`); types stay open, checks insist.
    pub constant: Option<Value>,
    /// What fits is not fully known: the document is wrong here, or says what OpenAPI 3.0 cannot
    /// say, and a finding says how. `kind` is what could be read, else [`Kind::Any`].
    pub unknown: bool,
    /// Only ever received.
    pub read_only: bool,
    /// Only ever sent.
    pub write_only: bool,
    /// The values are personal data (`x-personal`): never printed for debugging.
    pub personal: bool,
    /// What code calls the property, if not by its own name (`x-name`).
    pub called: Option<String>,
    /// The value meant when the property is absent.
    pub default: Option<Value>,
    /// An example.
    pub example: Option<Value>,
    /// How it is known.
    pub claim: Claim,
    /// Who sends values of this type, seen from the integrator; nested use counts.
    pub usage: Usage,
    /// JSON pointer of the schema.
    pub at: String,
    /// The schema inside which this one is written, if any.
    pub within: Option<SchemaId>,
}

/// Which way values of a type travel, seen from the integrator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Usage {
    /// The integrator sends it: request bodies of calls, responses to webhooks.
    pub sent: bool,
    /// The integrator receives it: responses to calls, webhook requests.
    pub received: bool,
}

/// What the values of a schema look like.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Any JSON value except null (null is [`Schema::nullable`]).
    Any,
    /// No value but null, where `nullable` holds.
    Never,
    /// `true` or `false`.
    Boolean,
    /// Whole numbers.
    Integer(Numbers),
    /// Numbers.
    Number(Numbers),
    /// Text.
    String(Text),
    /// Lists.
    Array(Array),
    /// Objects.
    Object(Object),
    /// Exactly one of these.
    OneOf(Union),
    /// At least one of these.
    AnyOf(Union),
    /// All of these; `lower` merges what merges exactly, so this is what did not.
    AllOf(Vec<SchemaId>),
    /// Whatever this refuses.
    Not(SchemaId),
    /// The same as this, with prose, claim or nullability of its own.
    Alias(SchemaId),
}

/// Rules for numbers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Numbers {
    /// `int32`, `int64`, `float`, `double` or a custom format.
    pub format: Option<String>,
    /// Lower bound.
    pub minimum: Option<Number>,
    /// The lower bound itself is excluded.
    pub exclusive_minimum: bool,
    /// Upper bound.
    pub maximum: Option<Number>,
    /// The upper bound itself is excluded.
    pub exclusive_maximum: bool,
    /// The value is a whole multiple of this.
    pub multiple_of: Option<Number>,
}

/// Rules for text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    /// `date-time`, `date`, `uuid`, `byte`, `binary`, `email`, `uri`... or a custom format.
    pub format: Option<String>,
    /// A regular expression (ECMA 262) that matches somewhere in the text.
    pub pattern: Option<String>,
    /// Fewest characters (Unicode scalar values).
    pub min_length: Option<u64>,
    /// Most characters.
    pub max_length: Option<u64>,
}

/// Rules for lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Array {
    /// What every item is; none: anything.
    pub items: Option<SchemaId>,
    /// Fewest items.
    pub min_items: Option<u64>,
    /// Most items.
    pub max_items: Option<u64>,
    /// No two items are equal.
    pub unique: bool,
}

/// Rules for objects.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Object {
    /// Declared properties, in the document's order.
    pub properties: Vec<Property>,
    /// Names that are required but not declared.
    pub required_undeclared: Vec<String>,
    /// Every entry of a `required` list, with the schema whose list it is.
    pub required_by: Vec<RequiredBy>,
    /// What holds for properties that are not declared.
    pub additional: Additional,
    /// Fewest properties.
    pub min_properties: Option<u64>,
    /// Most properties.
    pub max_properties: Option<u64>,
    /// Component schemas that an `allOf` merged into this object names by `$ref`.
    pub extends: Vec<SchemaId>,
    /// The property that tells apart the component schemas that extend this one.
    pub discriminator: Option<BaseDiscriminator>,
}

impl Object {
    /// Fills in which required names are not declared.
    pub(crate) fn note_undeclared(&mut self) {
        let declared = |name: &str| self.properties.iter().any(|p| p.name == name);
        let names = self.required_by.iter().map(|entry| entry.name.clone());
        let names: BTreeSet<String> = names.filter(|name| !declared(name)).collect();
        self.required_undeclared = names.into_iter().collect();
    }
}

/// One entry of a `required` list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequiredBy {
    /// The property's wire name.
    pub name: String,
    /// The schema whose list it is; of a merged object, the part of the `allOf`.
    pub schema: SchemaId,
}

/// One declared property of an object.
#[derive(Clone, Debug, PartialEq)]
pub struct Property {
    /// Its name on the wire.
    pub name: String,
    /// Whether it has to be there.
    pub required: bool,
    /// Its type.
    pub schema: SchemaId,
    /// What is written beside the property about how it is known. Its readings say only whether it
    /// is required, those of the `required` lists included; readings of the value stand at its schema.
    pub claim: Claim,
    /// JSON pointer of the property.
    pub at: String,
    /// The schema that declares it; of a merged object, the part of the `allOf`.
    pub within: SchemaId,
}

/// What holds for properties that an object does not declare.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Additional {
    /// The document does not say; OpenAPI allows them.
    #[default]
    Unstated,
    /// `additionalProperties: true` or `{}`: they belong to the data and are kept.
    Any,
    /// `additionalProperties: false`.
    Refused,
    /// Each is one of these.
    Schema(SchemaId),
}

/// Several schemas of which one (or more) applies.
#[derive(Clone, Debug, PartialEq)]
pub struct Union {
    /// The alternatives, in the document's order; null is taken out and is [`Schema::nullable`].
    pub variants: Vec<SchemaId>,
    /// The property that tells which one applies.
    pub discriminator: Option<Discriminator>,
}

/// The property that tells the variants of a union apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Discriminator {
    /// The property's wire name.
    pub property: String,
    /// For each variant, in order, the values that stand for it.
    pub values: Vec<Vec<String>>,
}

/// The discriminator of an object that other component schemas extend by `allOf`.
#[derive(Clone, Debug, PartialEq)]
pub struct BaseDiscriminator {
    /// The property's wire name.
    pub property: String,
    /// The component schemas that extend the object, directly or through others, by name.
    pub children: Vec<Child>,
}

/// One schema that extends an object with a discriminator.
#[derive(Clone, Debug, PartialEq)]
pub struct Child {
    /// The component schema.
    pub schema: SchemaId,
    /// The values of the discriminator that stand for it.
    pub values: Vec<String>,
}
