//! Which operation a page is held against, and what is said of pages that are not whole.

use super::agreeing::{PAGE, PUSH, api, findings, found};
use super::read;
use oasis_model::finding::Severity;

#[test]
fn a_member_of_a_sample_is_found_on_its_line() {
    let page = PAGE.replace("\"id\": 0", "\"id\": \"0\"");
    let found = findings(&page);
    let line = page.lines().position(|line| line.contains("\"id\": \"0\"")).unwrap() + 1;
    assert_eq!(
        (found[0].at.line, found[0].at.text.as_deref()),
        (Some(line), Some("\"id\": \"0\","))
    );
}

#[test]
fn a_member_of_a_sample_is_found_on_its_line_of_a_later_page() {
    let file = format!("{PUSH}\n{}", PAGE.replace("\"id\": 0", "\"id\": \"0\""));
    let pages = super::super::read("p", &file).unwrap();
    let found = found(&api(), &pages[1]);
    let line = file.lines().position(|line| line.contains("\"id\": \"0\"")).unwrap() + 1;
    assert_eq!(found[0].at.line, Some(line));
}

#[test]
fn a_sibling_in_place_of_a_parameter_is_a_new_operation() {
    let page = PAGE
        .replace("PATCH\n/api/things/{thingId}", "POST\n/api/things/batch")
        .replace(
            "-X PATCH \"https://h.example.com/api/things/0\"",
            "-X POST \"https://h.example.com/api/things/batch\"",
        )
        .replace("Path Parameters\n\nthingId*integer\n\n", "");
    let rules: Vec<_> = findings(&page).iter().map(|finding| finding.rule.to_string()).collect();
    assert_eq!(rules, ["drift/operation-added"]);
}

#[test]
fn a_page_of_another_site_is_no_new_operation() {
    let found =
        findings(&PAGE.replace("/api/things", "/api/others").replace("example.com", "example.org"));
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].rule.as_ref(), found[0].severity),
        ("drift/page-other-site", Severity::Error)
    );
}

#[test]
fn a_page_that_is_cut_never_says_that_something_was_removed() {
    for page in [PAGE, PUSH] {
        let end = page.find("How is").unwrap();
        for cut in (0..end).step_by(3).filter(|cut| page.is_char_boundary(*cut)) {
            let Ok(page) = read("page.txt", &page[..cut]) else { continue };
            let found = found(&api(), &page);
            assert!(found.iter().any(|finding| finding.rule == "drift/page-truncated"), "{cut}");
            for finding in &found {
                let told = ["drift/page-truncated", "drift/page-without-route"]
                    .contains(&finding.rule.as_ref());
                assert!(told, "{cut}: {finding:#?}");
            }
        }
    }
}

#[test]
fn a_page_that_is_cut_within_its_sample_still_has_a_route() {
    let end = PUSH.find("\"thingId\": 0").unwrap();
    let found = findings(&PUSH[..end].replace("note?string", "note?integer"));
    let rules: Vec<&str> = found.iter().map(|finding| finding.rule.as_ref()).collect();
    assert_eq!(rules, ["drift/webhook-type-changed", "drift/page-truncated"]);
}

#[test]
fn a_page_with_the_fields_of_another_path_names_that_operation() {
    let found = findings(&PUSH.replace("thing/left", "thing/gone"));
    assert_eq!(found[0].rule, "drift/webhook-added");
    assert!(found[0].evidence.iter().any(|one| one.text.starts_with("thingLeft has them too")));
}

#[test]
fn a_call_within_the_prose_is_not_the_sample() {
    let page = PAGE.replace(
        "kind?string\n",
        "kind?string\n\nTry it first:\n\ncurl -X GET \"https://h.example.com/other\"\n",
    );
    assert_eq!(findings(&page), []);
}

#[test]
fn any_further_member_is_what_an_open_object_takes() {
    let page = PAGE.replace("kind?string\n", "[key: string]?any\n\nkind?string\n");
    assert_ne!(page, PAGE);
    assert_eq!(findings(&page), []);
}
