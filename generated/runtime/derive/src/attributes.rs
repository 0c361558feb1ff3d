//! What `#[serde(...)]` says of a struct and of its fields. What says nothing of reading is passed over;
//! what would change it and is not known is refused.

use crate::rename;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Ident, LitStr, Path, Type};

/// Of a struct.
#[derive(Default)]
pub(crate) struct Container {
    rename_all: Option<String>,
    /// Every field that is absent has the default of its type.
    default: bool,
}

/// What an absent field is.
#[derive(Clone, Copy)]
pub(crate) enum Absent {
    /// `None` where the type is an `Option`, else a mistake.
    AsItsTypeSays,
    /// A mistake.
    Refused,
    /// The default of its type.
    Default,
}

/// A field.
pub(crate) struct Field<'a> {
    pub(crate) ident: &'a Ident,
    pub(crate) rust: &'a Type,
    /// Its name on the wire.
    pub(crate) wire: String,
    /// The marker of how it is read.
    pub(crate) reader: Ident,
    /// The function that the marker stands for.
    pub(crate) function: Option<Path>,
    pub(crate) absent: Absent,
}

impl Container {
    pub(crate) fn of(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut container = Self::default();
        each(attributes, |meta| {
            if meta.path.is_ident("rename_all") {
                container.rename_all = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("default") {
                container.default = true;
            } else {
                return Err(meta.error("not known here"));
            }
            Ok(())
        })?;
        Ok(container)
    }
}

impl<'a> Field<'a> {
    pub(crate) fn of(field: &'a syn::Field, container: &Container) -> syn::Result<Self> {
        let refused = || syn::Error::new_spanned(field, "a field needs a name");
        let ident = field.ident.as_ref().ok_or_else(refused)?;
        let (mut wire, mut default, mut reader) = (None, container.default, None);
        each(&field.attrs, |meta| {
            if meta.path.is_ident("rename") {
                wire = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("default") {
                default = true;
            } else if meta.path.is_ident("deserialize_with") {
                reader = Some(marked(&meta.value()?.parse()?)?);
            } else if meta.path.is_ident("skip_serializing_if") {
                meta.value()?.parse::<LitStr>()?;
            } else {
                return Err(meta.error("not known here"));
            }
            Ok(())
        })?;
        let absent = match (&reader, default) {
            (_, true) => Absent::Default,
            (Some(_), _) => Absent::Refused,
            (None, _) => Absent::AsItsTypeSays,
        };
        let name = ident.to_string();
        let name = name.trim_start_matches("r#");
        let wire = wire.unwrap_or_else(|| rename::apply(container.rename_all.as_deref(), name));
        let (reader, function) = match reader {
            Some((reader, function)) => (reader, Some(function)),
            None => (Ident::new("Plain", ident.span()), None),
        };
        Ok(Self { ident, rust: &field.ty, wire, reader, function, absent })
    }
}

/// A function that reads a field, with its marker.
fn marked(function: &LitStr) -> syn::Result<(Ident, Path)> {
    let path: Path = function.parse()?;
    let last = path.segments.last().map(|segment| segment.ident.to_string());
    let name = match last.as_deref() {
        Some("guess") => "Guess",
        Some("nullable") => "Nullable",
        Some("present") => "Present",
        Some("whole") => "Whole",
        _ => return Err(syn::Error::new_spanned(function, "not known here")),
    };
    Ok((Ident::new(name, function.span()), path))
}

/// Shows everything that `#[serde(...)]` says.
fn each(
    attributes: &[Attribute],
    mut see: impl FnMut(ParseNestedMeta<'_>) -> syn::Result<()>,
) -> syn::Result<()> {
    let serde = attributes.iter().filter(|attribute| attribute.path().is_ident("serde"));
    serde.into_iter().try_for_each(|attribute| attribute.parse_nested_meta(&mut see))
}
