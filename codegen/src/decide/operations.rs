//! Every operation, decided: the names, arguments and results that client and server share.
//!
//! In come the operations of the API and its decided types, out comes what `write` writes down. What
//! is lost on the way is entered in the ledger.

use super::bodies::{self, Payload, RequestBody};
use super::examples::{self, Examples};
use super::headers::{self, ResponseHeader};
use super::paging::{self, Pages};
use super::parameters::{self, Argument};
use super::path;
use super::refusals::{self, Refusals};
use super::responses::{self, Outcome, Responses, Success};
use super::security::{self, Alternatives, Scheme};
use super::servers::{self, Named};
use super::types::Types;
use crate::ledger::Ledger;
use crate::names::{self, Ident, Scope};
use oasis_model::ir::{self, Direction, Server};
use std::collections::HashSet;

/// The operations of an API, decided.
#[derive(Clone, Debug)]
pub(crate) struct Operations<'a> {
    /// Each operation, in the order of the API.
    pub(crate) endpoints: Vec<Endpoint<'a>>,
    /// For each of them, the type that lists its refusals.
    pub(crate) refusals: Vec<Refusals>,
    /// For each of them, its examples.
    pub(crate) examples: Vec<Examples>,
    /// The servers that a client can be made for by name.
    pub(crate) servers: Vec<Named<'a>>,
    /// The security schemes.
    pub(crate) schemes: Vec<Scheme<'a>>,
    /// The headers of responses.
    pub(crate) headers: Vec<ResponseHeader<'a>>,
}

/// One operation, decided.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint<'a> {
    /// What it was decided from.
    pub(crate) operation: &'a ir::Operation,
    /// The method of client and trait.
    pub(crate) method: Ident,
    /// The constant that describes it.
    pub(crate) constant: Ident,
    /// What the names of its types begin with.
    pub(crate) prefix: Ident,
    /// The path with its parameters in braces.
    pub(crate) path: String,
    /// Its base address, if that is not the one of the API.
    pub(crate) server: Option<&'a Server>,
    /// The credentials it wants.
    pub(crate) security: Alternatives,
    /// Whether a router can reach it: an earlier operation may have the same method and form of path.
    pub(crate) is_routed: bool,
    /// The parameters within the path.
    pub(crate) path_arguments: Vec<Argument<'a>>,
    /// The fields of its parameter struct; empty: it has none.
    pub(crate) fields: Vec<Argument<'a>>,
    /// What the caller sends.
    pub(crate) body: Option<RequestBody<'a>>,
    /// What the caller gets back when all is well.
    pub(crate) success: Success<'a>,
    /// What else the document says may come back.
    pub(crate) refusals: Vec<Outcome<'a>>,
    /// The media types of all of it, as `Accept` has them.
    pub(crate) accept: String,
    /// The headers of its responses, by their places.
    pub(crate) headers: Vec<usize>,
    /// How all pages are read, if there are several.
    pub(crate) pages: Option<Pages<'a>>,
}

impl Endpoint<'_> {
    /// A type of this operation, such as `UpdateSessionRefusal`.
    pub(crate) fn type_name(&self, suffix: &str) -> Ident {
        self.prefix.with_suffix(suffix)
    }

    /// The body of the success that a server answers with first.
    pub(crate) fn success_payload(&self) -> Option<&Payload<'_>> {
        match &self.success {
            Success::One { payload, .. } => payload.as_ref(),
            Success::Several(outcomes) => outcomes.iter().find_map(|o| o.payload.as_ref()),
        }
    }

    /// The receiver's route, if the vendor calls this operation.
    pub(crate) fn route(&self) -> Option<&str> {
        match &self.operation.direction {
            Direction::Call => None,
            Direction::Webhook { route } => Some(route),
        }
    }
}

impl<'a> Operations<'a> {
    /// Decides every operation.
    pub(crate) fn decide(types: &Types<'a>, ledger: &mut Ledger) -> Self {
        let mut methods = Scope::with(TAKEN);
        let mut constants = Scope::with(&["OPERATIONS"]);
        let mut endpoints = endpoints(types, &mut methods, &mut constants, ledger);
        let schemes = security::schemes(types.api, &mut constants, ledger);
        let (headers, places) = headers::headers(types, &mut constants, ledger);
        for (endpoint, places) in endpoints.iter_mut().zip(places) {
            endpoint.headers = places;
        }
        for endpoint in &mut endpoints {
            endpoint.security = security::alternatives(&schemes, endpoint.operation, ledger);
        }
        let servers = servers::named(types.api, &mut methods);
        let refusals = refusals::refusals(types, &endpoints);
        let examples = examples::examples(types, &endpoints);
        Self { endpoints, refusals, examples, servers, schemes, headers }
    }
}

/// Names of methods that mean something else: the constructors of clients, and what any service
/// behind an `Arc` has.
const TAKEN: &[&str] = &[
    "new",
    "builder",
    "http",
    "with_timeout",
    "from",
    "as_ref",
    "borrow",
    "clamp",
    "clone",
    "clone_from",
    "cmp",
    "drop",
    "eq",
    "fmt",
    "ge",
    "gt",
    "hash",
    "into",
    "le",
    "lt",
    "max",
    "min",
    "ne",
    "partial_cmp",
    "to_owned",
    "to_string",
    "try_into",
    "type_id",
    "undecodable",
];

fn endpoints<'a>(
    types: &Types<'a>,
    methods: &mut Scope,
    constants: &mut Scope,
    ledger: &mut Ledger,
) -> Vec<Endpoint<'a>> {
    let mut prefixes = Scope::default();
    let mut routes = HashSet::new();
    let decide = |operation: &'a ir::Operation| {
        let method = methods.claim(names::snake(&operation.id));
        let template = path::template(operation);
        let is_routed =
            routes.insert((operation.is_webhook(), operation.method, path::form(&template.path)));
        let Responses { success, refusals, accept } =
            responses::responses(types, operation, ledger);
        let endpoint = Endpoint {
            operation,
            server: servers::own(types.api, operation, ledger),
            constant: constants.claim(names::screaming(method.unraw())),
            prefix: prefixes.claim(names::pascal(method.unraw())),
            method,
            path: template.path,
            security: Alternatives::new(),
            is_routed,
            path_arguments: parameters::path_arguments(types, operation, ledger),
            fields: parameters::fields(types, operation, ledger),
            body: bodies::request_body(types, operation, ledger),
            success,
            refusals,
            accept,
            headers: Vec::new(),
            pages: None,
        };
        enter(&endpoint, template.is_ambiguous, ledger);
        endpoint
    };
    let mut endpoints: Vec<Endpoint<'a>> = types.api.operations.iter().map(decide).collect();
    // Last, so that no operation gets another name for it.
    for endpoint in &mut endpoints {
        endpoint.pages = paging::pages(types, endpoint, methods, ledger);
    }
    endpoints
}

/// Enters what is lost of an operation as a whole.
fn enter(endpoint: &Endpoint<'_>, is_ambiguous: bool, ledger: &mut Ledger) {
    let at = &endpoint.operation.at;
    ledger.typed(at);
    if is_ambiguous {
        let why = "two values stand side by side in the path: a server cannot tell them apart";
        ledger.approximated(at, why);
    }
    if !endpoint.is_routed {
        let why = "the router serves another operation with this method and form of path";
        ledger.approximated(at, why);
    }
}
