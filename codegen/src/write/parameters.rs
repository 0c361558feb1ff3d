//! The parameters of an operation: the struct of those that stand outside of its path, and the row of
//! each.

use super::imports::Imports;
use super::{about, docs};
use crate::decide::operations::Endpoint;
use crate::decide::parameters::{Argument, Style};
use crate::decide::rename::{self, Rule};
use crate::names::Ident;
use crate::render::{Item, List};
use crate::rust::RustType;
use oasis_model::ir::ParameterPlace;
use proc_macro2::TokenStream;
use quote::quote;

/// The row of a parameter.
pub(super) fn row(imports: &Imports<'_>, argument: &Argument<'_>) -> TokenStream {
    let (parameter, style) =
        (imports.path("oasis_runtime", "Parameter"), style(imports, argument.style));
    let place = match argument.parameter.place {
        ParameterPlace::Path => quote!(path),
        ParameterPlace::Query => quote!(query),
        ParameterPlace::Header => quote!(header),
        ParameterPlace::Cookie => quote!(cookie),
    };
    let wire = &argument.parameter.name;
    let (name, key) = match argument.parameter.place {
        ParameterPlace::Path => (&argument.key, None),
        _ if argument.key == *wire => (wire, None),
        _ => (wire, Some(&argument.key)),
    };
    let key = key.map(|key| quote!(.key(#key)));
    let reserved = argument.parameter.allow_reserved.then(|| quote!(.reserved()));
    let required = may_vanish(argument).then(|| quote!(.required()));
    quote!(#parameter::#place(#name, #style)#reserved #required #key)
}

/// Whether nothing may be left of a required parameter: of an empty list or object.
fn may_vanish(argument: &Argument<'_>) -> bool {
    let parameter = argument.parameter;
    parameter.required
        && matches!(parameter.place, ParameterPlace::Query | ParameterPlace::Cookie)
        && matches!(argument.style, Style::Exploded | Style::Spread | Style::Deep)
        && !matches!(argument.value, RustType::Plain(_))
}

/// A style as the runtime calls it.
pub(super) fn style(imports: &Imports<'_>, style: Style) -> TokenStream {
    let style = match style {
        Style::Joined(separator) => quote!(Joined(#separator)),
        Style::Exploded => quote!(Exploded),
        Style::Spread => quote!(Spread),
        Style::Deep => quote!(Deep),
        Style::Json => quote!(Json),
        Style::Matrix { explode } => quote!(Matrix { explode: #explode }),
        Style::Label { explode } => quote!(Label { explode: #explode }),
    };
    let style_type = imports.path("oasis_runtime", "Style");
    quote!(#style_type::#style)
}

/// The parameter struct of an operation, with its setters and its table.
pub(super) fn parameters(imports: &Imports<'_>, endpoint: &Endpoint<'_>) -> Vec<Item> {
    if endpoint.fields.is_empty() {
        return Vec::new();
    }
    let name = endpoint.type_name("Parameters");
    let docs = docs::attributes(&[format!(
        "The parameters of {}, besides those in its path.",
        docs::code(&endpoint.operation.id)
    )]);
    let is_optional = endpoint.fields.iter().all(|field| !field.parameter.required);
    let default = is_optional.then(|| quote!(Default,));
    let names = endpoint.fields.iter().map(|field| (&field.ident, field.key.as_str()));
    let rule = rename::rule(names);
    let rename_all = rule.as_str().map(|rule| quote!(#[serde(rename_all = #rule)]));
    let fields = endpoint.fields.iter().map(|field| self::field(imports, field, rule));
    let rows = endpoint.fields.iter().map(|field| row(imports, field));
    let (serialize, deserialize) =
        (imports.path("serde", "Serialize"), imports.path("oasis_runtime", "Object"));
    let parameters = imports.path("oasis_runtime", "Parameters");
    let parameter = imports.path("oasis_runtime", "Parameter");
    let declaration = quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq, #serialize, #deserialize)]
        #rename_all
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
        }
    };
    let table = quote! {
        impl #parameters for #name {
            const TABLE: &'static [#parameter] = &[#(#rows),*];
        }
    };
    vec![Item::Rust(declaration), setters(imports, endpoint, &name), Item::Rust(table)]
}

fn setters(imports: &Imports<'_>, endpoint: &Endpoint<'_>, name: &Ident) -> Item {
    let entry =
        |field: &Argument<'_>| format!("{}: {}", field.ident, imports.type_text(&rust_type(field)));
    let (required, optional): (Vec<_>, Vec<_>) =
        endpoint.fields.iter().partition(|field| field.parameter.required);
    let required: Vec<String> = required.into_iter().map(entry).collect();
    let optional = List::Braces(optional.into_iter().map(entry).collect());
    let lists = match required.is_empty() {
        true => vec![optional],
        false => vec![List::Parens(required), optional],
    };
    let setters = imports.spelling("oasis_runtime", "setters");
    Item::Listed { name: setters, head: name.to_string(), lists }
}

fn field(imports: &Imports<'_>, field: &Argument<'_>, rule: Rule) -> TokenStream {
    let Argument { parameter, ident, key, .. } = field;
    let fallback = format!("The parameter {}.", docs::code(&parameter.name));
    let mut lines = about(&fallback, &parameter.docs, &parameter.claim);
    if let Some(default) = &field.default {
        lines.extend([String::new(), format!("Default: {}.", docs::code(&default.to_string()))]);
    }
    let docs = docs::attributes(&lines);
    let deprecated = parameter.docs.deprecated.then(|| quote!(#[deprecated]));
    let rename = (rule.apply(ident).as_deref() != Some(key)).then(|| quote!(rename = #key));
    let skip = (!parameter.required).then(|| quote!(skip_serializing_if = "Option::is_none"));
    let parts: Vec<TokenStream> = rename.into_iter().chain(skip).collect();
    let serde = (!parts.is_empty()).then(|| quote!(#[serde(#(#parts),*)]));
    let rust = imports.rust_type(&rust_type(field));
    quote!(#docs #deprecated #serde pub #ident: #rust,)
}

fn rust_type(field: &Argument<'_>) -> RustType {
    match field.parameter.required {
        true => field.value.clone(),
        false => RustType::Option(Box::new(field.value.clone())),
    }
}
