//! The findings about lines before the sample request that nobody can read for certain.

use super::lines::{Line, shortened};
use super::page::{Field, Page};
use oasis_model::finding::{Finding, Severity};

/// A value and the next name with nothing between them.
pub(super) fn glued(page: &Page, line: &Line<'_>) -> Finding {
    let mut finding = Finding::new(
        Severity::Warning,
        "drift/page-glued",
        "",
        "this line may run into the name of the next field, and nothing tells where that begins",
        "look at the page in a browser; a field that begins here is missing from the comparison",
    );
    finding.at = page.place(line.number, &shortened(line.text));
    finding
}

/// A line that is a field or a part of the description above.
pub(super) fn unclear(page: &Page, line: &Line<'_>) -> Finding {
    let mut finding = Finding::new(
        Severity::Warning,
        "drift/page-field-unclear",
        "",
        "the description above ends with a colon, and nothing tells whether this line and those \
         like it below are a list within it or fields",
        "look at the page in a browser; the lines were read as fields",
    );
    finding.at = page.place(line.number, &shortened(line.text));
    finding
}

/// A field that the end of the text cuts.
pub(super) fn cut_field(page: &Page, field: &Field) -> Finding {
    let mut finding = Finding::new(
        Severity::Warning,
        "drift/page-truncated",
        "",
        format!("the text is cut within or behind the field `{}`", field.name),
        "save the whole page; this field and everything behind it are missing, not removed",
    );
    finding.at = page.place(field.line, &field.text);
    finding
}

/// A sample request that is none, so that nobody knows where it ends.
pub(super) fn samples(page: &Page, line: &Line<'_>) -> Finding {
    let mut finding = Finding::new(
        Severity::Warning,
        "drift/page-answers-unread",
        "",
        "the sample request cannot be read; neither it nor the responses behind it were compared",
        "save the page once more, as HTML or as text with straight quotes",
    );
    finding.at = page.place(line.number, &shortened(line.text));
    finding
}
