//! The names of all differences between two specifications, each with what it means, why it hurts
//! and what to do. Rules decide nothing: containment decides, a rule only names what it found.

mod exchange;
mod schema;

use exchange::EXCHANGE;
use schema::SCHEMA;

/// The fact that names what nothing else does.
pub(crate) const UNDECIDED: &str = schema::UNDECIDED.fact;

/// One kind of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The fact in kebab case; with a [`Side`] in front it is the id of a finding.
    pub fact: &'static str,
    /// What happened, in lower case, as the start of a message.
    pub meaning: &'static str,
    /// Why it hurts where it breaks something; empty where it never does.
    pub hurts: &'static str,
    /// What to do about it.
    pub help: &'static str,
}

/// Where in an exchange a difference is, and who sends there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The body that the integrator sends to the API.
    Request,
    /// A parameter that the integrator sends.
    Parameter,
    /// The body of an answer to the integrator.
    Response,
    /// A header of an answer to the integrator.
    Header,
    /// The body that the API pushes to the integrator.
    Webhook,
    /// A parameter that the API sends with a push.
    WebhookParameter,
    /// The body of the integrator's answer to a push.
    WebhookAnswer,
    /// A header of the integrator's answer to a push.
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

    /// The id of a rule on this side, such as `drift/request-member-became-required`.
    pub fn id(self, fact: &str) -> String {
        format!("drift/{}{fact}", self.prefix())
    }
}

/// Every rule: those about values, which exist on every side, then those about exchanges.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    SCHEMA.iter().chain(EXCHANGE)
}

/// Whether comparing two specifications can report this id.
pub fn is_known(id: &str) -> bool {
    Side::ALL.iter().any(|side| all().any(|rule| side.id(rule.fact) == id))
}

/// The rule of a fact.
pub(crate) fn named(fact: &str) -> &'static Rule {
    all().find(|rule| rule.fact == fact).unwrap_or(&schema::UNDECIDED)
}

/// Facts about something that only the base declares.
const GONE: [&str; 9] = [
    "alternative-removed",
    "body-removed",
    "discriminator-value-removed",
    "enum-value-removed",
    "error-status-removed",
    "media-type-removed",
    "member-removed",
    "removed",
    "status-range-narrowed",
];

impl Rule {
    /// Whether the base declares something that the new side does not.
    pub fn is_gone(&self) -> bool {
        GONE.contains(&self.fact)
    }
}

const fn rule(
    fact: &'static str,
    meaning: &'static str,
    hurts: &'static str,
    help: &'static str,
) -> Rule {
    Rule { fact, meaning, hurts, help }
}
