//! Takes secrets out of recorded traffic: headers that carry credentials, members and query
//! parameters that are secret by their name, the values of both wherever else they stand, and
//! whatever looks like a JWT.

use super::secrets::{MASK, SHORT, Secrets};
use super::{Call, Exchange, Message, Payload};
use serde_json::Value;

/// Parts of the names of headers, members and parameters whose values are secret.
const NAMES: [&str; 19] = [
    "accesstoken",
    "apikey",
    "authorization",
    "authtoken",
    "bearer",
    "cardnumber",
    "cookie",
    "credential",
    "csrftoken",
    "cvc",
    "cvv",
    "idtoken",
    "passphrase",
    "password",
    "privatekey",
    "refreshtoken",
    "secret",
    "securitytoken",
    "signature",
];

/// Takes note of every secret of an exchange.
pub(super) fn collect(exchange: &Exchange, secrets: &mut Secrets) {
    for message in messages(exchange) {
        collect_headers(message, secrets);
        for (_, value) in message.fields.iter().filter(|(name, _)| is_secret_name(name)) {
            secrets.add(value);
        }
        if let Payload::Json(value) = &message.payload {
            collect_members(value, secrets);
        }
    }
    if let Call::Http { query, .. } = &exchange.call {
        let secret = query.iter().filter(|(name, _)| is_secret_name(name));
        secret.for_each(|(_, value)| secrets.add(value));
    }
}

fn messages(exchange: &Exchange) -> impl Iterator<Item = &Message> {
    exchange.request.iter().chain(&exchange.response)
}

fn collect_headers(message: &Message, secrets: &mut Secrets) {
    for (name, value) in message.headers.iter().filter(|(name, _)| is_secret_name(name)) {
        secrets.add(value);
        // What follows the first cookie that is set are its attributes, such as a path.
        let told = match name.as_str() {
            "set-cookie" => value.split(';').next().unwrap_or_default(),
            _ => value,
        };
        // The words of the value are secret too: a token without its scheme, a cookie without its name.
        let words = told.split([' ', ';', ',', '=']).filter(|word| word.len() >= SHORT);
        words.for_each(|word| secrets.add(word));
        if let Some((_, token)) = value.split_once(' ') {
            secrets.add(token.trim());
        }
    }
}

fn collect_members(value: &Value, secrets: &mut Secrets) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if is_secret_name(name) => secrets.add(text),
                    other => collect_members(other, secrets),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_members(item, secrets)),
        _ => {}
    }
}

/// A name is judged without case and separators: `X-Api-Key`, `api_key` and `apiKey` are one.
/// `token` alone is a credential; a `sessionToken` is an id.
fn is_secret_name(name: &str) -> bool {
    let plain: String = name
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    ["token", "pin"].contains(&plain.as_str()) || NAMES.iter().any(|part| plain.contains(part))
}

/// Masks every secret in place, whichever exchange it came from.
pub(super) fn mask(exchange: &mut Exchange, secrets: &Secrets) {
    match &mut exchange.call {
        Call::Http { path, query, .. } => {
            secrets.mask(path);
            for (name, value) in query {
                secrets.mask_name(name);
                secrets.mask(value);
            }
        }
        Call::Webhook(id) => secrets.mask_name(id),
        Call::Bare => {}
    }
    for message in exchange.request.iter_mut().chain(&mut exchange.response) {
        for (name, value) in &mut message.headers {
            if is_secret_name(name) {
                MASK.clone_into(value);
            }
            secrets.mask(value);
        }
        if let Payload::Json(value) = &mut message.payload {
            mask_value(value, secrets);
        }
    }
}

fn mask_value(value: &mut Value, secrets: &Secrets) {
    match value {
        Value::String(text) => secrets.mask(text),
        Value::Array(items) => items.iter_mut().for_each(|item| mask_value(item, secrets)),
        Value::Object(members) => {
            if members.keys().any(|name| secrets.hides(name)) {
                let taken = std::mem::take(members);
                for (mut name, value) in taken {
                    secrets.mask_name(&mut name);
                    members.insert(name, value);
                }
            }
            members.values_mut().for_each(|value| mask_value(value, secrets));
        }
        _ => {}
    }
}
