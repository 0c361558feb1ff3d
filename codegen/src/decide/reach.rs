//! Which schemas the operations reach, and which way their values travel.
//!
//! What no operation mentions gets no type, apart from a component that two reachable types extend:
//! one function can then serve both.

use super::claims::extends;
use super::media;
use super::parameters::is_reserved;
use super::shapes::{Shape, Shapes};
use oasis_model::ir::{Additional, Api, Direction, Kind, Method, Schema, SchemaId, Usage};
use std::collections::BTreeMap;

/// How values of a schema travel, seen from the integrator.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reach {
    /// Sent, received, or both; neither: no operation reaches the schema.
    pub(crate) usage: Usage,
    /// Sent within the body of a PATCH, where null and absence say different things.
    pub(crate) patched: bool,
}

impl Reach {
    /// Whether any operation reaches the schema.
    pub(crate) fn is_used(self) -> bool {
        self.usage.sent || self.usage.received
    }

    fn join(&mut self, other: Self) -> bool {
        let before = *self;
        self.usage.sent |= other.usage.sent;
        self.usage.received |= other.usage.received;
        self.patched |= other.patched;
        *self != before
    }
}

/// The reach of every schema. Components that no operation reaches are taken to travel both ways, if
/// they are wanted at all.
pub(crate) fn reach(shapes: &Shapes<'_>, all_components: bool) -> Vec<Reach> {
    let api = shapes.api;
    let mut reach = vec![Reach::default(); api.schemas.len()];
    spread(shapes, &mut reach, roots(shapes));
    let extended = extended(api, &reach);
    spread(shapes, &mut reach, extended);
    if all_components {
        let both = Reach { usage: Usage { sent: true, received: true }, patched: false };
        let unused =
            |(id, schema): &(SchemaId, &Schema)| schema.component && !reach[id.index()].is_used();
        let unused = api.schemas().filter(unused).map(|(id, _)| (id, both)).collect();
        spread(shapes, &mut reach, unused);
    }
    reach
}

/// What the operations name themselves.
fn roots(shapes: &Shapes<'_>) -> Vec<(SchemaId, Reach)> {
    let mut roots = Vec::new();
    for operation in &shapes.api.operations {
        let ours = operation.direction == Direction::Call;
        let patched = ours && operation.method == Method::Patch;
        let asked = Reach { usage: Usage { sent: ours, received: !ours }, patched: false };
        let answered = Reach { usage: Usage { sent: !ours, received: ours }, patched: false };
        let contents = operation.body.iter().flat_map(|body| &body.contents);
        let bodies = contents.filter_map(|content| media::typed_schema(shapes, content, true));
        roots.extend(bodies.map(|id| (id, Reach { patched, ..asked })));
        let parameters = operation.parameters.iter().filter(|parameter| !is_reserved(parameter));
        roots.extend(parameters.map(|parameter| (parameter.schema, asked)));
        for response in &operation.responses {
            let contents = response.contents.iter();
            let bodies = contents.filter_map(|content| media::typed_schema(shapes, content, false));
            let headers = response.headers.iter().filter_map(|header| header.schema);
            roots.extend(bodies.chain(headers).map(|id| (id, answered)));
        }
    }
    roots
}

/// Components that nothing reaches but that several reachable types extend, with the ways of those.
fn extended(api: &Api, reach: &[Reach]) -> Vec<(SchemaId, Reach)> {
    let mut found: BTreeMap<SchemaId, (usize, Reach)> = BTreeMap::new();
    for (id, schema) in api.schemas() {
        let own = reach[id.index()];
        let Kind::Object(object) = &schema.kind else { continue };
        if !own.is_used() {
            continue;
        }
        for base in extends(object) {
            let (count, joined) = found.entry(*base).or_default();
            *count += 1;
            joined.join(own);
        }
    }
    let wanted =
        |(id, (count, _)): &(SchemaId, (usize, Reach))| *count > 1 && !reach[id.index()].is_used();
    found.into_iter().filter(wanted).map(|(id, (_, joined))| (id, joined)).collect()
}

fn spread(shapes: &Shapes<'_>, reach: &mut [Reach], mut open: Vec<(SchemaId, Reach)>) {
    while let Some((id, way)) = open.pop() {
        if reach[id.index()].join(way) {
            let all = reach[id.index()];
            open.extend(mentions(shapes, id).into_iter().map(|target| (target, all)));
        }
    }
}

/// The schemas that the Rust type of this one mentions.
fn mentions(shapes: &Shapes<'_>, id: SchemaId) -> Vec<SchemaId> {
    match shapes.shape(id, Usage::default()) {
        Shape::Struct(object) => {
            let additional = match object.additional {
                Additional::Schema(id) => Some(id),
                Additional::Unstated | Additional::Any | Additional::Refused => None,
            };
            object.properties.iter().map(|property| property.schema).chain(additional).collect()
        }
        Shape::Map(values) => values.into_iter().collect(),
        Shape::List(items) => items.into_iter().collect(),
        Shape::Union(union) => union.variants.clone(),
        Shape::Same(target) => vec![target],
        _ => Vec::new(),
    }
}
