//! What a user of the crate compiles with it: so many crates, and none that his half has no use for.

use std::collections::BTreeSet;
use std::process::Command;

/// The names of all crates that this feature brings, this one included.
fn crates(feature: &str) -> BTreeSet<String> {
    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let arguments = "tree --package aifi-oasis --no-default-features --edges normal \
        --prefix none --format {p} --offline --locked --features";
    let output = Command::new(cargo)
        .args(arguments.split_whitespace())
        .arg(feature)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let lines = String::from_utf8(output.stdout).unwrap();
    let names =
        lines.lines().filter_map(|line| line.split(' ').next()).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

#[test]
fn each_half_is_light_and_brings_nothing_of_the_other() {
    for (feature, most, needed, unwanted) in [
        ("client", 100, "reqwest", &["axum", "openssl-sys", "native-tls", "aws-lc-sys"][..]),
        ("server", 60, "axum", &["reqwest", "hyper", "rustls", "ring"][..]),
        ("serve", 60, "hyper", &["reqwest", "rustls", "ring"][..]),
    ] {
        let found = crates(feature);
        assert!(found.contains(needed), "{feature}: {needed} is where it is expected");
        assert!(found.len() <= most, "{feature} brings {} crates: {found:?}", found.len());
        for name in unwanted {
            assert!(!found.contains(*name), "{feature} brings {name}");
        }
    }
}
