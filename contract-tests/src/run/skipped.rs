//! Why a check was not made for an operation.

use crate::{
    generate::{Category, Generation},
    http::Ended,
    oracle::{self, Check},
    vendor,
};
use oasis_model::ir::{Operation, ParameterPlace};

/// Why nothing tried a check on an operation.
pub(super) fn reason(
    generation: &Generation,
    operation: &Operation,
    check: Check,
    ended: Option<Ended>,
) -> String {
    if let Some(reason) = not_there(generation, operation, check) {
        return reason.to_owned();
    }
    let target = &generation.target;
    let writes = target.permissions.writes;
    let needs = match check {
        Check::ReceiverAccepts => Some("only --receiver makes it"),
        Check::StateFraud if writes && !target.may_do_irreversible() => {
            Some("needs --allow-irreversible")
        }
        _ if is_state(check) && !writes => Some("needs --fixtures and --allow-writes"),
        _ if is_state(check) && target.known(vendor::SESSION_ID, true, false).is_none() => {
            Some("the fixtures name no session")
        }
        Check::StateIsolated if target.permissions.fixtures.other_session_id.is_none() => {
            Some("the fixtures name no other session")
        }
        Check::ResponseResource | Check::ResponseSchema | Check::ResponseContentType
            if !writes && operation.body.is_some() =>
        {
            Some("no success was seen; needs --fixtures and --allow-writes")
        }
        _ => None,
    };
    match (needs, ended) {
        (Some(reason), _) => reason.to_owned(),
        (None, Some(ended)) => ended.text().to_owned(),
        (None, None) => "no response gave occasion for it".to_owned(),
    }
}

fn is_state(check: Check) -> bool {
    check.id().starts_with("contract/state-")
}

/// What the specification lacks for the check.
fn not_there(generation: &Generation, operation: &Operation, check: Check) -> Option<&'static str> {
    let api = &generation.api;
    let sessions = vendor::sessions(api).ok();
    let is_session = sessions.as_ref().is_some_and(|it| it.operation.id == operation.id);
    let other_than_path =
        operation.parameters.iter().any(|parameter| parameter.place != ParameterPlace::Path);
    match check {
        _ if is_state(check) && !is_session => Some("the operation changes no session"),
        Check::AuthRequired | Check::AuthBeforeBody | Check::AuthSchemeCase
            if !oracle::is_guarded(operation) =>
        {
            Some("the operation asks for no token")
        }
        Check::ParametersChecked if !other_than_path => {
            Some("the operation has no query, header or cookie parameter")
        }
        Check::PathHostile | Check::PathUnknownId if !operation.path.contains('{') => {
            Some("the path has no parameter")
        }
        Check::ResponseResource if vendor::echoed(api, operation).is_none() => {
            Some("the response does not repeat an id")
        }
        _ => None,
    }
}

/// The categories that nothing was sent of, with the reason where a user can change it.
pub(super) fn category(generation: &Generation, category: Category) -> Option<&'static str> {
    (category == Category::State && !generation.target.permissions.writes)
        .then_some("what writes do: needs --fixtures and --allow-writes")
}
