//! The document of a page against the specification: both are cut down to the operations that the
//! page shows, and the one comparison of documents does the rest.
//!
//! A finding names the file of the page and the place within the document that it holds. Silence of a
//! page about what stands on another page, or about what its form cannot say, is no difference.

use super::super::yaml;
use super::{Served, known, lend};
use crate::{Difference, holes};
use oasis_model::finding::{Basis, Place, Severity};
use oasis_model::ir::{Api, SchemaId};
use oasis_model::{Options, Reading, read_with};
use serde_json::Value;
use std::collections::HashSet;

/// The specification and the document of a page, ready to be compared.
pub struct Sides {
    /// The specification, cut down to what the page speaks of.
    pub base: Api,
    /// What the page says, completed from the specification.
    pub page: Reading,
    /// Schemas of the specification of which the page cannot say all.
    pub(crate) lent: HashSet<SchemaId>,
    /// The document of the page.
    document: Value,
}

/// Reads the document of a page that the user calls `name` and cuts both sides down to the operations
/// that they share. `expected` is the operation whose page it is, if that is known.
///
/// # Errors
/// Why the document says nothing about the API of the specification.
pub fn sides(
    spec: &Api,
    name: &str,
    served: &Served,
    expected: Option<&str>,
) -> Result<Sides, String> {
    let mut document = served.document.clone();
    known::complete(spec, &mut document, served.form, expected.filter(|_| served.single));
    let options = Options { bare: false, house_rules: false };
    let mut page = read_with(name, &document.to_string(), options);
    if !page.is_document() {
        let why = page.findings.first().map_or("it is empty", |finding| finding.message.as_str());
        return Err(format!("the document that it holds cannot be read: {why}"));
    }
    if page.api.servers.is_empty() {
        page.api.servers.clone_from(&spec.servers);
    }
    let mut base = spec.clone();
    if served.single {
        base.operations.retain(|operation| shares(&page.api, operation));
    }
    if page.api.operations.iter().all(|operation| !shares(&base, operation)) {
        belongs(spec, &page.api, served.single)?;
    }
    rest_on_others(&mut base, &page.api);
    let lent = lend::lend(&mut base, &mut page.api, served.form);
    Ok(Sides { base, page, lent, document })
}

/// Whether an API has this operation, perhaps at another place.
fn shares(api: &Api, operation: &oasis_model::ir::Operation) -> bool {
    known::operation(api, operation.method.as_str(), &operation.path).is_some()
        || api.operations.iter().any(|other| other.id == operation.id)
}

/// Whether a page without any known operation is one of this API.
fn belongs(spec: &Api, page: &Api, single: bool) -> Result<(), String> {
    let listed: Vec<String> = page.operations.iter().take(3).map(title).collect();
    let listed = listed.join(", ");
    if !single {
        let title = &page.title;
        return Err(format!(
            "it documents \"{title}\" ({listed}, ..), none of whose operations the specification has"
        ));
    }
    let known: Vec<String> = spec.servers.iter().map(|server| site(&server.url)).collect();
    let other = page.servers.iter().find(|server| server.url.contains("://"));
    match other {
        Some(server) if !page.servers.iter().any(|server| known.contains(&site(&server.url))) => {
            let url = &server.url;
            Err(format!("it documents {listed} at {url}, which is no server of the specification"))
        }
        _ if listed.is_empty() => Err("the document that it holds has no operation".to_owned()),
        _ => Ok(()),
    }
}

fn title(operation: &oasis_model::ir::Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// The last two labels of a host, which stay when a sandbox moves.
fn site(url: &str) -> String {
    let host = url.split("://").last().unwrap_or_default();
    let host = host.split(['/', ':', '?']).next().unwrap_or_default();
    let mut labels: Vec<&str> = host.rsplit('.').take(2).collect();
    labels.reverse();
    labels.join(".").to_ascii_lowercase()
}

/// Takes out the responses that stand on other pages: this one need not have them.
fn rest_on_others(base: &mut Api, page: &Api) {
    for operation in &mut base.operations {
        let shown = known::operation(page, operation.method.as_str(), &operation.path);
        let Some(shown) = shown else { continue };
        operation.responses.retain(|response| {
            response.claim.source.is_none()
                || shown.responses.iter().any(|other| other.status == response.status)
        });
    }
}

/// Every difference between a page and the specification. `findings` are those of the specification.
pub fn compare(sides: &Sides, findings: &[oasis_model::finding::Finding]) -> Vec<Difference> {
    let Sides { base, page, document, .. } = sides;
    let mut differences = crate::compare(base, &page.api).findings;
    differences.extend(holes((base, findings), (&page.api, &page.findings)));
    // A form that puts schemas in where they are used shows one change in many places.
    let mut seen = HashSet::new();
    differences.retain(|Difference { finding, .. }| {
        let place = finding.other.as_ref().map(|other| other.pointer.clone());
        seen.insert((finding.rule.clone(), place, finding.message.clone()))
    });
    for difference in &mut differences {
        let finding = &mut difference.finding;
        if finding.rule.ends_with("-added") && is_operation(&finding.at.pointer) {
            let edit = skeleton(document, &finding.at.pointer, &page.name);
            finding.severity = finding.severity.max(Severity::Warning);
            "if integrators need it, add the operation, reword its prose, and give it examples"
                .clone_into(&mut finding.help);
            *finding = finding.clone().with_evidence("spec edit", edit);
        }
        if difference.correction || finding.basis >= Basis::Inferred {
            finding.help =
                format!("{}; `cargo xtask drift pages --settle FILE..` writes it", finding.help);
        }
        finding.at = Place {
            document: page.name.clone(),
            pointer: std::mem::take(&mut finding.at.pointer),
            ..Place::default()
        };
    }
    differences
}

fn is_operation(pointer: &str) -> bool {
    pointer.starts_with("/paths/") && pointer.matches('/').count() == 3
}

/// An operation of a page as YAML to paste, with the schemas that it uses.
fn skeleton(document: &Value, pointer: &str, name: &str) -> String {
    let mut parts = pointer.split('/').skip(2).map(oasis_model::pointer::unescape_pointer);
    let (Some(path), Some(method)) = (parts.next(), parts.next()) else { return String::new() };
    let route = super::part::Route { method: method.to_string(), path: path.to_string() };
    let mut part = super::part::of(document.clone(), &[route]);
    let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = stem.split('.').next().unwrap_or(stem);
    if let Some(operation) = part.pointer_mut(pointer) {
        operation["x-source"] = stem.into();
    }
    let mut edit = serde_json::Map::new();
    edit.insert("paths".to_owned(), part["paths"].take());
    if let Some(schemas) = part.pointer_mut("/components/schemas").map(Value::take) {
        edit.insert("components".to_owned(), serde_json::json!({"schemas": schemas}));
    }
    yaml::print(&Value::Object(edit))
}
