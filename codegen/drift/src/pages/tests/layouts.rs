//! Layouts that a copy from a browser gives: read as the page itself, or called unreadable.

use super::super::read;
use super::agreeing::{PAGE, PUSH, findings};

#[test]
fn the_layouts_of_copies_change_nothing() {
    let typed = ["integer", "string", "boolean", "object", "array<>"];
    let alone = |text: &str, mark: &str, space: &str| {
        typed.iter().fold(text.to_owned(), |text, word| {
            text.replace(&format!("{mark}{word}\n"), &format!("{space}{mark}{space}{word}\n"))
        })
    };
    let below = |text: &str, mark: &str| {
        typed.iter().fold(text.to_owned(), |text, word| {
            text.replace(&format!("{mark}{word}\n"), &format!("{mark}\n{word}\n"))
        })
    };
    let headings = ["Path Parameters", "Query Parameters", "Request Body", "Response Body"];
    let markdown = headings.iter().fold(PAGE.to_owned(), |text, heading| {
        text.replace(&format!("{heading}\n"), &format!("## {heading}\n"))
    });
    let loud = headings.iter().fold(PAGE.to_owned(), |text, heading| {
        text.replace(&format!("{heading}\n"), &format!("{}\n", heading.to_uppercase()))
    });
    let quoted = PAGE.replace('"', "”").replace('\'', "’");
    for text in [
        alone(&alone(PAGE, "*", " "), "?", " "),
        below(&below(PAGE, "*"), "?"),
        below(&below(PUSH, "*"), "?"),
        markdown,
        loud,
        quoted,
    ] {
        assert_ne!(text, PAGE);
        assert_eq!(findings(&text), [], "{text}");
    }
}

#[test]
fn typographic_quotes_hide_no_change() {
    let text = PAGE.replace("\"id\": 0", "\"id\": \"0\"").replace('"', "“");
    let rules: Vec<_> = findings(&text).into_iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["drift/page-sample-answer"]);
    // Straight quotes elsewhere show that these belong to the text.
    let mixed =
        PAGE.replace("https://h.example.com/api/things/0\"", "https://h.example.com/api/things/0”");
    let mixed = mixed.replace("\"https://h", "“https://h");
    let rules: Vec<_> = findings(&mixed).into_iter().map(|finding| finding.rule).collect();
    assert_eq!(rules, ["drift/page-answers-unread"]);
}

#[test]
fn what_has_lost_its_parts_is_unreadable() {
    let nameless = "Things\nChange a thing\nAuthorization\nbearerAuth In: header\nWords\ncurl -X POST \"https://h.example.com/api/a\" \\ -d '{ \"a\": 1 }'EmptyHow is this guide?";
    let redoc = "Change a thing\npath Parameters\n| thingId required | integer |\nResponses\n200 Done\npatch/api/things/{thingId}\n";
    for (text, why) in [
        (nameless.to_owned(), "names of its fields"),
        (redoc.to_owned(), "Redoc"),
        (PAGE.replace("Path Parameters\n", "In the path\n"), "heading"),
        (PAGE.replace("Request Body\n", "Body Parameters\n"), "body"),
        (PAGE.replace("Query Parameters\n", "In the query\n"), "heading"),
    ] {
        let refused = read("page.txt", &text).expect_err(&text);
        assert!(refused[0].message.contains(why), "{why}: {refused:?}");
        assert!(refused[0].help.contains("fetch-pages"), "{refused:?}");
    }
}
