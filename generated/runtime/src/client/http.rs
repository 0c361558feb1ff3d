//! The HTTP client: a base address, perhaps a token, and one exchange at a time.

use super::request::Request;
use super::settings::{Settings, base_url};
use super::{BuildError, Token, TransportFault};
use crate::{Operation, RawResponse};
use bytes::{Bytes, BytesMut};
use reqwest::Url;

/// An HTTP client with a base address and, mostly, a token. Clones share their connections.
#[derive(Clone, Debug)]
pub struct Http {
    client: reqwest::Client,
    pub(super) base: Url,
    pub(super) token: Option<Token>,
    max_body: usize,
}

impl Http {
    /// A client for this base address.
    ///
    /// # Errors
    /// The address is not an `http` or `https` address that paths can be put behind, or TLS cannot
    /// be set up.
    pub fn new(base: &str, token: Option<Token>, settings: &Settings) -> Result<Self, BuildError> {
        let base = base_url(base)?;
        let client = settings.client(&base)?;
        Ok(Self { client, base, token, max_body: settings.max_body })
    }

    /// A client over an HTTP client of your own, which should not follow redirects. Of the settings
    /// only the limit on responses counts.
    ///
    /// # Errors
    /// As for [`Http::new`].
    pub fn with_client(
        client: reqwest::Client,
        base: &str,
        token: Option<Token>,
        settings: &Settings,
    ) -> Result<Self, BuildError> {
        Ok(Self { client, base: base_url(base)?, token, max_body: settings.max_body })
    }

    /// Begins a call.
    pub fn request(&self, operation: &'static Operation) -> Request<'_> {
        Request::new(self, operation)
    }

    /// Sends a request and reads the whole response.
    pub(super) async fn exchange(
        &self,
        request: reqwest::Request,
    ) -> Result<RawResponse, TransportFault> {
        let mut response = self.client.execute(request).await.map_err(TransportFault::http)?;
        let (status, headers) = (response.status(), response.headers().clone());
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(TransportFault::http)? {
            if body.len() + chunk.len() > self.max_body {
                return Err(TransportFault::TooLarge { limit: self.max_body });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(RawResponse::new(status, headers, Bytes::from(body)))
    }
}
