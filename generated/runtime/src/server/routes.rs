//! A router made operation by operation.
//!
//! Each closure is put behind one type, so the compiler sees one handler of axum however many
//! operations there are.

use super::any_hook::{AnyHook, Pending};
use super::reply::{any, bytes, file, json, no_body, text, undecodable};
use super::{Call, Hook, IntoResponse, Reason, Refused, Rejection, Reply, Response, Unread};
use crate::parameter::{path, read};
use crate::{File, Operation, Responses};
use axum::body::to_bytes;
use axum::extract::Request;
use axum::routing::{MethodFilter, MethodRouter};
use axum::{RequestExt, Router};
use bytes::Bytes;
use http::{Method, StatusCode};
use jiff::Timestamp;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;
use std::future::Future;
use std::sync::Arc;

/// What one operation does with a call.
type Handler = Arc<dyn Fn(Call) -> Pending<'static, Result<Response, Rejection>> + Send + Sync>;

/// An operation with what it does.
type Handled = (&'static Operation, Handler);

/// What the service does with a request that cannot be read.
type Undecodable = Arc<dyn Fn(Rejection) -> Pending<'static, Response> + Send + Sync>;

/// The operations of a service, on their way to being a router.
///
/// Bodies above 2 MiB are answered with 413; the layer [`DefaultBodyLimit`](super::DefaultBodyLimit)
/// around the router changes that. Of several operations with the same method and route the first
/// counts.
pub struct Routes<S> {
    service: Arc<S>,
    hook: Arc<dyn AnyHook>,
    undecodable: Undecodable,
    by_route: bool,
    /// By route and method, so that a route is given to axum once.
    handlers: BTreeMap<String, BTreeMap<String, Vec<Handled>>>,
}

impl<S> fmt::Debug for Routes<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Routes").field("routes", &self.handlers.keys()).finish_non_exhaustive()
    }
}

impl<S: Send + Sync + 'static> Routes<S> {
    /// No operations yet, of this service behind this hook.
    pub fn new(service: S, hook: impl Hook) -> Self {
        Self {
            service: Arc::new(service),
            hook: Arc::new(hook),
            undecodable: Arc::new(|rejection| Box::pin(undecodable(rejection))),
            by_route: false,
            handlers: BTreeMap::new(),
        }
    }

    /// Says what the service does with a request that cannot be read.
    #[must_use]
    pub fn undecodable<F, Fut>(mut self, handler: F) -> Self
    where
        F: Fn(Arc<S>, Rejection) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Response> + Send + 'static,
    {
        let service = Arc::clone(&self.service);
        self.undecodable =
            Arc::new(move |rejection| Box::pin(handler(Arc::clone(&service), rejection)));
        self
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

    /// Adds an operation whose success is text.
    #[must_use]
    pub fn on_text<F, Fut, T, R>(self, operation: &'static Operation, handler: F) -> Self
    where
        F: Fn(Arc<S>, Call) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Reply<T, R>> + Send + 'static,
        T: Serialize,
        R: Responses,
    {
        self.add(operation, handler, move |value| text(operation, &value))
    }

    /// Adds an operation whose success is a file.
    #[must_use]
    pub fn on_file<F, Fut, R>(self, operation: &'static Operation, handler: F) -> Self
    where
        F: Fn(Arc<S>, Call) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Reply<File, R>> + Send + 'static,
        R: Responses,
    {
        self.add(operation, handler, move |value| file(operation, value))
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
        self.add(operation, handler, move |value| any(&value))
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
                    Err(Refused::Documented(found)) => Ok(any(&found)),
                    Err(Refused::Other(response)) => Ok(response.into_response()),
                    Err(Refused::Rejected(rejection)) => Err(rejection.declared_by::<R>()),
                }
            })
        });
        let route = path::route(operation.path_or_route(self.by_route));
        let methods = self.handlers.entry(route).or_default();
        methods.entry(operation.method.to_owned()).or_default().push((operation, handler));
        self
    }

    /// The router.
    pub fn into_router(self) -> Router {
        let mut router = Router::new().without_v07_checks();
        let around = Arc::new(Around { hook: self.hook, undecodable: self.undecodable });
        for (route, handlers) in self.handlers {
            let mut methods = MethodRouter::new();
            for (method, mut handlers) in handlers {
                // The one whose template asks for most of the query comes first.
                handlers.sort_by_key(|(operation, _)| Reverse(path::query(operation.path).count()));
                let handlers: Arc<[Handled]> = handlers.into();
                // A method that HTTP does not have is never asked for.
                let filter = Method::try_from(&*method).map(MethodFilter::try_from);
                if let Ok(Ok(filter)) = filter {
                    let around = Arc::clone(&around);
                    methods = methods.on(filter, move |request: Request| {
                        serve(Arc::clone(&around), Arc::clone(&handlers), request)
                    });
                }
            }
            router = router.route(&route, methods);
        }
        router
    }
}

/// What stands around every operation.
struct Around {
    hook: Arc<dyn AnyHook>,
    undecodable: Undecodable,
}

impl Around {
    /// Gives the service what cannot be read, with the answer to it.
    async fn reject(&self, rejection: Rejection) -> Response {
        let explanation = self.hook.explain(&rejection);
        (self.undecodable)(rejection.explained(explanation)).await
    }
}

async fn serve(around: Arc<Around>, handlers: Arc<[Handled]>, request: Request) -> Response {
    let query = read::split(request.uri().query().unwrap_or_default());
    let chosen = handlers.iter().find(|(operation, _)| path::has_query(operation.path, &query));
    let Some((operation, handler)) = chosen else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let operation: &'static Operation = operation;
    let received_at = Timestamp::now();
    let (mut parts, body) = request.into_parts();
    if let Err(refusal) = around.hook.check(operation, &mut parts).await {
        return refusal.into_response();
    }
    // The limit on its size hangs on the parts.
    let request = Request::from_parts(parts, body).with_limited_body();
    let (mut parts, body) = request.into_parts();
    let body = match to_bytes(body, usize::MAX).await {
        Ok(body) => body,
        Err(error) => {
            let reason = Reason::Unread(Unread::from_error(&error));
            let call = Call::new(operation, parts, Bytes::new(), received_at);
            return around.reject(Rejection::new(call, reason)).await;
        }
    };
    if let Err(refusal) = around.hook.check_body(operation, &mut parts, &body).await {
        return refusal.into_response();
    }
    let call = Call::new(operation, parts, body, received_at);
    let unanswered = Unanswered(operation.id);
    let response = match handler(call.clone()).await {
        Ok(mut response) => {
            response.headers_mut().extend(call.answered());
            response
        }
        Err(rejection) => around.reject(rejection).await,
    };
    std::mem::forget(unanswered);
    response
}

/// Speaks up when it is dropped: the server has given up a call whose caller is gone, and whatever its
/// method had still to do is left undone.
struct Unanswered(&'static str);

impl Drop for Unanswered {
    fn drop(&mut self) {
        tracing::warn!(
            oasis.operation = self.0,
            "a call is cut off before its method has answered"
        );
    }
}
