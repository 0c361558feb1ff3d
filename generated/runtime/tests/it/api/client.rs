//! The client.

use super::operations::{self, ListParameters, ReportForm, ReportParameters};
use super::refusals::{CloseSessionRefusal, CreateVisitSuccess, UpdateSessionRefusal};
use super::types::{Customer, NewVisit, UpdateSessionRequest, UpdatedSession};
use indexmap::IndexMap;
use oasis_runtime::Bytes;
use oasis_runtime::client::{Error, Response, client};
use std::convert::Infallible;

client! {
    /// Calls the API.
    pub struct Client;
}

/// The path parameters of `styled`.
#[derive(Clone, Debug, PartialEq)]
pub struct Styled {
    pub plain: Vec<String>,
    pub matrix: Vec<String>,
    pub matrices: Vec<i64>,
    pub label: Vec<String>,
    pub pairs: IndexMap<String, String>,
    pub one: String,
    pub two: String,
}

impl Client {
    pub async fn update_session(
        &self,
        session_id: &str,
        body: &UpdateSessionRequest,
    ) -> Result<Response<UpdatedSession>, Error<UpdateSessionRefusal>> {
        let request = self.http.request(&operations::UPDATE_SESSION);
        request.path("sessionId", session_id).json(body).send().await
    }

    pub async fn close_session(
        &self,
        store_id: i64,
        session_id: &str,
    ) -> Result<Response<()>, Error<CloseSessionRefusal>> {
        let request = self.http.request(&operations::CLOSE_SESSION);
        request.path("storeId", &store_id).path("sessionId", session_id).send_empty().await
    }

    pub async fn list(
        &self,
        parameters: &ListParameters,
    ) -> Result<Response<Vec<Customer>>, Error<Infallible>> {
        self.http.request(&operations::LIST).parameters(parameters).send().await
    }

    pub async fn styled(&self, styled: &Styled) -> Result<Response<()>, Error<Infallible>> {
        self.http
            .request(&operations::STYLED)
            .path("plain", &styled.plain)
            .path("matrix", &styled.matrix)
            .path("matrices", &styled.matrices)
            .path("label", &styled.label)
            .path("pairs", &styled.pairs)
            .path("one", &styled.one)
            .path("two", &styled.two)
            .send_empty()
            .await
    }

    pub async fn create_visit(
        &self,
        body: Option<&NewVisit>,
    ) -> Result<Response<CreateVisitSuccess>, Error<UpdateSessionRefusal>> {
        self.http.request(&operations::CREATE_VISIT).json(body).send_any().await
    }

    pub async fn report(
        &self,
        parameters: &ReportParameters,
        body: &ReportForm,
    ) -> Result<Response<Bytes>, Error<Infallible>> {
        let request = self.http.request(&operations::REPORT);
        request.parameters(parameters).form(body).send_bytes().await
    }

    pub async fn left(&self, body: &Customer) -> Result<Response<String>, Error<Infallible>> {
        self.http.request(&operations::LEFT).json(body).send().await
    }
}
