//! Path templates: filled by a client, turned into routes and matched by a server.

use super::percent::encode_literal;
#[cfg(feature = "server")]
use crate::{Operation, Style};

/// A piece of a path template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Literal(&'a str),
    /// What stands in braces.
    Parameter(&'a str),
}

/// The path of a template, and the query behind it. A fragment tells the entries of a document apart
/// and never travels.
fn halves(template: &str) -> (&str, &str) {
    let template = template.split('#').next().unwrap_or_default();
    template.split_once('?').unwrap_or((template, ""))
}

/// The pairs of the query of a template, as they stand there.
pub(crate) fn query(template: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = halves(template).1.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// The pieces of a part of a template.
fn pieces(template: &str) -> Vec<Piece<'_>> {
    let mut rest = template;
    let mut pieces = Vec::new();
    while let Some((before, name, after)) = next_parameter(rest) {
        pieces.push(Piece::Literal(before));
        pieces.push(Piece::Parameter(name));
        rest = after;
    }
    pieces.push(Piece::Literal(rest));
    pieces.retain(|piece| *piece != Piece::Literal(""));
    pieces
}

fn next_parameter(template: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = template.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// The template with its parameters filled in, encoded. A parameter without a value stays as it is.
#[cfg(feature = "client")]
pub(crate) fn fill(template: &str, values: &[(&str, String)]) -> String {
    let path = fill_part(halves(template).0, values);
    if path.starts_with('/') { path } else { format!("/{path}") }
}

/// The pairs of the query of a template with its parameters filled in, encoded.
#[cfg(feature = "client")]
pub(crate) fn fill_query(template: &str, values: &[(&str, String)]) -> Vec<(String, String)> {
    let pairs = query(template);
    pairs.map(|(key, value)| (fill_part(key, values), fill_part(value, values))).collect()
}

#[cfg(feature = "client")]
fn fill_part(template: &str, values: &[(&str, String)]) -> String {
    let mut path = String::new();
    for piece in pieces(template) {
        match piece {
            Piece::Literal(literal) => path.push_str(&encode_literal(literal)),
            Piece::Parameter(name) => match values.iter().find(|(key, _)| *key == name) {
                Some((_, value)) => path.push_str(value),
                None => path.push_str(&encode_literal(&format!("{{{name}}}"))),
            },
        }
    }
    path
}

/// The route that axum matches: a segment that holds a parameter is captured whole.
#[cfg(feature = "server")]
pub(crate) fn route(template: &str) -> String {
    let mut captures = 0;
    let segments = segments(template).map(|segment| {
        if next_parameter(segment).is_none() {
            return encode_literal(segment);
        }
        captures += 1;
        format!("{{p{captures}}}")
    });
    let route = segments.collect::<Vec<_>>().join("/");
    if route.starts_with('/') { route } else { format!("/{route}") }
}

#[cfg(feature = "server")]
fn segments(template: &str) -> impl DoubleEndedIterator<Item = &str> {
    halves(template).0.split('/')
}

/// Whether a query has every pair that the template asks for.
#[cfg(feature = "server")]
pub(crate) fn has_query(template: &str, found: &[(&str, &str)]) -> bool {
    query(template).all(|(key, value)| {
        let is_open = next_parameter(value).is_some();
        found.iter().any(|(own, it)| *own == key && (is_open || *it == value))
    })
}

/// The value of a parameter in an address that the template's route matches, still encoded. The path
/// may lack the beginning of the template.
#[cfg(feature = "server")]
pub(crate) fn find<'a>(
    operation: &Operation,
    path: &'a str,
    found: &[(&'a str, &'a str)],
    name: &str,
) -> Option<&'a str> {
    let Operation { path: template, path_styles, .. } = operation;
    // What a parameter begins with, if its style says so.
    let begins = |name: &str| match path_styles.iter().find(|row| row.name == name)?.style {
        Style::Matrix { .. } => Some(";"),
        Style::Label { .. } => Some("."),
        _ => None,
    };
    // A router below a prefix sees the rest of the path only, so both are walked from their ends.
    let mut both = segments(template).rev().zip(path.split('/').rev());
    both.find_map(|(segment, found)| find_in_segment(segment, found, name, &begins)).or_else(|| {
        let wanted = format!("{{{name}}}");
        let (key, _) = query(template).find(|(_, value)| *value == wanted)?;
        found.iter().find(|(own, _)| *own == key).map(|(_, value)| *value)
    })
}

/// Several parameters in one segment are told apart by the text between them, or by what the second
/// begins with.
#[cfg(feature = "server")]
fn find_in_segment<'a>(
    segment: &str,
    mut found: &'a str,
    name: &str,
    begins: &impl Fn(&str) -> Option<&'static str>,
) -> Option<&'a str> {
    let pieces = pieces(segment);
    if !pieces.contains(&Piece::Parameter(name)) {
        return None;
    }
    let mut pieces = pieces.into_iter().peekable();
    let mut value = None;
    while let Some(piece) = pieces.next() {
        match (piece, pieces.peek()) {
            (Piece::Literal(literal), None) if value.is_some() => {
                found = found.strip_prefix(&encode_literal(literal))?;
            }
            (Piece::Literal(literal), _) => found = found.strip_prefix(&encode_literal(literal))?,
            (Piece::Parameter(own), next) => {
                let end = match next {
                    None => found.len(),
                    // The last text ends the segment; text in between ends at its first mention.
                    Some(Piece::Literal(literal)) => {
                        let literal = encode_literal(literal);
                        let is_last = pieces.len() == 1 && found.ends_with(&literal);
                        if is_last { found.len() - literal.len() } else { found.find(&literal)? }
                    }
                    // The first character may be the style's own.
                    Some(Piece::Parameter(next)) => {
                        let first = found.chars().next().map_or(0, char::len_utf8);
                        first + found[first..].find(begins(next)?)?
                    }
                };
                if own == name {
                    value = Some(&found[..end]);
                }
                found = &found[end..];
            }
        }
    }
    value.filter(|_| found.is_empty())
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use super::find_in_segment;

    #[test]
    fn values_in_one_segment_end_where_the_text_between_them_begins() {
        for (segment, found, name, expected) in [
            ("{one}-{two}.json", "1-2.json", "one", Some("1")),
            ("{one}-{two}.json", "1-2.json", "two", Some("2")),
            ("{one}-{two}.json", "1-2.json.json", "two", Some("2.json")),
            ("{one}-{two}-", "1-2-", "one", Some("1")),
            ("{one}-{two}-", "1-2-", "two", Some("2")),
            ("{one}-{two}-", "1-2", "two", None),
        ] {
            let value = find_in_segment(segment, found, name, &|_| None);
            assert_eq!(value, expected, "{segment} {found} {name}");
        }
    }
}
