//! Macros that list entries, laid out by hand: the printer leaves what stands in a macro as it is.

use super::WIDTH;

/// Entries of a macro, with commas between them.
#[derive(Debug)]
pub(crate) enum List {
    /// `(entry, entry)`
    Parens(Vec<String>),
    /// ` { entry, entry }`
    Braces(Vec<String>),
}

/// The lists on one line, or on several that are as full as they can be.
pub(super) fn listed(name: &str, head: &str, lists: &[List]) -> String {
    let whole: String = lists.iter().map(List::on_one_line).collect();
    let line = format!("{name}! {{ {head}{whole} }}");
    if fits(&line) {
        return format!("{line}\n");
    }
    let mut text = format!("{name}! {{\n    {head}");
    for list in lists {
        let line = text.rsplit('\n').next().unwrap_or_default();
        // Room for the brace of a list that follows.
        if fits(&format!("{line}{} {{", list.on_one_line())) {
            text.push_str(&list.on_one_line());
            continue;
        }
        let (open, entries, close) = list.parts();
        text.push_str(open);
        text.push('\n');
        for line in filled(entries) {
            text.push_str(&format!("        {line}\n"));
        }
        text.push_str("    ");
        text.push_str(close);
    }
    text.push_str("\n}\n");
    text
}

impl List {
    fn parts(&self) -> (&'static str, &[String], &'static str) {
        match self {
            Self::Parens(entries) => ("(", entries, ")"),
            Self::Braces(entries) => (" {", entries, "}"),
        }
    }

    fn on_one_line(&self) -> String {
        match self {
            Self::Parens(entries) => format!("({})", entries.join(", ")),
            Self::Braces(entries) if entries.is_empty() => " {}".to_owned(),
            Self::Braces(entries) => format!(" {{ {} }}", entries.join(", ")),
        }
    }
}

fn fits(line: &str) -> bool {
    line.chars().count() <= WIDTH
}

/// The entries on lines that are as full as they can be with an indent of eight.
fn filled(entries: &[String]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        // An open end such as `..Other` takes no comma.
        let last = place + 1 == entries.len() && entry.starts_with("..");
        let entry = if last { entry.clone() } else { format!("{entry},") };
        match lines.last_mut() {
            Some(line) if line.chars().count() + entry.chars().count() + 9 <= WIDTH => {
                line.push(' ');
                line.push_str(&entry);
            }
            _ => lines.push(entry),
        }
    }
    lines
}
