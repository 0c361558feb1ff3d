//! YAML text in, positions of the wanted pointers out.

use super::cursor::{Cursor, Wanted};
use saphyr_parser::{Event, Parser};

/// Fills in what is found up to the first syntax error.
pub(super) fn fill(wanted: &mut Wanted, text: &str) {
    let mut cursor = Cursor::new(wanted);
    for event in Parser::new_from_str(text) {
        // Syntax errors are reported by the real parser; here they only end the search.
        let Ok((event, span)) = event else { return };
        let here = || (span.start.line(), span.start.col() + 1);
        match event {
            Event::MappingStart(..) => cursor.open(true, here),
            Event::SequenceStart(..) => cursor.open(false, here),
            Event::MappingEnd | Event::SequenceEnd => cursor.close(),
            Event::Scalar(text, ..) => cursor.scalar(|| text, here),
            Event::Alias(_) => cursor.scalar(|| "*".into(), here),
            _ => {}
        }
    }
}
