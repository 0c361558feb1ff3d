//! First contact: whether anybody answers, how fast, and what the server makes of unknown sessions.

use super::Originals;
use crate::{
    case::{self, Expect},
    deck::{Column, Deck},
    exchange::{Failure, FailureKind},
    ids::Whose,
    lab::Lab,
    script::read_metadata,
    vendor,
};
use serde_json::json;
use std::time::Duration;

/// The most requests that are on their way at once.
const MOST: usize = 16;

/// Makes contact; gives back how many requests the server takes at once without being late.
///
/// # Errors
/// Nobody ever answered.
pub(super) async fn make(lab: &Lab, decks: &[Deck]) -> Result<usize, String> {
    let mut times: Vec<Duration> = Vec::new();
    let (mut trouble, mut silent) = (None, 0);
    for deck in decks {
        let operation = &lab.context.api.operations[deck.operation];
        let body = lab.valid_body(operation).map(|body| case::bytes(&body));
        for whose in [Whose::Known(false), Whose::Unknown(lab.seed | 1)] {
            let mut case = lab.case(operation, whose, body.clone(), "first valid body");
            // Byte by byte, so that an answer that has only begun is noticed.
            case.request.raw = true;
            let exchange = lab.run(Column::Valid, &case).await;
            match &exchange.outcome {
                Ok(answer) => times.push(answer.elapsed),
                Err(failure) => {
                    trouble = Some(failure.clone());
                    silent += usize::from(failure.kind == FailureKind::Timeout);
                }
            }
            let nobody =
                trouble.as_ref().is_some_and(|failure| failure.kind == FailureKind::Unreachable);
            if !lab.ever_answered() && (nobody || silent > 1) {
                return Err(never(lab, trouble));
            }
            if silent > 2 {
                // A server as slow as this is not worth more of the budget.
                lab.stop();
                return Ok(1);
            }
        }
    }
    if !lab.ever_answered() {
        return Err(never(lab, trouble));
    }
    takes_any_session(lab).await;
    times.sort();
    let usual = times.get(times.len() / 2).copied().unwrap_or_default();
    let at_once = 0.3 / usual.as_secs_f64().max(0.001);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 16")]
    let at_once = at_once.clamp(1.0, MOST as f64) as usize;
    Ok(at_once)
}

fn never(lab: &Lab, trouble: Option<Failure>) -> String {
    format!(
        "{} never answered ({}); start the server, or check --target",
        lab.sender.target.origin(),
        trouble.map_or_else(|| "nothing to ask".to_owned(), |failure| failure.text)
    )
}

/// Whether a shopper may be assigned to a session that nobody has: then every text may be tried.
async fn takes_any_session(lab: &Lab) {
    let Some((operation, property)) = vendor::names_session(&lab.context.api) else { return };
    let Some(mut body) = lab.valid_body(operation) else { return };
    body[property] = json!("11111111-2222-4333-8444-555555555555");
    let mut case = lab.case(
        operation,
        Whose::Known(false),
        Some(case::bytes(&body)),
        "a session that nobody has",
    );
    case.expect = Expect::Tolerated;
    let exchange = lab.run(Column::Valid, &case).await;
    if exchange.status().is_some_and(|status| (200..300).contains(&status)) {
        lab.takes_any_session();
    }
}

/// The metadata that writing will change.
pub(super) async fn originals(lab: &Lab) -> Originals {
    let mut originals = Vec::new();
    let has_other = lab.sender.target.permissions.fixtures.other_session_id.is_some();
    for other in [false, true] {
        if other && !has_other {
            continue;
        }
        if let Some(metadata) = read_metadata(lab, other).await {
            originals.push((other, metadata));
        }
    }
    originals
}
