//! Refusals that say the wrong thing.
//!
//! The body is broken and refused, but the envelope is not the documented one, or not about what
//! is wrong.

use super::Fault;
use super::edit::{PUSH, SESSION, SHOPPER, after, each, envelope, is, violations};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use serde_json::{Map, Value, json};

const SCHEMA: &[&str] = &["contract/envelope-schema"];
const CONSTANTS: &[&str] = &["contract/envelope-constants"];
const COMPLETE: &[&str] = &["contract/envelope-complete"];
const NAMES: &[&str] = &["contract/envelope-names-violation", "contract/envelope-complete"];
const WORLD: &[&str] = &["contract/envelope-one-world", "contract/envelope-names-violation"];
const TYPE: &[&str] = &["contract/envelope-content-type"];
const LEAKS: &[&str] = &["contract/envelope-leaks", "contract/envelope-names-violation"];
const STATUS: &[&str] = &["contract/broken-refused", "contract/answer-status"];

pub(super) const FAULTS: &[Fault] = &[
    after("envelope-empty-errors", SCHEMA, "lists no violation", |_, response| {
        violations(response, Vec::clear);
    }),
    after("envelope-no-errors", SCHEMA, "leaves the list of violations out", |_, response| {
        envelope(response, |members| drop(members.shift_remove("errors")));
    }),
    after("envelope-no-type", SCHEMA, "leaves the type out for shoppers", |seen, response| {
        if is(&seen.request, SHOPPER) {
            envelope(response, |members| drop(members.shift_remove("type")));
        }
    }),
    after("envelope-errors-as-object", SCHEMA, "keys the violations by field", |_, response| {
        envelope(response, |members| drop(members.insert("errors".to_owned(), json!({}))));
    }),
    after("envelope-no-rule", SCHEMA, "leaves the rule out of each violation", |_, response| {
        each(response, |item| drop(item.shift_remove("rule")));
    }),
    after("envelope-field-as-list", SCHEMA, "gives the field as a list of steps", |_, response| {
        each(response, |item| drop(item.insert("field".to_owned(), json!(["sessionId"]))));
    }),
    after("envelope-null-message", SCHEMA, "has null for a message in pushes", |seen, response| {
        if is(&seen.request, PUSH) {
            envelope(response, |members| drop(members.insert("message".to_owned(), Value::Null)));
        }
    }),
    after("envelope-empty-body", SCHEMA, "refuses without any body", |_, response| {
        if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
            *response.body_mut() = axum::body::Bytes::new();
        }
    }),
    after("envelope-cut-json", SCHEMA, "loses the last byte of the envelope", |_, response| {
        if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
            let length = response.body().len().saturating_sub(1);
            response.body_mut().truncate(length);
        }
    }),
    after("envelope-other-message", CONSTANTS, "says \"Validation failed\"", |_, response| {
        envelope(response, |members| {
            drop(members.insert("message".to_owned(), "Validation failed".into()))
        });
    }),
    after("envelope-other-type", CONSTANTS, "has another type for sessions", |seen, response| {
        if is(&seen.request, SESSION) {
            envelope(response, |members| {
                drop(members.insert("type".to_owned(), "E_VALIDATION".into()))
            });
        }
    }),
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
            let mut seen = std::collections::HashSet::new();
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
            replace(item, "rule", |rule| match rule {
                "any.required" => "any.invalid".to_owned(),
                other => other.to_owned(),
            })
        });
    }),
    after("envelope-generic-rule", NAMES, "has one rule name for everything", |_, response| {
        each(response, |item| replace(item, "rule", |_| "any.custom".to_owned()));
    }),
    after("envelope-base-as-required", NAMES, "calls wrong types missing", |_, response| {
        each(response, |item| {
            replace(item, "rule", |rule| match rule.ends_with(".base") {
                true => "any.required".to_owned(),
                false => rule.to_owned(),
            })
        });
    }),
    after("envelope-unquoted-field", NAMES, "leaves the quotes of fields out", |_, response| {
        each(response, |item| replace(item, "field", |field| field.trim_matches('"').to_owned()));
    }),
    after("envelope-other-field", NAMES, "always points at the same field", |_, response| {
        each(response, |item| replace(item, "field", |_| "\"email\"".to_owned()));
    }),
    after("envelope-empty-field", NAMES, "points at nothing", |_, response| {
        each(response, |item| replace(item, "field", |_| String::new()));
    }),
    after("envelope-pointer-field", NAMES, "points with slashes", |_, response| {
        each(response, |item| {
            replace(item, "field", |field| {
                format!("\"/{}\"", field.trim_matches('"').replace('.', "/"))
            })
        });
    }),
    after(
        "envelope-error-of-other",
        NAMES,
        "speaks of another field than it names",
        |_, response| {
            each(response, |item| replace(item, "error", |_| "\"email\" is required".to_owned()));
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
                let path = text_of(item, "field").trim_matches('"').to_owned();
                let leaf = path.rsplit('.').next().unwrap_or_default().to_owned();
                for member in ["field", "error"] {
                    replace(item, member, |text| text.replace(&path, &leaf));
                }
            });
        }
    }),
    after("envelope-old-rules", WORLD, "has old rule names beside new labels", |_, response| {
        each(response, |item| {
            replace(item, "rule", |rule| match rule {
                "any.only" => "any.allowOnly".to_owned(),
                "string.empty" => "any.empty".to_owned(),
                other => other.to_owned(),
            })
        });
    }),
    after("envelope-old-unknown", WORLD, "has the old rule for unknown members", |_, response| {
        each(response, |item| {
            replace(item, "rule", |rule| rule.replace("object.unknown", "object.allowUnknown"))
        });
    }),
    after("envelope-as-html", TYPE, "calls the envelope HTML", |_, response| {
        media_type(response, "text/html; charset=utf-8");
    }),
    after("envelope-as-text", TYPE, "calls the envelope plain text in pushes", |seen, response| {
        if is(&seen.request, PUSH) {
            media_type(response, "text/plain");
        }
    }),
    after("envelope-wrong-charset", TYPE, "says the envelope is Latin 1", |_, response| {
        media_type(response, "application/json; charset=iso-8859-1");
    }),
    after("envelope-untyped", TYPE, "does not say what the envelope is", |_, response| {
        if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
            response.headers_mut().remove(CONTENT_TYPE);
        }
    }),
    after("envelope-stack", LEAKS, "shows the stack in a member of its own", |_, response| {
        envelope(response, |members| {
            drop(members.insert("stack".to_owned(), "Error\n    at validate (joi.js:1:1)".into()));
        });
    }),
    after("envelope-status-member", LEAKS, "has a member that no page shows", |_, response| {
        envelope(response, |members| drop(members.insert("statusCode".to_owned(), json!(422))));
    }),
    after("envelope-context", LEAKS, "has a member in each violation too many", |_, response| {
        each(response, |item| drop(item.insert("context".to_owned(), json!({ "key": "x" }))));
    }),
    after("envelope-internal-path", LEAKS, "shows a path of the server's disk", |_, response| {
        each(response, |item| {
            replace(item, "error", |error| {
                format!("{error} (/srv/app/node_modules/joi/lib/validator.js:87:12)")
            })
        });
    }),
    after("envelope-trace", LEAKS, "ends its sentences with a stack trace", |_, response| {
        each(response, |item| {
            replace(item, "error", |error| {
                format!("{error}\n    at Object.validate (dist/main.js:10:5)")
            })
        });
    }),
    after("envelope-token", LEAKS, "repeats the caller's token", |seen, response| {
        let sent = seen.request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let Some(sent) = sent.map(str::to_owned) else { return };
        violations(response, |list| {
            if let Some(item) = list.first_mut().and_then(Value::as_object_mut) {
                let error = format!("{} ({sent})", text_of(item, "error"));
                item.insert("error".to_owned(), error.into());
            }
        });
    }),
    after("envelope-with-200", STATUS, "refuses with status 200", |_, response| {
        restate(response, StatusCode::OK);
    }),
    after("envelope-with-403", &["contract/answer-status"], "refuses with 403", |_, response| {
        restate(response, StatusCode::FORBIDDEN);
    }),
    after("envelope-with-500", &["contract/server-error"], "refuses with 500", |_, response| {
        restate(response, StatusCode::INTERNAL_SERVER_ERROR);
    }),
    after(
        "envelope-two-statuses",
        &["contract/envelope-one-world"],
        "refuses with 400 where only one thing is wrong, else with 422",
        |_, response| {
            let mut count = 0;
            violations(response, |list| count = list.len());
            if count == 1 {
                restate(response, StatusCode::BAD_REQUEST);
            }
        },
    ),
];

fn restate(response: &mut axum::http::Response<axum::body::Bytes>, status: StatusCode) {
    if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
        *response.status_mut() = status;
    }
}

fn media_type(response: &mut axum::http::Response<axum::body::Bytes>, text: &'static str) {
    if response.status() == StatusCode::UNPROCESSABLE_ENTITY {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(text));
    }
}

fn text<'v>(item: &'v Value, member: &str) -> &'v str {
    item.get(member).and_then(Value::as_str).unwrap_or_default()
}

fn text_of<'v>(item: &'v Map<String, Value>, member: &str) -> &'v str {
    item.get(member).and_then(Value::as_str).unwrap_or_default()
}

fn replace(item: &mut Map<String, Value>, member: &str, change: impl FnOnce(&str) -> String) {
    let changed = change(text_of(item, member));
    item.insert(member.to_owned(), changed.into());
}
