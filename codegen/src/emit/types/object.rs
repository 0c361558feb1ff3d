//! Structs: one field a member, in the state the contract gives it (required, optional, nullable).

use super::facts;
use crate::emit::context::{At, Context};
use crate::emit::docs;
use oasis_model::ir::{Additional, Claim, Object, Property, SchemaId, Usage};
use oasis_model::name::{self, Scope};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// The most arguments a constructor takes before it stops being readable.
const ARGUMENTS: usize = 7;

/// How a member stands in its struct.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Presence {
    Required,
    RequiredNullable,
    Optional,
    OptionalNullable,
}

/// One field, decided.
struct Field {
    ident: Ident,
    presence: Presence,
    /// The type of the field.
    full: TokenStream,
    declaration: TokenStream,
}

pub(super) fn items(
    context: &Context<'_>,
    id: SchemaId,
    object: &Object,
    usage: Usage,
    name: &str,
    docs: &TokenStream,
) -> Vec<TokenStream> {
    let mut scope = Scope::default();
    let fields: Vec<Field> = object
        .properties
        .iter()
        .map(|property| {
            let ident = scope.claim(property.name.clone()).rust;
            field(context, id, property, usage, &ident)
        })
        .collect();
    let additional = additional(context, object, &mut scope);
    let default = fields.iter().all(|field| !field.is_required()).then(|| quote!(Default,));
    let name = format_ident!("{name}");
    let declarations = fields.iter().map(|field| &field.declaration);
    let extra = additional.as_ref().map(|(_, declaration)| declaration);
    let declaration = quote! {
        #docs
        #[derive(Clone, Debug, #default PartialEq, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(remote = "Self")]
        #[cfg_attr(feature = "schema", derive(::schemars::JsonSchema))]
        pub struct #name {
            #(#declarations,)*
            #extra
        }
    };
    let mut items = vec![declaration, quote! { ::oasis_runtime::object!(#name); }];
    items.extend(constructor(&name, &fields, additional.as_ref().map(|(ident, _)| ident)));
    items
}

impl Field {
    fn is_required(&self) -> bool {
        matches!(self.presence, Presence::Required | Presence::RequiredNullable)
    }
}

fn field(
    context: &Context<'_>,
    owner: SchemaId,
    property: &Property,
    usage: Usage,
    ident: &str,
) -> Field {
    let inner = context.plain_type(property.schema, At::Types);
    let inner = match context.is_boxed(owner, property.schema) {
        true => context.boxed(&inner, At::Types),
        false => inner,
    };
    let presence = presence(context, property, usage);
    let option = context.option(&inner, At::Types);
    let full = match presence {
        Presence::Required => inner.clone(),
        Presence::RequiredNullable | Presence::Optional => option,
        Presence::OptionalNullable => quote!(::oasis_runtime::Field<#inner>),
    };
    let state = attributes(presence, &inner);
    let rename = (ident.trim_start_matches("r#") != property.name.wire).then(|| {
        let wire = &property.name.wire;
        quote!(#[serde(rename = #wire)])
    });
    let docs = field_docs(context, property);
    let ident = format_ident!("{ident}");
    let declaration = quote!(#docs #rename #state pub #ident: #full);
    Field { ident, presence, full, declaration }
}

/// Every plausible reading of what is received must decode; what is sent follows the claim alone.
fn presence(context: &Context<'_>, property: &Property, usage: Usage) -> Presence {
    let lenient = usage.received || !usage.sent;
    let required = property.required && !(lenient && property.claim.may_be_absent());
    let nullable = context.is_nullable(property.schema)
        || (lenient && property.claim.may_be_null() && !context.takes_null(property.schema));
    match (required, nullable) {
        (true, false) => Presence::Required,
        (true, true) => Presence::RequiredNullable,
        (false, false) => Presence::Optional,
        (false, true) => Presence::OptionalNullable,
    }
}

fn attributes(presence: Presence, inner: &TokenStream) -> TokenStream {
    // Tokens print with spaces between them, which a path does without.
    let schema_inner = inner.to_string().replace(' ', "");
    let schema_nullable = format!("::oasis_runtime::Nullable<{schema_inner}>");
    match presence {
        Presence::Required => quote!(),
        Presence::RequiredNullable => quote! {
            #[serde(deserialize_with = "::oasis_runtime::nullable")]
            #[cfg_attr(feature = "schema", schemars(with = #schema_nullable))]
        },
        Presence::Optional => quote! {
            #[serde(
                default,
                skip_serializing_if = "::std::option::Option::is_none",
                deserialize_with = "::oasis_runtime::present"
            )]
            #[cfg_attr(feature = "schema", schemars(with = #schema_inner))]
        },
        Presence::OptionalNullable => quote! {
            #[serde(default, skip_serializing_if = "::oasis_runtime::Field::is_absent")]
        },
    }
}

fn field_docs(context: &Context<'_>, property: &Property) -> TokenStream {
    let schema = context.api.schema(property.schema);
    let target = context.api.schema(context.api.resolve(property.schema).0);
    let fallback = docs::code(&property.name.wire);
    // A component's own docs stand at its declaration.
    let described = if schema.component { Default::default() } else { schema.docs.clone() };
    let facts = if target.component { Vec::new() } else { facts(target) };
    // A property that says nothing of its own is known as the object around it is.
    let claim = Claim {
        plausible: property.claim.plausible.clone(),
        ..context.api.property_claim(property).clone()
    };
    let mut lines = docs::lines(&fallback, &described, facts, &claim);
    if property.claim != schema.claim && !schema.component {
        let more = docs::lines("", &Default::default(), Vec::new(), &schema.claim);
        let more: Vec<String> = more.into_iter().skip(1).collect();
        let news = more.chunks(2).filter(|chunk| !lines.contains(&chunk[chunk.len() - 1]));
        let news: Vec<String> = news.flatten().cloned().collect();
        lines.extend(news);
    }
    docs::attributes(&lines)
}

/// The field that keeps the members the contract does not name, where they belong to the data.
fn additional(
    context: &Context<'_>,
    object: &Object,
    scope: &mut Scope,
) -> Option<(Ident, TokenStream)> {
    let values = match object.additional {
        Additional::Any => None,
        Additional::Schema(values) => Some(values),
        Additional::Unstated | Additional::Refused => return None,
    };
    let ident = format_ident!("{}", scope.claim(name::snake("additional")).rust);
    let map = context.map_type(values, At::Types);
    let docs = docs::attributes(&["Members beyond those above, in order.".to_owned()]);
    let declaration = quote!(#docs #[serde(flatten)] pub #ident: #map,);
    Some((ident, declaration))
}

/// A constructor that asks for what is required, where that spares naming the rest.
fn constructor(name: &Ident, fields: &[Field], additional: Option<&Ident>) -> Option<TokenStream> {
    let required: Vec<&Field> = fields.iter().filter(|field| field.is_required()).collect();
    let spares = fields.len() > required.len() || additional.is_some();
    if !(1..=ARGUMENTS).contains(&required.len()) || !spares {
        return None;
    }
    let arguments = required.iter().map(|field| {
        let (ident, full) = (&field.ident, &field.full);
        quote!(#ident: #full)
    });
    let values = fields.iter().map(|field| {
        let ident = &field.ident;
        if field.is_required() {
            quote!(#ident)
        } else {
            quote!(#ident: ::std::default::Default::default())
        }
    });
    let rest = additional.map(|ident| quote!(#ident: ::std::default::Default::default()));
    Some(quote! {
        impl #name {
            /// A value with what is required, and nothing else.
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values,)* #rest }
            }
        }
    })
}
