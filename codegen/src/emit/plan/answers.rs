//! What each status of an operation's answers means to its caller.

use crate::emit::context::{At, Context};
use oasis_model::ir::{Operation, Response, Status};
use oasis_model::name::Scope;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use std::collections::BTreeSet;

/// All answers of an operation.
#[derive(Debug)]
pub(in crate::emit) struct Answers<'a> {
    pub(in crate::emit) all: Vec<AnswerPlan<'a>>,
    pub(in crate::emit) outcome: Outcome,
}

/// One documented answer, decided.
#[derive(Debug)]
pub(in crate::emit) struct AnswerPlan<'a> {
    pub(in crate::emit) response: &'a Response,
    pub(in crate::emit) variant: Ident,
    pub(in crate::emit) payload: Payload,
    /// Statuses that other readings give it and that no answer claims.
    pub(in crate::emit) plausible: Vec<u16>,
    pub(in crate::emit) is_success: bool,
    pub(in crate::emit) is_failure: bool,
}

/// The body of an answer.
#[derive(Debug)]
pub(in crate::emit) enum Payload {
    /// There is none.
    Empty,
    /// JSON of this type; large types are boxed where several answers share an enum.
    Json { owned: TokenStream, shared: TokenStream, media_type: String },
    /// Anything else.
    Bytes { media_type: String },
}

/// What a client method gives back where all is well.
#[derive(Debug)]
pub(in crate::emit) enum Outcome {
    /// This type, whatever the answer.
    One(TokenStream),
    /// An enum of the successful answers.
    Several,
}

impl<'a> Answers<'a> {
    pub(in crate::emit) fn new(context: &Context<'a>, operation: &'a Operation) -> Self {
        let mut scope =
            Scope::with(&["Undocumented", "Decode", "Transport", "InvalidPath", "Other"]);
        let mut unclaimed = Unclaimed::new(operation);
        let only_default = !operation.responses.iter().any(|response| response.status.is_success());
        let all: Vec<AnswerPlan<'a>> = operation
            .responses
            .iter()
            .map(|response| AnswerPlan {
                response,
                variant: format_ident!("{}", scope.claim(response.name.clone()).rust),
                payload: payload(context, response),
                plausible: unclaimed.take(response),
                is_success: response.status.is_success()
                    || (only_default && response.status == Status::Default),
                is_failure: !response.status.is_success(),
            })
            .collect();
        let outcome = outcome(&all);
        Self { all, outcome }
    }

    pub(in crate::emit) fn successes(&self) -> impl Iterator<Item = &AnswerPlan<'a>> {
        self.all.iter().filter(|answer| answer.is_success)
    }

    pub(in crate::emit) fn failures(&self) -> impl Iterator<Item = &AnswerPlan<'a>> {
        self.all.iter().filter(|answer| answer.is_failure)
    }
}

/// The plausible statuses that no answer claims, each given out once.
struct Unclaimed(BTreeSet<u16>);

impl Unclaimed {
    fn new(operation: &Operation) -> Self {
        let claimed: BTreeSet<u16> = operation
            .responses
            .iter()
            .filter_map(|response| match response.status {
                Status::Code(code) => Some(code),
                Status::Class(_) | Status::Default => None,
            })
            .collect();
        let plausible =
            operation.responses.iter().flat_map(|response| response.claim.plausible_statuses());
        Self(plausible.filter(|status| !claimed.contains(status)).collect())
    }

    fn take(&mut self, response: &Response) -> Vec<u16> {
        response.claim.plausible_statuses().filter(|status| self.0.remove(status)).collect()
    }
}

fn payload(context: &Context<'_>, response: &Response) -> Payload {
    let Some(content) = response.json().or_else(|| response.contents.first()) else {
        return Payload::Empty;
    };
    let media_type = super::header_text(&content.media_type);
    if !content.is_json() {
        return Payload::Bytes { media_type };
    }
    let Some(id) = content.schema else {
        let value = quote!(::serde_json::Value);
        return Payload::Json { owned: value.clone(), shared: value, media_type };
    };
    let owned = context.value_type(id, At::Elsewhere);
    let shared = match context.shape(id).is_large() {
        true => context.boxed(&owned, At::Elsewhere),
        false => owned.clone(),
    };
    Payload::Json { owned, shared, media_type }
}

fn outcome(all: &[AnswerPlan<'_>]) -> Outcome {
    let mut types = all.iter().filter(|answer| answer.is_success).map(|answer| &answer.payload);
    let first = types.next().map_or_else(|| quote!(()), Payload::owned);
    let same = types.all(|payload| payload.owned().to_string() == first.to_string());
    if same { Outcome::One(first) } else { Outcome::Several }
}

impl Payload {
    /// The type of the body.
    pub(in crate::emit) fn owned(&self) -> TokenStream {
        match self {
            Self::Empty => quote!(()),
            Self::Json { owned, .. } => owned.clone(),
            Self::Bytes { .. } => quote!(::bytes::Bytes),
        }
    }

    /// The type of the body as an enum variant holds it; none: the variant is bare.
    pub(in crate::emit) fn shared(&self) -> Option<TokenStream> {
        match self {
            Self::Empty => None,
            Self::Json { shared, .. } => Some(shared.clone()),
            Self::Bytes { .. } => Some(quote!(::bytes::Bytes)),
        }
    }

    /// Whether a variant boxes the body.
    pub(in crate::emit) fn is_boxed(&self) -> bool {
        match self {
            Self::Json { owned, shared, .. } => owned.to_string() != shared.to_string(),
            Self::Empty | Self::Bytes { .. } => false,
        }
    }
}

impl AnswerPlan<'_> {
    /// What the docs of its variant say.
    pub(in crate::emit) fn docs(&self) -> Vec<String> {
        let response = self.response;
        let fallback = format!("Status {}.", response.status);
        let mut lines =
            crate::emit::docs::lines(&fallback, &response.docs, Vec::new(), &response.claim);
        if lines.first() != Some(&fallback) {
            lines.extend([String::new(), fallback]);
        }
        lines
    }
}
