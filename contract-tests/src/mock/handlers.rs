//! What the operations do.

use super::{Mock, body, reply, route};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde_json::Value;
use std::sync::Arc;

/// The router of all operations.
pub(super) fn router(mock: Arc<Mock>) -> Router {
    Router::new().fallback(serve).with_state(mock)
}

async fn serve(State(mock): State<Arc<Mock>>, request: Request) -> Response {
    let (parts, body) = body::request(request).await.unwrap().into_parts();
    let route::Route::Operation(operation, values) =
        route::find(&mock.api, parts.method.as_str(), parts.uri.path())
    else {
        return reply::empty(StatusCode::NOT_FOUND).map(Into::into);
    };
    let value: Value = serde_json::from_slice(&body).unwrap_or_default();
    let reply = match operation.id.wire.as_str() {
        "updateSession" => {
            match mock
                .state
                .change_session(&values[0], value.as_object().cloned().unwrap_or_default())
            {
                Some(session) => reply::json(StatusCode::OK, &Value::Object(session)),
                None => reply::empty(StatusCode::NOT_FOUND),
            }
        }
        "updateShopper" => {
            match mock.state.assign_shopper(
                values[0].parse().unwrap(),
                &values[1],
                value["sessionId"].to_string(),
            ) {
                true => reply::empty(StatusCode::OK),
                false => reply::empty(StatusCode::NOT_FOUND),
            }
        }
        _ => reply::json(StatusCode::OK, &"string".into()),
    };
    reply.map(Into::into)
}
