//! The second half of a client method: what the answer means to its caller.

use crate::emit::plan::{AnswerPlan, Outcome, Payload, Plan};
use oasis_model::ir::Status;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// What the answer means, by its status.
pub(super) fn verdict(plan: &Plan<'_>, error: &Ident) -> TokenStream {
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
        Payload::Json { .. } => quote!(::oasis_runtime::client::Rejection::read(answer)),
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
            #code => match ::oasis_runtime::client::Rejection::read_exact(answer) {
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
