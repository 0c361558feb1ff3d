//! Spells types and paths by their short names and collects the `use` block that makes them so.
//!
//! A name that would clash, with an item of the module itself, with another import or with what
//! every module knows without import, is spelt with its full path instead.

use crate::decide::types::Types;
use crate::rust::{Plain, RustType, TypeId};
use proc_macro2::TokenStream;
use quote::quote;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

/// The imports of one module.
#[derive(Debug)]
pub(crate) struct Imports<'a> {
    types: &'a Types<'a>,
    /// The path of the generated types as seen from a root: `super::types`, or empty within.
    home: &'static str,
    /// Whether the module stands below a root, so that every way up is one step longer.
    is_below: bool,
    /// Names that the module declares itself.
    own: BTreeSet<String>,
    /// Imported names, with the module each comes from.
    imported: RefCell<BTreeMap<String, String>>,
    /// Declared types that are spelt.
    named: RefCell<BTreeSet<TypeId>>,
    /// Whether nothing more is imported.
    is_closed: Cell<bool>,
}

/// Names that mean something in every module and must go on meaning it.
const PRELUDE: [&str; 33] = [
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Result",
    "Send",
    "Some",
    "String",
    "Sync",
    "Vec",
];

impl<'a> Imports<'a> {
    /// The imports of a module that declares `own`; `home` is the path of the types from the root
    /// that the module is or stands below: `super::types`, or empty for the types themselves.
    pub(crate) fn new<'n>(
        types: &'a Types<'a>,
        home: &'static str,
        own: impl IntoIterator<Item = &'n str>,
        is_below: bool,
    ) -> Self {
        let own = own.into_iter().map(|name| name.trim_start_matches("r#").to_owned()).collect();
        let (imported, named, is_closed) = Default::default();
        Self { types, home, is_below, own, imported, named, is_closed }
    }

    /// From here on paths are spelt in full, and types do not count as named: what is compiled with
    /// a feature only must not be imported without it.
    pub(crate) fn close(&self) {
        self.is_closed.set(true);
    }

    /// The declared types that were spelt.
    pub(crate) fn named(&self) -> BTreeSet<TypeId> {
        self.named.borrow().clone()
    }

    /// An item by its short name; by its full path where the short name means something else.
    /// `module` is a path such as `oasis_runtime::client`, or `super::types` as seen from a root.
    pub(crate) fn path(&self, module: &str, name: &str) -> TokenStream {
        self.spelling(module, name).parse().unwrap_or_default()
    }

    /// The same as text, for attributes such as `#[serde(deserialize_with = "guess")]`.
    pub(crate) fn spelling(&self, module: &str, name: &str) -> String {
        let is_up = self.is_below && module.starts_with("super");
        self.imported_from(if is_up { format!("super::{module}") } else { module.to_owned() }, name)
    }

    /// An item by its full path.
    pub(crate) fn in_full(&self, module: &str, name: &str) -> TokenStream {
        let up = if self.is_below && module.starts_with("super") { "super::" } else { "" };
        format!("{up}{module}::{name}").parse().unwrap_or_default()
    }

    fn imported_from(&self, module: String, name: &str) -> String {
        let plain = name.trim_start_matches("r#");
        let mut imported = self.imported.borrow_mut();
        let free = match imported.get(plain) {
            Some(known) => *known == module,
            None => !self.is_closed.get() && !self.own.contains(plain) && !PRELUDE.contains(&plain),
        };
        if free {
            imported.insert(plain.to_owned(), module);
            return name.to_owned();
        }
        let root = module.split("::").next().unwrap_or_default();
        let global = if matches!(root, "super" | "self" | "crate") { "" } else { "::" };
        format!("{global}{module}::{name}")
    }

    /// An item of the standard prelude, such as `Option`: by its short name unless the module
    /// declares that name itself.
    pub(crate) fn std(&self, name: &str) -> String {
        if !self.own.contains(name) {
            return name.to_owned();
        }
        let module = match name {
            "Box" => "boxed",
            "String" => "string",
            "Vec" => "vec",
            "Option" | "Some" | "None" => "option",
            _ => "result",
        };
        format!("::std::{module}::{name}")
    }

    /// A type, spelt.
    pub(crate) fn rust_type(&self, rust: &RustType) -> TokenStream {
        self.type_text(rust).parse().unwrap_or_default()
    }

    /// A type as text.
    pub(crate) fn type_text(&self, rust: &RustType) -> String {
        match rust {
            RustType::Named(id) => {
                if !self.is_closed.get() {
                    self.named.borrow_mut().insert(*id);
                }
                let name = self.types.name(*id);
                match self.home {
                    "" if self.own.contains(name.unraw()) => name.to_string(),
                    // One step up from below the types are the types.
                    "" => self.imported_from("super".to_owned(), name.as_str()),
                    home => self.spelling(home, name.as_str()),
                }
            }
            RustType::Plain(plain) => self.plain(*plain),
            RustType::Vec(inner) => format!("{}<{}>", self.std("Vec"), self.type_text(inner)),
            RustType::Option(inner) => format!("{}<{}>", self.std("Option"), self.type_text(inner)),
            RustType::Box(inner) => format!("{}<{}>", self.std("Box"), self.type_text(inner)),
            RustType::Field(inner) => {
                format!("{}<{}>", self.spelling("oasis_runtime", "Field"), self.type_text(inner))
            }
            RustType::Map(inner) => format!(
                "{}<{}, {}>",
                self.spelling("indexmap", "IndexMap"),
                self.std("String"),
                self.type_text(inner)
            ),
            RustType::FreeMap => format!(
                "{}<{}, {}>",
                self.spelling("serde_json", "Map"),
                self.std("String"),
                self.spelling("serde_json", "Value")
            ),
        }
    }

    fn plain(&self, plain: Plain) -> String {
        let (module, name) = match plain {
            Plain::Null => return "()".to_owned(),
            Plain::Boolean => return "bool".to_owned(),
            Plain::Int32 => return "i32".to_owned(),
            Plain::Int64 => return "i64".to_owned(),
            Plain::Unsigned64 => return "u64".to_owned(),
            Plain::String => return self.std("String"),
            Plain::Any => ("serde_json", "Value"),
            Plain::Number => ("serde_json", "Number"),
            Plain::True => ("oasis_runtime", "True"),
            Plain::False => ("oasis_runtime", "False"),
            Plain::Timestamp => ("jiff", "Timestamp"),
            Plain::Date => ("jiff::civil", "Date"),
            Plain::Bytes => ("oasis_runtime", "Bytes"),
            Plain::File => ("oasis_runtime", "File"),
        };
        self.spelling(module, name)
    }

    /// The `use` block: one item a module, sorted.
    pub(crate) fn uses(&self) -> Vec<TokenStream> {
        let imported = self.imported.borrow();
        let mut modules: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (name, module) in imported.iter() {
            modules.entry(module).or_default().insert(name);
        }
        let line = |(module, names): (&str, BTreeSet<&str>)| {
            let names: Vec<&str> = names.into_iter().collect();
            let text = match names.as_slice() {
                [only] => format!("use {module}::{only};"),
                names => format!("use {module}::{{{}}};", names.join(", ")),
            };
            text.parse().unwrap_or_else(|_| quote!())
        };
        // As rustfmt sorts them: modules of this crate first.
        let (own, others): (Vec<_>, Vec<_>) =
            modules.into_iter().partition(|(module, _)| module.starts_with("super"));
        own.into_iter().chain(others).map(line).collect()
    }
}
