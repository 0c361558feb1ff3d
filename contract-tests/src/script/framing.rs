//! Lengths that are true, connections that stay in step.

use super::{Column, complaint};
use crate::{case::Expect, deck::Deck, ids::Whose, lab::Lab};
use oasis_model::ir::Operation;

pub(super) async fn run(lab: &Lab, operation: &Operation, deck: &Deck) {
    let valid = lab.valid_body(operation).map(|body| crate::case::bytes(&body));
    let mut cases = vec![
        lab.case(operation, Whose::Known(false), valid.clone(), "valid body, byte by byte"),
        lab.case(
            operation,
            Whose::Unknown(lab.seed | 5),
            valid.clone(),
            "unknown id, byte by byte",
        ),
    ];
    cases.extend(lab.broken_draft(deck).and_then(|draft| lab.case_of(operation, &draft)));
    if !operation.security.is_empty() {
        let mut case = lab.case(operation, Whose::Known(false), valid, "no token, byte by byte");
        case.request.auth = crate::exchange::Auth::Nothing;
        case.expect = Expect::Unauthorized { broken: false };
        cases.push(case);
    }
    for mut case in cases {
        // The bodies of these answers are judged elsewhere too; here their bytes count.
        case.request.raw = true;
        let raw = lab.run(Column::Framing, &case).await;
        case.request.raw = false;
        let pooled = lab.run(Column::Framing, &case).await;
        if let (Some(raw_status), Some(pooled_status)) = (raw.status(), pooled.status())
            && raw_status != pooled_status
        {
            let message = format!(
                "the same request is answered {raw_status} on a connection of its own and \
                 {pooled_status} on a connection in use"
            );
            let help = "read every request to its end before the next one begins";
            let found = complaint("contract/protocol-framing", "out of step", message, help);
            lab.complain(operation, found, &[raw, pooled]);
        }
    }
}
