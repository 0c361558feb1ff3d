//! The source of a page that holds nothing readable in, what it seems to be out.

use super::links;
use super::stream::Rows;

/// Words by which pages are known that stand in the way of another one.
const KNOWN: [(&str, &str); 8] = [
    ("cf-chl", "it is a challenge that wants a browser"),
    ("challenge-platform", "it is a challenge that wants a browser"),
    ("captcha", "it is a challenge that wants a browser"),
    ("just a moment", "it is a challenge that wants a browser"),
    ("type=\"password\"", "it is a login page"),
    ("access denied", "access was denied"),
    ("404", "it is an error page"),
    ("not found", "it is an error page"),
];

/// Why nothing could be read, and what to do.
pub(super) fn reason(html: &str, rows: &Rows) -> String {
    if let Some(address) = links::document(html) {
        return linked(&address);
    }
    let title = title(html).map_or_else(|| "without a title".to_owned(), |t| format!("\"{t}\""));
    let lower = html.to_ascii_lowercase();
    let known = || KNOWN.iter().find(|(word, _)| lower.contains(word)).map(|(_, what)| *what);
    let what = match rows.is_empty() {
        false => {
            Some("it has a React stream in which no operation was found: its layout is not known")
        }
        true if html.trim().is_empty() => Some("it is empty"),
        true => known(),
    };
    let what = what.unwrap_or("it holds no operation and links no document");
    format!("{what}; the page is {title} and has {} bytes", html.len())
}

/// How to compare the document at an address.
fn linked(address: &str) -> String {
    let file = address.split(['?', '#']).next().unwrap_or_default();
    let file = file.rsplit('/').find(|part| !part.is_empty()).unwrap_or("openapi.yaml");
    let (shown, hint) = match address.contains("://") {
        true => (address.to_owned(), ""),
        false => (format!("ADDRESS/{address}"), ", with the address of the page in front"),
    };
    format!(
        "it holds no document but links one, {address}; run `curl -fsSL -o {file} '{shown}'`{hint}, \
         and `cargo xtask drift spec {file}`"
    )
}

fn title(html: &str) -> Option<String> {
    const LONGEST: usize = 80;
    let at = html.to_ascii_lowercase().find("<title")?;
    let (_, rest) = html[at..].split_once('>')?;
    let text: String = rest.split('<').next()?.trim().chars().take(LONGEST).collect();
    (!text.is_empty()).then_some(text)
}
