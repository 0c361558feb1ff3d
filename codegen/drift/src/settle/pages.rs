//! Pages as they were served and the specification in, the edits out that turn guesses of the
//! specification into what the pages document. What is documented already is never edited.

use super::walk::Walk;
use crate::pages::html::Sides;
use oasis_model::ir::Api;
use oasis_model::settle::{Change, Edit};

/// A page that is compared, and what `x-source` calls it.
pub type Stated = (Sides, String);

/// The edits that make the specification say what pages document.
pub fn edits(spec: &Api, pages: &[Stated]) -> Vec<Edit> {
    let mut shown = Vec::new();
    let mut edits = Vec::new();
    for (sides, source) in pages {
        let both = (&sides.base, &sides.page.api);
        let mut walked = Walk::new(both, &sides.lent, Some(source)).of_page();
        shown.push(std::mem::take(&mut walked.responses));
        edits.extend(walked.into_edits());
    }
    // A response that operations share is documented once the pages of all of them have it.
    edits.retain(|edit| {
        let users = spec
            .operations
            .iter()
            .filter(|operation| operation.responses.iter().any(|response| response.at == edit.at));
        let shows = |id: &str| {
            shown.iter().any(|page| page.iter().any(|(known, of)| *known == edit.at && *of == id))
        };
        !matches!(edit.change, Change::Documented(_))
            || users.into_iter().all(|user| shows(&user.id))
    });
    edits
}
