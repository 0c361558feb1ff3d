//! Values as YAML that readers of every version take for the same.
//!
//! Some readers take a bare `NO` for a boolean and a bare day for a point in time, so these get the
//! quotes that the printer leaves out. The lines of block scalars stay as they are.

use serde_json::Value;

/// A value as YAML.
pub(super) fn print(value: &Value) -> String {
    let text = serde_yaml::to_string(value).unwrap_or_else(|_| value.to_string());
    let mut block = None;
    let line = |line: &str| {
        let indent = line.len() - line.trim_start().len();
        if block.is_some_and(|block| indent > block || line.is_empty()) {
            return format!("{line}\n");
        }
        block = line.ends_with(['|', '-', '+']).then_some(indent).filter(|_| opens_block(line));
        quoted(line) + "\n"
    };
    text.lines().map(line).collect()
}

fn opens_block(line: &str) -> bool {
    let last = line.rsplit(' ').next().unwrap_or_default();
    ["|", "|-", "|+"].contains(&last)
}

/// A line with quotes around its key and its value where a reader may take them for something else.
fn quoted(line: &str) -> String {
    let start = line.len() - line.trim_start_matches([' ', '-']).len();
    let (before, rest) = line.split_at(start);
    let (key, value) = match rest.split_once(':') {
        Some((key, "")) => (Some(key), ""),
        Some((key, value)) if value.starts_with(' ') => (Some(key), &value[1..]),
        _ => (None, rest),
    };
    let safe =
        |text: &str| if is_mistakable(text) { format!("\"{text}\"") } else { text.to_owned() };
    let space = if value.is_empty() { "" } else { " " };
    let key = key.map_or_else(String::new, |key| format!("{}:{space}", safe(key)));
    format!("{before}{key}{}", safe(value))
}

fn is_mistakable(text: &str) -> bool {
    const WORDS: [&str; 6] = ["y", "n", "yes", "no", "on", "off"];
    let sexagesimal =
        text.contains(':') && text.chars().all(|c| c.is_ascii_digit() || ":._".contains(c));
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
        || sexagesimal
        || super::overlay::is_time(text)
        || oasis_model::conform::is_date(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_some_readers_mistake_has_quotes() {
        let value = json!({
            "no": ["NO", "off", "2024-01-02", "12:30:00", "none", "say no", "-", true, 1],
            "on": {"y": "n: x", "day": "2024-01-02T03:04:05.678Z", "text": "a\n- no\nno: 1"},
            "": {"dash": "- no", "end": "x |-"},
        });
        let text = print(&value);
        for line in [
            "\"no\":",
            "- \"NO\"",
            "- \"off\"",
            "- \"2024-01-02\"",
            "- \"12:30:00\"",
            "- none",
            "- say no",
            "\"on\":",
            "day: \"2024-01-02T03:04:05.678Z\"",
            "- no",
            "no: 1",
        ] {
            assert!(text.lines().any(|found| found.trim() == line), "{line}\n{text}");
        }
        assert_eq!(serde_yaml::from_str::<Value>(&text).unwrap(), value, "{text}");
    }
}
