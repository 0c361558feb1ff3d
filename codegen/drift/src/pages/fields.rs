//! Reads the fields of one section, line by line.
//!
//! In come the lines below a heading, out go fields with their prose and tags. A line is a header,
//! a tag, or prose; prose after a tag shows that the tag was prose too.

use super::glue;
use super::header;
use super::lines::{Line, shortened};
use super::page::Field;
use super::tags::{self, Label, Reading, Tag};
use std::collections::HashSet;

/// A field that is being read.
#[derive(Debug)]
pub(super) struct Open {
    field: Field,
    prose: Vec<String>,
    /// Tags seen since the last prose, with the text they were read from.
    tags: Vec<(Label, Tag, String)>,
}

impl Open {
    /// The field as far as its header says.
    pub(super) fn field(&self) -> &Field {
        &self.field
    }

    /// Whether the prose so far ends with a colon, so that what follows may be a part of it.
    pub(super) fn announces(&self) -> bool {
        self.tags.is_empty() && self.prose.last().is_some_and(|line| line.ends_with(':'))
    }
}

/// What a line turned out to be.
#[derive(Debug, PartialEq)]
pub(super) enum Step<'a> {
    /// It is used up, and the next one with it where a label stood alone.
    Taken(usize),
    /// It is used up as far as this remainder, which counts as a line of its own.
    Rest(usize, &'a str),
    /// It holds two things that cannot be told apart.
    Ambiguous(usize),
}

/// Opens a field if the line is a field header; gives how many lines it takes, since a type may stand
/// alone on the next one.
pub(super) fn open(line: &Line<'_>, next: Option<&Line<'_>>) -> Option<(Open, usize)> {
    if line.indented {
        return None;
    }
    let header = header::parse(line.text)?;
    let alone = header.written.is_empty() && !header.deprecated;
    let below = next.filter(|_| alone).and_then(|next| header::lone_type(next.text));
    let (written, deprecated) = below.unwrap_or((header.written, header.deprecated));
    let field = Field {
        name: header.name.to_owned(),
        required: header.required,
        written: Some(written.to_owned()),
        deprecated,
        line: line.number,
        text: shortened(line.text),
        ..Field::default()
    };
    let open = Open { field, prose: Vec::new(), tags: Vec::new() };
    Some((open, 1 + usize::from(below.is_some())))
}

/// Gives a line (and, for a lone label, the next one) to the open field.
pub(super) fn take<'a>(
    open: &mut Open,
    line: &Line<'a>,
    next: Option<&Line<'a>>,
    condensed: bool,
    known: &HashSet<String>,
) -> Step<'a> {
    if !line.indented {
        if let (Some(label), Some(next), true) = (tags::label(line.text), next, condensed) {
            match tags::value(label, next.text, true, known) {
                Reading::Value(tag, rest) => {
                    let read =
                        format!("{}\n{}", line.text, &next.text[..next.text.len() - rest.len()]);
                    add(open, label, tag, read);
                    return if rest.is_empty() { Step::Taken(2) } else { Step::Rest(1, rest) };
                }
                Reading::Ambiguous => return Step::Ambiguous(2),
                Reading::Prose => {}
            }
        }
        if let Some((label, text)) = tags::glued_label(line.text)
            && let Reading::Value(tag, _) = tags::value(label, text, false, known)
        {
            add(open, label, tag, line.text.to_owned());
            return Step::Taken(1);
        }
    }
    demote(open, open.tags.len());
    let end = if condensed { glue::end(line.text, next, known) } else { glue::End::Prose };
    let (prose, step) = match end {
        glue::End::At(at) => (&line.text[..at], Step::Rest(0, &line.text[at..])),
        glue::End::Unclear => (line.text, Step::Ambiguous(1)),
        glue::End::Prose => (line.text, Step::Taken(1)),
    };
    open.prose.push(prose.to_owned());
    step
}

/// The field with everything that was read for it.
pub(super) fn close(open: Open) -> Field {
    let Open { mut field, prose, tags } = open;
    field.description = prose.join("\n");
    for (_, tag, _) in tags {
        tags::put(&mut field.tags, tag);
    }
    field
}

/// Adds a tag. A label that comes a second time shows that the first was a line of the prose.
fn add(open: &mut Open, label: Label, tag: Tag, text: String) {
    if let Some(index) = open.tags.iter().position(|(earlier, ..)| *earlier == label) {
        demote(open, index + 1);
    }
    open.tags.push((label, tag, text));
}

/// Turns the first tags back into prose.
fn demote(open: &mut Open, count: usize) {
    open.prose.extend(open.tags.drain(..count).map(|(_, _, text)| text));
}
