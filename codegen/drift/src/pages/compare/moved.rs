//! A page whose operation the specification lacks: it is laid over an empty one, which is what to paste.

use super::super::overlay;
use super::super::page::{Page, Part};
use super::super::path;
use crate::{Difference, object};
use oasis_model::finding::{Place, Severity};
use oasis_model::ir::{Api, Claim, Direction, Docs, Method, Operation};
use oasis_model::pointer::escape_pointer;
use std::collections::BTreeSet;

/// The difference that the page makes, with the operation to add.
pub(super) fn new(api: &Api, page: &Page) -> Vec<Difference> {
    let empty = empty(api, page);
    let laid = overlay::lay(api, &empty, page);
    let base = Api { operations: Vec::new(), ..api.clone() };
    let mut differences = crate::compare(&base, &laid.api).findings;
    for Difference { finding, .. } in &mut differences {
        let pointer = std::mem::take(&mut finding.at.pointer);
        finding.severity = Severity::Warning;
        finding.at = Place { pointer: pointer.clone(), ..laid.place(&pointer) };
        finding.help =
            "if integrators need it, add the operation below `paths`, reword its prose, and \
                        check what is inferred"
                .to_owned();
        if page.read_until < Part::End {
            finding.message.push_str("; the page is cut, and so is the edit");
        }
        let mut told = finding.clone().with_evidence("spec edit", overlay::printed(&laid.api));
        if let Some(twin) = twin(api, page) {
            let text = format!(
                "{twin} has them too; if that operation has moved, change its path instead"
            );
            told = told.with_evidence("same fields", text);
        }
        *finding = told;
    }
    differences
}

/// The operation of a page as YAML.
pub(super) fn offered(api: &Api, page: &Page) -> String {
    overlay::printed(&overlay::lay(api, &empty(api, page), page).api)
}

/// An operation of which nothing is known but what it is called and where it is.
pub(super) fn empty(api: &Api, page: &Page) -> Operation {
    let title = page.title.as_ref().map_or("", |title| title.value.as_str());
    let path = path::with_placeholders(page);
    let method = page.method.as_ref().map_or(Method::Get, |method| method.value);
    let prose = page.description.as_ref().map_or(title, |description| &description.value);
    let at = format!("/paths/{}/{}", escape_pointer(&path), method.as_str().to_ascii_lowercase());
    let below = path.rsplit('/').next().unwrap_or_default();
    Operation {
        id: operation_id(api, page, title),
        method,
        servers: Vec::new(),
        direction: match is_webhook(api, &path) {
            true => Direction::Webhook { route: format!("/{below}") },
            false => Direction::Call,
        },
        docs: Docs {
            summary: Some(title.to_owned()),
            description: Some(prose.to_owned()),
            deprecated: false,
        },
        tags: page.tag.iter().map(|tag| tag.value.clone()).collect(),
        parameters: Vec::new(),
        body: None,
        responses: Vec::new(),
        security: Vec::new(),
        security_claim: Claim::default(),
        paging: None,
        claim: Claim::default(),
        at,
        path,
    }
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

/// An operation with the same method and the same parameters and members, by name.
fn twin<'a>(api: &'a Api, page: &Page) -> Option<&'a str> {
    let listed = page.body.iter().flat_map(|body| &body.fields);
    let fields = page.parameters.iter().map(|(_, field)| field).chain(listed);
    let names: BTreeSet<&str> = fields.map(|field| field.name.as_str()).collect();
    let method = page.method.as_ref()?.value;
    let names_of = |operation: &'a Operation| -> BTreeSet<&'a str> {
        let schema = operation.body.as_ref().and_then(|body| body.json()?.schema);
        let object = schema.and_then(|schema| object::of(api, schema));
        let members = object.into_iter().flat_map(|(_, object)| &object.properties);
        let members = members.map(|property| property.name.as_str());
        let parameters = operation.parameters.iter().map(|one| one.name.as_str());
        parameters.chain(members).collect()
    };
    let mut twins = api.operations.iter().filter(|operation| operation.method == method);
    let twin = twins.find(|operation| names.len() > 1 && names_of(operation) == names)?;
    Some(&twin.id)
}
