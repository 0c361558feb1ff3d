//! Writes a page in two of the text forms. The condensed form is made from the same blocks.

use super::super::page::{Bounds, Field, Page, Tab};
use oasis_model::ir::ParameterPlace;

/// One block of a page.
enum Block {
    Line(String),
    Tag(&'static str, String),
    /// Tells the condensed form to leave the line out.
    Route(String),
}

/// Blocks apart, tags on one line with their values.
pub(super) fn spaced(page: &Page) -> String {
    let mut text = String::new();
    for block in blocks(page, "  ") {
        match block {
            Block::Line(line) | Block::Route(line) => text.push_str(&line),
            Block::Tag(label, value) => text.push_str(&format!("{label}{value}")),
        }
        text.push_str("\n\n");
    }
    text.push_str(&curl(page, " \\  ", true));
    for tab in &page.tabs {
        text.push('\n');
        text.push_str(&match &tab.value {
            Tab::Empty => "Empty".to_owned(),
            Tab::Json(value) => serde_json::to_string_pretty(value).unwrap(),
            Tab::Text(other) => other.clone(),
        });
    }
    text.push_str(
        "\n\nHow is this guide?\n\nRead a thing GET\n\nidentifier*string\n\nPowered by nobody",
    );
    text
}

/// No blank lines, values glued to what follows.
pub(super) fn condensed(page: &Page) -> String {
    let mut text = String::new();
    for block in blocks(page, "") {
        match block {
            Block::Line(line) => text.push_str(&format!("{line}\n")),
            Block::Tag(label, value) => {
                // A label glued to a value stands on that value's line.
                text.push_str(&format!("{label}\n{value}"));
            }
            Block::Route(_) => {}
        }
    }
    text.push_str(&curl(page, " \\ ", false));
    for tab in &page.tabs {
        match &tab.value {
            Tab::Empty => text.push_str("Empty"),
            Tab::Json(value) => text.push_str(&value.to_string()),
            Tab::Text(other) => text.push_str(other),
        }
    }
    text.push_str("How is this guide?Read a thing GET\nidentifier*string");
    text
}

fn blocks(page: &Page, indent: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut line = |text: &str| blocks.push(Block::Line(text.to_owned()));
    line(&page.tag.as_ref().unwrap().value);
    line(&page.title.as_ref().unwrap().value);
    let route =
        format!("{}\n{}", page.method.as_ref().unwrap().value, page.path.as_ref().unwrap().value);
    blocks.push(Block::Route(route));
    let mut line = |text: &str| blocks.push(Block::Line(text.to_owned()));
    if !page.auth.is_empty() {
        line("Authorization");
        if indent.is_empty() {
            line("bearerAuth AuthorizationBearer <token>");
        } else {
            line("bearerAuth\nAuthorizationBearer <token>");
        }
        line("In: header");
    }
    for (place, heading) in [
        (ParameterPlace::Path, "Path Parameters"),
        (ParameterPlace::Query, "Query Parameters"),
        (ParameterPlace::Header, "Header Parameters"),
    ] {
        let mut fields = page.parameters.iter().filter(|(at, _)| *at == place).peekable();
        if fields.peek().is_some() {
            blocks.push(Block::Line(heading.to_owned()));
        }
        fields.for_each(|(_, item)| field(item, indent, &mut blocks));
    }
    if let Some(body) = &page.body {
        blocks.push(Block::Line("Request Body".to_owned()));
        blocks.extend(body.media_types.iter().map(|fact| Block::Line(fact.value.clone())));
        body.fields.iter().for_each(|item| field(item, indent, &mut blocks));
    }
    blocks.push(Block::Line("Response Body".to_owned()));
    blocks.extend(page.response_media_types.iter().map(|fact| Block::Line(fact.value.clone())));
    blocks
}

fn field(field: &Field, indent: &str, blocks: &mut Vec<Block>) {
    let mark = if field.required { '*' } else { '?' };
    let deprecated = if field.deprecated { "Deprecated" } else { "" };
    let written = field.written.as_deref().unwrap();
    blocks.push(Block::Line(format!("{}{mark}{written}{deprecated}", field.name)));
    for line in field.description.lines() {
        let indent = if line.starts_with(['-', '•']) { indent } else { "" };
        blocks.push(Block::Line(format!("{indent}{line}")));
    }
    let tags = &field.tags;
    let range =
        |bounds: &Option<Bounds>, word| bounds.as_ref().map(|bounds| bounds_text(bounds, word));
    for (label, value) in [
        ("Default", tags.default.as_ref().map(ToString::to_string)),
        ("Match", tags.pattern.clone()),
        ("Format", tags.format.clone()),
        ("Multiple Of", tags.multiple_of.as_ref().map(ToString::to_string)),
        ("Range", range(&tags.range, "value")),
        ("Length", range(&tags.length, "length")),
        ("Properties", range(&tags.properties, "properties")),
        ("Items", range(&tags.items, "items")),
        (
            "Value in",
            tags.values.as_ref().map(|values| {
                values.iter().map(ToString::to_string).collect::<Vec<_>>().join(" | ")
            }),
        ),
    ] {
        blocks.extend(value.map(|value| Block::Tag(label, value)));
    }
}

fn bounds_text(bounds: &Bounds, word: &str) -> String {
    let sign = |open: bool| if open { "<" } else { "<=" };
    let min = bounds.min.as_ref().map(|min| format!("{min} {} ", sign(bounds.exclusive_min)));
    let max = bounds.max.as_ref().map(|max| format!(" {} {max}", sign(bounds.exclusive_max)));
    format!("{}{word}{}", min.unwrap_or_default(), max.unwrap_or_default())
}

fn curl(page: &Page, joint: &str, pretty: bool) -> String {
    let curl = &page.curl.as_ref().unwrap().value;
    let query: Vec<String> =
        curl.query.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    let mut text = format!("curl -X {} \"{}{}{query}\"", curl.method, curl.origin, curl.path);
    for (name, value) in &curl.headers {
        text.push_str(&format!("{joint}-H \"{name}: {value}\""));
    }
    if let Some(body) = curl.json() {
        let body = if pretty {
            serde_json::to_string_pretty(&body).unwrap().replace('\n', "  ")
        } else {
            body.to_string()
        };
        let body = body.replace('\'', "\\'");
        text.push_str(&format!("{joint}-H \"Content-Type: application/json\"{joint}-d '{body}'"));
    }
    text
}
