//! Forms of parts (`multipart/form-data`, RFC 7578): written by a client, read by a server.

use crate::Upload;
use crate::body::Outgoing;
use bytes::Bytes;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue};
use std::fmt;
use std::hash::{BuildHasher, Hasher, RandomState};

/// One part of a form.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Part {
    /// The field of the form.
    pub name: String,
    /// The name of the file, if the part is one.
    pub file_name: Option<String>,
    /// The media type, if it is given.
    pub media_type: Option<String>,
    /// Further headers.
    pub headers: HeaderMap,
    /// What the part holds; empty where it is sent as a stream.
    pub content: Bytes,
    pub(crate) stream: Option<Upload>,
}

impl Part {
    /// A part of this name that holds this.
    pub(crate) fn new(name: String, content: Bytes) -> Self {
        let headers = HeaderMap::new();
        Self { name, file_name: None, media_type: None, headers, content, stream: None }
    }
}

/// Shows no content: it may be personal.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("name", &self.name)
            .field("content", &format_args!("{} bytes", self.content.len()))
            .finish_non_exhaustive()
    }
}

/// A form of parts.
///
/// ```
/// use oasis_runtime::Multipart;
///
/// let form = Multipart::new().text("note", "hello").file("file", "a.txt", "text/plain", "content");
/// assert_eq!(form.parts().len(), 2);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Multipart {
    parts: Vec<Part>,
}

impl Multipart {
    /// A form without parts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field.
    #[must_use]
    pub fn text(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.part(Part::new(name.into(), Bytes::from(value.into())))
    }

    /// Adds a file.
    #[must_use]
    pub fn file(
        self,
        name: impl Into<String>,
        file_name: impl Into<String>,
        media_type: impl Into<String>,
        content: impl Into<Bytes>,
    ) -> Self {
        self.part(Part {
            file_name: Some(file_name.into()),
            media_type: Some(media_type.into()),
            ..Part::new(name.into(), content.into())
        })
    }

    /// Adds a file that is sent as a stream.
    #[must_use]
    pub fn stream(
        self,
        name: impl Into<String>,
        file_name: impl Into<String>,
        media_type: impl Into<String>,
        content: impl Into<Upload>,
    ) -> Self {
        self.part(Part {
            file_name: Some(file_name.into()),
            media_type: Some(media_type.into()),
            stream: Some(content.into()),
            ..Part::new(name.into(), Bytes::new())
        })
    }

    /// The parts, in order.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    fn part(mut self, part: Part) -> Self {
        self.push(part);
        self
    }

    pub(crate) fn push(&mut self, part: Part) {
        self.parts.push(part);
    }

    pub(crate) fn into_parts(self) -> Vec<Part> {
        self.parts
    }

    /// The media type, with its boundary, and the body.
    pub(crate) fn write(&self, media_type: &str) -> (String, Outgoing) {
        let boundary = self.boundary();
        let mut outgoing = Outgoing::default();
        let mut body = Vec::new();
        for part in &self.parts {
            let mut head = format!(
                "--{boundary}\r\ncontent-disposition: form-data; name=\"{}\"",
                quoted(&part.name)
            );
            if let Some(file_name) = &part.file_name {
                head.push_str(&format!("; filename=\"{}\"", quoted(file_name)));
            }
            if let Some(media_type) = &part.media_type {
                head.push_str(&format!("\r\ncontent-type: {}", one_line(media_type)));
            }
            body.extend_from_slice(head.as_bytes());
            for (name, value) in &part.headers {
                body.extend_from_slice(format!("\r\n{name}: ").as_bytes());
                body.extend_from_slice(value.as_bytes());
            }
            body.extend_from_slice(b"\r\n\r\n");
            match &part.stream {
                Some(stream) => {
                    outgoing.push(std::mem::take(&mut body).into());
                    outgoing.push(stream.clone());
                }
                None => body.extend_from_slice(&part.content),
            }
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        outgoing.push(body.into());
        (format!("{media_type}; boundary={boundary}"), outgoing)
    }

    /// A line that no part holds; nobody can guess it where a stream is not read beforehand.
    fn boundary(&self) -> String {
        if self.parts.iter().any(|part| part.stream.is_some()) {
            return format!("part-of-form-{:016x}{:016x}", random(), random());
        }
        let is_free = |boundary: &String| {
            self.parts.iter().all(|part| find(&part.content, boundary.as_bytes()).is_none())
        };
        // Each part of n bytes holds fewer than n of these.
        (0_usize..).map(|number| format!("part-of-form-{number}")).find(is_free).unwrap_or_default()
    }

    /// Reads a body of this media type; `None` if it is no form of parts.
    pub(crate) fn read(media_type: &str, body: &Bytes) -> Option<Self> {
        let delimiter = format!("--{}", parameter(media_type, "boundary")?);
        let mut parts = Vec::new();
        let mut at = find(body, delimiter.as_bytes())? + delimiter.len();
        while !body[at..].starts_with(b"--") {
            let head = at + find(&body[at..], b"\r\n")? + 2;
            let content = head + find(&body[head..], b"\r\n\r\n")? + 4;
            let end = content + find(&body[content..], format!("\r\n{delimiter}").as_bytes())?;
            parts.push(part(&body[head..content], body.slice(content..end))?);
            at = end + 2 + delimiter.len();
        }
        Some(Self { parts })
    }
}

fn part(lines: &[u8], content: Bytes) -> Option<Part> {
    let mut headers = HeaderMap::new();
    for line in lines.split(|byte| *byte == b'\n') {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let name = HeaderName::from_bytes(line[..colon].trim_ascii());
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii());
        if let (Ok(name), Ok(value)) = (name, value) {
            headers.append(name, value);
        }
    }
    let mut take = |name| {
        let value = headers.remove(name)?;
        String::from_utf8(value.as_bytes().to_owned()).ok()
    };
    let (disposition, media_type) = (take(CONTENT_DISPOSITION)?, take(CONTENT_TYPE));
    Some(Part {
        file_name: parameter(&disposition, "filename"),
        media_type,
        headers,
        ..Part::new(parameter(&disposition, "name")?, content)
    })
}

/// A parameter of a header's value, such as `boundary`.
fn parameter(value: &str, name: &str) -> Option<String> {
    let mut rest = value.split_once(';')?.1;
    loop {
        let (found, after) = rest.split_once('=')?;
        let (text, after) = match after.strip_prefix('"') {
            Some(after) => after.split_once('"')?,
            None => after.split_at(after.find(';').unwrap_or(after.len())),
        };
        if found.trim_matches([' ', ';']).eq_ignore_ascii_case(name) {
            let text = text.trim().replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n");
            return Some(text);
        }
        rest = after;
    }
}

/// A name within quotes, as HTML writes it.
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

fn one_line(text: &str) -> String {
    text.replace(['\r', '\n'], " ")
}

/// Where one text stands within another.
fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len()).position(|window| window == wanted)
}
