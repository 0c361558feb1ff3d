//! Pages of our own in the vendor's notation: whatever is rendered in a form is read back from it.

mod agreeing;
mod differences;
mod garbage;
mod layouts;
mod model;
mod render;
mod several;
mod shown;
mod skeletons;
mod whole;

use super::Page;
use oasis_model::finding::Finding;
use proptest::prelude::*;

/// Reads a text that holds one page.
fn read(name: &str, text: &str) -> Result<Page, Vec<Finding>> {
    let mut pages = super::read(name, text)?;
    assert_eq!(pages.len(), 1, "{text}");
    Ok(pages.remove(0))
}

/// A page without its lines, its name and its form, for comparison.
fn bare(page: &Page) -> String {
    let mut page = page.clone();
    (page.source, page.first_line) = (String::new(), 1);
    page.form = super::Form::Spaced;
    page.auth.iter_mut().for_each(|fact| (fact.line, fact.text) = (0, String::new()));
    page.response_media_types
        .iter_mut()
        .for_each(|fact| (fact.line, fact.text) = (0, String::new()));
    page.tabs.iter_mut().for_each(|fact| (fact.line, fact.text) = (0, String::new()));
    for fact in [&mut page.tag, &mut page.title, &mut page.description, &mut page.path]
        .into_iter()
        .flatten()
    {
        (fact.line, fact.text) = (0, String::new());
    }
    if let Some(fact) = &mut page.method {
        (fact.line, fact.text) = (0, String::new());
    }
    if let Some(fact) = &mut page.curl {
        (fact.line, fact.text) = (0, String::new());
        // The body's spacing belongs to the form.
        fact.value.body = fact.value.json().map(|value| value.to_string());
    }
    let body = page.body.iter_mut();
    body.for_each(|body| {
        body.line = 0;
        body.media_types.iter_mut().for_each(|fact| (fact.line, fact.text) = (0, String::new()));
        body.fields.iter_mut().for_each(|field| (field.line, field.text) = (0, String::new()));
    });
    page.parameters.iter_mut().for_each(|(_, field)| (field.line, field.text) = (0, String::new()));
    format!("{page:#?}")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_page_reads_to_its_facts_in_either_form(model in model::page()) {
        let spaced = render::spaced(&model);
        let page = read("p", &spaced).unwrap_or_else(|error| panic!("{error:?}\n{spaced}"));
        prop_assert_eq!(bare(&page), bare(&model), "{}", spaced);
        let condensed = render::condensed(&model);
        let page = read("p", &condensed).unwrap_or_else(|error| panic!("{error:?}\n{condensed}"));
        prop_assert_eq!(bare(&page), bare(&model), "{}", condensed);
    }

    #[test]
    fn line_ends_and_unseen_characters_change_no_fact(model in model::page(), condensed: bool) {
        let text = if condensed { render::condensed(&model) } else { render::spaced(&model) };
        let read = |text: &str| read("p", text).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
        let plain = read(&text);
        for strange in [
            text.replace('\n', "\r\n"),
            text.replace('\n', " \t\n"),
            text.replace("\n  ", "\n\u{a0} "),
            format!("\u{feff}{}", text.replace('\n', "\u{200b}\n")),
        ] {
            prop_assert_eq!(&read(&strange), &plain, "{}", strange);
        }
    }

    #[test]
    fn a_page_that_is_cut_anywhere_invents_nothing(model in model::page(), at in 0.0..1.0f64, condensed: bool) {
        let whole = if condensed { render::condensed(&model) } else { render::spaced(&model) };
        let end = whole.find("How is").unwrap_or(whole.len());
        let mut cut = (at * end as f64) as usize;
        while !whole.is_char_boundary(cut) {
            cut -= 1;
        }
        let Ok(page) = read("p", &whole[..cut]) else { return Ok(()) };
        prop_assert!(page.unread.iter().any(|finding| finding.rule == "drift/page-truncated"));
        prop_assert!(page.read_until < super::Part::End);
        for (place, mut field) in page.parameters {
            (field.line, field.text) = (0, String::new());
            prop_assert!(model.parameters.contains(&(place, field.clone())), "{field:?}\n{}", &whole[..cut]);
        }
        for mut field in page.body.into_iter().flat_map(|body| body.fields) {
            (field.line, field.text) = (0, String::new());
            prop_assert!(model.body.as_ref().unwrap().fields.contains(&field), "{field:?}\n{}", &whole[..cut]);
        }
        prop_assert!(page.tabs.len() <= model.tabs.len());
        for (read, model) in page.tabs.iter().zip(&model.tabs) {
            prop_assert_eq!(&read.value, &model.value);
        }
    }
}
