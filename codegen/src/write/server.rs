//! `server.rs`: the traits to implement, and the routers that serve them.

use super::client::success;
use super::imports::Imports;
use super::operations::title;
use super::section::{Entry, Section, Written};
use super::{bodies, docs, long, misleading, refusal};
use crate::decide::bodies::Form;
use crate::decide::headers::has_headers;
use crate::decide::operations::Endpoint;
use crate::decide::responses::Success;
use crate::render::{Item, Items, block};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The module of the server side, in one file: a trait cannot be split.
pub(super) fn module(section: Section<'_>) -> Written {
    let own = ["Api", "Webhooks", "api_router", "stand_in_router", "webhooks_router"];
    let imports = section.imports("super::types", own);
    // The runtime's names come first: of two equal names the later is spelt in full.
    for name in ["Hook", "Router", "Routes", "Rejection", "Response", "undecodable"] {
        imports.path("oasis_runtime::server", name);
    }
    if section.is_split_root() {
        imports.close();
    }
    imports.path("oasis_runtime::server", "Reply");
    let (webhooks, calls): (Vec<_>, Vec<_>) = section
        .known()
        .map(|entry| (section.gate(&entry), entry))
        .partition(|(_, entry)| entry.endpoint.operation.is_webhook());
    let mut items = Items::default();
    if !calls.is_empty() {
        items.push(service(&imports, "Api", "The API itself: for mocks and tests.", &calls));
        items.push(router(&imports, "api_router", API, "Api", &calls, false));
    }
    if !webhooks.is_empty() {
        items.push(service(&imports, "Webhooks", "A webhook receiver.", &webhooks));
        items.push(router(&imports, "webhooks_router", WEBHOOKS, "Webhooks", &webhooks, true));
        items.push(router(&imports, "stand_in_router", STAND_IN, "Webhooks", &webhooks, false));
    }
    let docs = "What answers: a trait for each direction, with a router over it.";
    let attributes = section.attributes(|| super::uses_deprecated(section.types));
    section.module("server", docs, attributes, &imports, items)
}

const API: &str = "Serves the API at its documented paths.";
const WEBHOOKS: &str = "Serves a receiver at its routes, which the API appends to the address \
    configured with it: nest this router under that address.";
const STAND_IN: &str =
    "Serves a receiver at the documented paths, where the API itself has a stand-in.";

/// What an operation is compiled with, if not always, and the operation.
type Gated<'a> = (Option<TokenStream>, Entry<'a>);

fn service(imports: &Imports<'_>, name: &str, about: &str, entries: &[Gated<'_>]) -> Item {
    let methods = entries.iter().map(|entry| method(imports, entry));
    let docs = docs::attributes(&[
        about.to_owned(),
        String::new(),
        "Every method has a body that answers with the contract's example: write those you need, \
         as plain `async fn`."
            .to_owned(),
    ]);
    let name = format_ident!("{name}");
    let head = quote!(#docs pub trait #name: Send + Sync + 'static {});
    block(head, methods.chain([undecodable(imports)]))
}

fn method(imports: &Imports<'_>, (gate, entry): &Gated<'_>) -> TokenStream {
    let Entry { endpoint, refusals, .. } = entry;
    let docs = docs::attributes(&about(endpoint));
    let name = &endpoint.method;
    let reply = imports.path("oasis_runtime::server", "Reply");
    let (success, refusal) = (success(imports, endpoint), refusal(imports, endpoint, *refusals));
    let success = match has_headers(&endpoint.success) {
        true => {
            let with_headers = imports.path("oasis_runtime::server", "WithHeaders");
            quote!(#with_headers<#success>)
        }
        false => success,
    };
    let arguments = arguments(imports, endpoint);
    let typed = arguments.iter().map(|(ident, owned)| quote!(#ident: #owned));
    let unused = arguments.iter().map(|(ident, _)| ident);
    let unused = match arguments.len() {
        0 => None,
        1 => Some(quote!(let _ = #(#unused)*;)),
        _ => Some(quote!(let _ = (#(#unused),*);)),
    };
    let example = example(imports, endpoint);
    let (long, misleading) = (long(arguments.len()), misleading(name));
    quote! {
        #docs
        #gate
        #long
        #misleading
        fn #name(
            &self,
            #(#typed),*
        ) -> impl Future<Output = #reply<#success, #refusal>> + Send {
            #unused
            #example
        }
    }
}

/// The method that is given every request which cannot be read.
fn undecodable(imports: &Imports<'_>) -> TokenStream {
    let docs = docs::attributes(&UNDECODABLE.map(str::to_owned));
    let [rejection, response, function] = ["Rejection", "Response", "undecodable"]
        .map(|name| imports.path("oasis_runtime::server", name));
    quote! {
        #docs
        fn undecodable(
            &self,
            rejection: #rejection,
        ) -> impl Future<Output = #response> + Send {
            #function(rejection)
        }
    }
}

const UNDECODABLE: [&str; 5] = [
    "Takes a request that was let in and cannot be decoded.",
    "",
    "It holds the operation, the headers, the raw body, and where that differs from what is \
     documented: keep what came, and turn it into the response with `into_response`.",
    "",
    "By default it is logged, with nothing of its body, and answered with the documented refusal.",
];

fn about(endpoint: &Endpoint<'_>) -> Vec<String> {
    let title = title(endpoint);
    let mut lines: Vec<String> =
        endpoint.operation.docs.summary.iter().map(|summary| docs::sentence(summary)).collect();
    lines.retain(|line| !line.is_empty());
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(title);
    if !endpoint.is_routed {
        let note = "Not routed: another operation has this method and a path of the same form.";
        lines.extend([String::new(), note.to_owned()]);
    }
    lines
}

/// The arguments of a trait method, with their types.
fn arguments(imports: &Imports<'_>, endpoint: &Endpoint<'_>) -> Vec<(TokenStream, TokenStream)> {
    let path = endpoint.path_arguments.iter().map(|argument| {
        let ident = &argument.ident;
        (quote!(#ident), imports.rust_type(&argument.value))
    });
    let parameters = (!endpoint.fields.is_empty()).then(|| {
        let name = endpoint.type_name("Parameters");
        (quote!(parameters), imports.path("super::operations", name.as_str()))
    });
    let body = endpoint.body.as_ref().map(|body| {
        let owned = bodies::owned(imports, endpoint, body);
        let owned = if body.required { owned } else { quote!(Option<#owned>) };
        if !endpoint.operation.is_webhook() {
            return (quote!(body), owned);
        }
        let notification = imports.path("oasis_runtime::server", "Notification");
        (quote!(body), quote!(#notification<#owned>))
    });
    path.chain(parameters).chain(body).collect()
}

/// What a method answers until it is written.
fn example(imports: &Imports<'_>, endpoint: &Endpoint<'_>) -> TokenStream {
    let constant = &endpoint.constant;
    let (function, takes_operation) = match &endpoint.success {
        Success::One { payload: None, .. } => ("example_empty", false),
        Success::One { payload: Some(payload), .. } => match payload.form {
            Form::Json(_) => ("example", true),
            _ => ("not_implemented", false),
        },
        Success::Several(_) if has_headers(&endpoint.success) => ("not_implemented", false),
        Success::Several(_) => ("example_any", true),
    };
    let function = imports.path("oasis_runtime::server", function);
    if takes_operation {
        let operations = imports.path("super", "operations");
        quote!(#function(&#operations::#constant))
    } else {
        quote!(#function())
    }
}

fn router(
    imports: &Imports<'_>,
    name: &str,
    about: &str,
    service: &str,
    entries: &[Gated<'_>],
    at_routes: bool,
) -> Item {
    let hook = imports.spelling("oasis_runtime::server", "Hook");
    let router = imports.spelling("oasis_runtime::server", "Router");
    let routes = imports.spelling("oasis_runtime::server", "Routes");
    let at_routes = if at_routes { ".at_routes()" } else { "" };
    let rows = entries.iter().filter(|(_, entry)| entry.endpoint.is_routed);
    let rows: String = rows.map(|entry| row(imports, entry)).collect();
    // The printer has no good form for closures. A statement each, since a chain of a thousand
    // calls nests too deep for a compiler.
    Item::Text(format!(
        "/// {about}\n\
         ///\n\
         /// The hook sees the head of every request before its body is read: `BearerToken` of the \
         runtime's server module asks for a token, `accept_all` refuses nothing. Bodies above 2 MiB \
         are answered with 413; the layer `DefaultBodyLimit` changes that.\n\
         pub fn {name}<S: {service}>(service: S, hook: impl {hook}) -> {router} {{\n\
         {INDENT}let routes = {routes}::new(service, hook){at_routes};\n\
         {INDENT}let routes = routes.undecodable(|service, rejection| async move {{\n\
         {INDENT}{INDENT}service.undecodable(rejection).await\n\
         {INDENT}}});\n\
         {rows}\
         {INDENT}routes.into_router()\n\
         }}\n"
    ))
}

const INDENT: &str = "    ";

fn row(imports: &Imports<'_>, (gate, entry): &Gated<'_>) -> String {
    let endpoint = entry.endpoint;
    let gate = gate.as_ref().map_or_else(String::new, |gate| {
        format!("{INDENT}{}\n", gate.to_string().replace(' ', "").replace('=', " = "))
    });
    let (method, constant) = (&endpoint.method, &endpoint.constant);
    let operations = imports.spelling("super", "operations");
    let path =
        endpoint.path_arguments.iter().map(|argument| format!("call.path({:?})?", argument.key));
    let parameters = (!endpoint.fields.is_empty()).then(|| "call.parameters()?".to_owned());
    let body = endpoint.body.as_ref().map(|it| match endpoint.operation.is_webhook() {
        true => format!("call.notification({})", bodies::read(it)),
        false => bodies::read(it),
    });
    let arguments: Vec<String> = path.chain(parameters).chain(body).collect();
    let is_headed = has_headers(&endpoint.success);
    let call = if arguments.is_empty() && !is_headed { "_" } else { "call" };
    let reply = format!("service.{method}({}).await", arguments.join(", "));
    let reply = if is_headed { format!("call.headed({reply})") } else { reply };
    let on = match &endpoint.success {
        Success::One { payload: None, .. } => "on_empty",
        Success::One { payload: Some(payload), .. } => match payload.form {
            Form::Json(_) => "on",
            Form::Text(_) => "on_text",
            Form::File => "on_file",
            _ => "on_bytes",
        },
        Success::Several(_) => "on_any",
    };
    format!(
        "{gate}{INDENT}let routes = routes.{on}(&{operations}::{constant}, |service, {call}| async move {{\n\
         {INDENT}{INDENT}{reply}\n\
         {INDENT}}});\n"
    )
}
