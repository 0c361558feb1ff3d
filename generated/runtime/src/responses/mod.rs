//! Responses as enums: one variant for each documented status, with what its body holds.
//!
//! [`responses!`](crate::responses) writes the enum and its table of statuses. A client reads a
//! variant from a response; a server (feature `server`) writes the response back.

mod payload;

pub use payload::{Payload, Reply, Written, written};

#[cfg(feature = "client")]
use crate::Operation;
use crate::{Mismatch, RawResponse, media};
use std::convert::Infallible;

/// The statuses of one variant.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The first status, and the last, of the documented ones; all of them if there is none.
    pub documented: Option<(u16, u16)>,
    /// Further statuses, which count only if the body fits.
    pub also: &'static [u16],
    /// Whether the variant holds a body.
    pub has_body: bool,
    /// The media types of the body, with commas between them, where others are told by it; else empty.
    pub media_type: &'static str,
}

/// An enum of responses, written by [`responses!`](crate::responses).
pub trait Responses: Sized {
    /// The statuses of each variant.
    #[doc(hidden)]
    const ROWS: &'static [Row];

    /// Reads the variant with this index; `None` if there is none.
    #[doc(hidden)]
    fn read_row(
        index: usize,
        response: &RawResponse,
        exact: bool,
    ) -> Option<Result<Self, Mismatch>>;

    /// The name of the variant.
    fn variant(&self) -> &'static str;

    /// What a server answers with.
    #[doc(hidden)]
    fn write(&self) -> Reply;

    /// Reads the variant that the status names; `None` if it names none.
    ///
    /// # Errors
    /// The body is not as documented.
    fn read(response: &RawResponse) -> Option<Result<Self, Mismatch>> {
        let (exact, also, rest) = select(Self::ROWS, response);
        if let Some(index) = exact {
            return Self::read_row(index, response, false);
        }
        for index in also {
            let is_empty = response.body.is_empty();
            if !Self::ROWS[index].has_body && !is_empty {
                continue;
            }
            if let Some(Ok(found)) = Self::read_row(index, response, true) {
                return Some(Ok(found));
            }
        }
        rest.and_then(|index| Self::read_row(index, response, false))
    }
}

/// The rows for a response: the one that names its status, those where that counts if the body fits,
/// and the one whose class it belongs to, or the default. Of rows for one status the one counts whose
/// media type the response has, else the first.
fn select(rows: &[Row], response: &RawResponse) -> (Option<usize>, Vec<usize>, Option<usize>) {
    let status = response.status.as_u16();
    let at = |test: &dyn Fn(&Row) -> bool| {
        let fits = |row: &Row| media::fits(row.media_type, response.media_type());
        let told = rows.iter().position(|row| test(row) && fits(row));
        told.or_else(|| rows.iter().position(test))
    };
    let exact = at(&|row| row.documented == Some((status, status)));
    let class = at(&|row| row.documented.is_some_and(|(low, high)| (low..=high).contains(&status)));
    let default = at(&|row| row.documented.is_none());
    let also = (0..rows.len()).filter(|index| rows[*index].also.contains(&status));
    (exact, also.collect(), class.or(default))
}

/// What a status means for an operation: success, success if the body fits, or none.
#[cfg(feature = "client")]
pub(crate) fn is_success(operation: &Operation, status: u16) -> Option<bool> {
    let is_documented =
        operation.success.iter().any(|(low, high)| (*low..=*high).contains(&status));
    match (is_documented, operation.also.contains(&status)) {
        (true, _) => Some(true),
        (false, true) => Some(false),
        (false, false) => None,
    }
}

/// How one variant is read.
pub type ReadRow<T> = fn(&RawResponse, bool) -> Result<T, Mismatch>;

/// An operation that documents no refusal refuses with nothing.
impl Responses for Infallible {
    const ROWS: &'static [Row] = &[];

    fn read_row(_: usize, _: &RawResponse, _: bool) -> Option<Result<Self, Mismatch>> {
        None
    }

    fn variant(&self) -> &'static str {
        match *self {}
    }

    fn write(&self) -> Reply {
        match *self {}
    }
}

/// Declares an enum of responses: each variant has its status, further statuses that count only where
/// the body fits, a range of statuses, or `_` for all others.
///
/// A variant holds nothing, a JSON body (`Box<T>`; `Option<Box<T>>` is `None` where the body is not
/// as documented), a `String`, [`Bytes`](crate::Bytes) or a [`File`](crate::File), and in front of it
/// the [`StatusCode`](crate::StatusCode) where there are several. Behind `&` stand the media types of
/// the body, which tell variants of one status apart.
///
/// ```
/// use oasis_runtime::{Bytes, RawResponse, Responses, StatusCode};
///
/// oasis_runtime::responses! {
///     /// What is refused.
///     pub enum Refusal {
///         /// Who are you?
///         Unauthorized = 401,
///         /// The body is wrong, and says where.
///         InvalidBody(Option<Box<Vec<String>>>) = 422 | 400,
///         /// Our fault.
///         ServerError(StatusCode, String) = 500..=599 & "text/plain",
///     }
/// }
///
/// let body = Bytes::from("[\"name\"]");
/// let response = RawResponse::new(StatusCode::BAD_REQUEST, Default::default(), body);
/// let found = Refusal::read(&response).unwrap().unwrap();
/// assert_eq!(found, Refusal::InvalidBody(Some(Box::new(vec!["name".to_owned()]))));
/// ```
#[macro_export]
macro_rules! responses {
    (
        $(#[$meta:meta])*
        $visibility:vis enum $name:ident {
            $(
                $(#[$inner:meta])*
                $variant:ident $(($one:ty $(, $two:ty)? $(,)?))?
                    = $first:tt $(..= $last:literal)? $(| $also:literal)* $(& $media_type:literal)?
            ),* $(,)?
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        $visibility enum $name {
            $( $(#[$inner])* $variant $(($one $(, $two)?))? ),*
        }

        impl $crate::Responses for $name {
            const ROWS: &'static [$crate::__private::Row] = &[$(
                $crate::__private::Row {
                    documented: $crate::__statuses!($first $(, $last)?),
                    also: &[$($also),*],
                    has_body: false
                        $(|| <$one as $crate::__private::Payload>::IS_BODY
                            $(|| <$two as $crate::__private::Payload>::IS_BODY)?)?,
                    media_type: ::core::concat!($($media_type)?),
                }
            ),*];

            fn read_row(
                index: usize,
                response: &$crate::RawResponse,
                exact: bool,
            ) -> ::core::option::Option<::core::result::Result<Self, $crate::Mismatch>> {
                let rows: &[$crate::__private::ReadRow<Self>] = &[$(
                    |response, exact| {
                        let _ = (response, exact);
                        ::core::result::Result::Ok(Self::$variant $((
                            <$one as $crate::__private::Payload>::read(response, exact)?
                            $(, <$two as $crate::__private::Payload>::read(response, exact)?)?
                        ))?)
                    }
                ),*];
                rows.get(index).map(|read| read(response, exact))
            }

            fn variant(&self) -> &'static str {
                match *self {
                    $( Self::$variant { .. } => ::core::stringify!($variant), )*
                }
            }

            fn write(&self) -> $crate::__private::Reply {
                match self {
                    $( Self::$variant
                        $(($crate::__keep!(one, $one) $(, $crate::__keep!(two, $two))?))? =>
                        $crate::__private::written(
                            $crate::__status!($first),
                            ::core::concat!($($media_type)?),
                            &[$(
                                $crate::__private::Payload::write($crate::__keep!(one, $one))
                                $(, $crate::__private::Payload::write($crate::__keep!(two, $two)))?
                            )?],
                        ), )*
                }
            }
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __statuses {
    (_) => {
        ::core::option::Option::None
    };
    ($first:literal) => {
        ::core::option::Option::Some(($first, $first))
    };
    ($first:literal, $last:literal) => {
        ::core::option::Option::Some(($first, $last))
    };
}

/// What a server answers with: the default documents no status, so one must be held.
#[doc(hidden)]
#[macro_export]
macro_rules! __status {
    (_) => {
        500
    };
    ($first:literal) => {
        $first
    };
}
