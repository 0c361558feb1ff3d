//! What a variant of [`responses!`](crate::responses) may hold: no body, JSON, bytes, and a status in
//! front of it.

use crate::{Encoding, File, Mismatch, RawResponse, decode};
use bytes::Bytes;
use http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A body that a server answers with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// JSON; `None` if the value has no JSON form, which is a fault of the server.
    Json(Option<Bytes>),
    /// Anything else, in the media type that the contract says.
    Bytes(Bytes),
    /// Anything else, in this media type.
    File(File),
    /// No body, but a status.
    Status(StatusCode),
}

/// What a variant may hold.
pub trait Payload: Sized {
    /// Whether it is a body.
    const IS_BODY: bool;

    /// Reads it. With `exact`, a body that may be missing must fit too.
    ///
    /// # Errors
    /// The body is not as documented.
    fn read(response: &RawResponse, exact: bool) -> Result<Self, Mismatch>;

    /// The part of the response that it is; `None` for no body.
    fn write(&self) -> Option<Written>;
}

fn json<T: Serialize>(value: &T) -> Option<Written> {
    Some(Written::Json(serde_json::to_vec(value).ok().map(Bytes::from)))
}

/// JSON that must be as documented.
impl<T: DeserializeOwned + Serialize> Payload for Box<T> {
    const IS_BODY: bool = true;

    fn read(response: &RawResponse, _: bool) -> Result<Self, Mismatch> {
        decode(&response.body)
    }

    fn write(&self) -> Option<Written> {
        json(self)
    }
}

/// JSON that is `None` where it is not as documented.
impl<T: DeserializeOwned + Serialize> Payload for Option<Box<T>> {
    const IS_BODY: bool = true;

    fn read(response: &RawResponse, exact: bool) -> Result<Self, Mismatch> {
        match decode(&response.body) {
            Ok(found) => Ok(Some(found)),
            Err(_) if !exact => Ok(None),
            Err(mismatch) => Err(mismatch),
        }
    }

    fn write(&self) -> Option<Written> {
        self.as_ref().and_then(json)
    }
}

impl Payload for Bytes {
    const IS_BODY: bool = true;

    fn read(response: &RawResponse, _: bool) -> Result<Self, Mismatch> {
        Ok(response.body.clone())
    }

    fn write(&self) -> Option<Written> {
        Some(Written::Bytes(self.clone()))
    }
}

/// Text; a refusal counts by its status, so what is not in UTF-8 is read as far as it goes.
impl Payload for String {
    const IS_BODY: bool = true;

    fn read(response: &RawResponse, _: bool) -> Result<Self, Mismatch> {
        Ok(Self::from_utf8_lossy(&response.body).into_owned())
    }

    fn write(&self) -> Option<Written> {
        Some(Written::Bytes(Bytes::from(self.clone())))
    }
}

impl Payload for File {
    const IS_BODY: bool = true;

    fn read(response: &RawResponse, _: bool) -> Result<Self, Mismatch> {
        response.read(Encoding::File)
    }

    fn write(&self) -> Option<Written> {
        Some(Written::File(self.clone()))
    }
}

impl Payload for StatusCode {
    const IS_BODY: bool = false;

    fn read(response: &RawResponse, _: bool) -> Result<Self, Mismatch> {
        Ok(response.status)
    }

    fn write(&self) -> Option<Written> {
        Some(Written::Status(*self))
    }
}

/// A variant as a server answers with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The media type of the body; empty: that of its kind.
    pub media_type: &'static str,
    /// The body.
    pub body: Option<Written>,
}

/// Puts the parts that a variant holds into one: a status replaces the documented one.
pub fn written(status: u16, media_type: &'static str, parts: &[Option<Written>]) -> Reply {
    let mut reply = Reply { status, media_type, body: None };
    for part in parts.iter().flatten() {
        match part {
            Written::Status(status) => reply.status = status.as_u16(),
            body => reply.body = Some(body.clone()),
        }
    }
    reply
}
