//! Request bodies and media types.

use super::edits::edit;
use super::record::Detail;
use super::{Comparison, Pair, Site, schemas};
use crate::direction::{Change, verdict};
use crate::rules::Side;
use oasis_model::ir::{Content, Encoding, essence};
use oasis_model::settle::Change::Presence;

/// Compares what the caller of an operation sends.
pub(super) fn compare<'a>(comparison: &mut Comparison<'a>, pair: Pair<'a>) {
    let push = pair.is_webhook();
    let side = if push { Side::Webhook } else { Side::Request };
    let site = Site { side, ..pair.site() };
    match (&pair.base.body, &pair.new.body) {
        (None, None) => {}
        (None, Some(new)) => {
            let site = Site { at: &new.at, claims: [None, Some(&new.claim)], ..site };
            let (change, detail) = match new.required {
                true => (Change::AddedRequired, "required"),
                false => (Change::Added, "optional"),
            };
            let verdict = verdict(change, side.is_sent());
            comparison.records.note(&site, "body-added", verdict, Detail::added(detail));
        }
        (Some(old), None) => {
            let site = Site { other: &old.at, claims: [Some(&old.claim), None], ..site };
            let verdict = verdict(Change::Replaced, side.is_sent());
            comparison.records.note(&site, "body-removed", verdict, Detail::default());
        }
        (Some(old), Some(new)) => {
            let claims = [Some(&old.claim), Some(&new.claim)];
            let site = Site { at: &new.at, other: &old.at, claims, ..site };
            let (fact, change) = match (old.required, new.required) {
                (false, true) => ("body-became-required", Some(Change::BecameRequired)),
                (true, false) => ("body-became-optional", Some(Change::BecameOptional)),
                _ => ("", None),
            };
            if let Some(change) = change {
                let verdict = verdict(change, side.is_sent());
                comparison.records.note(&site, fact, verdict, Detail::default());
                comparison.records.offer(&site, fact, edit(&old.at, Presence(new.required)));
            }
            contents(comparison, &site, &old.contents, &new.contents, Choice::Sender);
        }
    }
}

/// Who picks the media type of a message.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// Whoever sends, among those that he knows.
    Sender,
    /// The integrator, whether it sends the message or asks for it with `Accept`.
    Integrator,
}

/// Compares two sets of media types.
pub(super) fn contents<'a>(
    comparison: &mut Comparison<'a>,
    site: &Site<'a>,
    base: &'a [Content],
    new: &'a [Content],
    choice: Choice,
) {
    let by_integrator = site.side.is_sent() || choice == Choice::Integrator;
    // The basis of a body or a response says nothing of what is inside.
    let site = &Site { claims: [None, None], ..*site };
    for old in base {
        match counterpart(new, &old.media_type) {
            Some(now) => {
                let text = is_text(&old.media_type);
                let site = Site { at: &now.at, other: &old.at, text, ..*site };
                if encoding(old) != encoding(now) {
                    let detail = Detail::both(encoding(old), encoding(now));
                    let verdict = verdict(Change::Replaced, site.side.is_sent());
                    comparison.records.note(&site, "style-changed", verdict, detail);
                }
                schemas::compare(comparison, &site, old.schema, now.schema);
            }
            None => {
                let site = Site { other: &old.at, ..*site };
                let detail = Detail::gone(format!("`{}`", old.media_type));
                let verdict = verdict(Change::Narrowed, by_integrator);
                comparison.records.note(&site, "media-type-removed", verdict, detail);
            }
        }
    }
    for now in new.iter().filter(|now| counterpart(base, &now.media_type).is_none()) {
        let site = Site { at: &now.at, ..*site };
        let detail = Detail::added(format!("`{}`", now.media_type));
        let verdict = verdict(Change::Widened, by_integrator);
        comparison.records.note(&site, "media-type-added", verdict, detail);
    }
}

/// The content that stands for a media type: the type itself, else the narrowest range.
fn counterpart<'a>(contents: &'a [Content], media_type: &str) -> Option<&'a Content> {
    let wanted = essence(media_type);
    let named = |name: &str| contents.iter().find(|content| essence(&content.media_type) == name);
    let family = wanted.split_once('/').map(|(family, _)| format!("{family}/*"));
    named(&wanted).or_else(|| named(&family?)).or_else(|| named("*/*"))
}

/// How the fields of a form are sent, in words.
fn encoding(content: &Content) -> String {
    let one = |field: &Encoding| {
        let media_type = field.content_type.as_deref().unwrap_or("the usual media type");
        let style = field.style.as_deref().unwrap_or("form");
        format!("`{}`: {media_type}, `{style}`, explode {}", field.property, field.explode)
    };
    let mut fields: Vec<String> = content.encoding.iter().map(one).collect();
    fields.sort();
    if fields.is_empty() { "the usual way".to_owned() } else { fields.join("; ") }
}

/// Whether values travel as text in this media type, without a mark of their type.
fn is_text(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.starts_with("text/")
        || essence == "application/x-www-form-urlencoded"
        || essence == "multipart/form-data"
}
