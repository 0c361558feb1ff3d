//! `oasis-push`: sends a receiver what AiFi would, since the public sandbox sends no webhooks.
//!
//! Arguments in; a line a notification and an exit code out. All work is done by the library.

use anyhow::{Context, Result, bail};
use clap::Parser;
use oasis_contract_tests::http::{Auth, Client, Limits, Stop};
use oasis_contract_tests::print;
use oasis_contract_tests::push::{self, Webhook};
use oasis_contract_tests::spec::Spec;
use oasis_contract_tests::target::{Permissions, Target, WEBHOOK_TOKEN, webhook_token};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// The longest run.
const MOST_TIME: Duration = Duration::from_secs(24 * 3600);
/// The most time for one response.
const TIME: Duration = Duration::from_secs(10);
/// The most bytes of one response.
const BYTES: usize = 1 << 20;

/// Sends notifications to a receiver, as AiFi would.
///
/// The token is taken from OASIS_WEBHOOK_TOKEN; without it none is sent. Exit code: 0 every notification
/// was taken, 1 one was not, 2 nothing could be sent.
#[derive(Parser)]
#[command(name = "oasis-push", version)]
struct Arguments {
    /// The notification, by its route, such as left
    webhook: String,
    /// Base URL of the receiver, to which the route is appended
    #[arg(long, value_name = "URL")]
    to: String,
    /// Sessions to send notifications of
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    count: u64,
    /// The most notifications a second; they are sent one after the other
    #[arg(long, value_name = "R", default_value_t = 10.0, value_parser = rate)]
    rate: f64,
    /// Shoppers of each session, who cause a notification each
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=1000))]
    group: u64,
    /// JSON file with the session that the notifications are about
    #[arg(long, value_name = "FILE")]
    session: Option<PathBuf>,
    /// Another specification than spec/oasis.yaml
    #[arg(long, value_name = "FILE")]
    spec: Option<PathBuf>,
    /// Send to this host although it is not this machine; may be given several times
    #[arg(long, value_name = "HOST")]
    i_own: Vec<String>,
    /// Send the token over plain http beyond this machine
    #[arg(long)]
    insecure: bool,
}

fn rate(text: &str) -> Result<f64, String> {
    let rate = text.parse().ok().filter(|rate| (0.01..=10_000.0).contains(rate));
    rate.ok_or_else(|| "expected a number from 0.01 to 10000".to_owned())
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let ended = tokio::runtime::Runtime::new()
        .context("the async runtime does not start")
        .and_then(|runtime| runtime.block_on(work(&arguments)));
    match ended {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            print::error(format!("error: {error:#}"));
            ExitCode::from(2)
        }
    }
}

/// Sends everything; whether all of it was taken.
async fn work(arguments: &Arguments) -> Result<bool> {
    let spec = Spec::from(arguments.spec.as_deref())?;
    let session = arguments.session.as_deref().map(read).transpose()?;
    let webhook = Webhook::new(&spec.api, &arguments.webhook, session)?;
    let (owned, insecure) = (arguments.i_own.clone(), arguments.insecure);
    let permissions = Permissions { owned, insecure, ..Permissions::default() };
    let target = Target::new(&arguments.to, webhook_token()?, permissions)?;
    target.permit(&spec.api)?;
    let has_token = std::env::var_os(WEBHOOK_TOKEN).is_some_and(|token| !token.is_empty());
    let auth = if has_token { Auth::Token } else { Auth::Nothing };
    let limits = Limits { per_second: Some(arguments.rate), at_once: 1, time: TIME, bytes: BYTES };
    let client = Client::new(Arc::new(target), Arc::new(Stop::after(MOST_TIME)), limits)?;
    let mut refused = 0_u64;
    for session in 0..arguments.count {
        for member in 0..arguments.group {
            let notification = webhook.notification(session, member, arguments.group);
            let exchange = webhook.send(&client, &auth, &notification).await;
            let (taken, line) = push::tell(&client, &notification, &exchange);
            print::line(line)?;
            refused += u64::from(!taken);
            if exchange.is_unsent() || !client.ever_answered() {
                return conclude(&client, refused);
            }
        }
    }
    conclude(&client, refused)
}

fn conclude(client: &Client, refused: u64) -> Result<bool> {
    if !client.ever_answered() {
        bail!(
            "{} does not answer; start the receiver, or name it with --to",
            client.target.origin()
        );
    }
    Ok(refused == 0)
}

fn read(path: &Path) -> Result<Value> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the session {}", path.display()))?;
    serde_json::from_str(&text)
        .with_context(|| format!("the session {} is not JSON", path.display()))
}
