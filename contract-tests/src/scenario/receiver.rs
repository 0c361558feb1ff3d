//! Plays AiFi against an integrator's own webhook.

use super::Tester;

/// Sends notifications of every documented and plausible form to the receiver and says what it refused or
/// lost.
pub async fn receive(tester: &Tester<'_>) {
    todo!("{}", tester.generation.seed)
}
