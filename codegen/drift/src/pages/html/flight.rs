//! A value of a React stream in, the same without references out.
//!
//! A string that begins with `$` is a reference to a row, to a place within one, or a string that
//! begins with a dollar itself. Depth, hops and size are bounded, so that no page makes this hang;
//! a row that is referred to and missing is an error, as the page is cut then.

use super::stream::Rows;
use serde_json::{Map, Value};
use std::cell::Cell;

/// The rows of a page, with a limit on how much is read of them.
pub(super) struct Flight {
    rows: Rows,
    left: Cell<usize>,
}

/// Values that are read of one page at most; a large page has a thousandth.
const MOST_VALUES: usize = 1_000_000;

/// Limit on how deep values nest once references are put in.
const DEEPEST: usize = 200;

/// Limit on references that lead to references.
const MOST_HOPS: usize = 32;

/// What a string in the stream stands for.
pub(super) enum Text<'a> {
    /// A value of a row.
    Value(&'a Value),
    /// This string.
    String(&'a str),
    /// The property is not there.
    Undefined,
}

impl Flight {
    /// The rows of a page, ready to be looked at.
    pub(super) fn new(rows: Rows) -> Self {
        Self { rows, left: Cell::new(MOST_VALUES) }
    }

    /// The rows, as they are written.
    pub(super) fn rows(&self) -> &Rows {
        &self.rows
    }

    /// Counts one more value.
    ///
    /// # Errors
    /// If that is more than any page has.
    pub(super) fn count(&self, depth: usize) -> Result<(), String> {
        let left = self.left.get().checked_sub(1).filter(|_| depth <= DEEPEST);
        self.left.set(left.ok_or("its data nests deeper or is larger than that of any page")?);
        Ok(())
    }

    /// The value with every reference in it put in.
    ///
    /// # Errors
    /// Which row is missing, or that a limit is reached.
    pub(super) fn resolved(&self, value: &Value) -> Result<Value, String> {
        Ok(self.inner(value, 0)?.unwrap_or(Value::Null))
    }

    fn inner(&self, value: &Value, depth: usize) -> Result<Option<Value>, String> {
        self.count(depth)?;
        Ok(Some(match value {
            Value::String(text) => match self.text(text)? {
                Text::Value(value) => return self.inner(value, depth + 1),
                Text::String(text) => Value::String(text.to_owned()),
                Text::Undefined => return Ok(None),
            },
            Value::Array(items) => {
                let items = items.iter().map(|item| self.inner(item, depth + 1));
                let items: Result<Vec<_>, _> =
                    items.map(|item| Ok::<_, String>(item?.unwrap_or(Value::Null))).collect();
                Value::Array(items?)
            }
            Value::Object(map) => {
                let mut resolved = Map::new();
                for (key, value) in map {
                    if let Some(value) = self.inner(value, depth + 1)? {
                        resolved.insert(key.clone(), value);
                    }
                }
                Value::Object(resolved)
            }
            other => other.clone(),
        }))
    }

    /// The value behind references, the references in it left as they are. What is absent is null.
    ///
    /// # Errors
    /// Which row is missing.
    pub(super) fn seen<'a>(&'a self, value: &'a Value) -> Result<&'a Value, String> {
        let mut value = value;
        for _ in 0..MOST_HOPS {
            let Value::String(text) = value else { return Ok(value) };
            match self.text(text)? {
                Text::Value(next) => value = next,
                Text::String(_) => return Ok(value),
                Text::Undefined => return Ok(&Value::Null),
            }
        }
        Err("references of its data lead to one another".to_owned())
    }

    /// A property of an object or an element, references followed; null if there is none.
    ///
    /// # Errors
    /// Which row is missing.
    pub(super) fn get<'a>(&'a self, value: &'a Value, key: &str) -> Result<&'a Value, String> {
        match self.seen(value)?.get(key) {
            Some(value) => self.seen(value),
            None => Ok(&Value::Null),
        }
    }

    /// What a string of the stream stands for.
    ///
    /// # Errors
    /// Which row is missing.
    pub(super) fn text<'a>(&'a self, text: &'a str) -> Result<Text<'a>, String> {
        let Some(rest) = text.strip_prefix('$') else { return Ok(Text::String(text)) };
        if rest.starts_with('$') {
            return Ok(Text::String(rest));
        }
        if rest == "undefined" {
            return Ok(Text::Undefined);
        }
        let rest = rest.strip_prefix(['L', '@']).unwrap_or(rest);
        let mut path = rest.split(':');
        let id = path.next().unwrap_or_default();
        if id.is_empty()
            || !id.bytes().all(|byte| byte.is_ascii_hexdigit() && !byte.is_ascii_uppercase())
        {
            // Symbols and other things that are no part of a document.
            return Ok(Text::String(text));
        }
        let missing = || format!("it is cut, or its layout is not known: `{text}` leads nowhere");
        let mut value = self.rows.get(id).ok_or_else(missing)?;
        for key in path {
            value = self.step(value, key)?.ok_or_else(missing)?;
        }
        Ok(Text::Value(value))
    }

    /// One step into a value. An element answers to the names of its parts.
    fn step<'a>(&'a self, value: &'a Value, key: &str) -> Result<Option<&'a Value>, String> {
        let value = match value {
            Value::String(_) => self.hop(value)?,
            value => value,
        };
        Ok(match value {
            Value::Array(parts) if is_element(parts) => match key {
                "type" => parts.get(1),
                "key" => parts.get(2),
                "props" => parts.get(3),
                index => index.parse().ok().and_then(|index: usize| parts.get(index)),
            },
            Value::Array(items) => key.parse().ok().and_then(|index: usize| items.get(index)),
            value => value.get(key),
        })
    }

    /// A place may lie behind a reference; one that leads through itself is cut short.
    fn hop<'a>(&'a self, value: &'a Value) -> Result<&'a Value, String> {
        self.count(0)?;
        match value.as_str().and_then(|text| text.strip_prefix('$')) {
            Some(rest) if !rest.contains(':') => self.seen(value),
            Some(_) => Err("references of its data lead through one another".to_owned()),
            None => Ok(value),
        }
    }
}

/// Whether an array is an element: `["$", type, key, props]`.
pub(super) fn is_element(parts: &[Value]) -> bool {
    parts.len() >= 4 && parts[0] == "$"
}
