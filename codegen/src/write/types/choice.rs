//! String enums and enums of types.

use super::{Writer, docs};
use crate::decide::types::{Choice, Declared, Strings};
use crate::render::{Item, List};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

impl Writer<'_, '_> {
    pub(super) fn strings(
        &self,
        declared: &Declared,
        strings: &Strings,
        docs: &TokenStream,
    ) -> Item {
        let name = &declared.name;
        let values = strings.values.iter().map(|(ident, value)| quote!(#ident = #value));
        let other = strings.other.as_ref().map(|ident| {
            let string: TokenStream = self.imports.std("String").parse().unwrap_or_default();
            quote! {
                /// A value that the contract does not name.
                #ident(#string),
            }
        });
        let body = quote! {
            #docs
            pub enum #name {
                #(#values,)*
                #other
            }
        };
        Item::Wrapped { name: self.imports.path("oasis_runtime", "string_enum"), body }
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
        let serialize = self.imports.path("serde", "Serialize");
        let declaration = quote! {
            #docs
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
            let variants = choice.variants.iter().map(|variant| variant.ident.to_string());
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
}
