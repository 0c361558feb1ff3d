//! Writes that do something else than they say.
//!
//! Statuses and forms are right, but what is kept is not what was sent. Each fault works on the
//! changes before the honest server keeps them, or hides what it kept.

use super::Fault;
use super::edit::{SESSION, after, around, before, body, is, member, send_instead, sent, session};
use super::plant::{Call, Memory};
use axum::body::Bytes;
use axum::http::{Request, StatusCode};
use serde_json::{Map, Value, json};

const WRITTEN: &[&str] = &[
    "contract/state-written",
    "contract/state-replaced",
    "contract/state-events-kept",
    "contract/state-idempotent",
    "contract/state-isolated",
];
const REPLACED: &[&str] =
    &["contract/state-replaced", "contract/state-written", "contract/state-events-kept"];
const EVENTS: &[&str] =
    &["contract/state-events-kept", "contract/state-written", "contract/state-replaced"];
const FRAUD: &[&str] = &[
    "contract/state-fraud",
    "contract/state-written",
    "contract/state-isolated",
    "contract/state-idempotent",
];
const IDEMPOTENT: &[&str] = &[
    "contract/state-idempotent",
    "contract/state-written",
    "contract/state-replaced",
    "contract/state-events-kept",
];
const UNCHANGED: &[&str] = &["contract/state-refused-unchanged"];
const ISOLATED: &[&str] = &["contract/state-isolated"];

pub(super) const FAULTS: &[Fault] = &[
    before("state-ignores-metadata", WRITTEN, "takes metadata and keeps the old", |request, _| {
        body(request, SESSION, |changes| {
            drop(members(changes).and_then(|it| it.shift_remove("metadata")))
        });
    }),
    around(
        "state-forgets-metadata",
        WRITTEN,
        "answers with what was sent but does not keep it",
        |call| Box::pin(forget_metadata(call)),
    ),
    before("state-trims-keys", WRITTEN, "cuts blanks off the keys of metadata", |request, _| {
        keys(request, |key| key.trim().to_owned());
    }),
    before("state-lowers-keys", WRITTEN, "writes the keys of metadata small", |request, _| {
        keys(request, str::to_lowercase);
    }),
    before(
        "state-camel-keys",
        WRITTEN,
        "makes camel case of the keys of metadata",
        |request, _| {
            keys(request, camel_case);
        },
    ),
    before("state-expands-dots", WRITTEN, "takes dots in keys for nesting", |request, _| {
        member(request, SESSION, "/metadata", expand_dots);
    }),
    before("state-drops-dollar-keys", WRITTEN, "drops keys that begin with $", |request, _| {
        metadata(request, |metadata| metadata.retain(|key, _| !key.starts_with('$')));
    }),
    before("state-drops-proto", WRITTEN, "drops a key named __proto__", |request, _| {
        metadata(request, |metadata| metadata.retain(|key, _| key != "__proto__"));
    }),
    before("state-drops-nulls", WRITTEN, "drops nulls from metadata", |request, _| {
        metadata(request, |metadata| metadata.retain(|_, value| !value.is_null()));
    }),
    before("state-drops-empty-text", WRITTEN, "drops empty strings from metadata", |request, _| {
        metadata(request, |metadata| metadata.retain(|_, value| *value != json!("")));
    }),
    before(
        "state-cuts-text",
        WRITTEN,
        "keeps the first 255 characters of a string",
        |request, _| {
            values(request, |value| {
                if let Value::String(text) = value {
                    *text = text.chars().take(255).collect();
                }
            });
        },
    ),
    before("state-trims-text", WRITTEN, "cuts blanks off strings", |request, _| {
        values(request, |value| {
            if let Value::String(text) = value {
                *text = text.trim().to_owned();
            }
        });
    }),
    before("state-drops-nul", WRITTEN, "drops U+0000 from strings", |request, _| {
        values(request, |value| {
            if let Value::String(text) = value {
                text.retain(|c| c != '\0');
            }
        });
    }),
    before("state-narrow-text", WRITTEN, "keeps no character beyond 16 bits", |request, _| {
        values(request, |value| {
            if let Value::String(text) = value {
                *text = text.replace(|c: char| c > '\u{ffff}', "?");
            }
        });
    }),
    before("state-numbers-as-text", WRITTEN, "keeps numbers in metadata as text", |request, _| {
        values(request, |value| {
            if value.is_number() {
                *value = value.to_string().into();
            }
        });
    }),
    before("state-booleans-as-numbers", WRITTEN, "keeps true as 1", |request, _| {
        values(request, |value| {
            if let Some(flag) = value.as_bool() {
                *value = json!(u8::from(flag));
            }
        });
    }),
    before("state-flattens", WRITTEN, "keeps objects inside metadata as text", |request, _| {
        metadata(request, |metadata| {
            for value in metadata.values_mut().filter(|value| value.is_object()) {
                *value = value.to_string().into();
            }
        });
    }),
    before(
        "state-merges",
        REPLACED,
        "adds to metadata instead of replacing it",
        |request, memory| {
            merge(request, memory, |old, new| old.extend(new));
        },
    ),
    before("state-merges-deep", REPLACED, "merges objects inside metadata", |request, memory| {
        merge(request, memory, merge_deep);
    }),
    before("state-empty-is-nothing", REPLACED, "takes metadata: {} for no change", |request, _| {
        body(request, SESSION, |changes| {
            if changes.get("metadata") == Some(&json!({})) {
                members(changes).and_then(|it| it.shift_remove("metadata"));
            }
        });
    }),
    before("state-read-clears", WRITTEN, "clears metadata when nothing is sent", |request, _| {
        body(request, SESSION, |changes| {
            if *changes == json!({}) {
                *changes = json!({ "metadata": {} });
            }
        });
    }),
    before("state-drops-events", EVENTS, "drops events from what is sent", |request, _| {
        metadata(request, |metadata| drop(metadata.shift_remove("events")));
    }),
    before("state-empties-events", EVENTS, "empties the events that are sent", |request, _| {
        metadata(request, |metadata| {
            if let Some(events) = metadata.get_mut("events") {
                *events = json!([]);
            }
        });
    }),
    before("state-strips-events", EVENTS, "drops the metadata of each event", |request, _| {
        metadata(request, |metadata| {
            let events = metadata.get_mut("events").and_then(Value::as_array_mut);
            events.into_iter().flatten().filter_map(Value::as_object_mut).for_each(|event| {
                event.shift_remove("metadata");
            });
        });
    }),
    before("state-fraud-ignored", FRAUD, "takes suspectedFraud and forgets it", |request, _| {
        body(request, SESSION, |changes| {
            drop(members(changes).and_then(|it| it.shift_remove("suspectedFraud")))
        });
    }),
    before("state-fraud-loses", FRAUD, "ignores suspectedFraud beside metadata", |request, _| {
        body(request, SESSION, |changes| {
            if changes.get("metadata").is_some_and(Value::is_object) {
                members(changes).and_then(|it| it.shift_remove("suspectedFraud"));
            }
        });
    }),
    after(
        "state-fraud-fades",
        FRAUD,
        "shows the mark only where it was just set",
        |seen, response| {
            let marked =
                sent(&seen.request).is_some_and(|body| body.get("suspectedFraud").is_some());
            session(response, |members| {
                drop(members.insert("suspectedFraud".to_owned(), json!(marked)))
            });
        },
    ),
    after(
        "state-fraud-always",
        FRAUD,
        "shows every session that is written as suspect",
        |seen, response| {
            if sent(&seen.request).is_some_and(|body| body.get("metadata").is_some()) {
                session(response, |members| {
                    drop(members.insert("suspectedFraud".to_owned(), json!(true)))
                });
            }
        },
    ),
    before("state-fraud-wins", WRITTEN, "ignores metadata beside suspectedFraud", |request, _| {
        body(request, SESSION, |changes| {
            if changes.get("suspectedFraud") == Some(&json!(true))
                && changes.get("metadata").is_some_and(Value::is_object)
            {
                members(changes).and_then(|it| it.shift_remove("metadata"));
            }
        });
    }),
    before(
        "state-counts-writes",
        IDEMPOTENT,
        "counts the writes inside metadata",
        |request, memory| {
            metadata(request, |metadata| {
                drop(metadata.insert("version".to_owned(), json!(memory.requests())))
            });
        },
    ),
    before(
        "state-repeats-grow",
        IDEMPOTENT,
        "appends to arrays that are sent again",
        |request, memory| {
            let again = sent(request).filter(|body| memory.recall("last").as_ref() == Some(body));
            memory.keep("last", sent(request).unwrap_or_default());
            if again.is_some() {
                values(request, |value| {
                    if let Value::Array(items) = value {
                        items.extend(items.clone());
                    }
                });
                metadata(request, |metadata| {
                    drop(metadata.insert("again".to_owned(), json!(true)))
                });
            }
        },
    ),
    around("state-refused-applied", UNCHANGED, "keeps metadata from bodies it refuses", |call| {
        Box::pin(apply_refused(call, "metadata"))
    }),
    around(
        "state-refused-marks",
        UNCHANGED,
        "keeps suspectedFraud from bodies it refuses",
        |call| Box::pin(apply_refused(call, "suspectedFraud")),
    ),
    around("state-refused-clears", UNCHANGED, "clears metadata when it refuses a body", |call| {
        Box::pin(clear_on_refusal(call))
    }),
    around("state-leaks", ISOLATED, "writes to another session as well", |call| {
        Box::pin(write_to_both(call))
    }),
];

fn members(value: &mut Value) -> Option<&mut Map<String, Value>> {
    value.as_object_mut()
}

fn metadata(request: &mut Request<Bytes>, change: impl FnOnce(&mut Map<String, Value>)) {
    member(request, SESSION, "/metadata", |value| {
        if let Some(metadata) = value.as_object_mut() {
            change(metadata);
        }
    });
}

/// Changes every key of metadata but the reserved one.
fn keys(request: &mut Request<Bytes>, change: fn(&str) -> String) {
    metadata(request, |metadata| {
        let changed =
            std::mem::take(metadata).into_iter().map(|(key, value)| (change(&key), value));
        *metadata = changed.collect();
    });
}

/// Changes every direct value of metadata but the events.
fn values(request: &mut Request<Bytes>, change: fn(&mut Value)) {
    metadata(request, |metadata| {
        metadata
            .iter_mut()
            .filter(|(key, _)| *key != "events")
            .for_each(|(_, value)| change(value));
    });
}

fn camel_case(key: &str) -> String {
    let mut parts = key.split('_');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |mut joined, part| {
        let mut chars = part.chars();
        joined.extend(chars.next().map(|c| c.to_ascii_uppercase()));
        joined + chars.as_str()
    })
}

fn expand_dots(value: &mut Value) {
    let Some(metadata) = value.as_object_mut() else { return };
    let dotted: Vec<String> = metadata.keys().filter(|key| key.contains('.')).cloned().collect();
    for key in dotted {
        if let (Some(value), Some((head, tail))) =
            (metadata.shift_remove(&key), key.split_once('.'))
        {
            metadata.insert(head.to_owned(), json!({ tail: value }));
        }
    }
}

/// Joins what is sent to what was sent last for the same session.
fn merge(
    request: &mut Request<Bytes>,
    memory: &Memory,
    join: fn(&mut Map<String, Value>, Map<String, Value>),
) {
    let path = request.uri().path().to_owned();
    metadata(request, |metadata| {
        let mut old = match memory.recall(&path) {
            Some(Value::Object(old)) => old,
            _ => Map::new(),
        };
        join(&mut old, std::mem::take(metadata));
        *metadata = old;
        memory.keep(&path, Value::Object(metadata.clone()));
    });
}

fn merge_deep(old: &mut Map<String, Value>, new: Map<String, Value>) {
    for (key, value) in new {
        match (old.get_mut(&key), value) {
            (Some(Value::Object(inner)), Value::Object(more)) => merge_deep(inner, more),
            (_, value) => drop(old.insert(key, value)),
        }
    }
}

async fn forget_metadata(call: Call) -> axum::http::Response<Bytes> {
    let written = sent(&call.request).and_then(|body| body.get("metadata").cloned());
    let mut request = call.request.clone();
    if written.as_ref().is_some_and(Value::is_object) {
        body(&mut request, SESSION, |changes| {
            drop(members(changes).and_then(|it| it.shift_remove("metadata")))
        });
    }
    let mut response = call.serve(request).await;
    if let Some(written) = written {
        session(&mut response, |members| drop(members.insert("metadata".to_owned(), written)));
    }
    response
}

/// Applies one member of a body after the whole of it was refused.
async fn apply_refused(call: Call, name: &str) -> axum::http::Response<Bytes> {
    let response = call.serve(call.request.clone()).await;
    let value = sent(&call.request).and_then(|body| body.get(name).cloned());
    if response.status() == StatusCode::UNPROCESSABLE_ENTITY
        && is(&call.request, SESSION)
        && let Some(value) = value
    {
        let mut request = call.request.clone();
        send_instead(&mut request, json!({ name: value }).to_string());
        call.serve(request).await;
    }
    response
}

async fn clear_on_refusal(call: Call) -> axum::http::Response<Bytes> {
    let response = call.serve(call.request.clone()).await;
    if response.status() == StatusCode::UNPROCESSABLE_ENTITY && is(&call.request, SESSION) {
        let mut request = call.request.clone();
        send_instead(&mut request, "{\"metadata\":{}}");
        call.serve(request).await;
    }
    response
}

async fn write_to_both(call: Call) -> axum::http::Response<Bytes> {
    let other = call.request.uri().path().rsplit_once('/').map(|(base, _)| base.to_owned());
    if is(&call.request, SESSION)
        && let Some(base) = other
    {
        for id in call.mock.sessions() {
            let mut request = call.request.clone();
            if let Ok(uri) = format!("{base}/{id}").parse() {
                *request.uri_mut() = uri;
                call.serve(request).await;
            }
        }
    }
    call.serve(call.request.clone()).await
}
