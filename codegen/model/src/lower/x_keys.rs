//! The `x-` keys of one element in, its [`Claim`] and what is wrong with it out.

use crate::finding::{Basis, Finding, Severity};
use crate::ir::{Change, Claim, Observed, Reading};
use serde_json::{Map, Value};

/// The keys that make up a claim.
pub(super) const CLAIM: [&str; 5] =
    ["x-basis", "x-because", "x-source", "x-observed", "x-plausible"];

/// Keywords that can have a basis of their own.
const KEYWORDS: [&str; 26] = [
    "type",
    "nullable",
    "enum",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "multipleOf",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "properties",
    "required",
    "minProperties",
    "maxProperties",
    "additionalProperties",
    "oneOf",
    "anyOf",
    "allOf",
    "not",
    "x-constant",
    "x-paging",
    "security",
];

/// Whether a keyword can have a basis of its own.
pub(crate) fn has_basis(keyword: &str) -> bool {
    KEYWORDS.contains(&keyword)
}

/// The key of an `x-basis` map that stands for every keyword not named in it.
const OTHERS: &str = "others";

/// Keywords that a reading may change, because `conform` can judge them apart.
const JUDGED: [&str; 11] = [
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
    "minProperties",
    "maxProperties",
    "multipleOf",
    "pattern",
    "format",
];

/// Reads the claim of the element at `at`.
pub(super) fn claim(keys: &Map<String, Value>, at: &str, curated: bool) -> (Claim, Vec<Finding>) {
    let mut reader = Reader { at, curated, findings: Vec::new() };
    let text = |key: &str| keys.get(key).and_then(Value::as_str).map(str::to_owned);
    let mut claim =
        Claim { because: text("x-because"), source: text("x-source"), ..Claim::default() };
    match keys.get("x-basis") {
        // A reason or a page without a basis says that the element is documented.
        None => claim.stated = claim.because.is_some() || claim.source.is_some(),
        Some(basis) => reader.basis(basis, &mut claim),
    }
    if let Some(observed) = keys.get("x-observed") {
        claim.observed = reader.observed(observed);
    }
    let measured = claim.keywords.values().chain([&claim.basis]).any(|b| *b == Basis::Observed);
    if measured != keys.contains_key("x-observed") {
        let message = if measured {
            "a basis is `observed`, and `x-observed` does not say when and how often"
        } else {
            "`x-observed` stands here, and no basis is `observed`"
        };
        reader.lost("spec/wrong-observation", "", message.to_owned(), OBSERVED_HELP);
    }
    match keys.get("x-plausible") {
        None => {}
        Some(Value::Array(readings)) => {
            for (index, reading) in readings.iter().enumerate() {
                claim.plausible.extend(reader.reading(reading, &format!("/x-plausible/{index}")));
            }
        }
        Some(_) => reader.not_a_reading("/x-plausible", "`x-plausible` is a list".to_owned()),
    }
    (claim, reader.findings)
}

const OBSERVED_HELP: &str =
    "write `x-basis: observed` with `x-observed: {on: 2026-11-27, count: 37, of: 37}` beside it";

struct Reader<'a> {
    at: &'a str,
    curated: bool,
    findings: Vec<Finding>,
}

impl Reader<'_> {
    /// A curated document may lose nothing.
    fn lost(&mut self, rule: &'static str, below: &str, message: String, help: &str) {
        let severity = if self.curated { Severity::Error } else { Severity::Warning };
        let at = format!("{}{below}", self.at);
        self.findings.push(Finding::new(severity, rule, at, message, help));
    }

    fn basis(&mut self, written: &Value, claim: &mut Claim) {
        let help = "write `documented`, `observed`, `inferred` or `assumed`, or a map from keywords to these";
        let Value::Object(map) = written else {
            match word(written) {
                Some(basis) => (claim.basis, claim.stated) = (basis, true),
                None => self.lost(
                    "spec/unknown-basis",
                    "/x-basis",
                    format!("{written} is no basis"),
                    help,
                ),
            }
            return;
        };
        for (keyword, value) in map {
            let at = format!("/x-basis/{}", crate::pointer::escape_pointer(keyword));
            match word(value) {
                None => self.lost("spec/unknown-basis", &at, format!("{value} is no basis"), help),
                Some(basis) if keyword == OTHERS => (claim.basis, claim.stated) = (basis, true),
                Some(basis) if KEYWORDS.contains(&keyword.as_str()) => {
                    claim.keywords.insert(keyword.clone(), basis);
                }
                Some(_) => self.lost(
                    "spec/unknown-basis",
                    &at,
                    format!("`{keyword}` is no keyword that has a basis"),
                    "name a keyword such as `nullable` or `required`, or `others` for all that are not named",
                ),
            }
        }
    }

    fn observed(&mut self, written: &Value) -> Option<Observed> {
        let read = || {
            let map = written.as_object().filter(|map| map.len() == 3)?;
            let number = |key: &str| map.get(key)?.as_u64();
            let (count, of) = (number("count")?, number("of")?);
            let on = map.get("on")?.as_str()?;
            let sound = crate::conform::is_date(on) && count <= of && of > 0;
            sound.then(|| Observed { on: on.to_owned(), count, of })
        };
        let observed = read();
        if observed.is_none() {
            let message = format!("{written} is no observation");
            self.lost("spec/wrong-observation", "/x-observed", message, OBSERVED_HELP);
        }
        observed
    }

    fn reading(&mut self, written: &Value, below: &str) -> Option<Reading> {
        match written {
            Value::String(status) => match status.parse::<u16>() {
                Ok(status @ 100..=599) => return Some(Reading::of(Change::Status(status))),
                _ => self.not_a_reading(below, format!("`{status}` is no status")),
            },
            Value::Object(keywords) if !keywords.is_empty() => {
                let mut changes = Vec::new();
                for (keyword, value) in keywords {
                    match change(keyword, value) {
                        Some(change) => changes.push(change),
                        None => {
                            let message =
                                format!("`{keyword}: {value}` says nothing about a schema");
                            self.not_a_reading(below, message);
                        }
                    }
                }
                // The keys hold together: without one of them it is another reading.
                return (changes.len() == keywords.len()).then_some(Reading { changes });
            }
            other => self
                .not_a_reading(below, format!("{other} is neither a status nor a schema fragment")),
        }
        None
    }

    fn not_a_reading(&mut self, below: &str, message: String) {
        self.lost(
            "spec/unknown-reading",
            below,
            message,
            "write a status such as \"400\", or a fragment such as {required: false} or {minLength: 1}",
        );
    }
}

fn word(written: &Value) -> Option<Basis> {
    match written.as_str()? {
        "documented" => Some(Basis::Documented),
        "observed" => Some(Basis::Observed),
        "inferred" => Some(Basis::Inferred),
        "assumed" => Some(Basis::Assumed),
        _ => None,
    }
}

fn change(keyword: &str, value: &Value) -> Option<Change> {
    Some(match (keyword, value) {
        ("required", Value::Bool(flag)) => Change::Required(*flag),
        ("nullable", Value::Bool(flag)) => Change::Nullable(*flag),
        ("open", Value::Bool(true)) => Change::OpenEnum,
        ("additionalProperties", Value::Bool(flag)) => Change::AdditionalProperties(*flag),
        // A list of required names is spread over the properties as well; see `claims`.
        ("required", Value::Array(_)) => Change::Keyword("required".to_owned(), value.clone()),
        (keyword, value)
            if JUDGED.contains(&keyword)
                && (value.is_null() || value.is_number() || value.is_string()) =>
        {
            Change::Keyword(keyword.to_owned(), value.clone())
        }
        _ => return None,
    })
}
