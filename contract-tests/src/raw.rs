//! Sends a request byte by byte over a connection of its own and reads what comes, to the end.
//!
//! URL libraries collapse `..` and repair escapes, HTTP libraries hide a wrong `Content-Length`;
//! here both stay visible. Requests are always sent with `Connection: close`. Nothing is judged
//! beyond the framing.

mod parse;

use crate::{
    exchange::{Answer, Failure, FailureKind, Request},
    target::Target,
};
use parse::Progress;
use std::{sync::Arc, time::Duration};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, timeout, timeout_at},
};

/// How long bytes after the end of an answer are waited for.
const REST: Duration = Duration::from_millis(150);

/// Bounds of one request.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// From connecting to the last byte.
    pub time: Duration,
    /// The most bytes of an answer that are read.
    pub bytes: usize,
}

/// Sends one request and reads its answer.
///
/// # Errors
/// Why no whole answer came.
pub async fn send(
    target: &Target,
    tls: &Arc<rustls::ClientConfig>,
    request: &Request,
    bounds: Bounds,
) -> Result<Answer, Failure> {
    let deadline = Instant::now() + bounds.time;
    let silent = |text: String, kind| Failure { kind, text, begun: false };
    let mut stream = match timeout_at(deadline, connect(target, tls)).await {
        Ok(Ok(stream)) => stream,
        Ok(Err(text)) => return Err(silent(text, FailureKind::Unreachable)),
        Err(_) => {
            return Err(silent(
                "connecting took longer than the time allowed".to_owned(),
                FailureKind::Timeout,
            ));
        }
    };
    let started = Instant::now();
    let bytes = encode(target, request);
    // A server may answer and close before it has read everything; what it said still counts.
    let written = timeout_at(deadline, stream.write_all(&bytes)).await;
    let mut answer = read(stream.as_mut(), &request.method, deadline, bounds.bytes).await.map_err(
        |mut failure| {
            if let Ok(Err(error)) = written {
                failure.text = format!("{}; sending failed: {error}", failure.text);
            }
            failure
        },
    )?;
    answer.elapsed = started.elapsed();
    Ok(answer)
}

/// A byte stream, encrypted or not.
trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

async fn connect(
    target: &Target,
    tls: &Arc<rustls::ClientConfig>,
) -> Result<Box<dyn Stream>, String> {
    let host = target.host.trim_matches(['[', ']']);
    let stream = TcpStream::connect((host, target.port))
        .await
        .map_err(|error| format!("cannot connect to {}: {error}", target.authority()))?;
    // Small requests go out at once; a failure to say so costs time only.
    let _ = stream.set_nodelay(true);
    if !target.tls {
        return Ok(Box::new(stream));
    }
    let name = rustls::pki_types::ServerName::try_from(host.to_owned())
        .map_err(|error| format!("{host} is no name for a certificate: {error}"))?;
    let stream = tokio_rustls::TlsConnector::from(Arc::clone(tls)).connect(name, stream).await;
    Ok(Box::new(stream.map_err(|error| format!("no secure connection to {host}: {error}"))?))
}

fn encode(target: &Target, request: &Request) -> Vec<u8> {
    let mut head = format!(
        "{} {} HTTP/1.1\r\nhost: {}\r\n",
        request.method,
        request.wire_path(target),
        target.authority()
    );
    if let Some((name, value)) = request.credentials(&target.token) {
        head += &format!("{name}: {value}\r\n");
    }
    for (name, value) in &request.headers {
        head += &format!("{name}: {value}\r\n");
    }
    head += "accept-encoding: identity\r\nconnection: close\r\n";
    if let Some(body) = &request.body {
        head += &format!("content-length: {}\r\n", body.0.len());
    }
    let mut bytes = (head + "\r\n").into_bytes();
    bytes.extend(request.body.iter().flat_map(|body| &body.0));
    bytes
}

async fn read(
    stream: &mut dyn Stream,
    method: &str,
    deadline: Instant,
    most: usize,
) -> Result<Answer, Failure> {
    let mut buffer = Vec::new();
    let mut chunk = [0; 16 * 1024];
    loop {
        let got = buffer.len();
        let failure = |kind, text: &str| Failure {
            kind,
            text: format!("{text} after {got} bytes"),
            begun: got > 0,
        };
        let count = match timeout_at(deadline, stream.read(&mut chunk)).await {
            Err(_) => return Err(failure(FailureKind::Timeout, "the time allowed was over")),
            Ok(Err(_)) if !buffer.is_empty() => 0,
            Ok(Err(error)) => {
                return Err(failure(
                    FailureKind::Dropped,
                    &format!("the connection broke ({error})"),
                ));
            }
            Ok(Ok(count)) => count,
        };
        buffer.extend_from_slice(&chunk[..count]);
        match parse::answer(&buffer, method, count == 0) {
            Progress::More if count == 0 => {
                return Err(failure(FailureKind::Dropped, "the connection ended in mid-answer"));
            }
            Progress::More if buffer.len() > most => {
                return parse::cut(&buffer).map_err(|text| Failure {
                    kind: FailureKind::Malformed,
                    text,
                    begun: true,
                });
            }
            Progress::More => {}
            Progress::Wrong(text) => {
                return Err(Failure { kind: FailureKind::Malformed, text, begun: true });
            }
            Progress::Whole(mut answer, end) => {
                let mut rest = buffer.len() - end;
                if rest == 0
                    && count > 0
                    && let Ok(Ok(more)) = timeout(REST, stream.read(&mut chunk)).await
                {
                    rest = more;
                }
                if rest > 0 {
                    answer
                        .framing
                        .push(format!("at least {rest} bytes follow the end of the answer"));
                }
                return Ok(*answer);
            }
        }
    }
}
