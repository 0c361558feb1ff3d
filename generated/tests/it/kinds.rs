//! Kinds of schemas that other documents have and ours has not: families of objects, alternatives
//! beside common properties, enums without a type, null that is only meant.

use crate::compiles::kinds::types::{
    Count, Insured, Label, Lists, NewParcel, Nulls, Numbers, NumbersShut, Parcel, Stage, Vehicle,
};
use aifi_oasis::runtime::decode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// Decodes and encodes again; nothing if the value is refused.
pub(crate) fn round_trip<T: DeserializeOwned + Serialize>(value: &Value) -> Option<Value> {
    let decoded: T = decode(value.to_string().as_bytes()).ok()?;
    Some(serde_json::to_value(decoded).unwrap())
}

pub(crate) fn unchanged<T: DeserializeOwned + Serialize>(values: &[Value]) {
    for value in values {
        assert_eq!(round_trip::<T>(value).as_ref(), Some(value));
    }
}

#[test]
fn a_base_object_is_read_as_what_extends_it() {
    let of = |value: Value| decode::<Vehicle>(value.to_string().as_bytes()).unwrap();
    // By reference, by name, by its own name, and the object itself by the mapping.
    assert!(
        matches!(of(json!({"kind": "lorry", "axles": 3})), Vehicle::Truck(it) if it.axles == 3)
    );
    assert!(matches!(of(json!({"kind": "van", "windows": true, "more": 1})), Vehicle::Van(_)));
    assert!(matches!(of(json!({"kind": "Trailer"})), Vehicle::Trailer(_)));
    assert!(matches!(of(json!({"kind": "Tanker", "litres": 1.5})), Vehicle::Tanker(_)));
    assert!(matches!(of(json!({"kind": "cart"})), Vehicle::Base(_)));
    let boat = json!({"kind": "boat", "draught": 2});
    assert!(matches!(of(boat.clone()), Vehicle::Other(value) if value == boat));
    unchanged::<Parcel>(&[
        json!({"vehicle": {"kind": "lorry", "plate": "P", "axles": 2}}),
        json!({"vehicle": {"kind": "Tanker", "litres": 1.5}, "described": {"street": "S"}}),
        json!({"vehicle": {"kind": "cart"}, "inside": {"vehicle": {"kind": "cart"}, "depth": 1}}),
    ]);
    assert!(round_trip::<Vehicle>(&json!({"kind": "lorry", "axles": "two"})).is_none());
}

#[test]
fn a_number_and_a_truth_tell_alternatives_apart() {
    let of = |text: &str| decode::<Stage>(text.as_bytes()).unwrap();
    assert!(matches!(of(r#"{"state": 1, "since": "s", "more": 1}"#), Stage::Open(_)));
    assert!(matches!(of(r#"{"state": 3.0, "until": "u"}"#), Stage::Closed(_)));
    assert!(matches!(of(r#"{"state": false}"#), Stage::Void(_)));
    assert!(matches!(of(r#"{"state": 4}"#), Stage::Other(_)));
    unchanged::<Stage>(&[json!({"state": 2, "until": "u"}), json!({"state": false})]);
}

#[test]
fn alternatives_have_the_common_properties() {
    let colour = json!({"code": "c", "colour": "red"});
    let place = json!({"code": "c", "street": "S"});
    unchanged::<Label>(&[colour.clone(), place]);
    let label: Label = decode(colour.to_string().as_bytes()).unwrap();
    assert!(matches!(label, Label::Variant1(it) if it.code == "c"));
    assert!(round_trip::<Label>(&json!({"colour": "red"})).is_none(), "`code` is required");
    // Several of these may apply at once.
    unchanged::<Insured>(&[json!({"street": "S", "value": 1.5, "policy": "p"})]);
}

#[test]
fn an_alternative_that_refuses_more_is_not_meant_by_more() {
    let of = |value: Value| {
        let numbers = decode::<Numbers>(json!({"shut": value}).to_string().as_bytes()).unwrap();
        numbers.shut.unwrap()
    };
    assert!(matches!(of(json!({"a": "x"})), NumbersShut::Variant1(_)));
    assert!(matches!(of(json!({"a": "x", "b": "y"})), NumbersShut::Variant2(_)));
    assert!(matches!(of(json!({"a": "x", "new": 1})), NumbersShut::Variant2(_)));
}

#[test]
fn integers_are_read_however_they_are_spelt() {
    unchanged::<Numbers>(&[
        json!({"large": u64::MAX, "bounded": u64::MAX, "size": u64::MAX, "level": -3, "either": "x"}),
        json!({"level": 12, "either": 1, "count": 7, "counts": [7], "more": [1, 2]}),
    ]);
    let text = r#"{"large": 1e3, "level": 2.0, "either": 4.0, "count": 5.0, "counts": [6.0], "more": [7.0]}"#;
    let numbers: Numbers = decode(text.as_bytes()).unwrap();
    let expected = json!({
        "large": 1000, "level": 2, "either": 4, "count": 5, "counts": [6], "more": [7]
    });
    assert_eq!(serde_json::to_value(numbers).unwrap(), expected);
    assert_eq!(decode::<Count>(b"12.0").unwrap(), Count(12));
    assert!(decode::<Numbers>(br#"{"more": [1.5]}"#).is_err());
}

#[test]
fn lists_of_values_are_enums() {
    unchanged::<Lists>(&[
        json!({"untyped": "x", "whole": 7, "mixed": "auto", "maybe": "x", "unsaid": "x"}),
        json!({"untyped": "new", "whole": 9, "mixed": 2}),
        json!({"mixed": false}),
    ]);
    for null in [json!({"maybe": null}), json!({"unsaid": null})] {
        assert_eq!(round_trip::<Lists>(&null), Some(json!({})));
    }
}

#[test]
fn null_is_read_wherever_it_may_be_meant() {
    unchanged::<Nulls>(&[
        json!({
            "beside": null, "either": null, "part": null, "listed": null, "item": [null],
            "inner": {"a": null}
        }),
        json!({
            "beside": {"street": "S"}, "either": "e", "part": {"a": "a", "b": "b"}, "listed": "x",
            "item": [{"street": "S"}], "inner": {"a": 1}
        }),
    ]);
    assert!(round_trip::<Nulls>(&json!({"either": "e"})).is_none(), "the others are required");
}

#[test]
fn what_is_only_sent_is_held_to_the_letter() {
    let fine = json!({"vehicle": {"kind": "cart"}, "level": 1, "size": "small"});
    unchanged::<NewParcel>(std::slice::from_ref(&fine));
    for (property, wrong) in [("level", json!(3)), ("size", json!("large")), ("size", json!(2))] {
        let mut value = fine.clone();
        value[property] = wrong;
        assert!(round_trip::<NewParcel>(&value).is_none(), "{value}");
    }
}
