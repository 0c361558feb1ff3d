//! Which places of a body the label of an item may mean.
//!
//! In come the places of a body, out come those that have a label: as their full path (Joi 16 and later), or
//! as their last step (Joi 15 and earlier, or by setting).

use super::{
    places::{self, Place},
    scene::Scene,
};
use crate::joi::{Generation, Step, label};
use oasis_model::ir::{Api, Kind, Labels, Operation};
use std::collections::{HashMap, HashSet};

/// The places of a body by label.
pub(super) struct Labelled<'a> {
    by_label: HashMap<String, Vec<&'a Place<'a>>>,
    known: HashSet<&'a str>,
    /// Whether every place of the body is here.
    complete: bool,
}

impl<'a> Labelled<'a> {
    /// The places by label, and every name that schema and parameters have.
    pub(super) fn of(scene: &Scene<'a>, places: &'a [Place<'a>]) -> Self {
        let mut by_label: HashMap<String, Vec<&Place<'_>>> = HashMap::new();
        for place in places {
            let path = path_label(place);
            let keys = key_labels(place).into_iter().filter(|key| *key != path);
            for label in keys.chain([path.clone()]) {
                by_label.entry(label).or_default().push(place);
            }
        }
        let complete = !places.is_empty() && places.len() < places::MOST;
        Self { by_label, known: known(scene.api, scene.operation), complete }
    }

    /// The places that the label may mean, those first that it is the full path of.
    pub(super) fn find(&self, label: &str) -> Vec<&'a Place<'a>> {
        let mut found = self.by_label.get(label).cloned().unwrap_or_default();
        found.sort_by_key(|place| path_label(place) != label);
        found
    }

    /// Whether body or specification have something of the label's last name, although the label is that of
    /// no place.
    pub(super) fn is_known(&self, label: &str) -> bool {
        let last = label.rsplit(['.', ']']).find(|part| !part.is_empty() && !part.contains('['));
        let known = |name: &str| self.known.contains(name) || self.by_label.contains_key(name);
        !self.complete || known(label) || last.is_some_and(known)
    }

    /// The form of a label, where only one form fits the place.
    pub(super) fn form(&self, label: &str, place: &Place<'_>) -> Option<Labels> {
        let path = path_label(place) == label;
        let key = key_labels(place).iter().any(|key| key == label);
        match (path, key) {
            (true, false) => Some(Labels::Path),
            (false, true) => Some(Labels::Key),
            _ => None,
        }
    }
}

fn path_label(place: &Place<'_>) -> String {
    label(&place.steps, Labels::Path, Generation::Joi16)
}

/// The last step, as each generation calls it; of a property without a name also as it is.
fn key_labels(place: &Place<'_>) -> Vec<String> {
    let of = |generation| label(&place.steps, Labels::Key, generation);
    let mut labels = vec![of(Generation::Joi16), of(Generation::Joi15)];
    if matches!(place.steps.last(), Some(Step::Property(name)) if name.is_empty()) {
        labels.push(String::new());
    }
    labels.dedup();
    labels
}

fn known<'a>(api: &'a Api, operation: &'a Operation) -> HashSet<&'a str> {
    let properties = api.schemas.iter().flat_map(|schema| match &schema.kind {
        Kind::Object(rules) => rules.properties.as_slice(),
        _ => &[],
    });
    let parameters = operation.parameters.iter().map(|parameter| parameter.name.as_str());
    properties.map(|property| property.name.as_str()).chain(parameters).collect()
}
