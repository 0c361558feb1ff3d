//! Texts in, values out. A text carries no type, so the type that is read decides what it means: a
//! string takes it as it is, a number parses it, an array takes its items, an object its pairs.

mod access;

use crate::body::{self, File};
use crate::value::fault::Fault;
use access::{Items, Pairs};
use serde::de::value::{MapAccessDeserializer, StringDeserializer};
use serde::de::{DeserializeOwned, Deserializer, Error, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Number, Value};

/// What was found under the name of a parameter.
#[derive(Clone, Debug)]
pub(crate) enum Tree {
    /// A text, and the items it consists of.
    Text { whole: String, items: Vec<String> },
    /// Named parts.
    Pairs(Vec<(String, Tree)>),
    /// Parts of one name.
    Many(Vec<Tree>),
    /// JSON, as a text can hold it.
    Json(Value),
    /// A part of a form: a file, or the text of one.
    File(File),
}

impl Tree {
    /// A text that is one item.
    pub(crate) fn text(text: String) -> Self {
        Self::Text { items: vec![text.clone()], whole: text }
    }

    /// Reads a `T`.
    pub(crate) fn read<T: DeserializeOwned>(self) -> Result<T, Fault> {
        T::deserialize(self)
    }

    /// The pairs within: of a joined text `key,value,key,value`, or `key=value,key=value`.
    fn into_pairs(self) -> Option<Vec<(String, Self)>> {
        match self {
            Self::Pairs(pairs) => Some(pairs),
            Self::Text { items, .. } if items.iter().all(|item| item.contains('=')) => items
                .iter()
                .map(|item| item.split_once('='))
                .map(|pair| pair.map(|(key, text)| (key.to_owned(), Self::text(text.to_owned()))))
                .collect(),
            Self::Text { items, .. } if items.len() % 2 == 0 => Some(
                items
                    .chunks_exact(2)
                    .map(|pair| (pair[0].clone(), Self::text(pair[1].clone())))
                    .collect(),
            ),
            Self::Text { .. } | Self::Json(_) | Self::Many(_) | Self::File(_) => None,
        }
    }

    /// The same, with a file as the text that it is.
    fn settled(self) -> Self {
        match self {
            Self::File(file) => Self::text(String::from_utf8_lossy(&file.content).into_owned()),
            other => other,
        }
    }

    /// The same, with a file as the JSON that it is, if it is any.
    fn parsed(self) -> Self {
        match self {
            Self::File(file) => match serde_json::from_slice(&file.content) {
                Ok(value) => Self::Json(value),
                Err(_) => Self::File(file).settled(),
            },
            other => other,
        }
    }

    fn into_items(self) -> Vec<Self> {
        match self {
            Self::Text { items, .. } => items.into_iter().map(Self::text).collect(),
            Self::Pairs(pairs) => pairs.into_iter().map(|(_, part)| part).collect(),
            Self::Many(parts) => parts,
            one @ (Self::Json(_) | Self::File(_)) => vec![one],
        }
    }
}

/// What a text looks like, for types that take anything.
fn guess(text: &str) -> Value {
    match scalar(text) {
        Some(found @ (Value::Bool(_) | Value::Number(_))) => found,
        _ => Value::String(text.to_owned()),
    }
}

/// A text as a JSON scalar. Blanks around JSON mean nothing, but a text with blanks is another text.
fn scalar(text: &str) -> Option<Value> {
    let is_bare = text.trim() == text;
    is_bare.then(|| serde_json::from_str(text).ok()).flatten()
}

macro_rules! scalars {
    ($($name:ident)*) => {$(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            match self.settled() {
                Tree::Text { whole, .. } => match scalar(&whole) {
                    Some(Value::Number(number)) => as_number(&number, visitor),
                    Some(Value::Bool(value)) => visitor.visit_bool(value),
                    _ => Err(Fault::invalid_type(Unexpected::Str(&whole), &visitor)),
                },
                other => other.deserialize_any(visitor),
            }
        }
    )*};
}

fn as_number<'de, V: Visitor<'de>>(number: &Number, visitor: V) -> Result<V::Value, Fault> {
    match (number.as_u64(), number.as_i64()) {
        (Some(number), _) => visitor.visit_u64(number),
        (_, Some(number)) => visitor.visit_i64(number),
        _ => visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN)),
    }
}

macro_rules! strings {
    ($($name:ident)*) => {$(
        fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            match self.settled() {
                Tree::Text { whole, .. } => visitor.visit_string(whole),
                other => other.deserialize_any(visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let settled = self.settled();
        match settled {
            Self::Many(_) => settled.deserialize_seq(visitor),
            Self::Text { ref items, .. } if items.len() > 1 => settled.deserialize_seq(visitor),
            Self::Text { whole, .. } => match guess(&whole) {
                Value::Bool(value) => visitor.visit_bool(value),
                Value::Number(number) => as_number(&number, visitor),
                _ => visitor.visit_string(whole),
            },
            Self::Pairs(pairs) => visitor.visit_map(Pairs::new(pairs)),
            Self::Json(value) => json(value, visitor),
            Self::File(_) => Err(Fault::new("expected text")),
        }
    }

    scalars! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_i128 deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_u128 deserialize_f32 deserialize_f64
    }

    strings! { deserialize_char deserialize_str deserialize_string deserialize_identifier }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Self::Json(Value::Null) => visitor.visit_none(),
            other => visitor.visit_some(other),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self {
            Self::File(file) if name == body::FILE => body::hand(file, visitor),
            other => visitor.visit_newtype_struct(other),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Self::Json(value) => json(value, visitor),
            other => visitor.visit_seq(Items::new(other.into_items())),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let parsed = self.parsed();
        if let Self::Json(value) = parsed {
            return json(value, visitor);
        }
        match parsed.into_pairs() {
            Some(pairs) => visitor.visit_map(Pairs::new(pairs)),
            None => Err(Fault::invalid_type(Unexpected::Str(""), &visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        match self.settled() {
            Self::Text { whole, .. } => {
                let name: StringDeserializer<Fault> = whole.into_deserializer();
                visitor.visit_enum(name)
            }
            Self::Pairs(pairs) => {
                let pairs = Pairs::new(pairs);
                visitor.visit_enum(MapAccessDeserializer::new(pairs))
            }
            Self::Json(value) => value
                .deserialize_enum("", &[], visitor)
                .map_err(|_| Fault::new("the JSON is not of its type")),
            Self::Many(_) | Self::File(_) => Err(Fault::new("expected one value")),
        }
    }

    forward_to_deserialize_any! {
        bytes byte_buf unit unit_struct tuple tuple_struct ignored_any
    }
}

/// JSON is read by what it is.
fn json<'de, V: Visitor<'de>>(value: Value, visitor: V) -> Result<V::Value, Fault> {
    value.deserialize_any(visitor).map_err(|_| Fault::new("the JSON is not of its type"))
}
