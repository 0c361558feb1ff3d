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
