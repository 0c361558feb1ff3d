//! The source of a page in, the address of the document that it links out.
//!
//! Redoc, Redocusaurus, Swagger UI, Scalar and Stoplight Elements load a document from an address. It
//! is found by the few spellings that their manuals give; nothing is fetched.

/// Attributes whose value is the address of a document.
const ATTRIBUTES: [&str; 3] = ["spec-url", "data-url", "apidescriptionurl"];

/// Calls of scripts, and what stands before the address in them.
const CALLS: [(&str, &str); 4] = [
    ("Redoc.init(", ""),
    ("SwaggerUIBundle(", "url"),
    ("SwaggerUI(", "url"),
    ("Scalar.createApiReference(", "url"),
];

/// The address of the document that a page links, if it links one; one with a host where there are several.
pub(super) fn document(html: &str) -> Option<String> {
    let calls = CALLS.into_iter().filter_map(|call| called(html, call));
    let mut found: Vec<String> = tags(html).filter_map(linked).chain(calls).collect();
    let whole = found.iter().position(|address| address.contains("://"));
    (!found.is_empty()).then(|| found.swap_remove(whole.unwrap_or(0)))
}

/// The inside of every tag that opens.
fn tags(html: &str) -> impl Iterator<Item = &str> {
    html.split('<').skip(1).filter_map(|tag| tag.split_once('>').map(|(inside, _)| inside))
}

fn linked(tag: &str) -> Option<String> {
    let attribute = |name: &str| attribute(tag, name);
    if let Some(address) = ATTRIBUTES.into_iter().find_map(attribute) {
        return Some(address);
    }
    let is_download = tag.starts_with("a ") && tag.contains(" download");
    let is_document = |address: &String| {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        [".yaml", ".yml", ".json"].iter().any(|end| path.ends_with(end))
    };
    attribute("href").filter(|_| is_download).filter(is_document)
}

/// The value of an attribute of a tag.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.match_indices(name).map(|(at, _)| at).find(|at| {
        let before = lower[..*at].ends_with(char::is_whitespace);
        before && lower[at + name.len()..].trim_start().starts_with('=')
    })?;
    let (_, value) = tag[at..].split_once('=')?;
    literal(value).or_else(|| {
        let bare: String = value.chars().take_while(|c| !c.is_whitespace()).collect();
        (!bare.is_empty()).then_some(bare)
    })
}

/// The address that a call of a script is given.
fn called(html: &str, (call, key): (&str, &str)) -> Option<String> {
    let (_, rest) = html.split_once(call)?;
    let arguments = rest.split("</script").next().unwrap_or_default();
    if key.is_empty() {
        return literal(arguments);
    }
    // `url: "..."`, with the key in quotes or not.
    let keys = arguments.match_indices(key).map(|(at, _)| &arguments[at + key.len()..]);
    let values = keys.map(|rest| rest.trim_start_matches(['"', '\'']).trim_start());
    values.filter_map(|rest| rest.strip_prefix(':')).find_map(literal)
}

/// A string in quotes at the start of a text.
fn literal(text: &str) -> Option<String> {
    let text = text.trim_start();
    let quote = text.chars().next().filter(|c| ['"', '\'', '`'].contains(c))?;
    let (inside, _) = text[1..].split_once(quote)?;
    (!inside.trim().is_empty()).then(|| inside.trim().replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::document;

    #[test]
    fn every_known_spelling_is_found() {
        for page in [
            r#"<redoc spec-url="a/x.yaml?b&amp;c"></redoc>"#,
            r#"<a download="" target="_blank" class="b" href="a/x.yaml?b&amp;c">Download</a>"#,
            "<a href='a/x.yaml?b&c' download>Download</a>",
            r#"<script id="api-reference" data-url='a/x.yaml?b&c'></script>"#,
            r#"<elements-api apiDescriptionUrl="a/x.yaml?b&c" router="hash" />"#,
            "<script>Redoc.init('a/x.yaml?b&c', {}, document.body)</script>",
            r##"<script>Scalar.createApiReference('#app', { url: 'a/x.yaml?b&c' })</script>"##,
            r##"<script>SwaggerUIBundle({dom_id: "#ui", "url" : "a/x.yaml?b&c"})</script>"##,
            "<script>SwaggerUIBundle({urls: [{url: `a/x.yaml?b&c`, name: 'one'}]})</script>",
        ] {
            assert_eq!(document(page).as_deref(), Some("a/x.yaml?b&c"), "{page}");
        }
    }

    #[test]
    fn other_links_are_none() {
        for page in [
            "",
            "<a href='x.yaml'>see</a>",
            "<a download href='manual.pdf'>",
            "<a download href=''>",
            "<p spec-url>",
            "<script>Redoc.init(document)</script>",
            "<script>SwaggerUIBundle({})</script><script>url: 'x'</script>",
        ] {
            assert_eq!(document(page), None, "{page}");
        }
    }
}
