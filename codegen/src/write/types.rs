//! The module of all types.

mod choice;
mod components;
mod object;
mod sure;

use super::docs;
use super::imports::Imports;
use super::section::{Section, Written};
use crate::decide::types::{Body, Declared, Types};
use crate::names::Ident;
use crate::render::{Item, Items, List};
use crate::rust::{Plain, RustType, TypeId};
use proc_macro2::TokenStream;
use quote::quote;

/// The most layers that clippy surely lets a type have.
const COMPLEX: usize = 4;

/// The types of a section; those that several parts need stand in the root.
pub(super) fn module(section: Section<'_>) -> Written {
    let known = section.known_types();
    let imports = section.imports("", known.iter().map(|(_, declared)| declared.name.unraw()));
    let writer = Writer { types: section.types, imports: &imports };
    let mut items = Items::default();
    for (id, declared) in &known {
        if section.parts.of_type(*id) == section.part {
            items.extend(writer.declaration(*id, declared));
        }
    }
    if section.part.is_none() {
        items.push(components::constant(section));
    }
    let docs = "The types of the API: what their properties mean, and how surely that is known.";
    let attributes = section.attributes(|| attributes(section.types));
    section.module("types", docs, attributes, &imports, items)
}

/// What the root says of all types.
fn attributes(types: &Types<'_>) -> Vec<TokenStream> {
    let mut attributes = vec![
        quote!(#![allow(deprecated, reason = "deprecated properties are still read and written")]),
        quote!(#![allow(missing_docs, reason = "the contract does not describe everything")]),
    ];
    let mentions = |declared: &Declared| declared.body.mentions().into_iter().any(is_complex);
    if types.written().any(|(_, declared)| mentions(declared)) {
        attributes.push(quote! {
            #![allow(clippy::type_complexity, reason = "types are spelt out as the contract nests them")]
        });
    }
    attributes
}

/// Whether clippy finds a type too complex.
fn is_complex(rust: &RustType) -> bool {
    std::iter::successors(Some(rust), |rust| rust.inner()).count() > COMPLEX
}

/// What it takes to write a type.
struct Writer<'w, 'a> {
    types: &'w Types<'a>,
    imports: &'w Imports<'a>,
}

impl Writer<'_, '_> {
    fn declaration(&self, id: TypeId, declared: &Declared) -> Vec<Item> {
        let docs = self.docs(declared);
        match &declared.body {
            Body::Struct(object) => self.object(id, declared, object, &docs),
            Body::Strings(strings) => {
                vec![self.listed_values(declared, strings, "string_enum", "String", &docs)]
            }
            Body::Integers(integers) => {
                vec![self.listed_values(declared, integers, "integer_enum", "i64", &docs)]
            }
            Body::Numbers(numbers) => {
                vec![self.listed_values(declared, numbers, "number_enum", "f64", &docs)]
            }
            Body::Choice(choice) => self.choice(declared, choice, &docs),
            Body::Newtype(rust) => self.newtype(declared, rust, &docs),
            Body::Alias(rust) => {
                let (name, rust) = (&declared.name, self.imports.rust_type(rust));
                vec![Item::Rust(quote!(#docs pub type #name = #rust;))]
            }
        }
    }

    /// What a type is, whether it is still to be used, and how surely it is known.
    fn docs(&self, declared: &Declared) -> TokenStream {
        let schema = self.types.api.schema(declared.schema);
        let mut lines = docs::lines_below(&declared.name.to_string(), &schema.docs);
        if lines.is_empty() {
            let name = schema.at.rsplit('/').next().unwrap_or_default();
            let name = name.replace("~1", "/").replace("~0", "~");
            let kind = if schema.component { "schema" } else { "inline schema" };
            lines.push(format!("The {kind} {}.", docs::code(&name)));
        }
        let sure = sure::lines(self.types, declared);
        if !sure.is_empty() {
            lines.push(String::new());
            lines.extend(sure);
        }
        let docs = docs::attributes(&lines);
        let deprecated = schema.docs.deprecated.then(|| quote!(#[deprecated]));
        quote!(#docs #deprecated)
    }

    fn newtype(&self, declared: &Declared, rust: &RustType, docs: &TokenStream) -> Vec<Item> {
        let name = &declared.name;
        let inner = self.imports.rust_type(rust);
        let lists = vec![List::Parens(vec![self.imports.type_text(rust)])];
        if let RustType::Plain(plain) = rust {
            let is_text = *plain == Plain::String;
            let mac = if is_text { "string_newtype" } else { "integer_newtype" };
            let declaration = self.scalar(name, &inner, !is_text, docs);
            return vec![declaration, self.listed(mac, name.to_string(), lists)];
        }
        let derives = self.derives(
            self.imports.path("serde", "Deserialize"),
            true,
            matches!(rust, RustType::Vec(_) | RustType::Map(_) | RustType::FreeMap),
        );
        let whole = self.types.is_whole(rust).then(|| {
            let reader = self.runtime("whole");
            quote!(#[serde(deserialize_with = #reader)])
        });
        let declaration = quote! {
            #docs
            #derives
            #[serde(transparent)]
            pub struct #name(#whole pub #inner);
        };
        vec![Item::Rust(declaration), self.listed("newtype", name.to_string(), lists)]
    }

    /// A string or an integer under a name of its own.
    fn scalar(&self, name: &Ident, inner: &TokenStream, copy: bool, docs: &TokenStream) -> Item {
        let [serialize, deserialize] =
            ["Serialize", "Deserialize"].map(|name| self.imports.path("serde", name));
        let copy = copy.then(|| quote!(Copy,));
        Item::Rust(quote! {
            #docs
            #[derive(Clone, #copy Debug, PartialEq, Eq, PartialOrd, Ord, Hash, #serialize, #deserialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            #[serde(transparent)]
            pub struct #name(pub #inner);
        })
    }

    /// The derived traits of a struct.
    fn derives(&self, deserialize: TokenStream, debug: bool, default: bool) -> TokenStream {
        let serialize = self.imports.path("serde", "Serialize");
        let debug = debug.then(|| quote!(Debug,));
        let default = default.then(|| quote!(Default,));
        quote! {
            #[derive(Clone, #debug #default PartialEq, #serialize, #deserialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        }
    }

    /// A macro of the runtime that lists entries.
    fn listed(&self, mac: &str, head: String, lists: Vec<List>) -> Item {
        Item::Listed { name: self.runtime(mac), head, lists }
    }

    /// An item of the runtime's root.
    fn runtime(&self, name: &str) -> String {
        self.imports.spelling("oasis_runtime", name)
    }
}
