//! What becomes of requests with the wrong token, no token, or the right one in unusual spelling.
//!
//! In comes the response to such a request, out come problems. How bad it is to serve a stranger depends
//! on how surely the operation is known to ask for a token.

use super::{Check, Problem, Verdict, content, scene::Scene, status};
use oasis_model::{
    finding::Basis,
    ir::{Response, Status},
};

/// What a broken body gets, at the API or at the parser before it.
const OF_BODIES: [u16; 5] = [400, 411, 413, 415, 422];

/// The token is missing or wrong.
pub(super) fn unauthorized(scene: &Scene<'_>, broken: bool, verdict: &mut Verdict) {
    let status = scene.response.status;
    verdict.applied.add(Check::AuthRequired);
    if broken {
        verdict.applied.add(Check::AuthBeforeBody);
    }
    if scene.response.is_success() {
        verdict.problems.push(served(scene));
    } else if broken && OF_BODIES.contains(&status) {
        verdict.problems.push(looked_at_the_body(scene));
    } else if status != 401 {
        verdict.problems.push(other_status(scene));
    }
}

fn served(scene: &Scene<'_>) -> Problem {
    let basis = scene.security_basis();
    let problem = Problem::new(
        Check::AuthRequired,
        basis,
        format!("served|{}", scene.operation.id),
        format!(
            "{}: {} is served with status {} ({})",
            scene.case.about,
            scene.operation.id,
            scene.response.status,
            super::scene::says(basis, "a token is required"),
        ),
        "compare the whole token, for every operation, before anything else is looked at",
    );
    Problem { claim: Some(format!("{}/security", scene.operation.at)), ..problem }
}

fn looked_at_the_body(scene: &Scene<'_>) -> Problem {
    Problem::new(
        Check::AuthBeforeBody,
        scene.refusal_basis(Check::AuthBeforeBody.basis()),
        scene.refusal_cause("auth-before-body"),
        format!(
            "{}: a stranger's broken body gets {}, not 401",
            scene.case.about, scene.response.status
        ),
        "look at the token before the body: what is wrong with a body is nobody else's business",
    )
}

/// Refused, but not with 401.
fn other_status(scene: &Scene<'_>) -> Problem {
    let seen = scene.response.status;
    let find = |it: &&Response| it.status == Status::Code(401);
    let Some(response) = scene.operation.responses.iter().find(find) else {
        return Problem::new(
            Check::ResponseStatus,
            scene.refusal_basis(Basis::Inferred),
            scene.refusal_cause(format!("401|{seen}")),
            format!("{}: the status is {seen}, not 401", scene.case.about),
            "answer 401 where the token is missing or wrong",
        );
    };
    let text = format!("{}: the status is", scene.case.about);
    let help = "answer 401 where the token is missing or wrong, or correct the specification";
    // 404 and 405 come of what is asked for, not of who asks.
    let is_other_word = !matches!(seen, 404 | 405);
    status::contradicted(scene, response, response.claim.basis, &text, help, is_other_word)
}

/// The right token behind a scheme name in unusual case.
pub(super) fn authorized(scene: &Scene<'_>, verdict: &mut Verdict) {
    verdict.applied.add(Check::AuthSchemeCase);
    if scene.response.status == 401 {
        verdict.problems.push(Problem::new(
            Check::AuthSchemeCase,
            scene.refusal_basis(Check::AuthSchemeCase.basis()),
            scene.refusal_cause("scheme-case"),
            format!("{}: the right token gets 401", scene.case.about),
            "compare the name of the scheme without regard to case (RFC 9110 section 11.1)",
        ));
    } else if scene.response.is_success() {
        content::success(scene, verdict);
    }
}
