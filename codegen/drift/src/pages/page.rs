//! What a reference page says, fact by fact, each with the line it stands on.
//!
//! Nothing here is interpreted: a type is kept as written, an absent mark stays absent. What a
//! page lost on its way into text is missing here too and is named in [`Page::unread`].

mod field;

pub use field::{Bounds, Field, Tags};

use oasis_model::finding::{Finding, Place};
use oasis_model::ir::{Method, ParameterPlace};
use serde_json::Value;

/// Something a page says, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact<T> {
    /// What it says.
    pub value: T,
    /// Line, counted from 1.
    pub line: usize,
    /// The text of that line, trimmed and shortened.
    pub text: String,
}

/// How the page was turned into text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Blocks apart, each tag on one line with its value.
    Spaced,
    /// No blank lines; the value of a tag runs into whatever follows it.
    Condensed,
}

/// The parts of a page in their order; a page is read up to one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Tag, title, method, path, prose.
    Head,
    /// Credentials.
    Authorization,
    /// Path parameters.
    Path,
    /// Query parameters.
    Query,
    /// Header parameters.
    Header,
    /// Cookie parameters.
    Cookie,
    /// The request body's fields.
    Request,
    /// The media types of the answers.
    Response,
    /// The sample request.
    Curl,
    /// The sample answers.
    Samples,
    /// Nothing is missing.
    End,
}

/// Everything read from one page.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// The name the caller gave it, such as a path.
    pub name: String,
    /// How it was turned into text.
    pub form: Form,
    /// Every part before this one was seen to its end.
    pub read_until: Part,
    /// The group the operation belongs to.
    pub tag: Option<Fact<String>>,
    /// The operation's title.
    pub title: Option<Fact<String>>,
    /// Prose about the operation.
    pub description: Option<Fact<String>>,
    /// The operation is not to be used any more.
    pub deprecated: bool,
    /// HTTP method.
    pub method: Option<Fact<Method>>,
    /// Path template, or the path of the sample where [`Page::concrete_path`] holds.
    pub path: Option<Fact<String>>,
    /// The path comes from the sample and its parameters could not be told from its words.
    pub concrete_path: bool,
    /// Credentials that the page asks for.
    pub auth: Vec<Fact<Auth>>,
    /// Parameters with their places, in the page's order.
    pub parameters: Vec<(ParameterPlace, Field)>,
    /// What the caller sends, where the page has such a section.
    pub body: Option<BodyFacts>,
    /// One line for each answer that has a body.
    pub response_media_types: Vec<Fact<String>>,
    /// The sample answers in their order, which is that of their unnamed statuses.
    pub tabs: Vec<Fact<Tab>>,
    /// The sample request.
    pub curl: Option<Fact<Curl>>,
    /// What stands there but could not be read for certain.
    pub unread: Vec<Finding>,
    /// The text that was read, to find the line of a member of a sample.
    pub source: String,
    /// The line of its file on which the text begins.
    pub first_line: usize,
}

/// One way to prove who is calling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Auth {
    /// The name of the scheme.
    pub scheme: Option<String>,
    /// What is sent, such as `Bearer <token>`.
    pub credentials: Option<String>,
    /// Where it is sent.
    pub place: Option<ParameterPlace>,
}

/// The request body section.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BodyFacts {
    /// Line of the section's heading, or of the sample where the heading is lost.
    pub line: usize,
    /// Media types.
    pub media_types: Vec<Fact<String>>,
    /// Prose about the body as a whole.
    pub description: String,
    /// Its fields; the members of objects below them are not on the page.
    pub fields: Vec<Field>,
}

/// One sample answer.
#[derive(Clone, Debug, PartialEq)]
pub enum Tab {
    /// The answer has no body.
    Empty,
    /// A JSON body.
    Json(Value),
    /// Some other body.
    Text(String),
}

/// The sample request.
#[derive(Clone, Debug, PartialEq)]
pub struct Curl {
    /// HTTP method.
    pub method: Method,
    /// Address without path and query.
    pub origin: String,
    /// Path with sample values in place of its parameters.
    pub path: String,
    /// Query parameters, decoded.
    pub query: Vec<(String, String)>,
    /// Headers as written, without the media type of the body.
    pub headers: Vec<(String, String)>,
    /// Media type of the body.
    pub media_type: Option<String>,
    /// The body as text.
    pub body: Option<String>,
}

impl<T> Fact<T> {
    /// The place of this fact on its page.
    pub fn place(&self, page: &Page) -> Place {
        page.place(self.line, &self.text)
    }
}

impl Page {
    /// A page of which nothing has been read yet.
    pub(super) fn blank(name: &str, form: Form, first_line: usize) -> Page {
        Page {
            name: name.to_owned(),
            form,
            read_until: Part::Head,
            tag: None,
            title: None,
            description: None,
            deprecated: false,
            method: None,
            path: None,
            concrete_path: false,
            auth: Vec::new(),
            parameters: Vec::new(),
            body: None,
            response_media_types: Vec::new(),
            tabs: Vec::new(),
            curl: None,
            unread: Vec::new(),
            source: String::new(),
            first_line,
        }
    }

    /// A place on this page.
    pub fn place(&self, line: usize, text: &str) -> Place {
        Place {
            document: self.name.clone(),
            line: Some(line),
            text: (!text.is_empty()).then(|| text.to_owned()),
            ..Place::default()
        }
    }

    /// Whether a part is known whole, so that what it does not show is not there.
    pub fn whole(&self, part: Part) -> bool {
        self.read_until > part
    }
}

impl Curl {
    /// The body as JSON, if it is JSON.
    pub fn json(&self) -> Option<Value> {
        serde_json::from_str(self.body.as_deref()?).ok()
    }
}
