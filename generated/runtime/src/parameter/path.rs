//! Path templates: filled by a client, turned into routes and matched by a server.

use super::percent::encode_literal;

/// A piece of a path template.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    Literal(&'a str),
    /// What stands in braces.
    Parameter(&'a str),
}

/// The pieces of a template.
pub(crate) fn pieces(template: &str) -> Vec<Piece<'_>> {
    // A fragment tells the entries of a document apart and never travels.
    let mut rest = template.split('#').next().unwrap_or_default();
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
    if path.starts_with('/') { path } else { format!("/{path}") }
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
    template.split('#').next().unwrap_or_default().split('/')
}

/// The value of a parameter in a path that the template's route matches, still encoded. The path may
/// lack the beginning of the template.
#[cfg(feature = "server")]
pub(crate) fn find<'a>(template: &str, path: &'a str, name: &str) -> Option<&'a str> {
    // A router below a prefix sees the rest of the path only, so both are walked from their ends.
    segments(template)
        .rev()
        .zip(path.split('/').rev())
        .find_map(|(segment, found)| find_in_segment(segment, found, name))
}

/// Several parameters in one segment are told apart by the text between them.
#[cfg(feature = "server")]
fn find_in_segment<'a>(segment: &str, mut found: &'a str, name: &str) -> Option<&'a str> {
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
                    Some(Piece::Parameter(_)) => return None,
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
            assert_eq!(find_in_segment(segment, found, name), expected, "{segment} {found} {name}");
        }
    }
}
