//! Bodies that are not JSON alone: a value and how it travels in, bytes with their media type out, and
//! back.
//!
//! Client and server share this, so that what the one writes the other reads. What the media type of
//! an operation is, and which property is a file, is decided by the generator.

mod field;
mod file;
#[cfg(any(feature = "client", feature = "server"))]
mod open;
mod parts;
mod request;
mod upload;

pub use field::FormField;
pub use file::File;
pub(crate) use file::{NAME as FILE, hand};
pub use request::{BodyRow, ReadBody, RequestBody, read_body, write_body};
pub(crate) use upload::Outgoing;
pub use upload::Upload;

use crate::parameter::tree::Tree;
use crate::parameter::{read, spell};
use crate::value::fault::Fault;
use crate::{Mismatch, Multipart, decode};
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How a body travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// As JSON.
    Json,
    /// As an HTML form of fields.
    Form,
    /// As an HTML form of parts.
    Parts,
    /// As plain text.
    Text,
    /// As the bytes of a [`File`], in its media type.
    File,
}

/// A body that can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    pub(crate) media_type: String,
    pub(crate) content: Outgoing,
}

impl Encoding {
    /// Writes a value in the first of these media types; `None` if it has no form that travels so.
    pub(crate) fn write<T: Serialize + ?Sized>(
        self,
        media_types: &str,
        fields: &[FormField],
        value: &T,
    ) -> Option<Encoded> {
        let media_type = media_types.split(',').next().unwrap_or_default();
        let encoded = |content: Vec<u8>| Encoded {
            media_type: media_type.to_owned(),
            content: content.into(),
        };
        Some(match self {
            Self::Json => encoded(serde_json::to_vec(value).ok()?),
            Self::Text => encoded(spell::text(&serde_json::to_value(value).ok()?).into_bytes()),
            Self::Form => encoded(parts::line(value, fields)?.into_bytes()),
            Self::Parts => {
                let (media_type, content) = parts::of(value, fields)?.write(media_type);
                Encoded { media_type, content }
            }
            Self::File => {
                let file = file::taken_out(value)?;
                let media_type = crate::media::of_file(media_types, file.media_type.as_deref())?;
                Encoded { media_type, content: file.into_upload().into() }
            }
        })
    }

    /// Reads a value from a body that is declared to be of this media type.
    pub(crate) fn read<T: DeserializeOwned>(
        self,
        declared: &str,
        fields: &[FormField],
        content: &Bytes,
    ) -> Result<T, Mismatch> {
        let tree = match self {
            Self::Json => return decode(content),
            Self::Text => match std::str::from_utf8(content) {
                Ok(text) => Tree::text(text.to_owned()),
                Err(_) => return Err(Fault::new("expected text in UTF-8").into()),
            },
            Self::Form => read::form(&String::from_utf8_lossy(content), fields)?,
            Self::Parts => match Multipart::read(declared, content) {
                Some(form) => parts::tree(form, fields)?,
                None => return Err(Fault::new("expected a form of parts").into()),
            },
            Self::File => {
                let media_type = (!declared.is_empty()).then(|| declared.to_owned());
                Tree::File(File { media_type, ..File::new(content.clone()) })
            }
        };
        tree.read().map_err(Mismatch::from)
    }
}
