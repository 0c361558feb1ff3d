//! The rule book: every kind of difference with what it means, why it hurts and what to do. The book
//! itself is `rules.md`, which people read as well. Rules decide nothing that a message could feel:
//! containment does, a rule only names what it found.

use super::Harm;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The book as it is printed.
const TEXT: &str = include_str!("rules.md");

/// The fact that names what nothing else does.
pub(crate) const UNDECIDED: &str = "undecided";

/// What a rule is about: the part of the book that it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Two documents.
    Documents,
    /// Saved pages.
    Pages,
    /// Recorded traffic.
    Traffic,
    /// Files that cannot be used, and the list of accepted differences.
    Files,
    /// What is wrong with one of two documents.
    Mistakes,
}

/// One kind of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The fact in kebab case; of two documents, the id of a finding has a [`Side`] in front.
    pub fact: &'static str,
    /// What the rule is about.
    pub source: Source,
    /// What happened, in lower case, as the start of a message.
    pub meaning: &'static str,
    /// Why it hurts where it breaks something; empty where it never does.
    pub hurts: &'static str,
    /// What to do about it.
    pub help: &'static str,
    /// Something could not be told.
    pub gap: bool,
    /// The base declares something that the new side does not.
    pub gone: bool,
    /// Who notices.
    pub harm: Harm,
    /// The keyword whose basis counts, if the rule is about one.
    pub keyword: Option<&'static str>,
    /// Mistakes of two documents are told apart by the value that stands there.
    pub valued: bool,
    /// Generated types differ, though messages may fit.
    pub types: bool,
    /// Generated code has room for it where it is received.
    pub open: bool,
}

/// Where in an exchange a difference is, and who sends there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The body that the integrator sends to the API.
    Request,
    /// A parameter that the integrator sends.
    Parameter,
    /// The body of a response to the integrator.
    Response,
    /// A header of a response to the integrator.
    Header,
    /// The body that the API sends to the integrator's webhook.
    Webhook,
    /// A parameter that the API sends to a webhook.
    WebhookParameter,
    /// The body of the integrator's response to a webhook.
    WebhookAnswer,
    /// A header of the integrator's response to a webhook.
    WebhookAnswerHeader,
    /// The operation or the API as a whole.
    Api,
}

impl Side {
    /// Every side.
    pub const ALL: [Self; 9] = [
        Self::Request,
        Self::Parameter,
        Self::Response,
        Self::Header,
        Self::Webhook,
        Self::WebhookParameter,
        Self::WebhookAnswer,
        Self::WebhookAnswerHeader,
        Self::Api,
    ];

    /// Whether the integrator sends what is on this side.
    pub fn is_sent(self) -> bool {
        matches!(
            self,
            Self::Request
                | Self::Parameter
                | Self::WebhookAnswer
                | Self::WebhookAnswerHeader
                | Self::Api
        )
    }

    /// The side that the id of a rule about two documents is on.
    pub fn of(id: &str) -> Option<Self> {
        let fact = of(id).filter(|rule| rule.source == Source::Documents)?.fact;
        Self::ALL.into_iter().find(|side| side.id(fact) == id)
    }

    /// What a rule id starts with on this side.
    pub fn prefix(self) -> &'static str {
        match self {
            Self::Request => "request-",
            Self::Parameter => "parameter-",
            Self::Response => "response-",
            Self::Header => "header-",
            Self::Webhook => "webhook-",
            Self::WebhookParameter => "webhook-parameter-",
            Self::WebhookAnswer => "webhook-answer-",
            Self::WebhookAnswerHeader => "webhook-answer-header-",
            Self::Api => "",
        }
    }

    /// The id of a rule on this side, such as `drift/request-null-refused`.
    pub fn id(self, fact: &str) -> String {
        format!("drift/{}{fact}", self.prefix())
    }
}

/// Every rule, as the book has them.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    BOOK.rules.iter()
}

/// The rule that a finding's id names, if the book has it.
pub fn of(id: &str) -> Option<&'static Rule> {
    BOOK.ids.get(id).map(|index| &BOOK.rules[*index])
}

/// Whether comparing two specifications can report this id.
pub fn is_known(id: &str) -> bool {
    of(id).is_some_and(|rule| rule.source == Source::Documents)
}

/// The rule of a fact about two documents.
pub(crate) fn named(fact: &str) -> &'static Rule {
    let found = all().find(|rule| rule.source == Source::Documents && rule.fact == fact);
    found.unwrap_or(&UNNAMED)
}

/// Stands for a fact that the book lacks, which a test rules out.
static UNNAMED: Rule = Rule {
    fact: UNDECIDED,
    source: Source::Documents,
    meaning: "something differs",
    hurts: "",
    help: "compare the two places by hand",
    gap: true,
    gone: false,
    harm: Harm::Wire,
    keyword: None,
    valued: false,
    types: false,
    open: false,
};

struct Book {
    rules: Vec<Rule>,
    /// Rules by the ids of findings.
    ids: HashMap<String, usize>,
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    let mut book = Book { rules: Vec::new(), ids: HashMap::new() };
    let mut source = None;
    for line in TEXT.lines() {
        if let Some(title) = line.strip_prefix("## ") {
            source = part(title);
        }
        if let (Some(source), Some(rule)) = (source, row(line)) {
            let index = book.rules.len();
            book.ids.extend(ids(source, rule.fact).map(|id| (id, index)));
            book.rules.push(Rule { source, ..rule });
        }
    }
    book
});

fn part(title: &str) -> Option<Source> {
    Some(match title {
        "Documents" => Source::Documents,
        "Pages" => Source::Pages,
        "Traffic" => Source::Traffic,
        "Files" => Source::Files,
        "Mistakes" => Source::Mistakes,
        _ => return None,
    })
}

/// One row of a table of rules: five cells, the first of which is code.
fn row(line: &'static str) -> Option<Rule> {
    let cells: Vec<&'static str> =
        line.strip_prefix('|')?.strip_suffix('|')?.split('|').map(str::trim).collect();
    let [fact, meaning, hurts, help, flags] = cells[..] else { return None };
    let has = |flag: &str| flags.split_whitespace().any(|own| own == flag);
    Some(Rule {
        fact: fact.strip_prefix('`')?.strip_suffix('`')?,
        source: Source::Documents,
        meaning,
        hurts,
        help,
        gap: has("gap"),
        gone: has("gone"),
        harm: match (has("code"), has("docs")) {
            (true, _) => Harm::Code,
            (_, true) => Harm::Docs,
            _ => Harm::Wire,
        },
        keyword: flags.split_whitespace().find_map(|flag| flag.strip_prefix("keyword:")),
        valued: has("valued"),
        types: has("types"),
        open: has("open"),
    })
}

/// The ids of findings under a rule.
fn ids(source: Source, fact: &'static str) -> impl Iterator<Item = String> {
    let sides: &[Side] = if source == Source::Documents { &Side::ALL } else { &[] };
    let own = match source {
        Source::Documents => None,
        Source::Mistakes => Some(fact.to_owned()),
        Source::Pages | Source::Traffic | Source::Files => Some(format!("drift/{fact}")),
    };
    sides.iter().map(move |side| side.id(fact)).chain(own)
}
