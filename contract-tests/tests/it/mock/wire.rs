//! Requests and responses as bytes on a connection, so that nothing tidies them up on the way.

use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long a response may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// What came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// A response; `whole` tells whether all of it came.
    Response { status: u16, headers: Vec<(String, String)>, body: Vec<u8>, whole: bool },
    /// The connection ended before there was a status.
    Dropped,
    /// Nothing came within the time.
    Hung,
}

impl Outcome {
    /// The status, or 0 where there is none.
    pub(super) fn status(&self) -> u16 {
        match self {
            Self::Response { status, .. } => *status,
            Self::Dropped | Self::Hung => 0,
        }
    }

    /// A header's value by its name in small letters.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        let Self::Response { headers, .. } = self else { return None };
        headers.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub(super) fn text(&self) -> String {
        match self {
            Self::Response { body, .. } => String::from_utf8_lossy(body).into_owned(),
            Self::Dropped | Self::Hung => String::new(),
        }
    }
}

/// One request with its own headers; host and length are added.
pub(super) fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    text.push_str(&format!("content-length: {}\r\n\r\n", body.len()));
    [text.as_bytes(), body].concat()
}

/// A connection that is opened again when it is lost.
pub(super) struct Wire {
    addr: std::net::SocketAddr,
    stream: Option<TcpStream>,
    /// How many connections there have been.
    pub(super) connections: usize,
}

impl Wire {
    pub(super) fn to(addr: std::net::SocketAddr) -> Self {
        Self { addr, stream: None, connections: 0 }
    }

    /// Gives the connection up.
    pub(super) fn close(&mut self) {
        self.stream = None;
    }

    /// Sends bytes and reads one response.
    pub(super) async fn send(&mut self, bytes: &[u8]) -> Outcome {
        match tokio::time::timeout(PATIENCE, self.exchange(bytes)).await {
            Ok(outcome) => outcome,
            Err(_) => {
                self.stream = None;
                Outcome::Hung
            }
        }
    }

    async fn exchange(&mut self, bytes: &[u8]) -> Outcome {
        let mut stream = match self.stream.take() {
            Some(stream) => stream,
            None => {
                self.connections += 1;
                TcpStream::connect(self.addr).await.expect("the mock listens")
            }
        };
        // A refusal may come before all was sent.
        let _ = stream.write_all(bytes).await;
        let mut read = Vec::new();
        let head = loop {
            if let Some(end) = read.windows(4).position(|window| window == b"\r\n\r\n") {
                break end + 4;
            }
            if stream.read_buf(&mut read).await.unwrap_or(0) == 0 {
                return Outcome::Dropped;
            }
        };
        let text = String::from_utf8_lossy(&read[..head]).into_owned();
        let mut lines = text.lines();
        let status =
            lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or(0);
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let has = |wanted: &str| headers.iter().find(|(name, _)| name == wanted);
        let length = match has("content-length") {
            // Responses to HEAD announce what GET would send.
            Some(_) if bytes.starts_with(b"HEAD ") => 0,
            Some((_, length)) => length.parse().unwrap_or(0),
            None => 0,
        };
        let mut body = read.split_off(head);
        let mut ended = false;
        while body.len() < length && !ended {
            ended = stream.read_buf(&mut body).await.unwrap_or(0) == 0;
        }
        let closes = has("connection").is_some_and(|(_, value)| value == "close");
        if !ended && !closes {
            self.stream = Some(stream);
        }
        Outcome::Response { status, headers, whole: body.len() == length, body }
    }
}
