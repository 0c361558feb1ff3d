//! The arguments of an operation: those of its path, and those of its parameter struct.
//!
//! In come the parameters of the document, out come named values with the style in which each is
//! spelt out. Parameters that are dropped are entered in the ledger.

use super::media;
use super::path;
use super::shapes::Shape;
use super::taken::{Taken, taken};
use super::types::Types;
use crate::ledger::Ledger;
use crate::names::{self, Ident, Scope};
use crate::rust::RustType;
use oasis_model::ir::{Kind, Operation, Parameter, ParameterPlace, SchemaId};
use serde_json::Value;

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
    /// What a server takes for it where it is absent.
    pub(crate) default: Option<&'a Value>,
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
const ARGUMENT_NAMES: &[&str] = &["body", "call", "paging", "parameters", "request", "service"];

/// Header parameters that OpenAPI leaves to other parts of the document.
const RESERVED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// The path parameters of an operation, in the order of its path.
pub(crate) fn path_arguments<'a>(
    types: &Types<'a>,
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
    types: &Types<'a>,
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
        enter(types, parameter, ledger);
        let is_taken = fields.iter().any(|field| field.key == *name);
        let key =
            if is_taken { format!("{name} {}", place(parameter.place)) } else { name.clone() };
        let ident = scope.claim(names::snake(&key));
        fields.push(argument(types, parameter, ident, key));
    }
    fields
}

/// Enters how faithfully a parameter is spelt out.
fn enter(types: &Types<'_>, parameter: &Parameter, ledger: &mut Ledger) {
    match (style(types, parameter), &parameter.media_type) {
        (Style::Deep, _) if has_list(types, parameter.schema, DEEPEST) => ledger.approximated(
            &parameter.at,
            "OpenAPI does not say how `deepObject` spells lists: as `name[]=item`, objects in them \
             as `name[0][property]=value`",
        ),
        (Style::Spread, _) if has_deeper(types, parameter.schema) => ledger.approximated(
            &parameter.at,
            "OpenAPI does not say how an exploded object spells lists and objects in it: as \
             `name[]=item` and `name[property]=value`",
        ),
        (Style::Json, Some(media_type)) if !media::is_json(media_type) => {
            ledger.approximated(&parameter.at, format!("it is sent as JSON, not as `{media_type}`"))
        }
        _ => ledger.typed(&parameter.at),
    }
}

/// How deep objects within objects are looked into.
const DEEPEST: usize = 8;

/// Whether an object has lists or objects among its values.
fn has_deeper(types: &Types<'_>, id: SchemaId) -> bool {
    let is_deeper =
        |id| matches!(types.target_shape(id), Shape::List(_) | Shape::Struct(_) | Shape::Map(_));
    match types.target_shape(id) {
        Shape::Struct(object) => object.properties.iter().any(|it| is_deeper(it.schema)),
        Shape::Map(Some(values)) => is_deeper(values),
        _ => false,
    }
}

/// Whether lists are among the values of a schema, or of its properties.
fn has_list(types: &Types<'_>, id: SchemaId, depth: usize) -> bool {
    match types.target_shape(id) {
        Shape::List(_) => true,
        Shape::Struct(object) if depth > 0 => {
            object.properties.iter().any(|it| has_list(types, it.schema, depth - 1))
        }
        Shape::Map(Some(values)) if depth > 0 => has_list(types, values, depth - 1),
        _ => false,
    }
}

fn argument<'a>(
    types: &Types<'a>,
    parameter: &'a Parameter,
    ident: Ident,
    key: String,
) -> Argument<'a> {
    let (style, value) = (style(types, parameter), types.plain(parameter.schema));
    let taken = taken(types, &value);
    let schemas = [parameter.schema, types.target(parameter.schema)];
    let default = schemas.iter().find_map(|id| types.api.schema(*id).default.as_ref());
    Argument { parameter, ident, key, style, value, taken, default }
}

fn style(types: &Types<'_>, parameter: &Parameter) -> Style {
    let explode = parameter.explode;
    let is_pairs = matches!(parameter.place, ParameterPlace::Query | ParameterPlace::Cookie);
    match (&parameter.media_type, parameter.style.as_str()) {
        (Some(media_type), _) if media::is_json(media_type) => Style::Json,
        // Text stands as it is; what is no text has no other form than JSON.
        (Some(_), _) => match types.target_shape(parameter.schema) {
            Shape::Plain(_) => Style::Joined(','),
            shape if shape.is_listed() => Style::Joined(','),
            _ => Style::Json,
        },
        (None, "matrix") => Style::Matrix { explode },
        (None, "label") => Style::Label { explode },
        (None, style) if is_pairs => style_of(types, style, explode, Some(parameter.schema)),
        (None, _) if explode => Style::Exploded,
        (None, _) => Style::Joined(','),
    }
}

/// The style of what becomes pairs: of a query, a cookie, or a form.
pub(crate) fn style_of(
    types: &Types<'_>,
    style: &str,
    explode: bool,
    schema: Option<SchemaId>,
) -> Style {
    let api = types.api;
    let is_object =
        schema.is_some_and(|id| matches!(api.schema(api.resolve(id).0).kind, Kind::Object(_)));
    match (style, explode) {
        ("deepObject", _) => Style::Deep,
        ("spaceDelimited", false) => Style::Joined(' '),
        ("pipeDelimited", false) => Style::Joined('|'),
        (_, true) if is_object => Style::Spread,
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
