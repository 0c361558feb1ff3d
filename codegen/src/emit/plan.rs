//! Decides, for every operation, the names, arguments and results that client and server share.

mod answers;
mod path;

pub(super) use answers::{AnswerPlan, Outcome, Payload};
pub(super) use path::{Piece, Segment, route};

use super::context::{At, Context};
use super::docs;
use super::shape::{Plain, Shape};
use answers::Answers;
use oasis_model::ir::{Direction, Operation, Parameter, ParameterPlace, SchemaId};
use oasis_model::name::{Scope, pascal};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// One operation, decided.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) operation: &'a Operation,
    /// The method of client and trait.
    pub(super) method: Ident,
    /// What its types begin with.
    pub(super) pascal: String,
    /// The constant that describes it.
    pub(super) constant: Ident,
    pub(super) path: Vec<Piece>,
    pub(super) path_arguments: Vec<Argument<'a>>,
    /// Query, header and cookie parameters: the fields of its parameter struct, if there are any.
    pub(super) parameters: Vec<Argument<'a>>,
    pub(super) body: Option<BodyPlan>,
    pub(super) answers: Answers<'a>,
}

/// One parameter with the name of its argument or field.
#[derive(Debug)]
pub(super) struct Argument<'a> {
    pub(super) parameter: &'a Parameter,
    pub(super) ident: Ident,
    pub(super) taken: Taken,
    /// The type of the value itself.
    pub(super) owned: TokenStream,
}

/// How a client method takes a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Taken {
    Text,
    Slice,
    Copied,
    Borrowed,
}

/// What the caller sends.
#[derive(Debug)]
pub(super) struct BodyPlan {
    pub(super) media_type: String,
    pub(super) required: bool,
    /// The JSON type; none: bytes.
    pub(super) schema: Option<JsonBody>,
}

/// A JSON body.
#[derive(Debug)]
pub(super) struct JsonBody {
    pub(super) owned: TokenStream,
    pub(super) taken: Taken,
}

impl Plan<'_> {
    /// A type of this operation, such as `UpdateSessionError`.
    pub(super) fn type_name(&self, suffix: &str) -> Ident {
        format_ident!("{}{suffix}", self.pascal)
    }

    pub(super) fn is_push(&self) -> bool {
        self.operation.direction != Direction::Admin
    }

    /// The docs of its method.
    pub(super) fn docs(&self) -> Vec<String> {
        let operation = self.operation;
        let title = docs::code(&format!("{} {}", operation.method, operation.path));
        let mut lines = docs::lines(&title, &operation.docs, Vec::new(), &operation.claim);
        if lines.first() != Some(&title) {
            lines.extend([String::new(), title]);
        }
        lines
    }
}

/// Decides every operation.
pub(super) fn operations<'a>(context: &Context<'a>) -> Vec<Plan<'a>> {
    // Constructors live beside the methods.
    let mut methods = Scope::with(&["new", "with_settings"]);
    let mut types = Scope::default();
    let mut constants = Scope::with(&["OPERATIONS", "EXAMPLES"]);
    let plan = |operation: &'a Operation| {
        let method = methods.claim(operation.id.clone()).rust;
        let plain = method.trim_start_matches("r#").to_owned();
        let mut constant = operation.id.clone();
        constant.rust = plain.to_uppercase();
        Plan {
            operation,
            method: format_ident!("{method}"),
            pascal: types.claim(pascal(&plain)).rust,
            constant: format_ident!("{}", constants.claim(constant).rust),
            path: path::pieces(operation),
            path_arguments: arguments(context, operation, true),
            parameters: arguments(context, operation, false),
            body: body(context, operation),
            answers: Answers::new(context, operation),
        }
    };
    context.api.operations.iter().map(plan).collect()
}

fn arguments<'a>(
    context: &Context<'a>,
    operation: &'a Operation,
    in_path: bool,
) -> Vec<Argument<'a>> {
    // Names that the bodies of the methods use themselves.
    let taken = if in_path { ARGUMENT_NAMES } else { &[] };
    let mut scope = Scope::with(taken);
    operation
        .parameters
        .iter()
        .filter(|parameter| (parameter.place == ParameterPlace::Path) == in_path)
        // A path parameter that the path does not name goes nowhere.
        .filter(|parameter| {
            !in_path || operation.path.contains(&format!("{{{}}}", parameter.name.wire))
        })
        .map(|parameter| Argument {
            parameter,
            ident: format_ident!("{}", scope.claim(parameter.name.clone()).rust),
            taken: taken_as(context, parameter.schema),
            owned: context.plain_type(parameter.schema, At::Elsewhere),
        })
        .collect()
}

const ARGUMENT_NAMES: &[&str] =
    &["answer", "body", "call", "parameters", "path", "request", "shared"];

fn body(context: &Context<'_>, operation: &Operation) -> Option<BodyPlan> {
    let body = operation.body.as_ref()?;
    let content = body.json().or_else(|| body.contents.first())?;
    let json = |schema: Option<SchemaId>| match schema {
        Some(id) => JsonBody {
            owned: context.value_type(id, At::Elsewhere),
            taken: if context.is_nullable(id) { Taken::Borrowed } else { taken_as(context, id) },
        },
        None => JsonBody { owned: quote!(::serde_json::Value), taken: Taken::Borrowed },
    };
    Some(BodyPlan {
        media_type: header_text(&content.media_type),
        required: body.required,
        schema: content.is_json().then(|| json(content.schema)),
    })
}

/// A media type that can be sent: a range such as `*/*` cannot be the type of one body.
pub(super) fn header_text(media_type: &str) -> String {
    let legal = media_type.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if legal && !media_type.contains('*') && !media_type.is_empty() {
        media_type.to_owned()
    } else {
        "application/octet-stream".to_owned()
    }
}

fn taken_as(context: &Context<'_>, id: SchemaId) -> Taken {
    match context.shape(id) {
        Shape::Plain(Plain::String) => Taken::Text,
        Shape::Plain(Plain::Any | Plain::Number) => Taken::Borrowed,
        Shape::Plain(_) => Taken::Copied,
        Shape::List(_) if !context.api.schema(context.api.resolve(id).0).component => Taken::Slice,
        _ => Taken::Borrowed,
    }
}

impl Taken {
    /// The argument type for a value of this type.
    pub(super) fn argument(self, owned: &TokenStream) -> TokenStream {
        match self {
            Self::Text => quote!(&str),
            // A list's own type is `Vec`, through which a slice derefs.
            Self::Slice => quote!(&<#owned as ::std::ops::Deref>::Target),
            Self::Copied => quote!(#owned),
            Self::Borrowed => quote!(&#owned),
        }
    }
}
