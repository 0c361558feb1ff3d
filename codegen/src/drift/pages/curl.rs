//! Reads the sample request: `curl -X METHOD "URL"` and its options, on one line or on several.
//!
//! The line breaks behind the backslashes are often lost, so options are told by their dashes.

use super::page::Curl;
use crate::drift::address;
use crate::ir::Method;

/// The beginning of every sample request.
pub(super) const START: &str = "curl -X ";

/// Reads the request at the start of a text; gives it with what follows, or nothing if it is cut off.
pub(super) fn parse(text: &str) -> Option<(Curl, &str)> {
    let (word, rest) = text.strip_prefix(START)?.split_once(' ')?;
    let method =
        Method::ALL.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(word))?;
    let (url, mut rest) = quoted(rest, '"')?;
    let (origin, path, query) = address::split(&url);
    let mut curl = Curl {
        method,
        origin: origin.to_owned(),
        path: path.to_owned(),
        query: address::query(query),
        headers: Vec::new(),
        media_type: None,
        body: None,
    };
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
