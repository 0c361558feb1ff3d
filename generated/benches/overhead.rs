//! What a call costs over the same exchange written by hand with reqwest and serde_json.
//!
//! Both send an empty change of a session to a server in a thread of its own and decode the session
//! that comes back. Rounds of both take turns; what counts is the processor time of the thread that
//! calls, or the time that passes where the system does not tell. `cargo bench -p aifi-oasis` prints
//! the ratio of the two.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

use aifi_oasis::Client;
use aifi_oasis::examples::UPDATE_SESSION_200;
use aifi_oasis::runtime::client::reqwest;
use aifi_oasis::types::UpdateSessionRequest;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};
use std::{fs, hint, thread};

const TOKEN: &str = "t0ken";
const SESSION: &str = "d3a00526-1864-4f6e";
const ROUNDS: usize = 100;
const CALLS: u32 = 200;

#[derive(Serialize)]
struct Nothing {}

type Object = serde_json::Map<String, serde_json::Value>;

/// The session as somebody would write it down who trusts the example.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoded, not read")]
struct Session {
    created_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
    id: Option<i64>,
    customer_id: Option<i64>,
    code: Option<String>,
    code_first_succesfully_scanned_at: Option<Timestamp>,
    code_last_succesfully_scanned_at: Option<Timestamp>,
    customer_first_entered_at: Option<Timestamp>,
    customer_last_entered_at: Option<Timestamp>,
    customer_first_exited_at: Option<Timestamp>,
    customer_last_exited_at: Option<Timestamp>,
    customer_payment_instrument_id: Option<i64>,
    customer_satisfaction: Option<f64>,
    customer_satisfaction_submitted: Option<bool>,
    group_size: Option<i64>,
    visitors: Option<i64>,
    location_id: Option<String>,
    priority: Option<i64>,
    session_token: Option<String>,
    session_id: Option<String>,
    referenced_session_id: Option<String>,
    status: Option<String>,
    store_id: Option<i64>,
    store_id_scannable_at: Option<i64>,
    suspected_fraud: Option<bool>,
    metadata: Option<Object>,
    expires_at: Option<Timestamp>,
    customer: Option<Customer>,
    store: Option<Store>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoded, not read")]
struct Customer {
    id: Option<i64>,
    external_id: Option<String>,
    role: Option<String>,
    metadata: Option<Object>,
    priority: Option<i64>,
    email: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    phone: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "decoded, not read")]
struct Store {
    aifi_unique_store_id: Option<String>,
    status: Option<String>,
    deployment_status: Option<String>,
    address_line1: Option<String>,
    address_city: Option<String>,
    address_region: Option<String>,
    address_country: Option<String>,
    address_postal_code: Option<String>,
    third_party_id: Option<String>,
    store_url: Option<String>,
    max_people: Option<i64>,
    store_config_id: Option<i64>,
    name: Option<String>,
    id: Option<String>,
    employee_inside: Option<bool>,
}

/// One of the two ways to make the call.
enum Way {
    Bare(reqwest::Client, String),
    Ours(Client),
}

impl Way {
    async fn call(&self) {
        match self {
            Self::Bare(client, base) => {
                let url = format!("{base}/api/admin/v2/sessions/{SESSION}");
                let request = client.patch(url).bearer_auth(TOKEN).json(&Nothing {});
                let response = request.timeout(Duration::from_secs(30)).send().await.unwrap();
                let body = response.error_for_status().unwrap().bytes().await.unwrap();
                hint::black_box(serde_json::from_slice::<Session>(&body).unwrap());
            }
            Self::Ours(client) => {
                let nothing = UpdateSessionRequest::default();
                let session = client.update_session(&SESSION.into(), &nothing).await;
                hint::black_box(session.unwrap());
            }
        }
    }

    /// What this many calls take.
    async fn round(&self, calls: u32) -> Duration {
        let begun = Spent::now();
        for _ in 0..calls {
            self.call().await;
        }
        begun.until_now()
    }
}

/// A moment, by the clock and by the processor time of this thread.
struct Spent(Instant, Option<Duration>);

impl Spent {
    fn now() -> Self {
        // The first number is the time on a processor, in nanoseconds; only Linux tells.
        let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
        let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse().ok());
        Self(Instant::now(), nanoseconds.map(Duration::from_nanos))
    }

    fn until_now(&self) -> Duration {
        let now = Self::now();
        match (now.1, self.1) {
            (Some(now), Some(then)) => now - then,
            _ => now.0 - self.0,
        }
    }
}

/// A server that answers everything with the session of the contract; it keeps connections.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            thread::spawn(move || answer(&stream.unwrap()));
        }
    });
    base
}

fn answer(mut stream: &TcpStream) {
    stream.set_nodelay(true).unwrap();
    let mut reader = BufReader::new(stream);
    let length = UPDATE_SESSION_200.len();
    let response = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n\
         {UPDATE_SESSION_200}"
    );
    let mut line = String::new();
    let mut body = [0; 2];
    loop {
        line.clear();
        match reader.read_line(&mut line) {
            Ok(0) | Err(_) => return,
            // Both send the two bytes `{}`.
            Ok(_) if line == "\r\n" => {}
            Ok(_) => continue,
        }
        reader.read_exact(&mut body).unwrap();
        assert_eq!(&body, b"{}");
        stream.write_all(response.as_bytes()).unwrap();
    }
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    // A client made by hand needs a provider, though nothing here speaks TLS.
    rustls::crypto::ring::default_provider().install_default().unwrap();
    let base = serve();
    let plain = reqwest::Client::builder().no_proxy().build().unwrap();
    let ours = Client::builder().base_url(&base).token(TOKEN).rate_limit(None).build().unwrap();
    let (bare, ours) = (Way::Bare(plain, base), Way::Ours(ours));
    for way in [&bare, &ours] {
        way.round(CALLS).await;
    }
    let (mut times, mut ratios) = ([Vec::new(), Vec::new()], Vec::new());
    for _ in 0..ROUNDS {
        let (by_hand, by_client) = (bare.round(CALLS).await, ours.round(CALLS).await);
        let micros = [by_hand, by_client].map(|time| time.as_secs_f64() * 1e6 / f64::from(CALLS));
        ratios.push(micros[1] / micros[0]);
        times.iter_mut().zip(micros).for_each(|(times, time)| times.push(time));
    }
    let [by_hand, by_client] = times.map(median);
    let ratio = median(ratios);
    println!("reqwest and serde_json by hand: {by_hand:.1} us a call");
    println!("Client::update_session:         {by_client:.1} us a call");
    println!("ratio: {ratio:.3} (median of {ROUNDS} pairs of {CALLS} calls)");
}
