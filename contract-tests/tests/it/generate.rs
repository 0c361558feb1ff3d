//! What the generator makes is what it says: valid where it says so, broken where it says so, the same for
//! a seed, and shrunk to the smallest case that still fails.

mod reading;

use oasis_contract_tests::generate::{self, Case, CaseTree, Category, Expect, Generation};
use oasis_contract_tests::spec::Spec;
use oasis_contract_tests::target::{Fixtures, Id, Permissions, Secret, Target};
use oasis_contract_tests::vendor;
use oasis_model::conform::{self, View, Violation};
use oasis_model::finding::Severity;
use oasis_model::ir::{Api, Operation, Parameter, SchemaId};
use oasis_model::severity;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use reading::Judges;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const SESSIONS: &str = include_str!("../../../codegen/tests/fixtures/generate/sessions/spec.yaml");
const SHAPES: &str = include_str!("../../../codegen/tests/fixtures/generate/shapes/spec.yaml");
const EXCHANGES: &str =
    include_str!("../../../codegen/tests/fixtures/generate/exchanges/spec.yaml");

fn specs() -> [Spec; 2] {
    let sessions = Spec::read("sessions.yaml", SESSIONS).expect("the fixture is sound");
    [Spec::embedded().expect("the specification is sound"), sessions]
}

fn target(host: &str, writes: bool) -> Target {
    let id = |text: &str| Id::new(text).ok().filter(|_| writes);
    let fixtures = Fixtures {
        store_id: id("7"),
        shopper_id: id("1234"),
        session_id: id("session-1"),
        other_session_id: id("session-2"),
    };
    Target {
        tls: false,
        host: host.to_owned(),
        port: 1,
        prefix: String::new(),
        token: Secret::new("token-for-tests").expect("it is long enough"),
        permissions: Permissions { writes, fixtures, ..Permissions::default() },
    }
}

fn generation(spec: &Spec, target: Target, seed: u64) -> Arc<Generation> {
    Arc::new(Generation::new(spec.api.clone(), Arc::new(target), seed))
}

fn runner(cases: u32, seed: u8) -> TestRunner {
    let config =
        Config { cases, failure_persistence: None, max_shrink_iters: 4096, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]))
}

fn drawn(
    generation: &Arc<Generation>,
    operation: &Operation,
    category: Category,
    count: u32,
) -> Vec<CaseTree> {
    let mut runner = runner(count, 5);
    let cases = generate::drawn(generation, operation, category);
    let draw = |cases: generate::Cases| {
        (0..count)
            .map(|_| cases.new_tree(&mut runner).expect("it can be drawn"))
            .collect::<Vec<_>>()
    };
    cases.map(draw).unwrap_or_default()
}

fn schema(operation: &Operation) -> Option<SchemaId> {
    operation.body.as_ref().and_then(|body| body.json()?.schema)
}

fn body(case: &Case) -> Value {
    let bytes = &case.request.body.as_ref().expect("it has a body").0;
    serde_json::from_slice(bytes).expect("the body is JSON")
}

/// What a body breaks, and how much of that is documented; nothing where there is no body.
fn violations(generation: &Generation, operation: &Operation, case: &Case) -> (usize, usize) {
    match schema(operation).filter(|_| case.request.body.is_some()) {
        Some(schema) => broken_rules(&generation.api, schema, &body(case)),
        None => (0, 0),
    }
}

fn broken_rules(api: &Api, schema: SchemaId, body: &Value) -> (usize, usize) {
    let violations = conform::check(api, schema, body, View::Claim).violations;
    let hard = |it: &&Violation| severity::of_violation(api, it) == Severity::Error;
    (violations.len(), violations.iter().filter(hard).count())
}

/// Documents with every kind of schema and parameter that a specification may get, and a few mistakes.
fn shapes() -> [Spec; 2] {
    [("shapes.yaml", SHAPES), ("exchanges.yaml", EXCHANGES)].map(|(name, text)| Spec {
        name: name.to_owned(),
        api: Arc::new(oasis_model::read(name, text).api),
        text: text.into(),
    })
}

/// Calls with every operation and category of all documents, and fixed and drawn cases of it.
fn for_all(count: u32, mut look: impl FnMut(&Spec, &Arc<Generation>, &Operation, CaseTree)) {
    for spec in specs().into_iter().chain(shapes()) {
        let generation = generation(&spec, target("127.0.0.1", true), 3);
        for operation in &spec.api.operations {
            for category in generate::categories(&generation, operation) {
                let fixed: Vec<_> = generate::fixed(&generation, operation, category).collect();
                assert_eq!(fixed.len(), generate::count(&generation, operation, category));
                let drawn = drawn(&generation, operation, category, count);
                for tree in fixed.into_iter().chain(drawn) {
                    assert_eq!(tree.current().category, category);
                    look(&spec, &generation, operation, tree);
                }
            }
        }
    }
}

#[test]
fn cases_are_what_they_say_and_conform_judges_them_as_jsonschema_does() {
    let (mut judges, mut silent) = (BTreeMap::new(), BTreeMap::<Category, usize>::new());
    let mut changes_at_once = BTreeSet::new();
    for_all(25, |spec, generation, operation, tree| {
        let case = tree.current();
        if case.category == Category::NotJson {
            let bytes = &case.request.body.as_ref().unwrap().0;
            assert!(serde_json::from_slice::<Value>(bytes).is_err(), "{}", case.about);
            assert_eq!(case.expect, Expect::NotJson);
            return;
        }
        let (broken, hard) = violations(generation, operation, &case);
        if case.request.body.is_some() {
            let new = || Judges::new(&spec.api, &spec.text);
            let judges = judges.entry(spec.api.title.clone()).or_insert_with(new);
            let is_valid = judges.is_valid(&operation.id, &body(&case));
            assert_eq!(broken == 0, is_valid, "{} {}", case.about, body(&case));
        }
        match case.category {
            Category::Valid => assert_eq!((broken, &case.expect), (0, &Expect::Judged(None))),
            Category::UnknownProperty | Category::Bounds => {
                *silent.entry(case.category).or_default() += usize::from(broken == 0);
            }
            Category::UnknownId => assert!(operation.path.contains('{') && !case.known),
            Category::Parameters => {
                let Expect::Judged(Some(change)) = &case.expect else { panic!("{case:?}") };
                let names = |it: &Parameter| it.name == change.name;
                assert!(operation.parameters.iter().any(names) && broken == 0, "{change:?}");
            }
            Category::Several => {
                let changes = case.about.split(" and ").count();
                assert!(changes >= 2 && hard >= changes, "{}", case.about);
                changes_at_once.insert(changes);
            }
            _ => assert_ne!(broken, 0, "{}", case.about),
        }
    });
    assert!(silent[&Category::UnknownProperty] > 20 && silent[&Category::Bounds] > 20);
    assert_eq!(changes_at_once, BTreeSet::from([2, 3, 4]));
}

#[test]
fn the_same_seed_gives_the_same_cases_and_another_one_other_ids() {
    for spec in specs() {
        let cases = |seed: u64| -> Vec<Case> {
            let generation = generation(&spec, target("127.0.0.1", false), seed);
            let of = |operation: &Operation, category| {
                let fixed = generate::fixed(&generation, operation, category);
                let trees = fixed.chain(drawn(&generation, operation, category, 8));
                trees.map(|tree| tree.current()).collect::<Vec<_>>()
            };
            let operations = spec.api.operations.iter().flat_map(|operation| {
                let categories = generate::categories(&generation, operation);
                categories.into_iter().flat_map(move |it| of(operation, it)).collect::<Vec<_>>()
            });
            operations.collect()
        };
        let (first, again, other) = (cases(1), cases(1), cases(2));
        assert_eq!(first, again);
        assert_ne!(first, other);
        let bodies = |cases: &[Case]| -> Vec<_> {
            cases.iter().map(|case| case.request.body.clone()).collect()
        };
        assert_eq!(bodies(&first), bodies(&other), "the bodies follow from the runner's seed");
    }
}

#[test]
fn fixed_cases_come_from_every_place_before_any_place_comes_again() {
    for spec in specs() {
        let generation = generation(&spec, target("127.0.0.1", true), 3);
        let operation = spec.api.operation("transitionLeft").unwrap();
        for category in [Category::WrongType, Category::Null, Category::Enum, Category::Format] {
            let trees = generate::fixed(&generation, operation, category);
            let places: Vec<String> = trees.map(|tree| tree.current().about).collect();
            let distinct: BTreeSet<&String> = places.iter().collect();
            let first: BTreeSet<&String> = places.iter().take(distinct.len()).collect();
            assert_eq!(first, distinct, "{category:?}");
        }
    }
}

/// The smallest random case of a category for which this holds.
fn smallest(
    generation: &Arc<Generation>,
    operation: &Operation,
    category: Category,
    fails: impl Fn(&Value) -> bool,
) -> Case {
    let cases = generate::drawn(generation, operation, category).expect("it has cases");
    let outcome = runner(2000, 1).run(&cases, |case| match fails(&body(&case)) {
        true => Err(TestCaseError::fail("it holds")),
        false => Ok(()),
    });
    match outcome {
        Err(TestError::Fail(_, case)) => Some(case),
        _ => None,
    }
    .expect("some case fails")
}

#[test]
fn what_a_failure_needs_is_kept_and_everything_else_goes() {
    for spec in specs() {
        let generation = generation(&spec, target("127.0.0.1", true), 3);
        let left = spec.api.operation("transitionLeft").unwrap();
        let is_null = |body: &Value| body.pointer("/session/code") == Some(&Value::Null);
        let case = smallest(&generation, left, Category::Null, is_null);
        assert_eq!(case.about, "null at session.code");
        let mut expected = generate::valid_body(&generation, left).unwrap();
        expected["session"]["code"] = json!(null);
        assert_eq!(body(&case), expected);

        let has_none = |body: &Value| body.get("storeId").is_none_or(|id| !id.is_number());
        let about = smallest(&generation, left, Category::Several, has_none).about;
        assert!(!about.contains(" and ") && about.contains("storeId"), "{about}");

        let session = spec.api.operation("updateSession").unwrap();
        let has_text = |body: &Value| {
            let metadata = body["metadata"].as_object();
            metadata.is_some_and(|it| it.values().any(Value::is_string))
        };
        let body = body(&smallest(&generation, session, Category::Valid, has_text));
        let metadata = body["metadata"].as_object().unwrap();
        assert!(body.as_object().unwrap().len() == 1 && metadata.len() == 1, "{body}");
        let text = metadata.values().next().unwrap().as_str().unwrap();
        assert!(text.chars().count() <= 1, "{body}");
    }
}

#[test]
fn shrinking_ends_never_repeats_itself_and_keeps_what_was_broken() {
    let mut number = 0_usize;
    for_all(1, |_, generation, operation, mut tree| {
        number += 1;
        let first = tree.current();
        // The fixed cases of a category are alike, and large ones take long.
        let is_large = first.request.body.as_ref().is_some_and(|body| body.0.len() > 4_000);
        if !number.is_multiple_of(17) || is_large {
            return;
        }
        let fails = |step: usize| match number % 3 {
            0 => true,
            1 => false,
            _ => !step.is_multiple_of(3),
        };
        let is_broken = |case: &Case| {
            case.category != Category::NotJson && violations(generation, operation, case).0 > 0
        };
        let request = |case: &Case| format!("{:?}", case.request);
        let (mut seen, mut best) = (BTreeSet::from([request(&first)]), first.clone());
        let (mut more, mut step) = (tree.simplify(), 0);
        while more {
            let case = tree.current();
            assert!(seen.insert(request(&case)), "{}: {case:?}", first.about);
            assert_eq!((is_broken(&case), &case.expect), (is_broken(&first), &first.expect));
            step += 1;
            more = if fails(step) {
                best = case;
                tree.simplify()
            } else {
                tree.complicate()
            };
        }
        assert_eq!(tree.current(), best, "the last failure is what is left");
        assert!(!tree.complicate() && step < 5_000, "{step}");
    });
    assert!(number > 500, "{number}");
}

#[test]
fn shrinking_stops_at_a_candidate_that_nobody_sent() {
    let [spec, _] = specs();
    let generation = generation(&spec, target("127.0.0.1", true), 3);
    let operation = spec.api.operation("transitionLeft").unwrap();
    let mut tree = drawn(&generation, operation, Category::Null, 1).swap_remove(0);
    let first = tree.current();
    assert!(tree.simplify());
    let offered = tree.current();
    assert_ne!(offered, first);
    assert!(tree.complicate(), "it passed, and another one is offered");
    assert!(!tree.complicate(), "which nobody sent");
    assert_eq!(tree.current(), first);
}

#[test]
fn a_changed_parameter_is_sent_as_it_says() {
    let [shapes, _] = shapes();
    let generation = generation(&shapes, target("127.0.0.1", true), 3);
    let taking = |it: &&Operation| it.parameters.iter().any(|it| it.name == "order");
    let operation = shapes.api.operations.iter().find(taking).unwrap();
    let mut seen = BTreeSet::new();
    let drawn = drawn(&generation, operation, Category::Parameters, 60);
    let fixed = generate::fixed(&generation, operation, Category::Parameters);
    for case in fixed.chain(drawn).map(|tree| tree.current()) {
        let Expect::Judged(Some(change)) = &case.expect else { panic!("{case:?}") };
        let query = case.request.path.split_once('?').map_or("", |(_, query)| query);
        let texts: Vec<String> = match change.place.as_str() {
            "query" => query
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .filter(|(name, _)| *name == change.name)
                .map(|(_, value)| String::from_utf8(generate::unescaped(value)).unwrap())
                .collect(),
            place => {
                let headers = case.request.headers.iter();
                let own = headers.filter_map(|(name, value)| match place {
                    "cookie" if name == "cookie" => {
                        let prefix = format!("{}=", change.name);
                        Some(value.split("; ").map(|it| it.replacen(&prefix, "", 1)).collect())
                    }
                    _ if name.eq_ignore_ascii_case(&change.name) => Some(vec![value.clone()]),
                    _ => None,
                });
                own.collect::<Vec<Vec<String>>>().concat()
            }
        };
        let times = usize::from(change.value.is_some()) * (1 + usize::from(change.repeated));
        let expected: Vec<String> = change.value.iter().cycle().take(times).cloned().collect();
        assert_eq!(texts, expected, "{case:?}");
        seen.insert((change.place.clone(), change.value.is_some(), change.repeated));
    }
    for place in ["query", "header", "cookie"] {
        assert!(seen.contains(&(place.to_owned(), true, true)), "{seen:?}");
    }
    assert!(seen.contains(&("query".to_owned(), false, false)), "{seen:?}");
}

#[test]
fn what_cannot_be_undone_goes_to_nobody_unless_that_is_allowed() {
    for spec in specs() {
        for (host, writes) in [("127.0.0.1", true), ("127.0.0.1", false), ("example.com", true)] {
            let generation = generation(&spec, target(host, writes), 3);
            let (mut harmful, mut known) = (0, 0);
            for operation in &spec.api.operations {
                let categories = generate::categories(&generation, operation);
                let of = |category| {
                    let fixed = generate::fixed(&generation, operation, category);
                    fixed.chain(drawn(&generation, operation, category, 20)).collect::<Vec<_>>()
                };
                for case in categories.into_iter().flat_map(of).map(|tree| tree.current()) {
                    let bytes = case.request.body.map(|body| body.0).unwrap_or_default();
                    let harms = vendor::is_irreversible(operation, &bytes);
                    let takes_ids = operation.path.contains('{');
                    harmful += usize::from(harms);
                    known += usize::from(case.known && takes_ids);
                    assert!(!takes_ids || writes || !case.known, "{}", case.request.path);
                    assert!(!harms || !case.known || host == "127.0.0.1", "{}", case.request.path);
                }
                let broken = generate::broken_body(&generation, operation);
                let harms =
                    |body: Value| vendor::is_irreversible(operation, body.to_string().as_bytes());
                assert!(!broken.is_some_and(harms));
            }
            assert!(harmful > 0 && (known > 0) == writes, "{host} {writes}: {harmful} {known}");
        }
    }
}

#[test]
fn bodies_name_the_known_session_until_the_server_takes_any() {
    for spec in specs() {
        let generation = generation(&spec, target("127.0.0.1", true), 3);
        let (operation, property) = vendor::names_session(&spec.api).unwrap();
        let named = || -> BTreeSet<String> {
            let trees = drawn(&generation, operation, Category::Valid, 30);
            trees.iter().map(|tree| body(&tree.current())[property].to_string()).collect()
        };
        assert_eq!(named(), BTreeSet::from([json!("session-1").to_string()]));
        assert_eq!(generate::valid_body(&generation, operation).unwrap()[property], "session-1");
        generation.note_any_session();
        assert!(named().len() > 20);
    }
}

#[test]
fn a_broken_body_breaks_a_documented_rule() {
    for spec in specs() {
        let generation = generation(&spec, target("127.0.0.1", true), 3);
        for operation in spec.api.operations.iter().filter(|operation| operation.body.is_some()) {
            let rules = |body: &Value| broken_rules(&spec.api, schema(operation).unwrap(), body);
            let body = generate::broken_body(&generation, operation).expect("there is one");
            assert!(body.is_object() && rules(&body).1 > 0, "{body}");
            assert_eq!(rules(&generate::valid_body(&generation, operation).unwrap()), (0, 0));
        }
    }
}
