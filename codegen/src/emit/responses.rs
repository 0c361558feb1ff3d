//! What a service may answer: one enum an operation, so that undocumented answers take a decision.

use super::context::Context;
use super::examples;
use super::plan::{AnswerPlan, Payload, Plan};
use super::{Module, docs};
use oasis_model::ir::Status;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn module(context: &Context<'_>, plans: &[Plan<'_>]) -> Module {
    let docs = "The documented answers of each operation.";
    let items = plans
        .iter()
        .flat_map(|plan| [declaration(plan), into_response(plan), example(context, plan)]);
    Module { path: "responses.rs", docs: vec![docs.to_owned()], items: items.collect() }
}

fn declaration(plan: &Plan<'_>) -> TokenStream {
    let name = plan.type_name("Response");
    let docs =
        docs::attributes(&[format!("What {} may answer.", docs::code(&plan.operation.id.wire))]);
    let variants = plan.answers.all.iter().map(|answer| {
        let (variant, docs) = (&answer.variant, docs::attributes(&answer.docs()));
        let status = (!is_exact(answer)).then(|| quote!(::http::StatusCode));
        let fields: Vec<TokenStream> = status.into_iter().chain(answer.payload.shared()).collect();
        let fields = (!fields.is_empty()).then(|| quote!((#(#fields),*)));
        quote!(#docs #variant #fields)
    });
    quote! {
        #docs
        #[derive(Debug)]
        pub enum #name {
            #(#variants,)*
            /// An answer that the contract does not name.
            Other(Box<::axum::response::Response>),
        }
    }
}

fn is_exact(answer: &AnswerPlan<'_>) -> bool {
    matches!(answer.response.status, Status::Code(_))
}

fn into_response(plan: &Plan<'_>) -> TokenStream {
    let name = plan.type_name("Response");
    let arms = plan.answers.all.iter().map(|answer| {
        let variant = &answer.variant;
        let (captured, status) = match answer.response.status {
            Status::Code(code) => (None, quote!(#code)),
            Status::Class(_) | Status::Default => (Some(quote!(status)), quote!(status.as_u16())),
        };
        let body = answer.payload.shared().map(|_| quote!(body));
        let fields: Vec<TokenStream> = captured.into_iter().chain(body).collect();
        let fields = (!fields.is_empty()).then(|| quote!((#(#fields),*)));
        let response = match &answer.payload {
            Payload::Empty => quote!(::oasis_runtime::server::empty(#status)),
            Payload::Json { media_type, .. } => {
                quote!(::oasis_runtime::server::json(#status, #media_type, &body))
            }
            Payload::Bytes { media_type } => {
                quote!(::oasis_runtime::server::bytes(#status, #media_type, body))
            }
        };
        quote!(Self::#variant #fields => #response)
    });
    quote! {
        impl ::axum::response::IntoResponse for #name {
            fn into_response(self) -> ::axum::response::Response {
                match self {
                    #(#arms,)*
                    Self::Other(response) => *response,
                }
            }
        }
    }
}

/// The first success that there is an example of, else 501.
fn example(context: &Context<'_>, plan: &Plan<'_>) -> TokenStream {
    let name = plan.type_name("Response");
    let found = plan.answers.all.iter().enumerate().find_map(|(index, answer)| {
        if !answer.is_success {
            return None;
        }
        let variant = &answer.variant;
        let status = (!is_exact(answer)).then(|| quote!(::http::StatusCode::OK,));
        match &answer.payload {
            Payload::Empty if status.is_some() => Some(quote!(Self::#variant(#status))),
            Payload::Empty => Some(quote!(Self::#variant)),
            Payload::Bytes { .. } => Some(quote!(Self::#variant(#status ::bytes::Bytes::new()))),
            Payload::Json { .. } => {
                let constant = examples::of_answer(context, plan, index)?;
                Some(quote! {
                    match ::oasis_runtime::decode(super::examples::#constant.as_bytes()) {
                        Ok(body) => Self::#variant(#status body),
                        Err(_) => Self::Other(Box::new(::oasis_runtime::server::empty(501))),
                    }
                })
            }
        }
    });
    let found =
        found.unwrap_or_else(|| quote!(Self::Other(Box::new(::oasis_runtime::server::empty(501)))));
    quote! {
        impl #name {
            /// The answer that the contract shows; 501 where it shows none.
            pub fn example() -> Self {
                #found
            }
        }
    }
}
