//! Every type that a macro writes has a schema.

use crate::api::types::{
    Command, Customer, ErrorEnvelope, Metadata, Mode, Pet, Role, Session, UpdateSessionRequest,
    UpdatedSession, Visit,
};
use oasis_runtime::Component;
use serde_json::{Value, json};

const COMPONENTS: &[Component] = &[
    Component::of::<Command>("Command"),
    Component::of::<Customer>("Customer"),
    Component::of::<ErrorEnvelope>("ErrorEnvelope"),
    Component::of::<Metadata>("Metadata"),
    Component::of::<Mode>("Mode"),
    Component::of::<Pet>("Pet"),
    Component::of::<Role>("Role"),
    Component::of::<Session>("Session"),
    Component::of::<UpdateSessionRequest>("UpdateSessionRequest"),
    Component::of::<UpdatedSession>("UpdatedSession"),
    Component::of::<Visit>("Visit"),
];

fn schema(name: &str) -> Value {
    let component = COMPONENTS.iter().find(|component| component.name == name).unwrap();
    (component.schema)().to_value()
}

#[test]
fn enums_list_what_they_allow() {
    assert_eq!(schema("Mode")["enum"], json!(["fast", "slow"]));
    assert_eq!((&schema("Role")["type"], schema("Role").get("enum")), (&json!("string"), None));
}

#[test]
fn presence_is_that_of_the_type() {
    assert_eq!(schema("Customer").get("required"), None);
    assert_eq!(schema("UpdateSessionRequest").get("required"), None);
    assert_eq!(schema("UpdatedSession")["required"], json!(["id", "createdAt"]));
    assert_eq!(schema("Visit")["required"], json!(["store", "note"]));
    assert_eq!(schema("Command")["anyOf"].as_array().unwrap().len(), 3);
}

#[test]
fn a_component_knows_what_it_decodes() {
    let visit = COMPONENTS.iter().find(|component| component.name == "Visit").unwrap();
    let found = (visit.round_trip)(&json!({"store": 1.0, "note": null}));
    assert_eq!(found, Some(json!({"store": 1, "note": null})));
    assert_eq!((visit.round_trip)(&json!({"store": 1})), None);
}
