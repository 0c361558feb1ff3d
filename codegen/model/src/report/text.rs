//! Findings as lines for a terminal or a log: each with the line it is about and a mark under the
//! place, as a compiler shows it.

use super::{harmless, one_line, spot};
use crate::finding::{Basis, Evidence, Finding, Place, Severity};
use annotate_snippets::{AnnotationKind, Element, Level, Origin, Renderer, Snippet};

/// Whether the text holds the codes that colour a terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colour {
    /// Text alone.
    #[default]
    Without,
    /// Text with ANSI codes.
    With,
}

/// A line that is cut on the left is shown without its column's worth of blanks.
const CUT: char = '…';

/// Findings as lines for a terminal or a log, in the given order.
pub fn text(findings: &[Finding], colour: Colour) -> String {
    let renderer = match colour {
        Colour::Without => Renderer::plain(),
        Colour::With => Renderer::styled(),
    };
    let renderer = renderer.term_width(200);
    let mut out = String::new();
    for finding in findings {
        out.push_str(&shown(finding, &renderer));
        out.push_str("\n\n");
    }
    out
}

fn shown(finding: &Finding, renderer: &Renderer) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = harmless(&one_line(&finding.message));
    let rule = harmless(&finding.rule);
    let mut group = level.primary_title(&title).id(&rule).elements(place(&finding.at, true));
    if let Some(other) = &finding.other {
        group = group.elements(place(other, false));
    }
    if finding.basis != Basis::Documented {
        group = group.element(note("basis", &finding.basis.to_string()));
    }
    for Evidence { label, text } in &finding.evidence {
        group = group.element(note(label, text));
    }
    if !finding.help.is_empty() {
        group = group.element(note("help", &one_line(&finding.help)));
    }
    renderer.render(&[group])
}

/// A line behind `=`; several lines go below their label.
fn note(label: &str, text: &str) -> Element<'static> {
    let text = match text.trim_end_matches('\n') {
        lines if lines.contains('\n') => format!("\n{lines}"),
        line => line.to_owned(),
    };
    Level::NOTE.with_name(harmless(label)).message(harmless(&text)).into()
}

/// One side of a finding: where it is, the line there, and the mark under the place.
fn place(place: &Place, first: bool) -> Vec<Element<'static>> {
    let text = place.text.as_deref().filter(|text| !text.is_empty());
    let (Some(line), Some(column), Some(text)) = (place.line, place.column, text) else {
        return unmarked(place);
    };
    let range = place.marked.clone().unwrap_or(0..text.len());
    let cut = (text.get(..range.start), text.get(range.clone()), text.get(range.end..));
    let (Some(before), Some(marked), Some(after)) = cut else { return unmarked(place) };
    let [before, marked, after] = [before, marked, after].map(harmless);
    if text.starts_with(CUT) {
        let (blanks, carets) = (before.chars().count(), marked.chars().count().max(1));
        let caret = format!("{}{}", " ".repeat(blanks), "^".repeat(carets));
        let origin = Origin::path(harmless(&place.document)).line(line).char_column(column);
        let mut elements = vec![Element::from(origin)];
        elements.push(note("text", &format!("{before}{marked}{after}\n{caret}")));
        elements.extend(pointer(place));
        return elements;
    }
    let indent = column.saturating_sub(before.chars().count() + 1);
    let start = indent + before.len();
    let span = start..start + marked.len();
    let kind = if first { AnnotationKind::Primary } else { AnnotationKind::Context };
    let annotation = match place.pointer.as_str() {
        "" => kind.span(span),
        pointer => kind.span(span).label(harmless(pointer)),
    };
    let source = format!("{}{before}{marked}{after}", " ".repeat(indent));
    let snippet = Snippet::source(source)
        .line_start(line)
        .path(harmless(&place.document))
        .annotation(annotation);
    vec![snippet.into()]
}

/// A place of which no column is known.
fn unmarked(place: &Place) -> Vec<Element<'static>> {
    // The name of an operation, which must not look like a file.
    if place.document.is_empty() && !place.pointer.is_empty() && !place.pointer.starts_with('/') {
        return pointer(place).into_iter().collect();
    }
    if place.document.is_empty() || place.pointer.is_empty() {
        let mut elements = vec![Origin::path(harmless(&spot(place))).into()];
        elements.extend(place.text.as_deref().map(|text| note("text", &one_line(text))));
        return elements;
    }
    let spot = spot(&Place { pointer: String::new(), ..place.clone() });
    let mut elements = vec![Origin::path(harmless(&spot)).into()];
    elements.extend(place.text.as_deref().map(|text| note("text", &one_line(text))));
    elements.extend(pointer(place));
    elements
}

fn pointer(place: &Place) -> Option<Element<'static>> {
    (!place.pointer.is_empty()).then(|| note("at", &place.pointer))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Finding {
        let mut finding = Finding::new(Severity::Error, "spec/x", "/a", "a | b\n<c>", "mend it")
            .with_basis(Basis::Assumed)
            .with_evidence("witness", "{\"a\": 1}")
            .with_evidence("edit", "one\ntwo");
        finding.at = Place {
            document: "spec.yaml".to_owned(),
            pointer: "/a".to_owned(),
            line: Some(3),
            column: Some(5),
            text: Some("a: b".to_owned()),
            marked: Some(0..1),
        };
        finding
    }

    fn plain(finding: &Finding) -> String {
        text(std::slice::from_ref(finding), Colour::Without)
    }

    #[test]
    fn text_says_what_where_how_sure_and_what_to_do() {
        let expected = "\
error[spec/x]: a | b <c>
 --> spec.yaml:3:5
  |
3 |     a: b
  |     ^ /a
  |
  = basis: assumed
  = witness: {\"a\": 1}
  = edit: 
          one
          two
  = help: mend it

";
        assert_eq!(plain(&example()), expected);
    }

    #[test]
    fn the_other_side_is_shown_too() {
        let mut finding = Finding { evidence: Vec::new(), ..example() };
        let mut other = finding.at.clone();
        "old.yaml".clone_into(&mut other.document);
        other.line = Some(12);
        finding.other = Some(other);
        let expected = "\
error[spec/x]: a | b <c>
  --> spec.yaml:3:5
   |
 3 |     a: b
   |     ^ /a
   |
  ::: old.yaml:12:5
   |
12 |     a: b
   |     - /a
   |
   = basis: assumed
   = help: mend it

";
        assert_eq!(plain(&finding), expected);
    }

    #[test]
    fn a_place_far_to_the_right_is_marked_in_what_is_around_it() {
        let mut finding = Finding { evidence: Vec::new(), other: None, ..example() };
        finding.at.column = Some(1_000_000);
        finding.at.text = Some("…, ä: b, c…".to_owned());
        finding.at.marked = Some(5..10);
        let shown = plain(&finding);
        assert!(shown.contains("spec.yaml:3:1000000"), "{shown}");
        assert!(shown.contains("…, ä: b, c…\n            ^^^^\n"), "{shown}");
    }

    #[test]
    fn a_place_without_a_line_is_named() {
        for (document, pointer, expected) in [
            ("", "", "--> the whole document\n"),
            ("", "getThing", "= at: getThing\n"),
            ("a.rs", "", "--> a.rs\n"),
            ("a.json", "/b", "--> a.json\n"),
        ] {
            let mut finding = Finding::new(Severity::Note, "spec/x", pointer, "m", "h");
            document.clone_into(&mut finding.at.document);
            assert!(plain(&finding).contains(expected), "{}", plain(&finding));
            assert!(plain(&finding).contains(pointer));
        }
    }

    #[test]
    fn what_others_wrote_cannot_act_on_a_terminal() {
        let evil = "a\u{1b}[31mb\rc\u{202e}d\u{0}";
        let mut finding = Finding::new(Severity::Note, "spec/x", evil, evil, evil);
        finding.evidence.push(Evidence { label: evil.into(), text: evil.to_owned() });
        finding.at.document = evil.to_owned();
        finding.other = Some(Place {
            line: Some(1),
            column: Some(1),
            text: Some(evil.to_owned()),
            ..finding.at.clone()
        });
        for shown in [plain(&finding), super::super::markdown("t", &[finding.clone()])] {
            assert!(!shown.contains(['\u{1b}', '\r', '\u{202e}', '\u{0}']), "{shown:?}");
        }
    }

    #[test]
    fn colour_is_there_only_when_asked_for() {
        assert!(!plain(&example()).contains('\u{1b}'));
        assert!(text(&[example()], Colour::With).contains('\u{1b}'));
    }
}
