//! `mod.rs`: what there is, and the short ways to it.

use super::docs;
use crate::decide::operations::Operations;
use crate::render::{Item, Items, Lines, Module};
use oasis_model::ir::Api;
use quote::quote;

/// The root of the generated modules.
pub(super) fn module(api: &Api, operations: &Operations<'_>) -> Module {
    let has = |is_webhook: bool| {
        operations.endpoints.iter().any(|endpoint| endpoint.operation.is_webhook() == is_webhook)
    };
    let mut reexports = Vec::new();
    if has(false) {
        reexports.push(quote!(
            #[cfg(feature = "client")]
            pub use client::Client;
        ));
    }
    if has(true) {
        reexports.push(quote!(
            #[cfg(feature = "client")]
            pub use client::WebhookClient;
        ));
    }
    if has(false) {
        reexports.push(quote!(
            #[cfg(feature = "server")]
            pub use server::{Api, api_router};
        ));
    }
    if has(true) {
        reexports.push(quote!(
            #[cfg(feature = "server")]
            pub use server::{Webhooks, stand_in_router, webhooks_router};
        ));
    }
    let modules = quote! {
        #[cfg(feature = "examples")]
        pub mod examples;
        pub mod operations;
        pub mod refusals;
        pub mod types;
        #[cfg(feature = "client")]
        pub mod client;
        #[cfg(feature = "server")]
        pub mod server;
    };
    let items = [Item::Rust(modules), Item::Rust(quote!(#(#reexports)*))];
    Module {
        path: "mod.rs".to_owned(),
        docs: about(api),
        attributes: Lines::default(),
        uses: Lines::default(),
        children: Vec::new(),
        items: Items::from_iter(items),
    }
}

/// What the API is, where it is served, and which credentials it takes.
fn about(api: &Api) -> Vec<String> {
    let title = docs::sentence(&api.title);
    let title = if title.is_empty() { "The API".to_owned() } else { title };
    let mut lines = vec![format!("{title}, version {}.", docs::sentence(&api.version))];
    let description = docs::prose(api.description.as_deref().unwrap_or_default());
    if !description.is_empty() {
        lines.push(String::new());
        lines.extend(description);
    }
    for server in &api.servers {
        let about = server.description.as_deref().map(docs::sentence).unwrap_or_default();
        lines.push(String::new());
        lines.push(format!("Server: {}. {about}", docs::code(&server.url)).trim_end().to_owned());
    }
    for scheme in &api.security_schemes {
        let about = scheme.docs.description.as_deref().map(docs::sentence).unwrap_or_default();
        if !about.is_empty() {
            lines.push(String::new());
            lines.push(format!("Credential {}: {about}", docs::code(&scheme.name)));
        }
    }
    lines
}
