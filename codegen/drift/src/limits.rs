//! Every limit of this package in one place. A limit that is reached is said in the report: as
//! something undecided, not judged or not named, never as `none`.

/// Limit on the bytes of one recorded body, unpacked, and of one line of a recording.
pub(crate) const LONGEST_BODY: usize = 8 << 20;
/// Limit on how many times longer a compressed body is once it is unpacked.
pub(crate) const LARGEST_RATIO: usize = 100;
/// Limit on the lines or entries of one recording that are named because they cannot be read.
pub(crate) const MOST_BAD_LINES: usize = 5;
/// Limit on the hosts that are named because their traffic is not judged.
pub(crate) const MOST_HOSTS_NAMED: usize = 8;

/// Limit on the length of what is shown of a schema or a witness.
pub(crate) const LONGEST_SHOWN: usize = 4_000;
/// Limit on the names that are shown of either end of a place deep within a message.
pub(crate) const MOST_NAMES_SHOWN: usize = 16;

/// Differences are looked for this far down first, so that each is shown at a message near it.
pub(crate) const NEAR: usize = 6;
/// How often one goal is explained: a finding names as many operations, less one.
pub(crate) const MOST_EXPLANATIONS: usize = 9;
/// Limit on the candidates for a witness that are tried for one reason.
pub(crate) const MOST_CANDIDATES: usize = 24;
/// Limit on the alternatives that are gone through to judge the candidates for one reason.
pub(crate) const MOST_JUDGED_ALTERNATIVES: usize = 100_000;
/// Limit on the candidates that are carried from a part to the next larger one.
pub(crate) const MOST_CARRIED: usize = 4;
/// Limit on the properties of an object that is tried with all of them.
pub(crate) const MOST_FILLED: usize = 64;
/// Limit on the witnesses in one comparison that a verdict rests on.
pub(crate) const MOST_NEEDED_WITNESSES: usize = 3_000;
/// Limit on the witnesses in one comparison where the verdict is clear without them.
pub(crate) const MOST_WELCOME_WITNESSES: usize = 500;
/// Limit on the nesting of a witness: readers of JSON go no deeper.
pub(crate) const DEEPEST_WITNESS: usize = 100;
/// Limit on the length of a pattern that is compared.
pub(crate) const LONGEST_PATTERN: usize = 1 << 18;
/// Limit on the patterns that are compared at once.
pub(crate) const MOST_AUTOMATA: usize = 32;
/// Limit on the bytes of the automaton of a pattern.
pub(crate) const LARGEST_AUTOMATON: usize = 2 << 20;
/// Limit on the combinations of states that are visited when patterns are compared.
pub(crate) const MOST_STATES: usize = 20_000;
/// Limit on the lengths of strings that are told apart when patterns are compared.
pub(crate) const LONGEST_COUNTED: u64 = 1_000;
/// Limit on the alternatives of a `oneOf` that are told apart.
pub(crate) const MOST_ALTERNATIVES: usize = 128;
/// Limit on the shapes to which a conjunction of unions is multiplied out.
pub(crate) const MOST_PRODUCTS: usize = 512;
/// Limit on the nesting into which proofs look that two sets are disjoint.
pub(crate) const DEEPEST_DISJOINT: usize = 3;
/// Limit on the different values of a set that are made.
pub(crate) const MOST_DISTINCT: u64 = 4096;
/// The same for strings that have to fit patterns, which are looked for one by one.
pub(crate) const MOST_DISTINCT_BY_PATTERN: u64 = 48;
/// Limit on the length of an example of a string: a longer one helps nobody.
pub(crate) const LONGEST_EXAMPLE: u64 = 1 << 16;
/// Limit on the proofs in one comparison that two sets are disjoint.
pub(crate) const MOST_PROOFS: u32 = 2_000_000;
/// Limit on the nesting of conjunctions and exclusions within each other.
pub(crate) const DEEPEST_NODE: usize = 100;
/// Limit on the pieces into which a record is split.
pub(crate) const MOST_PIECES: usize = 16;
/// Limit on the new goals that are looked into for one inclusion.
pub(crate) const MOST_GOALS: usize = 100_000;
/// Limit on the listed values that are compared one by one.
pub(crate) const FEW_LISTED: usize = 16;
/// Limit on the listed values that are named one by one.
pub(crate) const MOST_NAMED_VALUES: usize = 500;
/// Limit on the alternatives that are tried for a shape without looking at them first.
pub(crate) const MOST_TRIED_ALTERNATIVES: usize = 16;
/// Limit on the values of an `enum` that are judged where its other keywords leave them in doubt.
pub(crate) const MOST_JUDGED: usize = 2_000;
/// How many values of a set are kept.
pub(crate) const ENOUGH_SAMPLES: usize = 8;
/// Limit on the required parts of an array or object that is made as an example.
pub(crate) const MOST_SAMPLE_PARTS: u64 = 256;
/// Limit on the parts of an example in all: what is required twice at each level doubles with it.
pub(crate) const LARGEST_SAMPLE: usize = 400;
/// Limit on the nesting into which examples of sets within sets are looked for.
pub(crate) const DEEPEST_SAMPLE: usize = 64;
/// Limit on the nesting down to which examples have all properties: in densely linked models all
/// others are soon below.
pub(crate) const DEEPEST_FILLED: usize = 3;
/// Limit on exclusions within exclusions that a witness is made against.
pub(crate) const DEEPEST_EXCLUSION: usize = 3;
/// Limit on the listed strings that are avoided when a string is made.
pub(crate) const MOST_AVOIDED_VALUES: usize = 64;
/// Limit on the patterns that are avoided at once.
pub(crate) const MOST_AVOIDED_PATTERNS: usize = 8;
/// Limit on the values that are tried between two exclusions.
pub(crate) const MOST_BETWEEN: usize = 200;
/// Limit on the length of a string that is made.
pub(crate) const LONGEST_WITNESS: u64 = 1 << 23;
/// Limit on the parts of an array or object that is made.
pub(crate) const MOST_WITNESS_PARTS: u64 = 1 << 17;

/// Limit on the different values that are shown of one fact.
pub(crate) const MOST_VALUES_SHOWN: usize = 5;
/// Limit on the facts of one rule that are findings of their own: where ids are the names of
/// properties, every line would be news.
pub(crate) const MOST_FACTS: usize = 200;
