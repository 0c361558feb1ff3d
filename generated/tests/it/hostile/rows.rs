//! What hostile callers send, and what becomes of it.

mod content;
mod framing;

use super::TOKEN;
use aifi_oasis::examples::TRANSITION_LEFT_REQUEST;

/// What a caller does next.
pub(super) enum Step {
    Send(Vec<u8>),
    /// Byte by byte, with pauses in between.
    Drip(Vec<u8>),
    /// Nothing, for as long as the connection lives.
    Hang,
    /// Sends no more, but still reads.
    Shut,
}

/// How long a row takes.
pub(super) enum Waits {
    /// Until a limit cuts it off, so that others can be tried meanwhile.
    Long,
    Not,
}

/// One caller.
pub(super) struct Row {
    pub(super) name: &'static str,
    pub(super) steps: Vec<Step>,
    /// The statuses that come back, in order; several where the caller may miss the response, as his
    /// connection is cut while he is still sending.
    pub(super) responses: &'static [&'static [u16]],
    /// What the service is given.
    pub(super) given: &'static [&'static str],
    pub(super) waits: Waits,
}

/// A head with these lines, after the request line and the host.
fn head(line: &str, headers: &str) -> String {
    format!("{line}\r\nhost: h\r\n{headers}\r\n")
}

/// A request with these further headers, the token and a body.
fn request(line: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let fixed = format!("authorization: Bearer {TOKEN}\r\ncontent-length: {}\r\n", body.len());
    [head(line, &(fixed + headers)).as_bytes(), body].concat()
}

/// A notification with these further headers.
pub(super) fn left(headers: &str) -> Vec<u8> {
    request(LEFT, headers, TRANSITION_LEFT_REQUEST.as_bytes())
}

const LEFT: &str = "POST /left HTTP/1.1";
const LAST: &str = "connection: close\r\n";

fn row(
    name: &'static str,
    sent: impl Into<Vec<u8>>,
    responses: &'static [&'static [u16]],
    given: &'static [&'static str],
) -> Row {
    Row { name, steps: vec![Step::Send(sent.into())], responses, given, waits: Waits::Not }
}

impl Row {
    /// The same with this after what is sent, until a limit cuts it off.
    fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self.waits = Waits::Long;
        self
    }
}

pub(super) fn rows() -> Vec<Row> {
    let groups = [
        slow(),
        heads(),
        framing::rows(),
        content::bodies(),
        content::credentials(),
        content::routes(),
    ];
    groups.into_iter().flatten().collect()
}

fn slow() -> Vec<Row> {
    let long = format!("authorization: Bearer {TOKEN}\r\ncontent-length: 2000\r\n");
    let start = head(LEFT, &long) + "{\"shopper\": {\"name\": \"Ada\"";
    vec![
        row("a head byte by byte", "", &[&[]], &[]).then(Step::Drip(left(LAST))),
        row("a head that never ends", "POST /left HTTP/1.1\r\nhost: h\r\n", &[&[]], &[])
            .then(Step::Hang),
        row("nothing at all", "", &[&[]], &[]).then(Step::Hang),
        row("a body byte by byte", &*start, &[&[408]], &["Late, no bytes"])
            .then(Step::Drip(vec![b'x'; 1900])),
        row("a body that never ends", &*start, &[&[408]], &["Late, no bytes"]).then(Step::Hang),
        {
            let mut shut = row("everything, and no more", left(""), &[&[200]], &["left"]);
            shut.steps.push(Step::Shut);
            shut
        },
        row("a connection that is kept and not used", left(""), &[&[200]], &["left"])
            .then(Step::Hang),
        {
            let mut cut =
                row("a body that breaks off", &*start, &[&[400], &[]], &["Broken, no bytes"]);
            cut.steps.push(Step::Shut);
            cut
        },
    ]
}

fn heads() -> Vec<Row> {
    let refused: &[&[u16]] = &[&[431], &[]];
    let many: String = (0..10_000).map(|number| format!("x-{number}: v\r\n")).collect();
    let long = format!("x-long: {}\r\n", "x".repeat(1 << 20));
    let token = format!("authorization: Bearer {}\r\n", "x".repeat(1 << 20));
    vec![
        row("10,000 headers", head(LEFT, &many), refused, &[]),
        row("a header of 1 MB", head(LEFT, &long), refused, &[]),
        row("a token of 1 MB", head(LEFT, &token), refused, &[]),
        row(
            "a path of 1 MB",
            format!("POST /{} HTTP/1.1\r\n", "x".repeat(1 << 20)),
            &[&[414], &[431], &[]],
            &[],
        ),
        row("no host", format!("{LEFT}\r\n{LAST}\r\n"), &[&[400]], &[]),
        row("two hosts", head(LEFT, &format!("host: other\r\n{LAST}")), &[&[400]], &[]),
        row("no HTTP", "\x16\x03\x01\0hello\r\n\r\n", &[&[400]], &[]),
        row("a header without a colon", head(LEFT, "broken\r\n"), &[&[400]], &[]),
        row("a space before the colon", head(LEFT, "host : h\r\n"), &[&[400]], &[]),
        row(
            "HTTP/1.0",
            request("POST /left HTTP/1.0", "", TRANSITION_LEFT_REQUEST.as_bytes()),
            &[&[200]],
            &["left"],
        ),
        row("another version", "POST /left HTTP/3.0\r\nhost: h\r\n\r\n", &[&[400]], &[]),
        row(
            "a header that is not ASCII",
            left("x-odd: \u{e9}\r\nconnection: close\r\n"),
            &[&[200]],
            &["left"],
        ),
    ]
}
