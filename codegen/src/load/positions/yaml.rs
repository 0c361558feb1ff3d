//! YAML text in, positions of the wanted pointers out.

use super::{Frame, Wanted, advance, record, token};
use saphyr_parser::{Event, Parser};

/// Fills in what is found up to the first syntax error.
pub(super) fn fill(positions: &mut Wanted, text: &str) {
    let mut stack: Vec<Frame> = Vec::new();
    let mut path: Vec<String> = Vec::new();
    for event in Parser::new_from_str(text) {
        // Syntax errors are reported by the real parser; here they only end the search.
        let Ok((event, span)) = event else { return };
        let here = (span.start.line(), span.start.col() + 1);
        match event {
            Event::MappingEnd | Event::SequenceEnd => {
                stack.pop();
                path.pop();
                advance(&mut stack);
            }
            Event::Scalar(text, ..) => {
                if let Some(Frame::Mapping(key @ None)) = stack.last_mut() {
                    *key = Some((text.into_owned(), here));
                    continue;
                }
                record(positions, &stack, &path, here);
                advance(&mut stack);
            }
            Event::Alias(_) => {
                record(positions, &stack, &path, here);
                advance(&mut stack);
            }
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                record(positions, &stack, &path, here);
                path.push(token(&stack).unwrap_or_default());
                stack.push(if matches!(event, Event::MappingStart(..)) {
                    Frame::Mapping(None)
                } else {
                    Frame::Sequence(0)
                });
            }
            _ => {}
        }
    }
}
