//! A server that answers with the bytes it is given and remembers what it was sent.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// The server; it lives as long as the test process.
pub(crate) struct Loopback {
    /// Its base address.
    pub(crate) base: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Loopback {
    /// A server that writes these bytes to every request and hangs up.
    pub(crate) fn answering(answer: impl Into<Vec<u8>>) -> Self {
        Self::in_turn([answer])
    }

    /// A server that writes the first of these to the first request, and so on; the last one to all
    /// that follow.
    pub(crate) fn in_turn<A: Into<Vec<u8>>>(answers: impl IntoIterator<Item = A>) -> Self {
        let answers: Vec<Vec<u8>> = answers.into_iter().map(Into::into).collect();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut seen = seen.lock().unwrap();
                let answer = &answers[seen.len().min(answers.len() - 1)];
                seen.push(read(&stream));
                drop(seen);
                // The client may have hung up already, which is its right.
                let _ = stream.write_all(answer);
            }
        });
        Self { base, requests }
    }

    /// Everything received so far, one text a request.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

/// An answer with this status line, these header lines, and this body.
pub(crate) fn answer(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
}

/// Reads a request.
pub(crate) fn read(stream: &TcpStream) -> String {
    let mut reader = BufReader::new(stream);
    let mut text = String::new();
    let mut length = 0;
    loop {
        let start = text.len();
        let read = reader.read_line(&mut text).unwrap_or(0);
        let line = text[start..].to_ascii_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        if read == 0 || line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    text + &String::from_utf8_lossy(&body)
}
