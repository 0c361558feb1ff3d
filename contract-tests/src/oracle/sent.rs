//! What a request bears on: which claims its body and its changed parameter break, and which guesses of the
//! specification allow what they hold.
//!
//! In comes what was sent, never what was meant to be sent, so a shrunk or replayed case is judged like
//! any other. Nothing here looks at the response.

use super::{
    parameters,
    places::{self, Place},
    point::Point,
    scene::Scene,
};
use crate::{
    generate::ParameterChange,
    joi::{self, Generation, Settings},
};
use oasis_model::{
    conform,
    finding::Basis,
    ir::{Additional, Api, Kind, SchemaId},
};
use serde_json::Value;

/// What a request bears on.
#[derive(Debug, Default)]
pub(super) struct Sent<'a> {
    /// The body, where it is JSON.
    pub(super) body: Option<&'a Value>,
    /// Its places.
    pub(super) places: Vec<Place<'a>>,
    /// What the body breaks.
    pub(super) broken: Vec<Point>,
    /// What the parameter breaks.
    pub(super) parameters: Vec<Point>,
    /// What the body has that is allowed on a guess or by silence.
    pub(super) allowed: Vec<Point>,
    /// Whether it is right cannot be told.
    pub(super) undecided: bool,
}

impl<'a> Sent<'a> {
    /// What a request bears on; `body` is its JSON body.
    pub(super) fn of(
        scene: &Scene<'a>,
        body: Option<&'a Value>,
        change: Option<&ParameterChange>,
    ) -> Self {
        let mut sent = Self { body, ..Self::default() };
        if let Some(change) = change {
            sent.parameters = parameters::broken(scene.api, scene.operation, change);
        }
        match (body, scene.body_schema()) {
            (Some(body), Some(schema)) => sent.judge(scene, schema, body),
            (None, _) => sent.undecided = scene.request.body.is_some() || needs_body(scene),
            (Some(_), None) => {}
        }
        sent
    }

    fn judge(&mut self, scene: &Scene<'a>, schema: SchemaId, body: &'a Value) {
        let api = scene.api;
        let content = scene.operation.body.as_ref().and_then(|body| body.json());
        let example = content.and_then(|content| content.example.as_ref());
        let verdict = conform::check_travelling(api, schema, body, scene.request_way());
        self.undecided = !verdict.undecided.is_empty();
        self.places = places::places(api, schema, body);
        // These are taken from the places, which know the property.
        let others = |keyword: &str| keyword == "additionalProperties";
        let violations = verdict.violations.iter().filter(|it| !others(it.keyword));
        self.broken = violations.map(|it| Point::of_violation(api, it, body)).collect();
        for point in &mut self.broken {
            let value = body.pointer(&point.pointer);
            let kind = &api.schema(api.resolve(point.schema).0).kind;
            let varies = match (point.keyword, kind) {
                // Lenient readers of date-times take any date.
                ("format", _) => value.and_then(Value::as_str).is_some_and(is_like_a_date),
                // Readers that count in doubles do not see every fraction.
                ("type", Kind::Integer(_)) => {
                    value.and_then(Value::as_f64).is_some_and(|it| it.fract() == 0.0)
                }
                _ => false,
            };
            if varies {
                point.basis = Basis::Assumed;
            }
        }
        for place in &self.places {
            if let Some(point) = undeclared(api, place) {
                let refused = place.object.is_some_and(|id| refuses_others(api, id));
                if refused { self.broken.push(point) } else { self.allowed.push(point) }
            } else if let Some(point) = allowed(api, place) {
                self.allowed.push(point);
            }
        }
        let broken = &self.broken;
        self.allowed.retain(|it| !broken.iter().any(|other| other.pointer == it.pointer));
        // What the example shows is no matter of taste.
        if let Some(example) = example {
            self.allowed.retain(|it| example.pointer(&it.pointer) != body.pointer(&it.pointer));
        }
    }

    /// The places that are right once values whose type is only spelled differently, such as `"5"` for 5,
    /// are converted as this generation of the validator does if it is told to.
    pub(super) fn mended(&self, scene: &Scene<'_>, generation: Generation) -> Vec<&Point> {
        let (Some(body), Some(schema)) = (self.body, scene.body_schema()) else {
            return Vec::new();
        };
        let settings = Settings { converts: true, generation, ..Settings::claimed(scene.api) };
        let converted = joi::converted(scene.api, schema, body.clone(), &settings);
        let verdict = conform::check_travelling(scene.api, schema, &converted, scene.request_way());
        let left: Vec<Point> = verdict
            .violations
            .iter()
            .map(|it| Point::of_violation(scene.api, it, &converted))
            .collect();
        let mended = |point: &&Point| {
            let pointer = point.pointer.as_str();
            body.pointer(pointer) != converted.pointer(pointer)
                && !left.iter().any(|it| it.pointer == pointer)
        };
        self.broken.iter().filter(mended).collect()
    }

    /// What is broken for a fact, in body or parameters.
    pub(super) fn facts(&self) -> impl Iterator<Item = &Point> {
        self.all_broken().filter(|point| point.is_fact())
    }

    /// What is broken in body or parameters.
    pub(super) fn all_broken(&self) -> impl Iterator<Item = &Point> {
        self.broken.iter().chain(&self.parameters)
    }

    /// Whether nothing is broken.
    pub(super) fn is_right(&self) -> bool {
        self.broken.is_empty() && self.parameters.is_empty()
    }
}

fn needs_body(scene: &Scene<'_>) -> bool {
    scene.operation.body.as_ref().is_some_and(|body| body.required)
}

fn undeclared(api: &Api, place: &Place<'_>) -> Option<Point> {
    if place.is_undeclared() { Point::at(api, place, "additionalProperties") } else { None }
}

fn refuses_others(api: &Api, id: SchemaId) -> bool {
    matches!(&api.schema(id).kind, Kind::Object(rules) if rules.additional == Additional::Refused)
}

/// The keyword by whose silence, or on whose guess, a value is allowed that a careful server may refuse.
fn allowed(api: &Api, place: &Place<'_>) -> Option<Point> {
    if place.free.is_some() {
        return None;
    }
    let kinds = || place.schemas.iter().map(|id| &api.schema(*id).kind);
    let keyword = match place.value? {
        Value::Null => "nullable",
        Value::String(text) if text.is_empty() => {
            let open = |kind: &Kind| matches!(kind, Kind::String(it) if it.min_length.is_none());
            kinds().any(open).then_some("minLength")?
        }
        Value::String(text) => {
            let dated = |kind: &Kind| matches!(kind, Kind::String(it) if it.format.as_deref() == Some("date-time"));
            (kinds().any(dated) && !is_plain_date_time(text)).then_some("format")?
        }
        Value::Number(number) if joi::is_unsafe(number) => {
            if number.as_f64().is_some_and(|it| it < 0.0) { "minimum" } else { "maximum" }
        }
        _ => return None,
    };
    Point::at(api, place, keyword)
}

/// Whether every reader of date-times takes a text that RFC 3339 allows: capital letters, no leap second.
pub(super) fn is_plain_date_time(text: &str) -> bool {
    !text.contains(['t', 'z', ' ']) && text.get(17..19) != Some("60")
}

/// Whether a text has the form of a date, so that a lenient reader of date-times may take it.
fn is_like_a_date(text: &str) -> bool {
    let year = text.trim_start_matches(['+', '-']).bytes().take_while(u8::is_ascii_digit).count();
    let of_dates = |c: char| c.is_ascii_digit() || "+-:., TtZzW".contains(c);
    matches!(year, 4 | 6) && text.chars().all(of_dates)
}
