//! `client.rs`: one method an operation, for each direction in one `impl`.

use super::imports::Imports;
use super::operations::title;
use super::section::{Entry, Section, Written};
use super::{bodies, docs, long, misleading, refusal};
use crate::decide::bodies::Form;
use crate::decide::headers::ResponseHeader;
use crate::decide::operations::Endpoint;
use crate::decide::paging::Pages;
use crate::decide::refusals::Refusals;
use crate::decide::responses::Success;
use crate::decide::servers::Named;
use crate::decide::taken::Taken;
use crate::render::{Item, Items, block};
use crate::rust::{Plain, RustType};
use oasis_model::ir;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

/// The methods of a section; the root has the clients.
pub(super) fn module(section: Section<'_>) -> Written {
    let Section { types, operations, .. } = section;
    let imports = section.imports("super::types", ["Client", "WebhookClient"]);
    let is_root = section.part.is_none();
    // The runtime's names come first: of two equal names the later is spelt in full.
    let runtime: &[&str] = match (section.part, section.is_split_root()) {
        (Some(_), _) => &["Error", "Response"],
        (None, true) => &["client"],
        (None, false) => &["Error", "Response", "client"],
    };
    for name in runtime {
        imports.path("oasis_runtime::client", name);
    }
    let mut items = Items::default();
    for (name, about, is_webhook) in [
        ("Client", "Calls the API.", false),
        (
            "WebhookClient",
            "Calls a webhook receiver as the API does: for simulators and tests.",
            true,
        ),
    ] {
        let is_of = |entry: &Entry<'_>| entry.endpoint.operation.is_webhook() == is_webhook;
        let name = format_ident!("{name}");
        if is_root && section.known().any(|entry| is_of(&entry)) {
            let limit = types.api.rate_limit.filter(|_| !is_webhook);
            items.push(declaration(&imports, &name, about, limit));
        }
        let servers = operations.servers.iter().filter(|_| is_root && !is_webhook);
        let functions = servers.map(|named| constructor(&imports, named));
        let methods = section.entries().filter(is_of);
        let methods = methods.flat_map(|entry| {
            let (endpoint, refusals) = (entry.endpoint, entry.refusals);
            let pages = endpoint.pages.as_ref();
            let pages = pages.map(|pages| item_stream(&imports, endpoint, pages, refusals));
            [method(&imports, section, entry)].into_iter().chain(pages)
        });
        let mut functions = functions.chain(methods).peekable();
        if functions.peek().is_some() {
            let up = (!is_root).then(|| quote!(super::));
            items.push(block(quote!(impl #up #name {}), functions));
        }
    }
    let docs = "The client of the API, and the one that plays the API towards a webhook receiver.";
    let attributes = section.attributes(|| super::uses_deprecated(types));
    section.module("client", docs, attributes, &imports, items)
}

fn declaration(imports: &Imports<'_>, name: &Ident, about: &str, limit: Option<u32>) -> Item {
    let docs = docs::attributes(&[about.to_owned()]);
    let limit = limit.map(|limit| {
        let limit = Literal::u32_unsuffixed(limit);
        quote!(const RATE_LIMIT: u32 = #limit;)
    });
    Item::Wrapped {
        name: imports.path("oasis_runtime::client", "client"),
        body: quote!(#docs pub struct #name; #limit),
    }
}

/// The function that makes a client of a server.
fn constructor(imports: &Imports<'_>, named: &Named<'_>) -> TokenStream {
    let (function, url) = (&named.function, &named.server.url);
    let mut about = vec![format!("A client of {}.", docs::code(url))];
    if let Some(description) = named.server.description.as_deref().map(docs::sentence) {
        about.extend([String::new(), description]);
    }
    about.extend(
        ["", "# Errors", "The text is no token, or TLS cannot be set up."].map(str::to_owned),
    );
    let docs = docs::attributes(&about);
    let source = imports.path("oasis_runtime::client", "IntoTokenSource");
    let error = imports.path("oasis_runtime::client", "BuildError");
    quote! {
        #docs
        pub fn #function(token: impl #source) -> Result<Self, #error> {
            Self::new(#url, token)
        }
    }
}

fn method(imports: &Imports<'_>, section: Section<'_>, entry: Entry<'_>) -> TokenStream {
    let Entry { endpoint, refusals, .. } = entry;
    let docs = docs::attributes(&about(imports, section, entry));
    let deprecated = endpoint.operation.docs.deprecated.then(|| quote!(#[deprecated]));
    let name = &endpoint.method;
    let arguments = arguments(imports, endpoint);
    let error = imports.path("oasis_runtime::client", "Error");
    let response = imports.path("oasis_runtime::client", "Response");
    let refusal = refusal(imports, endpoint, refusals);
    let success = success(imports, endpoint);
    let request = request(imports, endpoint);
    let send = send(&endpoint.success);
    let (long, misleading) = (long(arguments.len()), misleading(name));
    quote! {
        #docs
        #deprecated
        #long
        #misleading
        pub async fn #name(
            &self,
            #(#arguments),*
        ) -> Result<#response<#success>, #error<#refusal>> {
            #request #send.await
        }
    }
}

/// The method that goes through all pages of an operation.
fn item_stream(
    imports: &Imports<'_>,
    endpoint: &Endpoint<'_>,
    pages: &Pages<'_>,
    refusals: Refusals,
) -> TokenStream {
    let one = docs::code(endpoint.method.as_str());
    let about = format!(
        "The items of all pages of [{one}](Self::{}), in order: a stream that asks for a page when the one before has been read.",
        endpoint.method
    );
    let docs = docs::attributes(&[about]);
    let deprecated = endpoint.operation.docs.deprecated.then(|| quote!(#[deprecated]));
    let (name, item) = (&pages.method, imports.rust_type(&pages.item));
    let arguments = arguments(imports, endpoint);
    let refusal = refusal(imports, endpoint, refusals);
    let items = imports.path("oasis_runtime::client", "Items");
    let paging = imports.path("oasis_runtime", "Paging");
    let cursor = imports.path("oasis_runtime", "Cursor");
    let ir::Paging { parameter, items: list, cursor: from } = pages.paging;
    let from = match from {
        ir::Cursor::Next(property) => quote!(Next(#property)),
        ir::Cursor::Last(property) => quote!(Last(#property)),
    };
    let request = request(imports, endpoint);
    let long = long(arguments.len());
    quote! {
        #docs
        #deprecated
        #long
        pub fn #name(&self, #(#arguments),*) -> #items<#item, #refusal> {
            let paging = #paging { parameter: #parameter, items: #list, cursor: #cursor::#from };
            #request.items(paging)
        }
    }
}

/// The request with its path, parameters and body.
fn request(imports: &Imports<'_>, endpoint: &Endpoint<'_>) -> TokenStream {
    let constant = &endpoint.constant;
    let operations = imports.path("super", "operations");
    let path = endpoint.path_arguments.iter().map(|argument| {
        let (key, ident) = (&argument.key, &argument.ident);
        let borrow = (!argument.taken.is_reference()).then(|| quote!(&));
        quote!(.path(#key, #borrow #ident))
    });
    let parameters = (!endpoint.fields.is_empty()).then(|| quote!(.parameters(parameters)));
    let body = endpoint.body.as_ref().map(bodies::send);
    quote!(self.http.request(&#operations::#constant) #(#path)* #parameters #body)
}

fn about(imports: &Imports<'_>, section: Section<'_>, entry: Entry<'_>) -> Vec<String> {
    let Entry { endpoint, refusals, .. } = entry;
    let (operation, title) = (endpoint.operation, title(endpoint));
    let mut lines = super::about("", &operation.docs, &operation.claim);
    let body = operation.body.as_ref().map(|body| docs::line(&body.docs)).unwrap_or_default();
    let body = if body.is_empty() { body } else { format!("Body: {body}") };
    for line in [body, title].into_iter().filter(|line| !line.is_empty()) {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(line);
    }
    if let Some(server) = endpoint.server {
        let url = docs::code(&server.url);
        lines.extend([
            String::new(),
            format!("Served at {url}, whatever the client's own address."),
        ]);
    }
    let headers = endpoint.headers.iter().map(|place| &section.operations.headers[*place]);
    let headers: Vec<String> = headers.map(|header| header_link(imports, header)).collect();
    if !headers.is_empty() {
        lines.extend([String::new(), format!("Headers: {}.", headers.join(", "))]);
    }
    let error = link(imports, "oasis_runtime::client", "Error", "::Refused");
    let errors = match refusals {
        Refusals::None => "Whatever can go wrong: no refusal is documented.".to_owned(),
        Refusals::Own | Refusals::Same(_) => {
            let refusal = endpoint.type_name("Refusal");
            let refusal = link(imports, "super::refusals", refusal.as_str(), "");
            format!("{refusal} within {error}, and what else can go wrong.")
        }
    };
    lines.extend([String::new(), "# Errors".to_owned(), errors]);
    lines
}

/// A link to the constant of a header.
fn header_link(imports: &Imports<'_>, header: &ResponseHeader<'_>) -> String {
    let operations = imports.spelling("super", "operations");
    let constant = &header.constant;
    format!("[`{}`]({operations}::{constant})", header.header.name)
}

/// A link to an item or what is within it, wherever it is imported from.
fn link(imports: &Imports<'_>, module: &str, name: &str, within: &str) -> String {
    let spelling = imports.spelling(module, name);
    let target = spelling.trim_start_matches("::");
    match target == name {
        true => format!("[`{name}{within}`]"),
        false => format!("[`{name}{within}`]({target}{within})"),
    }
}

fn arguments(imports: &Imports<'_>, endpoint: &Endpoint<'_>) -> Vec<TokenStream> {
    let path = endpoint.path_arguments.iter().map(|argument| {
        let (ident, taken) = (&argument.ident, spelt(imports, &argument.taken));
        quote!(#ident: #taken)
    });
    let parameters = (!endpoint.fields.is_empty()).then(|| {
        let name = endpoint.type_name("Parameters");
        let name = imports.path("super::operations", name.as_str());
        quote!(parameters: &#name)
    });
    let body = endpoint.body.as_ref().map(|body| {
        let taken = bodies::argument(imports, endpoint, body, |taken| spelt(imports, taken));
        quote!(body: #taken)
    });
    path.chain(parameters).chain(body).collect()
}

fn spelt(imports: &Imports<'_>, taken: &Taken) -> TokenStream {
    match taken {
        Taken::Text => quote!(&str),
        Taken::Slice(item) => {
            let item = imports.rust_type(item);
            quote!(&[#item])
        }
        Taken::Copied(rust) => imports.rust_type(rust),
        Taken::Optional(inner) => {
            let inner = spelt(imports, inner);
            quote!(Option<#inner>)
        }
        Taken::Borrowed(rust) => {
            let rust = imports.rust_type(rust);
            quote!(&#rust)
        }
    }
}

/// The type of a success.
pub(super) fn success(imports: &Imports<'_>, endpoint: &Endpoint<'_>) -> TokenStream {
    match &endpoint.success {
        Success::One { payload: None, .. } => quote!(()),
        Success::One { payload: Some(payload), .. } => match &payload.form {
            Form::Json(rust) | Form::Text(rust) => imports.rust_type(rust),
            Form::File => imports.rust_type(&RustType::Plain(Plain::File)),
            _ => imports.rust_type(&RustType::Plain(Plain::Bytes)),
        },
        Success::Several(_) => {
            imports.path("super::refusals", endpoint.type_name("Success").as_str())
        }
    }
}

fn send(success: &Success<'_>) -> TokenStream {
    match success {
        Success::One { payload: None, .. } => quote!(.send_empty()),
        Success::One { payload: Some(payload), .. } => match payload.form {
            Form::Json(_) => quote!(.send()),
            Form::Text(_) => quote!(.send_text()),
            Form::File => quote!(.send_file()),
            _ => quote!(.send_bytes()),
        },
        Success::Several(_) => quote!(.send_any()),
    }
}
