//! What is no page gives an error that says so, and quickly.

use super::super::read;
use std::time::{Duration, Instant};

#[test]
fn what_is_no_page_is_unreadable() {
    let stranger = "Getting started\n\nInstall the package.\n\nAuthorization\n\nUse your key.\n\ncurl https://api.example.com/v1/charges -u key:\n\nWas this helpful?";
    let numbers = "1,2,3\n4,5,6\n";
    for text in [
        stranger,
        numbers,
        "404\nThis page could not be found.",
        "{\"a\": 1}",
        "openapi: 3.0.3\npaths: {}\n",
        "a*string\n",
    ] {
        let findings = read("p.txt", text).unwrap_err();
        assert_eq!(findings.len(), 1);
        assert!(findings[0].message.contains("nothing readable in p.txt"), "{text}");
    }
}

#[test]
fn fifty_megabytes_are_refused_at_once() {
    let started = Instant::now();
    assert!(read("p", &"Request Body\n".repeat(50 << 20 >> 4)).is_err());
    assert!(started.elapsed() < Duration::from_secs(1));
}

#[test]
fn hostile_texts_are_read_in_linear_time() {
    for line in [
        "word ",
        "a*string\n",
        "Request Body\n",
        "Empty",
        "Format\n",
        "{\n",
        "[",
        "curl -X GET \"",
        "{\"a\":\n",
        "| a | string x |\n",
        "\"a\" | ",
        "Format\ndate-time",
        "Value in\n\"a\"",
        "In: header\n",
        "Match\n^a$b*\n",
        "Authorization\nIn: header\n",
        "How is this guide?\n",
        "How is this guide?GET POST\n",
        "curl -X GET \"https://h/p\"EmptyHow is this guide?\n",
        "## A\nquery Parameters\n| a | string x |\n",
        "get/a\nget/b\n",
    ] {
        for prefix in ["", "curl -X GET \"https://h/p\"\n", "Request Body\napplication/json\n"] {
            let started = Instant::now();
            let size = if line.ends_with('\n') { 6_000 } else { 300_000 / line.len() };
            let _ = read("p", &format!("{prefix}{}", line.repeat(size)));
            assert!(
                started.elapsed() < Duration::from_secs(5),
                "{line:?} took {:?}",
                started.elapsed()
            );
        }
    }
}
