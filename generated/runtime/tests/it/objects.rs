//! `#[derive(Object)]` reads what serde's own derive macro reads, and says the same where it refuses.

use oasis_runtime::{Field, decode};

/// The same structs under both macros.
macro_rules! both {
    ($($item:item)*) => {
        mod by_serde {
            use oasis_runtime::{Field, guess, nullable, present, whole};
            use serde::{Deserialize as Read, Serialize};
            $($item)*
        }

        mod by_object {
            use oasis_runtime::{Field, Object as Read, guess, nullable, present, whole};
            use serde::Serialize;
            $($item)*
        }
    };
}

both! {
    #[derive(Debug, Serialize, Read)]
    #[serde(rename_all = "camelCase")]
    pub(super) struct Outer {
        first_name: String,
        #[serde(rename = "The Last")]
        last: Option<String>,
        r#type: u8,
        #[serde(deserialize_with = "whole")]
        whole: i64,
        #[serde(deserialize_with = "nullable")]
        nullable: Option<bool>,
        #[serde(default, deserialize_with = "present")]
        present: Option<bool>,
        #[serde(default, deserialize_with = "guess")]
        guess: Option<u8>,
        #[serde(default, skip_serializing_if = "Field::is_absent")]
        three: Field<u8>,
        inner: Option<Box<Inner>>,
    }

    #[derive(Debug, Default, Serialize, Read)]
    #[serde(rename_all = "SCREAMING-KEBAB-CASE", default)]
    pub(super) struct Inner {
        some_number: u8,
        more: Vec<Inner>,
    }

    #[derive(Debug, Serialize, Read)]
    pub(super) struct Nothing {}
}

const FULL: &str = r#"{"firstName":"a","The Last":"b","type":1,"whole":2,"nullable":true,"present":true,
    "guess":3,"three":4,"inner":{"SOME-NUMBER":5,"MORE":[{"MORE":[]},{}]}}"#;

/// What a text becomes, written again.
fn read<T: for<'de> serde::Deserialize<'de> + serde::Serialize>(
    text: &str,
) -> Result<String, String> {
    let read = serde_json::from_str::<T>(text).map_err(|error| error.to_string())?;
    serde_json::to_string(&read).map_err(|error| error.to_string())
}

#[test]
fn both_macros_read_the_same() {
    let full: serde_json::Map<String, serde_json::Value> = serde_json::from_str(FULL).unwrap();
    let mut texts = vec![FULL.to_owned(), "{}".to_owned(), "3".to_owned(), "null".to_owned()];
    for key in full.keys() {
        let mut without = full.clone();
        without.remove(key);
        texts.push(serde_json::to_string(&without).unwrap());
        for other in ["null", "7", "7.0", "7.5", "\"x\"", "[]", "{}", "[{}]", "true", "-1"] {
            // A list in place of an object is one to serde alone.
            if key == "inner" && other.starts_with('[') {
                continue;
            }
            let mut changed = full.clone();
            changed.insert(key.clone(), serde_json::from_str(other).unwrap());
            texts.push(serde_json::to_string(&changed).unwrap());
        }
        texts.push(FULL.replacen('{', &format!("{{{key:?}:{},", full[key]), 1));
    }
    texts.push(FULL.replacen('{', "{\"unknown\":[{}],\"first_name\":1,", 1));
    let reversed: serde_json::Map<_, _> = full.into_iter().rev().collect();
    texts.push(serde_json::to_string(&reversed).unwrap());
    let mut refused = 0;
    for text in &texts {
        let expected = read::<by_serde::Outer>(text);
        refused += usize::from(expected.is_err());
        assert_eq!(read::<by_object::Outer>(text), expected, "{text}");
    }
    assert!((30..texts.len() - 30).contains(&refused), "{refused} of {}", texts.len());
}

#[test]
fn an_object_without_properties_is_read_and_a_list_is_none() {
    assert_eq!(read::<by_object::Nothing>("{\"a\":1}"), read::<by_serde::Nothing>("{\"a\":1}"));
    assert!(read::<by_object::Nothing>("[]").is_err());
}

#[test]
fn a_mismatch_names_its_place() {
    let text = FULL.replacen("\"MORE\":[]", "\"MORE\":[{\"SOME-NUMBER\":-5}]", 1);
    let error = decode::<by_object::Outer>(text.as_bytes()).unwrap_err();
    assert_eq!(error.path, "inner.MORE[0].MORE[0].SOME-NUMBER");
    assert!(matches!(Field::<u8>::default(), Field::Absent));
}
