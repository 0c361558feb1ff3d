//! A request as a line for a POSIX shell.

use super::Request;
use crate::target::Target;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// Larger bodies are not written into the line.
const LARGEST: usize = 4096;

/// A line for a shell that sends the same, given the token in `OASIS_TOKEN`. Bodies of more than 4 KiB
/// are taken from `body.json`.
pub fn curl(request: &Request, target: &Target) -> String {
    let mut line = "curl -i --path-as-is".to_owned();
    let url = format!("{}{}{}", target.origin(), target.prefix, request.path);
    if url.contains(['[', ']', '{', '}']) {
        line += " --globoff";
    }
    line += &match request.method.as_str() {
        "HEAD" => " --head".to_owned(),
        method if method.bytes().all(|byte| byte.is_ascii_alphanumeric()) => {
            format!(" -X {method}")
        }
        method => format!(" -X {}", quoted(method)),
    };
    let (option, query) = request.auth.curl(&target.token);
    line.extend(option.map(|option| format!(" {option}")));
    for (name, value) in &request.headers {
        let header = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
        line += &format!(" -H {}", quoted(&header));
    }
    if let Some(body) = &request.body {
        if !request.headers.iter().any(|(name, _)| name == "content-type") {
            line += " -H 'Content-Type:'";
        }
        line = with_body(line, &body.0);
    }
    line += &format!(" {}", quoted(&url));
    if let Some(query) = query {
        let sign = if url.contains('?') { '&' } else { '?' };
        line += &format!("\"{sign}{query}\"");
    }
    // A body can hold what a server said.
    target.token.scrub(&line)
}

fn with_body(line: String, body: &[u8]) -> String {
    match std::str::from_utf8(body) {
        _ if body.len() > LARGEST => format!("{line} --data-binary @body.json"),
        // curl reads a file where `@` comes first.
        Ok(text) if !text.contains('\0') && !text.starts_with('@') => {
            format!("{line} --data-binary {}", quoted(text))
        }
        _ => format!("echo {} | base64 -d | {line} --data-binary @-", BASE64_STANDARD.encode(body)),
    }
}

/// The text in single quotes.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
