//! Text that is markup, built so that nothing foreign gets into it unescaped: only literals of this
//! program are markup, every value is text.

use oasis_model::report::harmless;
use std::fmt::Display;

/// Markup under construction.
#[derive(Debug, Default)]
pub(super) struct Html(pub(super) String);

impl Html {
    /// Adds markup, each `{}` in it replaced by the next value as text, which may stand between elements
    /// or within a quoted attribute.
    pub(super) fn add(&mut self, markup: &'static str, values: &[&dyn Display]) {
        let mut values = values.iter();
        for (index, part) in markup.split("{}").enumerate() {
            if index > 0 {
                self.text(&values.next().map(ToString::to_string).unwrap_or_default());
            }
            self.0.push_str(part);
        }
    }

    fn text(&mut self, text: &str) {
        for c in harmless(text).chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                c => self.0.push(c),
            }
        }
    }

    /// Adds text in which the words between two backticks are code.
    pub(super) fn prose(&mut self, text: &str) {
        let parts: Vec<&str> = text.split('`').collect();
        let is_paired = !parts.len().is_multiple_of(2);
        for (index, part) in parts.into_iter().enumerate() {
            match (is_paired, index % 2) {
                (true, 1) => self.add("<code>{}</code>", &[&part]),
                (false, _) if index > 0 => self.add("`{}", &[&part]),
                _ => self.text(part),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn text_holds_no_markup_and_loses_nothing(text in "[<>&\"'{}a-z \n\u{202e}]{0,40}") {
            let mut html = Html::default();
            html.add("{}|{}", &[&text, &1]);
            let html = html.0.strip_suffix("|1").expect("both values").to_owned();
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
            assert_eq!(html.0, expected);
        }
    }
}
