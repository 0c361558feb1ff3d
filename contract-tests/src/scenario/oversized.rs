//! Bodies that no honest client sends, and media types that nobody documented: taken or refused, never
//! fatal.
//!
//! Afterwards the server has to serve an ordinary body. What may have been taken is overwritten at once, so
//! that it does not come back with every later response.

use super::maker::{Maker, bytes};
use crate::{
    generate::{Case, Category, Expect, Generation, Ids, valid_body},
    vendor,
};
use oasis_model::ir::Operation;
use serde_json::{Value, json};

/// How a body is made of a valid one.
#[derive(Clone, Copy)]
enum Build {
    /// The property that takes anything holds what this JSON text says.
    Within(fn() -> Vec<u8>),
    /// The JSON text of properties that nobody knows stands beside the valid ones.
    Beside(fn() -> Vec<u8>),
    /// The whole body, made of the bytes of the valid one.
    Whole(fn(Vec<u8>) -> Vec<u8>),
}

/// The bodies, the most telling first.
// A table is read by the line.
#[rustfmt::skip]
const BODIES: [(&str, Build); 16] = {
    use Build::{Beside, Whole, Within};
    [
        ("5,000 levels of objects", Within(|| nested("{\"n\":", "1", "}"))),
        ("3 MiB of text", Within(|| [b"{\"text\":\"", &long()[..], b"\"}"].concat())),
        ("a lone surrogate", Within(|| b"{\"text\":\"\\ud800\"}".to_vec())),
        ("bytes that are not UTF-8", Within(|| b"{\"text\":\"\xff\"}".to_vec())),
        ("a number beyond every range", Within(|| b"{\"number\":1e400}".to_vec())),
        ("a key that JavaScript has a meaning for", Within(|| b"{\"__proto__\":{\"a\":1}}".to_vec())),
        ("nothing but 5,000 opening brackets", Whole(|_| nested("[", "", ""))),
        ("5,000 levels of arrays", Within(|| [b"{\"deep\":", &nested("[", "", "]")[..], b"}"].concat())),
        ("nothing but 5,000 brackets", Whole(|_| nested("[", "", "]"))),
        ("3 MiB of an unknown property", Beside(|| [b"\"huge\":\"", &long()[..], b"\""].concat())),
        ("a lone surrogate as a key", Within(|| b"{\"\\udfff\":1}".to_vec())),
        ("a lone surrogate in an unknown property", Beside(|| b"\"test\\ud800\":\"\\ud800\"".to_vec())),
        ("a byte order mark", Whole(|valid| [b"\xef\xbb\xbf", &valid[..]].concat())),
        ("a number of 5,000 digits", Within(|| [b"{\"n\":", &b"9".repeat(5_000)[..], b"}"].concat())),
        ("the same key twice", Within(|| b"{\"a\":1,\"a\":2}".to_vec())),
        ("2,000 unknown properties", Beside(many)),
    ]
};

/// Media types that no operation documents; the empty one stands for none at all.
const MEDIA_TYPES: [&str; 9] = [
    "",
    "text/plain",
    "application/xml",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/octet-stream",
    "application/json; charset=utf-16",
    "nonsense",
    "application/vnd.contract-test+json",
];

/// The cases of an operation, the most telling first; an ordinary body ends them.
pub(super) fn cases(generation: &Generation, operation: &Operation) -> Vec<Case> {
    let maker = Maker { generation, operation, category: Category::Oversized };
    let Some(valid) = valid_body(generation, operation) else { return Vec::new() };
    let case = |body, about: &str, expect| maker.case(Ids::Known, Some(body), about, expect);
    let free = vendor::free_form(&generation.api, operation)
        .filter(|name| valid.get(name).is_none())
        .unwrap_or("contractTestFree");
    let clean = clean(&maker);
    let bodies = |bodies: &[(&str, Build)]| -> Vec<Case> {
        let made = bodies.iter().filter_map(|(about, build)| {
            Some(case(body(*build, &valid, free)?, about, Expect::Tolerated))
        });
        made.flat_map(|made| [Some(made), clean.clone()]).flatten().collect()
    };
    let typed = |media_type: &str, expect| {
        let mut case = case(bytes(&valid), &format!("media type {media_type:?}"), expect);
        case.request.headers.retain(|(name, _)| name != "content-type");
        if !media_type.is_empty() {
            case.request.headers.push(("content-type".to_owned(), media_type.to_owned()));
        }
        case
    };
    let content = operation.body.as_ref().and_then(|body| body.json());
    let same = content.map(|content| spellings(&content.media_type)).unwrap_or_default();
    let ordinary = case(bytes(&valid), "valid body after oversized ones", Expect::Judged(None));
    // Should there be no room for all, the server is still asked whether it serves.
    let mut cases = bodies(&BODIES[..7]);
    cases.extend(same.iter().map(|media_type| typed(media_type, Expect::Judged(None))));
    cases.push(ordinary.clone());
    cases.push(with_unknown_query(&ordinary));
    cases.extend(MEDIA_TYPES.map(|media_type| typed(media_type, Expect::Tolerated)));
    cases.extend(bodies(&BODIES[7..]));
    cases.push(ordinary);
    cases
}

/// The body; `None` where the valid one has no properties to stand beside.
fn body(build: Build, valid: &Value, free: &str) -> Option<Vec<u8>> {
    let properties = match build {
        Build::Whole(make) => return Some(make(bytes(valid))),
        Build::Within(value) => [bytes(&json!(free)), b":".to_vec(), value()].concat(),
        Build::Beside(properties) => properties(),
    };
    let comma: &[u8] = if valid.as_object()?.is_empty() { b"" } else { b"," };
    let valid = bytes(valid);
    Some([valid.strip_suffix(b"}")?, comma, &properties, b"}"].concat())
}

/// The same with a query parameter that nobody documented, as proxies and tracers append them.
fn with_unknown_query(case: &Case) -> Case {
    let mut case = case.clone();
    let mark = if case.request.path.contains('?') { '&' } else { '?' };
    case.request.path += &format!("{mark}contract-test=1");
    Case { about: "an unknown query parameter".to_owned(), expect: Expect::Tolerated, ..case }
}

/// A documented media type as HTTP allows to spell it otherwise.
fn spellings(media_type: &str) -> Vec<String> {
    let essence = media_type.split(';').next().unwrap_or(media_type).trim();
    let capital = essence.get(..1).unwrap_or_default().to_ascii_uppercase();
    let capital = capital + essence.get(1..).unwrap_or_default();
    vec![format!("{essence}; charset=utf-8"), format!("{essence};charset=UTF-8"), capital]
}

fn nested(open: &str, middle: &str, close: &str) -> Vec<u8> {
    [&open.repeat(5_000), middle, &close.repeat(5_000)].concat().into_bytes()
}

fn long() -> Vec<u8> {
    b"x".repeat(3 << 20)
}

fn many() -> Vec<u8> {
    let properties: Vec<String> = (0..2_000).map(|n| format!("\"contractTest{n}\":1")).collect();
    properties.join(",").into_bytes()
}

/// What overwrites the metadata of the known session, where this operation writes to it.
fn clean(maker: &Maker<'_>) -> Option<Case> {
    let rules = vendor::sessions(&maker.generation.api).ok().filter(|rules| rules.restorable)?;
    let is_ours = rules.operation.id == maker.operation.id;
    let body = bytes(&rules.change(json!({ vendor::METADATA: {} })));
    let about = "empty metadata over what was taken";
    let case = maker.case(Ids::Known, Some(body), about, Expect::Judged(None));
    (is_ours && case.known).then_some(case)
}

#[cfg(test)]
mod tests {
    use super::*;
    use oasis_model::ir::essence;

    #[test]
    fn other_spellings_are_the_same_media_type() {
        for media_type in ["application/json", "application/merge-patch+json; x=1"] {
            for spelling in spellings(media_type) {
                assert!(essence(&spelling) == essence(media_type) && spelling != media_type);
            }
        }
        assert!(
            MEDIA_TYPES.iter().all(|it| it.contains("utf-16") || essence(it) != "application/json")
        );
    }

    #[test]
    fn every_body_reaches_as_far_as_a_valid_one_and_only_the_odd_ones_are_not_json() {
        let is_json = ["3 MiB", "2,000 unknown", "the same key", "a key that"];
        for valid in [json!({}), json!({ "sessionId": "a" })] {
            for (about, build) in BODIES {
                let body = body(build, &valid, "a \"quoted\" name").expect("objects are extended");
                let read = serde_json::from_slice::<Value>(&body);
                assert_eq!(read.is_ok(), is_json.iter().any(|it| about.starts_with(it)), "{about}");
                let start = bytes(&valid);
                let is_within = body.starts_with(&start[..start.len() - 1]) && body.ends_with(b"}");
                assert!(is_within || matches!(build, Build::Whole(_)), "{about}");
            }
        }
    }
}
