//! Equal types are found as a plain search finds them, only sooner.

use super::*;
use proptest::prelude::*;

fn partition(mut classes: Vec<usize>, mentions: &[Vec<usize>]) -> Vec<usize> {
    refine(&mut classes, mentions);
    // Numbered by first appearance, to compare with.
    let mut seen = Vec::new();
    let number = |class: &usize| {
        seen.iter().position(|known| known == class).unwrap_or_else(|| {
            seen.push(*class);
            seen.len() - 1
        })
    };
    classes.iter().map(number).collect()
}

#[test]
fn recursive_types_are_one_if_they_unfold_to_the_same() {
    // Two rings of one node and a ring of two.
    let rings = [vec![0], vec![1], vec![3], vec![2]];
    assert_eq!(partition(vec![0; 4], &rings), [0, 0, 0, 0]);
    // One node of the ring of two looks different.
    assert_eq!(partition(vec![0, 0, 0, 1], &rings), [0, 0, 1, 2]);
    // Lists of length 0, 1, 2 and 1.
    let lists = [vec![], vec![0], vec![1], vec![0]];
    assert_eq!(partition(vec![1, 0, 0, 0], &lists), [0, 1, 2, 1]);
}

/// The same by splitting every class in each round until nothing changes.
fn slowly(mut classes: Vec<usize>, mentions: &[Vec<usize>]) -> Vec<usize> {
    loop {
        let key = |place: usize| {
            let targets = mentions[place].iter().map(|target| classes[*target]);
            (classes[place], targets.collect::<Vec<_>>())
        };
        let keys: Vec<_> = (0..classes.len()).map(key).collect();
        let first = |key| keys.iter().position(|other| other == key).unwrap();
        let next: Vec<usize> = keys.iter().map(first).collect();
        if next.iter().collect::<BTreeSet<_>>().len()
            == classes.iter().collect::<BTreeSet<_>>().len()
        {
            return next;
        }
        classes = next;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn refining_in_parts_is_refining_as_a_whole(
        graph in prop::collection::vec((0..3_usize, prop::collection::vec(any::<prop::sample::Index>(), 0..3)), 1..14),
    ) {
        let count = graph.len();
        let classes: Vec<usize> = graph.iter().map(|(class, _)| *class).collect();
        let mentions: Vec<Vec<usize>> = graph
            .iter()
            .map(|(_, targets)| targets.iter().map(|target| target.index(count)).collect())
            .collect();
        // Types that look alike mention as many others.
        let classes: Vec<usize> =
            classes.iter().zip(&mentions).map(|(class, targets)| class * 10 + targets.len()).collect();
        let pairs = |classes: &[usize]| -> Vec<bool> {
            (0..count * count).map(|at| classes[at / count] == classes[at % count]).collect()
        };
        let mut quick = classes.clone();
        refine(&mut quick, &mentions);
        prop_assert_eq!(pairs(&quick), pairs(&slowly(classes, &mentions)));
    }
}

#[test]
fn a_long_chain_takes_no_time() {
    let last = 50_000;
    let chain: Vec<Vec<usize>> =
        (0..=last).map(|node| if node < last { vec![node + 1] } else { vec![] }).collect();
    let mut classes = vec![0; last + 1];
    classes[last] = 1;
    refine(&mut classes, &chain);
    assert_eq!(classes.iter().collect::<BTreeSet<_>>().len(), last + 1);
}
