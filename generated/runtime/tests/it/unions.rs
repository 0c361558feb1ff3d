//! Unions: the variant that loses least, or the one that the tag names.

use crate::api::types::{ClosedPet, Command, Pet, Room, Tree};
use jiff::Timestamp;
use oasis_runtime::decode;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

fn read<T: DeserializeOwned + Serialize + PartialEq + std::fmt::Debug>(value: &Value) -> T {
    let text = value.to_string();
    let found = decode(text.as_bytes()).unwrap_or_else(|mismatch| panic!("{text}: {mismatch}"));
    assert_eq!(found, serde_json::from_str::<T>(&text).unwrap(), "{text}");
    found
}

fn with(mut value: Value, pointer: &str, property: &str) -> Value {
    value.pointer_mut(pointer).unwrap()[property] = json!("x");
    value
}

#[test]
fn a_nested_tag_decides_where_the_outer_one_is_the_same() {
    let closed = json!({"type": "change",
        "change": {"type": "room.closed", "room": "r1", "reason": "late"}});
    assert!(matches!(read(&closed), Room::Closed(_)));
    let room: Room = read(&closed);
    assert_eq!(serde_json::to_value(&room).unwrap(), closed);
    let mut bare = closed;
    bare["change"].as_object_mut().unwrap().remove("reason");
    for value in [bare.clone(), with(bare.clone(), "", "at"), with(bare, "/change", "at")] {
        assert!(matches!(read(&value), Room::Closed(_)), "{value}");
        // The catch-all of the tag reads this as well, but at a price.
        let mut opened = value;
        opened["change"]["type"] = json!("room.opened");
        assert!(matches!(read(&opened), Room::Opened(_)), "{opened}");
    }
}

#[test]
fn the_variant_that_keeps_the_data_wins() {
    let say = json!({"Say": {"text": "hi"}});
    let at = |at: &str| json!({"Say": {"text": "hi", "at": at}});
    for value in [
        say.clone(),
        with(say.clone(), "", "new"),
        with(say, "/Say", "new"),
        at("2024-05-01T10:00:00Z"),
        at("2024-05-01T10:00:00+02:00"),
        at("2024-05-01T10:00:00.000Z"),
        with(at("2024-05-01T10:00:00+02:00"), "", "new"),
    ] {
        match read(&value) {
            Command::Say(say) => assert_eq!(say.say.unwrap().text, "hi", "{value}"),
            other => panic!("{value}: {other:?}"),
        }
    }
    for value in [json!({"Move": {"steps": 3}}), json!({"Move": {"steps": 3.0}})] {
        let back = serde_json::to_value(read::<Command>(&value)).unwrap();
        assert_eq!(back, json!({"Move": {"steps": 3}}));
    }
    assert!(matches!(read(&json!("Stop")), Command::Stop(_)));
    // Of several alike the first.
    assert!(matches!(read(&json!({})), Command::Move(_)));
    assert!(matches!(read(&json!({"Say": null})), Command::Move(_)));
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Stamped {
    at: Timestamp,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Noted {
    at: String,
}

#[derive(Debug, PartialEq, Serialize)]
#[serde(untagged)]
enum Loose {
    Stamped(Stamped),
    Noted(Noted),
    Count(i64),
    Number(f64),
    Counts(Vec<i64>),
    Any(Value),
}
oasis_runtime::union! { Loose { Stamped, Noted, Count, Number, Counts, Any } }

#[test]
fn another_spelling_of_the_same_value_costs_nothing() {
    for at in ["2024-05-01T10:00:00+02:00", "2024-05-01T10:00:00.000Z", "2024-05-01t08:00:00z"] {
        assert!(matches!(read(&json!({"at": at})), Loose::Stamped(_)), "{at}");
    }
    assert!(matches!(read(&json!({"at": "2024-05-01"})), Loose::Noted(_)));
    assert_eq!(read::<Loose>(&json!(12.0)), Loose::Count(12));
    assert_eq!(read::<Loose>(&json!(1.5)), Loose::Number(1.5));
    assert_eq!(read::<Loose>(&json!([1.0, 2])), Loose::Counts(vec![1, 2]));
    // What no type keeps whole is kept as it is.
    for value in [json!({"at": "x", "new": {"deep": 1}}), json!([1, "x"]), json!({"at": 1})] {
        assert_eq!(read::<Loose>(&value), Loose::Any(value));
    }
}

#[test]
fn what_fits_no_variant_says_why() {
    let mismatch = decode::<Command>(b"\"Go\"").unwrap_err();
    assert_eq!(mismatch.path, ".");
    assert!(
        mismatch.reason.contains("no variant fits (expected an object, found a string"),
        "{mismatch}"
    );
    assert!(!mismatch.reason.contains("Go"), "{mismatch}");
}

/// Choices within choices are made once each: without that this takes longer than the sun has.
#[test]
fn nesting_does_not_multiply_the_work() {
    for last in [json!(1), json!("no variant takes this")] {
        let mut value = last.clone();
        for _ in 0..120 {
            value = json!({"child": value, "right": true});
        }
        let began = Instant::now();
        let found = decode::<Tree>(value.to_string().as_bytes());
        assert!(began.elapsed() < Duration::from_secs(20), "{:?}", began.elapsed());
        assert_eq!(found.is_ok(), last == json!(1));
        if let Ok(found) = found {
            assert_eq!(serde_json::to_value(found).unwrap(), value);
        }
    }
}

#[test]
fn every_level_of_a_nested_union_is_chosen_for_itself() {
    let value =
        json!({"left": true, "child": {"right": true, "child": {"left": false, "child": 3}}});
    assert_eq!(serde_json::to_value(read::<Tree>(&value)).unwrap(), value);
}

#[test]
fn the_tag_decides_and_an_unknown_one_survives() {
    for tag in ["cat", "kitten"] {
        let cat = json!({"kind": tag, "lives": 9, "tricks": []});
        assert!(matches!(read(&cat), Pet::Cat(_)));
    }
    assert!(matches!(read(&json!({"kind": "dog", "tricks": []})), Pet::Dog(_)));
    for value in [json!({"kind": "emu", "lives": 1}), json!({"lives": 1}), json!({"kind": null})] {
        assert_eq!(read::<Pet>(&value), Pet::Other(value));
    }
    let mismatch = decode::<Vec<Pet>>(br#"[{"kind": "cat", "lives": "many"}]"#).unwrap_err();
    assert_eq!(mismatch.path, "[0].lives");
}

#[test]
fn a_closed_union_without_its_tag_takes_what_loses_least() {
    assert!(matches!(read(&json!({"tricks": ["sit"], "new": 1})), ClosedPet::Dog(_)));
    assert!(decode::<ClosedPet>(br#"{"kind": "emu", "tricks": []}"#).is_err());
    assert!(decode::<ClosedPet>(br#"{"kind": "dog", "lives": 9}"#).is_err());
}
