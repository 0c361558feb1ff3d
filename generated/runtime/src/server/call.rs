//! One request on its way to the service: read, shown to the hook, decoded piece by piece.

use super::{Refusal, Shared};
use crate::{Operation, Style, decode, parameter};
use axum::RequestPartsExt;
use axum::extract::{FromRequest, RawPathParams, Request};
use axum::response::IntoResponse;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

/// Named texts: the query, the cookies, or one header.
type Texts = Vec<(String, String)>;

/// A request that the hook let through.
#[derive(Debug)]
pub struct Call {
    parts: Parts,
    body: Bytes,
}

impl Call {
    /// Reads a request and asks the hook, which comes before anything is decoded.
    ///
    /// # Errors
    /// The hook's refusal, or the response to a body that is too large or breaks off.
    pub async fn accept<S>(
        operation: &Operation,
        shared: &Shared<S>,
        request: Request,
    ) -> Result<Self, Refusal> {
        let (parts, body) = request.into_parts();
        // The body is read as a request because the router's size limit hangs on the parts.
        let body = Bytes::from_request(Request::from_parts(parts.clone(), body), &())
            .await
            .map_err(|error| Refusal::from(error.into_response()))?;
        (shared.hook)(operation, &parts, &body)?;
        Ok(Self { parts, body })
    }

    /// The path segment captured under this name, stripped of the literal text around the value.
    ///
    /// # Errors
    /// 404 if the segment is not UTF-8, lacks that text, or is no `T`: no such resource can exist.
    pub async fn path<T: DeserializeOwned>(
        &mut self,
        capture: &str,
        before: &str,
        after: &str,
    ) -> Result<T, Refusal> {
        let nowhere = || Refusal::from(StatusCode::NOT_FOUND.into_response());
        let captured = self.parts.extract::<RawPathParams>().await.map_err(|_| nowhere())?;
        captured
            .iter()
            .find(|(name, _)| *name == capture)
            .and_then(|(_, text)| text.strip_prefix(before)?.strip_suffix(after))
            .and_then(|text| parameter::scalar(text).ok())
            .ok_or_else(nowhere)
    }

    /// A query parameter that may be missing.
    ///
    /// # Errors
    /// 400 if it is there and no `T`.
    pub fn query<T: DeserializeOwned>(
        &self,
        name: &str,
        style: Style,
    ) -> Result<Option<T>, Refusal> {
        let query = self.parts.uri.query().unwrap_or_default();
        let texts: Texts = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        read(name, style, &texts)
    }

    /// A header that may be missing.
    ///
    /// # Errors
    /// 400 if it is there and no `T`.
    pub fn header<T: DeserializeOwned>(
        &self,
        name: &str,
        style: Style,
    ) -> Result<Option<T>, Refusal> {
        read(name, style, &texts(&self.parts.headers, name))
    }

    /// A cookie that may be missing.
    ///
    /// # Errors
    /// 400 if it is there and no `T`.
    pub fn cookie<T: DeserializeOwned>(
        &self,
        name: &str,
        style: Style,
    ) -> Result<Option<T>, Refusal> {
        let cookies: Texts = texts(&self.parts.headers, COOKIE.as_str())
            .iter()
            .flat_map(|(_, line)| line.split("; "))
            // A cookie is percent-encoded like a query, in which a plus would be a space.
            .map(|pair| pair.replace('+', "%2B"))
            .flat_map(|pair| form_urlencoded::parse(pair.as_bytes()).into_owned().next())
            .collect();
        read(name, style, &cookies)
    }

    /// The JSON body.
    ///
    /// # Errors
    /// 415 if it is declared to be something else, 400 if it is not a `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        if let Some(declared) = self.parts.headers.get(CONTENT_TYPE) {
            let declared = String::from_utf8_lossy(declared.as_bytes()).to_ascii_lowercase();
            let essence = declared.split(';').next().unwrap_or_default().trim();
            if essence != "application/json" && !essence.ends_with("+json") {
                let reason = "the body must be application/json";
                return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, reason));
            }
        }
        decode(&self.body)
            .map_err(|mismatch| Refusal::new(StatusCode::BAD_REQUEST, mismatch.to_string()))
    }

    /// The JSON body, or nothing if the body is empty.
    ///
    /// # Errors
    /// As for [`Call::json`].
    pub fn json_if_any<T: DeserializeOwned>(&self) -> Result<Option<T>, Refusal> {
        if self.body.is_empty() { Ok(None) } else { self.json().map(Some) }
    }

    /// The body as it came.
    pub fn bytes(&self) -> Bytes {
        self.body.clone()
    }
}

/// Refuses a request that lacks a required parameter.
///
/// # Errors
/// 400 if the parameter is missing.
pub fn required<T>(name: &str, found: Option<T>) -> Result<T, Refusal> {
    found.ok_or_else(|| {
        Refusal::new(StatusCode::BAD_REQUEST, format!("parameter `{name}` is missing"))
    })
}

fn texts(headers: &HeaderMap, name: &str) -> Texts {
    let value = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.get_all(name).iter().map(|found| (name.to_owned(), value(found))).collect()
}

fn read<T: DeserializeOwned>(
    name: &str,
    style: Style,
    texts: &Texts,
) -> Result<Option<T>, Refusal> {
    parameter::decode(name, style, texts).map_err(|reason| {
        Refusal::new(StatusCode::BAD_REQUEST, format!("parameter `{name}`: {reason}"))
    })
}
