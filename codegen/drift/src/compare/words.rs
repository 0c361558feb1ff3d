//! The kind of a reason in, the words for it out: the keyword that it is about, the change that it
//! amounts to, and the keywords that an edit writes to settle it.

use crate::contain::Aspect;

/// What a kind of reason is called.
pub(super) struct Words {
    pub(super) keyword: &'static str,
    /// The change when fewer messages are allowed, and when more are. Empty where it takes more than the
    /// kind to name it.
    pub(super) narrowed: &'static str,
    pub(super) widened: &'static str,
    /// The keywords that are written as the new document has them; empty where that does not settle it.
    pub(super) edited: &'static [&'static str],
}

/// The words for a kind of reason.
pub(super) fn words(kind: &Aspect) -> Words {
    let (keyword, narrowed, widened, edited): (_, _, _, &[&str]) = match kind {
        Aspect::Type(_) => ("type", "", "", &[]),
        Aspect::Null => ("nullable", "null-refused", "null-allowed", &[]),
        Aspect::Value(_) => ("enum", "enum-value-removed", "enum-value-added", &["enum"]),
        Aspect::Listed(_) => ("enum", "enum-added", "enum-removed", &["enum"]),
        Aspect::Minimum => (
            "minimum",
            "minimum-raised",
            "minimum-lowered",
            &["minimum", "exclusiveMinimum", "format"],
        ),
        Aspect::Maximum => (
            "maximum",
            "maximum-lowered",
            "maximum-raised",
            &["maximum", "exclusiveMaximum", "format"],
        ),
        Aspect::Step => ("multipleOf", "step-narrowed", "step-widened", &["multipleOf"]),
        Aspect::MinLength => {
            ("minLength", "min-length-raised", "min-length-lowered", &["minLength"])
        }
        Aspect::MaxLength => {
            ("maxLength", "max-length-lowered", "max-length-raised", &["maxLength"])
        }
        Aspect::Format => ("format", "", "", &["format", "pattern"]),
        Aspect::Pattern(_) => ("pattern", "", "", &["format", "pattern"]),
        Aspect::MinItems => ("minItems", "min-items-raised", "min-items-lowered", &["minItems"]),
        Aspect::MaxItems => ("maxItems", "max-items-lowered", "max-items-raised", &["maxItems"]),
        Aspect::Unique => {
            ("uniqueItems", "unique-items-added", "unique-items-removed", &["uniqueItems"])
        }
        Aspect::MinProperties => {
            ("minProperties", "min-members-raised", "min-members-lowered", &["minProperties"])
        }
        Aspect::MaxProperties => {
            ("maxProperties", "max-members-lowered", "max-members-raised", &["maxProperties"])
        }
        Aspect::Closed(None) => {
            ("additionalProperties", "members-closed", "members-opened", &["additionalProperties"])
        }
        Aspect::Others => ("additionalProperties", "members-restricted", "members-relaxed", &[]),
        Aspect::Closed(Some(_)) => ("additionalProperties", "", "", &[]),
        Aspect::Required(_) => ("required", "", "", &[]),
        Aspect::Typed(_) | Aspect::Dropped(_) => ("type", "", "", &[]),
        Aspect::Alternative(_) => ("type", "alternative-removed", "alternative-added", &[]),
        Aspect::Overlap(_) => ("type", "exclusion-added", "exclusion-removed", &[]),
        Aspect::Unknown(_) => ("type", "undecided", "undecided", &[]),
    };
    Words { keyword, narrowed, widened, edited }
}
