//! One exchange on the page: what was sent beside what came back, and lines for a shell.

use super::markup::Html;
use crate::{
    http::{Exchange, Failure, Request, Response},
    target::Secret,
};
use oasis_model::report::one_line;
use serde_json::Value;

/// The most characters of a body that the page shows.
const MOST: usize = 4_000;

/// An exchange.
pub(super) fn exchange(html: &mut Html, exchange: &Exchange, secret: &Secret) {
    let Request { method, path, headers: sent, body: content, .. } = &exchange.request;
    html.add(
        "<div class=\"exchange\"><div class=\"pane\"><h5>Request</h5><pre tabindex=\"0\"><b>{} {}</b>\n",
        &[method, path],
    );
    headers(html, sent);
    body(html, content.as_ref().map_or(&[], |bytes| &bytes.0), secret);
    html.add("</pre></div><div class=\"pane\"><h5>Response", &[]);
    if let Ok(response) = &exchange.outcome {
        html.add(" <span class=\"aside\">{} ms</span>", &[&response.elapsed.as_millis()]);
    }
    if exchange.waited > 0 {
        html.add(" <span class=\"aside\">after waiting {}×</span>", &[&exchange.waited]);
    }
    if exchange.dropped_before {
        html.add(" <span class=\"aside\">a connection was dropped before</span>", &[]);
    }
    html.add("</h5><pre tabindex=\"0\">", &[]);
    match &exchange.outcome {
        Ok(response) => self::response(html, response, secret),
        Err(Failure { text, begun, .. }) => {
            html.add("<b>no response</b>\n{}", &[&one_line(text)]);
            html.add(
                if *begun { "\n<i>Some bytes of a response were there.</i>" } else { "" },
                &[],
            );
        }
    }
    html.add("</pre></div></div>", &[]);
}

fn response(html: &mut Html, response: &Response, secret: &Secret) {
    html.add("<b>{} {}</b>\n", &[&response.version, &response.status]);
    headers(html, &response.headers);
    body(html, &response.body, secret);
    if response.endless {
        html.add("\n<i>It went on; the rest was not read.</i>", &[]);
    }
    if let Some(reason) = &response.undecodable {
        html.add("\n<i>It could not be decompressed: {}</i>", &[reason]);
    }
}

fn headers(html: &mut Html, headers: &[(String, String)]) {
    for (name, value) in headers {
        html.add("<span class=\"name\">{}:</span> {}\n", &[&one_line(name), &one_line(value)]);
    }
}

/// A body, formatted where that changes nothing but white space. The token is removed before it is cut.
fn body(html: &mut Html, bytes: &[u8], secret: &Secret) {
    if bytes.is_empty() {
        return;
    }
    let text = String::from_utf8_lossy(bytes);
    let excerpt = secret.excerpt(&formatted(&text).unwrap_or_else(|| text.to_string()), MOST);
    html.add("\n{}", &[&excerpt]);
    if excerpt.ends_with('…') && !text.ends_with('…') {
        html.add("\n<i>{} bytes in all</i>", &[&bytes.len()]);
    }
    if std::str::from_utf8(bytes).is_err() {
        let hex: Vec<String> = bytes.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        html.add("\n<i>Not UTF-8; it begins with {}</i>", &[&hex.join(" ")]);
    }
}

/// JSON with a property to a line. `None` if that would show anything else than what was sent, such as
/// one of two properties with the same name.
fn formatted(text: &str) -> Option<String> {
    let value: Value = serde_json::from_str(text).ok()?;
    let is_same = serde_json::to_string(&value).ok()? == text;
    is_same.then(|| format!("{value:#}"))
}

/// A line for a shell, with a button that copies it.
pub(super) fn command(html: &mut Html, label: &str, line: &str) {
    html.add(
        "<div class=\"command\"><h5>{}</h5><div class=\"line\"><code tabindex=\"0\">{}</code>\
         <button type=\"button\" class=\"copy\" hidden>Copy</button></div></div>",
        &[&label, &line],
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_shown_as_it_was_sent() {
        let long = "ä".repeat(MOST + 1);
        let cut = format!("\n{}…\n<i>8002 bytes in all</i>", "ä".repeat(MOST));
        for (sent, expected) in [
            (&b""[..], ""),
            (b"{\"a\":1}", "\n{\n  &quot;a&quot;: 1\n}"),
            (b"{\"a\":1,\"a\":2}", "\n{&quot;a&quot;:1,&quot;a&quot;:2}"),
            (b"1e400", "\n1e400"),
            (b"a\xff", "\na\u{fffd}\n<i>Not UTF-8; it begins with 61 ff</i>"),
            (long.as_bytes(), &cut),
        ] {
            let mut html = Html::default();
            body(&mut html, sent, &Secret::new("a-token-of-tests").expect("a token"));
            assert_eq!(html.0, expected);
        }
    }
}
