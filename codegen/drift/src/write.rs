//! Elements of an [`Api`](oasis_model::ir::Api) in, the same as OpenAPI 3.0 writes them out: for what an edit adds and for what is
//! offered to paste. Nothing is compared here, and nothing is read.

mod operation;
mod schema;

pub(crate) use operation::{
    body, content, header, operation, parameter, response, scheme, security, servers,
};
pub(crate) use schema::{described, referring, resolved, same};

use oasis_model::ir::{Api, Claim, Docs, SchemaId};
use serde_json::{Map, Value, json};

/// What stands where a page has no prose.
const NO_PROSE: &str = "The page does not say what it means.";

/// Limit on the schemas that are written, those counted that occur several times: nobody pastes more.
const MOST_SCHEMAS: usize = 5_000;

/// The JSON pointer by which a component is referred to; none: it is put in.
pub(crate) type Refer<'a> = &'a mut dyn FnMut(SchemaId) -> Option<String>;

/// An API whose elements are written.
pub(crate) struct Writer<'a> {
    api: &'a Api,
    refer: Refer<'a>,
    /// What stands where there is no prose; none: nothing.
    prose: Option<&'static str>,
    /// How surely things are known is written, too.
    claims: bool,
    /// What tells alternatives apart is written even of those that are put in, to be compared.
    tags: bool,
    /// The schemas around the one that is written, and how many have been.
    around: Vec<SchemaId>,
    count: usize,
}

impl<'a> Writer<'a> {
    /// A writer that adds nothing to what the API says.
    pub(crate) fn new(api: &'a Api, refer: Refer<'a>) -> Self {
        Self { api, refer, prose: None, claims: true, tags: false, around: Vec::new(), count: 0 }
    }

    /// A writer for the specification, which describes everything.
    pub(crate) fn curated(api: &'a Api, refer: Refer<'a>) -> Self {
        Self { prose: Some(NO_PROSE), ..Self::new(api, refer) }
    }

    /// Prose of an element other than a schema.
    fn docs(&self, docs: &Docs, map: &mut Map<String, Value>) {
        let prose = docs.description.as_deref().filter(|prose| !prose.is_empty()).or(self.prose);
        map.extend(prose.map(|prose| ("description".to_owned(), json!(prose))));
        if docs.deprecated {
            map.insert("deprecated".to_owned(), json!(true));
        }
    }

    /// What is written beside an element about how it is known.
    fn claim(&self, claim: &Claim, map: &mut Map<String, Value>) {
        if !self.claims {
            return;
        }
        let mut bases: Map<String, Value> = claim
            .keywords
            .iter()
            .map(|(keyword, basis)| (keyword.clone(), json!(basis.to_string())))
            .collect();
        let basis = match (bases.is_empty(), claim.stated) {
            (true, stated) => stated.then(|| json!(claim.basis.to_string())),
            (false, stated) => {
                if stated {
                    bases.insert("others".to_owned(), json!(claim.basis.to_string()));
                }
                Some(Value::Object(bases))
            }
        };
        map.extend(basis.map(|basis| ("x-basis".to_owned(), basis)));
        map.extend(claim.because.as_ref().map(|why| ("x-because".to_owned(), json!(why))));
        map.extend(claim.source.as_ref().map(|page| ("x-source".to_owned(), json!(page))));
        let observed = claim.observed.as_ref();
        let observed =
            observed.map(|seen| json!({"on": seen.on, "count": seen.count, "of": seen.of}));
        map.extend(observed.map(|seen| ("x-observed".to_owned(), seen)));
    }
}
