//! The examples of the contract.

pub const UPDATE_SESSION_200: &str =
    r#"{"id": 7, "createdAt": "2019-08-24T14:15:22Z", "customer": {"id": 3, "email": "a@b"}}"#;
pub const CREATE_VISIT_201: &str = r#"{"store": 1, "note": null}"#;
