//! Takes secrets out of recorded traffic: headers that carry credentials, members that are secret
//! by their name, the values of both wherever else they stand, and whatever looks like a JWT.

use super::{Call, Exchange, Message, Payload};
use serde_json::Value;
use std::collections::HashSet;

/// What stands in the place of a secret.
const MASK: &str = "[secret]";

/// Shorter secrets are masked only where they are a whole value; they are parts of common words.
const SHORT: usize = 8;

const HEADERS: [&str; 7] = [
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "x-api-key",
    "api-key",
    "x-auth-token",
];

const MEMBERS: [&str; 10] = [
    "client_secret",
    "clientsecret",
    "access_token",
    "accesstoken",
    "refresh_token",
    "id_token",
    "password",
    "api_key",
    "apikey",
    "authorization",
];

/// Masks every secret in place.
pub(super) fn redact(exchanges: &mut [Exchange]) {
    let mut secrets = HashSet::new();
    for exchange in exchanges.iter() {
        for message in messages(exchange) {
            collect_headers(message, &mut secrets);
            if let Payload::Json(value) = &message.payload {
                collect_members(value, &mut secrets);
            }
        }
        if let Call::Http { query, .. } = &exchange.call {
            let secret = query.iter().filter(|(name, _)| is_secret_name(name));
            secrets.extend(secret.map(|(_, value)| value.clone()));
        }
    }
    secrets.remove("");
    let secrets: Vec<String> = secrets.into_iter().collect();
    exchanges.iter_mut().for_each(|exchange| mask_exchange(exchange, &secrets));
}

fn messages(exchange: &Exchange) -> impl Iterator<Item = &Message> {
    exchange.request.iter().chain(&exchange.response)
}

fn collect_headers(message: &Message, secrets: &mut HashSet<String>) {
    for (_, value) in message.headers.iter().filter(|(name, _)| HEADERS.contains(&name.as_str())) {
        secrets.insert(value.clone());
        // The words of the value are secret too: a token without its scheme, a cookie without its name.
        let words = value.split([' ', ';', '=']).filter(|word| word.len() >= SHORT);
        secrets.extend(words.map(str::to_owned));
        secrets.extend(value.split_once(' ').map(|(_, token)| token.trim().to_owned()));
    }
}

fn collect_members(value: &Value, secrets: &mut HashSet<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if is_secret_name(name) => {
                        secrets.insert(text.clone());
                    }
                    other => collect_members(other, secrets),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_members(item, secrets)),
        _ => {}
    }
}

fn is_secret_name(name: &str) -> bool {
    MEMBERS.contains(&name.to_ascii_lowercase().as_str())
}

fn mask_exchange(exchange: &mut Exchange, secrets: &[String]) {
    if let Call::Http { path, query, .. } = &mut exchange.call {
        mask(path, secrets);
        query.iter_mut().for_each(|(name, value)| {
            mask(name, secrets);
            mask(value, secrets);
        });
    }
    for message in exchange.request.iter_mut().chain(&mut exchange.response) {
        for (name, value) in &mut message.headers {
            if HEADERS.contains(&name.as_str()) {
                MASK.clone_into(value);
            }
            mask(value, secrets);
        }
        if let Payload::Json(value) = &mut message.payload {
            mask_value(value, secrets);
        }
    }
}

fn mask_value(value: &mut Value, secrets: &[String]) {
    match value {
        Value::String(text) => mask(text, secrets),
        Value::Array(items) => items.iter_mut().for_each(|item| mask_value(item, secrets)),
        Value::Object(members) => {
            let hides = |name: &String| {
                secrets.iter().any(|secret| holds(name, secret)) || jwt(name).is_some()
            };
            if members.keys().any(hides) {
                let taken = std::mem::take(members);
                for (mut name, value) in taken {
                    mask(&mut name, secrets);
                    members.insert(name, value);
                }
            }
            members.values_mut().for_each(|value| mask_value(value, secrets));
        }
        _ => {}
    }
}

fn holds(text: &str, secret: &str) -> bool {
    text == secret || (secret.len() >= SHORT && text.contains(secret))
}

fn mask(text: &mut String, secrets: &[String]) {
    for secret in secrets.iter().filter(|secret| holds(text, secret)).collect::<Vec<_>>() {
        *text = text.replace(secret.as_str(), MASK);
    }
    while let Some((start, end)) = jwt(text) {
        text.replace_range(start..end, MASK);
    }
}

/// Where a JSON web token stands: base64 that starts with an object, two dots, more base64.
fn jwt(text: &str) -> Option<(usize, usize)> {
    let start = text.find("eyJ")?;
    let token = |c: char| c.is_ascii_alphanumeric() || "-_.=".contains(c);
    let length = text[start..].find(|c| !token(c)).unwrap_or(text.len() - start);
    Some((start, start + length.max(3))).filter(|_| length >= 20)
}
