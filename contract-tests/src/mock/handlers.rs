//! What the operations do: two have state, all others answer with the specification's example.
//!
//! In come decoded requests, out come documented answers. Whatever is refused has been refused
//! before, in `gate`; here only unknown ids are.

use super::state::Session;
use super::{Mock, reply};
use aifi_oasis::responses::{UpdateSessionResponse, UpdateShopperResponse};
use aifi_oasis::server::{Admin, Webhooks};
use aifi_oasis::types::{UpdateSessionRequest, UpdateShopperRequest};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;

/// The API over the fixtures' state.
pub(super) struct Api(pub(super) Arc<Mock>);

impl Admin for Api {
    async fn update_session(
        &self,
        session_id: String,
        body: UpdateSessionRequest,
    ) -> UpdateSessionResponse {
        let Some(session) = self.0.state.change_session(&session_id, members(&body)) else {
            return UpdateSessionResponse::Other(bare(StatusCode::NOT_FOUND));
        };
        match serde_json::from_value(Value::Object(session)) {
            Ok(session) => UpdateSessionResponse::Updated(session),
            // The example fits its schema, or nothing would have been generated.
            Err(_) => UpdateSessionResponse::Other(bare(StatusCode::INTERNAL_SERVER_ERROR)),
        }
    }

    async fn update_shopper(
        &self,
        store_id: i64,
        shopper_id: String,
        body: UpdateShopperRequest,
    ) -> UpdateShopperResponse {
        if !self.0.state.assign_shopper(store_id, &shopper_id, members(&body)) {
            return UpdateShopperResponse::Other(bare(StatusCode::NOT_FOUND));
        }
        match self.0.dialect.no_content {
            true => UpdateShopperResponse::Other(bare(StatusCode::NO_CONTENT)),
            false => UpdateShopperResponse::Updated,
        }
    }
}

/// The stand-in for receivers, which takes every notification.
pub(super) struct Receiver;

impl Webhooks for Receiver {}

/// The members that a body names, by their names on the wire.
fn members(body: &impl Serialize) -> Session {
    match serde_json::to_value(body) {
        Ok(Value::Object(members)) => members,
        _ => Session::new(),
    }
}

fn bare(status: StatusCode) -> Box<Response> {
    Box::new(reply::empty(status).map(Into::into))
}
