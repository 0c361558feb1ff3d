//! What the caller of an operation gets back: one error enum each, and one for the successes where
//! there are several.

use super::plan::{AnswerPlan, Outcome, Payload, Plan};
use super::{Context, Module, docs};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn module(_context: &Context<'_>, plans: &[Plan<'_>]) -> Module {
    let docs = "What can come back from each operation besides its one success.";
    let items = plans.iter().flat_map(|plan| {
        let success = matches!(plan.answers.outcome, Outcome::Several).then(|| success(plan));
        success.into_iter().chain(error(plan))
    });
    Module { path: "errors.rs", docs: vec![docs.to_owned()], items: items.collect() }
}

fn success(plan: &Plan<'_>) -> TokenStream {
    let name = plan.type_name("Success");
    let docs = docs::attributes(&[format!("The successes of {}.", id(plan))]);
    let variants = plan.answers.successes().map(|answer| {
        let (variant, docs) = (&answer.variant, docs::attributes(&answer.docs()));
        let payload = answer.payload.shared().map(|payload| quote!((#payload)));
        quote!(#docs #variant #payload)
    });
    quote! {
        #docs
        #[derive(Clone, Debug, PartialEq)]
        pub enum #name {
            #(#variants,)*
        }
    }
}

fn id(plan: &Plan<'_>) -> String {
    docs::code(&plan.operation.id.wire)
}

fn error(plan: &Plan<'_>) -> [TokenStream; 3] {
    let name = plan.type_name("Error");
    let docs = docs::attributes(&[format!("What {} ends in where it does not succeed.", id(plan))]);
    let variants = plan.answers.failures().map(variant);
    let path = (!plan.path_arguments.is_empty()).then(|| {
        quote! {
            /// A path value that cannot be sent; nothing was.
            InvalidPath(::oasis_runtime::client::InvalidPath),
        }
    });
    let conversion = path.is_some().then(|| quote!(, InvalidPath));
    let declaration = quote! {
        #docs
        #[derive(Debug)]
        pub enum #name {
            #(#variants,)*
            /// An answer that the contract does not name.
            Undocumented(Box<::oasis_runtime::client::Answer>),
            /// A success whose body is not what the contract says.
            Decode(Box<::oasis_runtime::client::Undecodable>),
            /// No whole answer from the host that was asked.
            Transport(::oasis_runtime::client::Transport),
            #path
        }
    };
    let shared = quote! { ::oasis_runtime::client::operation_error!(#name #conversion); };
    [declaration, display(plan), shared]
}

fn variant(answer: &AnswerPlan<'_>) -> TokenStream {
    let (variant, docs) = (&answer.variant, docs::attributes(&answer.docs()));
    match &answer.payload {
        Payload::Json { owned, .. } => {
            quote!(#docs #variant(Box<::oasis_runtime::client::Rejection<#owned>>))
        }
        Payload::Empty | Payload::Bytes { .. } => {
            quote!(#docs #variant(Box<::oasis_runtime::client::Answer>))
        }
    }
}

fn display(plan: &Plan<'_>) -> TokenStream {
    let name = plan.type_name("Error");
    let operation = &plan.operation.id.wire;
    let wrapped = format!("{}: {{error}}", operation.replace('{', "{{").replace('}', "}}"));
    let documented = plan.answers.failures().map(|answer| {
        let variant = &answer.variant;
        let text = format!("{operation}: {variant}");
        match answer.payload {
            Payload::Json { .. } => quote! {
                Self::#variant(rejection) => {
                    ::oasis_runtime::client::show_answer(f, #text, &rejection.answer)
                }
            },
            Payload::Empty | Payload::Bytes { .. } => quote! {
                Self::#variant(answer) => ::oasis_runtime::client::show_answer(f, #text, answer)
            },
        }
    });
    let path = (!plan.path_arguments.is_empty())
        .then(|| quote!(Self::InvalidPath(error) => write!(f, #wrapped),));
    let undocumented = format!("{operation}: undocumented answer");
    quote! {
        impl ::std::fmt::Display for #name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    #(#documented,)*
                    Self::Undocumented(answer) => {
                        ::oasis_runtime::client::show_answer(f, #undocumented, answer)
                    }
                    Self::Decode(error) => write!(f, #wrapped),
                    Self::Transport(error) => write!(f, #wrapped),
                    #path
                }
            }
        }
    }
}
