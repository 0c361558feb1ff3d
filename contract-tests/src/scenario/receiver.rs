//! Plays AiFi against an integrator's own webhook.
//!
//! In comes a receiver's base URL as the target, out come problems: what the vendor may send was refused,
//! or taken too late. The declared route is asked and nothing else. If `OASIS_WEBHOOK_TOKEN` is set the
//! target's token goes along, and wrong ones have to be refused.

mod notification;

use super::{
    Tester,
    maker::{Maker, bytes, number},
    tester::verdict,
};
use crate::{
    generate::{Case, Category, Expect, Ids},
    http::{Auth, Exchange, FailureKind},
    oracle::{Check, Problem},
    target::WEBHOOK_TOKEN,
};
use notification::{Notification, documented, variants};
use oasis_model::finding::Basis;
use oasis_model::ir::{Direction, Operation};
use std::time::Duration;

/// The most requests to one receiver.
const MOST: u32 = 150;
/// A response that takes longer comes too late.
const SLOW: Duration = Duration::from_secs(5);

/// Sends notifications of every documented and plausible form to the receiver and says what it refused or
/// lost.
///
/// With `OASIS_WEBHOOK_TOKEN` set the token of the target has to be that one.
pub async fn receive(tester: &Tester<'_>) {
    let has_token = std::env::var_os(WEBHOOK_TOKEN).is_some_and(|token| !token.is_empty());
    let generation = tester.generation;
    for operation in &generation.api.operations {
        if let Direction::Webhook { route } = &operation.direction {
            let auth = if has_token { Auth::Token } else { Auth::Nothing };
            let maker = Maker { generation, operation, category: Category::Receiver };
            let mut receiver = Receiver { tester, operation, maker, route, auth, left: MOST };
            receiver.notify().await;
        }
    }
}

/// One route of the receiver.
struct Receiver<'a> {
    tester: &'a Tester<'a>,
    operation: &'a Operation,
    maker: Maker<'a>,
    route: &'a str,
    auth: Auth,
    left: u32,
}

impl Receiver<'_> {
    /// Sends everything, as far as the bound allows; `None` if the run has ended.
    async fn notify(&mut self) -> Option<()> {
        let api = &self.tester.generation.api;
        let schema = self.operation.body.as_ref().and_then(|body| body.json()?.schema)?;
        let mut base = None;
        for notification in documented(api, self.operation) {
            if self.is_taken(&notification).await? && base.is_none() {
                base = Some(notification.body);
            }
        }
        // Whoever refuses what is documented has nothing to say about the rest.
        let base = base?;
        if self.auth == Auth::Token {
            self.present_wrong_tokens(&base).await?;
        }
        for notification in variants(api, schema, &base) {
            if !self.is_taken(&notification).await? {
                for single in &notification.singles {
                    self.is_taken(single).await?;
                }
            }
        }
        Some(())
    }

    /// Sends one notification and hands over what became of it.
    async fn is_taken(&mut self, notification: &Notification) -> Option<bool> {
        let mut case = self.case(bytes(&notification.body), &notification.about);
        if notification.charset {
            for (_, value) in case.request.headers.iter_mut().filter(|it| it.0 == "content-type") {
                value.push_str("; charset=utf-8");
            }
        }
        let exchange = self.send(&case).await?;
        let trouble = trouble(&exchange);
        let problem = trouble.as_ref().map(|what| refused(notification, what, &self.auth));
        // The rules for servers do not hold for receivers, so the oracle is not asked.
        self.tester.hand_over(&case, &exchange, verdict(Check::ReceiverAccepts, problem));
        Some(trouble.is_none())
    }

    async fn present_wrong_tokens(&mut self, base: &serde_json::Value) -> Option<()> {
        let wrong = Auth::Literal("Bearer wrong-contract-test-credential".to_owned());
        for (about, auth) in [
            ("a wrong token", wrong),
            ("no token", Auth::Nothing),
            ("a token without its last character", Auth::Shortened),
        ] {
            let mut case = self.case(bytes(base), about);
            case.request.auth = auth;
            let exchange = self.send(&case).await?;
            let is_served = exchange.response().is_some_and(|response| response.is_success());
            let problem = is_served.then(|| {
                let message = format!("a notification with {about} is taken");
                let help = "compare the token with the one agreed on, and respond with 401";
                Problem::new(Check::AuthRequired, Basis::Documented, "receiver", message, help)
            });
            self.tester.hand_over(&case, &exchange, verdict(Check::AuthRequired, problem));
        }
        Some(())
    }

    fn case(&self, body: Vec<u8>, about: &str) -> Case {
        let ids = Ids::Unknown(number(self.tester.generation.seed));
        let mut case = self.maker.case(ids, Some(body), about, Expect::Compared);
        // The path of the specification is a stand-in on the vendor's host.
        let query = case.request.path.split_once('?').map(|(_, query)| format!("?{query}"));
        case.request.path = format!("{}{}", self.route, query.unwrap_or_default());
        case.request.auth = self.auth.clone();
        case
    }

    async fn send(&mut self, case: &Case) -> Option<Exchange> {
        self.left = self.left.checked_sub(1)?;
        let client = self.tester.client;
        if client.stop.reason().is_some() {
            return None;
        }
        let exchange = client.send(&case.operation, &case.request).await;
        (!exchange.is_unsent()).then_some(exchange)
    }
}

/// Why a notification counts as not taken; `None`: it was taken in time.
fn trouble(exchange: &Exchange) -> Option<String> {
    match &exchange.outcome {
        Err(failure) if failure.kind == FailureKind::Timeout => {
            Some("no response came in time".to_owned())
        }
        Err(_) => Some("no whole response came".to_owned()),
        Ok(response) => not_taken(response.status, response.elapsed),
    }
}

fn not_taken(status: u16, elapsed: Duration) -> Option<String> {
    match status {
        200..=299 if elapsed <= SLOW => None,
        200..=299 => Some(format!("answered only after {} s", elapsed.as_secs())),
        _ => Some(format!("answered {status}")),
    }
}

fn refused(notification: &Notification, what: &str, auth: &Auth) -> Problem {
    let (cause, basis) = notification.promise;
    let message = format!("{}: {what}", notification.about);
    let asks_for_token = what.ends_with("401") || what.ends_with("403");
    let help = match basis {
        _ if asks_for_token && *auth == Auth::Nothing => {
            "set OASIS_WEBHOOK_TOKEN to the token that the receiver expects"
        }
        Basis::Documented => "take it: respond with 2xx at once and do the work afterwards",
        _ => "take it: no page says that the vendor does not send it",
    };
    let problem = Problem::new(Check::ReceiverAccepts, basis, cause, message, help);
    Problem { element: notification.element.clone(), ..problem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_success_in_time_is_taken() {
        for (status, seconds, taken) in
            [(200, 1, true), (299, 5, true), (200, 6, false), (302, 1, false), (503, 1, false)]
        {
            let elapsed = Duration::from_secs(seconds);
            assert_eq!(not_taken(status, elapsed).is_none(), taken, "{status} {seconds}");
        }
    }
}
