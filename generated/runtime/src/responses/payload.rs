//! What a variant of [`responses!`](crate::responses) may hold: no body, JSON, bytes, and a status in
//! front of it.

use crate::{Mismatch, RawResponse, decode};
use bytes::Bytes;
use http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A body that a server answers with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// JSON; `None` if the value has no JSON form, which is a fault of the server.
    Json(Option<Bytes>),
    /// Anything else.
    Bytes(Bytes),
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

impl Payload for StatusCode {
    const IS_BODY: bool = false;

    fn read(response: &RawResponse, _: bool) -> Result<Self, Mismatch> {
        Ok(response.status)
    }

    fn write(&self) -> Option<Written> {
        Some(Written::Status(*self))
    }
}

/// Puts the parts that a variant holds into one: a status replaces the documented one.
pub fn written(documented: u16, parts: &[Option<Written>]) -> (u16, Option<Written>) {
    let mut result = (documented, None);
    for part in parts.iter().flatten() {
        match part {
            Written::Status(status) => result.0 = status.as_u16(),
            body => result.1 = Some(body.clone()),
        }
    }
    result
}
