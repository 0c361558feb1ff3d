//! Methods that the specification does not name on a path.

use super::Column;
use crate::{case::Expect, ids::Whose, lab::Lab};
use oasis_model::ir::Operation;

pub(super) async fn run(lab: &Lab, operation: &Operation, known: bool) {
    let whose = if known { Whose::Known(false) } else { Whose::Unknown(lab.seed | 3) };
    // A method that works by mistake may do anything, so known ids need the leave to write.
    if known && !lab.sender.target.permissions.writes {
        return;
    }
    let body = lab.valid_body(operation).map(|body| crate::case::bytes(&body));
    let documented = |method: &str| {
        let same =
            |other: &&Operation| other.path == operation.path && other.method.as_str() == method;
        lab.context.api.operations.iter().any(|other| same(&other))
    };
    // The most destructive come last.
    for method in ["HEAD", "OPTIONS", "GET", "TRACE", "CONTRACT", "POST", "PUT", "PATCH", "DELETE"]
    {
        if documented(method) {
            continue;
        }
        let body = body.clone().filter(|_| matches!(method, "POST" | "PUT" | "PATCH"));
        let mut case = lab.case(operation, whose, body, &format!("method {method}"));
        case.request.method = method.to_owned();
        case.request.raw = true;
        case.expect = Expect::NoSuchMethod;
        lab.run(Column::Method, &case).await;
    }
}
