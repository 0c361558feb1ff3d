//! Reads an HTTP/1 answer out of bytes: pure, total, and wary of every length it is told.

use crate::exchange::Answer;
use std::time::Duration;

/// How many interim answers (1xx) may come before the final one.
const MOST_INTERIM: usize = 32;
/// The most bytes a status line with its headers may have.
const MOST_HEAD: usize = 256 * 1024;

/// What the bytes are so far.
#[derive(Debug)]
pub(super) enum Progress {
    /// The beginning of an answer.
    More,
    /// A whole answer, and where it ends.
    Whole(Box<Answer>, usize),
    /// Not HTTP.
    Wrong(String),
}

/// Reads an answer to a request of this method; `ended` says that no more bytes will come.
pub(super) fn answer(bytes: &[u8], method: &str, ended: bool) -> Progress {
    let mut start = 0;
    for _ in 0..=MOST_INTERIM {
        let bytes = &bytes[start..];
        let (answer, end) = match head(bytes) {
            Ok(Some(head)) => head,
            Ok(None) if bytes.len() > MOST_HEAD => {
                return Progress::Wrong(format!("the headers are longer than {MOST_HEAD} bytes"));
            }
            Ok(None) => return Progress::More,
            Err(text) => return Progress::Wrong(text),
        };
        start += end;
        if !(100..200).contains(&answer.status) || answer.status == 101 {
            return final_answer(answer, &bytes[end..], start, method, ended);
        }
    }
    Progress::Wrong(format!("more than {MOST_INTERIM} interim answers"))
}

/// The rest of an answer whose head ends at `start`; `rest` is what follows it.
fn final_answer(
    mut answer: Answer,
    rest: &[u8],
    start: usize,
    method: &str,
    ended: bool,
) -> Progress {
    let chunked = answer
        .header("transfer-encoding")
        .is_some_and(|value| value.to_ascii_lowercase().contains("chunked"));
    let lengths: Vec<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map(|(_, value)| value.trim().to_owned())
        .collect();
    if chunked && !lengths.is_empty() {
        answer.framing.push("both Content-Length and Transfer-Encoding are given".to_owned());
    }
    if lengths.windows(2).any(|pair| pair[0] != pair[1]) {
        return Progress::Wrong(format!("Content-Length is given as {}", lengths.join(" and ")));
    }
    if method == "HEAD" || matches!(answer.status, 204 | 304) {
        return Progress::Whole(Box::new(answer), start);
    }
    if chunked {
        return match unchunk(rest) {
            Ok(Some((body, used))) => {
                answer.body = body;
                Progress::Whole(Box::new(answer), start + used)
            }
            Ok(None) => Progress::More,
            Err(text) => Progress::Wrong(text),
        };
    }
    match lengths.first().map(|length| length.parse::<usize>()) {
        Some(Err(_)) => Progress::Wrong(format!("Content-Length is not a number: {}", lengths[0])),
        Some(Ok(length)) if rest.len() >= length => {
            answer.body = rest[..length].to_vec();
            Progress::Whole(Box::new(answer), start + length)
        }
        Some(Ok(_)) => Progress::More,
        None if ended => {
            answer.body = rest.to_vec();
            Progress::Whole(Box::new(answer), start + rest.len())
        }
        None => Progress::More,
    }
}

/// What is known of an answer that goes on longer than anybody wants to read.
pub(super) fn cut(bytes: &[u8]) -> Result<Answer, String> {
    match head(bytes)? {
        Some((mut answer, start)) => {
            answer.body = bytes[start..].to_vec();
            answer.endless = true;
            Ok(answer)
        }
        None => Err("the headers never end".to_owned()),
    }
}

/// Status line and headers, and where they end.
fn head(bytes: &[u8]) -> Result<Option<(Answer, usize)>, String> {
    let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        let beginning = &bytes[..bytes.len().min(5)];
        return if b"HTTP/".starts_with(beginning) {
            Ok(None)
        } else {
            Err("the answer does not begin like HTTP".to_owned())
        };
    };
    let text: String = bytes[..end].iter().map(|&byte| char::from(byte)).collect();
    let mut lines = text.split("\r\n");
    let status_line = lines.next().unwrap_or_default();
    let mut words = status_line.splitn(3, ' ');
    let version = words.next().unwrap_or_default();
    let status = words.next().and_then(|word| word.parse::<u16>().ok());
    let Some(status) = status.filter(|_| version.starts_with("HTTP/1.")) else {
        return Err(format!("the status line is {status_line:?}"));
    };
    let mut headers = Vec::new();
    for line in lines {
        let Some((name, value)) = line.split_once(':') else {
            return Err(format!("a header line without a colon: {line:?}"));
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let answer = Answer {
        version: version.to_owned(),
        status,
        headers,
        body: Vec::new(),
        endless: false,
        framing: Vec::new(),
        elapsed: Duration::ZERO,
    };
    Ok(Some((answer, end + 4)))
}

/// The bytes of a chunked body and how many bytes it took.
fn unchunk(mut bytes: &[u8]) -> Result<Option<(Vec<u8>, usize)>, String> {
    let whole = bytes.len();
    let mut body = Vec::new();
    loop {
        let Some(end) = bytes.windows(2).position(|two| two == b"\r\n") else {
            return Ok(None);
        };
        let line = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let size = usize::from_str_radix(line.split(';').next().unwrap_or_default().trim(), 16)
            .map_err(|_| format!("a chunk announces its size as {line:?}"))?;
        bytes = &bytes[end + 2..];
        if size == 0 {
            // Trailers are allowed; they end with an empty line.
            let trailer = bytes.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4);
            let end = if bytes.starts_with(b"\r\n") { Some(2) } else { trailer };
            return Ok(end.map(|end| (body, whole - bytes.len() + end)));
        }
        let Some(after) = size.checked_add(2).filter(|&after| bytes.len() >= after) else {
            return Ok(None);
        };
        if &bytes[size..after] != b"\r\n" {
            return Err("a chunk is longer than it announces".to_owned());
        }
        body.extend_from_slice(&bytes[..size]);
        bytes = &bytes[after..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn whole(text: &str, method: &str) -> (Answer, usize) {
        match answer(text.as_bytes(), method, true) {
            Progress::Whole(answer, end) => (*answer, end),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn interim_answers_without_end_are_no_answer() {
        let bytes = "HTTP/1.1 100 Continue\r\n\r\n".repeat(100_000);
        assert!(matches!(answer(bytes.as_bytes(), "GET", false), Progress::Wrong(_)));
    }

    #[test]
    fn bodies_end_where_the_framing_says() {
        let (sized, end) = whole("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}rest", "GET");
        assert_eq!((sized.body.as_slice(), end), (&b"{}"[..], 40));
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
        assert_eq!(whole(chunked, "GET").0.body, b"abc");
        assert_eq!(whole("HTTP/1.0 200 OK\r\n\r\nall", "GET").0.body, b"all");
        assert_eq!(whole("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", "HEAD").0.body, b"");
        assert_eq!(
            whole("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No\r\n\r\n", "GET").0.status,
            204
        );
    }

    #[test]
    fn an_answer_cut_short_is_never_whole() {
        for text in [
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nabc",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
            "HTTP/1.1 200",
        ] {
            assert!(matches!(answer(text.as_bytes(), "GET", true), Progress::More), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            head in prop::sample::select(vec![
                "", "HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nffffffffffffffff\r\n",
            ]),
            ended: bool,
        ) {
            let mut text = head.as_bytes().to_vec();
            text.extend(bytes);
            let _ = (answer(&text, "GET", ended), cut(&text));
        }
    }
}
