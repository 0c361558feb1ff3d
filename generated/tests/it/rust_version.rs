//! The oldest Rust that the client compiles with: what the manifests say is held against every
//! dependency, so that an update cannot take it away from whoever adopted the crate.

use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::process::Command;

/// What `aifi-oasis` and `oasis-runtime` promise.
const PROMISED: (u64, u64) = (1, 88);

fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Every package of the workspace's lock file that this platform needs, as `cargo metadata` tells.
fn metadata() -> Value {
    let about = run("rustc", &["-vV"]);
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let arguments =
        ["metadata", "--format-version", "1", "--offline", "--locked", "--filter-platform", host];
    serde_json::from_str(&run(&cargo, &arguments)).unwrap()
}

fn version(text: &str) -> (u64, u64) {
    let mut numbers = text.split('.').map(|number| number.parse().unwrap());
    (numbers.next().unwrap(), numbers.next().unwrap_or(0))
}

/// The ids of a package and of all that it is built from.
fn closure<'m>(metadata: &'m Value, root: &'m str) -> HashSet<&'m str> {
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let nodes: HashMap<&str, &Value> =
        nodes.iter().map(|node| (node["id"].as_str().unwrap(), node)).collect();
    let (mut seen, mut open) = (HashSet::new(), vec![root]);
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        for dependency in nodes[id]["deps"].as_array().unwrap() {
            let is_dev = |kind: &Value| kind["kind"] == "dev";
            if !dependency["dep_kinds"].as_array().unwrap().iter().all(is_dev) {
                open.push(dependency["pkg"].as_str().unwrap());
            }
        }
    }
    seen
}

#[test]
fn no_dependency_of_the_client_wants_a_newer_rust() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    for name in ["aifi-oasis", "oasis-runtime"] {
        let package = packages.iter().find(|package| package["name"] == name).unwrap();
        let promised = package["rust_version"].as_str().map(version);
        assert_eq!(promised, Some(PROMISED), "{name}: rust-version in its manifest");
        let needed = closure(&metadata, package["id"].as_str().unwrap());
        assert!(needed.len() > 10, "{name}: the dependencies are where they are expected");
        for found in packages.iter().filter(|found| needed.contains(found["id"].as_str().unwrap()))
        {
            let Some(wanted) = found["rust_version"].as_str() else { continue };
            assert!(version(wanted) <= PROMISED, "{name} needs {} {wanted}", found["name"]);
        }
    }
}
