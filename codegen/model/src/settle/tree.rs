//! YAML text in, where each of its values stands out: the bytes of every scalar, of every flow
//! collection, and of every key.
//!
//! It is the same reader that finds lines and columns for findings, only that an editor has to know
//! where a value ends. Where a block collection ends is left to `lines`.

use saphyr_parser::{Event, Marker, Parser, Span};

/// One value of the document.
pub(super) struct Node {
    /// The first byte.
    pub(super) start: usize,
    /// The byte behind the last one; not known of block collections and block scalars.
    pub(super) end: usize,
    /// What it is.
    pub(super) shape: Shape,
}

/// What a value is.
pub(super) enum Shape {
    /// Anything without parts, aliases included.
    Scalar,
    /// A mapping.
    Map(Vec<Entry>),
    /// A sequence.
    List(Vec<Node>),
}

/// One entry of a mapping.
pub(super) struct Entry {
    /// The name.
    pub(super) name: String,
    /// The first byte of the key.
    pub(super) start: usize,
    /// The byte behind the key.
    pub(super) end: usize,
    /// The value.
    pub(super) value: Node,
}

impl Node {
    /// The value of the first document in the text.
    pub(super) fn of(text: &str) -> Result<Self, String> {
        let offsets = text.char_indices().map(|(offset, _)| offset).chain([text.len()]).collect();
        let mut reader = Reader { parser: Parser::new_from_str(text), offsets };
        loop {
            let (event, span) = reader.next()?;
            if !matches!(event, Event::Nothing | Event::StreamStart | Event::DocumentStart(_)) {
                return reader.node(&event, span);
            }
        }
    }

    /// Whether this is written in brackets.
    pub(super) fn is_flow(&self, text: &str) -> bool {
        text.get(self.start..).is_some_and(|rest| rest.starts_with(['{', '[']))
    }

    /// Whether an anchor or a tag stands in front, so that others may depend on it.
    pub(super) fn is_marked(&self, text: &str) -> bool {
        let before = text.get(..self.start).unwrap_or_default().trim_end();
        let word = before.rsplit([' ', '\n']).next().unwrap_or_default();
        word.starts_with(['&', '!'])
            || text.get(self.start..).is_some_and(|rest| rest.starts_with(['&', '!', '*']))
    }

    /// The entry of this name.
    pub(super) fn entry(&self, name: &str) -> Option<&Entry> {
        match &self.shape {
            Shape::Map(entries) => entries.iter().find(|entry| entry.name == name),
            _ => None,
        }
    }
}

struct Reader<'t> {
    parser: Parser<'t, saphyr_parser::StrInput<'t>>,
    /// The byte at which each character begins.
    offsets: Vec<usize>,
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<(Event<'t>, Span), String> {
        match self.parser.next() {
            Some(Ok(event)) => Ok(event),
            Some(Err(error)) => Err(error.to_string()),
            None => Err("the text ends too early".to_owned()),
        }
    }

    fn offset(&self, marker: Marker) -> usize {
        let last = self.offsets.last().copied().unwrap_or_default();
        self.offsets.get(marker.index()).copied().unwrap_or(last)
    }

    /// The value that begins with this event; `guard` bounds how deep it nests.
    fn node(&mut self, event: &Event<'t>, span: Span) -> Result<Node, String> {
        let start = self.offset(span.start);
        let (shape, end) = match event {
            Event::MappingStart(..) => {
                let mut entries = Vec::new();
                loop {
                    let (key, at) = self.next()?;
                    let name = match key {
                        Event::MappingEnd => break (Shape::Map(entries), self.offset(at.end)),
                        Event::Scalar(name, ..) => name.into_owned(),
                        _ => String::new(),
                    };
                    let (event, span) = self.next()?;
                    let value = self.node(&event, span)?;
                    let (start, end) = (self.offset(at.start), self.offset(at.end));
                    entries.push(Entry { name, start, end, value });
                }
            }
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                loop {
                    let (event, at) = self.next()?;
                    if event == Event::SequenceEnd {
                        break (Shape::List(items), self.offset(at.end));
                    }
                    items.push(self.node(&event, at)?);
                }
            }
            _ => (Shape::Scalar, self.offset(span.end)),
        };
        Ok(Node { start, end, shape })
    }
}
