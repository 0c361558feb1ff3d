//! The vendor's reference pages, saved as text: [`read`] takes the facts off a page, [`compare`]
//! holds them against the specification.
//!
//! The reader knows the notation of the pages in two text forms and nothing of the API. It never
//! guesses: what cannot be told for certain is a finding in [`Page::unread`] and is not compared.

mod compare;
mod curl;
mod decode;
mod fields;
mod glue;
mod head;
mod header;
pub mod html;
mod json;
mod layout;
mod lines;
pub mod listed;
mod locate;
mod loose;
mod overlay;
mod page;
mod path;
mod samples;
mod sections;
mod single;
mod split;
mod tags;
#[cfg(test)]
mod tests;
mod unread;
mod yaml;

pub use compare::{belongs, compare, operation, sides};
pub use decode::decode;
pub use page::{Auth, BodyFacts, Bounds, Curl, Fact, Field, Form, Page, Part, Tab, Tags};

use oasis_model::finding::{Finding, Place, Severity};
use split::Piece;

/// Reads the pages of a file, one for each operation. `name` is what findings call the file.
///
/// # Errors
/// A finding that says why nothing was readable: an error page, another kind of page, no text.
pub fn read(name: &str, text: &str) -> Result<Vec<Page>, Vec<Finding>> {
    let unreadable = |reason| vec![lines::unreadable(name, reason)];
    lines::refuse(text).map_or(Ok(()), |reason| Err(unreadable(reason)))?;
    let text = lines::plain(text);
    let (mut pages, mut failures) = (Vec::new(), Vec::new());
    for piece in split::pages(&text) {
        match single::read(name, &piece) {
            Ok(page) => pages.push(page),
            Err(reason) => failures.push((piece, reason)),
        }
    }
    match (pages.first_mut(), failures.first()) {
        (Some(page), _) => {
            page.unread.extend(failures.iter().map(|(piece, why)| part(name, piece, why)))
        }
        (None, failure) => return Err(unreadable(failure.map_or(NO_TEXT, |(_, reason)| reason))),
    }
    Ok(pages)
}

const NO_TEXT: &str = "it has no line of a reference page";

/// Says of a file with several pages that one of them was not readable.
fn part(name: &str, piece: &Piece<'_>, reason: &str) -> Finding {
    let mut finding = Finding::new(
        Severity::Warning,
        "drift/page-several",
        "",
        format!("what begins here looks like one more page and could not be read: {reason}"),
        "save this page anew, as text from its title to its last sample answer",
    );
    finding.at = Place {
        document: name.to_owned(),
        line: Some(piece.first),
        text: Some(lines::shortened(piece.text)),
        ..Place::default()
    };
    finding
}
