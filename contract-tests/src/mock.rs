//! A server that does what the specification claims, for tests and for trying things out.
//!
//! In comes the [`Api`], out comes a server on an address of its own. What it refuses is decided by the
//! `gate` and worded by `joi`. It stands on the specification alone and on no generated code, so an
//! operation that is new there is served with its example. It remembers only its fixtures, and
//! writes nothing.

mod body;
mod clock;
pub mod companion;
mod credentials;
mod gate;
mod list;
mod parameters;
mod reading;
pub(crate) mod reply;
mod respond;
mod route;
mod shape;
mod state;

use crate::joi::Settings;
use crate::spec::Spec;
use crate::target::{Fixtures, Id, Permissions, Secret, Target};
use axum::Router;
use oasis_model::ir::Api;
use oasis_runtime::server::Server;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// The token that the mock takes unless told otherwise. It opens nothing but a mock.
pub const DEFAULT_TOKEN: &str = "mock-token-not-a-secret";

/// How long responses under way may take once the mock is to stop. One that never comes, as some planted
/// bugs have it, must not hold up the end.
const GRACE: Duration = Duration::from_secs(1);

/// What a mock is like.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen; port 0 takes any free one.
    pub listen: SocketAddr,
    /// The one token that is good.
    pub token: Secret,
    /// The ids that exist; all others are unknown.
    pub fixtures: Fixtures,
    /// How it reads the pages; none: as they are claimed.
    pub settings: Option<Settings>,
    /// Further sessions, each with the properties that differ from the specification's example, by id.
    pub sessions: BTreeMap<String, Map<String, Value>>,
    /// Times are the same in every run, not those of this machine.
    pub fixed_clock: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 0)),
            token: Secret::new(DEFAULT_TOKEN).expect("the mock's own token is one"),
            fixtures: fixtures(),
            settings: None,
            sessions: BTreeMap::new(),
            fixed_clock: false,
        }
    }
}

/// The ids that exist in a mock unless told otherwise.
pub fn fixtures() -> Fixtures {
    let id = |text| Id::new(text).ok();
    Fixtures {
        store_id: id("1"),
        shopper_id: id("100000000000001"),
        session_id: id("mock-session-1"),
        other_session_id: id("mock-session-2"),
    }
}

/// A mock that is listening. It stops when this is dropped, too.
#[derive(Debug)]
pub struct Mock {
    /// Where.
    pub addr: SocketAddr,
    /// The token that it takes.
    pub token: Secret,
    /// The ids that it knows.
    pub fixtures: Fixtures,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Mock {
    /// The token that every mock takes unless told otherwise.
    pub const TOKEN: &str = DEFAULT_TOKEN;

    /// Starts a mock of the curated contract on a free port of this machine, for your own tests. It
    /// knows the session `mock-session-1`, and in store 1 the shopper `100000000000001`.
    ///
    /// ```
    /// # use aifi_oasis::types::UpdateSessionRequest;
    /// use aifi_oasis::Client;
    /// use oasis_contract_tests::Mock;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let mock = Mock::start().await?;
    /// let client = Client::new(&mock.url(), Mock::TOKEN)?;
    ///
    /// let (id, nothing) = ("mock-session-1".into(), UpdateSessionRequest::default());
    /// let session = client.update_session(&id, &nothing).await?;
    /// assert!(session.status().is_success());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// If no port is free.
    pub async fn start() -> io::Result<Self> {
        let spec = Spec::embedded().map_err(|_| io::Error::other("the contract has errors"))?;
        start_plain(spec.api, Config::default()).await
    }

    /// The base address, without a slash at the end.
    pub fn url(&self) -> String {
        format!("http://{}", self.addr)
    }

    /// The mock as a target whose ids may be written to.
    ///
    /// # Errors
    /// The address is none that a target can have.
    pub fn target(&self) -> anyhow::Result<Target> {
        let permissions = Permissions {
            writes: true,
            irreversible: true,
            fixtures: self.fixtures.clone(),
            ..Permissions::default()
        };
        Target::new(&self.url(), self.token.clone(), permissions)
    }

    /// Stops taking connections and waits a moment for the responses under way.
    ///
    /// # Errors
    /// What went wrong while serving.
    pub async fn shutdown(self) -> io::Result<()> {
        // A server that has ended by itself no longer listens for this, which is as good.
        let _ = self.stop.send(());
        self.task.await.map_err(io::Error::other)
    }
}

/// Starts a mock on the current runtime.
///
/// # Errors
/// If the address cannot be listened on.
pub async fn start_plain(api: Arc<Api>, config: Config) -> io::Result<Mock> {
    start(api, config, |router, _| router).await
}

/// Starts a mock with something around it, such as a planted bug.
///
/// # Errors
/// If the address cannot be listened on.
pub async fn start(
    api: Arc<Api>,
    config: Config,
    layer: impl FnOnce(Router, Arc<Shared>) -> Router,
) -> io::Result<Mock> {
    let Config { listen, token, fixtures, settings, sessions, fixed_clock } = config;
    let listener = TcpListener::bind(listen).await?;
    let addr = listener.local_addr()?;
    let settings = settings.unwrap_or_else(|| Settings::claimed(&api));
    let state = state::Memory::new(&api, &fixtures, sessions);
    let clock = clock::Clock::new(fixed_clock);
    let mock = Arc::new(Shared { api, token: token.clone(), settings, state, clock });
    let router = Router::new().fallback(respond::to).with_state(Arc::clone(&mock));
    let router = layer(router, mock);
    let (stop, stopped) = oneshot::channel();
    // That the sender is gone is as good as a word from it.
    let stopped = async { drop(stopped.await) };
    let task = tokio::spawn(Server::new(router).grace(GRACE).serve(listener, stopped));
    Ok(Mock { addr, token, fixtures, stop, task })
}

/// One mock, shared by all requests.
pub struct Shared {
    pub(crate) api: Arc<Api>,
    pub(crate) token: Secret,
    pub(crate) settings: Settings,
    state: state::Memory,
    clock: clock::Clock,
}
