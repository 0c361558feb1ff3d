//! Reads the sample request: `curl -X METHOD "URL"` and its options, on one line or on several.
//!
//! The line breaks behind the backslashes are often lost, so options are told by their dashes.

use super::page::Curl;
use crate::address;
use oasis_model::ir::Method;

/// The beginning of every sample request.
pub(super) const START: &str = "curl -X ";

/// What a text starts with.
#[derive(Debug, PartialEq)]
pub(super) struct Request<'a> {
    pub(super) curl: Curl,
    /// What follows the request; nothing where the text is cut within it.
    pub(super) rest: Option<&'a str>,
}

/// Reads the request at the start of a text; nothing if it is cut before the end of its address.
pub(super) fn parse(text: &str) -> Option<Request<'_>> {
    let (word, rest) = text.strip_prefix(START)?.split_once(' ')?;
    let method =
        Method::ALL.into_iter().find(|method| method.as_str().eq_ignore_ascii_case(word))?;
    let (url, mut rest) = quoted(rest)?;
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
        match option(here, &mut curl) {
            None => return Some(Request { curl, rest: Some(rest) }),
            Some(Some(after)) => rest = after,
            Some(None) => return Some(Request { curl, rest: None }),
        }
    }
}

const HEADER: [&str; 2] = ["-H ", "--header "];
const BODY: [&str; 3] = ["-d ", "--data ", "--data-raw "];

fn option_value<'a>(text: &'a str, names: &[&str]) -> Option<&'a str> {
    names.iter().find_map(|name| text.strip_prefix(name))
}

/// Reads one option and gives what follows it: nothing if there is none, nothing within if the text
/// is cut in its value.
fn option<'a>(text: &'a str, curl: &mut Curl) -> Option<Option<&'a str>> {
    if let Some(value) = option_value(text, &HEADER) {
        let Some((header, after)) = quoted(value) else { return Some(None) };
        let (name, value) = header.split_once(':').unwrap_or((&header, ""));
        if name.eq_ignore_ascii_case("content-type") {
            curl.media_type = Some(value.trim().to_owned());
        } else {
            curl.headers.push((name.to_owned(), value.trim().to_owned()));
        }
        return Some(Some(after));
    }
    if let Some(value) = option_value(text, &BODY) {
        let Some((body, after)) = quoted(value) else { return Some(None) };
        curl.body = Some(body);
        return Some(Some(after));
    }
    if let Some(value) = text.strip_prefix("--cookie ") {
        return Some(quoted(value).map(|(_, after)| after));
    }
    let form = text.strip_prefix("-F ")?;
    curl.media_type = Some("multipart/form-data".to_owned());
    let value = form.split_once('=').and_then(|(_, value)| quoted(value));
    Some(value.map(|(_, after)| after))
}

/// The text in quotes of either kind at the start, unescaped, and what follows the closing quote.
fn quoted(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|c| ['"', '\''].contains(c))?;
    let inside = &text[1..];
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

    fn whole(text: &str) -> (Curl, &str) {
        let request = parse(text).unwrap();
        (request.curl, request.rest.unwrap())
    }

    #[test]
    fn a_request_is_read_and_what_follows_is_left() {
        let text = "curl -X POST \"https://h.example/api/x/0?from=a%20b&n=1\" \\  -H \"X-Trace: t\" \\\n  -H \"Content-Type: application/json\" \\ -d '{ \"a\": \"it\\'s\", \"b\": \"\\\\\" }'Empty";
        let (curl, rest) = whole(text);
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
        let (curl, _) = whole("curl -X PUT \"https://h/p\" \\ -d '\"it'\\''s\"'");
        assert_eq!(curl.json(), Some(serde_json::json!("it's")));
    }

    #[test]
    fn a_request_without_body_leaves_the_answers() {
        let (curl, rest) = whole("curl -X GET \"https://h/p\"\n[1]");
        assert_eq!((curl.body, rest), (None, "\n[1]"));
    }

    #[test]
    fn either_kind_of_quotes_will_do() {
        let (single, _) = whole("curl -X PUT 'https://h/p' --header 'A: b' --data '{\"a\": 1}'");
        let (double, _) = whole(r#"curl -X PUT "https://h/p" -H "A: b" -d "{\"a\": 1}""#);
        assert_eq!(single, double);
        assert_eq!(double.json(), Some(serde_json::json!({"a": 1})));
    }

    #[test]
    fn a_request_that_is_cut_keeps_its_address() {
        let whole = "curl -X POST \"https://h/p\" \\ -H \"A: b\" \\ -d '{\"a\": 1, \"b\": 2}'";
        let quotes = |text: &str| text.matches(['"', '\'']).count();
        for end in (0..whole.len()).filter(|end| quotes(&whole[..*end]) % 2 == 1) {
            let request = parse(&whole[..end]);
            assert_eq!(request.is_some(), end > 26, "{}", &whole[..end]);
            if let Some(request) = request {
                assert_eq!((request.curl.path.as_str(), request.rest), ("/p", None));
            }
        }
    }
}
