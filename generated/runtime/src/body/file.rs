//! A file: bytes with a media type and a name.
//!
//! serde has no form for bytes that JSON could pass through untouched. So whoever writes a form takes
//! the files out of a value while serde walks over it, and whoever reads one hands them in the same
//! way. Everywhere else a file is the string of its content.

use super::Upload;
use crate::value::fault::Fault;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::de::{Error, Visitor};
use serde::ser::{Error as _, SerializeMap};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::cell::RefCell;
use std::fmt;

/// A file as it is sent or received: in a form, or as a body of its own.
///
/// ```
/// use oasis_runtime::File;
///
/// let file = File::new("a,b\n1,2\n").named("table.csv").of_type("text/csv");
/// assert_eq!(file.media_type.as_deref(), Some("text/csv"));
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Its media type, if it is known.
    pub media_type: Option<String>,
    /// What else a part of a form says of it.
    pub headers: HeaderMap,
    /// What it holds; empty where it is sent as a stream.
    pub content: Bytes,
    /// Boxed to keep files small enough for enums.
    pub(super) stream: Option<Box<Upload>>,
}

impl File {
    /// A file that holds this, without a name.
    pub fn new(content: impl Into<Bytes>) -> Self {
        Self { content: content.into(), ..Self::default() }
    }

    /// A file that is sent as a stream, without a name. What is received is bytes always.
    pub fn streamed(upload: impl Into<Upload>) -> Self {
        Self { stream: Some(Box::new(upload.into())), ..Self::default() }
    }

    /// What is sent.
    pub(crate) fn into_upload(self) -> Upload {
        self.stream.map_or_else(|| self.content.into(), |stream| *stream)
    }

    /// The same file, called so.
    #[must_use]
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The same file, of this media type.
    #[must_use]
    pub fn of_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// The same file, with a header of its own where it is a part of a form.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.append(name, value);
        self
    }
}

/// Shows no content: it may be personal.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("media_type", &self.media_type)
            .field("content", &format_args!("{} bytes", self.content.len()))
            .finish_non_exhaustive()
    }
}

/// The key of the object that stands for a file which was taken out of a value.
const MARK: &str = "\0file";

/// What tells a reader that a file is asked for.
pub(crate) const NAME: &str = "\0oasis_runtime::File";

thread_local! {
    /// The files taken out of the value that is being written, or the one handed in.
    static FILES: RefCell<Option<Vec<File>>> = const { RefCell::new(None) };
}

/// The JSON form of a value, with the files in it beside it.
pub(super) fn apart<T: Serialize + ?Sized>(value: &T) -> Option<(Value, Vec<File>)> {
    let before = FILES.replace(Some(Vec::new()));
    let value = serde_json::to_value(value);
    let files = FILES.replace(before).unwrap_or_default();
    Some((value.ok()?, files))
}

/// The one file that a value is.
pub(super) fn taken_out<T: Serialize + ?Sized>(value: &T) -> Option<File> {
    let (value, files) = apart(value)?;
    stands_for(&value, &files).cloned()
}

/// The file that a value stands for, if it stands for one.
pub(super) fn stands_for<'a>(value: &Value, files: &'a [File]) -> Option<&'a File> {
    let index = value.as_object()?.get(MARK)?.as_u64()?;
    files.get(usize::try_from(index).ok()?)
}

/// Hands a file to the visitor that asks for one.
pub(crate) fn hand<'de, V: Visitor<'de>>(file: File, visitor: V) -> Result<V::Value, Fault> {
    let before = FILES.replace(Some(vec![file]));
    let read = visitor.visit_unit();
    FILES.replace(before);
    read
}

impl Serialize for File {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let index = FILES.with_borrow_mut(|files| {
            let files = files.as_mut()?;
            files.push(self.clone());
            Some(files.len() - 1)
        });
        let Some(index) = index else {
            return match self.stream {
                Some(_) => Err(S::Error::custom("a stream is no value: send it as a file")),
                None => serializer.serialize_str(&String::from_utf8_lossy(&self.content)),
            };
        };
        let mut mark = serializer.serialize_map(Some(1))?;
        mark.serialize_entry(MARK, &index)?;
        mark.end()
    }
}

impl<'de> Deserialize<'de> for File {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(NAME, Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = File;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a file")
    }

    fn visit_unit<E: Error>(self) -> Result<File, E> {
        let file = FILES.with_borrow_mut(|files| files.as_mut()?.pop());
        file.ok_or_else(|| E::custom("expected a file"))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<File, D::Error> {
        String::deserialize(inner).map(File::new)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<File, E> {
        Ok(File::new(text.to_owned()))
    }
}

/// As JSON knows it: a string.
#[cfg(feature = "schema")]
impl schemars::JsonSchema for File {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "File".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "binary"})
    }
}
