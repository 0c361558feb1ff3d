//! What answers.

use super::client::Styled;
use super::operations::{self, ListParameters, ReportForm, ReportParameters};
use super::refusals::{CloseSessionRefusal, CreateVisitSuccess, UpdateSessionRefusal};
use super::types::{Customer, NewVisit, UpdateSessionRequest, UpdatedSession};
use oasis_runtime::Bytes;
use oasis_runtime::server::{
    Hook, Notification, Rejection, Reply, Response, Router, Routes, example, example_any,
    example_empty, not_implemented, undecodable,
};
use std::convert::Infallible;

pub trait Api: Send + Sync + 'static {
    fn update_session(
        &self,
        session_id: String,
        body: UpdateSessionRequest,
    ) -> impl Future<Output = Reply<UpdatedSession, UpdateSessionRefusal>> + Send {
        let _ = (session_id, body);
        example(&operations::UPDATE_SESSION)
    }

    fn close_session(
        &self,
        store_id: i64,
        session_id: String,
    ) -> impl Future<Output = Reply<(), CloseSessionRefusal>> + Send {
        let _ = (store_id, session_id);
        example_empty()
    }

    fn list(
        &self,
        parameters: ListParameters,
    ) -> impl Future<Output = Reply<Vec<Customer>, Infallible>> + Send {
        let _ = parameters;
        example(&operations::LIST)
    }

    fn styled(&self, styled: Styled) -> impl Future<Output = Reply<(), Infallible>> + Send {
        let _ = styled;
        example_empty()
    }

    fn create_visit(
        &self,
        body: Option<NewVisit>,
    ) -> impl Future<Output = Reply<CreateVisitSuccess, UpdateSessionRefusal>> + Send {
        let _ = body;
        example_any(&operations::CREATE_VISIT)
    }

    fn report(
        &self,
        parameters: ReportParameters,
        body: ReportForm,
    ) -> impl Future<Output = Reply<Bytes, Infallible>> + Send {
        let _ = (parameters, body);
        not_implemented()
    }

    fn undecodable(&self, rejection: Rejection) -> impl Future<Output = Response> + Send {
        undecodable(rejection)
    }
}

pub fn api_router<S: Api>(service: S, hook: impl Hook) -> Router {
    Routes::new(service, hook)
        .undecodable(|service, rejection| async move { service.undecodable(rejection).await })
        .on(&operations::UPDATE_SESSION, |service, call| async move {
            service.update_session(call.path("sessionId")?, call.json()?).await
        })
        .on_empty(&operations::CLOSE_SESSION, |service, call| async move {
            service.close_session(call.path("storeId")?, call.path("sessionId")?).await
        })
        .on(
            &operations::LIST,
            |service, call| async move { service.list(call.parameters()?).await },
        )
        .on_empty(&operations::STYLED, |service, call| async move {
            let styled = Styled {
                plain: call.path("plain")?,
                matrix: call.path("matrix")?,
                matrices: call.path("matrices")?,
                label: call.path("label")?,
                pairs: call.path("pairs")?,
                one: call.path("one")?,
                two: call.path("two")?,
            };
            service.styled(styled).await
        })
        .on_any(&operations::CREATE_VISIT, |service, call| async move {
            service.create_visit(call.if_any(|call| call.json())?).await
        })
        .on_bytes(&operations::REPORT, |service, call| async move {
            service.report(call.parameters()?, call.form()?).await
        })
        .into_router()
}

pub trait Webhooks: Send + Sync + 'static {
    fn left(
        &self,
        body: Notification<Customer>,
    ) -> impl Future<Output = Reply<String, Infallible>> + Send {
        let _ = body;
        example(&operations::LEFT)
    }

    fn undecodable(&self, rejection: Rejection) -> impl Future<Output = Response> + Send {
        undecodable(rejection)
    }
}

pub fn webhooks_router<S: Webhooks>(service: S, hook: impl Hook) -> Router {
    webhooks(Routes::new(service, hook).at_routes())
}

pub fn stand_in_router<S: Webhooks>(service: S, hook: impl Hook) -> Router {
    webhooks(Routes::new(service, hook))
}

fn webhooks<S: Webhooks>(routes: Routes<S>) -> Router {
    routes
        .undecodable(|service, rejection| async move { service.undecodable(rejection).await })
        .on(&operations::LEFT, |service, call| async move {
            service.left(call.notification(call.json()?)).await
        })
        .into_router()
}
