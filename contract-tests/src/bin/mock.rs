//! Starts the mock and leaves it running.
//!
//! In come an address and, if wanted, a variant or a planted bug; out come the address, the ids that
//! exist and where the token comes from. A token from the environment is never printed.

use anyhow::{Context, Result, bail, ensure};
use clap::Parser;
use oasis_contract_tests::fault::{self, Fault};
use oasis_contract_tests::joi::Settings;
use oasis_contract_tests::mock::companion::{
    self, Behaviour, Webhooks, address, per_second, percent, whole,
};
use oasis_contract_tests::mock::{self, Config, DEFAULT_TOKEN, Mock};
use oasis_contract_tests::print;
use oasis_contract_tests::spec::Spec;
use oasis_contract_tests::target::{Id, Permissions, Target, WEBHOOK_TOKEN, token, webhook_token};
use oasis_contract_tests::vendor;
use oasis_model::conform::{View, check_decodable};
use oasis_model::ir::Api;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// A server that behaves as spec/oasis.yaml says, with sessions and shoppers in memory.
///
/// The token is taken from OASIS_TOKEN or the file named by OASIS_TOKEN_FILE; without either, a
/// fixed one is used, on loopback only.
#[derive(Parser)]
#[command(name = "oasis-mock", version)]
struct Arguments {
    /// Address or port to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4010", value_parser = address)]
    listen: SocketAddr,
    /// Another specification than spec/oasis.yaml
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// Break one promise on purpose; see --list-faults
    #[arg(long, value_name = "ID")]
    fault: Option<String>,
    /// Follow other plausible readings of the pages; see --list-variants
    #[arg(long, value_name = "NAME", default_value = "as-claimed")]
    variant: String,
    /// JSON file of further sessions: an object of objects by session id, laid over the example
    #[arg(long, value_name = "FILE")]
    sessions: Option<PathBuf>,
    /// Take at least so many milliseconds for each response
    #[arg(long, value_name = "MS", default_value = "0", value_parser = whole, allow_negative_numbers = true)]
    latency: u64,
    /// Answer this share of requests with 503, every second of them with Retry-After
    #[arg(long, value_name = "PERCENT", default_value = "0%", value_parser = percent, allow_negative_numbers = true)]
    unavailable: f64,
    /// Answer 429 beyond so many requests a second
    #[arg(long, value_name = "N", value_parser = per_second, allow_negative_numbers = true)]
    rate_limit: Option<u32>,
    /// Be the same in every run: times from a clock of its own, and this choice for --unavailable
    #[arg(long, value_name = "N", value_parser = whole, allow_negative_numbers = true)]
    seed: Option<u64>,
    /// Tell this receiver when a customer leaves: see /_mock/. The token is taken from OASIS_WEBHOOK_TOKEN
    #[arg(long, value_name = "URL")]
    webhook: Option<String>,
    /// Tell a receiver on this host although it is not this machine; may be given several times
    #[arg(long, value_name = "HOST")]
    i_own: Vec<String>,
    /// Send the token of the webhook over plain http beyond this machine
    #[arg(long)]
    insecure: bool,
    /// Print no line for each request
    #[arg(long)]
    quiet: bool,
    /// Print the planted bugs and the checks that find them
    #[arg(long)]
    list_faults: bool,
    /// Print the conforming variants
    #[arg(long)]
    list_variants: bool,
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            print::error(format!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    if arguments.list_faults {
        let rows = fault::all().iter().map(|fault| {
            let check = fault.trips.first().map_or("", |check| check.id());
            format!("{:32} {:40} {}", fault.id, check, fault.what)
        });
        return Ok(print::lines(rows)?);
    }
    let spec = Spec::from(arguments.spec.as_deref())?;
    if arguments.list_variants {
        return Ok(print::lines(Settings::variants(&spec.api).iter().map(|(name, _)| name))?);
    }
    let find = |id: &String| {
        fault::find(id)
            .with_context(|| format!("there is no fault named {id}; --list-faults names them all"))
    };
    let fault = arguments.fault.as_ref().map(find).transpose()?;
    let config = config(arguments, &spec.api)?;
    let runtime = tokio::runtime::Runtime::new().context("the async runtime does not start")?;
    runtime.block_on(serve(spec, config, fault, arguments))
}

fn config(arguments: &Arguments, api: &Api) -> Result<Config> {
    let settings = Settings::variants(api)
        .into_iter()
        .find_map(|(name, settings)| (name == arguments.variant).then_some(settings))
        .with_context(|| {
            format!("there is no variant named {}; --list-variants names all", arguments.variant)
        })?;
    let given = token()?;
    if given.is_none() && !arguments.listen.ip().is_loopback() {
        bail!(
            "{} can be reached by others, and the mock's own token is public; set OASIS_TOKEN",
            arguments.listen
        );
    }
    let file = arguments.sessions.as_deref().map(|file| sessions(file, api));
    let sessions = file.transpose()?.unwrap_or_default();
    let source = if given.is_some() { "from the environment" } else { DEFAULT_TOKEN };
    print::line(format!("token    {source}"))?;
    let config = Config::default();
    let token = given.unwrap_or(config.token);
    let settings = Some(settings);
    let (listen, fixed_clock) = (arguments.listen, arguments.seed.is_some());
    Ok(Config { listen, token, settings, sessions, fixed_clock, ..Config::default() })
}

/// The receiver that is told when a customer leaves, if there is one.
fn webhooks(arguments: &Arguments, api: &Api) -> Result<Option<Webhooks>> {
    let Some(url) = &arguments.webhook else { return Ok(None) };
    let (owned, insecure) = (arguments.i_own.clone(), arguments.insecure);
    let permissions = Permissions { owned, insecure, ..Permissions::default() };
    let target = Target::new(url, webhook_token()?, permissions)?;
    target.permit(api)?;
    let has_token = std::env::var_os(WEBHOOK_TOKEN).is_some_and(|token| !token.is_empty());
    Webhooks::new(target, has_token).map(Some)
}

/// The sessions of a file, each of which is one by the specification once it is laid over the example.
fn sessions(file: &Path, api: &Api) -> Result<BTreeMap<String, Map<String, Value>>> {
    let text = std::fs::read_to_string(file)
        .with_context(|| format!("cannot read the sessions {}", file.display()))?;
    let sessions: BTreeMap<String, Map<String, Value>> =
        serde_json::from_str(&text).with_context(|| {
            format!(
                "the sessions {} are wrong; write {{\"ID\": {{\"metadata\": {{}}}}}}",
                file.display()
            )
        })?;
    for (id, differing) in &sessions {
        ensure!(!id.is_empty(), "a session in {} has no id", file.display());
        let Some((schema, mut session)) = vendor::session_sample(api) else { continue };
        session.extend(differing.clone());
        let verdict = check_decodable(api, schema, &Value::Object(session), View::Widest);
        if let Some(violation) = verdict.violations.first() {
            let (at, what) = (&violation.instance, &violation.message);
            bail!("the session {id:?} in {} is none: {at}: {what}", file.display());
        }
    }
    Ok(sessions)
}

async fn serve(
    spec: Spec,
    config: Config,
    fault: Option<&'static Fault>,
    arguments: &Arguments,
) -> Result<()> {
    let behaviour = Behaviour {
        latency: Duration::from_millis(arguments.latency),
        unavailable: arguments.unavailable,
        rate_limit: arguments.rate_limit,
        seed: arguments.seed.unwrap_or_default(),
        inspect: arguments.listen.ip().is_loopback(),
    };
    let log: fn(String) = match arguments.quiet {
        true => drop,
        // Whoever closed the pipe does not want to know.
        false => |line| drop(print::line(line)),
    };
    let listen = config.listen;
    let webhooks = webhooks(arguments, &spec.api)?;
    // Asked for first, so that a signal that comes early is not lost.
    let ended = ended()?;
    let running = mock::start(spec.api, config, |router, mock| {
        let router = match fault {
            Some(fault) => fault::layer(fault)(router, Arc::clone(&mock)),
            None => router,
        };
        companion::layer(router, mock, behaviour, webhooks, log)
    })
    .await
    .with_context(|| format!("cannot listen on {listen}; name a free one with --listen"))?;
    announce(&running, behaviour.inspect)?;
    ended.await;
    running.shutdown().await.context("the server ended badly")
}

/// Waits for Ctrl-C or SIGTERM.
#[cfg(unix)]
fn ended() -> Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let wait = |kind| signal(kind).context("signals cannot be waited for");
    let (mut interrupt, mut terminate) =
        (wait(SignalKind::interrupt())?, wait(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Waits for Ctrl-C.
#[cfg(not(unix))]
fn ended() -> Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

fn announce(running: &Mock, inspect: bool) -> Result<()> {
    let ids = &running.fixtures;
    print::line(format!("address  {}", running.url()))?;
    if inspect {
        print::line(format!("page     {}/_mock/", running.url()))?;
    }
    let named = [
        ("store_id", &ids.store_id),
        ("shopper_id", &ids.shopper_id),
        ("session_id", &ids.session_id),
        ("other_session_id", &ids.other_session_id),
    ];
    for (index, (name, id)) in named.into_iter().enumerate() {
        let title = if index == 0 { "fixtures" } else { "" };
        print::line(format!("{title:8} {name} = {:?}", id.as_ref().map_or("", Id::as_str)))?;
    }
    Ok(print::line("Ctrl-C ends it")?)
}
