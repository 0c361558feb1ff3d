//! The two forms of a schema that is read otherwise than it is written.
//!
//! Of an API, no schema holds afterwards a property that never travels
//! its way: `readOnly` is not sent, `writeOnly` not received. A schema that is used both ways and
//! differs becomes two; nothing else changes, and nothing is lost that could travel.

use crate::ledger::Ledger;
use oasis_model::ir::{Additional, Api, Direction, Kind, Property, SchemaId};
use std::collections::{HashMap, HashSet};
use std::mem;

/// What the name of a form that is written has behind that of the form that is read.
const SUFFIX: &str = "Request";

/// Gives reading and writing schemas of their own where they differ.
pub(crate) fn split(api: &mut Api, ledger: &mut Ledger) {
    let differing = differing(api);
    let tags = tags(api);
    let mut written: HashMap<SchemaId, SchemaId> = HashMap::new();
    for id in &differing {
        let usage = api.schema(*id).usage;
        if usage.sent && usage.received {
            let mut copy = api.schema(*id).clone();
            if !copy.name.to_ascii_lowercase().ends_with("request") {
                copy.name.push_str(SUFFIX);
            }
            written.insert(*id, SchemaId::new(api.schemas.len()));
            api.schemas.push(copy);
        }
    }
    for id in &differing {
        let is_only_sent = api.schema(*id).usage.sent && !written.contains_key(id);
        let hidden = hide(api, *id, is_only_sent, &tags);
        if !written.contains_key(id) {
            let why = match is_only_sent {
                true => "`readOnly`, and the schema is only sent",
                false => "`writeOnly`, and the schema is only received",
            };
            hidden.iter().for_each(|property| ledger.ignored(&property.at, why));
        }
    }
    let turn = |id: &mut SchemaId| *id = written.get(id).copied().unwrap_or(*id);
    for copy in written.values() {
        hide(api, *copy, true, &tags);
    }
    let usage = |id: &SchemaId| api.schema(*id).usage;
    let mut only_sent: Vec<SchemaId> = differing;
    only_sent.retain(|id| usage(id).sent && !usage(id).received);
    for id in written.values().chain(&only_sent) {
        visit(&mut api.schemas[id.index()].kind, &mut { turn });
    }
    sent(api).into_iter().for_each(turn);
}

/// The schemas that hold such a property, or lead to one, in order.
fn differing(api: &Api) -> Vec<SchemaId> {
    let mut users: Vec<Vec<SchemaId>> = vec![Vec::new(); api.schemas.len()];
    let mut open = Vec::new();
    for (id, schema) in api.schemas() {
        for child in children(&schema.kind) {
            users[child.index()].push(id);
        }
        let Kind::Object(object) = &schema.kind else { continue };
        let is_hidden = |sent| object.properties.iter().any(|p| hides(api, p.schema, sent));
        if is_hidden(true) || is_hidden(false) {
            open.push(id);
        }
    }
    let mut found = HashSet::new();
    while let Some(id) = open.pop() {
        if found.insert(id) {
            open.extend(&users[id.index()]);
        }
    }
    let mut found: Vec<SchemaId> = found.into_iter().collect();
    found.sort_unstable();
    found
}

/// Whether values of a property's schema never travel this way.
fn hides(api: &Api, property: SchemaId, is_sent: bool) -> bool {
    [property, api.resolve(property).0].iter().map(|id| api.schema(*id)).any(|schema| {
        let (here, there) = match is_sent {
            true => (schema.read_only, schema.write_only),
            false => (schema.write_only, schema.read_only),
        };
        // What may travel neither way is a slip of the document.
        here && !there
    })
}

/// The names of properties that tell the variants of a union apart: they travel both ways.
fn tags(api: &Api) -> HashSet<String> {
    api.schemas.iter().filter_map(|schema| tag(&schema.kind)).map(str::to_owned).collect()
}

fn tag(kind: &Kind) -> Option<&str> {
    match kind {
        Kind::Object(object) => object.discriminator.as_ref().map(|tag| tag.property.as_str()),
        Kind::OneOf(union) | Kind::AnyOf(union) => {
            union.discriminator.as_ref().map(|tag| tag.property.as_str())
        }
        _ => None,
    }
}

/// Takes out of an object what never travels this way.
fn hide(api: &mut Api, id: SchemaId, is_sent: bool, tags: &HashSet<String>) -> Vec<Property> {
    let Kind::Object(object) = &mut api.schemas[id.index()].kind else { return Vec::new() };
    let properties = mem::take(&mut object.properties);
    let (hidden, properties): (Vec<_>, Vec<_>) = properties.into_iter().partition(|property| {
        !tags.contains(&property.name) && hides(api, property.schema, is_sent)
    });
    // An object of which nothing is left is still no map.
    let Kind::Object(object) = &mut api.schemas[id.index()].kind else { return hidden };
    if properties.is_empty() && !hidden.is_empty() && object.additional == Additional::Unstated {
        object.additional = Additional::Refused;
    }
    object.properties = properties;
    hidden
}

/// The schemas that a schema is made of.
fn children(kind: &Kind) -> Vec<SchemaId> {
    let mut found = Vec::new();
    visit(&mut kind.clone(), &mut |id| found.push(*id));
    found
}

/// Shows every schema that a schema is made of, to be changed.
fn visit(kind: &mut Kind, see: &mut impl FnMut(&mut SchemaId)) {
    match kind {
        Kind::Array(array) => array.items.iter_mut().for_each(see),
        Kind::Object(object) => {
            object.properties.iter_mut().for_each(|property| see(&mut property.schema));
            if let Additional::Schema(id) = &mut object.additional {
                see(id);
            }
            object.extends.iter_mut().for_each(&mut *see);
            let children = object.discriminator.iter_mut().flat_map(|base| &mut base.children);
            children.for_each(|child| see(&mut child.schema));
        }
        Kind::OneOf(union) | Kind::AnyOf(union) => union.variants.iter_mut().for_each(see),
        Kind::AllOf(parts) => parts.iter_mut().for_each(see),
        Kind::Not(id) | Kind::Alias(id) => see(id),
        _ => {}
    }
}

/// The schemas that the operations name of what the integrator sends.
fn sent(api: &mut Api) -> Vec<&mut SchemaId> {
    let mut found = Vec::new();
    for operation in &mut api.operations {
        match operation.direction {
            Direction::Call => {
                let contents = operation.body.iter_mut().flat_map(|body| &mut body.contents);
                found.extend(contents.filter_map(|content| content.schema.as_mut()));
                found.extend(operation.parameters.iter_mut().map(|p| &mut p.schema));
            }
            Direction::Webhook { .. } => {
                for response in &mut operation.responses {
                    let contents = response.contents.iter_mut();
                    found.extend(contents.filter_map(|content| content.schema.as_mut()));
                    let headers = response.headers.iter_mut();
                    found.extend(headers.filter_map(|header| header.schema.as_mut()));
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The properties of the schemas that are called so.
    fn properties(api: &Api, name: &str) -> Vec<Vec<String>> {
        let named = api.schemas.iter().filter(|schema| schema.name == name);
        let objects = named.filter_map(|schema| match &schema.kind {
            Kind::Object(object) => Some(object),
            _ => None,
        });
        objects.map(|it| it.properties.iter().map(|p| p.name.clone()).collect()).collect()
    }

    const TEXT: &str = "
openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /both:
    put:
      operationId: both
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Outer'}}}}
      responses:
        '200': {description: D, content: {application/json: {schema: {$ref: '#/components/schemas/Outer'}}}}
  /hook:
    post:
      operationId: hook
      x-webhook: true
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Pushed'}}}}
      responses:
        '200': {description: D, content: {application/json: {schema: {$ref: '#/components/schemas/Replied'}}}}
  /sent:
    post:
      operationId: send
      requestBody: {content: {application/json: {schema: {type: object, properties: {inner: {$ref: '#/components/schemas/Inner'}}}}}}
      responses: {'204': {description: D}}
components:
  schemas:
    Outer: {type: object, properties: {inner: {type: array, items: {$ref: '#/components/schemas/Inner'}}, same: {$ref: '#/components/schemas/Same'}}}
    Inner:
      type: object
      required: [id]
      properties: {id: {type: string, readOnly: true}, key: {type: string, writeOnly: true}, note: {type: string}, outer: {$ref: '#/components/schemas/Outer'}}
    Same: {type: object, properties: {a: {type: string}}}
    Pushed: {type: object, properties: {id: {type: string, readOnly: true}, key: {type: string, writeOnly: true}}}
    Replied: {type: object, properties: {id: {type: string, readOnly: true}, key: {type: string, writeOnly: true}}}
";

    #[test]
    fn each_way_has_the_properties_that_travel_it() {
        let mut split = oasis_model::read("spec.yaml", TEXT).api;
        super::split(&mut split, &mut Ledger::default());
        for (name, expected) in [
            ("Inner", vec!["key"]),
            ("InnerRequest", vec!["id"]),
            ("Outer", vec![]),
            ("OuterRequest", vec![]),
            ("Pushed", vec!["key"]),
            ("Replied", vec!["id"]),
        ] {
            let found = properties(&split, name);
            assert_eq!(found.len(), 1, "{name}");
            for hidden in expected {
                assert!(!found[0].contains(&hidden.to_owned()), "{name} holds {hidden}");
            }
        }
        assert_eq!(properties(&split, "Inner"), [["id", "note", "outer"]]);
        assert_eq!(properties(&split, "InnerRequest"), [["key", "note", "outer"]]);
        assert!(properties(&split, "SameRequest").is_empty(), "what does not differ stays one");
    }

    #[test]
    fn what_is_written_leads_to_what_is_written() {
        let api = oasis_model::read("spec.yaml", TEXT).api;
        let mut split = api.clone();
        super::split(&mut split, &mut Ledger::default());
        for (id, schema) in split.schemas() {
            let is_written = schema.name.ends_with("Request") || !schema.usage.received;
            for child in children(&schema.kind) {
                let child = split.schema(child);
                if api.schemas.iter().any(|s| s.name == child.name) && is_written {
                    assert!(!["Inner", "Outer"].contains(&child.name.as_str()), "{id:?}");
                }
            }
        }
        let body = split.operation("both").and_then(|operation| operation.body.as_ref());
        let schema = body.and_then(|body| body.contents[0].schema).map(|id| split.schema(id));
        assert_eq!(schema.map(|schema| schema.name.as_str()), Some("OuterRequest"));
    }
}
