//! The clients: one method an operation, each in an `impl` of its own so that the text stays legible.

use super::context::Context;
use super::plan::{AnswerPlan, Argument, BodyPlan, Outcome, Payload, Piece, Plan};
use super::{Module, docs};
use crate::ir::{Api, Direction, Operation, ParameterPlace, SecurityKind, Status};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

pub(super) fn module(context: &Context<'_>, plans: &[Plan<'_>]) -> Module {
    let docs = "The client of the API, and the one that plays the API towards a webhook receiver.";
    let (push, admin): (Vec<_>, Vec<_>) = plans.iter().partition(|plan| plan.is_push());
    let mut items = Vec::new();
    for (name, docs, plans) in [
        ("Client", "Calls the API.", admin),
        (
            "WebhookClient",
            "Calls a webhook receiver as the API does: for simulators and tests.",
            push,
        ),
    ] {
        let name = format_ident!("{name}");
        if !plans.is_empty() {
            items.extend(declaration(&name, docs));
            items.extend(plans.iter().map(|plan| method(context, &name, plan)));
        }
    }
    Module { path: "client.rs", docs: vec![docs.to_owned()], items }
}

fn declaration(name: &Ident, docs: &str) -> [TokenStream; 2] {
    let docs = docs::attributes(&[docs.to_owned()]);
    let declaration = quote! {
        #docs
        #[derive(Clone, Debug)]
        pub struct #name {
            http: crate::runtime::client::Http,
        }
    };
    let constructors = quote! {
        impl #name {
            /// A client for this base address, such as `https://host`; a token or `None` goes with it.
            ///
            /// # Errors
            /// The address is unusable or TLS cannot be set up.
            pub fn new(
                base_url: &str,
                token: impl Into<Option<crate::runtime::client::Token>>,
            ) -> Result<Self, crate::runtime::client::BuildError> {
                Self::with_settings(base_url, token, &crate::runtime::client::Settings::default())
            }

            /// The same with timeouts and limits of your own.
            ///
            /// # Errors
            /// The address is unusable or TLS cannot be set up.
            pub fn with_settings(
                base_url: &str,
                token: impl Into<Option<crate::runtime::client::Token>>,
                settings: &crate::runtime::client::Settings,
            ) -> Result<Self, crate::runtime::client::BuildError> {
                let http = crate::runtime::client::Http::new(base_url, token.into(), settings)?;
                Ok(Self { http })
            }
        }
    };
    [declaration, constructors]
}

fn method(context: &Context<'_>, client: &Ident, plan: &Plan<'_>) -> TokenStream {
    let mut docs = plan.docs();
    docs.extend(["", "# Errors", "See the variants of the error."].map(str::to_owned));
    let docs = docs::attributes(&docs);
    let (name, error) = (&plan.method, plan.type_name("Error"));
    let arguments = arguments(plan);
    let success = match &plan.answers.outcome {
        Outcome::One(success) => success.clone(),
        Outcome::Several => {
            let name = plan.type_name("Success");
            quote!(super::errors::#name)
        }
    };
    let request = request(context, plan);
    let verdict = verdict(plan, &error);
    quote! {
        impl #client {
            #docs
            pub async fn #name(
                &self,
                #(#arguments),*
            ) -> Result<#success, super::errors::#error> {
                #request
                let answer = request.send().await?;
                #verdict
            }
        }
    }
}

fn arguments(plan: &Plan<'_>) -> Vec<TokenStream> {
    let path = plan.path_arguments.iter().map(|Argument { ident, taken, owned, .. }| {
        let taken = taken.argument(owned);
        quote!(#ident: #taken)
    });
    let parameters = (!plan.parameters.is_empty()).then(|| {
        let name = plan.type_name("Parameters");
        quote!(parameters: &super::operations::#name)
    });
    let body = plan.body.as_ref().map(|body| {
        let taken = body
            .schema
            .as_ref()
            .map_or(quote!(::bytes::Bytes), |json| json.taken.argument(&json.owned));
        if body.required { quote!(body: #taken) } else { quote!(body: Option<#taken>) }
    });
    path.chain(parameters).chain(body).collect()
}

fn request(context: &Context<'_>, plan: &Plan<'_>) -> TokenStream {
    let operation = plan.operation;
    let method = format_ident!("{}", operation.method.as_str());
    let path = path(plan);
    let auth = auth(context.api, operation);
    let parameters = plan.parameters.iter().map(parameter);
    let body = plan.body.as_ref().map(body);
    quote! {
        let request = self.http.request(::http::Method::#method, #path, #auth);
        #(#parameters)*
        #body
    }
}

/// The path of a request: the documented one, or the receiver's route.
fn path(plan: &Plan<'_>) -> TokenStream {
    if let Direction::Push { route } = &plan.operation.direction
        && plan.path_arguments.is_empty()
    {
        return quote!(#route);
    }
    let pieces: Vec<TokenStream> = plan
        .path
        .iter()
        .map(|piece| match piece {
            Piece::Literal(text) => quote!(#text),
            Piece::Parameter(index) => {
                let Argument { ident, parameter, .. } = &plan.path_arguments[*index];
                let name = &parameter.name.wire;
                quote!(&crate::runtime::client::segment(#name, &#ident)?)
            }
        })
        .collect();
    match pieces.as_slice() {
        [only] if plan.path_arguments.is_empty() => quote!(#only),
        _ => quote!(&[#(#pieces),*].concat()),
    }
}

/// Where the credential goes: the first alternative that asks for one decides.
fn auth(api: &Api, operation: &Operation) -> TokenStream {
    let wanted = operation.security.iter().flatten().next();
    let scheme = wanted.and_then(|wanted| {
        api.security_schemes.iter().find(|scheme| scheme.name.wire == wanted.scheme)
    });
    let auth = match scheme.map(|scheme| &scheme.kind) {
        None => quote!(None),
        Some(SecurityKind::Bearer | SecurityKind::OAuth2 | SecurityKind::OpenId) => {
            quote!(Scheme("Bearer"))
        }
        Some(SecurityKind::Basic) => quote!(Scheme("Basic")),
        Some(SecurityKind::Http(scheme)) => quote!(Scheme(#scheme)),
        Some(SecurityKind::ApiKey { place, name }) => match place {
            ParameterPlace::Query => quote!(Query(#name)),
            ParameterPlace::Cookie => quote!(Cookie(#name)),
            ParameterPlace::Header | ParameterPlace::Path => quote!(Header(#name)),
        },
    };
    quote!(crate::runtime::client::Auth::#auth)
}

fn parameter(argument: &Argument<'_>) -> TokenStream {
    let Argument { parameter, ident, .. } = argument;
    let (name, style) = (&parameter.name.wire, style(argument));
    match parameter.place {
        ParameterPlace::Header => {
            quote!(let request = request.with_header(#name, #style, &parameters.#ident)?;)
        }
        ParameterPlace::Cookie => {
            quote!(let request = request.with_cookie(#name, #style, &parameters.#ident);)
        }
        ParameterPlace::Query | ParameterPlace::Path => {
            quote!(let request = request.with_query(#name, #style, &parameters.#ident);)
        }
    }
}

/// How lists and objects are spelt out.
pub(super) fn style(argument: &Argument<'_>) -> TokenStream {
    let parameter = argument.parameter;
    let style = match (parameter.style.as_str(), parameter.explode) {
        _ if parameter.media_type.is_some() => quote!(Json),
        ("deepObject", _) => quote!(Deep),
        ("form", true) => quote!(Exploded),
        ("spaceDelimited", false) => quote!(Joined(' ')),
        ("pipeDelimited", false) => quote!(Joined('|')),
        ("spaceDelimited" | "pipeDelimited", true) => quote!(Exploded),
        _ => quote!(Joined(',')),
    };
    quote!(crate::runtime::Style::#style)
}

fn body(body: &BodyPlan) -> TokenStream {
    let media_type = &body.media_type;
    let with = match body.schema {
        Some(_) => quote!(request.with_json(#media_type, body)?),
        None => quote!(request.with_bytes(#media_type, body)),
    };
    if body.required {
        let with = match &body.schema {
            // A copied value is borrowed only here.
            Some(json) if json.taken == super::plan::Taken::Copied => {
                quote!(request.with_json(#media_type, &body)?)
            }
            _ => with,
        };
        return quote!(let request = #with;);
    }
    let with = match &body.schema {
        Some(json) if json.taken == super::plan::Taken::Copied => {
            quote!(request.with_json(#media_type, &body)?)
        }
        _ => with,
    };
    quote! {
        let request = match body {
            Some(body) => #with,
            None => request,
        };
    }
}

/// What the answer means, by its status.
fn verdict(plan: &Plan<'_>, error: &Ident) -> TokenStream {
    let arms = arms(plan, error);
    let rest =
        match plan.answers.all.iter().find(|answer| answer.response.status == Status::Default) {
            Some(answer) => failure(answer, error),
            None => quote!(Err(answer.into())),
        };
    if arms.is_empty() {
        return rest;
    }
    quote! {
        match answer.status.as_u16() {
            #(#arms,)*
            _ => #rest,
        }
    }
}

/// The arms of the match over the status but for the last, most special first.
fn arms(plan: &Plan<'_>, error: &Ident) -> Vec<TokenStream> {
    let answers = &plan.answers.all;
    let exact = answers.iter().filter_map(|answer| match answer.response.status {
        Status::Code(code) => Some(claimed(plan, answer, error, &quote!(#code))),
        Status::Class(_) | Status::Default => None,
    });
    let plausible = answers.iter().flat_map(|answer| {
        answer.plausible.iter().map(move |code| self::plausible(plan, answer, error, *code))
    });
    let classes = answers.iter().filter_map(|answer| match answer.response.status {
        Status::Class(class) => {
            let (low, high) = (u16::from(class) * 100, u16::from(class) * 100 + 99);
            Some(claimed(plan, answer, error, &quote!(#low..=#high)))
        }
        Status::Code(_) | Status::Default => None,
    });
    let default = answers
        .iter()
        .filter(|answer| answer.response.status == Status::Default && answer.is_success)
        .map(|answer| {
            let result = success(plan, answer);
            quote!(200..=299 => Ok(#result))
        });
    exact.chain(plausible).chain(classes).chain(default).collect()
}

fn claimed(
    plan: &Plan<'_>,
    answer: &AnswerPlan<'_>,
    error: &Ident,
    code: &TokenStream,
) -> TokenStream {
    let result = if answer.is_success {
        let value = success(plan, answer);
        quote!(Ok(#value))
    } else {
        failure(answer, error)
    };
    quote!(#code => #result)
}

/// The value of a success.
fn success(plan: &Plan<'_>, answer: &AnswerPlan<'_>) -> TokenStream {
    let value = match answer.payload {
        Payload::Empty => quote!(()),
        Payload::Json { .. } => quote!(answer.decode()?),
        Payload::Bytes { .. } => quote!(answer.body),
    };
    wrapped(plan, answer, value)
}

fn wrapped(plan: &Plan<'_>, answer: &AnswerPlan<'_>, value: TokenStream) -> TokenStream {
    if let Outcome::One(_) = plan.answers.outcome {
        return value;
    }
    let (name, variant) = (plan.type_name("Success"), &answer.variant);
    let variant = quote!(super::errors::#name::#variant);
    match answer.payload {
        Payload::Empty => variant,
        _ if answer.payload.is_boxed() => quote!(#variant(Box::new(#value))),
        _ => quote!(#variant(#value)),
    }
}

fn failure(answer: &AnswerPlan<'_>, error: &Ident) -> TokenStream {
    let variant = &answer.variant;
    let content = match answer.payload {
        Payload::Json { .. } => quote!(crate::runtime::client::Rejection::read(answer)),
        Payload::Empty | Payload::Bytes { .. } => quote!(answer),
    };
    quote!(Err(super::errors::#error::#variant(Box::new(#content))))
}

/// A status of another reading counts only if the body fits it too.
fn plausible(plan: &Plan<'_>, answer: &AnswerPlan<'_>, error: &Ident, code: u16) -> TokenStream {
    let undocumented = quote!(super::errors::#error::Undocumented);
    let variant = &answer.variant;
    match (&answer.payload, answer.is_success) {
        (Payload::Empty, true) => {
            let value = success(plan, answer);
            quote!(#code if answer.body.is_empty() => Ok(#value))
        }
        (Payload::Empty, false) => {
            let failure = failure(answer, error);
            quote!(#code if answer.body.is_empty() => #failure)
        }
        (Payload::Json { .. }, true) => {
            let value = quote!(answer.decode().map_err(|error| #undocumented(error.answer))?);
            let value = wrapped(plan, answer, value);
            quote!(#code => Ok(#value))
        }
        (Payload::Json { .. }, false) => quote! {
            #code => match crate::runtime::client::Rejection::read_exact(answer) {
                Ok(rejection) => Err(super::errors::#error::#variant(Box::new(rejection))),
                Err(answer) => Err(#undocumented(answer)),
            }
        },
        (Payload::Bytes { .. }, true) => {
            let value = success(plan, answer);
            quote!(#code => Ok(#value))
        }
        (Payload::Bytes { .. }, false) => {
            let failure = failure(answer, error);
            quote!(#code => #failure)
        }
    }
}
