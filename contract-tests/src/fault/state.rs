//! Writes that do something else than they say.
//!
//! Statuses and forms are right, but what is kept is not what was sent. Each fault works on the
//! changes before the honest server keeps them, or hides what it kept.

use super::Fault;
use super::edit::{SESSION, around, before, body, member, sent, session, without};
use super::plant::{Call, Memory};
use axum::body::Bytes;
use axum::http::{Request, Response};
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
const IDEMPOTENT: &[&str] = &[
    "contract/state-idempotent",
    "contract/state-written",
    "contract/state-replaced",
    "contract/state-events-kept",
];

pub(super) const FAULTS: &[Fault] = &[
    before("state-ignores-metadata", WRITTEN, "takes metadata and keeps the old", |request, _| {
        without(request, SESSION, "metadata", |_| true);
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
        without(request, SESSION, "metadata", |value| *value == json!({}));
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
];

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

async fn forget_metadata(call: Call) -> Response<Bytes> {
    let written = sent(&call.request).and_then(|body| body.get("metadata").cloned());
    let mut request = call.request.clone();
    without(&mut request, SESSION, "metadata", Value::is_object);
    let mut response = call.serve(request).await;
    if let Some(written) = written {
        session(&mut response, |members| drop(members.insert("metadata".to_owned(), written)));
    }
    response
}
