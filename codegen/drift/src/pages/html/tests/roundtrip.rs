//! What is written into a stream comes out of it: any value, however it is cut, shared and escaped; and
//! a page that is cut says everything or nothing.

use super::encoder::page;
use super::lamps;
use super::render::{As, rendered};
use crate::pages::html::read;
use proptest::prelude::*;
use serde_json::{Value, json};

fn value() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        "[a-z]{0,6}",
        "\\$[$LaF@0-9:]{0,5}",
        Just("$undefined".to_owned()),
        Just("</script><script>self.__next_f.push([1,\"x\"])".to_owned()),
        "[a-zé\u{2028}\"\\\\\n]{40,60}",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::hash_map("[a-c$]{1,2}", inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn a_document_comes_out_as_it_went_in(one in value(), seed in any::<u64>()) {
        // Twice, so that it is shared.
        let document = json!({
            "openapi": "3.2.0",
            "info": {"title": "$T", "version": "$1"},
            "paths": {"/a": {"get": {"x-one": one, "x-two": [one], "responses": {}}}},
        });
        let html = page(seed, &json!({"payload": {"bundled": document}, "operations": []}));
        let page = read(&html).unwrap();
        prop_assert_eq!(&page.documents[0].document, &document);
    }
}

#[test]
fn a_page_that_is_cut_says_everything_or_nothing() {
    for form in As::ALL {
        let html = rendered(&lamps::document(), form, 11);
        let all = read(&html).unwrap().documents;
        let mut readable = 0;
        for end in (0..html.len()).filter(|end| html.is_char_boundary(*end)).step_by(29) {
            if let Ok(page) = read(&html[..end]) {
                assert_eq!(page.documents, all, "{form:?}, cut at {end} of {}", html.len());
                readable += 1;
            }
        }
        assert!(readable < html.len() / 60, "{form:?}");
    }
}

#[test]
fn references_that_lead_nowhere_or_in_circles_end() {
    for rows in [
        "0:{\"payload\":{\"bundled\":\"$1\"},\"operations\":[]}\n1:{\"openapi\":\"3.1.0\",\"paths\":\"$2\"}\n",
        "0:{\"payload\":{\"bundled\":\"$1\"},\"operations\":[]}\n1:\"$2\"\n2:\"$1\"\n",
        "0:{\"payload\":{\"bundled\":\"$1\"},\"operations\":[]}\n1:{\"openapi\":\"3.1.0\",\"paths\":{\"/a\":\"$1\"}}\n",
        "0:\"$0:a:b\"\n1:{\"route\":\"/a\",\"method\":\"get\",\"parameters\":\"$1:parameters\"}\n",
        "0:[\"$\",\"a\",\"/a:get\",{\"children\":\"$L0\"}]\n",
    ] {
        let push = json!([1, rows]);
        let html = format!("<html><script>self.__next_f.push({push})</script>");
        assert!(read(&html).is_err(), "{rows}");
    }
    // Each row holds the next one twice.
    let mut rows = "0:{\"payload\":{\"bundled\":\"$1\"},\"operations\":[]}\n1:{\"openapi\":\"3.1.0\",\"paths\":{\"/a\":\"$2\"}}\n".to_owned();
    for row in 2..60 {
        rows.push_str(&format!("{row:x}:[\"${:x}\",\"${:x}\"]\n", row + 1, row + 1));
    }
    let push = json!([1, rows + "3c:1\n"]);
    assert!(read(&format!("<html><script>self.__next_f.push({push})</script>")).is_err());
}
