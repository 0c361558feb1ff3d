//! Rust types as values: compared as such, spelt only by `write::imports`.

/// A declared type, by its place among the [decided types](crate::decide::types::Types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeId(pub(crate) u32);

/// A Rust type of the generated code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum RustType {
    /// A type that is declared among the generated types.
    Named(TypeId),
    /// A type that needs no declaration.
    Plain(Plain),
    /// `Vec<T>`
    Vec(Box<Self>),
    /// `IndexMap<String, T>`
    Map(Box<Self>),
    /// `Map<String, Value>`
    FreeMap,
    /// `Option<T>`
    Option(Box<Self>),
    /// `Field<T>`: absent, null or a value.
    Field(Box<Self>),
    /// `Box<T>`
    Box(Box<Self>),
}

/// Types that need no declaration and hold no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Plain {
    /// `serde_json::Value`
    Any,
    /// `()`
    Null,
    /// `bool`
    Boolean,
    /// `True` of the runtime
    True,
    /// `False` of the runtime
    False,
    /// `i32`
    Int32,
    /// `i64`
    Int64,
    /// `u64`
    Unsigned64,
    /// `serde_json::Number`
    Number,
    /// `String`
    String,
    /// `jiff::Timestamp`
    Timestamp,
    /// `jiff::civil::Date`
    Date,
    /// `bytes::Bytes`
    Bytes,
    /// `File` of the runtime
    File,
}

impl Plain {
    /// Whether a component of this type is a type of its own, so that ids cannot be mixed up.
    pub(crate) fn is_name(self) -> bool {
        matches!(self, Self::String | Self::Int32 | Self::Int64 | Self::Unsigned64)
    }
}

impl RustType {
    /// The declared type at this place.
    pub(crate) fn named(place: usize) -> Self {
        Self::Named(TypeId(u32::try_from(place).unwrap_or(u32::MAX)))
    }

    /// The same type around another inside.
    pub(crate) fn map(&self, change: &impl Fn(&Self) -> Self) -> Self {
        match self {
            Self::Named(_) | Self::Plain(_) | Self::FreeMap => self.clone(),
            Self::Vec(inner) => Self::Vec(Box::new(change(inner))),
            Self::Map(inner) => Self::Map(Box::new(change(inner))),
            Self::Option(inner) => Self::Option(Box::new(change(inner))),
            Self::Field(inner) => Self::Field(Box::new(change(inner))),
            Self::Box(inner) => Self::Box(Box::new(change(inner))),
        }
    }

    /// The type it is made of, if it is made of another.
    pub(crate) fn inner(&self) -> Option<&Self> {
        match self {
            Self::Named(_) | Self::Plain(_) | Self::FreeMap => None,
            Self::Vec(inner)
            | Self::Map(inner)
            | Self::Option(inner)
            | Self::Field(inner)
            | Self::Box(inner) => Some(inner),
        }
    }

    /// The declared type at its core, if there is one.
    pub(crate) fn core(&self) -> Option<TypeId> {
        let mut rust = self;
        while let Some(inner) = rust.inner() {
            rust = inner;
        }
        match rust {
            Self::Named(id) => Some(*id),
            _ => None,
        }
    }

    /// The same type around another declared type.
    pub(crate) fn with_core(&self, core: &Self) -> Self {
        match self {
            Self::Named(_) => core.clone(),
            other => other.map(&|inner| inner.with_core(core)),
        }
    }

    /// `Option<Self>`, unless it is one already or takes null by itself.
    pub(crate) fn optional(self) -> Self {
        match self {
            Self::Option(_) | Self::Field(_) => self,
            other => Self::Option(Box::new(other)),
        }
    }

    /// `Box<Self>`
    pub(crate) fn boxed(self) -> Self {
        Self::Box(Box::new(self))
    }

    /// Whether null is one of its values.
    pub(crate) fn takes_null(&self) -> bool {
        matches!(self, Self::Option(_) | Self::Field(_) | Self::Plain(Plain::Any | Plain::Null))
    }
}
