//! Reads values that are one of several types.
//!
//! Without a tag every type is tried, and the one that loses least is taken ([`choose`]); with a tag
//! the tag decides ([`tagged`]). A choice within a choice is made once and remembered, so the work
//! grows with the size of the value and not with the power of its depth.

use super::cost::cost;
use super::fault::{Fault, raise};
use super::node::{Node, whole};
use super::tree::Tree;
use serde::de::{Deserialize, DeserializeOwned, Deserializer};
use serde::ser::Serialize;
use serde_json::Value;
use std::any::TypeId;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

/// What an unknown value of an enum costs that has one value only: that enum is a tag.
const WRONG_TAG: u64 = 1_000;

/// How one variant is read: the variant, and what the value lost if the second argument is `true`.
pub type Read<U> = fn(&Tree<'_>, bool) -> Result<(U, u64), Opaque>;

/// Why a variant was not read. Generated code hands it on and does not look inside.
#[derive(Debug)]
pub struct Opaque(Fault);

/// One variant of a union with a tag: the tags that name it, and how it is read.
pub type Tag<U> = (&'static [&'static str], Read<U>);

/// Which variant won, for each type of union and value.
type Memory = HashMap<(TypeId, u64), Option<usize>>;

thread_local! {
    /// What unknown enum values have cost so far; read as a difference.
    static UNKNOWN: Cell<u64> = const { Cell::new(0) };
    static DEPTH: Cell<usize> = const { Cell::new(0) };
    static MEMORY: RefCell<Memory> = RefCell::new(Memory::new());
    static HASHER: RandomState = RandomState::new();
}

/// An enum was given a value that it does not name.
pub(crate) fn note_unknown(is_tag: bool) {
    UNKNOWN.set(UNKNOWN.get().saturating_add(if is_tag { WRONG_TAG } else { 1 }));
}

/// Reads the value as a `T`.
///
/// # Errors
/// It is none.
pub fn attempt<T: DeserializeOwned + Serialize, U>(
    value: &Tree<'_>,
    weigh: bool,
    wrap: fn(T) -> U,
) -> Result<(U, u64), Opaque> {
    let found = T::deserialize(Node(value)).map_err(Opaque)?;
    let lost = match weigh {
        true => serde_json::to_value(&found).map_or(u64::MAX, |back| cost(value, &back)),
        false => 0,
    };
    Ok((wrap(found), lost))
}

/// The same of a variant that refuses what it does not declare: where something was lost, any other that
/// loses no more is meant.
pub fn closed<U>((found, lost): (U, u64)) -> (U, u64) {
    (found, lost.saturating_add(u64::from(lost > 0)))
}

/// Reads a value as the variant that loses least of it; of several alike, the first.
///
/// # Errors
/// No variant fits.
pub fn choose<'de, U: 'static, D: Deserializer<'de>>(
    deserializer: D,
    variants: &[Read<U>],
) -> Result<U, D::Error> {
    pick(&Tree::deserialize(deserializer)?, variants.len(), |at| variants[at]).map_err(raise)
}

/// Reads a value as the variant that its property `tag` names. A tag that is missing or unknown leads
/// to the catch-all; without one, a missing tag leads to the variant that loses least.
///
/// # Errors
/// The value is not of the variant that the tag names, or the tag names none.
pub fn tagged<'de, U: 'static, D: Deserializer<'de>>(
    deserializer: D,
    tag: &'static str,
    variants: &[Tag<U>],
    other: Option<fn(Value) -> U>,
) -> Result<U, D::Error> {
    let value = Tree::deserialize(deserializer)?;
    let found = match value.get(tag) {
        None | Some(Tree::Null) => None,
        Some(Tree::String(text)) => Some(text.clone().into_owned()),
        // The spelling of a whole number tells nothing.
        Some(Tree::Number(number)) => {
            Some(whole(number).map_or_else(|| number.to_string(), |whole| whole.to_string()))
        }
        Some(other) => Some(other.to_value().to_string()),
    };
    let named = found.as_deref().and_then(|found| {
        variants.iter().find(|(tags, _)| tags.contains(&found)).map(|(_, read)| read)
    });
    match (named, other, found) {
        (Some(read), _, _) => read(&value, false).map(|(found, _)| found).map_err(|e| raise(e.0)),
        (None, Some(other), _) => {
            note_unknown(true);
            Ok(other(value.to_value()))
        }
        (None, None, None) => pick(&value, variants.len(), |at| variants[at].1).map_err(raise),
        (None, None, Some(_)) => Err(raise(Fault::new(format!("unknown `{tag}`")))),
    }
}

fn pick<U: 'static>(
    value: &Tree<'_>,
    count: usize,
    variant: impl Fn(usize) -> Read<U>,
) -> Result<U, Fault> {
    let scope = Scope::enter();
    let known = scope.recall::<U>(value);
    if let Some(Some(at)) = known.found {
        return variant(at)(value, false).map(|(found, _)| found).map_err(|error| error.0);
    }
    let before = UNKNOWN.get();
    let mut best: Option<(usize, U, u64, u64)> = None;
    let mut reasons = Vec::new();
    if known.found.is_none() {
        for at in 0..count {
            let outcome = variant(at)(value, true);
            let unknown = UNKNOWN.replace(before).saturating_sub(before);
            match outcome {
                Ok((found, lost)) => {
                    let total = lost.saturating_add(unknown);
                    if best.as_ref().is_none_or(|(.., least)| total < *least) {
                        best = Some((at, found, unknown, total));
                    }
                    if total == 0 {
                        break;
                    }
                }
                Err(error) => reasons.push(error.0.to_string()),
            }
        }
    }
    known.remember(best.as_ref().map(|(at, ..)| *at));
    let (_, found, unknown, _) =
        best.ok_or_else(|| Fault::new(format!("no variant fits ({})", reasons.join("; "))))?;
    UNKNOWN.set(before.saturating_add(unknown));
    Ok(found)
}

/// One choice that is being made; the outermost forgets all when it is done.
struct Scope;

/// What is remembered of a choice, and under which key.
struct Known {
    key: Option<(TypeId, u64)>,
    found: Option<Option<usize>>,
}

impl Scope {
    fn enter() -> Self {
        DEPTH.set(DEPTH.get() + 1);
        Self
    }

    /// Only a choice within another can come again.
    fn recall<U: 'static>(&self, value: &Tree<'_>) -> Known {
        if DEPTH.get() == 1 {
            return Known { key: None, found: None };
        }
        let key = (TypeId::of::<U>(), HASHER.with(|hasher| hasher.hash_one(value)));
        Known { key: Some(key), found: MEMORY.with_borrow(|memory| memory.get(&key).copied()) }
    }
}

impl Known {
    fn remember(&self, winner: Option<usize>) {
        if let Some(key) = self.key {
            MEMORY.with_borrow_mut(|memory| memory.insert(key, winner));
        }
    }
}

impl Drop for Scope {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
        if DEPTH.get() == 0 {
            MEMORY.with_borrow_mut(Memory::clear);
        }
    }
}

/// Implements `Deserialize` for an enum of variants with one field each: the variant that loses
/// least of a value is taken, of several alike the first. One that takes no further properties is called
/// `(closed) Variant`; it comes after those alike.
///
/// ```
/// #[derive(Debug, PartialEq, serde::Serialize)]
/// #[serde(untagged)]
/// enum Either {
///     Count(i64),
///     Text(String),
/// }
/// oasis_runtime::union! { Either { Count, Text } }
///
/// assert_eq!(serde_json::from_str::<Either>("12.0").unwrap(), Either::Count(12));
/// assert_eq!(serde_json::from_str::<Either>("\"12\"").unwrap(), Either::Text("12".to_owned()));
/// ```
#[macro_export]
macro_rules! union {
    ($name:ident { $($(($closed:ident))? $variant:ident),* $(,)? }) => {
        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let variants: &[$crate::__private::Read<Self>] = &[$(
                    |value, weigh| {
                        $crate::__private::attempt(value, weigh, Self::$variant)
                            $(.map($crate::__private::$closed))?
                    },
                )*];
                $crate::__private::choose(deserializer, variants)
            }
        }
    };
}

/// Implements `Deserialize` for an enum of variants with one field each, of which a property of the
/// value names one. `..Other` keeps the values that no tag names.
///
/// ```
/// #[derive(Debug, PartialEq, serde::Serialize, serde::Deserialize)]
/// struct Cat {
///     kind: String,
/// }
///
/// #[derive(Debug, PartialEq, serde::Serialize)]
/// #[serde(untagged)]
/// enum Pet {
///     Cat(Cat),
///     Other(serde_json::Value),
/// }
/// oasis_runtime::tagged! { Pet by "kind" { Cat = "cat" | "kitten", ..Other } }
///
/// assert!(matches!(serde_json::from_str(r#"{"kind": "kitten"}"#).unwrap(), Pet::Cat(_)));
/// assert!(matches!(serde_json::from_str(r#"{"kind": "emu"}"#).unwrap(), Pet::Other(_)));
/// ```
#[macro_export]
macro_rules! tagged {
    ($name:ident by $tag:literal {
        $($variant:ident = $($text:literal)|+),* $(, ..$other:ident)? $(,)?
    }) => {
        impl<'de> $crate::__private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::core::result::Result<Self, D::Error> {
                let variants: &[$crate::__private::Tag<Self>] = &[$((
                    &[$($text),+],
                    |value, weigh| $crate::__private::attempt(value, weigh, Self::$variant),
                )),*];
                let other = ::core::option::Option::None;
                $(let other = other.or(::core::option::Option::Some(Self::$other as _));)?
                $crate::__private::tagged(deserializer, $tag, variants, other)
            }
        }
    };
}
