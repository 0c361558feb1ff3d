//! `drift pages` on pages as they are served.

use crate::room::Room;
use serde_json::{Value, json};

/// The specification's own document, as Redoc embeds one.
fn redoc(change: impl Fn(&mut Value)) -> String {
    let mut document: Value = serde_yaml::from_str(include_str!("../fixtures/oasis.yaml")).unwrap();
    change(&mut document);
    format!("<!DOCTYPE html><html><script>const __redoc_definition = {document};</script></html>")
}

fn operation(document: &mut Value) -> &mut Value {
    &mut document["paths"]["/api/admin/v2/stores/{storeId}/shoppers/{shopperId}"]["patch"]
}

#[test]
fn a_page_that_repeats_the_spec_says_none() {
    let room = Room::new("served-same");
    room.write("page.html", &redoc(|_| {}));
    let run = room.drift(&["pages", "page.html"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert!(run.out.contains("drift: none"), "{}", run.out);
    let run = room.drift(&["pages", "page.html", "--extract"]);
    let line: Value = serde_json::from_str(run.out.trim_end()).unwrap();
    assert_eq!((run.code, &line["openapi"]), (Some(0), &json!("3.0.3")));
}

#[test]
fn a_change_names_the_page_and_the_line_of_the_spec() {
    let room = Room::new("served-changed");
    let page = redoc(|document| {
        operation(document)["parameters"][0]["schema"]["type"] = json!("string");
    });
    room.write("page.html", &page);
    let run = room.drift(&["pages", "page.html", "--format", "json"]);
    let object: Value = serde_json::from_str(&run.out).unwrap();
    let findings = object["findings"].as_array().unwrap();
    assert_eq!((run.code, findings.len()), (Some(0), 1), "{}", run.out);
    assert_eq!(findings[0]["at"]["document"], "page.html");
    assert!(findings[0]["other"]["line"].is_u64(), "{}", run.out);
}

#[test]
fn what_holds_nothing_is_no_difference() {
    let room = Room::new("served-nothing");
    let whole = redoc(|_| {});
    for (page, word) in [
        ("<!DOCTYPE html><title>Just a moment...</title>", "challenge"),
        ("<html><redoc spec-url=\"https://h.example/api.yaml\"></redoc>", "curl -fsSL"),
        (&whole[..whole.len() / 2], "cut"),
    ] {
        room.write("page.html", page);
        let run = room.drift(&["pages", "page.html"]);
        assert_eq!(run.code, Some(2), "{}{}", run.out, run.err);
        assert!(run.err.contains(word), "{word}: {}", run.err);
    }
}

#[test]
fn a_settled_spec_says_what_the_page_says() {
    let room = Room::new("served-settled");
    let page = redoc(|document| {
        let responses = operation(document)["responses"].as_object_mut().unwrap();
        let success = responses.remove("200").unwrap();
        responses.insert("204".to_owned(), success);
    });
    room.write("SHOP.html", &page);
    room.change_spec(
        "'200': {description: The shopper belongs to the session.}",
        "'200': {description: The shopper belongs to it., x-basis: inferred, x-because: A tab.}",
    );
    let run = room.drift(&["pages", "--settle", "SHOP.html"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    room.write("patch", &run.out);
    let git = std::process::Command::new("git")
        .args(["apply", "patch"])
        .current_dir(&room.0)
        .env("GIT_CEILING_DIRECTORIES", room.0.parent().unwrap())
        .status();
    if !git.is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: there is no git here");
        return;
    }
    let run = room.drift(&["pages", "SHOP.html"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    assert!(run.out.contains("drift: none (no findings)"), "{}", run.out);
}
