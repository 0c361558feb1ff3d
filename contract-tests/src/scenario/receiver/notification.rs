//! What a receiver is sent: a webhook's schema and one good notification in, variants of it out.
//!
//! Every variant is legal, or differs from what is claimed only where the specification guesses. Variants
//! of one kind come all at once, with the single ones to name the element if that is refused.

use super::places::{Place, places};
use crate::vendor;
use oasis_model::finding::{Basis, Severity};
use oasis_model::ir::{Api, Operation, SchemaId};
use oasis_model::sample::{self, Fill};
use serde_json::{Value, json};

/// Bytes of large metadata.
const LARGE: usize = 200_000;

/// What a notification tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// What the specification shows and claims.
    Documented,
    UnknownProperty,
    UnknownValue,
    Null,
    Absence,
    /// A group: one session, several shoppers.
    Group,
    Repeat,
    Times,
    Large,
    WholeNumbers,
    Charset,
}

/// One thing to send.
#[derive(Clone, Debug)]
pub(super) struct Notification {
    pub(super) kind: Kind,
    /// What is tried, in a few words.
    pub(super) about: String,
    /// The place that is varied, if it is one.
    pub(super) element: Option<String>,
    pub(super) body: Value,
    /// The same for each place alone.
    pub(super) singles: Vec<Self>,
}

impl Kind {
    /// What is promised, as the cause of a finding.
    pub(super) fn cause(self) -> &'static str {
        match self {
            Self::Documented => "a notification as it is documented",
            Self::UnknownProperty => "properties that are not documented yet",
            Self::UnknownValue => "a value that is not listed yet",
            Self::Null => "null where no page forbids it",
            Self::Absence => "a property that no page promises is absent",
            Self::Group => "several notifications of one session",
            Self::Repeat => "the same notification twice",
            Self::Times => "times in another order, with an offset or with fractions",
            Self::Large => "large metadata",
            Self::WholeNumbers => "whole numbers written with a fraction of zero",
            Self::Charset => "a media type with a charset",
        }
    }

    /// How surely the vendor may send it. A receiver that refuses a guess may be right.
    pub(super) fn basis(self) -> Basis {
        match self {
            Self::UnknownValue | Self::Null | Self::Absence => Basis::Inferred,
            _ => Basis::Documented,
        }
    }

    pub(super) fn severity(self) -> Severity {
        oasis_model::severity::severity(self.basis())
    }
}

impl Notification {
    fn new(kind: Kind, about: &str, body: Value) -> Self {
        Self { kind, about: about.to_owned(), element: None, body, singles: Vec::new() }
    }
}

/// What the specification shows and claims; whichever is taken serves as the base of all others.
pub(super) fn documented(api: &Api, operation: &Operation) -> Vec<Notification> {
    let content = operation.body.as_ref().and_then(|body| body.json());
    let Some((content, schema)) = content.and_then(|it| Some((it, it.schema?))) else {
        return Vec::new();
    };
    let filled = |fill| sample::filled(api, schema, fill);
    let example = content.example.clone().map(|example| ("as documented", example));
    let forms = [
        ("every property", filled(Fill::All)),
        ("only the required properties", filled(Fill::Required)),
    ];
    let forms = example.into_iter().chain(forms);
    forms.map(|(about, body)| Notification::new(Kind::Documented, about, body)).collect()
}

/// Variants of a notification that was taken, the most telling first.
pub(super) fn variants(api: &Api, schema: SchemaId, base: &Value) -> Vec<Notification> {
    let places = places(api, schema, base);
    let vary = Vary { places: &places, base };
    let mut all = vec![
        Notification::new(Kind::Charset, "a media type with a charset", base.clone()),
        Notification::new(Kind::Repeat, "the same notification", base.clone()),
        Notification::new(Kind::Repeat, "the same notification again", base.clone()),
    ];
    all.extend(["a", "b", "c"].map(|shopper| {
        let mut body = base.clone();
        vendor::name_shopper(&mut body, &format!("contract-test-shopper-{shopper}"));
        Notification::new(Kind::Group, "another shopper of the same session", body)
    }));
    all.extend(vary.all(Kind::UnknownProperty, "unknown properties", Place::is_open, &unknown));
    all.extend(vary.all(
        Kind::UnknownValue,
        "unknown values",
        Place::is_growing_enum,
        &|it, at| {
            put(it, at, json!("CONTRACT_TEST_UNKNOWN"));
        },
    ));
    all.extend(vary.all(Kind::Documented, "null", |it| it.may_be_null(false), &null));
    all.extend(vary.by_depth(Kind::Null, "null", |it| it.may_be_null(true), &null));
    all.extend(vary.by_depth(Kind::Absence, "absence", Place::may_be_absent, &remove));
    all.extend(vary.times());
    all.extend(vary.all(Kind::WholeNumbers, "whole numbers as 1.0", |_| true, &with_fraction));
    all.extend(vary.large());
    all.retain(|it| it.body != *base || matches!(it.kind, Kind::Charset | Kind::Repeat));
    all
}

/// Changes the value at a JSON pointer.
type Change<'a> = &'a dyn Fn(&mut Value, &str);

struct Vary<'a> {
    places: &'a [Place<'a>],
    base: &'a Value,
}

impl<'a> Vary<'a> {
    /// All places at once, and each of them alone.
    fn all(
        &self,
        kind: Kind,
        about: &str,
        meant: impl Fn(&Place<'a>) -> bool,
        change: Change<'_>,
    ) -> Option<Notification> {
        let mut all = Notification::new(kind, about, self.base.clone());
        for place in self.places.iter().filter(|place| meant(place)) {
            let mut body = self.base.clone();
            change(&mut body, &place.at);
            if body == *self.base {
                continue;
            }
            change(&mut all.body, &place.at);
            let name = place.name();
            let about = format!("{about} at {}", if name.is_empty() { "the top" } else { &name });
            let mut single = Notification::new(kind, &about, body);
            single.element = Some(name).filter(|name| !name.is_empty());
            all.singles.push(single);
        }
        (!all.singles.is_empty()).then_some(all)
    }

    /// Where an object goes, what is in it goes too: so first everything that is no object, then the
    /// objects of each depth.
    fn by_depth(
        &self,
        kind: Kind,
        about: &str,
        meant: impl Fn(&Place<'a>) -> bool,
        change: Change<'_>,
    ) -> Vec<Notification> {
        let depths = self.places.iter().map(Place::depth).max().unwrap_or_default();
        let values = self.all(kind, about, |place| !place.is_object && meant(place), change);
        let objects = (1..=depths).filter_map(|depth| {
            let is_meant =
                |place: &Place<'a>| place.is_object && place.depth() == depth && meant(place);
            self.all(kind, &format!("{about} of objects"), is_meant, change)
        });
        values.into_iter().chain(objects).collect()
    }

    /// Times that run backwards or in another notation.
    fn times(&self) -> Vec<Notification> {
        let times: Vec<&Place<'a>> = self.places.iter().filter(|place| place.is_time()).collect();
        let written = |about: &str, time: &dyn Fn(usize) -> String| {
            let mut body = self.base.clone();
            for (index, place) in times.iter().enumerate() {
                put(&mut body, &place.at, Value::from(time(index)));
            }
            Notification::new(Kind::Times, about, body)
        };
        let day = |day: usize| format!("2019-08-{:02}T14:15:22Z", 1 + day % 28);
        vec![
            written("times one after the other", &day),
            written("times one before the other", &|index| day(27 - index % 28)),
            written("times with an offset", &|_| "2019-08-24T16:15:22+02:00".to_owned()),
            written("times with fractions", &|_| "2019-08-24T14:15:22.123456Z".to_owned()),
        ]
    }

    fn large(&self) -> Option<Notification> {
        let place = self.places.iter().find(|place| place.is_free())?;
        let mut body = self.base.clone();
        if let Some(Value::Object(map)) = body.pointer_mut(&place.at) {
            map.insert("contractTestLarge".to_owned(), Value::from("x".repeat(LARGE)));
        }
        let about = format!("{LARGE} bytes within {}", place.name());
        Some(Notification::new(Kind::Large, &about, body))
    }
}

fn put(body: &mut Value, at: &str, value: Value) {
    // A null stays: no reader looks at what kind of value it is instead of.
    if let Some(place) = body.pointer_mut(at).filter(|place| !place.is_null()) {
        *place = value;
    }
}

fn null(body: &mut Value, at: &str) {
    put(body, at, Value::Null);
}

fn remove(body: &mut Value, at: &str) {
    let Some((parent, name)) = at.rsplit_once('/') else { return };
    if let Some(Value::Object(map)) = body.pointer_mut(parent) {
        map.shift_remove(oasis_model::pointer::unescape_pointer(name).as_ref());
    }
}

fn unknown(body: &mut Value, at: &str) {
    if let Some(Value::Object(map)) = body.pointer_mut(at) {
        let value = json!({ "nested": [1, "text", null] });
        map.insert("contractTestUnknown".to_owned(), value);
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
    use super::super::places::is_guess;
    use super::*;
    use crate::spec::Spec;
    use oasis_model::conform::{self, View};

    /// Every notification with its singles, made of each base.
    fn everything(api: &Api) -> Vec<(SchemaId, Notification)> {
        let mut all = Vec::new();
        for operation in api.operations.iter().filter(|operation| operation.is_webhook()) {
            let body = operation.body.as_ref().and_then(|body| body.json());
            let schema = body.and_then(|content| content.schema).expect("webhooks have a schema");
            for base in documented(api, operation) {
                let variants = variants(api, schema, &base.body);
                let singles = variants.iter().flat_map(|it| it.singles.clone());
                let singles: Vec<Notification> = singles.collect();
                all.extend(
                    [base].into_iter().chain(variants).chain(singles).map(|it| (schema, it)),
                );
            }
        }
        all
    }

    #[test]
    fn every_notification_is_legal_or_differs_only_at_guesses() {
        let spec = Spec::embedded().expect("the specification is sound");
        let all = everything(&spec.api);
        assert!(all.len() > 100, "{}", all.len());
        for (schema, it) in all {
            let verdict = conform::check(&spec.api, schema, &it.body, View::Claim);
            for violation in &verdict.violations {
                let grows = it.kind == Kind::UnknownValue && violation.keyword == "enum";
                let guess =
                    it.kind.basis() == Basis::Inferred && is_guess(violation.basis(&spec.api));
                assert!(grows || guess, "{}: {violation:?}", it.about);
            }
        }
    }

    #[test]
    fn every_kind_is_sent_and_each_of_them_differs_from_the_base() {
        let spec = Spec::embedded().expect("the specification is sound");
        let all = everything(&spec.api);
        use Kind::*;
        for kind in [
            Documented,
            UnknownProperty,
            UnknownValue,
            Null,
            Absence,
            Group,
            Repeat,
            Times,
            Large,
            WholeNumbers,
            Charset,
        ] {
            assert!(all.iter().any(|(_, it)| it.kind == kind), "{kind:?}");
        }
        let elements = |kind: Kind| {
            let of_kind = all.iter().filter(move |(_, it)| it.kind == kind);
            let mut names: Vec<&str> =
                of_kind.filter_map(|(_, it)| it.element.as_deref()).collect();
            names.sort_unstable();
            names.dedup();
            names
        };
        for (kind, element) in [
            (UnknownValue, "payment.paymentProvider"),
            (UnknownValue, "customer.role"),
            (UnknownProperty, "session.metadata"),
            (Null, "session"),
            (Null, "storeExternalId"),
            (Null, "customer.externalId"),
            (Absence, "session.code"),
            (Absence, "shopper.shopperId"),
            (WholeNumbers, "storeId"),
        ] {
            assert!(elements(kind).contains(&element), "{kind:?}: {:?}", elements(kind));
        }
        // What is documented stays as it is.
        assert!(!elements(Null).contains(&"storeId") && !elements(Absence).contains(&"sessionId"));
    }

    #[test]
    fn a_group_shares_a_session_and_nothing_else() {
        let spec = Spec::embedded().expect("the specification is sound");
        let all = everything(&spec.api);
        let group: Vec<&Value> = all
            .iter()
            .filter(|(_, it)| it.kind == Kind::Group)
            .map(|(_, it)| &it.body)
            .take(3)
            .collect();
        assert!(group.windows(2).all(|pair| pair[0]["sessionId"] == pair[1]["sessionId"]));
        for body in group.windows(2) {
            assert_ne!(body[0]["shopperId"], body[1]["shopperId"]);
            assert_eq!(body[0]["shopperId"], body[0]["shopper"]["shopperId"]);
        }
    }
}
