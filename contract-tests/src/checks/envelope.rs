//! Whether a refusal says what was wrong: all of it, nothing else, in the words of one world.

use super::{Complaint, Verdict, answer::Place, body, broken};
use crate::{
    implied::{self, Slot, World},
    vendor,
};
use oasis_model::{
    conform::View,
    ir::{Api, Kind, Response},
};
use serde_json::Value;

/// Whether a documented answer is an error envelope: an object that lists violations.
pub(super) fn is_one(api: &Api, response: &Response) -> bool {
    let Some(schema) = response.json().and_then(|content| content.schema) else { return false };
    match &api.schema(api.resolve(schema).0).kind {
        Kind::Object(rules) => rules.properties.iter().any(|property| {
            property.name == vendor::VIOLATIONS
                && matches!(api.schema(api.resolve(property.schema).0).kind, Kind::Array(_))
        }),
        _ => false,
    }
}

/// Judges a refusal that carries the envelope.
pub(super) fn judge(place: &Place<'_>, response: &Response, verdict: &mut Verdict) {
    let complaints = &mut verdict.complaints;
    if let Some(text) = body::content_type(place, response) {
        complaints.push(Complaint::new(
            "contract/envelope-content-type",
            "type",
            text,
            "declare the envelope as application/json; JSON is UTF-8",
        ));
    }
    let Some(content) = response.json() else { return };
    let wrong = |message: String, cause: &str| {
        Complaint::new("contract/envelope-schema", cause, message, "send the documented envelope")
    };
    let parsed = match serde_json::from_slice::<Value>(&place.answer.body) {
        Ok(parsed) => parsed,
        Err(error) => {
            let message = format!(
                "{}: {} comes without the envelope: {error}",
                place.case.about, place.answer.status
            );
            return complaints.push(wrong(message, "not JSON"));
        }
    };
    let faults = place.context.judge.faults(content, &parsed, View::Widest);
    if let Some(fault) = faults.first() {
        let place = body::shape(&fault.instance);
        complaints.push(wrong(
            format!("the envelope at {:?}: {}", fault.instance, fault.message),
            &place,
        ));
    }
    let Some(schema) = content.schema else { return };
    for pointer in body::undocumented(&place.context.api, schema, &parsed) {
        complaints.push(Complaint::new(
            "contract/envelope-leaks",
            body::shape(&pointer),
            format!("the envelope holds {pointer}, which the specification does not name"),
            "leave it out, or document it",
        ));
    }
    complaints.extend(constants(&place.context.api, schema, &parsed));
    if broken(place.case).iter().any(|change| !change.at.is_empty()) {
        verdict.envelope_status = Some(place.answer.status);
    }
    if faults.is_empty() {
        violations(place, &parsed, verdict);
    }
}

fn constants(api: &Api, schema: oasis_model::ir::SchemaId, parsed: &Value) -> Vec<Complaint> {
    let Kind::Object(rules) = &api.schema(api.resolve(schema).0).kind else { return Vec::new() };
    let differs = |property: &oasis_model::ir::Property| {
        let constant = api.schema(property.schema).constant.as_ref()?;
        let name = &property.name;
        let seen = parsed.get(name)?;
        (seen != constant).then(|| {
            Complaint::new(
                "contract/envelope-constants",
                name,
                format!("`{name}` of the envelope is {seen}, not {constant}"),
                "send the documented constant",
            )
        })
    };
    rules.properties.iter().filter_map(differs).collect()
}

/// One item of the envelope.
struct Item<'a> {
    error: &'a str,
    rule: &'a str,
    field: &'a str,
}

/// What one world says about an envelope.
struct Account<'a> {
    world: World,
    missing: Vec<Slot>,
    unexplained: Vec<&'a Item<'a>>,
}

fn violations(place: &Place<'_>, parsed: &Value, verdict: &mut Verdict) {
    let text =
        |item: &'_ Value, name: &str| item.get(name).and_then(Value::as_str).map(str::to_owned);
    let items: Option<Vec<(String, String, String)>> =
        parsed[vendor::VIOLATIONS].as_array().and_then(|items| {
            items
                .iter()
                .map(|item| {
                    let [error, rule, field] = vendor::ITEM.map(|name| text(item, name));
                    Some((error?, rule?, field?))
                })
                .collect()
        });
    let Some(owned) = items else { return };
    let items: Vec<Item<'_>> =
        owned.iter().map(|(error, rule, field)| Item { error, rule, field }).collect();
    if let Some(item) = items.iter().find(|item| !speaks(item)) {
        verdict.complaints.push(Complaint::new(
            "contract/envelope-names-violation",
            "words",
            format!("`error` {:?} does not speak of its own field {:?}", item.error, item.field),
            "let each item speak of the field that it names",
        ));
        return;
    }
    let changes = broken(place.case);
    if changes.is_empty() {
        return;
    }
    let accounts = World::BOTH.map(|world| account(place, &items, world));
    let fitting: Vec<World> = accounts
        .iter()
        .filter(|account| account.missing.is_empty() && account.unexplained.is_empty())
        .map(|account| account.world)
        .collect();
    if !fitting.is_empty() {
        verdict.worlds = Some(fitting);
        return;
    }
    let nearest = accounts
        .into_iter()
        .min_by_key(|account| account.unexplained.len() * 8 + account.missing.len());
    verdict.complaints.extend(nearest.map(|account| complaint(place, &account)));
}

fn account<'a>(place: &Place<'_>, items: &'a [Item<'a>], world: World) -> Account<'a> {
    let slots: Vec<Slot> = broken(place.case)
        .iter()
        .flat_map(|change| implied::slots(&place.context.api, change, world))
        .collect();
    let fits = |slot: &Slot, item: &Item<'_>| {
        slot.field == item.field && slot.rules.iter().any(|rule| implied::matches(rule, item.rule))
    };
    let missing =
        slots.iter().filter(|slot| slot.needed && !items.iter().any(|item| fits(slot, item)));
    // Naming a violation twice is one item too many, unless two places share the label.
    let twice = |at: usize, item: &Item<'_>| {
        let same = |other: &&Item<'_>| other.rule == item.rule && other.field == item.field;
        let before = items[..at].iter().filter(same).count();
        before >= slots.iter().filter(|slot| fits(slot, item)).count()
    };
    let unexplained =
        items.iter().enumerate().filter(|(at, item)| twice(*at, item)).map(|(_, item)| item);
    Account { world, missing: missing.cloned().collect(), unexplained: unexplained.collect() }
}

fn complaint(place: &Place<'_>, account: &Account<'_>) -> Complaint {
    let needed =
        |slot: &Slot| format!("{} ({})", slot.field, slot.rules.first().unwrap_or(&"any rule"));
    let missing = account.missing.iter().map(needed).collect::<Vec<_>>().join(", ");
    let about = &place.case.about;
    if account.unexplained.is_empty() {
        return Complaint::new(
            "contract/envelope-complete",
            "missing",
            format!("{about}: the envelope does not list {missing}"),
            "list every violation, not the first one alone",
        );
    }
    let named: Vec<String> =
        account.unexplained.iter().map(|item| format!("{} ({})", item.field, item.rule)).collect();
    let wanted =
        if missing.is_empty() { String::new() } else { format!(", while {missing} is not named") };
    Complaint::new(
        "contract/envelope-names-violation",
        if missing.is_empty() { "invented" } else { "other" },
        format!(
            "{about}: the envelope names {}, which is not what was broken{wanted}",
            named.join(", ")
        ),
        "name the rule that was broken and the field, in double quotes, that broke it",
    )
}

/// Whether the words of an item are about its field.
fn speaks(item: &Item<'_>) -> bool {
    item.error.contains(item.field) && item.error.len() > item.field.len()
}
