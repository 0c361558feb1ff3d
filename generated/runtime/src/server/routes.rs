//! A router made operation by operation.
//!
//! Each closure is put behind one type, so the compiler sees one handler of axum however many
//! operations there are.

use super::reply::{any, bytes, json, no_body, refusal};
use super::{Call, Hook, IntoResponse, Parts, Refusal, Refused, Rejection, Reply, Response};
use crate::parameter::path;
use crate::{Operation, Responses};
use axum::Router;
use axum::extract::{FromRequest, Request};
use axum::routing::{MethodFilter, MethodRouter};
use bytes::Bytes;
use http::Method;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What one operation does with a call.
type Handler = Arc<dyn Fn(Call) -> Pending<'static, Result<Response, Rejection>> + Send + Sync>;

/// A hook as one type.
trait AnyHook: Send + Sync {
    fn check<'a>(
        &'a self,
        operation: &'static Operation,
        parts: &'a Parts,
        body: &'a Bytes,
    ) -> Pending<'a, Result<(), Refusal>>;

    fn reject(&self, rejection: Rejection) -> Response;
}

impl<H: Hook> AnyHook for H {
    fn check<'a>(
        &'a self,
        operation: &'static Operation,
        parts: &'a Parts,
        body: &'a Bytes,
    ) -> Pending<'a, Result<(), Refusal>> {
        Box::pin(Hook::check(self, operation, parts, body))
    }

    fn reject(&self, rejection: Rejection) -> Response {
        Hook::reject(self, rejection)
    }
}

/// The operations of a service, on their way to being a router.
///
/// Bodies above axum's default limit of 2 MiB are answered with 413. Of several operations with the
/// same method and route the first counts.
pub struct Routes<S> {
    service: Arc<S>,
    hook: Arc<dyn AnyHook>,
    by_route: bool,
    /// By route and method, so that a route is given to axum once.
    handlers: BTreeMap<String, BTreeMap<String, (&'static Operation, Handler)>>,
}

impl<S> fmt::Debug for Routes<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Routes").field("routes", &self.handlers.keys()).finish_non_exhaustive()
    }
}

impl<S: Send + Sync + 'static> Routes<S> {
    /// No operations yet, of this service behind this hook.
    pub fn new(service: S, hook: impl Hook) -> Self {
        let (service, hook) = (Arc::new(service), Arc::new(hook));
        Self { service, hook, by_route: false, handlers: BTreeMap::new() }
    }

    /// Serves webhooks at their routes below a receiver's base address, not at documented paths.
    #[must_use]
    pub fn at_routes(mut self) -> Self {
        self.by_route = true;
        self
    }

    /// Adds an operation whose success is a JSON body.
    #[must_use]
    pub fn on<F, Fut, T, R>(self, operation: &'static Operation, handler: F) -> Self
    where
        F: Fn(Arc<S>, Call) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Reply<T, R>> + Send + 'static,
        T: Serialize,
        R: Responses,
    {
        self.add(operation, handler, move |value| json(operation, &value))
    }

    /// Adds an operation whose success has no body.
    #[must_use]
    pub fn on_empty<F, Fut, R>(self, operation: &'static Operation, handler: F) -> Self
    where
        F: Fn(Arc<S>, Call) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Reply<(), R>> + Send + 'static,
        R: Responses,
    {
        self.add(operation, handler, move |()| no_body(operation))
    }

    /// Adds an operation whose success is bytes.
    #[must_use]
    pub fn on_bytes<F, Fut, R>(self, operation: &'static Operation, handler: F) -> Self
    where
        F: Fn(Arc<S>, Call) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Reply<Bytes, R>> + Send + 'static,
        R: Responses,
    {
        self.add(operation, handler, move |value| bytes(operation, value))
    }

    /// Adds an operation whose success is of one of several kinds.
    #[must_use]
    pub fn on_any<F, Fut, T, R>(self, operation: &'static Operation, handler: F) -> Self
    where
        F: Fn(Arc<S>, Call) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Reply<T, R>> + Send + 'static,
        T: Responses,
        R: Responses,
    {
        self.add(operation, handler, move |value| any(operation, &value))
    }

    fn add<F, Fut, T, R>(
        mut self,
        operation: &'static Operation,
        handler: F,
        write: impl Fn(T) -> Response + Copy + Send + Sync + 'static,
    ) -> Self
    where
        F: Fn(Arc<S>, Call) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Reply<T, R>> + Send + 'static,
        R: Responses,
    {
        let service = Arc::clone(&self.service);
        let handler: Handler = Arc::new(move |call| {
            let reply = handler(Arc::clone(&service), call);
            Box::pin(async move {
                match reply.await {
                    Ok(value) => Ok(write(value)),
                    Err(Refused::Documented(found)) => Ok(refusal(&found)),
                    Err(Refused::Other(response)) => Ok(response.into_response()),
                    Err(Refused::Rejected(rejection)) => Err(*rejection),
                }
            })
        });
        let route = path::route(operation.path_or_route(self.by_route));
        let methods = self.handlers.entry(route).or_default();
        methods.entry(operation.method.to_owned()).or_insert((operation, handler));
        self
    }

    /// The router.
    pub fn into_router(self) -> Router {
        let mut router = Router::new().without_v07_checks();
        for (route, handlers) in self.handlers {
            let mut methods = MethodRouter::new();
            for (method, (operation, handler)) in handlers {
                // A method that HTTP does not have is never asked for.
                let filter = Method::try_from(&*method).map(MethodFilter::try_from);
                if let Ok(Ok(filter)) = filter {
                    let hook = Arc::clone(&self.hook);
                    methods = methods.on(filter, move |request: Request| {
                        serve(operation, Arc::clone(&hook), Arc::clone(&handler), request)
                    });
                }
            }
            router = router.route(&route, methods);
        }
        router
    }
}

async fn serve(
    operation: &'static Operation,
    hook: Arc<dyn AnyHook>,
    handler: Handler,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    // The body is read as a request because the router's size limit hangs on the parts.
    let body = match Bytes::from_request(Request::from_parts(parts.clone(), body), &()).await {
        Ok(body) => body,
        Err(error) => return error.into_response(),
    };
    if let Err(refusal) = hook.check(operation, &parts, &body).await {
        return refusal.into_response();
    }
    match handler(Call::new(operation, parts, body)).await {
        Ok(response) => response,
        Err(rejection) => hook.reject(rejection),
    }
}
