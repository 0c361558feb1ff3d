//! A document as text and as value at once. Edits change the value; what differs is written into the
//! text at the end, and the text is held to the value then, so that nothing else can have changed.

use super::{order, patch};
use crate::pointer::{escape_pointer, unescape_pointer};
use serde_json::{Map, Value};

/// A document that is being edited.
pub(super) struct Document {
    /// A byte order mark, if there is one.
    mark: &'static str,
    /// The text behind it.
    text: String,
    /// What the text says.
    written: Value,
    /// What it is to say.
    value: Value,
}

impl Document {
    /// Reads a document in YAML.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let (mark, text) = match text.strip_prefix('\u{feff}') {
            Some(text) => ("\u{feff}", text),
            None => ("", text),
        };
        if text.trim_start().starts_with('{') {
            let problem = "the document is JSON, and only YAML is edited; convert it first";
            return Err(problem.to_owned());
        }
        let value = parse(text)?;
        Ok(Self { mark, text: text.to_owned(), written: value.clone(), value })
    }

    /// What the document is to say.
    pub(super) fn value(&self) -> &Value {
        &self.value
    }

    /// The mapping at a pointer.
    pub(super) fn map(&self, at: &str) -> Result<&Map<String, Value>, String> {
        self.value.pointer(at).and_then(Value::as_object).ok_or_else(|| missing(at))
    }

    /// The mapping at a pointer, to be changed.
    pub(super) fn map_mut(&mut self, at: &str) -> Result<&mut Map<String, Value>, String> {
        self.value.pointer_mut(at).and_then(Value::as_object_mut).ok_or_else(|| missing(at))
    }

    /// The value at a pointer, to be changed.
    pub(super) fn value_mut(&mut self, at: &str) -> Result<&mut Value, String> {
        self.value.pointer_mut(at).ok_or_else(|| missing(at))
    }

    /// Gives an entry another key; its value, its place and its comments stay.
    pub(super) fn rename(&mut self, at: &str, from: &str, to: &str) -> Result<(), String> {
        let tokens = at
            .split('/')
            .skip(1)
            .chain([escape_pointer(from).as_str()])
            .map(|token| unescape_pointer(token).into_owned())
            .collect::<Vec<_>>();
        self.text = patch::rename(&self.text, &tokens, to)?;
        for value in [&mut self.written, &mut self.value] {
            let map = value.pointer_mut(at).and_then(Value::as_object_mut);
            order::rename(map.ok_or_else(|| missing(at))?, from, to);
        }
        Ok(())
    }

    /// The text that says all of it.
    pub(super) fn write(self) -> Result<String, String> {
        let text = patch::patch(&self.text, &self.written, &self.value)?;
        match parse(&text)? == self.value {
            true => Ok(format!("{}{text}", self.mark)),
            false => {
                Err("the document is written in a way that cannot be edited without changing \
                          something else, such as a value that an alias repeats; edit it by hand"
                    .to_owned())
            }
        }
    }
}

fn parse(text: &str) -> Result<Value, String> {
    crate::load::value(text)
}

fn missing(at: &str) -> String {
    format!("no object stands at `{at}`")
}
