//! The lines of the table form that have a notation of their own: rows and routes.

use super::super::lines::{Line, shortened};
use super::super::page::Field;
use super::{cell, kind};
use oasis_model::ir::Method;

/// The two cells of a row that describes a field.
pub(super) fn cells(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('|')?.trim_end().strip_suffix('|')?;
    let (name, rest) = inner.split_once('|')?;
    let name = name.trim();
    let rule = |cell: &str| cell.chars().all(|c| c == '-' || c == ':' || c == ' ');
    (!name.is_empty() && !rule(name) && kind::starts_a_type(rest.trim()))
        .then_some((name, rest.trim()))
}

/// Whether a line begins a row and does not end it.
pub(super) fn is_half(text: &str) -> bool {
    text.len() < 2 || !text.ends_with('|') || text.matches('|').count() < 3
}

/// Method and path on one line, with or without a space between them.
pub(super) fn route(text: &str) -> Option<(Method, &str)> {
    let text = text.trim_matches(['#', '*', '`', ' ']);
    let method = Method::ALL.into_iter().find(|method| {
        text.get(..method.as_str().len())
            .is_some_and(|word| word.eq_ignore_ascii_case(method.as_str()))
    })?;
    let path = text[method.as_str().len()..].trim();
    (path.starts_with('/') && !path.contains(char::is_whitespace)).then_some((method, path))
}

/// The field that the two cells of a row describe.
pub(super) fn field(line: &Line<'_>, cell: &str, rest: &str) -> Field {
    let mut name = cell.trim_matches(['*', '`', ' ']);
    let mut required = false;
    let mut deprecated = false;
    for _ in 0..2 {
        if let Some(bare) = name.strip_suffix("required").filter(|bare| !bare.is_empty()) {
            (name, required) = (bare.trim_end(), true);
        }
        if let Some(bare) = name.strip_suffix(" deprecated") {
            (name, deprecated) = (bare.trim_end(), true);
        }
    }
    let typed = cell::parse(rest);
    Field {
        name: name.to_owned(),
        required,
        written: Some(typed.written),
        deprecated: deprecated || typed.deprecated,
        description: typed.prose,
        tags: typed.tags,
        // Of a parameter the whole pair is shown, as it stands in the address.
        example: typed.example.map(|example| {
            let value = example.strip_prefix(name).and_then(|rest| rest.strip_prefix('='));
            value.map_or(example.clone(), str::to_owned)
        }),
        line: line.number,
        text: shortened(line.text),
    }
}
