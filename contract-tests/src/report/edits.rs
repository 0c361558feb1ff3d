//! An edit of the specification in words, for people. The diff itself is made by `oasis_model::settle`.

use oasis_model::settle::{Change, Edit};

/// What the edit does, such as `nullable: true, as 20 of 20 showed on 2026-12-01`.
pub(super) fn words(edit: &Edit) -> String {
    let change = match &edit.change {
        Change::Status { from, to, .. } => format!("status {from} becomes {to}"),
        Change::Keyword(name, value) if value.is_null() => format!("remove {name}"),
        Change::Keyword(name, value) => format!("{name}: {value}"),
        Change::Nullable(nullable) => format!("nullable: {nullable}"),
        Change::Required(name, true) => format!("`{name}` is required"),
        Change::Required(name, false) => format!("`{name}` is not required"),
        Change::EnumValue(value) => format!("enum: add {value}"),
        Change::Presence(required) => format!("required: {required}"),
        Change::Validator(setting, value) => format!("x-validator: {setting}: {value}"),
        Change::Confirm(keyword) => format!("{keyword} stays and is marked as observed"),
    };
    match &edit.observed {
        None => change,
        Some(seen) => format!("{change}, as {} of {} showed on {}", seen.count, seen.of, seen.on),
    }
}

/// The edit with the element that it changes, in one line.
pub(super) fn line(edit: &Edit) -> String {
    format!("{}  {}", edit.at, words(edit))
}
