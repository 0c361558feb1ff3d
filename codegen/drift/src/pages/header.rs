//! The notation of one field header: name, required mark, type and `Deprecated`, with no spaces. A copy
//! from a browser may have spaces around the mark, or the type on a line of its own.

/// A field header taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Header<'a> {
    pub(super) name: &'a str,
    pub(super) required: bool,
    pub(super) written: &'a str,
    pub(super) deprecated: bool,
}

/// Reads a whole text as one field header.
pub(super) fn parse(text: &str) -> Option<Header<'_>> {
    let mark = match text.strip_prefix(ANY_MEMBER) {
        Some(_) => ANY_MEMBER.len(),
        None => text.find(|c: char| !is_name_char(c))?,
    };
    let name = &text[..mark];
    let marked = text[mark..].trim_start();
    let required = match marked.as_bytes().first()? {
        b'*' => true,
        b'?' => false,
        _ => return None,
    };
    if name != ANY_MEMBER && !name.starts_with(|c: char| c.is_alphabetic() || "_$@".contains(c)) {
        return None;
    }
    let rest = marked[1..].trim_start();
    let spaced = mark + 1 + rest.len() < text.len();
    let (written, deprecated) = type_of(rest);
    // Words of prose may look like a name and a mark.
    if spaced && !is_type_alone(written) {
        return None;
    }
    // A single capitalised word with a question mark is more likely a question than a field.
    let question = written.is_empty() && !deprecated && !required && starts_upper(name);
    (!question && is_type(written)).then_some(Header { name, required, written, deprecated })
}

/// A type as written, without the word behind it that takes the field out of use.
fn type_of(text: &str) -> (&str, bool) {
    text.strip_suffix("Deprecated").map_or((text, false), |written| (written.trim_end(), true))
}

/// The type that a line holds and nothing else, and whether the field is out of use.
pub(super) fn lone_type(text: &str) -> Option<(&str, bool)> {
    let (written, deprecated) = type_of(text);
    is_type_alone(written).then_some((written, deprecated))
}

/// Whether a text can be nothing but a type.
fn is_type_alone(text: &str) -> bool {
    let item = |part: &str| {
        let part = part.trim();
        WORDS.contains(&part) || (part.starts_with("array<") && part.ends_with('>'))
    };
    is_type(text) && (text.split('|').any(item) || text == "|")
}

/// How the pages write "any further member".
pub(super) const ANY_MEMBER: &str = "[key: string]";

fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || "_-.$@[]".contains(c)
}

fn starts_upper(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
}

/// Whether the text is a type as the pages write it; the names of objects are lost, so that bars
/// and angle brackets may stand without anything between them.
fn is_type(text: &str) -> bool {
    text.split(['|', '&']).all(|part| {
        let part = part.trim();
        match part.strip_prefix("array<").and_then(|item| item.strip_suffix('>')) {
            Some(item) => is_type(item),
            None => {
                part.is_empty()
                    || WORDS.contains(&part)
                    || FOREIGN.contains(&part)
                    || is_object_name(part)
                    || is_literal(part)
            }
        }
    })
}

const WORDS: [&str; 10] =
    ["string", "integer", "number", "boolean", "object", "null", "any", "file", "unknown", "never"];

/// Types of other notations: no page has been seen with one, yet a field must not turn into prose.
pub(super) const FOREIGN: [&str; 14] = [
    "int",
    "int32",
    "int64",
    "long",
    "bigint",
    "float",
    "double",
    "decimal",
    "bool",
    "uuid",
    "date",
    "date-time",
    "datetime",
    "uri",
];

/// The name of an object schema, where a page kept it.
fn is_object_name(text: &str) -> bool {
    starts_upper(text) && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// An enum of one value is written as that value.
fn is_literal(text: &str) -> bool {
    text.starts_with(['"', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])
        && serde_json::from_str::<serde_json::Value>(text).is_ok()
        || ["true", "false"].contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_read_by_their_grammar() {
        for (text, name, required, written, deprecated) in [
            ("storeId*integer", "storeId", true, "integer", false),
            ("session*|", "session", true, "|", false),
            ("customer*", "customer", true, "", false),
            ("old?Deprecated", "old", false, "", true),
            ("code?stringDeprecated", "code", false, "string", true),
            ("x-trace-id?string", "x-trace-id", false, "string", false),
            ("tags?array<>", "tags", false, "array<>", false),
            ("tags?array<string>", "tags", false, "array<string>", false),
            ("value*string | null", "value", true, "string | null", false),
            ("three*||", "three", true, "||", false),
            ("kind*\"CARD\"", "kind", true, "\"CARD\"", false),
            ("[key: string]?any", "[key: string]", false, "any", false),
            ("If-Match*string", "If-Match", true, "string", false),
            ("isDeprecated*boolean", "isDeprecated", true, "boolean", false),
            ("filter[name]?string", "filter[name]", false, "string", false),
            ("größe*number", "größe", true, "number", false),
            ("id*uuid", "id", true, "uuid", false),
            ("id * string", "id", true, "string", false),
            ("code ?string Deprecated", "code", false, "string", true),
        ] {
            assert_eq!(parse(text), Some(Header { name, required, written, deprecated }), "{text}");
        }
    }

    #[test]
    fn prose_is_no_header() {
        for text in [
            "",
            "*",
            "?string",
            "Why?",
            "is it open?",
            "name*text",
            "a* b",
            "open ? Yes",
            "name: string",
            "name?: string",
            "9lives*string",
            "2 * 3",
            "Really?yes",
            "-name*string",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
