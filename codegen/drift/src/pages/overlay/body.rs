//! The request body: there or not, its media types, and the properties of its object.

use super::super::page::{BodyFacts, Field, Part};
use super::{Overlay, guess, is_from_this_page, place_of, value};
use crate::object;
use oasis_model::finding::Basis;
use oasis_model::ir::{
    Additional, Body, Claim, Content, Kind, Object, Operation, Property, RequiredBy, Schema,
    SchemaId,
};
use oasis_model::pointer::escape_pointer;
use serde_json::Value;
use std::collections::HashSet;

impl Overlay<'_> {
    pub(super) fn body(&mut self, operation: &mut Operation) {
        let page = self.page;
        match (&page.body, &mut operation.body) {
            (None, None) => {}
            (None, known @ Some(_)) => {
                let own = known.as_ref().is_some_and(|body| is_from_this_page(&body.claim));
                if own && page.whole(Part::Request) {
                    *known = None;
                }
            }
            (Some(facts), None) => operation.body = Some(self.new_body(operation, facts)),
            (Some(facts), Some(body)) => self.known_body(body, facts),
        }
    }

    fn known_body(&mut self, body: &mut Body, facts: &BodyFacts) {
        let page = self.page;
        self.note(&body.at, page.place(facts.line, ""));
        if let Some(curl) = &page.curl {
            let sends = curl.value.body.is_some() || curl.value.media_type.is_some();
            body.required &= sends || !page.whole(Part::Curl);
        }
        let sample = self.sample();
        for content in &mut body.contents {
            let Some(schema) = content.schema.filter(|_| content.is_json()) else { continue };
            let laid = self.object(schema, facts);
            content.schema = Some(match &sample {
                Some(sample) => self.sampled_request(laid, sample),
                None => laid,
            });
        }
        let known = |name: &str| body.contents.iter().any(|own| own.media_type == name);
        let fresh: Vec<_> = facts.media_types.iter().filter(|fact| !known(&fact.value)).collect();
        let shared = fresh.len() < facts.media_types.len();
        let schema = body.contents.first().and_then(|content| content.schema);
        if !shared && !fresh.is_empty() {
            body.contents.clear();
        }
        for fact in fresh {
            let at = format!("{}/content/{}", body.at, escape_pointer(&fact.value));
            self.note(&at, fact.place(page));
            let media_type = fact.value.clone();
            body.contents.push(Content {
                media_type,
                schema,
                encoding: Vec::new(),
                example: None,
                at,
            });
        }
    }

    /// The properties of an object as the page lists them.
    fn object(&mut self, id: SchemaId, facts: &BodyFacts) -> SchemaId {
        let page = self.page;
        let Some((home, _)) = object::of(&self.api, id) else { return id };
        let at = home.at.clone();
        let owner = self.api.resolve(id).0;
        let mut laid = Schema { component: false, at: at.clone(), ..self.flat(id) };
        let Kind::Object(object) = &mut laid.kind else { return id };
        self.note(&at, page.place(facts.line, ""));
        for field in &facts.fields {
            if field.is_any_member() {
                if object.additional == Additional::Refused {
                    object.additional = Additional::Any;
                }
                continue;
            }
            let at = format!("{at}/properties/{}", escape_pointer(&field.name));
            self.note(&at, page.place(field.line, &field.text));
            match object.properties.iter_mut().find(|property| property.name == field.name) {
                Some(property) => {
                    property.required = field.required;
                    let claim = property.claim.clone();
                    property.schema = self.value(field, property.schema, &claim, &at);
                }
                None => {
                    let schema = self.new_value(field, self.member(&field.name).as_ref(), &at);
                    self.added.insert(at.clone(), schema);
                    object.properties.push(property(field, schema, at, owner));
                }
            }
        }
        if page.whole(Part::Request) {
            let (api, gone) = (&self.api, &mut self.gone);
            object.properties.retain(|property| {
                let shown = facts.fields.iter().any(|field| field.name == property.name);
                let stays = shown || !is_from_this_page(api.property_claim(property));
                if !stays {
                    gone.insert(format!("{at}/properties/{}", escape_pointer(&property.name)));
                }
                stays
            });
        }
        self.push_object(laid)
    }

    /// The body of a page whose operation is new, or has none in the specification.
    fn new_body(&mut self, operation: &Operation, facts: &BodyFacts) -> Body {
        let page = self.page;
        let at = format!("{}/requestBody", operation.at);
        self.note(&at, page.place(facts.line, ""));
        let sent = page.curl.iter().filter_map(|curl| curl.value.media_type.clone());
        let listed = facts.media_types.iter().map(|fact| fact.value.clone());
        let media_type = listed.chain(sent).next().unwrap_or_else(|| "application/json".to_owned());
        let content = format!("{at}/content/{}", escape_pointer(&media_type));
        let sample = self.sample();
        let root = format!("{content}/schema");
        let schema = match (&sample, &facts.fields[..]) {
            (Some(Value::Object(_)) | None, fields) => self.new_object(fields, &root),
            // A body that is no object is printed as one field of this name.
            (Some(other), [field]) if field.name == "body" => {
                self.new_value(field, Some(other), &root)
            }
            (Some(other), _) => {
                let why = "The page lists no properties; the type is that of the sample.";
                let schema = self.inferred(&[other], &root, true);
                self.push(Schema { claim: guess(Basis::Inferred, why), ..schema })
            }
        };
        let why = match page.curl.as_ref().is_some_and(|curl| curl.value.media_type.is_some()) {
            true => "The page's own call sends a body; whether it may be left out is not said.",
            false => "The page has a section for the body; whether it may be left out is not said.",
        };
        let contents = vec![Content {
            media_type,
            schema: Some(schema),
            encoding: Vec::new(),
            example: sample,
            at: content,
        }];
        let docs = value::docs(&facts.description);
        Body { required: true, contents, docs, claim: guess(Basis::Inferred, why), at }
    }

    fn new_object(&mut self, fields: &[Field], at: &str) -> SchemaId {
        let mut object = Object::default();
        for field in fields {
            let own = format!("{at}/properties/{}", escape_pointer(&field.name));
            let sample = self.member(&field.name);
            let schema = self.new_value(field, sample.as_ref(), &own);
            match field.is_any_member() {
                true => object.additional = Additional::Schema(schema),
                false => object.properties.push(property(field, schema, own, schema)),
            }
        }
        self.push_object(super::blank(at, Kind::Object(object)))
    }

    /// Adds an object whose lists of required properties follow what its properties say. What the page
    /// adds is declared by the page, not by the schema that it is laid over.
    pub(super) fn push_object(&mut self, mut laid: Schema) -> SchemaId {
        let id = SchemaId::new(self.api.schemas.len());
        if let Kind::Object(Object { properties, required_by, .. }) = &mut laid.kind {
            let required = properties.iter().filter(|property| property.required);
            let required: HashSet<String> =
                required.map(|property| property.name.clone()).collect();
            required_by.retain(|entry| required.contains(&entry.name));
            let listed: HashSet<String> =
                required_by.iter().map(|entry| entry.name.clone()).collect();
            let fresh = required.into_iter().filter(|name| !listed.contains(name));
            required_by.extend(fresh.map(|name| RequiredBy { name, schema: id }));
            for property in properties {
                if self.added.contains_key(&property.at) {
                    property.within = id;
                }
            }
        }
        self.push(Schema { claim: Claim::default(), within: None, ..laid })
    }

    /// The body of the sample request.
    pub(super) fn sample(&self) -> Option<Value> {
        self.page.curl.as_ref()?.value.json()
    }

    fn member(&self, name: &str) -> Option<Value> {
        self.sample()?.get(name).cloned()
    }

    /// Where the sample request stands.
    pub(super) fn of_curl(&self) -> oasis_model::finding::Place {
        place_of(self.page.curl.as_ref(), self.page)
    }
}

fn property(field: &Field, schema: SchemaId, at: String, within: SchemaId) -> Property {
    let (name, claim) = (field.name.clone(), Claim::default());
    Property { name, required: field.required, schema, claim, at, within }
}
