//! Ways of making a case smaller: a draft in, edits out in the order in which they are worth trying; and an
//! edit made. Whether the smaller draft still makes sense is for `tree` to say.

use super::Ids;
use super::body::{Place, Step, get, get_mut, places, with};
use super::draft::Draft;
use super::mutate::{What, required};
use super::subject::{Json, Subject};
use oasis_model::ir::{Kind, SchemaId};
use oasis_model::sample::{self, Fill};
use serde_json::{Value, json};

/// One way of making a draft smaller.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Edit {
    /// The smallest body that still has the changed places.
    Minimal,
    /// The first session in place of the other one.
    FirstSession,
    /// One change less.
    Forget(usize),
    /// Children of an object or array are left out.
    Drop { at: Vec<Step>, children: Vec<Step> },
    /// A number, string or boolean becomes simpler.
    Simplify {
        /// Where.
        at: Vec<Step>,
        /// The schema that the document writes there.
        declared: Option<SchemaId>,
        /// How.
        how: Simpler,
    },
}

/// How a number, string or boolean becomes simpler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Simpler {
    /// What a sample holds there.
    Sample,
    /// The first half of the characters, or the half of the number.
    FirstHalf,
    /// The other half of the characters.
    SecondHalf,
}

/// How large a draft is: its changes, whether it names the other session, the values in its body, and how
/// far they are from those of a sample. Every step of shrinking makes this smaller.
pub(super) type Size = (usize, bool, usize, usize);

/// How large a draft is.
pub(super) fn size(json: Option<&Json>, draft: &Draft) -> Size {
    let (nodes, text) = match (&draft.base, json) {
        (Some(base), Some(json)) => weight(json, base),
        _ => (0, 0),
    };
    (draft.changes.len(), draft.ids == Ids::Other, nodes, text)
}

/// The number of values in a body, and how far they are from those of a sample.
fn weight(json: &Json, value: &Value) -> (usize, usize) {
    let sum = |(nodes, text), (more, longer)| (nodes + more, text + longer);
    match value {
        Value::Object(properties) => {
            properties.values().map(|it| weight(json, it)).fold((1, 0), sum)
        }
        Value::Array(items) => items.iter().map(|it| weight(json, it)).fold((1, 0), sum),
        scalar if json.plain.contains(&scalar.to_string()) => (1, 0),
        Value::String(text) => (1, 1 + text.chars().count()),
        Value::Number(number) => {
            let whole = number.as_i64().map(i64::unsigned_abs).or(number.as_u64());
            let bits = whole.map_or(100, |whole| 64 - whole.leading_zeros() as usize);
            (1, 1 + bits)
        }
        _ => (1, 1),
    }
}

/// Everything that may be tried on a draft.
pub(super) fn edits(subject: &Subject, draft: &Draft) -> Vec<Edit> {
    let mut edits = vec![Edit::Minimal];
    edits.extend((draft.ids == Ids::Other).then_some(Edit::FirstSession));
    if draft.changes.len() > 1 {
        edits.extend((0..draft.changes.len()).map(Edit::Forget));
    }
    let (Some(base), Some(json)) = (&draft.base, &subject.json) else { return edits };
    // What a change replaces or removes is not sent, so it needs no simplifying.
    let is_replaced = |place: &Place<'_>| {
        let mut changes = draft.changes.iter();
        changes.any(|it| !matches!(it.what, What::Add(_)) && place.at.starts_with(&it.at))
    };
    let mut places = places(subject.api(), json.schema, base);
    places.retain(|place| !is_replaced(place));
    edits.extend(places.iter().flat_map(|place| drops(subject, draft, place)));
    // Objects first, then arrays, strings and numbers.
    for is_kind in [Value::is_string, Value::is_number, Value::is_boolean] {
        let scalars = places.iter().filter(|place| is_kind(place.value));
        edits.extend(scalars.flat_map(|place| simplifications(json, place)));
    }
    edits
}

/// Half of what may go, then quarters, at last one at a time.
fn drops(subject: &Subject, draft: &Draft, place: &Place<'_>) -> Vec<Edit> {
    let needed = |step: &Step| {
        let child = [place.at.as_slice(), std::slice::from_ref(step)].concat();
        draft.changes.iter().any(|change| change.needs().starts_with(&child))
    };
    let is_required = |name: &str| {
        place.schemas.iter().any(|id| match &subject.api().schema(*id).kind {
            Kind::Object(rules) => required(rules).any(|required| required == name),
            _ => false,
        })
    };
    let mut children: Vec<Step> = match place.value {
        Value::Object(properties) => {
            let optional = properties.keys().filter(|name| !is_required(name));
            optional.cloned().map(Step::Property).collect()
        }
        Value::Array(items) => (0..items.len()).map(Step::Item).collect(),
        _ => Vec::new(),
    };
    children.retain(|step| !needed(step));
    let sizes =
        std::iter::successors(Some(children.len()), |size| (*size > 1).then(|| size.div_ceil(2)));
    sizes
        .filter(|size| *size > 0)
        .flat_map(|size| children.chunks(size))
        .map(|children| Edit::Drop { at: place.at.clone(), children: children.to_vec() })
        .collect()
}

fn simplifications(json: &Json, place: &Place<'_>) -> Vec<Edit> {
    if json.plain.contains(&place.value.to_string()) {
        return Vec::new();
    }
    let hows: &[Simpler] = match place.value {
        Value::String(_) => &[Simpler::Sample, Simpler::FirstHalf, Simpler::SecondHalf],
        Value::Number(_) => &[Simpler::Sample, Simpler::FirstHalf],
        _ => &[Simpler::Sample],
    };
    hows.iter()
        .map(|how| Edit::Simplify { at: place.at.clone(), declared: place.declared, how: *how })
        .collect()
}

/// The draft after an edit, if that can be made.
pub(super) fn edited(subject: &Subject, draft: &Draft, edit: &Edit) -> Option<Draft> {
    let mut draft = draft.clone();
    match edit {
        Edit::Minimal => draft.base = Some(minimal(subject, &draft)?),
        Edit::FirstSession => draft.ids = Ids::Known,
        Edit::Forget(index) => drop(draft.changes.remove(*index)),
        Edit::Drop { at, children } => {
            let place = get_mut(draft.base.as_mut()?, at)?;
            match place {
                Value::Object(properties) => {
                    properties.retain(|name, _| !children.contains(&Step::Property(name.clone())))
                }
                Value::Array(items) => {
                    let mut index = 0..;
                    items.retain(|_| {
                        index.next().is_some_and(|at| !children.contains(&Step::Item(at)))
                    });
                    move_up(&mut draft, at, children);
                }
                _ => return None,
            }
        }
        Edit::Simplify { at, declared, how } => {
            let base = draft.base.as_ref()?;
            let simpler = simpler(subject, get(base, at)?, *declared, *how)?;
            draft.base = with(base, at, simpler);
        }
    }
    Some(draft)
}

/// Changes to items behind those that are gone follow them.
fn move_up(draft: &mut Draft, array: &[Step], gone: &[Step]) {
    for change in &mut draft.changes {
        if change.at.starts_with(array)
            && let Some(Step::Item(index)) = change.at.get_mut(array.len())
        {
            *index -=
                gone.iter().filter(|it| matches!(it, Step::Item(other) if *other < *index)).count();
        }
    }
}

fn simpler(
    subject: &Subject,
    value: &Value,
    declared: Option<SchemaId>,
    how: Simpler,
) -> Option<Value> {
    match (how, value) {
        (Simpler::Sample, _) => {
            let made = |schema| sample::filled(subject.api(), schema, Fill::Required);
            declared.map(made).or_else(|| value.is_number().then(|| json!(0)))
        }
        (Simpler::FirstHalf | Simpler::SecondHalf, Value::String(text)) => {
            let letters: Vec<char> = text.chars().collect();
            let (first, second) = letters.split_at(letters.len() / 2);
            let half = if how == Simpler::FirstHalf { first } else { second };
            (!half.is_empty()).then(|| json!(String::from_iter(half)))
        }
        (Simpler::FirstHalf, Value::Number(number)) => match number.as_i64() {
            Some(whole) => Some(json!(whole / 2)),
            None => number.as_f64().map(|number| json!((number / 2.0) as i64)),
        },
        _ => None,
    }
}

/// The smallest body that still has the places that the changes need.
fn minimal(subject: &Subject, draft: &Draft) -> Option<Value> {
    let json = subject.json.as_ref()?;
    let base = draft.base.as_ref()?;
    let places = places(subject.api(), json.schema, base);
    let sample = |at: &[Step]| -> Option<Value> {
        let place = places.iter().find(|place| place.at == at)?;
        Some(match place.declared {
            Some(schema) => sample::filled(subject.api(), schema, Fill::Required),
            None => place.value.clone(),
        })
    };
    let mut body = json.minimal.clone();
    for change in &draft.changes {
        let way = change.needs();
        for length in 1..=way.len() {
            let (at, before) = (&way[..length], &way[..length - 1]);
            if get(&body, at).is_some() {
                continue;
            }
            let value = sample(at)?;
            match (get_mut(&mut body, before)?, &way[length - 1]) {
                (Value::Object(properties), Step::Property(name)) => {
                    properties.insert(name.clone(), value);
                }
                (Value::Array(items), Step::Item(index)) => items.resize(index + 1, value),
                _ => return None,
            }
        }
    }
    Some(body)
}
