//! An answer about the resource that the path names: its id comes back.

use super::{Complaint, answer::Place};
use crate::{case, vendor};
use serde_json::Value;

/// The id in the answer against the id in the path.
pub(super) fn echo(place: &Place<'_>, body: &Value) -> Option<Complaint> {
    let property = vendor::echoed(&place.context.api, place.operation)?;
    let segment = place.case.request.path.split('?').next()?.rsplit('/').next()?;
    let asked = String::from_utf8_lossy(&case::unescaped(segment)).into_owned();
    let answered = body.get(property)?.as_str()?;
    (answered != asked).then(|| {
        Complaint::new(
            "contract/answer-session-id",
            property,
            format!("asked for session {asked:?}, answered with {property} {answered:?}"),
            "answer with the session that the path names",
        )
    })
}
