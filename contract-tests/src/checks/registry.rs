//! Every check by its id, with how surely its promise is known, and the promise in one line.

use oasis_model::finding::Basis;

/// One promise that can be broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Check {
    /// Stable id.
    pub id: &'static str,
    /// How the promise is known.
    pub basis: Basis,
    /// What is promised.
    pub promise: &'static str,
}

const fn check(id: &'static str, basis: Basis, promise: &'static str) -> Check {
    Check { id, basis, promise }
}

/// Every check, in the order of the table.
pub const ALL: [Check; 34] = {
    use Basis::{Assumed, Documented, Inferred};
    [
        check("contract/valid-accepted", Documented, "a valid body is accepted"),
        check(
            "contract/broken-refused",
            Documented,
            "a body that is wrong under every reading is refused, not converted",
        ),
        check("contract/envelope-schema", Documented, "a refusal carries the documented envelope"),
        check(
            "contract/envelope-constants",
            Documented,
            "`message` and `type` of the envelope are the documented ones",
        ),
        check("contract/envelope-complete", Inferred, "the envelope lists every violation"),
        check(
            "contract/envelope-names-violation",
            Inferred,
            "each item names the rule and the quoted field of a violation, in words about that field",
        ),
        check(
            "contract/envelope-one-world",
            Inferred,
            "rule names and labels all belong to one generation of the validator",
        ),
        check(
            "contract/envelope-content-type",
            Documented,
            "the envelope is declared as the JSON it is",
        ),
        check(
            "contract/envelope-leaks",
            Assumed,
            "no answer carries a stack trace, an internal path, the token, or undocumented members in the envelope",
        ),
        check("contract/answer-status", Inferred, "an answer has a documented status"),
        check(
            "contract/answer-content-type",
            Documented,
            "a body is declared as what is documented and what it is",
        ),
        check(
            "contract/answer-schema",
            Documented,
            "a body conforms to its schema, and is absent where none is documented",
        ),
        check(
            "contract/answer-undocumented-member",
            Inferred,
            "an answer has no members that the specification does not name",
        ),
        check(
            "contract/answer-session-id",
            Documented,
            "the session in the answer is the one in the path",
        ),
        check(
            "contract/state-written",
            Documented,
            "what was written is what is answered and read back",
        ),
        check("contract/state-replaced", Documented, "metadata is replaced as a whole"),
        check("contract/state-events-kept", Documented, "`events` survives when it is sent"),
        check(
            "contract/state-fraud",
            Documented,
            "`suspectedFraud: true` shows, alone and together with metadata",
        ),
        check("contract/state-idempotent", Inferred, "the same change twice gives the same state"),
        check("contract/state-refused-unchanged", Inferred, "a refused request changes nothing"),
        check("contract/state-isolated", Inferred, "a write to one session leaves another alone"),
        check("contract/auth-required", Documented, "without the right token the answer is 401"),
        check("contract/auth-before-body", Inferred, "the token is looked at before the body"),
        check(
            "contract/auth-scheme-case",
            Documented,
            "the scheme name is read in any case (RFC 9110 section 11.1)",
        ),
        check("contract/path-hostile", Inferred, "an unusual id is treated like any unknown id"),
        check(
            "contract/path-unknown-id",
            Inferred,
            "an unknown id is served or refused, and is never somebody else's",
        ),
        check(
            "contract/method-undocumented",
            Inferred,
            "methods that are not documented do not succeed",
        ),
        check(
            "contract/protocol-framing",
            Assumed,
            "answers are framed as they declare, in plain HTTP/1.1",
        ),
        check("contract/server-error", Inferred, "no request makes the server fail"),
        check("contract/no-hang", Assumed, "every request is answered, in full and in time"),
        check("contract/latency", Assumed, "answers come within the latency budget"),
        check("contract/heavy-body", Assumed, "a heavy or foreign body is accepted or refused"),
        check("contract/connection", Assumed, "no connection is dropped again and again"),
        check("contract/rate-limit", Documented, "503 asks for patience; it does not last"),
    ]
};

/// The check with this id.
pub fn find(id: &str) -> Option<&'static Check> {
    ALL.iter().find(|check| check.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_of_one_form() {
        for (index, check) in ALL.iter().enumerate() {
            assert!(check.id.starts_with("contract/"), "{}", check.id);
            assert!(ALL[..index].iter().all(|other| other.id != check.id), "{}", check.id);
            assert!(!check.promise.ends_with('.'), "{}", check.promise);
        }
    }
}
