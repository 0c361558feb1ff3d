//! What a receiver is sent: a webhook's schema and one good notification in, variants of it out.
//!
//! Every variant is legal, or differs from what is claimed only where the specification guesses: `conform`
//! decides. Variants of one kind come all at once, with the single ones to name the element if that is
//! refused.

use crate::vendor;
use oasis_model::conform::{self, View};
use oasis_model::finding::Basis::{self, Assumed, Documented, Inferred};
use oasis_model::ir::{Api, Kind, Operation, SchemaId};
use oasis_model::pointer::{escape_pointer, unescape_pointer};
use oasis_model::sample::{self, Fill};
use serde_json::{Value, json};

/// What is promised, as the cause of a finding, and how surely the vendor may send it: a receiver that
/// refuses a guess may be right.
pub(super) type Promise = (&'static str, Basis);

const AS_DOCUMENTED: Promise = ("a notification as it is documented", Documented);
const UNKNOWN_VALUE: Promise = ("a value that is not listed yet", Inferred);
const NULL: Promise = ("null where no page forbids it", Inferred);
const ABSENCE: Promise = ("a property that no page promises is absent", Inferred);
const TIMES: Promise = ("times in another order, with an offset or with fractions", Documented);

/// Changes the value at a JSON pointer.
type Change = fn(&mut Value, &str);

/// One thing to send.
#[derive(Clone, Debug)]
pub(super) struct Notification {
    pub(super) promise: Promise,
    /// What is tried, in a few words.
    pub(super) about: String,
    /// The place that is varied, such as `session.code`, if it is one.
    pub(super) element: Option<String>,
    pub(super) body: Value,
    /// The media type names its charset.
    pub(super) charset: bool,
    /// The same for each place alone.
    pub(super) singles: Vec<Self>,
}

impl Notification {
    fn new(promise: Promise, about: impl Into<String>, body: Value) -> Self {
        let about = about.into();
        Self { promise, about, element: None, body, charset: false, singles: Vec::new() }
    }
}

/// What the specification shows and claims; whichever is taken serves as the base of all others.
pub(super) fn documented(api: &Api, operation: &Operation) -> Vec<Notification> {
    let content = operation.body.as_ref().and_then(|body| body.json());
    let Some((content, schema)) = content.and_then(|it| Some((it, it.schema?))) else {
        return Vec::new();
    };
    let example = content.example.clone().map(|example| ("as documented", example));
    let forms = [
        ("every property", sample::filled(api, schema, Fill::All)),
        ("only the required properties", sample::filled(api, schema, Fill::Required)),
    ];
    let forms = example.into_iter().chain(forms);
    forms.map(|(about, body)| Notification::new(AS_DOCUMENTED, about, body)).collect()
}

/// Variants of a notification that was taken, the most telling first.
pub(super) fn variants(api: &Api, schema: SchemaId, base: &Value) -> Vec<Notification> {
    let mut places = Vec::new();
    pointers(base, "", &mut places);
    let vary = Vary { api, schema, base, places };
    let same = |cause, about| Notification::new((cause, Documented), about, base.clone());
    let charset = same("a media type with a charset", "a media type with a charset");
    let mut all = vec![Notification { charset: true, ..charset }];
    all.extend(
        ["the same notification", "the same notification again"]
            .map(|about| same("the same notification twice", about)),
    );
    all.extend(["a", "b", "c"].map(|shopper| {
        let cause = "several notifications of one session";
        let mut other = same(cause, "another shopper of the same session");
        vendor::name_shopper(&mut other.body, &format!("contract-test-shopper-{shopper}"));
        other
    }));
    all.extend(vary.times());
    let fits = |_: &str, body: &Value| vary.fits(body, View::Claim);
    for (cause, about, change) in [
        (
            "whole numbers written with a fraction of zero",
            "whole numbers as 1.0",
            with_fraction as Change,
        ),
        ("large metadata", "200,000 bytes of metadata", large),
        // Whatever may be refused at many places comes last, since naming the place takes many requests.
        ("properties that are not documented yet", "unknown properties", unknown),
    ] {
        all.extend(vary.all((cause, Documented), about, fits, change));
    }
    let may_grow =
        |_: &str, body: &Value| !vary.fits(body, View::Claim) && vary.fits(body, View::Widest);
    all.extend(vary.all(UNKNOWN_VALUE, "unknown values", may_grow, another_value));
    let is_told = |at: &str, body: &Value| {
        vary.fits(body, View::Claim) && vary.null_basis(at).is_some_and(|basis| !is_guess(basis))
    };
    all.extend(vary.all(AS_DOCUMENTED, "null", is_told, null));
    // Where an object goes, what is in it goes too, so each object goes alone.
    for is_object in [false, true] {
        let is_meant = |at: &str| base.pointer(at).is_some_and(|it| it.is_object() == is_object);
        let may_be_null =
            |at: &str, _: &Value| is_meant(at) && vary.null_basis(at).is_some_and(is_guess);
        let may_be_absent = |at: &str, body: &Value| {
            let violations = conform::check(api, schema, body, View::Claim).violations;
            is_meant(at)
                && !violations.is_empty()
                && violations.iter().all(|it| is_guess(it.basis(api)))
        };
        let nulls = vary.all(NULL, "null", may_be_null, null);
        let absent = vary.all(ABSENCE, "absence", may_be_absent, remove);
        for at_once in nulls.into_iter().chain(absent) {
            all.extend(if is_object { at_once.singles } else { vec![at_once] });
        }
    }
    all
}

/// Every place but what is within metadata, which is nobody's business.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        _ if at.rsplit('/').next() == Some(vendor::METADATA) => {}
        Value::Object(map) => {
            for (name, value) in map {
                pointers(value, &format!("{at}/{}", escape_pointer(name)), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                pointers(value, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

struct Vary<'a> {
    api: &'a Api,
    schema: SchemaId,
    base: &'a Value,
    places: Vec<String>,
}

impl Vary<'_> {
    fn fits(&self, body: &Value, view: View) -> bool {
        conform::check(self.api, self.schema, body, view).violations.is_empty()
    }

    /// All places at once, and each of them alone, where the place and the changed body are meant.
    fn all(
        &self,
        promise: Promise,
        about: &str,
        is_meant: impl Fn(&str, &Value) -> bool,
        change: Change,
    ) -> Option<Notification> {
        let mut all = Notification::new(promise, about, self.base.clone());
        for at in &self.places {
            let mut body = self.base.clone();
            change(&mut body, at);
            if body == *self.base || !is_meant(at, &body) {
                continue;
            }
            change(&mut all.body, at);
            let names: Vec<_> = at.split('/').skip(1).map(unescape_pointer).collect();
            let element = (!names.is_empty()).then(|| names.join("."));
            let place = element.as_deref().unwrap_or("the top");
            let single = Notification::new(promise, format!("{about} at {place}"), body);
            all.singles.push(Notification { element, ..single });
        }
        (!all.singles.is_empty()).then_some(all)
    }

    /// How it is known whether null is allowed; `None`: nothing is said of the place.
    fn null_basis(&self, at: &str) -> Option<Basis> {
        let mut body = self.base.clone();
        // Who refuses what nobody expects says which property the place is.
        *body.pointer_mut(at)? = json!([[["contract-test"]]]);
        let violations = conform::check(self.api, self.schema, &body, View::Claim).violations;
        let owner = violations.into_iter().find(|it| it.instance == at)?.property?;
        let Kind::Object(rules) = &self.api.schema(owner.object).kind else { return None };
        let property = rules.properties.iter().find(|it| it.name == owner.property)?;
        Some(self.api.property_basis(owner.object, property, "nullable"))
    }

    /// Times that run backwards or in another notation.
    fn times(&self) -> [Notification; 4] {
        let written = |about: &str, time: &dyn Fn(usize) -> String| {
            let mut body = self.base.clone();
            for (index, at) in self.places.iter().enumerate() {
                if let Some(Value::String(text)) = body.pointer_mut(at)
                    && conform::is_date_time(text)
                {
                    *text = time(index);
                }
            }
            Notification::new(TIMES, about, body)
        };
        let day = |day: usize| format!("2019-08-{:02}T14:15:22Z", 1 + day % 28);
        [
            written("times one after the other", &day),
            written("times one before the other", &|index| day(27 - index % 28)),
            written("times with an offset", &|_| "2019-08-24T16:15:22+02:00".to_owned()),
            written("times with fractions", &|_| "2019-08-24T14:15:22.123456Z".to_owned()),
        ]
    }
}

/// Whether nobody has said or seen it.
fn is_guess(basis: Basis) -> bool {
    matches!(basis, Inferred | Assumed)
}

fn null(body: &mut Value, at: &str) {
    body.pointer_mut(at).map(Value::take);
}

fn remove(body: &mut Value, at: &str) {
    let Some((parent, name)) = at.rsplit_once('/') else { return };
    if let Some(Value::Object(map)) = body.pointer_mut(parent) {
        map.shift_remove(unescape_pointer(name).as_ref());
    }
}

fn another_value(body: &mut Value, at: &str) {
    if let Some(Value::String(text)) = body.pointer_mut(at) {
        "CONTRACT_TEST_UNKNOWN".clone_into(text);
    }
}

fn unknown(body: &mut Value, at: &str) {
    if let Some(Value::Object(map)) = body.pointer_mut(at) {
        map.insert("contractTestUnknown".to_owned(), json!({ "nested": [1, "text", null] }));
    }
}

fn large(body: &mut Value, at: &str) {
    if at.rsplit('/').next() == Some(vendor::METADATA)
        && let Some(Value::Object(map)) = body.pointer_mut(at)
    {
        map.insert("contractTestLarge".to_owned(), Value::from("x".repeat(200_000)));
    }
}

/// `12` as `12.0`, which JSON holds to be the same number.
fn with_fraction(body: &mut Value, at: &str) {
    if let Some(place) = body.pointer_mut(at)
        && let Some(whole) = place.as_i64().and_then(|whole| i32::try_from(whole).ok())
    {
        *place = Value::from(f64::from(whole));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Spec;

    #[test]
    fn every_notification_is_legal_or_differs_only_at_guesses() {
        let api = Spec::embedded().expect("the specification is sound").api;
        let operation = api.operation("transitionLeft").expect("it is there");
        let content = operation.body.as_ref().and_then(|body| body.json()).expect("it has a body");
        let schema = content.schema.expect("it has a schema");
        let mut seen = Vec::new();
        for base in documented(&api, operation) {
            let variants = variants(&api, schema, &base.body);
            let singles: Vec<_> = variants.iter().flat_map(|it| it.singles.clone()).collect();
            for it in std::iter::once(base).chain(variants).chain(singles) {
                for violation in conform::check(&api, schema, &it.body, View::Claim).violations {
                    let grows = it.promise == UNKNOWN_VALUE && violation.keyword == "enum";
                    let is_guess = it.promise.1 == Inferred && is_guess(violation.basis(&api));
                    assert!(grows || is_guess, "{}: {violation:?}", it.about);
                }
                seen.push((it.promise, it.element.unwrap_or_default()));
            }
        }
        for (promise, element, is_tried) in [
            (UNKNOWN_VALUE, "payment.paymentProvider", true),
            (NULL, "session", true),
            (NULL, "storeExternalId", true),
            (NULL, "customer.externalId", true),
            (ABSENCE, "session.code", true),
            (TIMES, "", true),
            // What is documented stays as it is.
            (NULL, "storeId", false),
            (ABSENCE, "sessionId", false),
        ] {
            let is_there = seen.contains(&(promise, element.to_owned()));
            assert_eq!(is_there, is_tried, "{promise:?} {element}");
        }
        for element in ["storeId", "session.metadata", ""] {
            assert!(seen.iter().any(|it| it.0.1 == Documented && it.1 == element), "{element}");
        }
    }
}
