//! Removes the token from everything that a run has shown, so that whatever is made of it, cut or not,
//! holds none.

use crate::{
    http::{Exchange, Response},
    run::{Outcome, Shown},
    scenario::Restored,
    target::Secret,
};
use oasis_model::finding::Place;

/// Removes the token from an outcome.
pub(super) fn scrub(outcome: &mut Outcome, secret: &Secret) {
    let clean = |text: &mut String| *text = secret.scrub(text);
    clean(&mut outcome.target);
    outcome.skipped.iter_mut().chain(&mut outcome.left_out).for_each(clean);
    for shown in &mut outcome.findings {
        finding(shown, &clean);
        shown.exchanges.iter_mut().for_each(|it| exchange(it, &clean));
    }
    if let Restored::Failed(failed) = &mut outcome.restored {
        failed.iter_mut().for_each(|(_, reason, curl)| [reason, curl].into_iter().for_each(clean));
    }
}

fn finding(shown: &mut Shown, clean: &impl Fn(&mut String)) {
    let place = |place: &mut Place| {
        let before = place.text.clone();
        place.text.iter_mut().chain([&mut place.pointer]).for_each(clean);
        if place.text != before {
            // The bytes that were marked are others now.
            place.marked = None;
        }
    };
    let finding = &mut shown.finding;
    [&mut finding.at].into_iter().chain(&mut finding.other).for_each(place);
    [&mut finding.message, &mut finding.help].into_iter().for_each(clean);
    finding.evidence.iter_mut().for_each(|evidence| clean(&mut evidence.text));
    shown.elements.iter_mut().chain(&mut shown.curl).for_each(clean);
}

fn exchange(exchange: &mut Exchange, clean: &impl Fn(&mut String)) {
    let request = &mut exchange.request;
    clean(&mut request.path);
    request.headers.iter_mut().for_each(|(_, value)| clean(value));
    request.body.iter_mut().for_each(|body| bytes(&mut body.0, clean));
    match &mut exchange.outcome {
        Ok(Response { headers, body, undecodable, .. }) => {
            headers.iter_mut().for_each(|(_, value)| clean(value));
            bytes(body, clean);
            undecodable.iter_mut().for_each(clean);
        }
        Err(failure) => clean(&mut failure.text),
    }
}

/// Bytes that are not UTF-8 stay as they are unless something has to be removed.
fn bytes(bytes: &mut Vec<u8>, clean: &impl Fn(&mut String)) {
    let text = String::from_utf8_lossy(bytes);
    let mut cleaned = text.clone().into_owned();
    clean(&mut cleaned);
    if *text != *cleaned {
        *bytes = cleaned.into_bytes();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample::sample_outcome;

    #[test]
    fn the_token_is_nowhere_afterwards() {
        let secret = Secret::new("d3a00526-1864-4f6e").expect("a token");
        let mut outcome = sample_outcome();
        let shown = &mut outcome.findings[0];
        shown.finding.message += " d3a00526-1864-4f6e";
        shown.finding.at.text = Some("d3a00526-1864-4f6e: x".into());
        shown.finding.at.marked = Some(0..18);
        if let Ok(response) = &mut shown.exchanges[0].outcome {
            response.body = b"\xff d3a00526-1864-4f6e".to_vec();
            response.headers.push(("x".into(), "d3a00526-1864-4f6e".into()));
        }
        assert!(format!("{outcome:?}").contains("d3a00526-1864-4f6e"));
        scrub(&mut outcome, &secret);
        assert!(!format!("{:?}", outcome.findings[0].finding).contains("d3a00526-1864-4f6e"));
        let exchange = &outcome.findings[0].exchanges[0];
        let response = exchange.response().expect("it has one");
        assert_eq!(String::from_utf8_lossy(&response.body), "\u{fffd} <token>");
        assert!(response.headers.contains(&("x".into(), "<token>".into())));
        assert!(exchange.request.path.contains("/sessions/<token>-"), "{}", exchange.request.path);
        assert_eq!(outcome.findings[0].finding.at.marked, None);
    }
}
