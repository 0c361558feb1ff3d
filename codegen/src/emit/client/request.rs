//! The first half of a client method: the request, from its path to its body.

use crate::emit::context::Context;
use crate::emit::plan::{Argument, BodyPlan, Piece, Plan, Taken};
use oasis_model::ir::{Api, Direction, Operation, ParameterPlace, SecurityKind};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

pub(super) fn request(context: &Context<'_>, plan: &Plan<'_>) -> TokenStream {
    let operation = plan.operation;
    let method = format_ident!("{}", operation.method.as_str());
    let path = path(plan);
    let auth = auth(context.api, operation);
    let parameters = plan.parameters.iter().map(parameter);
    let body = plan.body.as_ref().map(body);
    quote! {
        let request = self.http.request(::http::Method::#method, #path, #auth);
        #(#parameters)*
        #body
    }
}

/// The path of a request: the documented one, or the receiver's route.
fn path(plan: &Plan<'_>) -> TokenStream {
    if let Direction::Push { route } = &plan.operation.direction
        && plan.path_arguments.is_empty()
    {
        return quote!(#route);
    }
    let pieces: Vec<TokenStream> = plan
        .path
        .iter()
        .map(|piece| match piece {
            Piece::Literal(text) => quote!(#text),
            Piece::Parameter(index) => {
                let Argument { ident, parameter, .. } = &plan.path_arguments[*index];
                let name = &parameter.name.wire;
                quote!(&::oasis_runtime::client::segment(#name, &#ident)?)
            }
        })
        .collect();
    match pieces.as_slice() {
        [only] if plan.path_arguments.is_empty() => quote!(#only),
        _ => quote!(&[#(#pieces),*].concat()),
    }
}

/// Where the credential goes: the first alternative that asks for one decides.
fn auth(api: &Api, operation: &Operation) -> TokenStream {
    let wanted = operation.security.iter().flatten().next();
    let scheme = wanted.and_then(|wanted| {
        api.security_schemes.iter().find(|scheme| scheme.name.wire == wanted.scheme)
    });
    let auth = match scheme.map(|scheme| &scheme.kind) {
        None => quote!(None),
        Some(SecurityKind::Bearer | SecurityKind::OAuth2 | SecurityKind::OpenId) => {
            quote!(Scheme("Bearer"))
        }
        Some(SecurityKind::Basic) => quote!(Scheme("Basic")),
        Some(SecurityKind::Http(scheme)) => quote!(Scheme(#scheme)),
        Some(SecurityKind::ApiKey { place, name }) => match place {
            ParameterPlace::Query => quote!(Query(#name)),
            ParameterPlace::Cookie => quote!(Cookie(#name)),
            ParameterPlace::Header | ParameterPlace::Path => quote!(Header(#name)),
        },
    };
    quote!(::oasis_runtime::client::Auth::#auth)
}

fn parameter(argument: &Argument<'_>) -> TokenStream {
    let Argument { parameter, ident, .. } = argument;
    let (name, style) = (&parameter.name.wire, style(argument));
    match parameter.place {
        ParameterPlace::Header => {
            quote!(let request = request.with_header(#name, #style, &parameters.#ident)?;)
        }
        ParameterPlace::Cookie => {
            quote!(let request = request.with_cookie(#name, #style, &parameters.#ident);)
        }
        ParameterPlace::Query | ParameterPlace::Path => {
            quote!(let request = request.with_query(#name, #style, &parameters.#ident);)
        }
    }
}

/// How lists and objects are spelt out.
pub(in crate::emit) fn style(argument: &Argument<'_>) -> TokenStream {
    let parameter = argument.parameter;
    let style = match (parameter.style.as_str(), parameter.explode) {
        _ if parameter.media_type.is_some() => quote!(Json),
        ("deepObject", _) => quote!(Deep),
        ("form", true) => quote!(Exploded),
        ("spaceDelimited", false) => quote!(Joined(' ')),
        ("pipeDelimited", false) => quote!(Joined('|')),
        ("spaceDelimited" | "pipeDelimited", true) => quote!(Exploded),
        _ => quote!(Joined(',')),
    };
    quote!(::oasis_runtime::Style::#style)
}

fn body(body: &BodyPlan) -> TokenStream {
    let media_type = &body.media_type;
    let with = match body.schema.as_ref().map(|json| json.taken) {
        // A copied value is borrowed only here.
        Some(Taken::Copied) => quote!(request.with_json(#media_type, &body)?),
        Some(_) => quote!(request.with_json(#media_type, body)?),
        None => quote!(request.with_bytes(#media_type, body)),
    };
    if body.required {
        return quote!(let request = #with;);
    }
    quote! {
        let request = match body {
            Some(body) => #with,
            None => request,
        };
    }
}
