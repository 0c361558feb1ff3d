//! Strings of a request in, one tree for each parameter out.

use super::percent::{decode, decode_query};
use super::tree::Tree;
use super::{Parameter, Place, Style};
use crate::FormField;
use crate::value::fault::{Fault, Step};
use http::HeaderMap;
use http::header::COOKIE;
use std::collections::HashMap;

/// The pairs of a query or a form, still encoded.
pub(crate) type Pairs<'a> = Vec<(&'a str, &'a str)>;

/// Splits a query or a form.
pub(crate) fn split(query: &str) -> Pairs<'_> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect()
}

/// Splits the cookies of a request, whose values are encoded like those of a path.
fn cookies(headers: &HeaderMap) -> Vec<(String, String)> {
    let lines = headers.get_all(COOKIE).iter();
    let lines: Vec<_> = lines.map(|line| String::from_utf8_lossy(line.as_bytes())).collect();
    let pairs = lines.iter().flat_map(|line| line.split(';')).map(str::trim);
    pairs
        .filter_map(|pair| pair.split_once('='))
        .map(|(key, value)| (key.to_owned(), value.replace('+', "%2B")))
        .collect()
}

/// The value of a path parameter; `None` if it is not spelt as its style says.
pub(crate) fn in_path(name: &str, style: Style, encoded: &str) -> Option<Tree> {
    let (rest, separator) = match style {
        Style::Matrix { explode } => {
            let rest = encoded.strip_prefix(';')?;
            let own = format!("{name}=");
            // Each item has the name in front; an object has its keys there.
            if explode && !rest.split(';').all(|item| item.starts_with(&own)) {
                return text(rest, ";", decode);
            }
            let rest = rest.strip_prefix(&own).or_else(|| (rest == name).then_some(""))?;
            if explode {
                let items = rest.replace(&own, "");
                return text(&items, ";", decode);
            }
            (rest, ",")
        }
        Style::Label { explode } => (encoded.strip_prefix('.')?, if explode { "." } else { "," }),
        Style::Json => return json(&decode(encoded)?),
        _ => (encoded, ","),
    };
    text(rest, separator, decode)
}

/// A text with what separates its items; each is decoded after the split.
fn text(encoded: &str, separator: &str, decode: fn(&str) -> Option<String>) -> Option<Tree> {
    let items = match encoded {
        "" => Vec::new(),
        encoded => encoded.split(separator).map(decode).collect::<Option<_>>()?,
    };
    Some(Tree::Text { whole: decode(encoded)?, items })
}

fn json(text: &str) -> Option<Tree> {
    serde_json::from_str(text).ok().map(Tree::Json)
}

/// All parameters that a request has of this table, by the keys of their struct.
///
/// # Errors
/// A parameter that is not spelt as its style says.
pub(crate) fn table(
    table: &'static [Parameter],
    query: &str,
    headers: &HeaderMap,
) -> Result<Tree, Fault> {
    let query = split(query);
    let cookies = cookies(headers);
    let cookies: Pairs<'_> = cookies.iter().map(|(key, value)| (&**key, &**value)).collect();
    let mut found = Vec::new();
    for row in table {
        let tree = match row.place {
            Place::Header => in_header(row.name, row.style, headers),
            Place::Cookie => in_pairs(row, table, &cookies),
            Place::Query | Place::Reserved | Place::Path => in_pairs(row, table, &query),
        };
        match tree {
            Some(Some(tree)) => found.push((row.key.to_owned(), tree)),
            Some(None) => {}
            None => return Err(misspelt(row.name)),
        }
    }
    Ok(Tree::Pairs(found))
}

/// `None` if it is not spelt as it should be, `Some(None)` if it is absent.
pub(crate) type Found = Option<Option<Tree>>;

/// The value of a header.
pub(crate) fn in_header(name: &str, style: Style, headers: &HeaderMap) -> Found {
    let lines: Vec<_> = headers
        .get_all(name)
        .iter()
        .map(|line| String::from_utf8_lossy(line.as_bytes()).into_owned())
        .collect();
    if lines.is_empty() {
        return Some(None);
    }
    // Several headers of one name mean the same as one with commas.
    let whole = lines.join(",");
    if style == Style::Json {
        return json(&whole).map(Some);
    }
    let items = whole.split(',').map(|item| item.trim().to_owned()).collect();
    Some(Some(Tree::Text { whole, items }))
}

fn in_pairs(row: &Parameter, table: &[Parameter], pairs: &Pairs<'_>) -> Found {
    match row.style {
        Style::Deep => {
            let own = pairs.iter().filter_map(|(key, value)| {
                let key = decode_query(key);
                let path = key.strip_prefix(row.name)?;
                path.starts_with('[').then(|| (path.to_owned(), decode_query(value)))
            });
            let own: Vec<_> = own.collect();
            return Some((!own.is_empty()).then(|| nest(own, DEPTH)));
        }
        Style::Spread => {
            let own = pairs.iter().map(|(key, value)| (decode_query(key), decode_query(value)));
            let own = own
                .filter(|(key, _)| !table.iter().any(|other| takes(other, row.place, key)))
                .map(|(key, value)| (bracket(&key), value));
            let own: Vec<_> = own.collect();
            return Some((!own.is_empty()).then(|| nest(own, DEPTH)));
        }
        _ => {}
    }
    let own: Vec<&str> = pairs
        .iter()
        .filter(|(key, _)| decode_query(key) == row.name)
        .map(|(_, value)| *value)
        .collect();
    let Some(first) = own.first() else { return Some(None) };
    match row.style {
        Style::Json => json(&decode_query(first)).map(Some),
        Style::Joined(separator) => {
            // A blank and a bar travel encoded, so those are split where they are decoded.
            let encoded = match separator {
                ',' => (*first).to_owned(),
                ' ' => first.replace("%20", "+"),
                other => first.replace(&format!("%{:02X}", u32::from(other)), &other.to_string()),
            };
            let separator = if separator == ' ' { '+' } else { separator };
            Some(text(&encoded, &separator.to_string(), |text| Some(decode_query(text))))
        }
        _ => {
            let items: Vec<_> = own.iter().map(|value| decode_query(value)).collect();
            Some(Some(Tree::Text { whole: items[0].clone(), items }))
        }
    }
}

/// Whether a row takes the pair of this name, so that no other parameter spreads to it.
fn takes(row: &Parameter, place: Place, key: &str) -> bool {
    let is_here = (row.place == Place::Cookie) == (place == Place::Cookie);
    let rest = key.strip_prefix(row.name).filter(|_| is_here && row.place != Place::Header);
    match row.style {
        Style::Spread => false,
        Style::Deep => rest.is_some_and(|rest| rest.starts_with('[')),
        _ => rest == Some(""),
    }
}

/// A form: fields as the table says, and every other pair nested by the brackets of its name.
///
/// # Errors
/// A field that is not spelt as the table says.
pub(crate) fn form(body: &str, fields: &[FormField]) -> Result<Tree, Fault> {
    let pairs = split(body);
    let style = |field: &FormField| if field.is_json() { Some(Style::Json) } else { field.style };
    let row = |field: &FormField| Some(Parameter::query(field.name, style(field)?));
    let table: Vec<Parameter> = fields.iter().filter_map(row).collect();
    let mut found = Vec::new();
    for row in &table {
        match in_pairs(row, &table, &pairs) {
            Some(Some(tree)) => found.push((row.name.to_owned(), tree)),
            Some(None) => {}
            None => return Err(misspelt(row.name)),
        }
    }
    let rest = pairs.into_iter().map(|(key, value)| (decode_query(key), decode_query(value)));
    let rest = rest.filter(|(key, _)| !table.iter().any(|row| takes(row, Place::Query, key)));
    if let Tree::Pairs(rest) =
        nest(rest.map(|(key, value)| (bracket(&key), value)).collect(), DEPTH)
    {
        found.extend(rest);
    }
    Ok(Tree::Pairs(found))
}

fn misspelt(name: &str) -> Fault {
    Fault::new("not spelt as its style says").within(Step::Property(name.to_owned()))
}

/// `a[b]` as `[a][b]`.
fn bracket(key: &str) -> String {
    match key.split_once('[') {
        Some((name, rest)) => format!("[{name}][{rest}"),
        None => format!("[{key}]"),
    }
}

/// How deep brackets may nest. Deeper ones are taken for text: nobody means them.
const DEPTH: usize = 32;

/// Pairs with names such as `[a][b]` as a tree. Order is kept; a name that comes again adds an item.
fn nest(pairs: Vec<(String, String)>, depth: usize) -> Tree {
    let mut groups: Vec<(String, Vec<(String, String)>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut items = Vec::new();
    for (path, value) in pairs {
        let step = path.strip_prefix('[').and_then(|path| path.split_once(']'));
        // `a[]` means the same as `a`, said again.
        let Some((name, rest)) = step.filter(|(name, _)| !name.is_empty() && depth > 0) else {
            items.push(value);
            continue;
        };
        let place = *places.entry(name.to_owned()).or_insert(groups.len());
        if place == groups.len() {
            groups.push((name.to_owned(), Vec::new()));
        }
        groups[place].1.push((rest.to_owned(), value));
    }
    if groups.is_empty() {
        return Tree::Text { whole: items.first().cloned().unwrap_or_default(), items };
    }
    Tree::Pairs(groups.into_iter().map(|(key, group)| (key, nest(group, depth - 1))).collect())
}
