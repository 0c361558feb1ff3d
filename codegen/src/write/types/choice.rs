//! Enums of strings, of integers and of types.

use super::{Writer, docs};
use crate::decide::types::{Choice, Declared, Listed, Variant};
use crate::render::{Item, List};
use crate::rust::{Plain, RustType};
use oasis_model::ir::{Additional, Kind};
use proc_macro2::{Literal, TokenStream};
use quote::quote;
use serde_json::Number;

/// A value that is spelt as a literal.
pub(super) trait Literally {
    fn literally(&self) -> Literal;
}

impl Literally for String {
    fn literally(&self) -> Literal {
        Literal::string(self)
    }
}

impl Literally for i64 {
    fn literally(&self) -> Literal {
        Literal::i64_unsuffixed(*self)
    }
}

impl Literally for Number {
    fn literally(&self) -> Literal {
        // What JSON holds is finite.
        Literal::f64_unsuffixed(self.as_f64().unwrap_or_default())
    }
}

impl Writer<'_, '_> {
    /// An enum of values of one type, by the macro that writes it.
    pub(super) fn listed_values<T: Literally>(
        &self,
        declared: &Declared,
        listed: &Listed<T>,
        by: &str,
        holds: &str,
        docs: &TokenStream,
    ) -> Item {
        let name = &declared.name;
        let values = listed.values.iter().map(|(ident, value)| {
            let value = value.literally();
            quote!(#ident = #value)
        });
        let other = listed.other.as_ref().map(|ident| {
            let holds: TokenStream = self.imports.std(holds).parse().unwrap_or_default();
            quote! {
                /// A value that the contract does not name.
                #ident(#holds),
            }
        });
        let body = quote! {
            #docs
            pub enum #name {
                #(#values,)*
                #other
            }
        };
        Item::Wrapped { name: self.imports.path("oasis_runtime", by), body }
    }

    pub(super) fn choice(
        &self,
        declared: &Declared,
        choice: &Choice,
        docs: &TokenStream,
    ) -> Vec<Item> {
        let name = &declared.name;
        let api = self.types.api;
        let variants = choice.variants.iter().map(|variant| {
            let schema = api.schema(variant.schema);
            let line = if schema.component { String::new() } else { docs::line(&schema.docs) };
            let lines: Vec<String> = [line].into_iter().filter(|line| !line.is_empty()).collect();
            let docs = docs::attributes(&lines);
            let (ident, rust) = (&variant.ident, self.imports.rust_type(&variant.rust));
            quote!(#docs #ident(#rust))
        });
        let other = choice.other.as_ref().map(|ident| {
            let value = self.imports.path("serde_json", "Value");
            quote! {
                /// A value whose tag the contract does not name.
                #ident(#value),
            }
        });
        let is_file = |variant: &Variant| variant.rust == RustType::Plain(Plain::File);
        let large =
            choice.variants.iter().any(is_file).then(
                || quote!(#[allow(clippy::large_enum_variant, reason = "a file is sent once")]),
            );
        let serialize = self.imports.path("serde", "Serialize");
        let declaration = quote! {
            #docs
            #large
            #[derive(Clone, Debug, PartialEq, #serialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            #[serde(untagged)]
            #[non_exhaustive]
            pub enum #name {
                #(#variants,)*
                #other
            }
        };
        vec![Item::Rust(declaration), self.reading(declared, choice)]
    }

    /// The macro that reads an enum of types.
    fn reading(&self, declared: &Declared, choice: &Choice) -> Item {
        let name = &declared.name;
        let Some(tag) = &choice.tag else {
            let variants = choice.variants.iter().map(|variant| match self.is_closed(variant) {
                true => format!("(closed) {}", variant.ident),
                false => variant.ident.to_string(),
            });
            return self.listed("union", name.to_string(), vec![List::Braces(variants.collect())]);
        };
        let literal = |text: &String| Literal::string(text).to_string();
        let tagged = choice.variants.iter().filter(|variant| !variant.tags.is_empty());
        let rows = tagged.map(|variant| {
            let tags: Vec<String> = variant.tags.iter().map(literal).collect();
            format!("{} = {}", variant.ident, tags.join(" | "))
        });
        let other = choice.other.iter().map(|ident| format!("..{ident}"));
        let lists = vec![List::Braces(rows.chain(other).collect())];
        self.listed("tagged", format!("{name} by {}", literal(tag)), lists)
    }

    /// Whether a value of the variant has the properties that are declared, and no others.
    fn is_closed(&self, variant: &Variant) -> bool {
        let schema = self.types.api.schema(self.types.target(variant.schema));
        matches!(&schema.kind, Kind::Object(object) if object.additional == Additional::Refused)
    }
}
