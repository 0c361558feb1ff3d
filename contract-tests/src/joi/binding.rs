//! Which rules of one schema bind under some settings.
//!
//! In come settings and a schema with its other readings, out comes yes or no for a keyword. It judges
//! no value.

use super::Settings;
use oasis_model::ir::{Change, Property, Schema};
use serde_json::Value;

/// The settings, asked about one schema.
pub(super) struct Binding<'a> {
    pub(super) settings: &'a Settings,
    pub(super) schema: &'a Schema,
}

impl Binding<'_> {
    /// Whether the keyword binds, or may plausibly not be there.
    pub(super) fn keyword(&self, keyword: &str) -> bool {
        self.unless(&Change::Keyword(keyword.to_owned(), Value::Null))
    }

    /// Whether only the listed values are taken.
    pub(super) fn listed(&self) -> bool {
        self.unless(&Change::OpenEnum)
    }

    /// Whether null is taken, given that it is claimed to be, or not.
    pub(super) fn null(&self, claimed: bool) -> bool {
        let claim = &self.schema.claim;
        match claimed {
            true => self.settings.assumed_nulls || !claim.may_change(&Change::Nullable(false)),
            false => !self.settings.limits_from_other_pages && claim.may_be_null(),
        }
    }

    /// Whether the claim binds that this change would loosen.
    fn unless(&self, change: &Change) -> bool {
        self.settings.limits_from_other_pages || !self.schema.claim.may_change(change)
    }
}

/// Whether the property has to be there.
pub(super) fn requires(settings: &Settings, property: &Property) -> bool {
    property.required && (settings.sample_requireds || !property.claim.may_be_absent())
}
