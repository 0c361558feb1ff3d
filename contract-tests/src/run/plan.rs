//! What a run sends, fitted to its budget: the most telling cases first, and a word on what is left out.
//!
//! In come the operations, what the user asks for and how many requests there is room for; out come
//! jobs and the room of each scenario. Nothing is sent here.

use super::fuzz::Job;
use crate::{
    generate::{self, Category, Generation},
    oracle::Check,
    scenario::{self, Scenario, Tester},
};
use oasis_model::ir::Operation;
use std::sync::Arc;

/// Cases per operation and category, unless the user says otherwise or there is no room.
const CASES: u64 = 200;
/// The most requests that shrinking one cause takes.
const SHRINK: u32 = 200;

/// What the user asks for.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    /// Cases per operation and category.
    pub(super) cases: Option<u64>,
    /// Places of the operations in the API.
    pub(super) operations: Vec<usize>,
    /// Checks; empty: all.
    pub(super) checks: Vec<Check>,
    /// How many requests fit the budget; `None`: no bound.
    pub(super) room: Option<u64>,
}

/// What is done.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    /// Scenarios with the operation and the most requests of each, in order.
    pub(super) scenarios: Vec<(Scenario, usize, u64)>,
    /// Runners of random cases.
    pub(super) jobs: Vec<Job>,
    /// What does not fit, in words.
    pub(super) left_out: Vec<String>,
}

impl Plan {
    /// Whether nothing is done.
    pub(super) fn is_empty(&self) -> bool {
        self.scenarios.is_empty() && self.jobs.is_empty()
    }
}

/// Makes a plan.
pub(super) fn plan(tester: &Tester<'_>, generation: &Arc<Generation>, wanted: &Wanted) -> Plan {
    let mut plan = Plan::default();
    scenarios(tester, generation, wanted, &mut plan);
    let spent: u64 = plan.scenarios.iter().map(|(_, _, most)| most).sum();
    let room = wanted.room.map(|room| room.saturating_sub(spent));
    jobs(generation, wanted, room, &mut plan);
    plan
}

/// Each scenario gets what it needs, or where there is little room an equal part of half of it.
fn scenarios(tester: &Tester<'_>, generation: &Arc<Generation>, wanted: &Wanted, plan: &mut Plan) {
    for scenario in Scenario::ALL.into_iter().filter(|it| wanted.serves_scenario(*it)) {
        for index in &wanted.operations {
            let operation = &generation.api.operations[*index];
            let needed = scenario::requests(scenario, tester, operation);
            if needed > 0 {
                plan.scenarios.push((scenario, *index, needed));
            }
        }
    }
    let needed: u64 = plan.scenarios.iter().map(|(_, _, most)| most).sum();
    let Some(room) = wanted.room.map(|room| room / 2).filter(|room| *room < needed) else { return };
    let share = fair_share(room, plan.scenarios.iter().map(|(_, _, needed)| *needed));
    for (_, _, most) in &mut plan.scenarios {
        *most = (*most).min(share);
    }
    let fits: u64 = plan.scenarios.iter().map(|(_, _, most)| most).sum();
    plan.left_out.push(format!("{} of {needed} requests of the scenarios", needed - fits));
}

/// The fixed cases of every category first, then random ones.
fn jobs(generation: &Arc<Generation>, wanted: &Wanted, room: Option<u64>, plan: &mut Plan) {
    let mut sizes: Vec<(usize, Category, u64, u64)> = Vec::new();
    for index in &wanted.operations {
        let operation = &generation.api.operations[*index];
        let categories = generate::categories(generation, operation);
        for category in categories.into_iter().filter(|it| wanted.serves_category(*it)) {
            let fixed = generate::count(generation, operation, category) as u64;
            let all = wanted.cases.unwrap_or_else(|| usual(operation).max(fixed));
            sizes.push((*index, category, fixed.min(all), all));
        }
    }
    let needed: u64 = sizes.iter().map(|(_, _, _, all)| all).sum();
    let share = match room {
        Some(room) if room < needed => fair_share(room, sizes.iter().map(|size| size.3)),
        _ => u64::MAX,
    };
    let (mut fixed_out, mut random_out) = (0, 0);
    for (operation, category, fixed, all) in sizes {
        let (fits, most) = (fixed.min(share), all.min(share));
        fixed_out += fixed - fits;
        random_out += (all - fixed) - (most - fits);
        let random = u32::try_from(most - fits).unwrap_or(u32::MAX);
        let shrink = if share == u64::MAX { SHRINK } else { SHRINK / 4 };
        plan.jobs.push(Job { operation, category, fixed: fits, random, shrink });
    }
    if fixed_out > 0 {
        plan.left_out.push(format!("{fixed_out} fixed cases, those of the places tried already"));
    }
    if random_out > 0 {
        plan.left_out.push(format!("{random_out} random cases"));
    }
}

/// Random cases where nothing varies would only repeat themselves.
fn usual(operation: &Operation) -> u64 {
    if operation.body.is_some() || !operation.parameters.is_empty() { CASES } else { 20 }
}

/// The bound under which all of these fit the room, each cut to it.
fn fair_share(room: u64, sizes: impl Iterator<Item = u64> + Clone) -> u64 {
    let fits = |share: u64| {
        sizes
            .clone()
            .map(|size| size.min(share))
            .try_fold(0_u64, u64::checked_add)
            .is_some_and(|sum| sum <= room)
    };
    let (mut low, mut high) = (0, room);
    while low < high {
        let middle = low + (high - low).div_ceil(2);
        if fits(middle) { low = middle } else { high = middle - 1 }
    }
    low
}

impl Wanted {
    fn serves_scenario(&self, scenario: Scenario) -> bool {
        self.serves(|check| match scenario {
            Scenario::Auth => area(check) == "auth",
            Scenario::Session => area(check) == "state",
            Scenario::Paths => area(check) == "path",
            Scenario::Methods => area(check) == "method",
            Scenario::Oversized => area(check) == "oversized",
        })
    }

    fn serves_category(&self, category: Category) -> bool {
        self.serves(|check| match area(check) {
            "auth" | "state" | "path" | "method" | "oversized" => false,
            "parameters" => category == Category::Parameters,
            _ => true,
        })
    }

    /// A check that any request can break (a failing server, a leak) is served by everything.
    fn serves(&self, shows: impl Fn(Check) -> bool) -> bool {
        let anywhere = |check: &Check| {
            matches!(
                check,
                Check::ServerError
                    | Check::NoHang
                    | Check::Latency
                    | Check::Connection
                    | Check::Protocol
                    | Check::RateLimit
                    | Check::TheApi
                    | Check::Leaks
            )
        };
        self.checks.is_empty() || self.checks.iter().any(|check| anywhere(check) || shows(*check))
    }
}

/// The first word of a check's name, which names the room that it belongs to.
fn area(check: Check) -> &'static str {
    let bare = check.id().trim_start_matches("contract/");
    bare.split('-').next().unwrap_or(bare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_fair_share_fills_the_room(
            room in 0_u64..5000,
            sizes in prop::collection::vec(0_u64..400, 0..60),
        ) {
            let share = fair_share(room, sizes.iter().copied());
            let sum = |share: u64| sizes.iter().map(|size| (*size).min(share)).sum::<u64>();
            prop_assert!(sum(share) <= room);
            prop_assert!(share >= room || sum(share + 1) > room, "{share} is too little");
        }
    }

    #[test]
    fn a_check_is_served_by_its_own_room() {
        let only = |check| Wanted { checks: vec![check], ..Wanted::default() };
        assert!(only(Check::StateReplaced).serves_scenario(Scenario::Session));
        assert!(!only(Check::StateReplaced).serves_category(Category::Null));
        assert!(!only(Check::StateReplaced).serves_scenario(Scenario::Auth));
        assert!(only(Check::ServerError).serves_scenario(Scenario::Oversized));
        assert!(only(Check::EnvelopeSchema).serves_category(Category::Null));
    }
}
