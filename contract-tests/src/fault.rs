//! x
use crate::mock::Mock;
use axum::Router;
use std::sync::Arc;
/// x
#[derive(Debug)]
pub struct Fault {}
pub(crate) fn plant(router: Router, _f: &Fault, _m: Arc<Mock>) -> Router {
    router
}
