//! An HTTP archive (HAR 1.2), as browsers, proxies and test tools save it: text in, its entries out as
//! exchanges, one at a time. What a recorder leaves out is told apart from what was not sent: many
//! archives hold headers alone, or bodies that were cut.

use super::hosts::Host;
use super::payload::{self, Headers};
use super::read::{At, Read, Visit};
use super::{Exchange, Message, Payload, line};
use crate::address;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;
use std::fmt;

/// Visits every entry of an archive; returns `false` if the text is something else.
pub(super) fn each(text: &str, visit: &mut Visit<'_>) -> bool {
    if !text.trim_start().starts_with('{') {
        return false;
    }
    let mut entries = Entries { count: None, visit };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let seed = Below { keys: &["log", "entries"], entries: &mut entries };
    let read = seed.deserialize(&mut deserializer).and_then(|()| deserializer.end());
    let Some(count) = entries.count else { return false };
    if let Err(error) = read {
        let reason = format!("from here on nothing is read: {}", line::reason(&error));
        (entries.visit)(At::Entry(count), Err(reason));
    }
    true
}

/// Who is told of the entries, and how many there were so far, once the list of them was found.
struct Entries<'v, 'f> {
    count: Option<usize>,
    visit: &'v mut Visit<'f>,
}

/// Reads the list that stands below these keys, without keeping anything of it.
struct Below<'k, 'e, 'v, 'f> {
    keys: &'k [&'k str],
    entries: &'e mut Entries<'v, 'f>,
}

impl<'de> DeserializeSeed<'de> for Below<'_, '_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.keys {
            [] => deserializer.deserialize_seq(self),
            _ => deserializer.deserialize_map(self),
        }
    }
}

impl<'de> Visitor<'de> for Below<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an HTTP archive")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut properties: A) -> Result<(), A::Error> {
        let [wanted, keys @ ..] = self.keys else { return Err(A::Error::custom("no list")) };
        while let Some(key) = properties.next_key::<String>()? {
            if key == *wanted {
                properties.next_value_seed(Below { keys, entries: self.entries })?;
            } else {
                properties.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let mut count = 0;
        self.entries.count = Some(count);
        while let Some(entry) = items.next_element::<Value>()? {
            (self.entries.visit)(At::Entry(count), exchange(&entry));
            count += 1;
            self.entries.count = Some(count);
        }
        Ok(())
    }
}

fn exchange(entry: &Value) -> Read {
    let request = &entry["request"];
    let text = |name: &str| {
        request[name].as_str().ok_or_else(|| format!("`request.{name}` is not a string"))
    };
    let mut target = text("url")?.to_owned();
    if !target.contains('?') {
        target += &query(&request["queryString"]);
    }
    let (call, host) = line::http(text("method")?, &target)?;
    // Pages, pictures and sockets have addresses of their own kind.
    let host = host.or_else(|| Some(Host::scheme(&target)));
    let response = &entry["response"];
    // Whatever was blocked or broken off has status 0.
    let status = response["status"].as_u64().and_then(|status| u16::try_from(status).ok());
    let status = status.filter(|status| (100..1000).contains(status));
    let method = text("method")?.to_ascii_uppercase();
    Ok(Some(Exchange {
        call,
        host,
        own: false,
        request: Some(sent(request, &method)),
        response: status.map(|status| received(response, &method, status)),
        status,
    }))
}

/// The query where the address lacks it.
fn query(pairs: &Value) -> String {
    let pairs = pairs.as_array().into_iter().flatten();
    let pair = |pair: &Value| {
        let encoded = |key: &str| pair[key].as_str().unwrap_or_default().replace('&', "%26");
        format!("{}={}", encoded("name"), encoded("value"))
    };
    let pairs: Vec<String> = pairs.map(pair).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

fn sent(request: &Value, method: &str) -> Message {
    let data = &request["postData"];
    let mut headers = headers(request);
    add_media_type(&mut headers, &data["mimeType"]);
    let payload = body(data, &headers).unwrap_or_else(|| {
        let bodiless = !["POST", "PUT", "PATCH"].contains(&method);
        let size = request["bodySize"].as_i64().filter(|size| *size >= 0);
        match size.or_else(|| content_length(&headers)) {
            Some(0) => Payload::Empty,
            None if bodiless => Payload::Empty,
            _ => payload::not_recorded(),
        }
    });
    let mut fields = pairs(&data["params"]);
    if is_form(&headers) {
        fields.extend(address::query(data["text"].as_str().unwrap_or_default()));
    }
    Message { headers, payload, fields }
}

fn received(response: &Value, method: &str, status: u16) -> Message {
    let content = &response["content"];
    let mut headers = headers(response);
    add_media_type(&mut headers, &content["mimeType"]);
    let bodiless = method == "HEAD" || matches!(status, 100..200 | 204 | 205 | 304);
    let payload = body(content, &headers).unwrap_or_else(|| {
        let size = |value: &Value| value.as_i64().filter(|size| *size >= 0);
        let sizes = [size(&content["size"]), size(&response["bodySize"]), content_length(&headers)];
        match sizes.into_iter().flatten().max() {
            _ if bodiless => Payload::Empty,
            Some(0) => Payload::Empty,
            _ => payload::not_recorded(),
        }
    });
    Message { headers, payload, fields: Vec::new() }
}

/// The body that stands in `postData` or `content`, if there is one.
fn body(data: &Value, headers: &Headers) -> Option<Payload> {
    let text = data["text"].as_str().filter(|text| !text.is_empty())?;
    let size = data["size"].as_u64().and_then(|size| usize::try_from(size).ok()).unwrap_or(0);
    let (payload, length) = match data["encoding"].as_str() {
        None | Some("") => (payload::of_text(text, headers), text.len()),
        Some(name) if name.eq_ignore_ascii_case("base64") => match payload::base64(text) {
            Some(bytes) => (payload::of_bytes(&bytes, headers), bytes.len()),
            None => return Some(Payload::Unjudged("its base64 is damaged".to_owned())),
        },
        Some(_) => return Some(Payload::Unjudged("its encoding is not base64".to_owned())),
    };
    Some(match payload {
        Payload::Other if size > length => Payload::Unjudged("the recorder cut it off".to_owned()),
        payload => payload,
    })
}

/// The headers, and the cookies where the recorder took them out of the headers.
fn headers(side: &Value) -> Headers {
    let mut headers = pairs(&side["headers"]);
    headers.iter_mut().for_each(|(name, _)| name.make_ascii_lowercase());
    let cookies = pairs(&side["cookies"]);
    headers.extend(
        cookies.into_iter().map(|(name, value)| ("cookie".to_owned(), format!("{name}={value}"))),
    );
    headers
}

fn pairs(list: &Value) -> Vec<(String, String)> {
    let text = |pair: &Value, key: &str| pair[key].as_str().map(str::to_owned);
    let list = list.as_array().into_iter().flatten();
    list.filter_map(|pair| Some((text(pair, "name")?, text(pair, "value")?))).collect()
}

fn add_media_type(headers: &mut Headers, media_type: &Value) {
    if let Some(media_type) = media_type.as_str().filter(|media_type| media_type.contains('/'))
        && payload::header(headers, "content-type").is_none()
    {
        headers.push(("content-type".to_owned(), media_type.to_owned()));
    }
}

fn content_length(headers: &Headers) -> Option<i64> {
    payload::header(headers, "content-length")?.trim().parse().ok()
}

fn is_form(headers: &Headers) -> bool {
    payload::header(headers, "content-type").is_some_and(|value| value.contains("urlencoded"))
}
