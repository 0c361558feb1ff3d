//! Reads the sample request: `curl -X METHOD "URL"` and its options, on one line or on several.
//!
//! The line breaks behind the backslashes are often lost, so options are told by their dashes.

use super::page::Curl;
use crate::ir::Method;

/// The beginning of every sample request.
pub(super) const START: &str = "curl -X ";

/// Reads the request at the start of a text; gives it with what follows, or nothing if it is cut off.
pub(super) fn parse(text: &str) -> Option<(Curl, &str)> {
    let (word, rest) = text.strip_prefix(START)?.split_once(' ')?;
    let method =
        Method::ALL.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(word))?;
    let (url, mut rest) = quoted(rest, '"')?;
    let (origin, path, query) = split_url(&url);
    let mut curl =
        Curl { method, origin, path, query, headers: Vec::new(), media_type: None, body: None };
    loop {
        let here = rest.trim_start().strip_prefix('\\').unwrap_or(rest.trim_start()).trim_start();
        if let Some(after) = here.strip_prefix("-H ") {
            let (header, after) = quoted(after, '"')?;
            let (name, value) = header.split_once(':').unwrap_or((&header, ""));
            if name.eq_ignore_ascii_case("content-type") {
                curl.media_type = Some(value.trim().to_owned());
            } else {
                curl.headers.push((name.to_owned(), value.trim().to_owned()));
            }
            rest = after;
        } else if let Some(after) = here.strip_prefix("-d ") {
            let (body, after) = quoted(after, '\'')?;
            curl.body = Some(body);
            rest = after;
        } else if let Some(after) = here.strip_prefix("--cookie ") {
            (_, rest) = quoted(after, '"')?;
        } else if let Some(after) = here.strip_prefix("-F ") {
            curl.media_type = Some("multipart/form-data".to_owned());
            (_, rest) = quoted(&after[after.find('=')? + 1..], '"')?;
        } else {
            return Some((curl, rest));
        }
    }
}

/// The text in quotes at the start, unescaped, and what follows the closing quote.
fn quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let inside = text.trim_start().strip_prefix(quote)?;
    let mut value = String::new();
    let mut chars = inside.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = &inside[at + c.len_utf8()..];
        if c == quote {
            // A shell writes a quote within quotes by leaving them: '\''.
            if quote == '\'' && after.starts_with("\\''") {
                value.push(quote);
                chars.nth(2);
                continue;
            }
            return Some((value, after));
        }
        match chars.peek() {
            Some((_, next)) if c == '\\' && *next == quote => {
                value.push(quote);
                chars.next();
            }
            // A doubled backslash cannot be the first half of an escaped quote.
            Some((_, '\\')) if c == '\\' => {
                value.push_str("\\\\");
                chars.next();
            }
            _ => value.push(c),
        }
    }
    None
}

fn split_url(url: &str) -> (String, String, Vec<(String, String)>) {
    let scheme = url.find("://").map_or(0, |at| at + 3);
    let path = url[scheme..].find(['/', '?']).map_or(url.len(), |at| scheme + at);
    let (origin, rest) = url.split_at(path);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let query = query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decoded(name), decoded(value)))
        .collect();
    (origin.to_owned(), path.to_owned(), query)
}

/// Percent-decoded; what does not decode stays as it is.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (bytes[at], hex) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 2;
            }
            (b'+', _) => out.push(b' '),
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_and_what_follows_is_left() {
        let text = "curl -X POST \"https://h.example/api/x/0?from=a%20b&n=1\" \\  -H \"X-Trace: t\" \\\n  -H \"Content-Type: application/json\" \\ -d '{ \"a\": \"it\\'s\", \"b\": \"\\\\\" }'Empty";
        let (curl, rest) = parse(text).unwrap();
        assert_eq!(
            (curl.method, curl.origin.as_str(), curl.path.as_str()),
            (Method::Post, "https://h.example", "/api/x/0")
        );
        assert_eq!(
            curl.query,
            [("from".to_owned(), "a b".to_owned()), ("n".to_owned(), "1".to_owned())]
        );
        assert_eq!(curl.headers, [("X-Trace".to_owned(), "t".to_owned())]);
        assert_eq!(curl.media_type.as_deref(), Some("application/json"));
        assert_eq!(curl.json(), Some(serde_json::json!({"a": "it's", "b": "\\"})));
        assert_eq!(rest, "Empty");
    }

    #[test]
    fn both_ways_to_escape_a_quote_are_read() {
        let (curl, _) = parse("curl -X PUT \"https://h/p\" \\ -d '\"it'\\''s\"'").unwrap();
        assert_eq!(curl.json(), Some(serde_json::json!("it's")));
    }

    #[test]
    fn a_request_without_body_leaves_the_answers() {
        let (curl, rest) = parse("curl -X GET \"https://h/p\"\n[1]").unwrap();
        assert_eq!((curl.body, rest), (None, "\n[1]"));
    }

    #[test]
    fn a_request_that_is_cut_within_quotes_is_none() {
        let whole = "curl -X POST \"https://h/p\" \\ -H \"A: b\" \\ -d '{}'";
        let quotes = |text: &str| text.matches(['"', '\'']).count();
        for end in (0..whole.len()).filter(|end| quotes(&whole[..*end]) % 2 == 1 || *end < 16) {
            assert_eq!(parse(&whole[..end]), None, "{}", &whole[..end]);
        }
    }
}
