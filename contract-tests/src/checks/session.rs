//! What only this vendor promises of a session: its id comes back.

use super::{Complaint, answer::Place};
use serde_json::Value;

/// Operations whose answer is the session that the path names.
const SESSIONS: [(&str, &str); 1] = [("updateSession", "sessionId")];

/// The id in the answer against the id in the path.
pub(super) fn echo(place: &Place<'_>, body: &Value) -> Option<Complaint> {
    let (_, member) = SESSIONS.iter().find(|(operation, _)| *operation == place.case.operation)?;
    let asked = unescaped(place.case.request.path.split('?').next()?.rsplit('/').next()?);
    let answered = body.get(*member)?.as_str()?;
    (answered != asked).then(|| {
        Complaint::new(
            "contract/answer-session-id",
            *member,
            format!("asked for session {asked:?}, answered with {member} {answered:?}"),
            "answer with the session that the path names",
        )
    })
}

fn unescaped(segment: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = segment.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let pair = tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()).filter(|_| first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
