//! Random pairs of schemas: every witness is confirmed by another validator, no sample refutes what
//! was called equal or contained, little is left open, and what is only written in another way is
//! called equal. `DRIFT_CASES` says how many pairs, `DRIFT_FIRST` which is the first, and
//! `DRIFT_SHOW` prints what stays open.

mod dice;
mod judge;
mod places;
mod refactor;
mod scalars;
pub(super) mod schemas;
mod values;

use super::{drift, lines};
use dice::Dice;
use jsonschema::Validator;
use judge::validator;
use oasis_drift::{Drift, Verdict};
use schemas::{Taste, document, pair_of};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The seeds to try.
fn seeds() -> std::ops::Range<u64> {
    let number = |name| std::env::var(name).ok().and_then(|number| number.parse::<u64>().ok());
    let first = number("DRIFT_FIRST").unwrap_or(0);
    first..first + number("DRIFT_CASES").unwrap_or(400)
}

/// Whether what stays open is to be printed.
fn shows() -> bool {
    std::env::var("DRIFT_SHOW").is_ok()
}

/// Two sets of schemas and which way their values travel.
struct Case {
    seed: u64,
    base: Value,
    new: Value,
    received: bool,
    drift: Drift,
}

impl Case {
    fn of(seed: u64, base: Value, new: Value, received: bool) -> Self {
        let drift = drift(&document(&base, received), &document(&new, received));
        Self { seed, base, new, received, drift }
    }

    fn told(&self) -> String {
        format!(
            "seed {}, received {}\nbase {}\nnew  {}\n{}",
            self.seed,
            self.received,
            self.base,
            self.new,
            lines(&self.drift)
        )
    }

    /// The witnesses that a finding shows, with whether only the base takes them.
    fn witnesses(&self) -> impl Iterator<Item = (Value, bool)> {
        self.drift.findings.iter().flat_map(|difference| {
            difference.finding.evidence.iter().filter_map(|evidence| {
                let by_base = match evidence.label.as_ref() {
                    "only the base takes" => true,
                    "only the new one takes" => false,
                    _ => return None,
                };
                Some((serde_json::from_str(&evidence.text).unwrap(), by_base))
            })
        })
    }
}

fn taste(dice: &mut Dice) -> Taste {
    let composed = dice.chance(2);
    Taste { composed, components: if dice.chance(3) { 2 } else { 0 } }
}

fn random(seed: u64) -> Case {
    let mut dice = Dice(seed);
    let taste = taste(&mut dice);
    let base = pair_of(&mut dice, taste);
    let new = if dice.chance(6) {
        pair_of(&mut dice, taste)
    } else {
        let once = places::varied(&mut dice, &base, taste);
        if dice.chance(4) { places::varied(&mut dice, &once, taste) } else { once }
    };
    let received = dice.chance(2);
    Case::of(seed, base, new, received)
}

/// A value that only one side takes, if sampling finds one; what it says of the verdict is checked.
fn sampled(
    case: &Case,
    old: &Validator,
    now: &Validator,
    faults: &mut Vec<String>,
) -> Option<Value> {
    let mut dice = Dice(case.seed ^ 0x5eed);
    let mut breaking = None;
    for _ in 0..80 {
        let from = if dice.chance(2) { &case.base } else { &case.new };
        let narrow = values::narrowed(
            &mut dice,
            &from["root"],
            values::Source { components: &from["components"], received: case.received },
            0,
        );
        let mut sample = values::value(&mut dice, &narrow, 0);
        let disturbed = dice.chance(3);
        if disturbed {
            sample = values::disturbed(&mut dice, &sample);
        }
        // Whether null fits when several alternatives take it is lowering's own rule.
        let exclusive =
            [&case.base, &case.new].iter().any(|side| side.to_string().contains("oneOf"));
        if exclusive && sample.to_string().contains("null") {
            continue;
        }
        let (by_old, by_new) = (old.is_valid(&sample), now.is_valid(&sample));
        if case.drift.verdict == Verdict::None && by_old != by_new {
            faults.push(format!("not equal: {sample}\n{}", case.told()));
        }
        let sender = if case.received { &case.new } else { &case.base };
        let (sent, read) = if case.received { (by_new, by_old) } else { (by_old, by_new) };
        if disturbed || !std::ptr::eq(from, sender) || !sent || read {
            continue;
        }
        // Samples hold the names of the alternatives that they were made from and fresh ones, just
        // as a sender does.
        let narrow = json!({ "root": narrow, "components": from["components"] });
        if !validator(&narrow, case.received).is_valid(&sample) {
            continue;
        }
        if case.drift.verdict == Verdict::NonBreaking {
            faults.push(format!("not contained: {sample}\n{}", case.told()));
        }
        breaking.get_or_insert(sample);
    }
    breaking
}

#[test]
fn another_validator_confirms_every_witness_and_refutes_no_containment() {
    let mut tally = BTreeMap::<String, usize>::new();
    let (mut missed, mut faults) = (0, Vec::new());
    for seed in seeds() {
        let case = random(seed);
        let (old, now) =
            (validator(&case.base, case.received), validator(&case.new, case.received));
        *tally.entry(case.drift.verdict.to_string()).or_default() += 1;
        for (witness, by_base) in case.witnesses() {
            let (own, other) = if by_base { (&old, &now) } else { (&now, &old) };
            if !own.is_valid(&witness) || other.is_valid(&witness) {
                faults.push(format!("no witness: {witness}\n{}", case.told()));
            }
        }
        let breaking = sampled(&case, &old, &now, &mut faults);
        if case.drift.verdict == Verdict::Undecided {
            missed += usize::from(breaking.is_some());
            if shows() {
                println!("OPEN {breaking:?}\n{}", case.told());
            }
        }
    }
    println!("{tally:?}, of what is open sampling decides {missed}");
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    assert!(tally.len() >= 3, "{tally:?}");
    let undecided = tally.get("undecided").copied().unwrap_or_default();
    let all: usize = tally.values().sum();
    assert!(undecided * 100 <= all && missed * 1_000 <= all, "too much is left open: {tally:?}");
}

#[test]
fn what_is_written_in_another_way_is_the_same() {
    let mut tally = BTreeMap::<String, usize>::new();
    for seed in seeds() {
        let mut dice = Dice(seed);
        let taste = taste(&mut dice);
        let base = pair_of(&mut dice, taste);
        let mut new = refactor::rewritten(&mut dice, &base);
        for _ in 0..dice.roll(3) {
            new = refactor::rewritten(&mut dice, &new);
        }
        let received = dice.chance(2);
        let case = Case::of(seed, base, new, received);
        *tally.entry(case.drift.verdict.to_string()).or_default() += 1;
        assert_ne!(case.drift.verdict, Verdict::Breaking, "{}", case.told());
        if case.drift.verdict != Verdict::None && shows() {
            println!("ALARM\n{}", case.told());
        }
    }
    println!("{tally:?}");
    // What is excluded within exclusions may stay open now and then.
    let (silent, all) = (tally["none"], tally.values().sum::<usize>());
    assert!(silent * 100 >= all * 99, "{tally:?}");
}
