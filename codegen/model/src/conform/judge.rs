//! A walk over a value and its schema at once: scalars, lists and null; `compound` has the rest.
//!
//! Schemas that are made of others are asked once a value, since many may share them.

use super::compound::is_composed;
use super::equal::{digest, repeated, same};
use super::pattern::Patterns;
use super::violation::{Owner, Verdict, Violation};
use super::{View, Way, reading};
use crate::ir::{Api, Array, Change, Kind, Schema, SchemaId};
use crate::pointer::escape_pointer;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// 100 levels.
const DEEPEST: usize = 160;
/// Limit on the violations that are taken over from the verdict of a part.
const MOST_TAKEN_OVER: usize = 1_000;
/// Limit on the doubts that are.
const MOST_DOUBTS: usize = 20;

/// A schema, a value by its address, the view, and the object that has the value as a property: what
/// a verdict depends on.
type Question = (SchemaId, *const Value, View, Option<SchemaId>);

/// A judge at work.
pub(super) struct Judge<'a> {
    pub(super) api: &'a Api,
    pub(super) view: View,
    /// Known if the value is on its way.
    pub(super) way: Option<Way>,
    pub(super) instance: String,
    pub(super) verdict: Verdict,
    depth: usize,
    /// The schemas that are judging the value at hand: meeting one again would never end.
    open: Vec<SchemaId>,
    /// The object and the property whose value is at hand.
    pub(super) property: Option<(SchemaId, &'a str)>,
    /// Verdicts of schemas that are made of others: shared by many, they would be asked again and
    /// again, twice as often with each level.
    known: HashMap<Question, Rc<Verdict>>,
    pub(super) patterns: &'a mut Patterns,
    /// Digests of the values in long enums.
    listed: HashMap<SchemaId, HashSet<u64>>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(
        patterns: &'a mut Patterns,
        api: &'a Api,
        view: View,
        way: Option<Way>,
    ) -> Self {
        Self {
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
        }
    }

    /// What is wrong with a value.
    pub(super) fn judged(mut self, schema: SchemaId, value: &Value) -> Verdict {
        self.value(schema, value);
        self.verdict
    }

    pub(super) fn refuse(&mut self, schema: SchemaId, keyword: &'static str, message: String) {
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
    pub(super) fn below(
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

    pub(super) fn value(&mut self, id: SchemaId, value: &Value) {
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
    pub(super) fn take_over(&mut self, known: &Verdict) {
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
            self.verdict
                .undecided
                .push(format!("{}: what fits here is not fully known", self.instance));
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

    pub(super) fn wrong_type(&mut self, id: SchemaId, wanted: &str, value: &Value) {
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
        if rules.unique && repeated(items).is_some() {
            self.refuse(id, "uniqueItems", "two items are equal".to_owned());
        }
        if let Some(schema) = rules.items {
            for (index, item) in items.iter().enumerate() {
                self.below(&index.to_string(), schema, item, None);
            }
        }
    }
}

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
