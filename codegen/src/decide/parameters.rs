//! The arguments of an operation: those of its path, and those of its parameter struct.
//!
//! In come the parameters of the document, out come named values with the style in which each is
//! spelt out. Parameters that are dropped are entered in the ledger.

use super::path;
use super::taken::{Taken, taken};
use super::types::Types;
use crate::ledger::Ledger;
use crate::names::{self, Ident, Scope};
use crate::rust::RustType;
use oasis_model::ir::{Kind, Operation, Parameter, ParameterPlace};

/// One parameter with the name of its argument or field.
#[derive(Clone, Debug)]
pub(crate) struct Argument<'a> {
    /// The parameter it was decided from.
    pub(crate) parameter: &'a Parameter,
    /// The Rust name.
    pub(crate) ident: Ident,
    /// What the runtime calls it: the name on the wire, unless the path cannot hold that name or
    /// two fields of one struct would have it.
    pub(crate) key: String,
    /// How arrays and objects are spelt out.
    pub(crate) style: Style,
    /// The type of the value itself.
    pub(crate) value: RustType,
    /// How a client takes the value as an argument.
    pub(crate) taken: Taken,
}

/// How a value becomes text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// One text; items are joined with this.
    Joined(char),
    /// One parameter for each item.
    Exploded,
    /// One parameter for each property of an object, called like it.
    Spread,
    /// One parameter for each property, called `name[property]`.
    Deep,
    /// One text that is JSON.
    Json,
    /// `;name=value`
    Matrix {
        /// Items and properties are spread.
        explode: bool,
    },
    /// `.value`
    Label {
        /// Items and properties are spread.
        explode: bool,
    },
}

/// Names that methods of clients and traits use themselves.
const ARGUMENT_NAMES: &[&str] = &["body", "call", "parameters", "request", "service"];

/// Header parameters that OpenAPI leaves to other parts of the document.
const RESERVED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// The path parameters of an operation, in the order of its path.
pub(crate) fn path_arguments<'a>(
    types: &Types<'_>,
    operation: &'a Operation,
    ledger: &mut Ledger,
) -> Vec<Argument<'a>> {
    let mut scope = Scope::with(ARGUMENT_NAMES);
    let mut arguments = Vec::new();
    for (index, parameter) in path::path_parameters(operation).enumerate() {
        let name = &parameter.name;
        if !operation.path.contains(&format!("{{{name}}}")) {
            ledger.ignored(&parameter.at, format!("the path has no `{{{name}}}`"));
            continue;
        }
        ledger.typed(&parameter.at);
        let ident = scope.claim(names::snake(name));
        arguments.push(argument(types, parameter, ident, path::key(name, index)));
    }
    arguments
}

/// The query, header and cookie parameters of an operation.
pub(crate) fn fields<'a>(
    types: &Types<'_>,
    operation: &'a Operation,
    ledger: &mut Ledger,
) -> Vec<Argument<'a>> {
    let mut scope = Scope::default();
    let mut fields: Vec<Argument<'a>> = Vec::new();
    for parameter in operation.parameters.iter().filter(|p| p.place != ParameterPlace::Path) {
        let name = &parameter.name;
        if is_reserved(parameter) {
            let why = format!("OpenAPI ignores a header parameter called `{name}`");
            ledger.ignored(&parameter.at, why);
            continue;
        }
        ledger.typed(&parameter.at);
        let is_taken = fields.iter().any(|field| field.key == *name);
        let key =
            if is_taken { format!("{name} {}", place(parameter.place)) } else { name.clone() };
        let ident = scope.claim(names::snake(&key));
        fields.push(argument(types, parameter, ident, key));
    }
    fields
}

fn argument<'a>(
    types: &Types<'_>,
    parameter: &'a Parameter,
    ident: Ident,
    key: String,
) -> Argument<'a> {
    let (style, value) = (style(types, parameter), types.plain(parameter.schema));
    let taken = taken(types, &value);
    Argument { parameter, ident, key, style, value, taken }
}

fn style(types: &Types<'_>, parameter: &Parameter) -> Style {
    let explode = parameter.explode;
    let api = types.api;
    let is_object = || {
        let kind = &api.schema(api.resolve(parameter.schema).0).kind;
        matches!(kind, Kind::Object(_))
    };
    let is_pairs = matches!(parameter.place, ParameterPlace::Query | ParameterPlace::Cookie);
    match (parameter.style.as_str(), explode) {
        _ if parameter.media_type.is_some() => Style::Json,
        ("matrix", _) => Style::Matrix { explode },
        ("label", _) => Style::Label { explode },
        ("deepObject", _) => Style::Deep,
        ("spaceDelimited", false) => Style::Joined(' '),
        ("pipeDelimited", false) => Style::Joined('|'),
        (_, true) if is_pairs && is_object() => Style::Spread,
        (_, true) => Style::Exploded,
        (_, false) => Style::Joined(','),
    }
}

/// Whether OpenAPI ignores the parameter.
pub(crate) fn is_reserved(parameter: &Parameter) -> bool {
    let name = parameter.name.to_ascii_lowercase();
    parameter.place == ParameterPlace::Header && RESERVED_HEADERS.contains(&name.as_str())
}

/// The place as a word behind a name that is taken.
fn place(place: ParameterPlace) -> &'static str {
    match place {
        ParameterPlace::Path => "in path",
        ParameterPlace::Query => "in query",
        ParameterPlace::Header => "in header",
        ParameterPlace::Cookie => "in cookie",
    }
}
