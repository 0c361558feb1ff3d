//! Parameters: there or not, required, and what their values are.

use super::super::page::{Curl, Fact, Field, Part};
use super::{Overlay, blank, guess, is_from_this_page};
use oasis_model::finding::Basis;
use oasis_model::ir::{Claim, Docs, Kind, Operation, Parameter, ParameterPlace, Text};
use oasis_model::pointer::escape_pointer;
use serde_json::Value;

const PLACES: [(ParameterPlace, Part); 4] = [
    (ParameterPlace::Path, Part::Path),
    (ParameterPlace::Query, Part::Query),
    (ParameterPlace::Header, Part::Header),
    (ParameterPlace::Cookie, Part::Cookie),
];

impl Overlay<'_> {
    pub(super) fn parameters(&mut self, operation: &mut Operation) {
        let page = self.page;
        let new = operation.parameters.is_empty();
        let mut shown = Vec::new();
        // Where the places of the path's parameters are not known, numbered ones stand there.
        let homeless = |place| page.concrete_path && place == ParameterPlace::Path;
        for (place, field) in page.parameters.iter().filter(|(place, _)| !homeless(*place)) {
            let found = operation.parameters.iter().position(|parameter| {
                parameter.place == *place && self.is_same(operation, parameter, field)
            });
            let Some(index) = found else {
                let parameter = self.new_parameter(operation, *place, field);
                shown.push(parameter.at.clone());
                operation.parameters.push(parameter);
                continue;
            };
            let known = &mut operation.parameters[index];
            known.required = field.required;
            let (schema, claim, at) = (known.schema, known.claim.clone(), known.at.clone());
            // The mark may stand beside the parameter or in its schema.
            let mut field = field.clone();
            if !self.flat(schema).docs.deprecated {
                known.docs.deprecated = std::mem::take(&mut field.deprecated);
            }
            self.note(&at, page.place(field.line, &field.text));
            known.schema = self.value(&field, schema, &claim, &at);
            shown.push(at);
        }
        operation.parameters.retain(|parameter| {
            let part = PLACES.iter().find(|(place, _)| *place == parameter.place);
            let part = part.map_or(Part::End, |(_, part)| *part);
            let gone = page.whole(part) && is_from_this_page(&parameter.claim);
            !gone || homeless(parameter.place) || shown.contains(&parameter.at)
        });
        if new && page.concrete_path {
            self.nameless(operation);
        }
        if let Some(curl) = &page.curl {
            self.sampled(operation, curl, new);
        }
    }

    /// Path parameters of which the page's text kept nothing but sample values.
    fn nameless(&mut self, operation: &mut Operation) {
        let path = operation.path.clone();
        let named = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        for name in named {
            let at = format!("{}/parameters/{}", operation.at, escape_pointer(name));
            let why = "The page's text lost the parameters; the sample has a value here.";
            operation.parameters.push(Parameter {
                name: name.to_owned(),
                place: ParameterPlace::Path,
                required: true,
                schema: self.push(blank(&at, Kind::String(Text::default()))),
                style: "simple".to_owned(),
                explode: false,
                allow_reserved: false,
                media_type: None,
                example: None,
                docs: Docs::default(),
                claim: guess(Basis::Assumed, why),
                at,
            });
        }
    }

    /// Names of headers do not depend on case, and in a path the place says which one it is.
    fn is_same(&self, operation: &Operation, parameter: &Parameter, field: &Field) -> bool {
        let at = |path: &str, name: &str| {
            let braced = format!("{{{name}}}");
            path.split('/').position(|segment| segment == braced)
        };
        let same = parameter.name == field.name;
        match parameter.place {
            ParameterPlace::Header => parameter.name.eq_ignore_ascii_case(&field.name),
            ParameterPlace::Path => {
                let page = self.page.path.as_ref().map_or("", |path| path.value.as_str());
                match at(page, &field.name) {
                    Some(place) => at(&operation.path, &parameter.name) == Some(place),
                    None => same,
                }
            }
            ParameterPlace::Query | ParameterPlace::Cookie => same,
        }
    }

    fn new_parameter(
        &mut self,
        operation: &Operation,
        place: ParameterPlace,
        field: &Field,
    ) -> Parameter {
        let at = format!("{}/parameters/{}", operation.at, escape_pointer(&field.name));
        self.note(&at, self.page.place(field.line, &field.text));
        let schema = self.new_value(field, None, &at);
        self.added.insert(at.clone(), schema);
        let example = self.sent(place, field).filter(|sent| {
            let view = oasis_model::conform::View::Claim;
            oasis_model::conform::check(&self.api, schema, sent, view).accepts()
        });
        Parameter {
            name: field.name.clone(),
            place,
            required: field.required,
            schema,
            style: style(place).to_owned(),
            explode: style(place) == "form",
            allow_reserved: false,
            media_type: None,
            example,
            docs: Docs {
                description: Some(field.description.clone()),
                deprecated: field.deprecated,
                summary: None,
            },
            claim: Claim::default(),
            at,
        }
    }

    /// The value that the sample request sends for a parameter.
    fn sent(&self, place: ParameterPlace, field: &Field) -> Option<Value> {
        let curl = &self.page.curl.as_ref()?.value;
        let values;
        let pairs = match place {
            ParameterPlace::Query => &curl.query,
            ParameterPlace::Header => &curl.headers,
            ParameterPlace::Path => {
                let path = &self.page.path.as_ref()?.value;
                values = crate::address::parameters(path, &curl.path)?;
                &values
            }
            ParameterPlace::Cookie => return None,
        };
        let (_, text) = pairs.iter().find(|(name, _)| name.eq_ignore_ascii_case(&field.name))?;
        let is_text = field.written.as_deref() == Some("string");
        let parsed = serde_json::from_str(text).ok().filter(|_| !is_text);
        Some(parsed.unwrap_or_else(|| Value::from(text.as_str())))
    }

    /// Query parameters and headers of the sample request that nobody lists.
    fn sampled(&mut self, operation: &mut Operation, curl: &Fact<Curl>, new: bool) {
        let query = curl.value.query.iter().map(|pair| (ParameterPlace::Query, pair));
        let headers = curl.value.headers.iter().map(|pair| (ParameterPlace::Header, pair));
        for (place, (name, value)) in query.chain(headers) {
            let known = operation.parameters.iter().any(|parameter| {
                parameter.place == place && parameter.name.eq_ignore_ascii_case(name)
            });
            if known || is_technical(name) {
                continue;
            }
            let at = format!("{}/parameters/{}", operation.at, escape_pointer(name));
            self.note(&at, curl.place(self.page));
            let mut schema = blank(&at, Kind::String(Text::default()));
            if let (true, Kind::String(text)) = (super::guess::is_time(value), &mut schema.kind) {
                text.format = Some("date-time".to_owned());
            }
            let schema = self.push(schema);
            self.added.insert(at.clone(), schema);
            let why = "The page's own call sends it; whether it must, and of which type it is, is not said.";
            operation.parameters.push(Parameter {
                name: name.clone(),
                place,
                required: false,
                schema,
                style: style(place).to_owned(),
                explode: style(place) == "form",
                allow_reserved: false,
                media_type: None,
                example: new.then(|| Value::from(value.as_str())),
                docs: Docs::default(),
                claim: guess(Basis::Inferred, why),
                at,
            });
        }
    }
}

fn style(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path | ParameterPlace::Header => "simple",
        ParameterPlace::Query | ParameterPlace::Cookie => "form",
    }
}

/// Headers that are no parameters.
fn is_technical(name: &str) -> bool {
    ["authorization", "accept", "content-type"].iter().any(|word| word.eq_ignore_ascii_case(name))
}
