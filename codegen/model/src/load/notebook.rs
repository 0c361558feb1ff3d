//! Where the reader of a document is, and what it has found so far. Knows nothing of the grammar.

use crate::finding::{Finding, Severity};
use crate::pointer::escape_pointer;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// The pointer of the element at hand and the findings up to it.
pub(super) struct Notebook<'a> {
    /// The version of OpenAPI, such as `3.0`.
    pub(super) version: &'static str,
    /// Whether nothing may be lost.
    pub(super) curated: bool,
    pub(super) findings: &'a mut Vec<Finding>,
    pub(super) pointer: String,
    /// Pointers of schemas in which something is not read that messages depend on.
    pub(super) unread: HashSet<String>,
}

impl<'a> Notebook<'a> {
    /// A notebook at the root of a document.
    pub(super) fn new(
        version: &'static str,
        curated: bool,
        findings: &'a mut Vec<Finding>,
    ) -> Self {
        Self { version, curated, findings, pointer: String::new(), unread: HashSet::new() }
    }

    /// Whether the document is written in a later version than OpenAPI 3.0.
    pub(super) fn is_modern(&self) -> bool {
        self.version != "3.0"
    }

    /// Notes that the schema at hand is not fully known.
    pub(super) fn unread(&mut self) {
        self.unread.insert(self.pointer.clone());
    }

    /// Reports at the element at hand. A curated document may lose nothing.
    pub(super) fn lost(&mut self, rule: &'static str, message: String, help: &str) {
        let severity = self.severity(Severity::Warning);
        self.findings.push(self.finding(severity, rule, message, help));
    }

    /// Reports at the element that a key leads to.
    pub(super) fn lost_at(&mut self, key: &str, rule: &'static str, message: String, help: &str) {
        self.enter(key, |notebook| notebook.lost(rule, message, help));
    }

    /// A key that stands twice in one object.
    pub(super) fn twice(&mut self, pointer: &str) {
        let message = "the key stands twice in one object; its last value is read";
        let help = "keep one of the two";
        let severity = self.severity(Severity::Warning);
        self.findings.push(Finding::new(severity, "spec/key-twice", pointer, message, help));
    }

    /// Something that is left out on purpose.
    pub(super) fn ignored(&mut self, severity: Severity, message: String, shown: Option<String>) {
        let severity = self.severity(severity);
        let help = "nothing, unless you count on it";
        let finding = self.finding(severity, "spec/ignored-keyword", message, help);
        self.findings.push(match shown {
            Some(value) => finding.with_evidence("ignored", value),
            None => finding,
        });
    }

    /// A key that the grammar does not know. Its value is kept: two documents may differ in it.
    pub(super) fn unknown(&mut self, message: String, help: &str, value: &Value) {
        let severity = self.severity(Severity::Warning);
        let finding = self.finding(severity, "spec/unknown-keyword", message, help);
        // A curated document is mended instead.
        let shown = (!self.curated).then(|| value.to_string());
        self.findings.push(match shown {
            Some(value) => finding.with_evidence("ignored", value),
            None => finding,
        });
    }

    /// The value at hand is not what the grammar wants.
    pub(super) fn misshapen(&mut self, value: &Value, wanted: &str) {
        let message = format!("expected {wanted}, found {}", excerpt(value));
        let help = format!("write it as OpenAPI {} wants it", self.version);
        self.lost("spec/wrong-shape", message, &help);
    }

    /// A key that has to be there is supplied, so that the rest can be read.
    pub(super) fn missing(
        &mut self,
        members: &mut Map<String, Value>,
        object: &str,
        key: &str,
        least: Value,
    ) {
        let help = format!("add `{key}`; OpenAPI {} requires it", self.version);
        self.lost("spec/missing-key", format!("the {object} has no `{key}`"), &help);
        members.insert(key.to_owned(), least);
    }

    fn finding(
        &self,
        severity: Severity,
        rule: &'static str,
        message: String,
        help: &str,
    ) -> Finding {
        Finding::new(severity, rule, self.pointer.clone(), message, help)
    }

    fn severity(&self, severity: Severity) -> Severity {
        if self.curated && severity == Severity::Warning { Severity::Error } else { severity }
    }

    /// Goes one token deeper; gives what leads back.
    pub(super) fn down(&mut self, token: &str) -> usize {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&escape_pointer(token));
        length
    }

    /// Goes back to where `down` was called.
    pub(super) fn up(&mut self, length: usize) {
        self.pointer.truncate(length);
    }

    /// Runs something with the pointer one token deeper.
    pub(super) fn enter<T>(&mut self, token: &str, act: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.down(token);
        let result = act(self);
        self.up(length);
        result
    }
}

/// The value as one short line.
pub(super) fn excerpt(value: &Value) -> String {
    const LONGEST: usize = 60;
    let mut text = String::new();
    write(value, LONGEST, &mut text);
    match text.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text,
    }
}

/// Writes as much of the value as the limit asks for, and a little more.
fn write(value: &Value, limit: usize, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if out.len() > 4 * limit {
                    return;
                }
                out.push_str(if index > 0 { "," } else { "" });
                write(item, limit, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, (key, value)) in members.iter().enumerate() {
                if out.len() > 4 * limit {
                    return;
                }
                out.push_str(if index > 0 { "," } else { "" });
                write(&Value::from(cut(key, limit)), limit, out);
                out.push(':');
                write(value, limit, out);
            }
            out.push('}');
        }
        Value::String(text) => out.push_str(&Value::from(cut(text, limit)).to_string()),
        scalar => out.push_str(&scalar.to_string()),
    }
}

/// So many characters and one more, which shows that there are more.
fn cut(text: &str, limit: usize) -> &str {
    text.char_indices().nth(limit + 1).map_or(text, |(at, _)| &text[..at])
}
