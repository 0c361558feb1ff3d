//! `server.rs`: the traits to implement, and the routers that serve them.

use super::client::success;
use super::imports::Imports;
use super::operations::title;
use super::{docs, refusal};
use crate::decide::bodies::{Form, RequestBody};
use crate::decide::operations::{Endpoint, Operations};
use crate::decide::refusals::Refusals;
use crate::decide::responses::Success;
use crate::decide::types::Types;
use crate::render::{Item, Module};
use crate::rust::{Plain, RustType};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The module of the server side.
pub(super) fn module(types: &Types<'_>, operations: &Operations<'_>) -> Module {
    let own = ["Api", "Webhooks", "api_router", "stand_in_router", "webhooks_router"];
    let imports = Imports::new(types, "super::types", own);
    // The runtime's names come first: of two equal names the later is spelt in full.
    for name in ["Hook", "Reply", "Router", "Routes"] {
        imports.path("oasis_runtime::server", name);
    }
    let pairs = || operations.endpoints.iter().zip(&operations.refusals);
    let (webhooks, calls): (Vec<_>, Vec<_>) =
        pairs().partition(|(endpoint, _)| endpoint.operation.is_webhook());
    let mut items = Vec::new();
    if !calls.is_empty() {
        items.push(service(&imports, "Api", "The API itself: for mocks and tests.", &calls));
        items.push(router(&imports, "api_router", API, "Api", &calls, false));
    }
    if !webhooks.is_empty() {
        items.push(service(&imports, "Webhooks", "A webhook receiver.", &webhooks));
        items.push(router(&imports, "webhooks_router", WEBHOOKS, "Webhooks", &webhooks, true));
        items.push(router(&imports, "stand_in_router", STAND_IN, "Webhooks", &webhooks, false));
    }
    Module {
        path: "server.rs",
        docs: vec!["What answers: a trait for each direction, with a router over it.".to_owned()],
        attributes: super::uses_deprecated(types),
        uses: imports.uses(),
        items,
    }
}

const API: &str = "Serves the API at its documented paths.";
const WEBHOOKS: &str = "Serves a receiver at its routes, which the API appends to the address \
    configured with it: nest this router under that address.";
const STAND_IN: &str =
    "Serves a receiver at the documented paths, where the API itself has a stand-in.";

type Pair<'a> = (&'a Endpoint<'a>, &'a Refusals);

fn service(imports: &Imports<'_>, name: &str, about: &str, pairs: &[Pair<'_>]) -> Item {
    let methods = pairs.iter().map(|pair| method(imports, *pair));
    let docs = docs::attributes(&[
        about.to_owned(),
        String::new(),
        "Every method has a body that answers with the contract's example: write those you need, \
         as plain `async fn`."
            .to_owned(),
    ]);
    let name = format_ident!("{name}");
    Item::Block {
        head: quote!(#docs pub trait #name: Send + Sync + 'static {}),
        functions: methods.chain([undecodable(imports)]).collect(),
    }
}

fn method(imports: &Imports<'_>, (endpoint, refusals): Pair<'_>) -> TokenStream {
    let docs = docs::attributes(&about(endpoint));
    let name = &endpoint.method;
    let reply = imports.path("oasis_runtime::server", "Reply");
    let (success, refusal) = (success(imports, endpoint), refusal(imports, endpoint, *refusals));
    let arguments = arguments(imports, endpoint);
    let typed = arguments.iter().map(|(ident, owned)| quote!(#ident: #owned));
    let unused = arguments.iter().map(|(ident, _)| ident);
    let unused = match arguments.len() {
        0 => None,
        1 => Some(quote!(let _ = #(#unused)*;)),
        _ => Some(quote!(let _ = (#(#unused),*);)),
    };
    let example = example(imports, endpoint);
    quote! {
        #docs
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
        let owned = match &body.payload.form {
            Form::Json(rust) | Form::UrlEncoded(rust) => imports.rust_type(rust),
            Form::Multipart => imports.path("oasis_runtime", "Multipart"),
            Form::Bytes => imports.rust_type(&RustType::Plain(Plain::Bytes)),
        };
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
    pairs: &[Pair<'_>],
    at_routes: bool,
) -> Item {
    let hook = imports.spelling("oasis_runtime::server", "Hook");
    let router = imports.spelling("oasis_runtime::server", "Router");
    let routes = imports.spelling("oasis_runtime::server", "Routes");
    let at_routes = if at_routes { ".at_routes()" } else { "" };
    let rows = pairs.iter().filter(|(endpoint, _)| endpoint.is_routed);
    let rows: String = rows.map(|(endpoint, _)| row(imports, endpoint)).collect();
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

fn row(imports: &Imports<'_>, endpoint: &Endpoint<'_>) -> String {
    let (method, constant) = (&endpoint.method, &endpoint.constant);
    let operations = imports.spelling("super", "operations");
    let path =
        endpoint.path_arguments.iter().map(|argument| format!("call.path({:?})?", argument.key));
    let parameters = (!endpoint.fields.is_empty()).then(|| "call.parameters()?".to_owned());
    let body = endpoint.body.as_ref().map(|it| match endpoint.operation.is_webhook() {
        true => format!("call.notification({})", body(it)),
        false => body(it).to_owned(),
    });
    let arguments: Vec<String> = path.chain(parameters).chain(body).collect();
    let call = if arguments.is_empty() { "_" } else { "call" };
    let on = match &endpoint.success {
        Success::One { payload: None, .. } => "on_empty",
        Success::One { payload: Some(payload), .. } => match payload.form {
            Form::Json(_) => "on",
            _ => "on_bytes",
        },
        Success::Several(_) => "on_any",
    };
    format!(
        "{INDENT}let routes = routes.{on}(&{operations}::{constant}, |service, {call}| async move {{\n\
         {INDENT}{INDENT}service.{method}({}).await\n\
         {INDENT}}});\n",
        arguments.join(", ")
    )
}

fn body(body: &RequestBody<'_>) -> &'static str {
    match (&body.payload.form, body.required) {
        (Form::Json(_), true) => "call.json()?",
        (Form::Json(_), false) => "call.json_if_any()?",
        (Form::UrlEncoded(_), true) => "call.form()?",
        (Form::UrlEncoded(_), false) => "call.form_if_any()?",
        (Form::Multipart, true) => "call.multipart()?",
        (Form::Multipart, false) => "call.multipart_if_any()?",
        (Form::Bytes, true) => "call.bytes()",
        (Form::Bytes, false) => "call.bytes_if_any()",
    }
}
