//! [`Document`] in, [`Api`] out: references resolved, `allOf` merged, sorted.
//!
//! The [`Api`] is always complete and consistent. Where the document is wrong a finding says so and
//! the place holds [`Kind::Any`], so that every mistake is found in one go. Text and positions
//! are `load`'s business.

mod claims;
mod cycles;
mod example;
mod families;
mod house;
mod merge;
mod object;
mod operation;
mod paging;
mod parameter;
mod parts;
mod pointers;
mod rate_limit;
mod responses;
mod schema;
mod security;
mod undeclared;
mod union;
mod usage;
mod validator;
mod x_keys;

pub(crate) use x_keys::has_basis;

use crate::finding::{Finding, Severity};
use crate::ir::{Api, Merged, Schema, SchemaId};
use crate::load::{Document, written};
use crate::pointer::unescape_pointer;
use openapiv3::{OpenAPI, ReferenceOr};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Lowers a document.
pub(crate) fn api(document: &Document) -> (Api, Vec<Finding>) {
    let openapi = &document.openapi;
    let mut lowering = Lowering::new(document);
    lowering.components();
    lowering.families();
    let operations = lowering.operations();
    let security_schemes = lowering.security_schemes();
    let servers = lowering.servers();
    lowering.link_pointers();
    let Lowering { schemas, merged_pairs, mut findings, .. } = lowering;
    let pairs = merged_pairs.into_iter();
    let merged =
        pairs.flat_map(|((one, other), whole)| [one, other].map(|part| Merged { part, whole }));
    let mut merged: Vec<Merged> = merged.collect();
    merged.sort_unstable();
    let schemas =
        schemas.into_iter().map(|slot| slot.expect("every reserved schema is filled")).collect();
    let info = &openapi.info;
    let mut api = Api {
        title: info.title.clone(),
        version: info.version.clone(),
        description: info.description.clone(),
        servers,
        operations,
        schemas,
        merged,
        security_schemes,
        validator: None,
        rate_limit: None,
    };
    cycles::cut(&mut api, document.curated, &mut findings);
    union::spread_null(&mut api);
    usage::mark(&mut api);
    claims::attach(&mut api, &document.extensions, document.curated, &mut findings);
    paging::attach(&mut api, &document.extensions, document.curated, &mut findings);
    api.validator = validator::read(&document.extensions, document.curated, &mut findings);
    api.rate_limit = rate_limit::read(&document.extensions, document.curated, &mut findings);
    findings.extend(example::check(&api, document.curated));
    findings.extend(undeclared::check(&api, document.curated));
    if document.curated {
        findings.extend(house::check(&api));
    }
    findings.sort_by(|left, right| {
        (&left.at.pointer, &left.rule).cmp(&(&right.at.pointer, &right.rule))
    });
    (api, findings)
}

/// Everything that grows while a document is lowered.
struct Lowering<'d> {
    openapi: &'d OpenAPI,
    curated: bool,
    /// Pointers of the schemas that are not fully known.
    unread: &'d HashSet<String>,
    /// References to files that are not followed, and why.
    refused: &'d BTreeMap<String, String>,
    /// Reserved slots; a slot is filled when its schema is done.
    schemas: Vec<Option<Schema>>,
    /// Component schemas by name.
    components: BTreeMap<&'d str, SchemaId>,
    /// Components being lowered right now: meeting one again is recursion.
    busy: HashSet<SchemaId>,
    /// Schemas that are referred to by a pointer deeper than a component, with where that is done.
    by_pointer: BTreeMap<String, (SchemaId, String)>,
    /// How deep schemas are being lowered and merged right now.
    depth: usize,
    /// Two schemas of one property that were merged, with the schema that fits both.
    merged_pairs: HashMap<(SchemaId, SchemaId), SchemaId>,
    /// How many properties merging has copied.
    merged_properties: usize,
    /// The names of the component schemas.
    component_names: HashMap<SchemaId, &'d str>,
    findings: Vec<Finding>,
}

impl<'d> Lowering<'d> {
    fn new(document: &'d Document) -> Self {
        Self {
            openapi: &document.openapi,
            curated: document.curated,
            unread: &document.unread,
            refused: &document.refused,
            schemas: Vec::new(),
            components: BTreeMap::new(),
            busy: HashSet::new(),
            by_pointer: BTreeMap::new(),
            depth: 0,
            merged_pairs: HashMap::new(),
            merged_properties: 0,
            component_names: HashMap::new(),
            findings: Vec::new(),
        }
    }

    /// Whether this is a component schema; their ids come first.
    fn is_component(&self, id: SchemaId) -> bool {
        id.index() < self.components.len()
    }

    /// Something that is dropped or only approximated; a curated document may lose nothing, others
    /// lose what `loss` says.
    fn lost(&mut self, rule: &'static str, at: &str, message: String, help: &str) {
        let severity = if self.curated { Severity::Error } else { Severity::Warning };
        self.findings.push(Finding::new(severity, rule, at, message, help));
    }

    /// An extension that is true or false.
    fn flag(&mut self, written: Option<&Value>, at: &str) -> bool {
        match written {
            None | Some(Value::Bool(false)) => false,
            Some(Value::Bool(true)) => true,
            Some(other) => {
                let message = format!("expected true or false, found {other}");
                self.lost("spec/wrong-shape", at, message, "write true");
                false
            }
        }
    }

    /// Resolves a reference to a component other than a schema. Gives the item with its pointer.
    fn resolve<'r, T>(
        &mut self,
        reference: &'r ReferenceOr<T>,
        section: &str,
        find: impl Fn(&str) -> Option<&'r ReferenceOr<T>>,
        at: &str,
    ) -> Option<(&'r T, String)> {
        let (mut reference, mut at) = (reference, at.to_owned());
        // A chain of references longer than this is a cycle.
        for _ in 0..32 {
            match reference {
                ReferenceOr::Item(item) => return Some((item, at)),
                ReferenceOr::Reference { reference: target } => {
                    let token = target.strip_prefix(&format!("#/components/{section}/"));
                    match token.and_then(|token| Some((token, find(&unescape_pointer(token))?))) {
                        Some((token, next)) => {
                            at = format!("/components/{section}/{token}");
                            reference = next;
                        }
                        None => {
                            self.dangling(target, section, &at);
                            return None;
                        }
                    }
                }
            }
        }
        self.lost(
            "spec/reference-cycle",
            &at,
            "the reference leads back to itself".to_owned(),
            "write one of them out",
        );
        None
    }

    fn dangling(&mut self, target: &str, section: &str, at: &str) {
        let shown = written(target);
        let message = match self.refused.get(target) {
            Some(why) => format!("`{shown}` is not followed: {why}"),
            None if target.contains("://") => {
                format!("`{shown}` leads to another host, and no host is asked")
            }
            None if shown == target => format!("`{shown}` names nothing in this document"),
            None => format!("`{shown}` names nothing in that file"),
        };
        let help = format!(
            "refer to `#/components/{section}/<name>`, or to another place in this document or in a file beside it"
        );
        self.lost("spec/dangling-reference", &format!("{at}/$ref"), message, &help);
    }
}
