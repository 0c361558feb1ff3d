//! `contract`: holds a server to the contract and says what holds.
fn main() {
    todo!()
}
