//! Every notification is one that the vendor may send.

use super::super::places::is_guess;
use super::*;
use crate::spec::Spec;
use oasis_model::conform::{self, View};

/// Every notification with its singles, made of each base.
fn everything(api: &Api) -> Vec<(SchemaId, Notification)> {
    let mut all = Vec::new();
    for operation in api.operations.iter().filter(|operation| operation.is_webhook()) {
        let body = operation.body.as_ref().and_then(|body| body.json());
        let schema = body.and_then(|content| content.schema).expect("webhooks have a schema");
        for base in documented(api, operation) {
            let variants = variants(api, schema, &base.body);
            let singles = variants.iter().flat_map(|it| it.singles.clone());
            let singles: Vec<Notification> = singles.collect();
            all.extend([base].into_iter().chain(variants).chain(singles).map(|it| (schema, it)));
        }
    }
    all
}

#[test]
fn every_notification_is_legal_or_differs_only_at_guesses() {
    let spec = Spec::embedded().expect("the specification is sound");
    let all = everything(&spec.api);
    assert!(all.len() > 100, "{}", all.len());
    for (schema, it) in all {
        let verdict = conform::check(&spec.api, schema, &it.body, View::Claim);
        for violation in &verdict.violations {
            let grows = it.kind == Kind::UnknownValue && violation.keyword == "enum";
            let guess = it.kind.basis() == Basis::Inferred && is_guess(violation.basis(&spec.api));
            assert!(grows || guess, "{}: {violation:?}", it.about);
        }
    }
}

#[test]
fn every_kind_is_sent_and_each_of_them_differs_from_the_base() {
    let spec = Spec::embedded().expect("the specification is sound");
    let all = everything(&spec.api);
    use Kind::*;
    for kind in [
        Documented,
        UnknownProperty,
        UnknownValue,
        Null,
        Absence,
        Group,
        Repeat,
        Times,
        Large,
        WholeNumbers,
        Charset,
    ] {
        assert!(all.iter().any(|(_, it)| it.kind == kind), "{kind:?}");
    }
    let elements = |kind: Kind| {
        let of_kind = all.iter().filter(move |(_, it)| it.kind == kind);
        let mut names: Vec<&str> = of_kind.filter_map(|(_, it)| it.element.as_deref()).collect();
        names.sort_unstable();
        names.dedup();
        names
    };
    for (kind, element) in [
        (UnknownValue, "payment.paymentProvider"),
        (UnknownValue, "customer.role"),
        (UnknownProperty, "session.metadata"),
        (Null, "session"),
        (Null, "storeExternalId"),
        (Null, "customer.externalId"),
        (Absence, "session.code"),
        (Absence, "shopper.shopperId"),
        (WholeNumbers, "storeId"),
    ] {
        assert!(elements(kind).contains(&element), "{kind:?}: {:?}", elements(kind));
    }
    // What is documented stays as it is.
    assert!(!elements(Null).contains(&"storeId") && !elements(Absence).contains(&"sessionId"));
}

#[test]
fn a_group_shares_a_session_and_nothing_else() {
    let spec = Spec::embedded().expect("the specification is sound");
    let all = everything(&spec.api);
    let group: Vec<&Value> = all
        .iter()
        .filter(|(_, it)| it.kind == Kind::Group)
        .map(|(_, it)| &it.body)
        .take(3)
        .collect();
    assert!(group.windows(2).all(|pair| pair[0]["sessionId"] == pair[1]["sessionId"]));
    for body in group.windows(2) {
        assert_ne!(body[0]["shopperId"], body[1]["shopperId"]);
        assert_eq!(body[0]["shopperId"], body[0]["shopper"]["shopperId"]);
    }
}
