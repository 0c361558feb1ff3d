//! Every promise by its id, with how surely it is known, and the promise in one line.

use Basis::{Assumed, Documented, Inferred};
use oasis_model::finding::Basis;

/// Makes the list of checks from a table.
macro_rules! checks {
    ($($check:ident $id:literal $basis:ident $promise:literal;)*) => {
        /// One promise that can be broken.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Check { $(#[doc = $promise] $check),* }

        /// Check, id, basis and promise, in the order of [`Check`].
        const ROWS: &[(Check, &str, Basis, &str)] =
            &[$((Check::$check, $id, $basis, $promise)),*];
    };
}

checks! {
    ValidAccepted "contract/valid-accepted" Documented "what the specification allows is accepted";
    BrokenRefused "contract/broken-refused" Documented "a body that breaks a documented rule is refused";
    GuessesHold "contract/guesses-hold" Inferred "bodies that break only a guess of the specification are treated as it guesses";
    NotConverted "contract/not-converted" Inferred "a value of another type is refused, not converted";
    ParametersChecked "contract/parameters-checked" Documented "a query, header or cookie parameter that breaks a documented rule is refused";
    EnvelopeSchema "contract/envelope-schema" Documented "a refused body gets the documented envelope";
    EnvelopeConstants "contract/envelope-constants" Documented "the constants of the envelope are the documented ones";
    EnvelopeNamesViolation "contract/envelope-names-violation" Documented "each item of the envelope is true of the body";
    EnvelopeComplete "contract/envelope-complete" Inferred "the envelope lists every violation";
    EnvelopeWords "contract/envelope-words" Inferred "rule names and sentences are those of one generation of the validator, the claimed one";
    EnvelopeLabels "contract/envelope-labels" Inferred "the envelope names properties in the claimed way";
    EnvelopeContentType "contract/envelope-content-type" Documented "the envelope is declared as the JSON it is";
    Leaks "contract/leaks" Documented "no response holds a token, a secret property, a stack trace or an internal path";
    ResponseStatus "contract/response-status" Inferred "a response has the documented status";
    ResponseContentType "contract/response-content-type" Documented "a body is declared as what is documented and what it is";
    ResponseSchema "contract/response-schema" Documented "a body conforms to its schema";
    ResponseUndocumentedProperty "contract/response-undocumented-property" Assumed "a response has no properties that the specification does not name";
    ResponseResource "contract/response-resource" Documented "the response is about the resource that the path names";
    StateWritten "contract/state-written" Documented "what was written is what is returned and read back";
    StateReplaced "contract/state-replaced" Documented "metadata is replaced as a whole";
    StateEventsKept "contract/state-events-kept" Documented "`events` survives when it is sent";
    StateFraud "contract/state-fraud" Documented "the mark of suspected fraud shows, alone and together with metadata";
    StateIdempotent "contract/state-idempotent" Inferred "the same change twice gives the same state";
    StateRefusedUnchanged "contract/state-refused-unchanged" Documented "a refused request changes nothing";
    StateIsolated "contract/state-isolated" Documented "a write to one session leaves another alone";
    AuthRequired "contract/auth-required" Documented "without the right token nothing is served";
    AuthBeforeBody "contract/auth-before-body" Inferred "the token is looked at before the body";
    AuthSchemeCase "contract/auth-scheme-case" Inferred "the scheme name is read in any case (RFC 9110 section 11.1)";
    PathHostile "contract/path-hostile" Documented "an unusual id is treated like any unknown id";
    PathUnknownId "contract/path-unknown-id" Documented "an unknown id opens no way round the token or the rules of the body";
    MethodUndocumented "contract/method-undocumented" Inferred "methods that are not documented do not succeed";
    ServerError "contract/server-error" Documented "no request makes the server fail";
    NoHang "contract/no-hang" Documented "every request is answered, in full and in time";
    Latency "contract/latency" Assumed "responses come within the latency budget";
    OversizedBody "contract/oversized-body" Documented "an oversized or foreign body is accepted or refused";
    Connection "contract/connection" Documented "no connection is dropped again and again";
    Protocol "contract/protocol" Documented "responses are whole and valid HTTP";
    RateLimit "contract/rate-limit" Documented "429 and 503 ask for patience; they do not last";
    TheApi "contract/the-api" Documented "what answers at the target is this API";
    Implemented "contract/implemented" Inferred "the target has every operation";
    ReceiverAccepts "contract/receiver-accepts" Documented "a receiver takes every notification that the vendor may send";
}

impl Check {
    /// Every check.
    pub fn all() -> impl Iterator<Item = Self> {
        ROWS.iter().map(|row| row.0)
    }

    /// Its stable id, such as `contract/valid-accepted`.
    pub fn id(self) -> &'static str {
        ROWS[self as usize].1
    }

    /// How the promise is known where no single claim of the specification is contradicted.
    pub fn basis(self) -> Basis {
        ROWS[self as usize].2
    }

    /// The promise in one line.
    pub fn promise(self) -> &'static str {
        ROWS[self as usize].3
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
    fn every_check_is_found_by_its_id() {
        for check in Check::all() {
            assert!(!check.promise().ends_with('.'), "{}", check.promise());
            assert_eq!(Check::find(check.id()), Some(check));
        }
        assert!(ROWS.len() <= 64);
    }
}
