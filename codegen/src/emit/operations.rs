//! What operations are and which parameters they take, for clients and servers alike.

use super::context::Context;
use super::plan::{Argument, Plan};
use super::{Module, docs};
use oasis_model::ir::{Direction, ParameterPlace};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn module(context: &Context<'_>, plans: &[Plan<'_>]) -> Module {
    let docs = "Every operation of the API, with the parameters that are not part of its path.";
    let mut items = vec![list(plans)];
    items.extend(plans.iter().map(constant));
    items.extend(plans.iter().filter_map(|plan| parameters(context, plan)));
    Module { path: "operations.rs", docs: vec![docs.to_owned()], items }
}

fn list(plans: &[Plan<'_>]) -> TokenStream {
    let constants = plans.iter().map(|plan| &plan.constant);
    quote! {
        /// Every operation, sorted by path and method.
        pub const OPERATIONS: &[::oasis_runtime::Operation] = &[#(#constants),*];
    }
}

fn constant(plan: &Plan<'_>) -> TokenStream {
    let (name, operation) = (&plan.constant, plan.operation);
    let (id, method, path) = (&operation.id.wire, operation.method.as_str(), &operation.path);
    let route = match &operation.direction {
        Direction::Admin => quote!(::std::option::Option::None),
        Direction::Push { route } => quote!(::std::option::Option::Some(#route)),
    };
    let docs = docs::attributes(&plan.docs());
    quote! {
        #docs
        pub const #name: ::oasis_runtime::Operation = ::oasis_runtime::Operation {
            id: #id,
            method: #method,
            path: #path,
            route: #route,
        };
    }
}

fn parameters(context: &Context<'_>, plan: &Plan<'_>) -> Option<TokenStream> {
    if plan.parameters.is_empty() {
        return None;
    }
    let name = plan.type_name("Parameters");
    let docs = docs::attributes(&[format!(
        "Parameters of {} besides those in its path.",
        docs::code(&plan.operation.id.wire)
    )]);
    let optional = plan.parameters.iter().all(|argument| !argument.parameter.required);
    let default = optional.then(|| quote!(Default,));
    let fields = plan.parameters.iter().map(|argument| field(context, argument));
    Some(quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq)]
        pub struct #name {
            #(#fields,)*
        }
    })
}

fn field(context: &Context<'_>, argument: &Argument<'_>) -> TokenStream {
    let Argument { parameter, ident, owned, .. } = argument;
    let place = match parameter.place {
        ParameterPlace::Path => "Path",
        ParameterPlace::Query => "Query",
        ParameterPlace::Header => "Header",
        ParameterPlace::Cookie => "Cookie",
    };
    let schema = context.api.schema(context.api.resolve(parameter.schema).0);
    let fallback = format!("{place} parameter {}.", docs::code(&parameter.name.wire));
    let facts = if schema.component { Vec::new() } else { super::types::facts(schema) };
    let docs = docs::attributes(&docs::lines(&fallback, &parameter.docs, facts, &parameter.claim));
    let full = if parameter.required { owned.clone() } else { quote!(Option<#owned>) };
    quote!(#docs pub #ident: #full)
}
