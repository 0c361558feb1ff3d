//! Request bodies that travel in one of several media types, as an enum with a variant for each.
//!
//! [`bodies!`](crate::bodies) writes the enum and its table. A client writes the variant that it is
//! given; a server reads the variant whose media type is declared.

use super::{Encoded, Encoding, FormField};
use crate::{Mismatch, media};
use bytes::Bytes;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// How one variant travels.
#[derive(Clone, Copy, Debug)]
pub struct BodyRow {
    /// How it is encoded.
    pub encoding: Encoding,
    /// The media types it travels in, with commas between them; the first is sent.
    pub media_type: &'static str,
    /// What is known of the fields of a form.
    pub fields: &'static [FormField],
}

/// How one variant is read from the bytes of a media type.
pub type ReadBody<T> = fn(&BodyRow, &str, &Bytes) -> Result<T, Mismatch>;

/// Reads the body of a variant.
///
/// # Errors
/// It is not as documented.
pub fn read_body<T: DeserializeOwned>(
    row: &BodyRow,
    declared: &str,
    content: &Bytes,
) -> Result<T, Mismatch> {
    row.encoding.read(declared, row.fields, content)
}

/// Writes the body of a variant; `None` if it has no form that travels so.
pub fn write_body<T: Serialize>(row: &BodyRow, body: &T) -> Option<Encoded> {
    row.encoding.write(row.media_type, row.fields, body)
}

/// An enum of request bodies, written by [`bodies!`](crate::bodies).
pub trait RequestBody: Sized {
    /// How each variant travels.
    #[doc(hidden)]
    const ROWS: &'static [BodyRow];

    /// Reads the variant of a row.
    #[doc(hidden)]
    fn read_row(index: usize, declared: &str, content: &Bytes) -> Option<Result<Self, Mismatch>>;

    /// Writes the variant; `None` if it has no form that travels so.
    #[doc(hidden)]
    fn write(&self) -> Option<Encoded>;

    /// Reads the variant that travels in this media type, or the first where none is declared;
    /// `None` if no variant does.
    ///
    /// # Errors
    /// The body is not as documented.
    fn read(declared: &str, content: &Bytes) -> Option<Result<Self, Mismatch>> {
        let fits = |row: &BodyRow| declared.is_empty() || media::fits(row.media_type, declared);
        Self::read_row(Self::ROWS.iter().position(fits)?, declared, content)
    }
}

/// Declares an enum of request bodies: each variant has how it travels, its media type, and what is
/// known of the fields of a form.
///
/// ```
/// use oasis_runtime::File;
///
/// oasis_runtime::bodies! {
///     /// A note, written or drawn.
///     pub enum Note {
///         /// Written.
///         Text(String) = Text("text/plain"),
///         /// Drawn.
///         Image(File) = File("image/png, image/jpeg"),
///     }
/// }
/// # let _ = Note::Text("Hello".to_owned());
/// ```
#[macro_export]
macro_rules! bodies {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $(
                $(#[$inner:meta])*
                $variant:ident($body:ty $(,)?) = $encoding:ident($media_type:literal $(, $field:expr)* $(,)?)
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[allow(
            clippy::enum_variant_names,
            clippy::large_enum_variant,
            reason = "the variants are those of the document"
        )]
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        $visibility enum $name {
            $( $(#[$inner])* $variant($body) ),*
        }

        impl $crate::RequestBody for $name {
            const ROWS: &'static [$crate::__private::BodyRow] = &[$(
                $crate::__private::BodyRow {
                    encoding: $crate::Encoding::$encoding,
                    media_type: $media_type,
                    fields: &[$($field),*],
                }
            ),*];

            fn read_row(
                index: usize,
                declared: &str,
                content: &$crate::Bytes,
            ) -> ::core::option::Option<::core::result::Result<Self, $crate::Mismatch>> {
                let rows: &[$crate::__private::ReadBody<Self>] = &[$(
                    |row, declared, content| {
                        $crate::__private::read_body(row, declared, content).map(Self::$variant)
                    }
                ),*];
                let read = rows.get(index)?;
                ::core::option::Option::Some(read(&Self::ROWS[index], declared, content))
            }

            fn write(&self) -> ::core::option::Option<$crate::__private::Encoded> {
                let mut rows = Self::ROWS.iter();
                $(
                    let row = rows.next()?;
                    if let Self::$variant(body) = self {
                        return $crate::__private::write_body(row, body);
                    }
                )*
                ::core::option::Option::None
            }
        }
    };
}
