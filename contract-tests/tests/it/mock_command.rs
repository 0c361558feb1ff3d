//! The `oasis-mock` command: what it prints, and when it refuses to start.

use oasis_contract_tests::joi::Settings;
use oasis_contract_tests::spec::Spec;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Output, Stdio};

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oasis-mock"));
    command.args(arguments).env_remove("OASIS_TOKEN").env_remove("OASIS_TOKEN_FILE");
    command
}

fn refused(mut command: Command) -> String {
    let Output { status, stderr, .. } = command.output().expect("it runs");
    assert_eq!(status.code(), Some(2));
    String::from_utf8_lossy(&stderr).into_owned()
}

#[test]
fn what_cannot_be_started_ends_with_2_and_a_reason() {
    for (arguments, reason) in [
        (&["--listen", "0.0.0.0:0"][..], "set OASIS_TOKEN"),
        (&["--listen", "127.0.0.1:0", "--fault", "no-such-fault"], "--list-faults"),
        (&["--listen", "127.0.0.1:0", "--variant", "no-such-variant"], "--list-variants"),
        (&["--listen", "nowhere"], "--listen"),
        (&["--listen", "127.0.0.1:0", "--spec", "no/such/file"], "no/such/file"),
        (&["--listen", "127.0.0.1:0", "--spec", "Cargo.toml"], "Cargo.toml"),
    ] {
        let said = refused(command(arguments));
        assert!(said.contains(reason), "{arguments:?}: {said}");
    }
    let mut empty = command(&["--listen", "127.0.0.1:0"]);
    empty.env("OASIS_TOKEN", " ");
    assert!(refused(empty).contains("OASIS_TOKEN"));
    let mut unreadable = command(&["--listen", "127.0.0.1:0"]);
    unreadable.env("OASIS_TOKEN_FILE", "no/such/file");
    assert!(refused(unreadable).contains("no/such/file"));
}

/// A running mock and what it printed. It ends with the value.
struct Started {
    child: Child,
    printed: String,
}

impl Started {
    fn new(mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("it starts");
        let lines = BufReader::new(child.stdout.take().expect("it was asked for")).lines();
        let mut printed = Vec::new();
        for line in lines.map(|line| line.expect("it is text")) {
            let is_last = line.contains("Ctrl-C");
            printed.push(line);
            if is_last {
                break;
            }
        }
        Self { child, printed: printed.join("\n") }
    }
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_token_from_the_environment_is_never_printed() {
    let mut mock = command(&["--listen", "127.0.0.1:0"]);
    mock.env("OASIS_TOKEN", "very-private-words");
    let printed = &Started::new(mock).printed;
    assert!(printed.contains("http://127.0.0.1:") && printed.contains("mock-session-1"));
    assert!(!printed.contains("very-private-words"), "{printed}");
}

#[cfg(unix)]
#[test]
fn signals_end_it_well() {
    for signal in ["-INT", "-TERM"] {
        let mut mock = Started::new(command(&["--listen", "127.0.0.1:0"]));
        let pid = mock.child.id().to_string();
        let sent = Command::new("kill").args([signal, &pid]).status().expect("there is a kill");
        assert!(sent.success());
        assert_eq!(mock.child.wait().expect("it ends").code(), Some(0), "{signal}");
    }
}

/// A whole response of a server on loopback, as text.
fn get(address: &str, path: &str) -> String {
    ask(address, "GET", path, "")
}

/// The same of any request, with the mock's own token.
fn ask(address: &str, method: &str, path: &str, body: &str) -> String {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address).expect("it listens");
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\
         authorization: Bearer {}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        oasis_contract_tests::Mock::TOKEN,
        body.len()
    );
    stream.write_all(head.as_bytes()).expect("it is sent");
    let mut text = String::new();
    stream.read_to_string(&mut text).expect("it is text");
    text
}

fn address(mock: &Started) -> String {
    let line = mock.printed.lines().find_map(|line| line.strip_prefix("address  "));
    line.and_then(|url| url.strip_prefix("http://")).expect("it says where").to_owned()
}

#[test]
fn a_companion_can_be_looked_into_and_fails_as_asked() {
    let file = std::env::temp_dir().join(format!("mock-sessions-{}.json", std::process::id()));
    std::fs::write(&file, r#"{"seeded": {"metadata": {"basket": 7}}}"#).expect("it is written");
    let mut mock = command(&["--listen", "127.0.0.1:0", "--rate-limit", "1"]);
    mock.arg("--sessions").arg(&file);
    let mock = Started::new(mock);
    std::fs::remove_file(&file).expect("it is there");
    let sessions = get(&address(&mock), "/_mock/sessions");
    assert!(sessions.contains("\"seeded\"") && sessions.contains("\"basket\":7"), "{sessions}");
    // All but the first within a second, which may end in between.
    let asked: Vec<String> = (0..20).map(|_| get(&address(&mock), "/api/nothing")).collect();
    let refused = asked.iter().find(|answer| !answer.starts_with("HTTP/1.1 404"));
    let refused = refused.expect("one of 20 comes too soon");
    assert!(refused.starts_with("HTTP/1.1 429") && refused.contains("retry-after: 1"), "{refused}");
    let records = get(&address(&mock), "/_mock/requests");
    assert!(records.contains("\"path\":\"/api/nothing\",\"status\":429"), "{records}");

    let down = Started::new(command(&["--listen", "127.0.0.1:0", "--unavailable", "100%"]));
    let answers: Vec<String> = (0..20).map(|_| get(&address(&down), "/api/nothing")).collect();
    assert!(answers.iter().all(|answer| answer.starts_with("HTTP/1.1 503")), "{answers:?}");
    let says_when = answers.iter().filter(|answer| answer.contains("retry-after: 1")).count();
    assert!((1..20).contains(&says_when), "{says_when} of 20 say when");
}

/// The JSON of a response that is text.
fn json(response: &str) -> Value {
    let body = response.split_once("\r\n\r\n").expect("it has a head").1;
    serde_json::from_str(body).expect(response)
}

const SESSION: &str = "/api/admin/v2/sessions/mock-session-1";
const SHOPPER: &str = "/api/admin/v2/stores/1/shoppers/100000000000001";

#[test]
fn two_mocks_with_one_seed_are_alike() {
    let story = || {
        let mock = Started::new(command(&["--listen", "127.0.0.1:0", "--seed", "3"]));
        let address = address(&mock);
        let change =
            |value| ask(&address, "PATCH", SESSION, &format!("{{\"metadata\":{{\"a\":{value}}}}}"));
        (json(&change(1)), json(&change(2)))
    };
    let (one, other) = (story(), story());
    assert_eq!(one, other);
    assert_ne!(one.0["updatedAt"], one.1["updatedAt"], "its clock does move");
}

#[test]
fn a_customer_leaves_when_asked_and_the_receiver_is_told_once_for_each_person() {
    let receiver = Started::new(command(&["--listen", "127.0.0.1:0"]));
    let hooks = format!("http://{}/api/push/transition", address(&receiver));
    let mut mock = command(&["--listen", "127.0.0.1:0", "--webhook", &hooks, "--seed", "1"]);
    mock.env("OASIS_WEBHOOK_TOKEN", oasis_contract_tests::Mock::TOKEN);
    let mock = Started::new(mock);
    let address = address(&mock);
    ask(&address, "PATCH", SESSION, r#"{"metadata":{"basket":7}}"#);
    ask(&address, "PATCH", SHOPPER, r#"{"sessionId":"mock-session-1"}"#);
    let left = |query: &str| {
        ask(&address, "POST", &format!("/_mock/sessions/mock-session-1/left{query}"), "")
    };
    for (query, taken) in
        [("", &[true][..]), ("?times=2", &[true, true]), ("?broken=true", &[false])]
    {
        let told = json(&left(query));
        let told = told.as_array().expect("it is an array");
        assert_eq!(
            told.iter().map(|one| one["taken"] == true).collect::<Vec<_>>(),
            taken,
            "{told:?}"
        );
        assert!(told.iter().all(|one| one["shopper"] == "100000000000001"), "{told:?}");
    }
    let received = json(&get(&self::address(&receiver), "/_mock/requests"));
    let received = received.as_array().expect("it is an array");
    assert_eq!(received.iter().map(|it| &it["status"]).collect::<Vec<_>>(), [200, 200, 200, 422]);
    let told: Value =
        serde_json::from_str(received[0]["request"].as_str().expect("text")).expect("JSON");
    assert_eq!(told["session"]["metadata"]["basket"], 7, "{told}");
    assert_eq!(told["sessionId"], "mock-session-1");
    // The store that the mock has, so that a receiver can call back.
    for store in ["/storeId", "/session/storeId", "/store/oasisApiStoreId"] {
        assert_eq!(told.pointer(store), Some(&Value::from(1)), "{store} of {told}");
    }
    assert_eq!(told["session"]["customerLastExitedAt"], told["timeOfOrigin"]);

    for (path, says) in [
        ("/_mock/sessions/nobody/left", "no session"),
        ("/_mock/sessions/mock-session-1/left?times=0", "times from 1"),
        ("/_mock/sessions/mock-session-1/left?twice", "times=N"),
        ("/_mock/elsewhere", "/_mock/shoppers"),
    ] {
        let response = ask(&address, "POST", path, "");
        assert!(response.starts_with("HTTP/1.1 40") && response.contains(says), "{response}");
    }
    let deaf = ask(&self::address(&receiver), "POST", "/_mock/sessions/mock-session-1/left", "");
    assert!(deaf.starts_with("HTTP/1.1 409") && deaf.contains("--webhook"), "{deaf}");
}

#[test]
fn the_page_stands_alone_and_shows_exchanges_without_the_token() {
    let mock = Started::new(command(&["--listen", "127.0.0.1:0"]));
    let address = address(&mock);
    assert!(mock.printed.contains(&format!("http://{address}/_mock/")), "{}", mock.printed);
    let page = get(&address, "/_mock/");
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("text/html"), "{page}");
    assert!(!page.contains("http:") && !page.contains("https:"), "it loads nothing from elsewhere");
    let moved = get(&address, "/_mock");
    assert!(moved.starts_with("HTTP/1.1 308") && moved.contains("location: /_mock/"), "{moved}");
    ask(&address, "PATCH", SHOPPER, r#"{"sessionId":"mock-session-2"}"#);
    let shoppers = json(&get(&address, "/_mock/shoppers"));
    assert_eq!(shoppers[0]["assigned"]["sessionId"], "mock-session-2");
    ask(
        &address,
        "PATCH",
        SESSION,
        &format!("{{\"metadata\":{{\"long\":\"{}\"}}}}", "x".repeat(9000)),
    );
    let requests = get(&address, "/_mock/requests");
    assert!(requests.contains("mock-session-2") && requests.len() < 10_000, "{}", requests.len());
    assert!(!requests.contains(oasis_contract_tests::Mock::TOKEN), "{requests}");
}

/// Bodies that nobody showed a token for are not kept, however many of them are on their way.
#[cfg(target_os = "linux")]
#[test]
fn unfinished_requests_without_a_token_cost_little_memory() {
    use std::io::Write;
    let mock = Started::new(command(&["--listen", "127.0.0.1:0"]));
    let address = address(&mock);
    let body = [b'x'; 1 << 16];
    let open = (0..400).map(|_| {
        let mut stream = std::net::TcpStream::connect(&address).expect("it listens");
        let timeout = Some(std::time::Duration::from_millis(20));
        stream.set_write_timeout(timeout).expect("it can be set");
        let head = "PATCH /api/admin/v2/sessions/x HTTP/1.1\r\nhost: h\r\n\
                    content-type: application/json\r\ncontent-length: 2097152\r\n\r\n";
        // A server that refuses at once closes the connection before all is sent.
        let sent = stream.write_all(head.as_bytes());
        let _ = sent.and_then(|()| (0..31).try_for_each(|_| stream.write_all(&body)));
        stream
    });
    let open: Vec<_> = open.collect();
    let status = std::fs::read_to_string(format!("/proc/{}/status", mock.child.id()));
    let status = status.expect("it still runs");
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.split_whitespace().next());
    let peak: u64 = peak.and_then(|peak| peak.parse().ok()).expect("the kernel says how much");
    assert!(peak < 100 << 10, "{} KiB with {} requests open", peak, open.len());
}

#[test]
fn every_fault_and_variant_is_listed() {
    let listed = |option| command(&[option]).output().expect("it runs").stdout;
    let faults = String::from_utf8(listed("--list-faults")).expect("it is text");
    for fault in oasis_contract_tests::fault::all() {
        assert!(faults.contains(&fault.id), "{}", fault.id);
    }
    let variants = String::from_utf8(listed("--list-variants")).expect("it is text");
    let api = Spec::embedded().expect("the specification is sound").api;
    for (name, _) in Settings::variants(&api) {
        assert!(variants.contains(name), "{name}");
    }
}
