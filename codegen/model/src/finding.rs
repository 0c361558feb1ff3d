//! The one type for everything that can be wrong: in a document, in a contract, in the world.
//!
//! Every stage collects findings and hands them on; `report` renders them. Nothing here decides
//! an exit code or prints.

use serde::Serialize;
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// How bad a finding is; only [`Severity::Error`] makes a command fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; an observation that another plausible reading allows.
    Note,
    /// Something is lost or doubtful, and the work went on.
    Warning,
    /// A promise is broken or the work could not be done.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

/// How a claim of the specification is known, the surest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// A vendor page says so; written by saying nothing.
    #[default]
    Documented,
    /// Measured on a server, with the day and the counts.
    Observed,
    /// Worked out from something a page shows.
    Inferred,
    /// No page shows anything; chosen because something had to be.
    Assumed,
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Documented => "documented",
            Self::Observed => "observed",
            Self::Inferred => "inferred",
            Self::Assumed => "assumed",
        })
    }
}

/// Where a finding belongs: a spot in a document, or an operation of a server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Place {
    /// The document's name as the user gave it; empty until a document is known.
    pub document: String,
    /// JSON pointer into the document (RFC 6901), or an operation id for contract findings.
    pub pointer: String,
    /// Line, counted from 1; absent until [`crate::locate`] fills it in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Column, counted from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// The text of that line, trimmed; of a long line the part around the column, with `…` where
    /// it is cut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The bytes of `text` that the finding is about; all of it where this is not known.
    #[serde(skip)]
    pub marked: Option<Range<usize>>,
}

impl Place {
    /// A place known only by its JSON pointer.
    pub fn pointer(pointer: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), ..Self::default() }
    }
}

/// One labelled piece of evidence: a body, a `curl` line, a witness, the edit that would settle it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Evidence {
    /// What this is, in one or two words, such as `body` or `witness`.
    pub label: Cow<'static, str>,
    /// The evidence itself; may span lines; never holds a secret.
    pub text: String,
}

/// One thing that is wrong, doubtful or worth knowing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Stable id in kebab case with its area in front, such as `spec/unknown-keyword`.
    pub rule: Cow<'static, str>,
    /// How bad it is.
    pub severity: Severity,
    /// How the claim in question is known.
    pub basis: Basis,
    /// Where it is.
    pub at: Place,
    /// The other side, where two things are compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<Place>,
    /// What is wrong, in lower case, without a final stop.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// What shows it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

impl Finding {
    /// A finding at a JSON pointer, about a documented claim, without evidence.
    pub fn new(
        severity: Severity,
        rule: impl Into<Cow<'static, str>>,
        pointer: impl Into<String>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Self {
        Self {
            rule: rule.into(),
            severity,
            basis: Basis::Documented,
            at: Place::pointer(pointer),
            other: None,
            message: message.into(),
            help: help.into(),
            evidence: Vec::new(),
        }
    }

    /// The same finding about a claim of this basis.
    pub fn with_basis(mut self, basis: Basis) -> Self {
        self.basis = basis;
        self
    }

    /// The same finding with one more piece of evidence.
    pub fn with_evidence(
        mut self,
        label: impl Into<Cow<'static, str>>,
        text: impl Into<String>,
    ) -> Self {
        self.evidence.push(Evidence { label: label.into(), text: text.into() });
        self
    }

    /// The same finding with the place of the other side.
    pub fn with_other(mut self, other: Place) -> Self {
        self.other = Some(other);
        self
    }
}

/// Whether any finding is an error.
pub fn any_error(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}
