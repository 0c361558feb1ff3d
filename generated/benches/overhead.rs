//! What a call costs over the same exchange written by hand with reqwest and serde_json.
//!
//! Both send an empty change of a session to a server in a thread of its own and decode the session
//! that comes back. Rounds of both take turns; what counts is the processor time of the thread that
//! calls, or the time that passes where the system does not tell. `cargo bench -p aifi-oasis` prints
//! the ratio of the two.

#![expect(clippy::unwrap_used, reason = "a bench that cannot go on has failed")]

mod by_hand;

use aifi_oasis::Client;
use aifi_oasis::examples::UPDATE_SESSION_200;
use aifi_oasis::runtime::client::reqwest;
use aifi_oasis::types::UpdateSessionRequest;
use by_hand::{Session, Spent, median};
use serde::Serialize;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;
use std::{hint, thread};

const TOKEN: &str = "t0ken";
const SESSION: &str = "d3a00526-1864-4f6e";
const ROUNDS: usize = 100;
const CALLS: u32 = 200;

#[derive(Serialize)]
struct Nothing {}

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

    /// What one of so many calls takes.
    async fn round(&self, calls: u32) -> Duration {
        let begun = Spent::now();
        for _ in 0..calls {
            self.call().await;
        }
        Spent::now().since(begun) / calls
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
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let by_hand = bare.round(CALLS).await;
        rounds.push((ours.round(CALLS).await, by_hand));
    }
    let (by_client, by_hand, ratio) = median(rounds);
    println!("reqwest and serde_json by hand: {by_hand:.1} us a call");
    println!("Client::update_session:         {by_client:.1} us a call");
    println!("ratio: {ratio:.3} (median of {ROUNDS} pairs of {CALLS} calls)");
}
