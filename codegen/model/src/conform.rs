//! Judges JSON values against schemas of an [`Api`]: a value in, every violation out.
//!
//! It deliberately knows nothing of how a value was made; the tests hold it to the answers of the
//! `jsonschema` crate.

mod equal;
mod format;
mod pattern;
mod reading;
mod scalar;

pub use equal::same;
pub use format::{SPELLINGS, is_date, spelling};

use crate::finding::Basis;
use crate::ir::{Additional, Api, Array, Change, Kind, Object, Property, Schema, SchemaId, Union};
use crate::pointer::escape_pointer;
use equal::{digest, has_twins};
use pattern::Patterns;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Which reading of the specification judges.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum View {
    /// What the specification claims.
    Claim,
    /// Everything that the claim or any plausible reading allows.
    Widest,
    /// Only what the claim and every plausible reading allow.
    Narrowest,
}

/// One way in which a value does not conform.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// JSON pointer into the value.
    pub instance: String,
    /// The keyword that refuses, such as `required` or `type`.
    pub keyword: &'static str,
    /// The schema that refuses.
    pub schema: SchemaId,
    /// The property that is missing, or whose value is refused; none: it is no property's value.
    pub property: Option<Owner>,
    /// What is wrong, in lower case.
    pub message: String,
}

/// A property of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owner {
    /// The object's schema.
    pub object: SchemaId,
    /// The property's wire name.
    pub property: String,
}

impl Owner {
    fn find<'a>(&self, api: &'a Api) -> Option<&'a Property> {
        let Kind::Object(object) = &api.schema(self.object).kind else { return None };
        object.properties.iter().find(|property| property.name == self.property)
    }
}

impl Violation {
    /// How the keyword that refuses is known.
    pub fn basis(&self, api: &Api) -> Basis {
        let property = self.property.as_ref().and_then(|owner| Some((owner, owner.find(api)?)));
        match property {
            Some((owner, property)) if self.speaks_of(api, property) => {
                api.property_basis(owner.object, property, self.keyword)
            }
            _ => api.schema_basis(self.schema, self.keyword),
        }
    }

    /// JSON pointer of the keyword that refuses, or of where it would be written.
    pub fn at(&self, api: &Api) -> String {
        let list = match &api.schema(self.schema).kind {
            Kind::Object(object) if self.keyword == "required" => {
                let owner = self.property.as_ref();
                let holds = |name: &str| owner.is_some_and(|owner| owner.property == name);
                object.required_by.iter().find(|entry| holds(&entry.name))
            }
            _ => None,
        };
        let schema = list.map_or(self.schema, |entry| entry.schema);
        format!("{}/{}", api.schema(api.resolve(schema).0).at, self.keyword)
    }

    /// Whether the refusing schema is what the property is declared to be, rather than a part of it.
    fn speaks_of(&self, api: &Api, property: &Property) -> bool {
        self.keyword == "required"
            || property.schema == self.schema
            || api.resolve(property.schema).0 == self.schema
    }
}

/// What is known about a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// Every violation; empty: it conforms, as far as was decided.
    pub violations: Vec<Violation>,
    /// What could not be judged, such as a regular expression of another dialect.
    pub undecided: Vec<String>,
}

impl Verdict {
    /// Whether the value certainly conforms.
    pub fn accepts(&self) -> bool {
        self.violations.is_empty() && self.undecided.is_empty()
    }
}

/// Judges a value against a schema.
pub fn check(api: &Api, schema: SchemaId, value: &Value, view: View) -> Verdict {
    judged(api, schema, value, view, None)
}

/// Judges a value against a claim as it travels, from the integrator or to it: members that do not
/// travel that way may be absent, and every known format is taken at its word.
pub fn check_travelling(api: &Api, schema: SchemaId, value: &Value, way: Way) -> Verdict {
    judged(api, schema, value, View::Claim, Some(way))
}

/// Which way a value travels, seen from the integrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// From the integrator.
    Sent,
    /// To the integrator.
    Received,
}

impl Way {
    /// Whether values of the schema never travel this way.
    pub fn hides(self, schema: &Schema) -> bool {
        match self {
            Self::Sent => schema.read_only,
            Self::Received => schema.write_only,
        }
    }
}

fn judged(api: &Api, schema: SchemaId, value: &Value, view: View, way: Option<Way>) -> Verdict {
    judged_with(&mut Patterns::default(), api, schema, value, view, way)
}

/// Judges many values against claims; the patterns of a document are read once.
pub(crate) struct Checker<'a> {
    api: &'a Api,
    patterns: Patterns,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(api: &'a Api) -> Self {
        Self { api, patterns: Patterns::default() }
    }

    pub(crate) fn check(&mut self, schema: SchemaId, value: &Value) -> Verdict {
        judged_with(&mut self.patterns, self.api, schema, value, View::Claim, None)
    }
}

fn judged_with(
    patterns: &mut Patterns,
    api: &Api,
    schema: SchemaId,
    value: &Value,
    view: View,
    way: Option<Way>,
) -> Verdict {
    let mut judge = Judge {
        api,
        view,
        way,
        instance: String::new(),
        verdict: Verdict::default(),
        depth: 0,
        open: Vec::new(),
        property: None,
        known: HashMap::new(),
        patterns,
        listed: HashMap::new(),
    };
    judge.value(schema, value);
    judge.verdict
}

/// Limit on the schemas within each other that judge a value and what is in it; documents nest up to
/// 100 levels.
const DEEPEST: usize = 160;
/// Limit on the violations that are taken over from the verdict of a part.
const MOST_TAKEN_OVER: usize = 1_000;
/// Limit on the doubts that are.
const MOST_DOUBTS: usize = 20;

/// A schema, a value by its address, the view, and the object that has the value as a property: what
/// a verdict depends on.
type Question = (SchemaId, *const Value, View, Option<SchemaId>);

struct Judge<'a> {
    api: &'a Api,
    view: View,
    /// Known if the value is on its way.
    way: Option<Way>,
    instance: String,
    verdict: Verdict,
    depth: usize,
    /// The schemas that are judging the value at hand: meeting one again would never end.
    open: Vec<SchemaId>,
    /// The object and the property whose value is at hand.
    property: Option<(SchemaId, &'a str)>,
    /// Verdicts of schemas that are made of others: shared by many, they would be asked again and
    /// again, twice as often with each level.
    known: HashMap<Question, Rc<Verdict>>,
    patterns: &'a mut Patterns,
    /// Digests of the values in long enums.
    listed: HashMap<SchemaId, HashSet<u64>>,
}

impl<'a> Judge<'a> {
    fn refuse(&mut self, schema: SchemaId, keyword: &'static str, message: String) {
        self.verdict.violations.push(Violation {
            instance: self.instance.clone(),
            keyword,
            schema,
            property: self
                .property
                .map(|(object, name)| Owner { object, property: name.to_owned() }),
            message,
        });
    }

    /// Judges what is below the value at hand; `property` is the property that it is the value of.
    fn below(
        &mut self,
        token: &str,
        schema: SchemaId,
        value: &Value,
        property: Option<(SchemaId, &'a str)>,
    ) {
        let outer = std::mem::replace(&mut self.property, property);
        let length = self.instance.len();
        self.instance.push('/');
        self.instance.push_str(&escape_pointer(token));
        let open = std::mem::take(&mut self.open);
        self.value(schema, value);
        self.open = open;
        self.instance.truncate(length);
        self.property = outer;
    }

    fn value(&mut self, id: SchemaId, value: &Value) {
        if self.depth >= DEEPEST || self.open.contains(&id) {
            self.verdict.undecided.push(format!("{}: nested too deep to judge", self.instance));
            return;
        }
        let owner = self.property.map(|(object, _)| object);
        let question = (id, std::ptr::from_ref(value), self.view, owner);
        if let Some(known) = self.known.get(&question).cloned() {
            self.take_over(&known);
            return;
        }
        self.depth += 1;
        self.open.push(id);
        if is_composed(&self.api.schema(id).kind) {
            let own = std::mem::take(&mut self.verdict);
            self.at_depth(id, value);
            let verdict = Rc::new(std::mem::replace(&mut self.verdict, own));
            self.take_over(&verdict);
            self.known.insert(question, verdict);
        } else {
            self.at_depth(id, value);
        }
        self.open.pop();
        self.depth -= 1;
    }

    /// Adds an earlier verdict to the one at hand, within limits: what is wrong with a part that many
    /// share would be said as often.
    fn take_over(&mut self, known: &Verdict) {
        self.verdict.violations.extend(known.violations.iter().take(MOST_TAKEN_OVER).cloned());
        for doubt in known.undecided.iter().take(MOST_DOUBTS) {
            if self.verdict.undecided.len() < MOST_DOUBTS && !self.verdict.undecided.contains(doubt)
            {
                self.verdict.undecided.push(doubt.clone());
            }
        }
    }

    fn at_depth(&mut self, id: SchemaId, value: &Value) {
        let schema = self.api.schema(id);
        if schema.unknown {
            self.verdict.undecided.push(format!("{}: the document is wrong here", self.instance));
            return;
        }
        if value.is_null() {
            self.null(id, schema);
            return;
        }
        let start = self.verdict.violations.len();
        self.listed(id, schema, value);
        match (&schema.kind, value) {
            (Kind::Any, _) => {}
            (Kind::Never, _) => self.refuse(id, "enum", "only null is allowed here".to_owned()),
            (Kind::Boolean, Value::Bool(_)) => {}
            (Kind::Boolean, _) => self.wrong_type(id, "a boolean", value),
            (Kind::Integer(rules), Value::Number(_)) => self.number(id, schema, rules, value, true),
            (Kind::Integer(_), _) => self.wrong_type(id, "an integer", value),
            (Kind::Number(rules), Value::Number(_)) => self.number(id, schema, rules, value, false),
            (Kind::Number(_), _) => self.wrong_type(id, "a number", value),
            (Kind::String(rules), Value::String(_)) => self.text(id, schema, rules, value),
            (Kind::String(_), _) => self.wrong_type(id, "a string", value),
            (Kind::Array(rules), Value::Array(items)) => {
                self.keyword(id, schema, "minItems", rules.min_items.map(Value::from), value);
                self.keyword(id, schema, "maxItems", rules.max_items.map(Value::from), value);
                self.array(id, rules, items)
            }
            (Kind::Array(_), _) => self.wrong_type(id, "an array", value),
            (Kind::Object(rules), Value::Object(members)) => {
                let (least, most) = (rules.min_properties, rules.max_properties);
                self.keyword(id, schema, "minProperties", least.map(Value::from), value);
                self.keyword(id, schema, "maxProperties", most.map(Value::from), value);
                self.object(id, schema, rules, members)
            }
            (Kind::Object(_), _) => self.wrong_type(id, "an object", value),
            (Kind::OneOf(union), _) => self.union(id, union, value, self.view != View::Widest),
            (Kind::AnyOf(union), _) => self.union(id, union, value, false),
            (Kind::AllOf(parts), _) => parts.iter().for_each(|part| self.value(*part, value)),
            (Kind::Not(inner), _) => self.not(id, *inner, value),
            (Kind::Alias(target), _) => self.value(*target, value),
        }
        if self.view == View::Widest {
            self.forgive(start, id, schema, value);
        }
    }

    /// Null is not a value of any kind: the schema allows it, or passes the question on.
    fn null(&mut self, id: SchemaId, schema: &Schema) {
        let claimed = self.null_claimed(id);
        let says = |flag| schema.claim.may_change(&Change::Nullable(flag));
        let allowed = match self.view {
            View::Claim => claimed,
            View::Widest => claimed || says(true) || self.passed_on(schema),
            View::Narrowest => claimed && !says(false),
        };
        if !allowed {
            self.refuse(id, "nullable", "null is not allowed here".to_owned());
        }
    }

    fn null_claimed(&self, id: SchemaId) -> bool {
        self.api.resolve(id).1
    }

    /// Whether another reading of what this is an alias of takes null.
    fn passed_on(&self, schema: &Schema) -> bool {
        matches!(schema.kind, Kind::Alias(target) if self.api.schema(target).claim.may_be_null())
    }

    fn wrong_type(&mut self, id: SchemaId, wanted: &str, value: &Value) {
        self.refuse(id, "type", format!("expected {wanted}, found {}", kind_of(value)));
    }

    /// `enum`, unless a reading leaves it open.
    fn listed(&mut self, id: SchemaId, schema: &Schema, value: &Value) {
        let Some(values) = &schema.values else { return };
        let open = self.view == View::Widest && reading::alone(&schema.claim, &Change::OpenEnum);
        if !open && !self.is_listed(id, values, value) {
            self.refuse(id, "enum", format!("{value} is none of {}", list(values)));
        }
    }

    fn is_listed(&mut self, id: SchemaId, values: &[Value], value: &Value) -> bool {
        // Long lists are looked through only for what may be in them.
        if values.len() > 16 {
            let digests = self.listed.entry(id);
            let digests = digests.or_insert_with(|| values.iter().map(digest).collect());
            if !digests.contains(&digest(value)) {
                return false;
            }
        }
        values.iter().any(|listed| same(listed, value))
    }

    fn array(&mut self, id: SchemaId, rules: &Array, items: &[Value]) {
        if rules.unique && has_twins(items) {
            self.refuse(id, "uniqueItems", "two items are equal".to_owned());
        }
        if let Some(schema) = rules.items {
            for (index, item) in items.iter().enumerate() {
                self.below(&index.to_string(), schema, item, None);
            }
        }
    }

    fn object(
        &mut self,
        id: SchemaId,
        schema: &Schema,
        rules: &'a Object,
        members: &Map<String, Value>,
    ) {
        for property in &rules.properties {
            match members.get(&property.name) {
                Some(value) => {
                    let owner = Some((id, property.name.as_str()));
                    self.below(&property.name, property.schema, value, owner);
                }
                None => {
                    let claim = &property.claim;
                    let required = match self.view {
                        View::Claim => property.required,
                        View::Widest => {
                            property.required && !reading::alone(claim, &Change::Required(false))
                        }
                        View::Narrowest => {
                            property.required || claim.may_change(&Change::Required(true))
                        }
                    };
                    let hidden =
                        self.way.is_some_and(|way| way.hides(self.api.schema(property.schema)));
                    if required && !hidden {
                        self.missing(id, &property.name);
                    }
                }
            }
        }
        for wire in rules.required_undeclared.iter().filter(|wire| !members.contains_key(*wire)) {
            self.missing(id, wire);
        }
        let declared: HashSet<&str> =
            rules.properties.iter().map(|property| property.name.as_str()).collect();
        for (name, value) in members {
            if !declared.contains(name.as_str()) {
                self.undeclared(id, schema, rules, name, value);
            }
        }
    }

    fn missing(&mut self, id: SchemaId, name: &'a str) {
        let outer = self.property.replace((id, name));
        self.refuse(id, "required", format!("`{name}` is missing"));
        self.property = outer;
    }

    fn undeclared(
        &mut self,
        id: SchemaId,
        schema: &Schema,
        rules: &Object,
        name: &str,
        value: &Value,
    ) {
        let claim = &schema.claim;
        let refused = match (&rules.additional, self.view) {
            (Additional::Schema(inner), _) => return self.below(name, *inner, value, None),
            (Additional::Refused, View::Widest) => {
                !reading::alone(claim, &Change::AdditionalProperties(true))
            }
            (Additional::Refused, _) => true,
            (Additional::Unstated | Additional::Any, View::Narrowest) => {
                claim.may_change(&Change::AdditionalProperties(false))
            }
            (Additional::Unstated | Additional::Any, _) => false,
        };
        if refused {
            self.refuse(
                id,
                "additionalProperties",
                format!("`{name}` is not a property of this object"),
            );
        }
    }

    fn union(&mut self, id: SchemaId, union: &Union, value: &Value, exactly_one: bool) {
        let mut verdicts: Vec<Verdict> = Vec::new();
        let enough = if exactly_one { 2 } else { 1 };
        let mut sure = 0;
        for variant in &union.variants {
            let verdict = self.apart(*variant, value);
            sure += usize::from(verdict.accepts());
            verdicts.push(verdict);
            if sure == enough {
                break;
            }
        }
        let fitting = verdicts.iter().filter(|verdict| verdict.violations.is_empty()).count();
        let doubt = verdicts.iter().find_map(|verdict| verdict.undecided.first()).cloned();
        match fitting {
            0 => {
                let fewest = verdicts.into_iter().min_by_key(|verdict| verdict.violations.len());
                let reason = fewest.and_then(|verdict| verdict.violations.into_iter().next());
                let reason = reason.map_or(String::new(), |violation| {
                    // Of unions within each other the innermost says it.
                    let inner = violation.message.split(NEAREST).last();
                    format!("{NEAREST}{}", inner.unwrap_or_default())
                });
                self.refuse(id, "oneOf", format!("no alternative fits{reason}"));
            }
            1 => {}
            _ if exactly_one && doubt.is_none() => {
                self.refuse(id, "oneOf", format!("{fitting} alternatives fit, only one may"));
            }
            _ => {}
        }
        if let Some(doubt) = doubt
            && (fitting == 0 || exactly_one)
        {
            self.verdict.undecided.push(doubt);
        }
    }

    fn not(&mut self, id: SchemaId, inner: SchemaId, value: &Value) {
        // What is refused under one view is what is allowed under the opposite one.
        let view = match self.view {
            View::Claim => View::Claim,
            View::Widest => View::Narrowest,
            View::Narrowest => View::Widest,
        };
        let own = std::mem::replace(&mut self.view, view);
        let verdict = self.apart(inner, value);
        self.view = own;
        if !verdict.undecided.is_empty() {
            self.take_over(&Verdict { violations: Vec::new(), ..verdict });
        } else if verdict.violations.is_empty() {
            self.refuse(id, "not", "this is just what is excluded".to_owned());
        }
    }

    /// Judges without letting the outcome count.
    fn apart(&mut self, schema: SchemaId, value: &Value) -> Verdict {
        let own = std::mem::take(&mut self.verdict);
        self.value(schema, value);
        std::mem::replace(&mut self.verdict, own)
    }
}

/// Whether a schema is judged by asking others about the same value.
fn is_composed(kind: &Kind) -> bool {
    matches!(kind, Kind::OneOf(_) | Kind::AnyOf(_) | Kind::AllOf(_) | Kind::Not(_) | Kind::Alias(_))
}

const NEAREST: &str = "; the nearest: ";

/// The first of the listed values.
fn list(values: &[Value]) -> String {
    const SHOWN: usize = 30;
    let mut shown: Vec<String> = values.iter().take(SHOWN).map(Value::to_string).collect();
    if values.len() > SHOWN {
        shown.push(format!("{} more", values.len() - SHOWN));
    }
    shown.join(", ")
}

/// What a value is, in words.
fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
