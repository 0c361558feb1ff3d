//! A page of text as a partial document: what it states for certain is laid over an operation of the
//! specification, or over an empty one.
//!
//! An operation and a page come in, an API with that one operation goes out, and for each element that
//! the page speaks of the line that does. What the page cannot say (types behind bars, nested
//! properties, statuses) stays as the specification has it. Nothing is compared here.

mod body;
mod guess;
mod parameters;
mod responses;
mod rules;
mod samples;
mod security;
mod types;
mod value;

pub(super) use guess::is_time;
pub(super) use responses::is_shown;

use super::page::{Fact, Page};
use super::yaml;
use crate::write;
use oasis_model::finding::{Basis, Finding, Place, Severity};
use oasis_model::ir::{Api, Claim, Content, Docs, Kind, Operation, Schema, SchemaId};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// A page over an operation.
pub(super) struct Overlay<'a> {
    page: &'a Page,
    /// The API with the one operation as the page has it.
    pub(super) api: Api,
    /// Where on the page it is said what stands at a pointer of the API.
    places: BTreeMap<String, Place>,
    /// The schemas of what the specification lacks, by pointer.
    added: BTreeMap<String, SchemaId>,
    /// Pointers of properties that the page's own sections no longer list.
    gone: BTreeSet<String>,
    /// What the page says of requests is about messages that the integrator receives.
    received: bool,
    /// The request bodies and the responses that the specification has examples of.
    requests: Vec<Content>,
    answers: Vec<Content>,
    /// What the page states and no document can.
    pub(super) doubts: Vec<Finding>,
}

/// Lays a page over an operation.
pub(super) fn lay<'a>(spec: &Api, operation: &Operation, page: &'a Page) -> Overlay<'a> {
    let api = Api { operations: Vec::new(), ..spec.clone() };
    let (places, added, gone) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
    let received = operation.is_webhook();
    let bodies = spec.operations.iter().filter_map(|one| one.body.as_ref()?.json()).cloned();
    let answers = spec.operations.iter().flat_map(|one| &one.responses);
    let answers = answers.filter_map(|response| response.json()).cloned().collect();
    let (requests, doubts) = (bodies.collect(), Vec::new());
    let mut overlay =
        Overlay { page, api, places, added, gone, received, requests, answers, doubts };
    let mut operation = operation.clone();
    overlay.note(&operation.at, overlay.of_route());
    if page.deprecated {
        operation.docs.deprecated = true;
    }
    overlay.security(&mut operation);
    overlay.parameters(&mut operation);
    overlay.body(&mut operation);
    overlay.responses(&mut operation);
    overlay.api.operations.push(operation);
    overlay
}

impl Overlay<'_> {
    /// The place of the page that speaks of a pointer: that of the nearest element around it.
    pub(super) fn place(&self, pointer: &str) -> Place {
        let mut rest = Some(pointer);
        while let Some(at) = rest {
            if let Some(place) = self.places.get(at) {
                return place.clone();
            }
            rest = at.rsplit_once('/').map(|(outer, _)| outer);
        }
        self.of_route()
    }

    /// What to paste for an element that the specification lacks.
    pub(super) fn offer(&self, pointer: &str) -> Option<String> {
        let id = self.added.get(pointer)?;
        let name = pointer.rsplit('/').next().unwrap_or_default();
        Some(yaml::print(&json!({ name: write::referring(&self.api, *id) })))
    }

    fn of_route(&self) -> Place {
        place_of(self.page.path.as_ref().or(self.page.title.as_ref()), self.page)
    }

    fn note(&mut self, pointer: &str, place: Place) {
        self.places.entry(pointer.to_owned()).or_insert(place);
    }

    fn doubt(&mut self, finding: Finding, place: Place, pointer: &str) {
        let finding = Finding { at: place, ..finding };
        self.doubts.push(finding.with_other(Place::pointer(pointer)));
    }

    fn push(&mut self, schema: Schema) -> SchemaId {
        let id = SchemaId::new(self.api.schemas.len());
        self.api.schemas.push(schema);
        id
    }

    /// A schema with everything that it is an alias of, as one.
    fn flat(&self, id: SchemaId) -> Schema {
        let mut flat = self.api.schema(id).clone();
        for inner in self.chain(id).into_iter().skip(1) {
            let inner = self.api.schema(inner);
            flat.nullable |= inner.nullable;
            flat.docs.deprecated |= inner.docs.deprecated;
            flat.unknown |= inner.unknown;
            flat.values = flat.values.or_else(|| inner.values.clone());
            flat.default = flat.default.or_else(|| inner.default.clone());
            flat.constant = flat.constant.or_else(|| inner.constant.clone());
            flat.kind = inner.kind.clone();
        }
        flat
    }

    /// A schema and what it is an alias of, the outermost first.
    fn chain(&self, id: SchemaId) -> Vec<SchemaId> {
        let next = |id: &SchemaId| match &self.api.schema(*id).kind {
            Kind::Alias(target) => Some(*target),
            Kind::OneOf(union) | Kind::AnyOf(union) if union.variants.len() == 1 => {
                union.variants.first().copied()
            }
            _ => None,
        };
        // The bound keeps this total; `lower` refuses cycles of aliases.
        std::iter::successors(Some(id), next).take(self.api.schemas.len()).collect()
    }
}

/// The operation of an API that has one, as YAML to paste. What the page does not say for certain carries
/// `x-basis` and why; the prose is the page's own and is to be reworded by whoever takes it over.
pub(super) fn printed(api: &Api) -> String {
    let Some(operation) = api.operations.first() else { return String::new() };
    let method = operation.method.as_str().to_ascii_lowercase();
    let mut refer = |id| Some(api.schema(id).at.clone());
    let value = write::operation(&mut write::Writer::curated(api, &mut refer), operation);
    yaml::print(&json!({ "paths": { operation.path.clone(): { method: value } } }))
}

/// A schema that says nothing yet.
fn blank(at: &str, kind: Kind) -> Schema {
    Schema {
        called: None,
        name: "Page".to_owned(),
        component: false,
        docs: Docs::default(),
        nullable: false,
        null_meant: false,
        kind,
        values: None,
        constant: None,
        unknown: false,
        read_only: false,
        write_only: false,
        personal: false,
        default: None,
        example: None,
        claim: Claim::default(),
        usage: oasis_model::ir::Usage::default(),
        at: at.to_owned(),
        within: None,
    }
}

/// A claim that was worked out.
fn guess(basis: Basis, because: &str) -> Claim {
    Claim { basis, stated: true, because: Some(because.to_owned()), ..Claim::default() }
}

/// Whether a claim stands on its own operation's page, so that the page should say the same.
pub(super) fn is_from_this_page(claim: &Claim) -> bool {
    claim.basis == Basis::Documented && claim.source.is_none()
}

/// The place of a fact, or of the page as a whole.
pub(super) fn place_of<T>(fact: Option<&Fact<T>>, page: &Page) -> Place {
    fact.map_or_else(
        || Place { document: page.name.clone(), ..Place::default() },
        |fact| fact.place(page),
    )
}

/// A finding about something that no document can say.
fn doubt(rule: &'static str, message: String, help: &'static str) -> Finding {
    Finding::new(Severity::Warning, rule, "", message, help)
}
