//! Text that is markup, built so that nothing foreign gets into it unescaped: only literals of this
//! program are markup, everything else is text.

use oasis_model::report::harmless;
use std::fmt::{Display, Write};

/// Markup under construction.
#[derive(Debug, Default)]
pub(super) struct Html(String);

impl Html {
    /// Adds markup, which only this program can write.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Adds text, between elements or within a quoted attribute.
    pub(super) fn text(&mut self, text: impl Display) -> &mut Self {
        for c in harmless(&text.to_string()).chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                c => self.0.push(c),
            }
        }
        self
    }

    /// Adds text in which the words between two backticks are code.
    pub(super) fn prose(&mut self, text: &str) -> &mut Self {
        let parts: Vec<&str> = text.split('`').collect();
        if parts.len().is_multiple_of(2) {
            return self.text(text);
        }
        for (index, part) in parts.into_iter().enumerate() {
            match index % 2 {
                0 => self.text(part),
                _ => self.raw("<code>").text(part).raw("</code>"),
            };
        }
        self
    }

    /// Adds a part of the page.
    pub(super) fn part(&mut self, part: impl FnOnce(&mut Self)) -> &mut Self {
        part(self);
        self
    }

    /// Adds a bar that is `share` (0 to 1) of its width. It only repeats a number beside it.
    pub(super) fn bar(&mut self, share: f64) -> &mut Self {
        self.raw("<svg class=\"bar\" aria-hidden=\"true\" focusable=\"false\"><rect height=\"100%\" width=\"");
        let _ = write!(self.0, "{:.1}", share.clamp(0.0, 1.0) * 100.0);
        self.raw("%\"/></svg>")
    }

    /// The markup.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// A number with its thousands set apart.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The share of a number in another, 0 if there is none.
#[expect(clippy::cast_precision_loss, reason = "the width of a bar")]
pub(super) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_holds_no_markup_and_loses_nothing(text in "[<>&\"'a-z \n\u{202e}]{0,40}") {
            let mut html = Html::default();
            html.text(&text);
            let html = html.finish();
            let acts = html.contains(['<', '>', '"', '\'', '\u{202e}']);
            prop_assert!(!acts, "{}", html);
            let back = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
                .iter()
                .fold(html, |html, (from, to)| html.replace(from, to));
            prop_assert_eq!(back, text.replace('\u{202e}', "\u{fffd}"));
        }
    }

    #[test]
    fn only_paired_backticks_are_code() {
        for (text, expected) in [
            ("a `<b>` c", "a <code>&lt;b&gt;</code> c"),
            ("a ` b", "a ` b"),
            ("", ""),
            ("``", "<code></code>"),
        ] {
            let mut html = Html::default();
            html.prose(text);
            assert_eq!(html.finish(), expected);
        }
    }

    #[test]
    fn numbers_are_grouped() {
        for (number, expected) in
            [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")]
        {
            assert_eq!(grouped(number), expected);
        }
    }
}
