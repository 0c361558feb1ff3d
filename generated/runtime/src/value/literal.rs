//! Booleans of which the contract allows one value only, as types that cannot hold the other.

use serde::de::{Deserialize, Deserializer, Error, Unexpected};
use serde::ser::{Serialize, Serializer};

macro_rules! literal {
    ($name:ident, $value:literal) => {
        #[doc = concat!("The JSON value `", stringify!($value), "` and no other.")]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name;

        impl From<$name> for bool {
            fn from(_: $name) -> Self {
                $value
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_bool($value)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let expected = concat!("`", stringify!($value), "`");
                match bool::deserialize(deserializer)? {
                    $value => Ok(Self),
                    other => Err(D::Error::invalid_value(Unexpected::Bool(other), &expected)),
                }
            }
        }

        #[cfg(feature = "schema")]
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "boolean", "enum": [$value]})
            }
        }
    };
}

literal!(True, true);
literal!(False, false);
