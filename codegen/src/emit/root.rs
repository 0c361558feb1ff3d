//! The root of the generated modules: what there is, and the short ways to it.

use super::plan::Plan;
use super::{Module, docs};
use oasis_model::ir::Api;
use quote::quote;

pub(super) fn module(api: &Api, plans: &[Plan<'_>]) -> Module {
    let mut lines = vec![format!("{}, version {}.", title(api), docs::sentence(&api.version))];
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
    let admin = plans.iter().any(|plan| !plan.is_push());
    let push = plans.iter().any(Plan::is_push);
    let clients = [(admin, quote!(client::Client)), (push, quote!(client::WebhookClient))];
    let servers = [
        (admin, quote!(server::{Admin, admin_router})),
        (push, quote!(server::{Webhooks, stand_in_router, webhooks_router})),
    ];
    let mut items = vec![
        quote!(
            pub mod types;
        ),
        quote!(
            pub mod operations;
        ),
        quote!(
            pub mod examples;
        ),
        quote!(
            #[cfg(feature = "client")]
            pub mod client;
        ),
        quote!(
            #[cfg(feature = "client")]
            pub mod errors;
        ),
        quote!(
            #[cfg(feature = "server")]
            pub mod responses;
        ),
        quote!(
            #[cfg(feature = "server")]
            pub mod server;
        ),
    ];
    for path in clients.into_iter().filter(|(there, _)| *there).map(|(_, path)| path) {
        items.push(quote!(#[cfg(feature = "client")] pub use #path;));
    }
    for path in servers.into_iter().filter(|(there, _)| *there).map(|(_, path)| path) {
        items.push(quote!(#[cfg(feature = "server")] pub use #path;));
    }
    Module { path: "mod.rs", docs: lines, items }
}

fn title(api: &Api) -> String {
    let title = docs::sentence(&api.title);
    if title.is_empty() { "The API".to_owned() } else { title }
}
