//! First contact: whether anybody answers, whether that is this API, and how much it takes at once.

use super::{absent, results::Results};
use crate::{
    generate::{self, Case, Category, Expect, Ids},
    http::{Ended, Exchange, FailureKind},
    oracle::{Check, Problem},
    scenario::Tester,
    vendor,
};
use anyhow::bail;
use oasis_model::{finding::Basis, ir::Operation};
use serde_json::json;
use std::time::Duration;

/// The most requests that are on their way at once.
const MOST_AT_ONCE: usize = 16;
/// Slower than this in the middle, a server is not worth the budget.
const TOO_SLOW: Duration = Duration::from_secs(5);

/// What first contact has shown.
pub(super) enum Contact {
    /// These operations are there.
    With(Vec<usize>),
    /// It is not this API.
    Other(Problem),
}

/// Makes contact with every operation. What is not this API ends the run with one problem; operations
/// that the target does not have are noted in the results.
///
/// # Errors
/// Nobody ever answered.
pub(super) async fn preflight(
    tester: &Tester<'_>,
    operations: &[usize],
    results: &Results,
) -> anyhow::Result<Contact> {
    let (mut exchanges, mut there) = (Vec::new(), Vec::new());
    for index in operations {
        let operation = &tester.generation.api.operations[*index];
        there.push(*index);
        for ids in [Ids::Known, Ids::Unknown(tester.generation.seed | 1)] {
            let case = first(tester, operation, ids);
            let exchange = tester.client.send(&case.operation, &case.request).await;
            if exchange.is_unsent() {
                break;
            }
            if ids == Ids::Known && absent::is_absent(tester, operation, &case, &exchange).await {
                results.note_absent(operation, absent::problem(operation, exchange.status()));
                there.pop();
                exchanges.push(exchange);
                break;
            }
            tester.hand_over(&case, &exchange, tester.oracle.judge(&case, &exchange));
            exchanges.push(exchange);
            let silent = exchanges.iter().filter(|it| it.response().is_none()).count();
            if !tester.client.ever_answered() && (is_unreachable(&exchanges) || silent > 1) {
                bail!("{}", nobody(tester, &exchanges));
            }
            if silent > 2 {
                let what = "three requests in a row got no whole response";
                return Ok(Contact::Other(other(tester, what)));
            }
        }
    }
    if !tester.client.ever_answered() && tester.client.stop.reason().is_none() {
        bail!("{}", nobody(tester, &exchanges));
    }
    if let Some(what) = not_the_api(tester, &exchanges) {
        return Ok(Contact::Other(other(tester, &what)));
    }
    if there.is_empty() && !operations.is_empty() {
        let what = "every operation is answered as a path that nobody serves (404, 405 or 501)";
        return Ok(Contact::Other(other(tester, what)));
    }
    takes_any_session(tester, &there).await;
    let at_once = 0.3 / usual(&exchanges).as_secs_f64().max(0.001);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and 16"
    )]
    tester.client.set_at_once(at_once.clamp(1.0, MOST_AT_ONCE as f64) as usize);
    Ok(Contact::With(there))
}

fn first(tester: &Tester<'_>, operation: &Operation, ids: Ids) -> Case {
    let body = generate::valid_body(tester.generation, operation);
    let body = body.map(|body| body.to_string().into_bytes());
    let (request, known) = generate::request(tester.generation, operation, ids, body);
    Case {
        operation: operation.id.clone(),
        category: Category::Valid,
        about: "first valid body".to_owned(),
        request,
        expect: Expect::Judged(None),
        known,
    }
}

fn is_unreachable(exchanges: &[Exchange]) -> bool {
    let last = exchanges.last().and_then(|exchange| exchange.outcome.as_ref().err());
    last.is_some_and(|failure| failure.kind == FailureKind::Unreachable)
}

fn nobody(tester: &Tester<'_>, exchanges: &[Exchange]) -> String {
    let failure = exchanges.iter().rev().find_map(|exchange| exchange.outcome.as_ref().err());
    format!(
        "{} never answered ({}); start the server, or check --target",
        tester.client.target.origin(),
        failure.map_or("nothing was asked", |failure| failure.text.as_str())
    )
}

/// What all responses have in common that none of this API has.
fn not_the_api(tester: &Tester<'_>, exchanges: &[Exchange]) -> Option<String> {
    let responses: Vec<_> = exchanges.iter().filter_map(Exchange::response).collect();
    let all = |holds: &dyn Fn(u16) -> bool| {
        !responses.is_empty() && responses.iter().all(|response| holds(response.status))
    };
    let served: Vec<_> = responses.iter().filter(|response| response.is_success()).collect();
    let html = |text: &str| text.trim_start().to_ascii_lowercase().starts_with("text/html");
    let pages = served.iter().filter(|it| it.header("content-type").is_some_and(html)).count();
    if all(&|status| (300..400).contains(&status)) {
        let place = responses.iter().find_map(|response| response.header("location"));
        let place = tester.oracle.secret.excerpt(place.unwrap_or("nowhere"), 200);
        return Some(format!("every request is redirected (to {place})"));
    }
    if !served.is_empty() && pages == served.len() {
        return Some("every success is an HTML page, such as a login page".to_owned());
    }
    let guarded = exchanges.iter().filter(|exchange| {
        let operation = tester.oracle.api.operation(&exchange.operation);
        operation.is_some_and(|it| crate::oracle::is_guarded(it) && !it.is_webhook())
    });
    let refused: Vec<bool> = guarded.map(|exchange| exchange.status() == Some(401)).collect();
    if !refused.is_empty() && refused.iter().all(|refused| *refused) {
        return Some("the token is refused by every operation (401)".to_owned());
    }
    if all(&|status| status == 429 || status == 503) {
        return Some("every request is answered 429 or 503, however long one waits".to_owned());
    }
    (usual(exchanges) > TOO_SLOW).then(|| {
        format!("responses take {:.1} s, too slow to be tested", usual(exchanges).as_secs_f64())
    })
}

fn usual(exchanges: &[Exchange]) -> Duration {
    let mut times: Vec<Duration> =
        exchanges.iter().filter_map(|exchange| Some(exchange.response()?.elapsed)).collect();
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn other(tester: &Tester<'_>, what: &str) -> Problem {
    tester.client.stop.ask(Ended::NotTheApi);
    let help = "check --target and OASIS_TOKEN; nothing else was tested";
    Problem::new(Check::TheApi, Basis::Documented, "not the API", what, help)
}

/// Whether a shopper may be assigned to a session that nobody has: then every text may be tried.
async fn takes_any_session(tester: &Tester<'_>, there: &[usize]) {
    let Some((operation, property)) = vendor::names_session(&tester.oracle.api) else { return };
    if !there.iter().any(|index| tester.oracle.api.operations[*index].id == operation.id) {
        return;
    }
    let Some(mut body) = generate::valid_body(tester.generation, operation) else { return };
    body[property] = json!("11111111-2222-4333-8444-555555555555");
    let body = Some(body.to_string().into_bytes());
    let (request, known) = generate::request(tester.generation, operation, Ids::Known, body);
    let case = Case {
        operation: operation.id.clone(),
        category: Category::Valid,
        about: "a session that nobody has".to_owned(),
        request,
        expect: Expect::Compared,
        known,
    };
    let exchange = tester.run(&case).await;
    if exchange.response().is_some_and(|response| response.is_success()) {
        tester.generation.note_any_session();
    }
}
