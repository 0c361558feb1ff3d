//! What several parts of an `allOf` say of one property, inline parts beside a family, and enums of
//! numbers: what is read is what is written again.

use crate::compiles::merges::client::Client;
use crate::compiles::merges::operations::PackParameters;
use crate::compiles::merges::types::{
    Bird, Crate, CrateNoted, Grown, Measured, MeasuredFactor, PackScale, Plant, Sealed, Wood,
};
use crate::kinds::{round_trip, unchanged};
use crate::loopback::{Loopback, answer};
use serde_json::json;

#[test]
fn properties_of_several_parts_have_what_each_part_says() {
    unchanged::<Sealed>(&[
        json!({"label": {"text": "t", "colour": "red", "size": 1}}),
        json!({
            "label": {"text": "t"}, "layers": [{"fruit": "f", "rows": 2}], "grades": ["a"]
        }),
    ]);
    // What one of the parts requires is required.
    for broken in
        [json!({"label": {"colour": "red"}}), json!({"label": {"text": "t"}, "layers": [{}]})]
    {
        assert!(round_trip::<Sealed>(&broken).is_none(), "{broken}");
    }
    unchanged::<Grown>(&[json!({
        "branches": [{"branches": [{"age": 1, "leaves": 2}], "leaves": 3, "age": 4}], "age": 5
    })]);
}

#[test]
fn an_inline_part_is_added_to_each_of_the_family() {
    let noted = |value| json!({"box": {"label": {"text": "t"}}, "tree": {}, "noted": value});
    unchanged::<Crate>(&[
        noted(json!({"kind": "apple", "core": true, "note": "n"})),
        noted(json!({"kind": "pear", "stem": 2, "note": "n"})),
        noted(json!({"kind": "Fruit", "note": "n"})),
        noted(json!({"kind": "plum", "note": "n"})),
    ]);
    let pear = noted(json!({"kind": "pear", "stem": 2, "note": "n"}));
    let read: Crate = serde_json::from_value(pear).unwrap();
    let Some(CrateNoted::Pear(pear)) = read.noted else { panic!("{:?}", read.noted) };
    assert_eq!((pear.stem, pear.note.as_deref()), (2, Some("n")));
    assert!(round_trip::<Crate>(&noted(json!({"kind": "pear"}))).is_none(), "a pear has a stem");
}

#[test]
fn families_within_families_are_told_apart_by_what_either_says() {
    let plant = |value| json!({"box": {"label": {"text": "t"}}, "tree": {}, "plant": value});
    let values = [
        json!({"is": "a-tree", "rings": 1}),
        json!({"is": "an-oak", "rings": 1, "acorns": 2}),
        json!({"is": "a-herb", "smell": "s"}),
    ];
    unchanged::<Crate>(&values.clone().map(plant));
    let [tree, oak, herb] = values.map(|value| serde_json::from_value::<Plant>(value).unwrap());
    assert!(matches!(&tree, Plant::Wood(wood) if matches!(**wood, Wood::Base(_))), "{tree:?}");
    assert!(matches!(&oak, Plant::Oak(oak) if oak.acorns == 2), "{oak:?}");
    assert!(matches!(&herb, Plant::Herb(_)), "{herb:?}");
    assert!(round_trip::<Plant>(&json!({"is": "an-oak"})).is_none(), "an oak has acorns");
}

#[test]
fn alternatives_that_extend_what_lists_them_are_a_family() {
    let bird =
        |value| json!({"box": {"label": {"text": "t"}}, "tree": {}, "bird": value, "weight": 3});
    unchanged::<Crate>(&[
        bird(json!({"order": "owls", "hoots": true})),
        bird(json!({"order": "Duck", "swims": true})),
        bird(json!({"order": "parrots", "talks": true})),
    ]);
    let owl: Bird = serde_json::from_value(json!({"order": "owls", "hoots": true})).unwrap();
    assert!(matches!(&owl, Bird::Owl(owl) if owl.hoots == Some(true)), "{owl:?}");
}

#[test]
fn alternatives_of_several_parts_are_combined() {
    let lid = |value| json!({"box": {"label": {"text": "t"}}, "tree": {}, "lid": value});
    unchanged::<Crate>(&[
        lid(json!({"hinge": "h", "lock": "l"})),
        lid(json!({"hinge": "h", "seal": "s"})),
        lid(json!({"nails": 1, "lock": "l"})),
        lid(json!({"nails": 1, "seal": "s"})),
    ]);
    assert!(round_trip::<Crate>(&lid(json!({"nails": 1}))).is_none(), "one of each is required");
}

#[test]
fn numbers_are_read_as_the_value_they_are() {
    unchanged::<Measured>(&[
        json!({"factor": 0.5, "steps": [0.1, 1, 1_000_000_000_000_i64], "mixed": 0.5, "nothing": 1, "any": {}}),
        json!({"factor": 1.25, "steps": [7], "mixed": "auto", "nothing": [], "any": "x"}),
        // Nothing is said of them, so null is a value like others.
        json!({"factor": 2, "nothing": null, "any": null}),
    ]);
    let of = |number: &str| serde_json::from_str::<MeasuredFactor>(number).unwrap();
    assert_eq!(
        (of("2"), of("2.0"), of("3e0")),
        (MeasuredFactor::N2, MeasuredFactor::N2, 3.0.into())
    );
    assert!(round_trip::<Measured>(&json!({"factor": 0.5})).is_none(), "the others are required");
    assert!(serde_json::from_str::<PackScale>("3").is_err(), "what is sent is held to the letter");
}

#[tokio::test]
async fn numbers_travel_as_the_document_spells_them() {
    let server = Loopback::answering(answer("204 No Content", "", ""));
    let client = Client::new(&server.base, None).unwrap();
    let body = Measured::new(MeasuredFactor::N2, json!(null), json!(1));
    for (scale, expected) in
        [(PackScale::N0Point25, "0.25"), (PackScale::N1, "1"), (PackScale::Minus2, "-2")]
    {
        client.pack(&PackParameters::new(scale), &body).await.unwrap();
        let request = server.requests().pop().unwrap();
        assert!(request.starts_with(&format!("POST /crates?scale={expected} ")), "{request}");
        assert!(request.ends_with(r#"{"factor":2,"nothing":null,"any":1}"#), "{request}");
    }
}
