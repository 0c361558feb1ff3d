//! The choices that the documentation leaves open, each with its plausible readings.
//!
//! A [`Dialect`] makes the validator one conforming variant of the vendor's; it says nothing of how
//! violations are found. Every combination is a server that keeps its promises.

use oasis_model::ir::{Change, Schema};
use serde_json::Value;

/// One way in which the vendor's validator may have been set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Which generation of Joi words the errors.
    pub world: World,
    /// What happens to members that an object does not declare.
    pub unknown_members: UnknownMembers,
    /// What happens to empty strings.
    pub empty_strings: EmptyStrings,
    /// How date-times are declared, which decides the rule that names a bad one.
    pub dates: Dates,
    /// A success without a body has status 204, where that is plausible, instead of 200.
    pub no_content: bool,
    /// The envelope comes with the status that is plausible beside the claimed one.
    pub other_status: bool,
    /// Members whose being required is known from a sample only are required indeed.
    pub required_members_from_sample: bool,
    /// Nulls that no page speaks of are taken, as assumed.
    pub assumed_nulls: bool,
    /// Enums, bounds and nulls that are plausibly other than claimed are enforced as claimed.
    pub limits_from_other_pages: bool,
    /// Whole numbers beyond 2^53 - 1 are refused.
    pub safe_integers: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Self {
            world: World::Joi16,
            unknown_members: UnknownMembers::Refuse,
            empty_strings: EmptyStrings::Refuse,
            dates: Dates::Text,
            no_content: false,
            other_status: false,
            required_members_from_sample: true,
            assumed_nulls: true,
            limits_from_other_pages: true,
            safe_integers: true,
        }
    }
}

impl Dialect {
    /// The default, every variant of it that differs in one choice, and two that differ in many,
    /// each with a name. A server of any of them conforms.
    pub fn variants() -> Vec<(&'static str, Self)> {
        let base = Self::default;
        vec![
            ("as-claimed", base()),
            ("joi-15", Self { world: World::Joi15, ..base() }),
            ("unknown-tolerated", Self { unknown_members: UnknownMembers::Tolerate, ..base() }),
            ("empty-taken", Self { empty_strings: EmptyStrings::Take, ..base() }),
            ("dates-as-dates", Self { dates: Dates::Date, ..base() }),
            ("no-content", Self { no_content: true, ..base() }),
            ("status-400", Self { other_status: true, ..base() }),
            ("sample-members-optional", Self { required_members_from_sample: false, ..base() }),
            ("assumed-nulls-refused", Self { assumed_nulls: false, ..base() }),
            ("limits-open", Self { limits_from_other_pages: false, ..base() }),
            ("unsafe-integers", Self { safe_integers: false, ..base() }),
            ("loosest", Self::loosest()),
            ("older", Self { world: World::Joi15, other_status: true, ..Self::loosest() }),
        ]
    }

    /// Every choice that takes more than another.
    fn loosest() -> Self {
        Self {
            unknown_members: UnknownMembers::Tolerate,
            empty_strings: EmptyStrings::Take,
            required_members_from_sample: false,
            limits_from_other_pages: false,
            safe_integers: false,
            no_content: true,
            ..Self::default()
        }
    }
}

/// The generations of Joi that differ in rule names and labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum World {
    /// 16 and later: labels are full paths.
    Joi16,
    /// 15 and earlier: labels are the last step only.
    Joi15,
}

/// What happens to members that an object does not declare; free-form objects keep theirs anyway.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownMembers {
    /// Each is a violation.
    Refuse,
    /// They are ignored.
    Tolerate,
}

/// What happens to empty strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyStrings {
    /// Each is a violation.
    Refuse,
    /// They are strings like others.
    Take,
}

/// How date-times are declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dates {
    /// As text in ISO form.
    Text,
    /// As dates in ISO form.
    Date,
}

/// Which rules of one schema bind under a dialect.
pub(super) struct Binding<'a> {
    pub(super) dialect: &'a Dialect,
    pub(super) schema: &'a Schema,
}

impl Binding<'_> {
    /// Whether the claim binds that this change would loosen.
    pub(super) fn binds(&self, change: &Change) -> bool {
        self.dialect.limits_from_other_pages || !self.schema.claim.may_change(change)
    }

    /// Whether null is refused although it is claimed to be allowed.
    pub(super) fn refuses_claimed_null(&self) -> bool {
        !self.dialect.assumed_nulls && self.schema.claim.may_change(&Change::Nullable(false))
    }

    /// Whether the keyword binds, or may plausibly not be there.
    pub(super) fn keyword_binds(&self, keyword: &str) -> bool {
        self.binds(&Change::Keyword(keyword.to_owned(), Value::Null))
    }
}
