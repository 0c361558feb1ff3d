//! Forms: the properties of a value as fields or parts, and parts as a tree that is read by type.
//!
//! What a table says of a field counts; of the others an array repeats its name, an object is JSON in
//! a form of parts and brackets in a form of fields, and a file is a part with a name.

use super::FormField;
use super::file::{File, apart, stands_for};
use crate::parameter::tree::Tree;
use crate::parameter::{Place, spell};
use crate::value::fault::{Fault, Step};
use crate::{Multipart, Part, Style, media};
use bytes::Bytes;
use serde::Serialize;
use serde_json::Value;

/// What is known of a field.
fn row<'a>(fields: &'a [FormField], name: &str) -> Option<&'a FormField> {
    fields.iter().find(|field| field.name == name)
}

/// The fields of a value, encoded as in a query; `None` if it is no object.
pub(super) fn line<T: Serialize + ?Sized>(value: &T, fields: &[FormField]) -> Option<String> {
    let Ok(Value::Object(values)) = serde_json::to_value(value) else { return None };
    let pairs = values.iter().flat_map(|(name, value)| {
        let style = match row(fields, name) {
            Some(field) if field.is_json() => Style::Json,
            Some(FormField { style: Some(style), .. }) => *style,
            _ if is_list_of_scalars(value) => Style::Exploded,
            _ => Style::Deep,
        };
        spell::pairs(Place::Query, name, style, value)
    });
    Some(spell::line(&pairs.collect::<Vec<_>>()))
}

fn is_list_of_scalars(value: &Value) -> bool {
    let is_scalar = |item: &Value| !matches!(item, Value::Array(_) | Value::Object(_));
    value.as_array().is_some_and(|items| items.iter().all(is_scalar))
}

/// The parts of a value; `None` if it is no object, or a file is of no media type that its part takes.
pub(super) fn of<T: Serialize + ?Sized>(value: &T, fields: &[FormField]) -> Option<Multipart> {
    let (Value::Object(values), files) = apart(value)? else { return None };
    let mut form = Multipart::new();
    for (name, value) in &values {
        add(&mut form, name, value, row(fields, name), &files)?;
    }
    Some(form)
}

fn add(
    form: &mut Multipart,
    name: &str,
    value: &Value,
    row: Option<&FormField>,
    files: &[File],
) -> Option<()> {
    let listed = row.and_then(|row| row.media_type);
    // A range says nothing of a value that is no file.
    let media_type = listed.filter(|listed| !listed.contains('*'));
    let part = |content: Bytes| Part::new(name.to_owned(), content);
    let mut push = |media_type: Option<&str>, part: Part| {
        form.push(Part { media_type: media_type.map(str::to_owned), ..part });
    };
    if let Some(file) = stands_for(value, files) {
        let own = file.media_type.as_deref();
        let media_type = match listed.filter(|listed| listed.contains('*')) {
            Some(range) => media::of_file(range, own)?,
            None => own.or(media_type).unwrap_or("application/octet-stream").to_owned(),
        };
        // Servers tell a file from a field by its name.
        let file_name = file.name.clone().unwrap_or_else(|| name.to_owned());
        let (headers, stream) = (file.headers.clone(), file.stream.as_deref().cloned());
        let part =
            Part { file_name: Some(file_name), headers, stream, ..part(file.content.clone()) };
        push(Some(&media_type), part);
        return Some(());
    }
    match value {
        Value::Null => {}
        Value::Array(items) if !row.is_some_and(FormField::is_json) => {
            items.iter().try_for_each(|item| add(form, name, item, row, files))?;
        }
        Value::Array(_) | Value::Object(_) => {
            push(Some(media_type.unwrap_or("application/json")), part(value.to_string().into()));
        }
        scalar if row.is_some_and(FormField::is_json) => {
            push(media_type, part(scalar.to_string().into()));
        }
        scalar => push(media_type, part(spell::text(scalar).into())),
    }
    Some(())
}

/// The parts of a form, by name. A part that comes again is an item of a list.
pub(super) fn tree(form: Multipart, fields: &[FormField]) -> Result<Tree, Fault> {
    let mut found: Vec<(String, Vec<Tree>)> = Vec::new();
    for part in form.into_parts() {
        let Part { name, file_name, media_type, headers, content, .. } = part;
        let tree = match row(fields, &name).is_some_and(FormField::is_json) {
            true => match serde_json::from_slice(&content) {
                Ok(value) => Tree::Json(value),
                Err(_) => return Err(Fault::new("not a JSON value").within(Step::Property(name))),
            },
            false => {
                Tree::File(File { name: file_name, media_type, headers, ..File::new(content) })
            }
        };
        match found.iter_mut().find(|(known, _)| *known == name) {
            Some((_, trees)) => trees.push(tree),
            None => found.push((name, vec![tree])),
        }
    }
    let one = |(name, mut trees): (String, Vec<Tree>)| {
        let tree = if trees.len() == 1 { trees.remove(0) } else { Tree::Many(trees) };
        (name, tree)
    };
    Ok(Tree::Pairs(found.into_iter().map(one).collect()))
}
