//! Walks over graphs given as lists of successors. Linear, and with a stack of their own, so that no
//! document is too deep for them.

/// The strongly connected component of each node, numbered so that whatever a component leads to
/// has a smaller number (Tarjan).
pub(crate) fn components(next: &[Vec<usize>]) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let mut index = vec![NEW; next.len()];
    let mut low = vec![0; next.len()];
    let mut component = vec![NEW; next.len()];
    let (mut stack, mut counter, mut found) = (Vec::new(), 0, 0);
    for root in 0..next.len() {
        if index[root] != NEW {
            continue;
        }
        let mut path = vec![(root, 0)];
        while let Some((node, at)) = path.last_mut() {
            let node = *node;
            if *at == 0 {
                index[node] = counter;
                low[node] = counter;
                counter += 1;
                stack.push(node);
            }
            if let Some(target) = next[node].get(*at) {
                *at += 1;
                if index[*target] == NEW {
                    path.push((*target, 0));
                } else if component[*target] == NEW {
                    low[node] = low[node].min(index[*target]);
                }
                continue;
            }
            path.pop();
            if let Some((parent, _)) = path.last() {
                low[*parent] = low[*parent].min(low[node]);
            }
            if low[node] == index[node] {
                while let Some(member) = stack.pop() {
                    component[member] = found;
                    if member == node {
                        break;
                    }
                }
                found += 1;
            }
        }
    }
    component
}

/// The edges that close a cycle on a walk in order: node and the position among its successors.
pub(crate) fn back_edges(next: &[Vec<usize>]) -> Vec<(usize, usize)> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; next.len()];
    let mut found = Vec::new();
    for root in 0..next.len() {
        if marks[root] != Mark::New {
            continue;
        }
        marks[root] = Mark::Open;
        let mut path = vec![(root, 0)];
        while let Some((node, at)) = path.last_mut() {
            let Some(target) = next[*node].get(*at) else {
                marks[*node] = Mark::Done;
                path.pop();
                continue;
            };
            *at += 1;
            match marks[*target] {
                Mark::New => {
                    marks[*target] = Mark::Open;
                    path.push((*target, 0));
                }
                Mark::Open => found.push((*node, *at - 1)),
                Mark::Done => {}
            }
        }
    }
    found
}

/// The same graph with every edge turned round.
pub(crate) fn reversed(next: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new(); next.len()];
    for (node, targets) in next.iter().enumerate() {
        for target in targets {
            found[*target].push(node);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings_are_found_and_numbered_behind_what_they_lead_to() {
        // 0 -> 1 <-> 2 -> 3, 4 -> 4
        let next = vec![vec![1], vec![2], vec![1, 3], vec![], vec![4]];
        let found = components(&next);
        assert_eq!(found[1], found[2]);
        assert!(found[3] < found[2] && found[2] < found[0]);
        assert_eq!(back_edges(&next), [(2, 0), (4, 0)]);
        let chain: Vec<Vec<usize>> =
            (0..200_000).map(|node| if node < 199_999 { vec![node + 1] } else { vec![] }).collect();
        assert_eq!(components(&chain)[0], 199_999);
    }
}
