//! The source of a page in, the rows of its React stream out.
//!
//! A page of Next.js carries its content as calls of `self.__next_f.push`, each with a piece of one
//! long text, cut anywhere. The text is rows of `ID:TAG DATA`. Nothing here knows what the rows mean;
//! a stream that does not come to its end is an error, since what is missing cannot be told.

use crate::observed::base64;
use serde_json::{Deserializer, Value};
use std::collections::BTreeMap;

/// The rows that hold JSON or text, by id.
pub(super) type Rows = BTreeMap<String, Value>;

const PUSH: &str = "self.__next_f.push(";

/// Limit on calls of which the argument is no JSON: a page has none.
const MOST_FAILURES: usize = 100;

/// The rows of a page; none if it has no stream.
///
/// # Errors
/// Where the stream is cut.
pub(super) fn rows(html: &str) -> Result<Rows, String> {
    split(&joined(html)?)
}

/// The pieces in one.
fn joined(html: &str) -> Result<Vec<u8>, String> {
    let (mut bytes, mut failures) = (Vec::new(), 0);
    let mut rest = html;
    while let Some(at) = rest.find(PUSH) {
        rest = &rest[at + PUSH.len()..];
        let mut values = Deserializer::from_str(rest).into_iter::<Value>();
        let piece = match values.next() {
            Some(Ok(piece)) => piece,
            Some(Err(error)) if !error.is_eof() && failures < MOST_FAILURES => {
                failures += 1;
                continue;
            }
            _ => return Err("it is cut in the middle of its data".to_owned()),
        };
        // What stands inside a piece is no piece of its own.
        rest = &rest[values.byte_offset()..];
        match (piece.get(0).and_then(Value::as_u64), piece.get(1).and_then(Value::as_str)) {
            (Some(1), Some(text)) => bytes.extend_from_slice(text.as_bytes()),
            (Some(3), Some(text)) => bytes.extend(
                base64::decode(text)
                    .ok_or_else(|| "a piece of its data is no base64".to_owned())?,
            ),
            _ => {}
        }
    }
    Ok(bytes)
}

/// Tags of rows that state the length of their data: text, and arrays of numbers.
const FRAMED: &[u8] = b"TAOobUSsLlGgMmV";

fn split(bytes: &[u8]) -> Result<Rows, String> {
    let mut rows = Rows::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (id, data) = id(rest).ok_or("its data is not in rows; the layout is not known")?;
        if let Some((length, data)) = framed(data) {
            let text = data.get(..length).ok_or_else(|| cut(&id))?;
            rows.insert(id, Value::String(String::from_utf8_lossy(text).into_owned()));
            rest = &data[length..];
            continue;
        }
        let end = data.iter().position(|byte| *byte == b'\n').ok_or_else(|| cut(&id))?;
        // Imports are referred to, and mean nothing here. Hints and errors leave their row out.
        match serde_json::from_slice(&data[..end]) {
            Ok(value) => drop(rows.insert(id, value)),
            Err(_) if data.first() == Some(&b'I') => drop(rows.insert(id, Value::Null)),
            Err(_) => {}
        }
        rest = &data[end + 1..];
    }
    Ok(rows)
}

fn cut(id: &str) -> String {
    format!("it is cut: row {id} of its data does not come to its end")
}

/// The id of the first row, and what stands behind it.
fn id(bytes: &[u8]) -> Option<(String, &[u8])> {
    const LONGEST: usize = 16;
    let end = bytes.iter().take(LONGEST).position(|byte| *byte == b':')?;
    let (id, data) = bytes.split_at(end);
    let is_hex = id.iter().all(u8::is_ascii_hexdigit);
    is_hex.then(|| (String::from_utf8_lossy(id).into_owned(), &data[1..]))
}

/// The length that a row states, and its data.
fn framed(data: &[u8]) -> Option<(usize, &[u8])> {
    const LONGEST: usize = 12;
    let (tag, rest) = data.split_first()?;
    let end = rest.iter().take(LONGEST).position(|byte| *byte == b',')?;
    let digits = std::str::from_utf8(&rest[..end]).ok()?;
    let length = usize::from_str_radix(digits, 16).ok()?;
    FRAMED.contains(tag).then(|| (length, &rest[end + 1..]))
}
