//! The programs of `examples/`, run against a stand-in in this process; cargo builds them with the
//! tests.

use crate::standin::{StandIn, Trick};
use serde_json::json;
use std::path::PathBuf;
use std::process::Output;

/// Runs an example.
async fn run(name: &str, base: &str, token: &str, arguments: &[&str]) -> Output {
    // The tests lie in `deps`, the examples beside it.
    let mut program: PathBuf = std::env::current_exe().unwrap();
    program.pop();
    program.pop();
    let program = program.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let mut command = std::process::Command::new(program);
    command.env("OASIS_URL", base).env("OASIS_TOKEN", token).args(arguments);
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[tokio::test]
async fn a_shopper_is_assigned() {
    let standin = StandIn::default();
    let base = standin.serve().await;
    standin.play([Trick::Busy]);
    let output = run("assign_shopper", &base, "t0ken", &["7", "000123", "s"]).await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(standin.assigned(), [("7/000123".to_owned(), json!({"sessionId": "s"}))]);
}

#[tokio::test]
async fn a_key_is_merged() {
    let standin = StandIn::default();
    let base = standin.serve().await;
    standin.set("s", json!({"events": [1, 2], "till": 4}));
    let output = run("merge_metadata", &base, "t0ken", &["s", "receipt", "R-17"]).await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "3 keys, 2 events\n");
    assert_eq!(standin.get("s"), json!({"events": [1, 2], "till": 4, "receipt": "R-17"}));
    let output = run("merge_metadata", &base, "t0ps3cret", &["s", "receipt", "R-18"]).await;
    let said = text(&output.stderr);
    assert!(!output.status.success() && !said.contains("t0ps3cret"), "{said}");
}

#[test]
fn an_example_is_short() {
    for program in [
        include_str!("../../examples/assign_shopper.rs"),
        include_str!("../../examples/merge_metadata.rs"),
    ] {
        assert!(program.lines().count() < 60);
    }
}
