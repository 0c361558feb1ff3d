//! YAML text in, the first reason not to read it out: it does not parse, nests too deep, has keys
//! that are no scalars, or its aliases multiply. Runs over the events of the text and builds
//! nothing, so that a hostile text costs no more than its length.

use crate::finding::{Finding, Severity};
use saphyr_parser::{Event, Marker, Parser};
use std::collections::HashMap;

/// Limit on the nesting of a document, in either notation.
pub(super) const DEEPEST: usize = 100;
/// Limit on the values that aliases add to a document.
const MOST_COPIES: usize = 200_000;

/// Whether the text can be read at a cost that its length explains.
pub(super) fn check(text: &str) -> Result<(), Box<Finding>> {
    let mut reader = Reader::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| match error.info() {
            // The reader's own limit, on brackets in a row.
            "recursion limit exceeded" => at(error.marker(), too_deep()),
            problem => at(error.marker(), syntax(problem)),
        })?;
        reader.read(&event).map_err(|finding| at(&span.start, finding))?;
    }
    Ok(())
}

/// The text is neither YAML nor JSON.
pub(super) fn syntax(problem: &str) -> Box<Finding> {
    Box::new(Finding::new(
        Severity::Error,
        "spec/syntax",
        "",
        format!("the text is neither YAML nor JSON: {problem}"),
        "mend the syntax at the named place",
    ))
}

/// The text nests deeper than anything that is meant to be read.
pub(super) fn too_deep() -> Box<Finding> {
    Box::new(Finding::new(
        Severity::Error,
        "spec/too-deep",
        "",
        format!("the document nests deeper than {DEEPEST} levels"),
        "move inner schemas to `components.schemas` and refer to them",
    ))
}

fn too_many_copies() -> Box<Finding> {
    Box::new(Finding::new(
        Severity::Error,
        "spec/too-many-copies",
        "",
        format!("the aliases of this document stand for more than {MOST_COPIES} values"),
        "write schemas once and refer to them with `$ref`",
    ))
}

fn at(marker: &Marker, mut finding: Box<Finding>) -> Box<Finding> {
    finding.at.line = Some(marker.line());
    finding.at.column = Some(marker.col() + 1);
    finding
}

/// The collections that are open, and what the anchors so far stand for.
#[derive(Default)]
struct Reader {
    open: Vec<Frame>,
    anchors: HashMap<usize, Size>,
    copies: usize,
}

/// How much a value holds once its aliases are written out.
#[derive(Clone, Copy)]
struct Size {
    values: usize,
    height: usize,
}

const SCALAR: Size = Size { values: 1, height: 0 };

struct Frame {
    anchor: usize,
    /// Whether a key is due; never in a list.
    key: Option<bool>,
    size: Size,
}

impl Reader {
    fn read(&mut self, event: &Event<'_>) -> Result<(), Box<Finding>> {
        match event {
            Event::MappingStart(anchor, _) => self.open(*anchor, Some(true)),
            Event::SequenceStart(anchor, _) => self.open(*anchor, None),
            Event::MappingEnd | Event::SequenceEnd => {
                if let Some(frame) = self.open.pop() {
                    self.anchors.insert(frame.anchor, frame.size);
                    self.add(frame.size);
                }
                Ok(())
            }
            Event::Scalar(_, _, anchor, _) => {
                self.anchors.insert(*anchor, SCALAR);
                self.add(SCALAR);
                Ok(())
            }
            Event::Alias(anchor) => self.alias(*anchor),
            _ => Ok(()),
        }
    }

    fn open(&mut self, anchor: usize, key: Option<bool>) -> Result<(), Box<Finding>> {
        self.is_key_due()
            .then(|| syntax("a key is text, not a list or an object"))
            .map_or(Ok(()), Err)?;
        if self.open.len() >= DEEPEST {
            return Err(too_deep());
        }
        self.open.push(Frame { anchor, key, size: Size { values: 1, height: 1 } });
        Ok(())
    }

    fn alias(&mut self, anchor: usize) -> Result<(), Box<Finding>> {
        let Some(size) = self.anchors.get(&anchor).copied() else {
            return Err(syntax("the alias stands within what it stands for"));
        };
        if size.height > 0 && self.is_key_due() {
            return Err(syntax("a key is text, not a list or an object"));
        }
        self.copies = self.copies.saturating_add(size.values);
        if self.copies > MOST_COPIES {
            return Err(too_many_copies());
        }
        if self.open.len() + size.height > DEEPEST {
            return Err(too_deep());
        }
        self.add(size);
        Ok(())
    }

    fn is_key_due(&self) -> bool {
        self.open.last().is_some_and(|frame| frame.key == Some(true))
    }

    /// Adds a value to the innermost open collection.
    fn add(&mut self, size: Size) {
        if let Some(frame) = self.open.last_mut() {
            frame.key = frame.key.map(|due| !due);
            frame.size.values = frame.size.values.saturating_add(size.values);
            frame.size.height = frame.size.height.max(size.height + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(text: &str) -> Option<String> {
        check(text).err().map(|finding| finding.rule.into_owned())
    }

    #[test]
    fn what_costs_more_than_its_length_is_refused() {
        let laughs: String = (1..9).fold("a0: &a0 [x, x]\n".to_owned(), |text, n| {
            let aliases = vec![format!("*a{}", n - 1); 9].join(", ");
            format!("{text}a{n}: &a{n} [{aliases}]\n")
        });
        let tower: String = (1..200).fold("a0: &a0 [x]\n".to_owned(), |text, n| {
            format!("{text}a{n}: &a{n} [*a{}]\n", n - 1)
        });
        let many = 1_000_000;
        for (text, expected) in [
            (format!("a: {}", "[".repeat(many)), "spec/too-deep"),
            (format!("a: {}", "{a: ".repeat(many)), "spec/too-deep"),
            ("- ".repeat(many) + "x", "spec/too-deep"),
            ("? ".repeat(many) + "x", "spec/syntax"),
            ("? ? ? x".to_owned(), "spec/syntax"),
            ("[a]: b".to_owned(), "spec/syntax"),
            ("a: &a [x]\n*a : y".to_owned(), "spec/syntax"),
            ("a: &a [*a]".to_owned(), "spec/syntax"),
            (laughs, "spec/too-many-copies"),
            (tower, "spec/too-deep"),
        ] {
            let start: String = text.chars().take(30).collect();
            assert_eq!(rule(&text).as_deref(), Some(expected), "{start}");
        }
    }

    #[test]
    fn ordinary_yaml_passes() {
        for text in [
            "a: &a {b: c}\nd: *a\n<<: *a\n? e\n: f\n",
            "a: &k key\n*k : x",
            "- - - x\n- [[1], {a: [b]}]",
            "",
        ] {
            assert_eq!(rule(text), None, "{text}");
        }
        let deepest = format!("{}x{}", "[".repeat(DEEPEST), "]".repeat(DEEPEST));
        assert_eq!(rule(&deepest), None);
        assert!(rule(&format!("[{deepest}]")).is_some());
    }
}
