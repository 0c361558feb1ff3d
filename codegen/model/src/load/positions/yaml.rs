//! YAML text in, positions of the wanted pointers out.

use super::Position;
use super::cursor::{Cursor, Wanted};
use crate::load::guard::DEEPEST;
use saphyr_parser::{Event, Parser, Span};

/// Fills in what is found up to the first syntax error, or to where the text nests too deep.
pub(super) fn fill(wanted: &mut Wanted, text: &str) {
    let mut cursor = Cursor::new(wanted);
    for event in Parser::new_from_str(text) {
        // Errors are reported by whoever reads the text; here they only end the search.
        let Ok((event, span)) = event else { return };
        let here = || position(span);
        match event {
            Event::MappingStart(..) => cursor.open(true, here),
            Event::SequenceStart(..) => cursor.open(false, here),
            Event::MappingEnd | Event::SequenceEnd => cursor.close(),
            Event::Scalar(text, ..) => cursor.scalar(|| text, here),
            Event::Alias(_) => cursor.scalar(|| "*".into(), here),
            _ => {}
        }
        if cursor.depth() > DEEPEST {
            return;
        }
    }
}

fn position(span: Span) -> Position {
    let (line, column) = (span.start.line(), span.start.col() + 1);
    let end = if span.end.line() == line { span.end.col() + 1 } else { column };
    Position { line, column, end }
}
