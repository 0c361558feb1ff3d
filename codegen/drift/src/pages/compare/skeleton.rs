//! The YAML that a page offers for what the specification lacks: a whole operation, or one field.
//!
//! Everything that the page does not say for certain carries `x-basis` and why. The prose is the
//! page's own and is to be reworded by whoever takes it over.

mod body;
mod example;
mod inferred;
mod known;
mod parameters;
mod responses;
mod schema;
mod twin;
mod yaml;

pub(super) use parameters::is_technical;

use super::super::page::{Field, Page, Part};
use super::super::path;
use super::place_of;
use oasis_model::finding::{Finding, Severity};
use oasis_model::ir::{Api, ParameterPlace};
use serde_json::{Map, Value, json};

/// The finding about a page that matches no operation.
pub(super) fn finding(api: &Api, page: &Page) -> Finding {
    let method = page.method.as_ref().map_or("", |method| method.value.as_str());
    let path = page.path.as_ref().map_or("", |path| path.value.as_str());
    let whole = if is_whole(page) { "" } else { "; the page is not whole, so neither is the edit" };
    let mut finding = Finding::new(
        Severity::Warning,
        "drift/page-new-operation",
        "",
        format!("the page documents {method} {path}, which the specification does not have{whole}"),
        "if integrators need it, add the operation below `paths`, reword its prose, and check what is inferred",
    );
    finding.at = place_of(page.path.as_ref(), page);
    let finding = finding.with_evidence("spec edit", operation(api, page));
    match twin::of(api, page) {
        Some(twin) => finding.with_evidence(
            "same fields",
            format!("{} has them too; if that operation has moved, change its path instead", twin),
        ),
        None => finding,
    }
}

fn is_whole(page: &Page) -> bool {
    page.read_until == Part::End
}

/// One field as an entry of `properties` or `parameters`.
pub(super) fn field(field: &Field, part: Part) -> String {
    let place = match part {
        Part::Path => ParameterPlace::Path,
        Part::Query => ParameterPlace::Query,
        Part::Header => ParameterPlace::Header,
        Part::Cookie => ParameterPlace::Cookie,
        _ => {
            let mut text = yaml::print(&json!({ field.name.clone(): schema::of(field, None) }));
            if field.required {
                text.push_str(&format!("# and add `{}` to `required`\n", field.name));
            }
            return text;
        }
    };
    yaml::print(&json!([parameters::one(place, field, None)]))
}

/// One member known from a sample value only.
pub(super) fn property(name: &str, value: &Value) -> String {
    let mut schema = inferred::member(value);
    schema::because(&mut schema, "The sample shows it; its type is that of the sample value.");
    yaml::print(&json!({ name: schema }))
}

/// The request body of a page.
pub(super) fn body(api: &Api, page: &Page) -> String {
    body::of(api, page)
        .map_or_else(String::new, |body| yaml::print(&json!({ "requestBody": body })))
}

/// The whole operation; without its route where the page does not show it.
pub(super) fn operation(api: &Api, page: &Page) -> String {
    let mut operation = Map::new();
    let title = page.title.as_ref().map_or("", |title| title.value.as_str());
    operation.insert("operationId".to_owned(), json!(operation_id(api, page, title)));
    operation.insert("summary".to_owned(), json!(title));
    let prose = page.description.as_ref().map_or(title, |description| &description.value);
    operation.insert("description".to_owned(), json!(schema::described(prose)));
    if let Some(tag) = &page.tag {
        operation.insert("tags".to_owned(), json!([tag.value]));
    }
    if page.deprecated {
        operation.insert("deprecated".to_owned(), json!(true));
    }
    let (path, placed) = path::with_placeholders(page);
    if is_webhook(api, &path) {
        operation.insert("x-webhook".to_owned(), json!(true));
    }
    if !page.auth.is_empty() {
        let schemes: Vec<Value> = page
            .auth
            .iter()
            .map(|auth| json!({ auth.value.scheme.as_deref().unwrap_or("bearerAuth"): [] }))
            .collect();
        operation.insert("security".to_owned(), json!(schemes));
    }
    let (parameters, homeless) = parameters::of(page, &placed);
    if !parameters.is_empty() {
        operation.insert("parameters".to_owned(), json!(parameters));
    }
    if let Some(body) = body::of(api, page) {
        operation.insert("requestBody".to_owned(), body);
    }
    operation.insert("responses".to_owned(), responses::of(api, page));
    let mut text = yaml::print(&match &page.method {
        Some(method) => {
            json!({ path: { method.value.as_str().to_ascii_lowercase(): operation } })
        }
        None => Value::Object(operation),
    });
    if !homeless.is_empty() {
        text.push_str("# Nothing tells where in the path these belong:\n");
        text.extend(yaml::print(&json!(homeless)).lines().map(|line| format!("# {line}\n")));
    }
    text
}

/// The title as a name. Titles repeat on the vendor's site, so a name that is taken gets the last
/// fixed segment of the path as well.
fn operation_id(api: &Api, page: &Page, title: &str) -> String {
    let path = page.path.as_ref().map_or("", |path| path.value.as_str());
    let mut segments = path.rsplit('/').filter(|segment| !segment.starts_with('{'));
    let last = segments.next().filter(|last| !last.is_empty()).unwrap_or("operation");
    let named = camel(title);
    let taken = |id: &str| api.operations.iter().any(|operation| operation.id == id);
    match named {
        Some(id) if !taken(&id) => id,
        _ => camel(&format!("{title} {last}")).unwrap_or_default(),
    }
}

fn camel(text: &str) -> Option<String> {
    let words: Vec<&str> =
        text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return None;
    }
    let capitalised = |word: &&str| {
        let is_loud = !word.bytes().any(|byte| byte.is_ascii_lowercase());
        let rest = if is_loud { word[1..].to_ascii_lowercase() } else { word[1..].to_owned() };
        format!("{}{rest}", word[..1].to_ascii_uppercase())
    };
    let pascal: String = words.iter().map(capitalised).collect();
    let mut chars = pascal.chars();
    Some(chars.next().map(|c| c.to_ascii_lowercase()).into_iter().chain(chars).collect())
}

/// Pages below the prefix of a known webhook describe webhooks.
fn is_webhook(api: &Api, path: &str) -> bool {
    let prefix = |path: &str| path.split('/').take(3).map(str::to_owned).collect::<Vec<_>>();
    let mut push = api.operations.iter().filter(|operation| operation.is_webhook());
    push.any(|operation| prefix(&operation.path) == prefix(path))
}
