//! Servers that mean harm, or are broken beyond all rules: every call ends in a typed error, in time,
//! after a bounded number of bytes, and shows neither the token nor what the server sent.

use crate::api::client::Client;
use crate::api::refusals::UpdateSessionRefusal;
use crate::api::types::{UpdateSessionRequest, UpdatedSession};
use crate::loopback;
use crate::secrets::printed;
use crate::spans::kept;
use oasis_runtime::client::{Error, Response, Retry, TransportFault};
use std::io::{self, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// Quotes, a backslash and signs that addresses escape.
const SECRET: &str = r#"S3CR3T"t0\ken/+=%"#;
/// The same in base 64.
const BASE64: &str = "UzNDUjNUInQwXGtlbi8rPSU=";
const PERSON: &str = "jane@example.com";

const LIMIT: usize = 64 * 1024;
const MIB: usize = 1024 * 1024;
const JSON: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

mod bodies;
mod heads;

/// What the server does, how the call ends, and how many bytes may be taken of what it sends.
type Row = (&'static str, Play, &'static str, usize);

/// Answers a request that has been read; an error means that the client has hung up.
type Play = Box<dyn Fn(&mut Counted) -> io::Result<()> + Send + Sync>;

/// A connection that counts what goes out.
struct Counted(TcpStream, Arc<AtomicUsize>);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let length = self.0.write(bytes)?;
        self.1.fetch_add(length, Ordering::Relaxed);
        Ok(length)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Sends these bytes and hangs up.
fn bytes(bytes: impl Into<Vec<u8>>) -> Play {
    let bytes = bytes.into();
    Box::new(move |stream| stream.write_all(&bytes))
}

/// Sends the first, and then the second without end, waiting in between.
fn endless(first: impl Into<Vec<u8>>, again: impl Into<Vec<u8>>, pause: Duration) -> Play {
    let (first, again) = (first.into(), again.into());
    Box::new(move |stream| {
        stream.write_all(&first)?;
        loop {
            stream.write_all(&again)?;
            thread::sleep(pause);
        }
    })
}

/// Serves for the rest of the test process: the address, and a count of the bytes sent.
fn serve(play: Play) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (sent, counted) = (Arc::new(AtomicUsize::new(0)), Arc::new(play));
    let count = Arc::clone(&sent);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let (stream, play, count) = (stream.unwrap(), Arc::clone(&counted), Arc::clone(&count));
            thread::spawn(move || {
                loopback::read(&stream);
                // The client may hang up whenever it likes.
                let _ = play(&mut Counted(stream, count));
            });
        }
    });
    (base, sent)
}

/// How a call ended, in words.
fn ending(outcome: &Result<Response<UpdatedSession>, Error<UpdateSessionRefusal>>) -> String {
    let error = match outcome {
        Ok(response) => return format!("success {}", response.status().as_u16()),
        Err(error) => error,
    };
    let kind = match error {
        Error::Refused(_) => "refused",
        Error::Undocumented(_) => "undocumented",
        Error::Decode(_) => "undecodable",
        Error::Transport(error) => match error.fault {
            TransportFault::Timeout => "timeout",
            TransportFault::TooLarge { .. } => "too large",
            TransportFault::Broken(_) => "broken",
            _ => "unsent",
        },
        Error::Token(_) | Error::Request(_) => "unsent",
        _ => "something new",
    };
    match error.status() {
        Some(status) => format!("{kind} {}", status.as_u16()),
        None => kind.to_owned(),
    }
}

#[tokio::test]
async fn every_call_ends_in_a_typed_error_and_shows_nothing() {
    let rows = [heads::rows(), bodies::rows(), bodies::echoes()];
    for (name, play, expected, most) in rows.into_iter().flatten() {
        let (base, sent) = serve(play);
        let retry = Retry::default().attempts(2).base(Duration::from_millis(1));
        let client = Client::builder().base_url(base).token(SECRET).retry(retry).max_body(LIMIT);
        let client = client.timeout(Duration::from_millis(800)).build().unwrap();
        let change = UpdateSessionRequest::default();
        let call = kept(client.update_session("s", &change));
        // Far more than the call may take: this fails where it would hang.
        let ended = tokio::time::timeout(Duration::from_secs(20), call).await;
        let (outcome, fields) = ended.unwrap_or_else(|_| panic!("{name}: it goes on and on"));
        assert_eq!(ending(&outcome), expected, "{name}: {outcome:?}");
        let shown = match &outcome {
            Ok(response) => format!("{response:?}"),
            Err(error) => printed(error),
        };
        let shown = format!("{shown} {fields:?} {client:?}");
        for hidden in ["S3CR3T", "t0\\ken", "%53%33", BASE64, PERSON] {
            assert!(!shown.contains(hidden), "{name}: {shown}");
        }
        drop((outcome, client));
        let sent = sent.load(Ordering::Relaxed);
        assert!(sent <= most.saturating_mul(2), "{name}: {sent} bytes were taken");
    }
}
