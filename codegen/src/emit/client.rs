//! The clients: one method an operation, each in an `impl` of its own so that the text stays legible.

mod request;
mod verdict;

pub(super) use request::style;

use super::context::Context;
use super::plan::{Argument, Outcome, Plan};
use super::{Module, docs};
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
            http: ::oasis_runtime::client::Http,
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
                token: impl Into<Option<::oasis_runtime::client::Token>>,
            ) -> Result<Self, ::oasis_runtime::client::BuildError> {
                Self::with_settings(base_url, token, &::oasis_runtime::client::Settings::default())
            }

            /// The same with timeouts and limits of your own.
            ///
            /// # Errors
            /// The address is unusable or TLS cannot be set up.
            pub fn with_settings(
                base_url: &str,
                token: impl Into<Option<::oasis_runtime::client::Token>>,
                settings: &::oasis_runtime::client::Settings,
            ) -> Result<Self, ::oasis_runtime::client::BuildError> {
                let http = ::oasis_runtime::client::Http::new(base_url, token.into(), settings)?;
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
    let request = request::request(context, plan);
    let verdict = verdict::verdict(plan, &error);
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
