//! The sidebar of a page against the list of pages.

use super::encoder::page;
use super::lamps;
use crate::pages::html::{Site, read};
use crate::pages::listed;
use serde_json::{Value, json};

const LIST: &str = "
- {code: LIGHT, address: 'https://h.example/docs/light', operation: light}
- {code: DIM, address: 'https://h.example/docs/dim'}
- {code: OTHER, address: 'https://other.example/docs/dim2'}
- {code: SECTION, address: 'https://h.example/guide/dim3'}
";

fn site(pages: &[&str]) -> Site {
    let one = |path: &&str| json!({"type": "page", "name": format!("Page {path}"), "url": path, "icon": "$undefined"});
    let pages: Vec<Value> = pages.iter().map(one).collect();
    let tree =
        json!({"name": "Docs", "children": [{"type": "folder", "name": "F", "children": pages}]});
    let props = json!({"tree": tree, "payload": {"bundled": lamps::document()}, "operations": []});
    read(&page(5, &props)).unwrap().site
}

fn rules(site: &Site, file: &str) -> Vec<String> {
    let entries = listed::parse(LIST).unwrap();
    let found = site.changes(&entries, file);
    assert!(found.iter().all(|finding| finding.at.document == file));
    found.into_iter().map(|finding| format!("{} {}", finding.rule, finding.message)).collect()
}

#[test]
fn pages_that_came_or_went_are_named() {
    let same = site(&["/docs/light", "/docs/dim", "/blog/x"]);
    assert_eq!(same.own.as_deref(), Some("/docs/light"));
    assert!(rules(&same, "page.html").is_empty());
    let gone = rules(&site(&["/docs/light/"]), "page.html");
    assert!(
        matches!(gone.as_slice(), [one] if one.contains("page-gone") && one.contains("DIM")),
        "{gone:?}"
    );
    let more = rules(&site(&["/docs/light", "/docs/dim", "/docs/new", "/docs/newer"]), "page.html");
    assert!(
        matches!(more.as_slice(), [one] if one.contains("page-unlisted") && one.contains("2 pages")),
        "{more:?}"
    );
}

#[test]
fn a_site_that_is_not_that_of_the_list_says_nothing() {
    for pages in [&["/docs/else"][..], &[], &["/guide/light"]] {
        assert!(rules(&site(pages), "page.html").is_empty(), "{pages:?}");
    }
    // The file tells which page it is, too.
    assert_eq!(rules(&site(&["/guide/dim3", "/guide/new"]), "a/SECTION.html").len(), 1);
}
