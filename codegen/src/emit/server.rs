//! The traits to implement, and the routers that serve them.

use super::client::style;
use super::context::Context;
use super::plan::{Argument, Plan, Segment, route};
use super::{Module, docs};
use oasis_model::ir::{Direction, ParameterPlace};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use std::collections::{BTreeMap, HashSet};

pub(super) fn module(_context: &Context<'_>, plans: &[Plan<'_>]) -> Module {
    let docs = "What answers: a trait for each direction, with a router over it.";
    let (push, admin): (Vec<_>, Vec<_>) = plans.iter().partition(|plan| plan.is_push());
    let mut items = Vec::new();
    if !admin.is_empty() {
        let table = Table::new(&admin, false);
        items.push(service("Admin", "The API itself: for mocks and tests.", &admin, &table));
        items.push(router("admin_router", ADMIN, "Admin", &table));
        items.extend(admin.iter().copied().filter(|plan| table.has(plan)).map(handler));
    }
    if !push.is_empty() {
        let (short, long) = (Table::new(&push, true), Table::new(&push, false));
        items.push(service("Webhooks", "A webhook receiver.", &push, &short));
        items.push(router("webhooks_router", WEBHOOKS, "Webhooks", &short));
        items.push(router("stand_in_router", STAND_IN, "Webhooks", &long));
        let either = |plan: &&Plan<'_>| short.has(plan) || long.has(plan);
        items.extend(push.iter().copied().filter(either).map(handler));
    }
    Module { path: "server.rs", docs: vec![docs.to_owned()], items }
}

const ADMIN: &str = "Serves the API at its documented paths.";
const WEBHOOKS: &str = "Serves a receiver at its routes, which the API appends to the address \
    configured with it: nest this router under that address.";
const STAND_IN: &str =
    "Serves a receiver at the documented paths, where the API itself has a stand-in.";

/// Which operation serves which route and method. Of several that cannot be told apart it is the
/// first: some documents list one path many times, told apart by a fragment that never travels.
struct Table {
    routes: BTreeMap<String, BTreeMap<&'static str, Ident>>,
    handlers: HashSet<Ident>,
}

impl Table {
    fn new(plans: &[&Plan<'_>], short: bool) -> Self {
        let mut routes: BTreeMap<String, BTreeMap<&'static str, Ident>> = BTreeMap::new();
        for plan in plans {
            let methods = routes.entry(route_of(plan, short)).or_default();
            methods.entry(plan.operation.method.as_str()).or_insert_with(|| handler_name(plan));
        }
        let handlers = routes.values().flat_map(BTreeMap::values).cloned().collect();
        Self { routes, handlers }
    }

    fn has(&self, plan: &Plan<'_>) -> bool {
        self.handlers.contains(&handler_name(plan))
    }
}

/// The route of an operation in a router.
fn route_of(plan: &Plan<'_>, short: bool) -> String {
    match &plan.operation.direction {
        Direction::Push { route } if short && plan.path_arguments.is_empty() => route.clone(),
        _ => route(&plan.path).0,
    }
}

fn service(name: &str, about: &str, plans: &[&Plan<'_>], table: &Table) -> TokenStream {
    let docs = docs::attributes(&[
        about.to_owned(),
        String::new(),
        "Every method has a body that answers with the contract's example: write those you need, \
         as plain `async fn`."
            .to_owned(),
    ]);
    let name = format_ident!("{name}");
    let methods = plans.iter().map(|plan| method(plan, table.has(plan)));
    quote! {
        #docs
        pub trait #name: Send + Sync + 'static {
            #(#methods)*
        }
    }
}

fn method(plan: &Plan<'_>, is_routed: bool) -> TokenStream {
    let mut docs = plan.docs();
    if !is_routed {
        let note = "Not routed: another operation has the same method and a path of the same form.";
        docs.extend([String::new(), note.to_owned()]);
    }
    let docs = docs::attributes(&docs);
    let (name, response) = (&plan.method, plan.type_name("Response"));
    let arguments = arguments(plan);
    let typed = arguments.iter().map(|(ident, owned)| quote!(#ident: #owned));
    let unused = arguments.iter().map(|(ident, _)| ident);
    let unused = (!arguments.is_empty()).then(|| quote!(let _ = (#(#unused,)*);));
    quote! {
        #docs
        fn #name(
            &self,
            #(#typed),*
        ) -> impl Future<Output = super::responses::#response> + Send {
            #unused
            ::std::future::ready(super::responses::#response::example())
        }
    }
}

/// The arguments of a trait method, with their types.
fn arguments(plan: &Plan<'_>) -> Vec<(Ident, TokenStream)> {
    let path =
        plan.path_arguments.iter().map(|argument| (argument.ident.clone(), argument.owned.clone()));
    let parameters = (!plan.parameters.is_empty()).then(|| {
        let name = plan.type_name("Parameters");
        (format_ident!("parameters"), quote!(super::operations::#name))
    });
    let body = plan.body.as_ref().map(|body| {
        let owned = match &body.schema {
            Some(json) if body.required => json.owned.clone(),
            Some(json) => {
                let owned = &json.owned;
                quote!(Option<#owned>)
            }
            None => quote!(::bytes::Bytes),
        };
        (format_ident!("body"), owned)
    });
    path.chain(parameters).chain(body).collect()
}

fn router(name: &str, about: &str, service: &str, table: &Table) -> TokenStream {
    let (name, service) = (format_ident!("{name}"), format_ident!("{service}"));
    let rows = table.routes.iter().map(|(route, methods)| {
        let methods = methods.iter().map(|(method, handler)| {
            let filter = format_ident!("{method}");
            quote!(.on(::axum::routing::MethodFilter::#filter, #handler::<S>))
        });
        quote!(.route(#route, ::axum::routing::MethodRouter::new() #(#methods)*))
    });
    let docs = docs::attributes(&[
        about.to_owned(),
        String::new(),
        "The hook sees every request before it is decoded; `accept_all` of the runtime's server \
         module refuses none. Bodies above axum's default limit of 2 MiB are answered with 413."
            .to_owned(),
    ]);
    quote! {
        #docs
        pub fn #name<S: #service>(
            service: S,
            hook: impl Fn(
                &::oasis_runtime::Operation,
                &::http::request::Parts,
                &::bytes::Bytes,
            ) -> Result<(), ::oasis_runtime::server::Refusal>
            + Send
            + Sync
            + 'static,
        ) -> ::axum::Router {
            ::axum::Router::new()
                .without_v07_checks()
                #(#rows)*
                .with_state(::oasis_runtime::server::Shared::new(service, hook))
        }
    }
}

fn handler_name(plan: &Plan<'_>) -> Ident {
    format_ident!("handle_{}", plan.constant.to_string().to_lowercase())
}

fn handler(plan: &Plan<'_>) -> TokenStream {
    let (name, method, constant) = (handler_name(plan), &plan.method, &plan.constant);
    let service = if plan.is_push() { quote!(Webhooks) } else { quote!(Admin) };
    let response = plan.type_name("Response");
    let segments = route(&plan.path).1;
    let path = plan.path_arguments.iter().enumerate().map(|(index, argument)| {
        path_value(argument, segments.iter().find(|segment| segment.parameter == index))
    });
    let parameters = parameters(plan);
    let body = plan.body.as_ref().map(|body| match &body.schema {
        Some(_) if body.required => quote!(let body = call.json()?;),
        Some(_) => quote!(let body = call.json_if_any()?;),
        None => quote!(let body = call.bytes();),
    });
    let arguments = arguments(plan);
    let arguments: Vec<&Ident> = arguments.iter().map(|(ident, _)| ident).collect();
    // What is not read from must not be bound by name, what is changed must be mutable.
    let call = match (plan.path_arguments.is_empty(), arguments.is_empty()) {
        (false, _) => quote!(let mut call =),
        (true, false) => quote!(let call =),
        (true, true) => quote!(),
    };
    quote! {
        async fn #name<S: #service>(
            ::axum::extract::State(shared): ::axum::extract::State<
                ::std::sync::Arc<::oasis_runtime::server::Shared<S>>,
            >,
            request: ::axum::extract::Request,
        ) -> Result<super::responses::#response, ::oasis_runtime::server::Refusal> {
            #call ::oasis_runtime::server::Call::accept(
                &super::operations::#constant,
                &shared,
                request,
            )
            .await?;
            #(#path)*
            #parameters
            #body
            Ok(shared.service.#method(#(#arguments),*).await)
        }
    }
}

fn path_value(argument: &Argument<'_>, segment: Option<&Segment>) -> TokenStream {
    let Argument { ident, .. } = argument;
    let (capture, before, after) = match segment {
        Some(segment) => {
            (segment.capture.as_str(), segment.before.as_str(), segment.after.as_str())
        }
        // A second value in one segment is never found: the request is answered with 404.
        None => ("", "", ""),
    };
    quote!(let #ident = call.path(#capture, #before, #after).await?;)
}

fn parameters(plan: &Plan<'_>) -> Option<TokenStream> {
    if plan.parameters.is_empty() {
        return None;
    }
    let name = plan.type_name("Parameters");
    let fields = plan.parameters.iter().map(|argument| {
        let Argument { ident, parameter, .. } = argument;
        let (wire, style) = (&parameter.name.wire, style(argument));
        let read = match parameter.place {
            ParameterPlace::Header => quote!(header),
            ParameterPlace::Cookie => quote!(cookie),
            ParameterPlace::Query | ParameterPlace::Path => quote!(query),
        };
        let value = quote!(call.#read(#wire, #style)?);
        match parameter.required {
            true => quote!(#ident: ::oasis_runtime::server::required(#wire, #value)?),
            false => quote!(#ident: #value),
        }
    });
    Some(quote!(let parameters = super::operations::#name { #(#fields,)* };))
}
