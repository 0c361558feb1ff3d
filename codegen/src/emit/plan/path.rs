//! Path templates: as pieces for the client, and as routes for the server.

use oasis_model::ir::{Operation, ParameterPlace};
use std::fmt::Write;

/// A piece of a path template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::emit) enum Piece {
    /// Text, encoded already.
    Literal(String),
    /// The path parameter with this index.
    Parameter(usize),
}

/// One segment of a route, and where its value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::emit) struct Segment {
    /// The name the route captures it under.
    pub(in crate::emit) capture: String,
    pub(in crate::emit) before: String,
    pub(in crate::emit) after: String,
    /// The path parameter with this index.
    pub(in crate::emit) parameter: usize,
}

/// The pieces of an operation's path.
pub(super) fn pieces(operation: &Operation) -> Vec<Piece> {
    let names: Vec<&str> = operation
        .parameters
        .iter()
        .filter(|parameter| parameter.place == ParameterPlace::Path)
        .map(|parameter| parameter.name.wire.as_str())
        .collect();
    let mut pieces = Vec::new();
    let mut literal = String::new();
    // A fragment tells entries of a document apart and never travels.
    let mut rest = operation.path.split('#').next().unwrap_or_default();
    if !rest.starts_with('/') {
        literal.push('/');
    }
    while let Some(open) = rest.find('{') {
        let close = rest[open..].find('}').map(|close| open + close);
        let index =
            close.and_then(|close| names.iter().position(|name| *name == &rest[open + 1..close]));
        let (Some(close), Some(index)) = (close, index) else {
            literal.push_str(&rest[..=open]);
            rest = &rest[open + 1..];
            continue;
        };
        literal.push_str(&rest[..open]);
        pieces.push(Piece::Literal(encode(&std::mem::take(&mut literal))));
        pieces.push(Piece::Parameter(index));
        rest = &rest[close + 1..];
    }
    literal.push_str(rest);
    pieces.push(Piece::Literal(encode(&literal)));
    pieces.retain(|piece| *piece != Piece::Literal(String::new()));
    pieces
}

/// The route that matches these pieces, with its captures. A segment that mixes text and values is
/// captured whole; of several values in one segment only the first is found again.
pub(in crate::emit) fn route(pieces: &[Piece]) -> (String, Vec<Segment>) {
    let mut template = String::new();
    for piece in pieces {
        match piece {
            Piece::Literal(text) => template.push_str(text),
            Piece::Parameter(index) => template.push_str(&format!("{{{index}}}")),
        }
    }
    let mut segments = Vec::new();
    let route = template.split('/').map(|segment| {
        let Some((before, rest)) = segment.split_once('{') else {
            return segment.to_owned();
        };
        let (index, after) = rest.split_once('}').unwrap_or((rest, ""));
        let capture = format!("p{}", segments.len());
        let (before, after) = (before.to_owned(), after.to_owned());
        let parameter = index.parse().unwrap_or_default();
        segments.push(Segment { capture: capture.clone(), before, after, parameter });
        format!("{{{capture}}}")
    });
    let route = route.collect::<Vec<_>>().join("/");
    (route, segments)
}

/// Percent-encodes what a path cannot hold, braces included; slashes stay.
fn encode(literal: &str) -> String {
    literal.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}
