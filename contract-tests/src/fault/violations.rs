//! Refusals in the right form that list the wrong violations.
//!
//! The envelope conforms, but it is not about what is wrong, or not about all of it, or in the
//! words of two generations of the validator at once.

use super::Fault;
use super::edit::{PUSH, after, each, is, restate_refusal, reword, violations, words};
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::collections::HashSet;

const COMPLETE: &[&str] = &["contract/envelope-complete", "contract/envelope-names-violation"];
const NAMES: &[&str] = &["contract/envelope-names-violation", "contract/envelope-complete"];
const WORLD: &[&str] = &["contract/envelope-one-world", "contract/envelope-names-violation"];

pub(super) const FAULTS: &[Fault] = &[
    after("envelope-first-only", COMPLETE, "stops at the first violation", |_, response| {
        violations(response, |list| list.truncate(1));
    }),
    after(
        "envelope-last-missing",
        COMPLETE,
        "loses the last of several violations",
        |_, response| {
            violations(response, |list| {
                if list.len() > 1 {
                    list.pop();
                }
            });
        },
    ),
    after(
        "envelope-top-level-only",
        COMPLETE,
        "hides what is wrong further down",
        |_, response| {
            violations(response, |list| {
                let nested = |item: &Value| text(item, "field").contains('.');
                if !list.iter().all(nested) {
                    list.retain(|item| !nested(item));
                }
            });
        },
    ),
    after("envelope-one-per-rule", COMPLETE, "names each rule once only", |_, response| {
        violations(response, |list| {
            let mut seen = HashSet::new();
            list.retain(|item| seen.insert(text(item, "rule").to_owned()));
        });
    }),
    after("envelope-duplicates", COMPLETE, "lists every violation twice", |_, response| {
        violations(response, |list| list.extend(list.clone()));
    }),
    after("envelope-phantom", COMPLETE, "adds a violation that is none", |_, response| {
        violations(response, |list| {
            list.push(json!({
                "error": "\"email\" is required", "rule": "any.required", "field": "\"email\"",
            }));
        });
    }),
    after("envelope-wrong-rule", NAMES, "calls every missing member invalid", |_, response| {
        each(response, |item| {
            reword(item, "rule", |rule| match rule {
                "any.required" => "any.invalid".to_owned(),
                other => other.to_owned(),
            })
        });
    }),
    after("envelope-generic-rule", NAMES, "has one rule name for everything", |_, response| {
        each(response, |item| reword(item, "rule", |_| "any.custom".to_owned()));
    }),
    after("envelope-base-as-required", NAMES, "calls wrong types missing", |_, response| {
        each(response, |item| {
            reword(item, "rule", |rule| match rule.ends_with(".base") {
                true => "any.required".to_owned(),
                false => rule.to_owned(),
            })
        });
    }),
    after("envelope-unquoted-field", NAMES, "leaves the quotes of fields out", |_, response| {
        each(response, |item| reword(item, "field", |field| field.trim_matches('"').to_owned()));
    }),
    after("envelope-other-field", NAMES, "always points at the same field", |_, response| {
        each(response, |item| reword(item, "field", |_| "\"email\"".to_owned()));
    }),
    after("envelope-empty-field", NAMES, "points at nothing", |_, response| {
        each(response, |item| reword(item, "field", |_| String::new()));
    }),
    after("envelope-pointer-field", NAMES, "points with slashes", |_, response| {
        each(response, |item| {
            reword(item, "field", |field| {
                format!("\"/{}\"", field.trim_matches('"').replace('.', "/"))
            })
        });
    }),
    after(
        "envelope-error-of-other",
        NAMES,
        "speaks of another field than it names",
        |_, response| {
            each(response, |item| reword(item, "error", |_| "\"email\" is required".to_owned()));
        },
    ),
    after(
        "envelope-shifted",
        NAMES,
        "mixes up which rule belongs to which field",
        |_, response| {
            violations(response, |list| {
                let rules: Vec<Value> = list.iter().map(|item| item["rule"].clone()).collect();
                for (index, item) in list.iter_mut().enumerate() {
                    item["rule"] = rules[(index + 1) % rules.len()].clone();
                }
            });
        },
    ),
    after("envelope-leaf-labels", WORLD, "names pushes by the last step only", |seen, response| {
        if is(&seen.request, PUSH) {
            each(response, |item| {
                let path = words(item, "field").trim_matches('"').to_owned();
                let leaf = path.rsplit('.').next().unwrap_or_default().to_owned();
                for member in ["field", "error"] {
                    reword(item, member, |text| text.replace(&path, &leaf));
                }
            });
        }
    }),
    after("envelope-old-rules", WORLD, "has old rule names beside new labels", |_, response| {
        each(response, |item| {
            reword(item, "rule", |rule| match rule {
                "any.only" => "any.allowOnly".to_owned(),
                "string.empty" => "any.empty".to_owned(),
                other => other.to_owned(),
            })
        });
    }),
    after("envelope-old-unknown", WORLD, "has the old rule for unknown members", |_, response| {
        each(response, |item| {
            reword(item, "rule", |rule| rule.replace("object.unknown", "object.allowUnknown"))
        });
    }),
    after(
        "envelope-two-statuses",
        &["contract/envelope-one-world"],
        "refuses with 400 where only one thing is wrong, else with 422",
        |_, response| {
            let mut count = 0;
            violations(response, |list| count = list.len());
            if count == 1 {
                restate_refusal(response, StatusCode::BAD_REQUEST);
            }
        },
    ),
];

fn text<'v>(item: &'v Value, member: &str) -> &'v str {
    item.as_object().map(|item| words(item, member)).unwrap_or_default()
}
