//! Puts the claims of a document beside the elements of the [`Api`] that they speak of, by JSON
//! pointer. In comes the finished API with the `x-` keys of the document; the rest of `lower` does
//! not know that claims exist. What a basis means for a keyword is decided in `ir::basis`.

use super::x_keys;
use crate::finding::{Finding, Severity};
use crate::ir::{Api, Change, Claim, Kind, Property, Reading, SchemaId};
use crate::load::Extensions;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// Attaches every claim, and reports what is wrong with one.
pub(super) fn attach(
    api: &mut Api,
    extensions: &Extensions,
    curated: bool,
    findings: &mut Vec<Finding>,
) {
    let mut claims = Claims { by_pointer: HashMap::new(), met: HashSet::new() };
    for (at, keys) in extensions {
        if x_keys::CLAIM.iter().any(|key| keys.contains_key(*key)) {
            let (claim, mistakes) = x_keys::claim(keys, at, curated);
            claims.by_pointer.insert(at, claim);
            findings.extend(mistakes);
        }
    }
    operations(api, &mut claims);
    schemas(api, &mut claims);
    if !claims.by_pointer.is_empty() {
        properties(api, &claims);
    }
    if curated {
        findings.extend(claims.idle());
    }
}

struct Claims<'d> {
    by_pointer: HashMap<&'d str, Claim>,
    /// The pointers of the elements that were asked for.
    met: HashSet<String>,
}

impl Claims<'_> {
    fn of(&mut self, at: &str) -> Claim {
        match self.by_pointer.get(at) {
            Some(claim) => {
                self.met.insert(at.to_owned());
                claim.clone()
            }
            None => Claim::default(),
        }
    }

    /// Claims of elements that the API does not have, or that nothing can be claimed of.
    fn idle(&self) -> Vec<Finding> {
        let idle = self.by_pointer.keys().filter(|at| !self.met.contains(**at));
        idle.map(|at| {
            Finding::new(
                Severity::Error,
                "spec/idle-claim",
                *at,
                "nothing asks how this element is known",
                "write it beside an operation, a parameter, a request body, a response, a schema or a property that is used",
            )
        })
        .collect()
    }
}

fn operations(api: &mut Api, claims: &mut Claims<'_>) {
    for operation in &mut api.operations {
        operation.claim = claims.of(&operation.at);
        operation.security_claim = security(&operation.claim);
        for parameter in &mut operation.parameters {
            parameter.claim = claims.of(&parameter.at);
        }
        if let Some(body) = &mut operation.body {
            body.claim = claims.of(&body.at);
        }
        for response in &mut operation.responses {
            response.claim = claims.of(&response.at);
        }
    }
}

/// What an operation claims of its security: `x-basis: {security: ...}`, or its basis as a whole.
fn security(operation: &Claim) -> Claim {
    Claim {
        basis: operation.basis_of("security").unwrap_or_default(),
        keywords: Default::default(),
        plausible: Vec::new(),
        ..operation.clone()
    }
}

fn schemas(api: &mut Api, claims: &mut Claims<'_>) {
    let mut known: HashMap<&str, SchemaId> = HashMap::new();
    for (id, schema) in api.schemas() {
        // Parts that `lower` adds stand at the pointer of the schema they are parts of.
        known.entry(&schema.at).or_insert(id);
    }
    let within: Vec<Option<SchemaId>> =
        api.schemas.iter().map(|schema| enclosing(&known, &schema.at)).collect();
    for (schema, within) in api.schemas.iter_mut().zip(within) {
        schema.claim = claims.of(&schema.at);
        schema.within = within;
    }
}

/// The nearest schema around a pointer.
fn enclosing(known: &HashMap<&str, SchemaId>, at: &str) -> Option<SchemaId> {
    let mut at = at;
    while let Some((shorter, _)) = at.rsplit_once('/') {
        if let Some(id) = known.get(shorter) {
            return Some(*id);
        }
        at = shorter;
    }
    None
}

/// Claims of properties: what is written beside them, and what the readings of `required` lists say.
fn properties(api: &mut Api, claims: &Claims<'_>) {
    for index in 0..api.schemas.len() {
        let id = SchemaId::new(index);
        let Kind::Object(object) = &api.schema(id).kind else { continue };
        let found: Vec<Claim> = (object.properties.iter())
            .map(|property| {
                let own = claims.by_pointer.get(property.at.as_str()).cloned().unwrap_or_default();
                let plausible = absences(api, id, property, &own);
                Claim { plausible, ..own }
            })
            .collect();
        if let Kind::Object(object) = &mut api.schemas[index].kind {
            for (property, claim) in object.properties.iter_mut().zip(found) {
                property.claim = claim;
            }
        }
    }
}

/// The readings that say whether a property is required: its own, and those of the lists that
/// require it. Every list has to be doubted, else the property is there under each reading.
fn absences(api: &Api, owner: SchemaId, property: &Property, own: &Claim) -> Vec<Reading> {
    let optional = Reading::of(Change::Required(false));
    let is_required = |change: &&Change| matches!(change, Change::Required(_));
    let mut said: Vec<Reading> =
        own.changes().filter(is_required).cloned().map(Reading::of).collect();
    let Kind::Object(object) = &api.schema(owner).kind else { return said };
    let mut of_lists = Vec::new();
    for list in object.required_by.iter().filter(|list| list.name == property.name) {
        let readings = api.schema(list.schema).claim.plausible.iter();
        let before = of_lists.len();
        of_lists.extend(readings.filter_map(|reading| spread(reading, &list.name)));
        let doubted =
            of_lists.len() > before || (list.schema == property.within && said.contains(&optional));
        if !doubted {
            said.retain(|reading| *reading != optional);
            return said;
        }
    }
    // What one part of a merged object says of that part alone holds together with nothing else.
    let merged = property.within != owner || !object.extends.is_empty();
    for reading in of_lists {
        let reading = if merged { optional.clone() } else { reading };
        if !said.contains(&reading) {
            said.push(reading);
        }
    }
    said
}

/// What a reading with another `required` list says of a name that the list leaves out.
fn spread(reading: &Reading, name: &str) -> Option<Reading> {
    let is_list = |change: &Change| match change {
        Change::Keyword(keyword, Value::Array(names)) if keyword == "required" => {
            !names.iter().any(|other| other == name)
        }
        _ => false,
    };
    reading.changes.iter().any(is_list).then(|| Reading {
        changes: (reading.changes.iter())
            .map(|change| if is_list(change) { Change::Required(false) } else { change.clone() })
            .collect(),
    })
}
