//! The page: nothing of others acts on it, and it needs nothing but itself.

use super::*;
use crate::report::sample::{SPEC, clean_outcome, sample_outcome};

fn page(outcome: &Outcome) -> String {
    page_of(outcome, SPEC)
}

fn page_of(outcome: &Outcome, spec: &str) -> String {
    let secret = Secret::new("a-token-of-tests").expect("a token");
    html(outcome, &Options { spec, settle: "--- a\n+++ b\n<b>\n", strict: false }, &secret)
}

#[test]
fn it_loads_nothing_from_elsewhere() {
    for outcome in [sample_outcome(), clean_outcome()] {
        let page = page(&outcome);
        // Within text, these stand escaped.
        for part in
            ["src=\"", "src='", "href=\"http", "url(", "@import", "<link", "<iframe", "<form"]
        {
            assert!(!page.contains(part), "{part}");
        }
        assert_eq!(page.matches("<script").count(), 1);
        assert!(page.contains("default-src 'none'"));
        assert!(page.contains(STYLE) && page.contains(SCRIPT));
    }
}

#[test]
fn what_others_wrote_is_text() {
    const EVIL: &str = "\"'></script><img src=x onerror=alert(9)>\u{202e}&amp;<!--";
    let mut outcome = sample_outcome();
    let evil = || EVIL.to_owned();
    outcome.target = evil();
    outcome.spec.name = evil();
    outcome.skipped = vec![evil()];
    outcome.left_out = vec![evil()];
    let counts = std::mem::take(&mut outcome.counts);
    outcome.counts =
        counts.into_iter().map(|((_, column), count)| ((evil(), column), count)).collect();
    for shown in &mut outcome.findings {
        shown.finding.message = evil();
        shown.finding.at.document = evil();
        shown.operations = vec![evil()];
        shown.elements = vec![evil()];
        shown.curl = vec![evil(), evil()];
        shown
            .finding
            .evidence
            .push(oasis_model::finding::Evidence { label: EVIL.into(), text: evil() });
        shown.exchanges.iter_mut().for_each(|exchange| exchange.request.path = evil());
    }
    let page = page_of(&outcome, &EVIL.repeat(2).replace("<!--", "\n"));
    assert!(!page.contains("<img") && !page.contains("<!--") && !page.contains('\u{202e}'));
    assert_eq!(page.matches("</script").count(), 1);
    assert!(page.contains("&quot;&#39;&gt;&lt;/script&gt;&lt;img src=x onerror=alert(9)&gt;"));
}

#[test]
fn every_finding_and_every_figure_is_there() {
    let outcome = sample_outcome();
    let page = page(&outcome);
    for number in 1..=outcome.findings.len() {
        assert_eq!(page.matches(&format!("id=\"finding-{number}\"")).count(), 1, "{number}");
        assert!(page.contains(&format!("href=\"#finding-{number}\"")), "{number}");
    }
    for part in [
        "The contract is broken",
        "7262118024117",
        "Not put back",
        "the budget is used up",
        "<mark><i>",
        "Step 3 of 3",
        "<b>Left out</b> updateSession",
        "no response</b>",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(self::page(&clean_outcome()).contains("The contract is kept"));
}

/// Elements that have to be closed are, and in order.
#[test]
fn the_markup_is_well_formed() {
    const EMPTY: [&str; 4] = ["meta", "input", "rect", "!doctype"];
    for outcome in [sample_outcome(), clean_outcome()] {
        let page = page(&outcome);
        let script = page.find("<script").expect("a script");
        let page = format!("{}</body></html>", &page[..script]);
        let mut open = Vec::new();
        for tag in page.split('<').skip(1) {
            let tag = tag.split('>').next().unwrap_or_default();
            let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
            if tag.starts_with('/') {
                assert_eq!(open.pop(), Some(name), "{tag}");
            } else if !EMPTY.contains(&name) {
                open.push(name);
            }
        }
        assert_eq!(open, Vec::<&str>::new());
    }
}
