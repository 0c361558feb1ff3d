//! Says in the ledger how faithfully each schema stands in the types.

use super::{Body, Choice, Field, Types, Variant};
use crate::decide::shapes::Shape;
use crate::ledger::Ledger;
use crate::rust::{Plain, RustType};
use oasis_model::ir::{Kind, Merged, Schema, SchemaId};

/// One entry, or several, for every schema that the operations reach.
pub(super) fn write(types: &Types<'_>, ledger: &mut Ledger) {
    for (id, schema) in types.api.schemas() {
        if !types.reach(id).is_used() {
            continue;
        }
        enter(types, ledger, &schema.at, id);
        for part in types.shapes.all_of.get(&id).iter().flat_map(|all_of| &all_of.unread) {
            ledger.approximated(&types.api.schema(*part).at, "another part of the `allOf` is read");
        }
    }
    for Merged { part, whole } in &types.api.merged {
        if types.reach(*whole).is_used() {
            enter(types, ledger, &types.api.schema(*part).at, *whole);
        }
    }
}

/// What became of a schema, at a place that it stands for.
fn enter(types: &Types<'_>, ledger: &mut Ledger, at: &str, id: SchemaId) {
    let losses = losses(types, id, types.api.schema(id));
    if losses.is_empty() {
        ledger.typed(at);
    }
    for why in losses {
        ledger.approximated(at, why);
    }
}

fn losses(types: &Types<'_>, id: SchemaId, schema: &Schema) -> Vec<&'static str> {
    let mut losses = Vec::new();
    let shape = types.shape(id);
    match &schema.kind {
        Kind::AllOf(_) => {
            losses.extend(types.shapes.all_of.get(&id).and_then(|all_of| all_of.loss));
        }
        Kind::Not(_) => losses.push("`not` has no Rust form: any value is taken"),
        Kind::OneOf(_) | Kind::AnyOf(_) => losses.extend(union(types, id, &shape)),
        _ => {}
    }
    let is_enum = shape.is_listed() || matches!(shape, Shape::Plain(Plain::True | Plain::False));
    match &schema.values {
        Some(_) if is_enum => {}
        Some(_) if matches!(shape, Shape::Plain(Plain::Any)) => {
            losses.push("values of several types are listed: any value is taken");
        }
        Some(values) if !values.is_empty() && !matches!(schema.kind, Kind::Never) => {
            losses.push("the listed values are not enforced");
        }
        _ => {}
    }
    if matches!((&schema.kind, &shape), (Kind::Integer(_), Shape::Plain(Plain::Number))) {
        losses.push("the bounds reach beyond 64 bits: any number is taken");
    }
    if is_cut(types, id) {
        losses.push("what lies this deep is any value");
    }
    losses
}

fn union(types: &Types<'_>, id: SchemaId, shape: &Shape<'_>) -> Vec<&'static str> {
    let mut losses = Vec::new();
    if types.shapes.unions.get(&id).is_some_and(|union| union.is_cut) {
        losses.push("an alternative that leads back here is left out");
    }
    if matches!(shape, Shape::Plain(_)) {
        losses.push("no alternative is left: any value is taken");
    }
    let Some(rust) = types.of.get(&id) else { return losses };
    // Of two equal enums one stands for both.
    let RustType::Named(declared) = types.behind(rust) else { return losses };
    let declared = &declared;
    if types.declared(*declared).body.mentions().into_iter().any(is_file) {
        losses.push("a server reads a file among alternatives as its content only");
    }
    let Body::Choice(choice) = &types.declared(*declared).body else { return losses };
    if choice.tag.is_some() && choice.variants.iter().any(|variant| variant.tags.is_empty()) {
        losses.push("no value of the discriminator stands for one of the alternatives");
    }
    if types.reach(id).usage.sent
        && choice.variants.iter().any(|v| leaves_out_tag(types, choice, v))
    {
        losses.push("the caller sets the property that tells the alternatives apart himself");
    }
    let objects = choice
        .variants
        .iter()
        .filter(|variant| matches!(types.target_shape(variant.schema), Shape::Struct(_)));
    let any_of = matches!(types.api.schema(id).kind, Kind::AnyOf(_));
    if any_of && choice.tag.is_none() && objects.count() > 1 {
        losses.push(
            "a value that fits several alternatives is read as the one that keeps most of it",
        );
    }
    losses
}

/// Whether this is a file, or a list of files.
fn is_file(rust: &RustType) -> bool {
    *rust == RustType::Plain(Plain::File) || rust.inner().is_some_and(is_file)
}

/// Whether the type of a variant does not declare the tag, so that nothing asks for it.
fn leaves_out_tag(types: &Types<'_>, choice: &Choice, variant: &Variant) -> bool {
    let Some(declared) = variant.rust.core().map(|id| types.behind(&RustType::Named(id))) else {
        return false;
    };
    let RustType::Named(declared) = declared else { return false };
    let Body::Struct(object) = &types.declared(declared).body else { return false };
    let is_tag = |field: &Field| Some(&field.wire) == choice.tag.as_ref();
    object.fields.iter().any(|field| is_tag(field) && field.property.is_none())
}

/// Whether lists and maps within each other are cut off here.
fn is_cut(types: &Types<'_>, id: SchemaId) -> bool {
    let mut next = Some(id);
    for _ in 0..super::DEEPEST {
        let Some(id) = next else { return false };
        next = match types.shape(id) {
            Shape::List(inner) | Shape::Map(inner) => inner.filter(|id| !types.of.contains_key(id)),
            Shape::Same(_) => Some(types.target(id)).filter(|id| !types.of.contains_key(id)),
            _ => None,
        };
    }
    next.is_some()
}
