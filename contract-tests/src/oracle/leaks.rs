//! What must not be in any response: the token, a secret property, a stack trace, an internal path.
//!
//! In comes a response, out come problems. What the request itself held is no leak, and neither are
//! properties that the specification names or that stand in free-form metadata.

use super::{Check, Problem, Verdict, scene::Scene};
use crate::vendor;
use oasis_model::{
    finding::Basis,
    ir::{Api, Kind},
    pointer::escape_pointer,
};
use serde_json::Value;

const HELP: &str = "tell the caller what is wrong with the request, and keep the rest in the log";

/// Marks of a stack trace or of the machine behind the server.
#[rustfmt::skip]
const MARKS: [&str; 24] = [
    "Traceback (most recent call last)", "\\n    at ", "\n    at ", "    at ", "panicked at",
    "stack backtrace", "goroutine ", "Exception in thread", "node_modules", "node:internal",
    ".js:", ".ts:", ".py:", ".py\\\", line", ".rs:", ".go:", ".java:", "/usr/", "/home/", "/var/",
    "/srv/", "/app/", "/opt/", "C:\\\\",
];

/// Parts of names that only secrets have, without separators and in lower case.
#[rustfmt::skip]
const SECRETS: [&str; 9] = [
    "password", "passwd", "passphrase", "apikey", "accesstoken", "refreshtoken", "authtoken",
    "bearertoken", "privatekey",
];

/// What a response gives away.
pub(super) fn judge(scene: &Scene<'_>, verdict: &mut Verdict) {
    verdict.applied.add(Check::Leaks);
    let response = scene.response;
    let body = String::from_utf8_lossy(&response.body);
    let mut leak = |cause: String, message: String, focus: Option<String>| {
        let problem = Problem::new(Check::Leaks, Basis::Documented, cause, message, HELP);
        verdict.problems.push(Problem { focus, ..problem });
    };
    let headers = response.headers.iter().map(|(name, value)| format!("{name}: {value}\n"));
    if scene.secret.occurs_in(&body) || scene.secret.occurs_in(&headers.collect::<String>()) {
        leak("token".to_owned(), "the response holds the caller's token".to_owned(), None);
    }
    let sent = sent(scene);
    let shown = |mark: &&&str| body.contains(**mark) && !sent.contains(**mark);
    if response.status >= 400
        && let Some(mark) = MARKS.iter().find(shown)
    {
        let message = format!("the response shows the machine behind it: it holds {mark:?}");
        leak("trace".to_owned(), message, None);
    }
    if let Some(parsed) = response.json() {
        let mut found = Vec::new();
        secrets(scene.api, &sent, &parsed, String::new(), &mut found);
        for (name, pointer) in found {
            let message = format!("the response holds `{name}`, by its name a secret");
            leak(format!("property {}", normal(&name)), message, Some(pointer));
        }
    }
}

/// Everything of the request that a response may repeat.
fn sent(scene: &Scene<'_>) -> String {
    let body = scene.request.body.as_ref().map(|body| String::from_utf8_lossy(&body.0));
    let path =
        String::from_utf8_lossy(&crate::generate::unescaped(&scene.request.path)).into_owned();
    format!("{} {path} {}", scene.request.path, body.unwrap_or_default())
}

/// The secret properties of a value with their places.
fn secrets(api: &Api, sent: &str, value: &Value, at: String, found: &mut Vec<(String, String)>) {
    match value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                secrets(api, sent, item, format!("{at}/{index}"), found);
            }
        }
        Value::Object(properties) => {
            for (name, value) in properties.iter().filter(|(name, _)| *name != vendor::METADATA) {
                let below = format!("{at}/{}", escape_pointer(name));
                let held = value.as_str().is_some_and(|text| !text.is_empty()) || value.is_number();
                if held && is_secret(name) && !is_declared(api, name) && !sent.contains(name) {
                    found.push((name.clone(), below.clone()));
                }
                secrets(api, sent, value, below, found);
            }
        }
        _ => {}
    }
}

/// Whether a name says that the value is a secret.
fn is_secret(name: &str) -> bool {
    let name = normal(name);
    matches!(name.as_str(), "secret" | "token" | "jwt" | "pwd" | "credentials")
        || name.ends_with("secret")
        || SECRETS.iter().any(|part| name.contains(part))
}

/// Lower case, without separators.
fn normal(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_declared(api: &Api, name: &str) -> bool {
    api.schemas.iter().any(|schema| match &schema.kind {
        Kind::Object(rules) => rules.properties.iter().any(|property| property.name == name),
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[rustfmt::skip]
    fn names_tell_secrets() {
        for name in [
            "password", "passwordHash", "user_password", "clientSecret", "X-Api-Key", "accessToken", "token",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["sessionToken", "nextPageToken", "secretary", "key", "storeId", "tokens", ""] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
