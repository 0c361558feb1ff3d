//! Every promise by its id, with how surely it is known, and the promise in one line.

use oasis_model::finding::Basis;

/// One promise that can be broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// What the specification allows is accepted.
    ValidAccepted,
    /// A body that breaks a documented rule is refused.
    BrokenRefused,
    /// Bodies that break only a guess of the specification are treated as it guesses.
    GuessesHold,
    /// A value of another type is refused, not converted.
    NotConverted,
    /// A query, header or cookie parameter that breaks a documented rule is refused.
    ParametersChecked,
    /// A refused body gets the documented envelope.
    EnvelopeSchema,
    /// The constants of the envelope are the documented ones.
    EnvelopeConstants,
    /// Each item of the envelope is true of the body.
    EnvelopeNamesViolation,
    /// The envelope lists every violation.
    EnvelopeComplete,
    /// Rule names and sentences are those of one generation of the validator, the claimed one.
    EnvelopeWords,
    /// The envelope names properties in the claimed way.
    EnvelopeLabels,
    /// The envelope is declared as the JSON it is.
    EnvelopeContentType,
    /// No response holds a token, a secret property, a stack trace or an internal path.
    Leaks,
    /// A response has the documented status.
    ResponseStatus,
    /// A body is declared as what is documented and what it is.
    ResponseContentType,
    /// A body conforms to its schema.
    ResponseSchema,
    /// A response has no properties that the specification does not name.
    ResponseUndocumentedProperty,
    /// The response is about the resource that the path names.
    ResponseResource,
    /// What was written is what is returned and read back.
    StateWritten,
    /// Metadata is replaced as a whole.
    StateReplaced,
    /// `events` survives when it is sent.
    StateEventsKept,
    /// The mark of suspected fraud shows, alone and together with metadata.
    StateFraud,
    /// The same change twice gives the same state.
    StateIdempotent,
    /// A refused request changes nothing.
    StateRefusedUnchanged,
    /// A write to one session leaves another alone.
    StateIsolated,
    /// Without the right token nothing is served.
    AuthRequired,
    /// The token is looked at before the body.
    AuthBeforeBody,
    /// The scheme name is read in any case (RFC 9110 section 11.1).
    AuthSchemeCase,
    /// An unusual id is treated like any unknown id.
    PathHostile,
    /// An unknown id opens no way round the token or the rules of the body.
    PathUnknownId,
    /// Methods that are not documented do not succeed.
    MethodUndocumented,
    /// No request makes the server fail.
    ServerError,
    /// Every request is answered, in full and in time.
    NoHang,
    /// Responses come within the latency budget.
    Latency,
    /// An oversized or foreign body is accepted or refused.
    OversizedBody,
    /// No connection is dropped again and again.
    Connection,
    /// Responses are whole and valid HTTP.
    Protocol,
    /// 429 and 503 ask for patience; they do not last.
    RateLimit,
    /// What answers at the target is this API.
    TheApi,
    /// A receiver takes every notification that the vendor may send.
    ReceiverAccepts,
}

/// A row of the list of checks.
struct Row {
    check: Check,
    id: &'static str,
    basis: Basis,
    promise: &'static str,
}

const fn row(check: Check, id: &'static str, basis: Basis, promise: &'static str) -> Row {
    Row { check, id, basis, promise }
}

/// In the order of [`Check`].
// A table is read by the line.
#[rustfmt::skip]
const ROWS: [Row; 40] = {
    use Basis::{Assumed, Documented, Inferred};
    use Check::*;
    [
        row(ValidAccepted, "contract/valid-accepted", Documented, "what the specification allows is accepted"),
        row(BrokenRefused, "contract/broken-refused", Documented, "a body that breaks a documented rule is refused"),
        row(GuessesHold, "contract/guesses-hold", Inferred, "bodies that break only a guess of the specification are treated as it guesses"),
        row(NotConverted, "contract/not-converted", Inferred, "a value of another type is refused, not converted"),
        row(ParametersChecked, "contract/parameters-checked", Documented, "a query, header or cookie parameter that breaks a documented rule is refused"),
        row(EnvelopeSchema, "contract/envelope-schema", Documented, "a refused body gets the documented envelope"),
        row(EnvelopeConstants, "contract/envelope-constants", Documented, "the constants of the envelope are the documented ones"),
        row(EnvelopeNamesViolation, "contract/envelope-names-violation", Documented, "each item of the envelope is true of the body"),
        row(EnvelopeComplete, "contract/envelope-complete", Inferred, "the envelope lists every violation"),
        row(EnvelopeWords, "contract/envelope-words", Inferred, "rule names and sentences are those of one generation of the validator, the claimed one"),
        row(EnvelopeLabels, "contract/envelope-labels", Inferred, "the envelope names properties in the claimed way"),
        row(EnvelopeContentType, "contract/envelope-content-type", Documented, "the envelope is declared as the JSON it is"),
        row(Leaks, "contract/leaks", Documented, "no response holds a token, a secret property, a stack trace or an internal path"),
        row(ResponseStatus, "contract/response-status", Inferred, "a response has the documented status"),
        row(ResponseContentType, "contract/response-content-type", Documented, "a body is declared as what is documented and what it is"),
        row(ResponseSchema, "contract/response-schema", Documented, "a body conforms to its schema"),
        row(ResponseUndocumentedProperty, "contract/response-undocumented-property", Assumed, "a response has no properties that the specification does not name"),
        row(ResponseResource, "contract/response-resource", Documented, "the response is about the resource that the path names"),
        row(StateWritten, "contract/state-written", Documented, "what was written is what is returned and read back"),
        row(StateReplaced, "contract/state-replaced", Documented, "metadata is replaced as a whole"),
        row(StateEventsKept, "contract/state-events-kept", Documented, "`events` survives when it is sent"),
        row(StateFraud, "contract/state-fraud", Documented, "the mark of suspected fraud shows, alone and together with metadata"),
        row(StateIdempotent, "contract/state-idempotent", Inferred, "the same change twice gives the same state"),
        row(StateRefusedUnchanged, "contract/state-refused-unchanged", Documented, "a refused request changes nothing"),
        row(StateIsolated, "contract/state-isolated", Documented, "a write to one session leaves another alone"),
        row(AuthRequired, "contract/auth-required", Documented, "without the right token nothing is served"),
        row(AuthBeforeBody, "contract/auth-before-body", Inferred, "the token is looked at before the body"),
        row(AuthSchemeCase, "contract/auth-scheme-case", Assumed, "the scheme name is read in any case (RFC 9110 section 11.1)"),
        row(PathHostile, "contract/path-hostile", Documented, "an unusual id is treated like any unknown id"),
        row(PathUnknownId, "contract/path-unknown-id", Documented, "an unknown id opens no way round the token or the rules of the body"),
        row(MethodUndocumented, "contract/method-undocumented", Inferred, "methods that are not documented do not succeed"),
        row(ServerError, "contract/server-error", Documented, "no request makes the server fail"),
        row(NoHang, "contract/no-hang", Documented, "every request is answered, in full and in time"),
        row(Latency, "contract/latency", Assumed, "responses come within the latency budget"),
        row(OversizedBody, "contract/oversized-body", Documented, "an oversized or foreign body is accepted or refused"),
        row(Connection, "contract/connection", Documented, "no connection is dropped again and again"),
        row(Protocol, "contract/protocol", Documented, "responses are whole and valid HTTP"),
        row(RateLimit, "contract/rate-limit", Documented, "429 and 503 ask for patience; they do not last"),
        row(TheApi, "contract/the-api", Documented, "what answers at the target is this API"),
        row(ReceiverAccepts, "contract/receiver-accepts", Documented, "a receiver takes every notification that the vendor may send"),
    ]
};

impl Check {
    /// Every check.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.check)
    }

    /// Its stable id, such as `contract/valid-accepted`.
    pub fn id(self) -> &'static str {
        ROWS[self as usize].id
    }

    /// How the promise is known where no single claim of the specification is contradicted.
    pub fn basis(self) -> Basis {
        ROWS[self as usize].basis
    }

    /// The promise in one line.
    pub fn promise(self) -> &'static str {
        ROWS[self as usize].promise
    }

    /// The check with this id, with or without `contract/` in front.
    pub fn find(id: &str) -> Option<Self> {
        let bare = id.strip_prefix("contract/").unwrap_or(id);
        Self::all().find(|check| check.id().strip_prefix("contract/") == Some(bare))
    }
}

/// A set of checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied(u64);

impl Applied {
    /// Adds a check.
    pub fn add(&mut self, check: Check) {
        self.0 |= 1 << check as u64;
    }

    /// Whether the check is in it.
    pub fn has(self, check: Check) -> bool {
        self.0 & (1 << check as u64) != 0
    }

    /// Every check in it.
    pub fn iter(self) -> impl Iterator<Item = Check> {
        Check::all().filter(move |check| self.has(*check))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_checks() {
        for (index, row) in ROWS.iter().enumerate() {
            assert_eq!(row.check as usize, index, "{}", row.id);
            assert!(!row.promise.ends_with('.'), "{}", row.promise);
            assert_eq!(Check::find(row.id), Some(row.check));
        }
        assert!(ROWS.len() <= 64);
    }
}
