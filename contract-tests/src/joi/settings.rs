//! How the vendor's validator may have been set up, and how a server may read what the pages leave open.
//!
//! In comes an [`Api`], out come [`Settings`]: those that it claims, and named variants of them. It says
//! nothing of how violations are found.

use oasis_model::ir::{Api, Change, Labels, Property, Reports, Schema};
use serde_json::Value;

/// One way in which the vendor's validator may have been set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Which generation of Joi words the errors.
    pub generation: Generation,
    /// How a property is named in an error (`errors.label`).
    pub labels: Labels,
    /// How many violations are listed (`abortEarly`).
    pub reports: Reports,
    /// Numbers and booleans that are spelled as strings are converted (`convert`).
    pub converts: bool,
    /// What happens to properties of which an object says nothing.
    pub unknown_properties: Policy,
    /// What happens to empty strings.
    pub empty_strings: Policy,
    /// How date-times are declared, which decides the rule that names a bad one.
    pub dates: Dates,
    /// Formats other than dates (`uuid`, `email`, `uri`) are rules rather than hints.
    pub formats: bool,
    /// Numbers beyond 2^53 - 1 are refused.
    pub safe_integers: bool,
    /// A success without a body has status 204, where that is plausible, instead of 200.
    pub no_content: bool,
    /// The envelope comes with the status that is plausible beside the claimed one.
    pub other_status: bool,
    /// Properties whose being required is known from a sample only are required indeed.
    pub sample_requireds: bool,
    /// Nulls that no page speaks of are taken, as assumed.
    pub assumed_nulls: bool,
    /// Enums, bounds and nulls that are plausibly other than claimed are enforced as claimed.
    pub limits_from_other_pages: bool,
}

/// The generations of Joi that differ in codes, sentences and labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generation {
    /// 16 and later.
    Joi16,
    /// 15 and earlier.
    Joi15,
}

/// What happens to values that no page speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// They are no violation.
    Taken,
    /// Each is a violation.
    Refused,
}

/// How date-times are declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dates {
    /// As strings in ISO form.
    String,
    /// As dates in ISO form.
    Date,
}

impl Settings {
    /// What the specification claims: the words of its `x-validator`, and bodies are taken exactly if
    /// they fit their schema.
    pub fn claimed(api: &Api) -> Self {
        let validator = api.validator.as_ref();
        let older = validator.is_some_and(|validator| validator.words < 16);
        Self {
            generation: if older { Generation::Joi15 } else { Generation::Joi16 },
            labels: validator.map_or(Labels::Path, |validator| validator.labels),
            reports: validator.map_or(Reports::All, |validator| validator.reports),
            converts: validator.is_some_and(|validator| validator.converts),
            unknown_properties: Policy::Taken,
            empty_strings: Policy::Taken,
            dates: Dates::String,
            formats: false,
            safe_integers: false,
            no_content: false,
            other_status: false,
            sample_requireds: true,
            assumed_nulls: true,
            limits_from_other_pages: true,
        }
    }

    /// What is claimed, variants that differ in one choice, and some that differ in many, each with a
    /// name. A server of any of them keeps every word of the pages.
    pub fn variants(api: &Api) -> Vec<(&'static str, Self)> {
        let base = || Self::claimed(api);
        let joi15 = |it: Self| Self { generation: Generation::Joi15, labels: Labels::Key, ..it };
        let strict = Self {
            unknown_properties: Policy::Refused,
            empty_strings: Policy::Refused,
            safe_integers: true,
            ..base()
        };
        let loose = Self {
            converts: true,
            no_content: true,
            sample_requireds: false,
            limits_from_other_pages: false,
            ..base()
        };
        vec![
            ("as-claimed", base()),
            ("joi-15", joi15(base())),
            ("unknown-refused", Self { unknown_properties: Policy::Refused, ..base() }),
            ("empty-refused", Self { empty_strings: Policy::Refused, ..base() }),
            ("dates-as-dates", Self { dates: Dates::Date, ..base() }),
            ("no-content", Self { no_content: true, ..base() }),
            ("status-400", Self { other_status: true, ..base() }),
            ("sample-properties-optional", Self { sample_requireds: false, ..base() }),
            ("assumed-nulls-refused", Self { assumed_nulls: false, ..base() }),
            ("limits-open", Self { limits_from_other_pages: false, ..base() }),
            ("safe-integers", Self { safe_integers: true, ..base() }),
            ("labels-key", Self { labels: Labels::Key, ..base() }),
            ("reports-first", Self { reports: Reports::First, ..base() }),
            ("converts", Self { converts: true, ..base() }),
            (
                "joi-defaults",
                Self {
                    reports: Reports::First,
                    converts: true,
                    labels: Labels::Path,
                    ..strict.clone()
                },
            ),
            ("strictest", Self { converts: false, formats: true, assumed_nulls: false, ..strict }),
            ("loosest", loose.clone()),
            ("older", Self { other_status: true, ..joi15(loose) }),
        ]
    }

    /// Whether the keyword binds, or may plausibly not be there.
    pub(super) fn binds(&self, schema: &Schema, keyword: &str) -> bool {
        self.keeps(schema, &Change::Keyword(keyword.to_owned(), Value::Null))
    }

    /// Whether only the listed values are taken.
    pub(super) fn closes_enum(&self, schema: &Schema) -> bool {
        self.keeps(schema, &Change::OpenEnum)
    }

    /// Whether the claim binds that this change would loosen.
    fn keeps(&self, schema: &Schema, change: &Change) -> bool {
        self.limits_from_other_pages || !schema.claim.may_change(change)
    }

    /// Whether null is taken, given that it is claimed to be, or not.
    pub(super) fn takes_null(&self, Schema { claim, .. }: &Schema, claimed: bool) -> bool {
        match claimed {
            true => self.assumed_nulls || !claim.may_change(&Change::Nullable(false)),
            false => !self.limits_from_other_pages && claim.may_be_null(),
        }
    }

    /// Whether the property has to be there.
    pub(super) fn requires(&self, property: &Property) -> bool {
        property.required && (self.sample_requireds || !property.claim.may_be_absent())
    }
}
