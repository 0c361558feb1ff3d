//! Edits of the specification, tried on every element of the real one: each does what it says, nothing
//! else changes, and `git` takes the diff.

mod edits;
mod git;
mod pages;
mod refusals;
mod style;

use edits::{Case, cases, holds, touches};
use git::git_takes;
use oasis_model::finding::Basis;
use oasis_model::ir::{Observed, Operation};
use oasis_model::read;
use oasis_model::settle::{Change, Edit, apply, diff, merge};
use proptest::prelude::*;
use proptest::sample::subsequence;
use serde_json::{Value, json};

fn spec() -> String {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/oasis.yaml");
    std::fs::read_to_string(path).unwrap()
}

fn seen() -> Observed {
    Observed { on: "2026-11-27".to_owned(), count: 37, of: 37 }
}

fn observed(at: &str, change: Change) -> Edit {
    Edit { at: at.to_owned(), change, observed: Some(seen()) }
}

fn value(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

/// Holds the outcome of edits to what they say; says whether they could be made.
fn judge(text: &str, cases: &[&Case]) -> Option<String> {
    let edits: Vec<Edit> = cases.iter().map(|case| case.edit.clone()).collect();
    let new = match apply(text, &edits) {
        Ok(new) => new,
        Err(problem) => {
            // The page's own examples may show the contrary.
            let excused = problem.contains("the example ");
            assert!(excused || cases.iter().any(|case| case.may_fail), "{problem}");
            return None;
        }
    };
    let reading = read("new.yaml", &new);
    assert_eq!(reading.findings, [], "{edits:?}");
    for case in cases {
        assert!(holds(&reading.api, case), "{:?}", case.edit);
    }
    for pointer in differences(&value(text), &value(&new)) {
        let meant = cases.iter().any(|case| touches(case, &pointer));
        assert!(meant, "{pointer} has changed by {edits:?}");
    }
    assert!(new.lines().all(|line| line.chars().count() <= 100), "{}", diff("x", text, &new));
    assert_eq!(apply(&new, &edits).as_ref(), Ok(&new), "a second time");
    Some(new)
}

/// The pointers at which two values differ.
fn differences(old: &Value, new: &Value) -> Vec<String> {
    fn walk(old: Option<&Value>, new: Option<&Value>, at: String, found: &mut Vec<String>) {
        let below = |name: &str| format!("{at}/{}", oasis_model::pointer::escape_pointer(name));
        match (old, new) {
            _ if old == new => {}
            (Some(Value::Object(old)), Some(Value::Object(new))) => {
                let more = new.keys().filter(|name| !old.contains_key(*name));
                for name in old.keys().chain(more) {
                    walk(old.get(name), new.get(name), below(name), found);
                }
            }
            (Some(Value::Array(old)), Some(Value::Array(new))) if old.len() == new.len() => {
                for (index, (old, new)) in old.iter().zip(new).enumerate() {
                    walk(Some(old), Some(new), below(&index.to_string()), found);
                }
            }
            _ => found.push(at),
        }
    }
    let mut found = Vec::new();
    walk(Some(old), Some(new), String::new(), &mut found);
    found
}

/// All edits of one kind at once: each of them is seen to hold, for the cost of one.
#[test]
fn every_element_can_be_edited() {
    let text = spec();
    let cases = cases(&read("oasis.yaml", &text).api);
    assert!(cases.len() > 500, "{}", cases.len());
    let mut kinds: Vec<&str> = cases.iter().map(|case| case.kind).collect();
    kinds.dedup();
    for kind in kinds {
        let of_kind: Vec<&Case> =
            cases.iter().filter(|case| case.kind == kind && !case.may_fail).collect();
        assert!(judge(&text, &of_kind).is_some(), "{kind}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]

    #[test]
    fn edits_go_together_in_any_order(
        chosen in Just(cases(&read("oasis.yaml", &spec()).api))
            .prop_flat_map(|cases| subsequence(cases, 1..6))
            .prop_shuffle()
    ) {
        let text = spec();
        let mut chosen: Vec<&Case> = chosen.iter().filter(|case| !case.may_fail).collect();
        // What contradicts another edit is refused, and tried elsewhere.
        let mut taken: Vec<&str> = Vec::new();
        chosen.retain(|case| {
            let free = !taken.contains(&case.spot.as_str());
            taken.push(&case.spot);
            free
        });
        let Some(new) = judge(&text, &chosen) else { return Ok(()) };
        let mut edits: Vec<Edit> = chosen.iter().map(|case| case.edit.clone()).collect();
        edits.reverse();
        edits.extend(edits.clone());
        prop_assert_eq!(apply(&text, &edits), Ok(new.clone()));
        if new != text {
            git_takes(&text, &new);
        }
    }
}

#[test]
fn a_status_is_changed_for_one_operation() {
    let text = spec();
    let at = "/components/responses/InvalidBody";
    let status = |operation: &str| {
        let operation = operation.to_owned();
        observed(at, Change::Status { operation, from: 422, to: 400 })
    };
    // While another operation keeps the status, nothing was shown of it.
    let one = apply(&text, &[status("updateSession")]).unwrap();
    assert_eq!(diff("", &text, &one).lines().filter(|line| line.starts_with('+')).count(), 2);
    let operations = read("oasis.yaml", &text).api.operations;
    let shares = |it: &Operation| it.responses.iter().any(|response| response.at == at);
    let all: Vec<Edit> =
        operations.iter().filter(|it| shares(it)).map(|it| status(&it.id)).collect();
    let both = apply(&text, &all).unwrap();
    assert_eq!(apply(&one, &all).as_ref(), Ok(&both));
    let api = read("both.yaml", &both).api;
    let mut responses = api.operation("updateSession").unwrap().responses.iter();
    let response = responses.find(|response| response.status.to_string() == "400").unwrap();
    assert_eq!(response.claim.basis, Basis::Observed);
    assert_eq!(response.claim.plausible, []);
    assert_eq!(response.claim.because, None);

    let own = "/paths/~1api~1push~1transition~1left/post/responses/422";
    let webhook = |to: u16| {
        let operation = "transitionLeft".to_owned();
        Edit {
            at: own.to_owned(),
            change: Change::Status { operation, from: 422, to },
            observed: None,
        }
    };
    let new = apply(&text, &[webhook(400)]).unwrap();
    let response =
        read("new.yaml", &new).api.operation("transitionLeft").unwrap().responses.clone();
    let claim =
        &response.iter().find(|response| response.status.to_string() == "400").unwrap().claim;
    assert_eq!((claim.basis, claim.plausible.len()), (Basis::Assumed, 0));
    // What was written of the former place is found again.
    let below = observed(own, Change::Confirm("status".to_owned()));
    let edits = [webhook(400), below];
    let new = apply(&text, &edits).unwrap();
    assert_eq!(apply(&new, &edits).as_ref(), Ok(&new));

    let taken = apply(&text, &[webhook(401)]).unwrap_err();
    assert!(taken.contains("401") && taken.contains("transitionLeft"), "{taken}");
    let nobody = Change::Status { operation: "nobody".to_owned(), from: 200, to: 201 };
    assert!(apply(&text, &[observed(at, nobody)]).is_err());
}

#[test]
fn a_required_list_keeps_its_basis() {
    let text = spec();
    let at = "/components/schemas/WebhookStore";
    let edit = observed(at, Change::Required("oasisApiStoreId".to_owned(), false));
    let api = read("new.yaml", &apply(&text, &[edit]).unwrap()).api;
    let id = api.component("WebhookStore").unwrap();
    assert_eq!(api.schema_basis(id, "required"), Basis::Inferred, "of the other name");
}

#[test]
fn edits_of_one_spot_are_one() {
    let at = "/components/schemas/Payment";
    let keyword = |key: &str, value: Value| Change::Keyword(key.to_owned(), value);
    let with = |on: &str, count, change| Edit {
        observed: Some(Observed { on: on.to_owned(), count, of: 9 }),
        ..observed(at, change)
    };
    let merged = merge([
        with("2026-11-26", 1, keyword("minimum", json!(-3))),
        with("2026-11-27", 5, keyword("minimum", json!(-7.5))),
        with("2026-11-27", 4, keyword("minimum", json!(0))),
        with("2026-11-27", 4, Change::Confirm("minimum".to_owned())),
        with("2026-11-27", 4, Change::Confirm("maximum".to_owned())),
        with("2026-11-27", 4, keyword("maxLength", json!(3))),
        with("2026-11-27", 4, keyword("maxLength", Value::Null)),
    ]);
    assert_eq!(
        merged,
        [
            with("2026-11-27", 4, keyword("maxLength", Value::Null)),
            with("2026-11-27", 4, keyword("minimum", json!(-7.5))),
            with("2026-11-27", 4, Change::Confirm("maximum".to_owned())),
        ]
    );
    let edit = observed(at, keyword("additionalProperties", json!(false)));
    assert_eq!(
        edit.summary(),
        "in spec/oasis.yaml at /components/schemas/Payment: additionalProperties: false"
    );
}
