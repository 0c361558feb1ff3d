//! What is known of an operation without calling it.

/// One operation of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Operation {
    /// Its `operationId`.
    pub id: &'static str,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The documented path, with parameters in braces.
    pub path: &'static str,
    /// For a webhook, the receiver's route below his base address.
    pub route: Option<&'static str>,
}
