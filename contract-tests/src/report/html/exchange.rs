//! One exchange on the page: what was sent beside what came back, and the line that sends it again.

use super::markup::Html;
use crate::http::{Auth, Exchange, Failure, Request, Response};
use oasis_model::report::one_line;
use serde_json::Value;

/// The most characters of a body that the page shows.
const MOST: usize = 4_000;

/// An exchange, with its curl line if there is one. The token is removed from it already.
pub(super) fn exchange(html: &mut Html, exchange: &Exchange, curl: Option<&str>) {
    html.raw("<div class=\"exchange\"><div class=\"pane\"><h5>Request</h5><pre tabindex=\"0\">")
        .part(|html| request(html, &exchange.request))
        .raw("</pre></div><div class=\"pane\"><h5>Response")
        .part(|html| timing(html, exchange))
        .raw("</h5><pre tabindex=\"0\">")
        .part(|html| match &exchange.outcome {
            Ok(response) => self::response(html, response),
            Err(failure) => self::failure(html, failure),
        })
        .raw("</pre></div></div>");
    if let Some(curl) = curl {
        command(html, "Send it again", curl);
    }
}

/// A line for a shell, with a button that copies it.
pub(super) fn command(html: &mut Html, label: &'static str, line: &str) {
    html.raw("<div class=\"command\"><h5>")
        .raw(label)
        .raw("</h5><div class=\"line\"><code tabindex=\"0\">")
        .text(line)
        .raw("</code><button type=\"button\" class=\"copy\" hidden>Copy</button></div></div>");
}

fn timing(html: &mut Html, exchange: &Exchange) {
    if let Ok(response) = &exchange.outcome {
        let millis = response.elapsed.as_millis();
        html.raw(" <span class=\"aside\">").text(millis).raw(" ms</span>");
    }
    if exchange.waited > 0 {
        html.raw(" <span class=\"aside\">after waiting ").text(exchange.waited).raw("×</span>");
    }
    if exchange.dropped_before {
        html.raw(" <span class=\"aside\">a connection was dropped before</span>");
    }
}

fn request(html: &mut Html, request: &Request) {
    html.raw("<b>").text(&request.method).text(" ").text(&request.path).raw("</b>\n");
    if let Some((name, value)) = credentials(&request.auth) {
        header(html, name, &value);
    }
    request.headers.iter().for_each(|(name, value)| header(html, name, value));
    if let Some(bytes) = &request.body {
        html.raw("\n").part(|html| body(html, &bytes.0));
    }
}

fn response(html: &mut Html, response: &Response) {
    html.raw("<b>").text(&response.version).text(" ").text(response.status).raw("</b>\n");
    response.headers.iter().for_each(|(name, value)| header(html, name, value));
    if !response.body.is_empty() {
        html.raw("\n").part(|html| body(html, &response.body));
    }
    if response.endless {
        html.raw("\n<i>It went on; the rest was not read.</i>");
    }
    if let Some(reason) = &response.undecodable {
        html.raw("\n<i>It could not be decompressed: ").text(reason).raw("</i>");
    }
}

fn failure(html: &mut Html, failure: &Failure) {
    html.raw("<b>no response</b>\n").text(one_line(&failure.text));
    if failure.begun {
        html.raw("\n<i>Some bytes of a response were there.</i>");
    }
}

fn header(html: &mut Html, name: &str, value: &str) {
    html.raw("<span class=\"name\">").text(one_line(name)).raw(":</span> ");
    html.text(one_line(value)).raw("\n");
}

/// A body, formatted where that changes nothing but white space.
fn body(html: &mut Html, bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let shown = formatted(&text).unwrap_or_else(|| text.clone().into_owned());
    let excerpt: String = shown.chars().take(MOST).collect();
    let is_cut = excerpt.len() < shown.len();
    html.text(excerpt);
    if is_cut {
        html.raw("…\n<i>").text(bytes.len()).raw(" bytes in all</i>");
    }
    if std::str::from_utf8(bytes).is_err() {
        let hex = bytes.iter().take(32).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>();
        html.raw("\n<i>Not UTF-8; it begins with ").text(hex.join(" ")).raw("</i>");
    }
}

/// JSON with a property to a line. `None` if that would show anything else than what was sent, such as
/// one of two properties with the same name.
fn formatted(text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text).ok()?;
    let is_same = serde_json::to_string(&value).ok()? == text;
    if is_same { serde_json::to_string_pretty(&value).ok() } else { None }
}

/// The header that presents the token, in words where the token is changed.
fn credentials(auth: &Auth) -> Option<(&'static str, String)> {
    let header = "authorization";
    Some(match auth {
        Auth::Token => (header, "Bearer <token>".to_owned()),
        Auth::Nothing => return None,
        Auth::Scheme(scheme) => (header, format!("{scheme} <token>")),
        Auth::Literal(text) => (header, text.clone()),
        Auth::Shortened => (header, "Bearer <token without its last character>".to_owned()),
        Auth::Lengthened => (header, "Bearer <token with one character more>".to_owned()),
        Auth::SwappedCase => (header, "Bearer <token in the other case>".to_owned()),
        Auth::Basic => (header, "Basic <token as the password>".to_owned()),
        Auth::Bare => (header, "<token>".to_owned()),
        Auth::Query(name) => ("query", format!("{name}=<token>")),
        Auth::Cookie(name) => ("cookie", format!("{name}=<token>")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(bytes: &[u8]) -> String {
        let mut html = Html::default();
        body(&mut html, bytes);
        html.finish()
    }

    #[test]
    fn a_body_is_shown_as_it_was_sent() {
        for (sent, expected) in [
            (&b"{\"a\":1}"[..], "{\n  &quot;a&quot;: 1\n}"),
            (b"{\"a\":1,\"a\":2}", "{&quot;a&quot;:1,&quot;a&quot;:2}"),
            (b"1e400", "1e400"),
            (b"a\xff", "a\u{fffd}\n<i>Not UTF-8; it begins with 61 ff</i>"),
        ] {
            assert_eq!(shown(sent), expected);
        }
        let long = shown("ä".repeat(MOST + 1).as_bytes());
        assert!(long.ends_with("ä…\n<i>8002 bytes in all</i>"), "{long}");
    }
}
