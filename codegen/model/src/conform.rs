//! Judges JSON values against schemas of an [`Api`]: a value in, every violation out.
//!
//! It deliberately knows nothing of how a value was made; the tests hold it to the answers of the
//! `jsonschema` crate.

mod equal;
mod format;
mod pattern;
mod scalar;

pub use equal::same;
pub use format::{SPELLINGS, is_date, spelling};

use crate::ir::{Additional, Api, Array, Kind, Object, Reading, Schema, SchemaId, Union};
use crate::name::escape_pointer;
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
    /// What is wrong, in lower case.
    pub message: String,
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

/// A schema, a value by its address, and the view: what a verdict depends on.
type Question = (SchemaId, *const Value, View);

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
    /// Verdicts of schemas that are made of others: shared by many, they would be asked again and
    /// again, twice as often with each level.
    known: HashMap<Question, Rc<Verdict>>,
    patterns: &'a mut Patterns,
    /// Digests of the values in long enums.
    listed: HashMap<SchemaId, HashSet<u64>>,
}

impl Judge<'_> {
    fn refuse(&mut self, schema: SchemaId, keyword: &'static str, message: String) {
        self.verdict.violations.push(Violation {
            instance: self.instance.clone(),
            keyword,
            schema,
            message,
        });
    }

    fn below(&mut self, token: &str, schema: SchemaId, value: &Value) {
        let length = self.instance.len();
        self.instance.push('/');
        self.instance.push_str(&escape_pointer(token));
        let open = std::mem::take(&mut self.open);
        self.value(schema, value);
        self.open = open;
        self.instance.truncate(length);
    }

    fn value(&mut self, id: SchemaId, value: &Value) {
        if self.depth >= DEEPEST || self.open.contains(&id) {
            self.verdict.undecided.push(format!("{}: nested too deep to judge", self.instance));
            return;
        }
        let question = (id, std::ptr::from_ref(value), self.view);
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
        self.listed(id, schema, value);
        match (&schema.kind, value) {
            (Kind::Any, _) => {}
            (Kind::Never, _) => self.refuse(id, "enum", "only null is allowed here".to_owned()),
            (Kind::Boolean, Value::Bool(_)) => {}
            (Kind::Boolean, _) => self.wrong_type(id, "a boolean", value),
            (Kind::Integer(rules), Value::Number(number)) => {
                self.number(id, schema, rules, number, true)
            }
            (Kind::Integer(_), _) => self.wrong_type(id, "an integer", value),
            (Kind::Number(rules), Value::Number(number)) => {
                self.number(id, schema, rules, number, false)
            }
            (Kind::Number(_), _) => self.wrong_type(id, "a number", value),
            (Kind::String(rules), Value::String(text)) => self.text(id, schema, rules, text),
            (Kind::String(_), _) => self.wrong_type(id, "a string", value),
            (Kind::Array(rules), Value::Array(items)) => self.array(id, rules, items),
            (Kind::Array(_), _) => self.wrong_type(id, "an array", value),
            (Kind::Object(rules), Value::Object(members)) => {
                self.object(id, schema, rules, members)
            }
            (Kind::Object(_), _) => self.wrong_type(id, "an object", value),
            (Kind::OneOf(union), _) => self.union(id, union, value, self.view != View::Widest),
            (Kind::AnyOf(union), _) => self.union(id, union, value, false),
            (Kind::AllOf(parts), _) => parts.iter().for_each(|part| self.value(*part, value)),
            (Kind::Not(inner), _) => self.not(id, *inner, value),
            (Kind::Alias(target), _) => self.value(*target, value),
        }
    }

    /// Null is not a value of any kind: the schema allows it, or passes the question on.
    fn null(&mut self, id: SchemaId, schema: &Schema) {
        let claimed = self.null_claimed(id);
        let says = |flag| schema.claim.plausible.contains(&Reading::Nullable(flag));
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
        let open = self.view == View::Widest && schema.claim.plausible.contains(&Reading::OpenEnum);
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
        let count = items.len() as u64;
        let schema = self.api.schema(id);
        self.at_least(id, schema, "minItems", rules.min_items, count);
        self.at_most(id, schema, "maxItems", rules.max_items, count);
        if rules.unique && has_twins(items) {
            self.refuse(id, "uniqueItems", "two items are equal".to_owned());
        }
        if let Some(schema) = rules.items {
            for (index, item) in items.iter().enumerate() {
                self.below(&index.to_string(), schema, item);
            }
        }
    }

    fn object(
        &mut self,
        id: SchemaId,
        schema: &Schema,
        rules: &Object,
        members: &Map<String, Value>,
    ) {
        for property in &rules.properties {
            match members.get(&property.name.wire) {
                Some(value) => self.below(&property.name.wire, property.schema, value),
                None => {
                    let other = |flag| property.claim.plausible.contains(&Reading::Required(flag));
                    let required = match self.view {
                        View::Claim => property.required,
                        View::Widest => property.required && !other(false),
                        View::Narrowest => property.required || other(true),
                    };
                    let hidden =
                        self.way.is_some_and(|way| way.hides(self.api.schema(property.schema)));
                    if required && !hidden {
                        self.refuse(id, "required", format!("`{}` is missing", property.name.wire));
                    }
                }
            }
        }
        for wire in rules.required_undeclared.iter().filter(|wire| !members.contains_key(*wire)) {
            self.refuse(id, "required", format!("`{wire}` is missing"));
        }
        let count = members.len() as u64;
        self.at_least(id, schema, "minProperties", rules.min_properties, count);
        self.at_most(id, schema, "maxProperties", rules.max_properties, count);
        let declared: HashSet<&str> =
            rules.properties.iter().map(|property| property.name.wire.as_str()).collect();
        for (name, value) in members {
            if !declared.contains(name.as_str()) {
                self.undeclared(id, schema, rules, name, value);
            }
        }
    }

    fn undeclared(
        &mut self,
        id: SchemaId,
        schema: &Schema,
        rules: &Object,
        name: &str,
        value: &Value,
    ) {
        let other = |flag| schema.claim.plausible.contains(&Reading::AdditionalProperties(flag));
        let refused = match (&rules.additional, self.view) {
            (Additional::Schema(inner), _) => return self.below(name, *inner, value),
            (Additional::Refused, View::Widest) => !other(true),
            (Additional::Refused, _) => true,
            (Additional::Unstated | Additional::Any, View::Narrowest) => other(false),
            (Additional::Unstated | Additional::Any, _) => false,
        };
        if refused {
            self.refuse(
                id,
                "additionalProperties",
                format!("`{name}` is not a member of this object"),
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
