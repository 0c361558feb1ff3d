//! A server that keeps every promise of the specification, for tests and for trying things out.
//!
//! In comes the [`Api`], out comes a server on an address of its own. What it refuses is decided by the
//! `gate` and worded by `joi`. It stands on the specification alone and on no generated code, so an
//! operation that is new there is served with its example. It remembers only its fixtures, and
//! writes nothing.

mod answer;
pub(crate) mod body;
mod credentials;
mod gate;
mod reading;
pub(crate) mod reply;
mod route;
mod shape;
mod state;

use crate::fault::{self, Fault};
use crate::joi::Dialect;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::Response;
use oasis_model::ir::Api;
use secrecy::SecretString;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// The token that the mock takes unless told otherwise. It opens nothing but a mock.
pub const DEFAULT_TOKEN: &str = "mock-token-not-a-secret";

/// What a mock is like.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen; port 0 takes any free one.
    pub listen: SocketAddr,
    /// The one token that is good.
    pub token: SecretString,
    /// The ids that exist.
    pub fixtures: Fixtures,
    /// Which of the plausible readings it follows.
    pub dialect: Dialect,
    /// The promise that it breaks, if any.
    pub fault: Option<&'static Fault>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            token: SecretString::from(DEFAULT_TOKEN),
            fixtures: Fixtures::default(),
            dialect: Dialect::default(),
            fault: None,
        }
    }
}

/// The ids that exist; all others are unknown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixtures {
    /// The store of the shopper.
    pub store_id: i64,
    /// A shopper of that store.
    pub shopper_id: String,
    /// A session.
    pub session_id: String,
    /// Another session, which nobody should touch by writing to the first.
    pub other_session_id: String,
}

impl Default for Fixtures {
    fn default() -> Self {
        Self {
            store_id: 1,
            shopper_id: "100000000000001".to_owned(),
            session_id: "mock-session-1".to_owned(),
            other_session_id: "mock-session-2".to_owned(),
        }
    }
}

/// How long answers under way may take once the mock is to stop.
const GRACE: Duration = Duration::from_secs(1);

/// A mock that is listening. It stops when this is dropped, too.
#[derive(Debug)]
pub struct Running {
    /// Where.
    pub addr: SocketAddr,
    /// The token that it takes.
    pub token: SecretString,
    /// The ids that it knows.
    pub fixtures: Fixtures,
    stop: oneshot::Sender<()>,
    task: JoinHandle<io::Result<()>>,
}

impl Running {
    /// The base address, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// Stops taking connections and waits a moment for the answers under way.
    ///
    /// # Errors
    /// What went wrong while serving.
    pub async fn shutdown(mut self) -> io::Result<()> {
        // A server that has ended by itself no longer listens for this, which is as good.
        let _ = self.stop.send(());
        match timeout(GRACE, &mut self.task).await {
            Ok(ended) => ended.map_err(io::Error::other)?,
            Err(_) => {
                // An answer that never comes, as some faults have it, must not hold up the end.
                self.task.abort();
                Ok(())
            }
        }
    }
}

/// Starts a mock on the current runtime.
///
/// # Errors
/// If the address cannot be listened on.
pub async fn start(api: Arc<Api>, config: Config) -> io::Result<Running> {
    let Config { listen, token, fixtures, dialect, fault } = config;
    let listener = TcpListener::bind(listen).await?;
    let addr = listener.local_addr()?;
    let state = state::Memory::new(&api, &fixtures);
    let mock = Arc::new(Mock { api, token: token.clone(), dialect, state });
    let mut router = router(&mock);
    if let Some(fault) = fault {
        router = fault::plant(router, fault, mock);
    }
    let (stop, stopped) = oneshot::channel();
    let task = tokio::spawn(async move {
        axum::serve(listener, router)
            .with_graceful_shutdown(async move {
                let _ = stopped.await;
            })
            .await
    });
    Ok(Running { addr, token, fixtures, stop, task })
}

/// One mock, shared by all requests.
pub(crate) struct Mock {
    pub(crate) api: Arc<Api>,
    pub(crate) token: SecretString,
    pub(crate) dialect: Dialect,
    state: state::Memory,
}

impl Mock {
    /// The ids of all sessions.
    pub(crate) fn sessions(&self) -> Vec<String> {
        self.state.sessions()
    }
}

fn router(mock: &Arc<Mock>) -> Router {
    Router::new().fallback(serve).with_state(Arc::clone(mock))
}

/// Has the whole request in memory before anything is decided, so that no answer comes while the
/// caller is still sending.
async fn serve(State(mock): State<Arc<Mock>>, request: Request) -> Response {
    match body::request(request).await {
        Ok(request) => answer::to(&mock, &request.map(reading::as_javascript)).map(Into::into),
        // The caller broke off; nobody is left to read this.
        Err(_) => reply::empty(StatusCode::BAD_REQUEST).map(Into::into),
    }
}
