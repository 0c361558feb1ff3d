//! Shapes that our own document lacks, through the golden types.

use crate::compiles::shapes::types::{Either, Event, NewThing, Shape, Thing};
use aifi_oasis::runtime::decode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Decodes and encodes again; nothing if the value is refused.
fn round_trip<T: DeserializeOwned + Serialize>(value: &Value) -> Option<String> {
    let decoded: T = decode(value.to_string().as_bytes()).ok()?;
    Some(serde_json::to_value(decoded).unwrap().to_string())
}

fn thing() -> Value {
    json!({"id": "i", "made": "2019-08-24T14:15:22Z", "size": 1.5, "state": "open", "owner": null})
}

#[test]
fn what_decodes_encodes_back_unchanged() {
    let full = json!({
        "id": "i", "made": "2019-08-24T14:15:22Z", "day": "2020-02-29", "size": 1.5, "count": 7,
        "state": "new", "owner": null, "children": [thing()], "labels": {"b": null, "a": "x"},
        "matrix": [[1], []], "anything": [null, 1], "level": 2,
        "shape": {"kind": "disc", "radius": 95}, "either": {"right": "r"},
        "inline": {"a": "x", "b": "new", "z": 1, "c": 2}
    });
    assert_eq!(round_trip::<Thing>(&full), Some(full.to_string()));
    for value in [
        json!(5),
        json!("five"),
        json!(["a"]),
        json!({"left": "l"}),
        // The first object would take this one too, and lose its member.
        json!({"right": "r"}),
    ] {
        assert_eq!(round_trip::<Either>(&value), Some(value.to_string()));
    }
}

#[test]
fn a_tag_decides_and_an_unknown_one_survives() {
    let of = |value: Value| decode::<Shape>(value.to_string().as_bytes());
    assert!(matches!(of(json!({"kind": "circle"})), Ok(Shape::Circle(_))));
    assert!(matches!(of(json!({"kind": "disc"})), Ok(Shape::Circle(_))));
    assert!(matches!(of(json!({"kind": "Square", "side": 1})), Ok(Shape::Square(_))));
    // The enum of the tag says more than the name of the schema.
    assert!(matches!(of(json!({"kind": "box", "side": 1})), Ok(Shape::Square(_))));
    let star = json!({"kind": "star", "points": 5});
    assert!(matches!(of(star.clone()), Ok(Shape::Other(value)) if value == star));
    assert!(of(json!({"kind": "circle", "radius": "wide"})).is_err());
}

#[test]
fn what_is_only_sent_cannot_be_wrong() {
    let fine = json!({"mode": "fast", "sure": true, "never": false, "note": "n"});
    assert_eq!(round_trip::<NewThing>(&fine), Some(fine.to_string()));
    for (member, wrong) in [
        ("mode", json!("warp")),
        ("mode", json!({"fast": null})),
        ("sure", json!(false)),
        ("never", json!(true)),
        ("note", json!(7)),
    ] {
        let mut value = fine.clone();
        value[member] = wrong;
        assert_eq!(round_trip::<NewThing>(&value), None, "{value}");
    }
}

#[test]
fn every_plausible_reading_of_what_is_received_decodes() {
    for value in [
        json!({"thing": thing(), "at": "2019-08-24T14:15:22Z", "why": "x"}),
        json!({"thing": thing()}),
    ] {
        assert_eq!(round_trip::<Event>(&value), Some(value.to_string()));
    }
    // Null and absence count as one in what is received.
    let null = round_trip::<Event>(&json!({"thing": thing(), "why": null}));
    assert_eq!(null, Some(json!({"thing": thing()}).to_string()));
    for value in [json!({}), json!({"thing": null})] {
        assert_eq!(round_trip::<Event>(&value), None, "{value}");
    }
}

#[test]
fn a_required_member_that_may_be_null_must_be_there() {
    let mut value = thing();
    value.as_object_mut().unwrap().remove("owner");
    assert_eq!(round_trip::<Thing>(&value), None);
}
