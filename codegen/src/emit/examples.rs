//! The example bodies, as JSON text and with a way to run each through its type.

use super::context::{At, Context};
use super::plan::{Payload, Plan};
use super::{Module, docs};
use oasis_model::ir::{Content, SchemaId};
use oasis_model::sample;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use serde_json::Value;

/// One example, decided.
struct Example<'p> {
    constant: Ident,
    operation: &'p Ident,
    /// `request` or a status.
    place: String,
    docs: String,
    value: Value,
    decoded: TokenStream,
}

pub(super) fn module(context: &Context<'_>, plans: &[Plan<'_>]) -> Module {
    let docs = "Example bodies: the contract's own, or made from its schemas where it has none.";
    let examples: Vec<Example<'_>> =
        plans.iter().flat_map(|plan| examples(context, plan)).collect();
    let rows = examples.iter().map(|Example { constant, operation, place, decoded, .. }| {
        quote! {
            ::oasis_runtime::Example {
                operation: &super::operations::#operation,
                place: #place,
                text: #constant,
                round_trip: ::oasis_runtime::round_trip::<#decoded>,
            }
        }
    });
    let list = quote! {
        /// Every example.
        pub const EXAMPLES: &[::oasis_runtime::Example] = &[#(#rows),*];
    };
    let texts = examples.iter().map(|example| {
        let (constant, text) = (&example.constant, literal(&example.value));
        let docs = docs::attributes(std::slice::from_ref(&example.docs));
        quote!(#docs pub const #constant: &str = #text;)
    });
    let items = std::iter::once(list).chain(texts).collect();
    Module { path: "examples.rs", docs: vec![docs.to_owned()], items }
}

/// The constant that holds the example of an answer, if there is one.
pub(super) fn of_answer(context: &Context<'_>, plan: &Plan<'_>, index: usize) -> Option<Ident> {
    let response = plan.answers.all[index].response;
    value(context, response.json()?)?;
    Some(constant(plan, &response.status.to_string()))
}

fn constant(plan: &Plan<'_>, place: &str) -> Ident {
    format_ident!("{}_{}", plan.constant, place.to_uppercase())
}

fn examples<'p>(context: &Context<'_>, plan: &'p Plan<'_>) -> Vec<Example<'p>> {
    let example = |place: &str, content: &Content| {
        let id = docs::code(&plan.operation.id.wire);
        Some(Example {
            constant: constant(plan, place),
            operation: &plan.constant,
            place: place.to_owned(),
            docs: match place {
                "request" => format!("A request body of {id}."),
                status => format!("An answer of {id} with status {status}."),
            },
            value: value(context, content)?,
            decoded: decoded(context, content.schema),
        })
    };
    let request = plan.operation.body.as_ref().and_then(|body| body.json());
    let request = request.and_then(|content| example("request", content));
    let answers = plan.answers.all.iter().filter_map(|answer| match answer.payload {
        Payload::Json { .. } => {
            example(&answer.response.status.to_string(), answer.response.json()?)
        }
        Payload::Empty | Payload::Bytes { .. } => None,
    });
    request.into_iter().chain(answers).collect()
}

fn decoded(context: &Context<'_>, schema: Option<SchemaId>) -> TokenStream {
    schema.map_or_else(
        || quote!(::serde_json::Value),
        |schema| context.value_type(schema, At::Elsewhere),
    )
}

fn value(context: &Context<'_>, content: &Content) -> Option<Value> {
    match &content.example {
        Some(example) => Some(example.clone()),
        None => sample::value(context.api, content.schema?),
    }
}

/// JSON as a raw string literal, laid out over lines.
fn literal(value: &Value) -> TokenStream {
    let text = format!("{value:#}");
    let mut hashes = String::from("#");
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    format!("r{hashes}\"{text}\"{hashes}").parse().expect("enough hashes close no string early")
}
