//! What a run has shown: data for every report.

use crate::{
    generate::{Case, Category},
    http::{Ended, Exchange},
    oracle::{Ballot, Check},
    scenario::Restored,
};
use oasis_model::{finding::Finding, settle::Edit};
use std::{collections::BTreeMap, time::Duration};

/// What a run has shown.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The target's address, or `the built-in mock`.
    pub target: String,
    /// The options that a repetition needs, such as `--target http://127.0.0.1:4010 --allow-writes`; empty if
    /// there are none.
    pub flags: String,
    /// The specification.
    pub spec: SpecIdentity,
    /// The seed that repeats the run.
    pub seed: u64,
    /// When it began.
    pub started: jiff::Timestamp,
    /// How long it took.
    pub elapsed: Duration,
    /// Requests that went out.
    pub requests: u64,
    /// How often the server asked for patience (429, 503).
    pub waited: u64,
    /// Everything wrong or worth knowing, worst first.
    pub findings: Vec<Shown>,
    /// The outcome of each check for each operation.
    pub results: BTreeMap<(String, Check), CheckResult>,
    /// Cases and failures by operation and category. A failure is a case that showed an error or a warning.
    pub counts: BTreeMap<(String, Category), Count>,
    /// What was not tested, each with the reason.
    pub skipped: Vec<String>,
    /// What was left out since it did not fit the budget, in words.
    pub left_out: Vec<String>,
    /// Why the run ended before its plan did, if it did.
    pub ended: Option<Ended>,
    /// What the envelopes told of the validator.
    pub validator: Ballot,
    /// Whether what was written was put back.
    pub restored: Restored,
    /// How long responses took.
    pub latency: Histogram,
}

/// One finding with what shows it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Severity, rule, basis, message, help; `at` is the claim in the specification where there is one
    /// (document, pointer, line), else the operation. Its evidence is complete: claim, body, exchange, curl.
    pub finding: Finding,
    /// The check.
    pub check: Check,
    /// The operations that show it, the first seen first.
    pub operations: Vec<String>,
    /// The elements that share the cause, such as property names.
    pub elements: Vec<String>,
    /// How often it was seen.
    pub times: u64,
    /// How often it could have been seen, where that is known.
    pub of: Option<u64>,
    /// The smallest case that shows it; none where it takes several exchanges.
    pub case: Option<Case>,
    /// What was exchanged, the telling one last.
    pub exchanges: Vec<Exchange>,
    /// Curl lines of the exchanges.
    pub curl: Vec<String>,
    /// The edits of the specification that would settle it.
    pub edits: Vec<Edit>,
}

/// Which specification a run stood on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecIdentity {
    /// Its file name as the user gave it; `spec/oasis.yaml` for the embedded one.
    pub name: String,
    /// `info.version`.
    pub version: String,
    /// A digest of its text, 16 hexadecimal digits.
    pub digest: String,
}

/// What became of one check for one operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CheckResult {
    /// It was made this often and never failed.
    Passed(u64),
    /// It was made this often and failed this often.
    Failed {
        /// How often it was made.
        made: u64,
        /// How often it failed.
        failed: u64,
    },
    /// It was not made, and why.
    Skipped(String),
}

/// How many cases were run and how many of them failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Cases.
    pub cases: u64,
    /// Cases that showed an error or a warning.
    pub failed: u64,
}

/// Response times, in buckets that double: below 1 ms, below 2 ms, ... , the last without a bound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Histogram {
    /// How many responses fell into each bucket.
    pub buckets: [u64; 16],
    /// The slowest response.
    pub slowest: Duration,
}

impl Histogram {
    /// Adds a response.
    pub fn add(&mut self, elapsed: Duration) {
        let millis = elapsed.as_millis();
        let bucket = (0..15).find(|bucket| millis < 1 << bucket).unwrap_or(15);
        self.buckets[bucket] += 1;
        self.slowest = self.slowest.max(elapsed);
    }
}
