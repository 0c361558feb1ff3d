//! Methods that no operation documents on a path: an operation in, cases out.
//!
//! One that works by mistake may delete what it is sent to. So ids that exist are tried only on this
//! machine and where writing is allowed; elsewhere only ids that nothing has.

use super::maker::Maker;
use crate::generate::{Case, Category, Expect, Generation, Ids};
use oasis_model::ir::{Api, Operation};

/// Harmless ones first, the most destructive last.
const METHODS: [&str; 9] =
    ["HEAD", "OPTIONS", "GET", "TRACE", "CONTRACT", "POST", "PUT", "PATCH", "DELETE"];

/// The cases of an operation, nobody's ids first. Several operations on one path share them.
pub(super) fn cases(generation: &Generation, operation: &Operation) -> Vec<Case> {
    let mut on_path = generation.api.operations.iter().filter(|it| it.path == operation.path);
    if on_path.next().is_some_and(|first| first.id != operation.id) {
        return Vec::new();
    }
    let maker = Maker { generation, operation, category: Category::Method };
    let target = &generation.target;
    let mut places = vec![maker.nobody()];
    if target.is_loopback() && target.permissions.writes {
        places.push(Ids::Known);
    }
    let mut cases = Vec::new();
    for ids in places {
        for method in undocumented(&generation.api, operation) {
            let body = maker.valid().filter(|_| matches!(method, "POST" | "PUT" | "PATCH"));
            let mut case = maker.case(ids, body, format!("method {method}"), Expect::NoSuchMethod);
            case.request.method = method.to_owned();
            // Without a fixture the second round would only repeat the first.
            if ids != Ids::Known || case.known {
                cases.push(case);
            }
        }
    }
    cases
}

/// The methods that no operation has on this path. Whoever serves GET serves HEAD. A parameter of
/// another path may stand for a segment of this one.
fn undocumented(api: &Api, operation: &Operation) -> Vec<&'static str> {
    let on_path = || api.operations.iter().filter(|other| takes(&other.path, &operation.path));
    let has = |method: &str| on_path().any(|other| other.method.as_str() == method);
    let is_documented = |method: &str| has(method) || method == "HEAD" && has("GET");
    METHODS.into_iter().filter(|method| !is_documented(method)).collect()
}

/// Whether a path that fills the second template fits the first.
fn takes(template: &str, path: &str) -> bool {
    let (template, path) = (template.split('/'), path.split('/'));
    template.clone().count() == path.clone().count()
        && template.zip(path).all(|(wanted, there)| wanted == there || wanted.contains('{'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Spec;
    use oasis_model::ir::Method;

    #[test]
    fn documented_methods_are_left_out_and_deleting_comes_last() {
        let mut api = (*Spec::embedded().expect("the specification is sound").api).clone();
        for operation in &api.operations {
            let methods = undocumented(&api, operation);
            assert!(!methods.contains(&operation.method.as_str()), "{}", operation.id);
            assert_eq!(methods.last(), Some(&"DELETE"));
        }
        api.operations[0].method = Method::Get;
        let methods = undocumented(&api, &api.operations[0]);
        assert!(!methods.contains(&"HEAD") && methods.contains(&"PATCH"), "{methods:?}");
        // Its last segment may be the id of another path.
        let fixed = api.operation("matchIdentities").expect("the specification has it");
        let methods = undocumented(&api, fixed);
        assert!(!methods.contains(&"PATCH") && methods.contains(&"PUT"), "{methods:?}");
    }
}
