//! Files that hold several pages: each is read as it would be alone, with its own lines.

use super::super::{Page, read};
use super::{bare, model, render};
use proptest::prelude::*;

const FOOTER: &str = "\n\nAiFI AI Chat\n\nBeta\n\nPowered by AiFi\n\nAsk docs or API questions to get grounded answers.\n";

/// A page on its own, with its lines counted from where it stands in a file.
fn alone(text: &str, line: usize) -> Page {
    let pages = read("p", &format!("{}{text}How is this guide?", "\n".repeat(line - 1)));
    pages.unwrap_or_else(|error| panic!("{error:?}\n{text}")).remove(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pages_of_one_file_are_read_as_if_alone(
        models in prop::collection::vec((model::page(), any::<bool>()), 2..4),
        between in prop::sample::select(vec!["", "\n", "\n---\n", FOOTER]),
    ) {
        let (mut file, mut expected) = (String::new(), Vec::new());
        for (model, condensed) in &models {
            let text = if *condensed { render::condensed(model) } else { render::spaced(model) };
            // What stands behind the mark is the site's, and differs from page to page.
            let text = &text[..text.find("How is").unwrap()];
            expected.push(alone(text, file.matches('\n').count() + 1));
            file.push_str(&format!("{text}How is this guide?{between}"));
        }
        let pages = read("p", &file).unwrap();
        prop_assert_eq!(pages.len(), models.len(), "{}", file);
        for ((page, alone), (model, _)) in pages.iter().zip(&expected).zip(&models) {
            prop_assert_eq!(bare(page), bare(model), "{}", file);
            let lines = |page: &Page| {
                let fields = page.parameters.iter().map(|(_, field)| field.line);
                let body = page.body.iter().flat_map(|body| &body.fields).map(|field| field.line);
                let tabs = page.tabs.iter().map(|tab| tab.line);
                let title = page.title.iter().map(|title| title.line);
                fields.chain(body).chain(tabs).chain(title).collect::<Vec<_>>()
            };
            prop_assert_eq!(lines(page), lines(alone), "{}", file);
        }
    }
}

/// A page and the cards of other pages behind it, which are nobody's.
const LOST: &str = "Things\nChange a thing\nAuthorization\nbearerAuth AuthorizationBearer <token>\nIn: header\nRequest Body\napplication/json\na*integer\ncurl -X POST \"https://h.example/api/a\" \\ -H \"Content-Type: application/json\" \\ -d '{ \"a\": 1 }'\"string\"How is this guide?\nLose a thing POST\nWe call it when one is lost.\nFind a thing GET\n";

#[test]
fn the_cards_of_other_pages_are_no_heads() {
    let second = LOST.replace("Change", "Make").replace("/api/a", "/api/b");
    let pages = read("p", &format!("{LOST}{second}")).unwrap();
    let title = |page: &Page| page.title.as_ref().map(|title| (title.value.clone(), title.line));
    assert_eq!(
        pages.iter().map(title).collect::<Vec<_>>(),
        [Some(("Change a thing".to_owned(), 2)), Some(("Make a thing".to_owned(), 14))]
    );
}

#[test]
fn a_page_without_its_mark_ends_where_the_next_one_is_authorized() {
    let page = "Things\nRead a thing\nGET\n/api/things\nAuthorization\nbearerAuth\nAuthorizationBearer <token>\nIn: header\nQuery Parameters\nsize?integer\nResponse Body\napplication/json\ncurl -X GET \"https://h.example/api/things\"\n{\n  \"a\": 1\n}\n";
    for (cut, fields) in [(page.len(), 1), (page.len() - 4, 1), (page.find("size").unwrap(), 0)] {
        let first = &page[..page[..cut].rfind('\n').unwrap() + 1];
        let second = page.replace("/things", "/parts").replace("Read a thing", "Read a part");
        let pages = read("p", &format!("{first}{second}")).unwrap();
        let titles: Vec<_> =
            pages.iter().map(|page| page.title.as_ref().unwrap().value.as_str()).collect();
        assert_eq!(titles, ["Read a thing", "Read a part"], "{first}");
        assert_eq!((pages[0].parameters.len(), pages[1].parameters.len()), (fields, 1));
        assert!(pages[0].unread.iter().any(|finding| finding.rule == "drift/page-truncated"));
        assert_eq!(pages[1].tag.as_ref().unwrap().value, "Things");
    }
}

#[test]
fn what_looks_like_a_page_and_is_none_is_told() {
    let text = format!("{LOST}Make a thing\nResponse Body\nIt went away.\nHow is this guide?");
    let pages = read("p", &text).unwrap();
    let told: Vec<_> =
        pages[0].unread.iter().map(|finding| (finding.rule.as_ref(), finding.at.line)).collect();
    assert_eq!(pages.len(), 1);
    assert_eq!(told, [("drift/page-several", Some(13))]);
}
