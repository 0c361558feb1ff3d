//! Starts the mock and leaves it running.
//!
//! In come an address and, at wish, a variant or a planted bug; out come the address, the ids that
//! exist and where the token comes from. A token from the environment is never printed.

use anyhow::{Context, Result, bail};
use clap::Parser;
use oasis_contract_tests::joi::Dialect;
use oasis_contract_tests::mock::{self, Config, DEFAULT_TOKEN, Running};
use oasis_contract_tests::spec::Spec;
use oasis_contract_tests::{fault, print};
use secrecy::SecretString;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

/// A server that behaves as spec/oasis.yaml says, with sessions and shoppers in memory.
///
/// The token is taken from OASIS_TOKEN or the file named by OASIS_TOKEN_FILE; without either, a
/// fixed one is used, on loopback only.
#[derive(Parser)]
#[command(name = "mock", version)]
struct Arguments {
    /// Address to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4010")]
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
            print::complaint(format!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    if arguments.list_faults {
        fault::all()
            .for_each(|it| print::line(format!("{:32} {:34} {}", it.id, it.trips[0], it.what)));
        return Ok(());
    }
    if arguments.list_variants {
        Dialect::variants().iter().for_each(|(name, _)| print::line(name));
        return Ok(());
    }
    let spec = Spec::from(arguments.spec.as_deref())?;
    let config = config(arguments)?;
    let runtime = tokio::runtime::Runtime::new().context("the async runtime does not start")?;
    runtime.block_on(serve(spec, config))
}

fn config(arguments: &Arguments) -> Result<Config> {
    let given = token()?;
    if given.is_none() && !arguments.listen.ip().is_loopback() {
        bail!(
            "{} can be reached by others, and the mock's own token is public; set OASIS_TOKEN",
            arguments.listen
        );
    }
    let source = if given.is_some() { "from the environment" } else { DEFAULT_TOKEN };
    print::line(format!("token    {source}"));
    let fault = match arguments.fault.as_deref() {
        Some(id) => Some(fault::find(id).with_context(|| {
            format!("there is no fault named {id}; --list-faults names them all")
        })?),
        None => None,
    };
    let dialect = Dialect::variants()
        .into_iter()
        .find_map(|(name, dialect)| (name == arguments.variant).then_some(dialect))
        .with_context(|| {
            format!("there is no variant named {}; --list-variants names all", arguments.variant)
        })?;
    let token = given.unwrap_or_else(|| SecretString::from(DEFAULT_TOKEN));
    Ok(Config { listen: arguments.listen, token, dialect, fault, ..Config::default() })
}

/// The token that the environment gives, if it does.
fn token() -> Result<Option<SecretString>> {
    let text = match (std::env::var("OASIS_TOKEN"), std::env::var("OASIS_TOKEN_FILE")) {
        (Ok(token), _) => token,
        (Err(_), Ok(path)) => std::fs::read_to_string(&path)
            .with_context(|| format!("OASIS_TOKEN_FILE names {path}, which cannot be read"))?,
        _ => return Ok(None),
    };
    let token = text.trim();
    if token.is_empty() {
        bail!("the token in the environment is empty; set OASIS_TOKEN, or unset it");
    }
    Ok(Some(SecretString::from(token)))
}

async fn serve(spec: Spec, config: Config) -> Result<()> {
    let listen = config.listen;
    let running = mock::start(spec.api, config)
        .await
        .with_context(|| format!("cannot listen on {listen}; name a free one with --listen"))?;
    announce(&running);
    tokio::signal::ctrl_c().await.context("Ctrl-C cannot be waited for")?;
    running.shutdown().await.context("the server ended badly")
}

fn announce(running: &Running) {
    let ids = &running.fixtures;
    print::line(format!("address  {}", running.url()));
    print::line(format!("fixtures store_id = {}", ids.store_id));
    print::line(format!("         shopper_id = {:?}", ids.shopper_id));
    print::line(format!("         session_id = {:?}", ids.session_id));
    print::line(format!("         other_session_id = {:?}", ids.other_session_id));
    print::line("Ctrl-C ends it");
}
