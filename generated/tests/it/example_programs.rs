//! The programs of `examples/`, run against a stand-in in this process; cargo builds them with the
//! tests.

use crate::receiver::send;
use crate::standin::{StandIn, Trick};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

/// An example, about to be run.
fn command(name: &str, base: &str, token: &str) -> Command {
    // The tests lie in `deps`, the examples beside it.
    let mut program: PathBuf = std::env::current_exe().unwrap();
    program.pop();
    program.pop();
    let program = program.join("examples").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let mut command = Command::new(program);
    command.env("OASIS_URL", base).env("OASIS_TOKEN", token);
    command
}

/// Runs an example.
async fn run(name: &str, base: &str, token: &str, arguments: &[&str]) -> Output {
    let mut command = command(name, base, token);
    command.args(arguments);
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

/// A running example. It ends with the value.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test]
async fn who_has_left_is_noted() {
    let standin = StandIn::default();
    let base = standin.serve().await;
    let left: Value = serde_json::from_str(aifi_oasis::examples::TRANSITION_LEFT_REQUEST).unwrap();
    let session = left["session"]["sessionId"].as_str().unwrap();
    standin.set(session, json!({"events": [1]}));
    standin.play([Trick::Busy, Trick::None, Trick::Busy]);
    let mut command = command("receive_left", &base, "t0ken");
    command.env("OASIS_LISTEN", "127.0.0.1:0").env("OASIS_WEBHOOK_TOKEN", "agreed");
    let mut running = Running(command.stdout(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(running.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim().strip_prefix("listening on ").unwrap();
    let receiver = format!("http://{address}");

    let mut other = left.clone();
    other["shopperId"] = json!("another");
    assert_eq!(send(&receiver, "POST /left", "", &left.to_string()).await.0, 401);
    // Two of a group, and a repeat.
    let token = "authorization: Bearer agreed\r\n";
    for body in [&left, &other, &left] {
        assert_eq!(send(&receiver, "POST /left", token, &body.to_string()).await.0, 200);
    }
    for _ in 0..1000 {
        if standin.get(session).as_object().unwrap().len() == 3 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let time = &left["timeOfOrigin"];
    let noted = standin.get(session);
    assert_eq!(noted["events"], json!([1]));
    assert_eq!((&noted["left-string"], &noted["left-another"]), (time, time), "{noted}");
}

#[test]
fn an_example_is_short() {
    for program in [
        include_str!("../../examples/assign_shopper.rs"),
        include_str!("../../examples/merge_metadata.rs"),
        include_str!("../../examples/receive_left.rs"),
    ] {
        assert!(program.lines().count() < 60);
    }
}
