//! Seeds of cases that failed, kept from run to run: proptest tries them first.
//!
//! A file for each operation and category, one seed a line. A file that cannot be read or written is
//! no reason to stop a run.

use proptest::test_runner::{FailurePersistence, PersistedSeed};
use std::{any::Any, fmt::Debug, fs, path::PathBuf};

/// The most seeds of one file: the newest stay.
const MOST: usize = 20;

/// The file of one operation and category.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Regressions {
    file: PathBuf,
}

impl Regressions {
    /// The seeds in this file.
    pub fn new(file: PathBuf) -> Self {
        Self { file }
    }

    fn lines(&self) -> Vec<String> {
        let text = fs::read_to_string(&self.file).unwrap_or_default();
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }
}

impl FailurePersistence for Regressions {
    fn load_persisted_failures2(&self, _source_file: Option<&'static str>) -> Vec<PersistedSeed> {
        self.lines().iter().filter_map(|line| line.parse().ok()).collect()
    }

    fn save_persisted_failure2(
        &mut self,
        _source_file: Option<&'static str>,
        seed: PersistedSeed,
        _shrunken_value: &dyn Debug,
    ) {
        let mut lines = self.lines();
        let line = seed.to_string();
        if lines.contains(&line) {
            return;
        }
        lines.push(line);
        let from = lines.len().saturating_sub(MOST);
        if let Some(folder) = self.file.parent() {
            let _ = fs::create_dir_all(folder);
        }
        let _ = fs::write(&self.file, lines[from..].join("\n") + "\n");
    }

    fn box_clone(&self) -> Box<dyn FailurePersistence> {
        Box::new(self.clone())
    }

    fn eq(&self, other: &dyn FailurePersistence) -> bool {
        other.as_any().downcast_ref() == Some(self)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{
        prelude::*,
        test_runner::{Config, TestError, TestRunner},
    };
    use std::cell::RefCell;

    #[test]
    fn what_failed_is_tried_first_in_the_next_run() {
        let name = format!("oasis-regressions-{}", std::process::id());
        let file = std::env::temp_dir().join(name).join("seeds.txt");
        let run = |seen: &RefCell<Vec<u32>>| {
            let persistence = Regressions::new(file.clone());
            let config =
                Config { failure_persistence: Some(Box::new(persistence)), ..Config::default() };
            TestRunner::new(config).run(&any::<u32>(), |value| {
                seen.borrow_mut().push(value);
                prop_assert!(value < 1000);
                Ok(())
            })
        };
        let (first, second) = (RefCell::default(), RefCell::default());
        assert!(matches!(run(&first), Err(TestError::Fail(_, 1000))));
        assert!(matches!(run(&second), Err(TestError::Fail(_, 1000))));
        let failing = first.borrow().iter().copied().find(|value| *value >= 1000);
        assert_eq!(second.borrow().first().copied(), failing);
        let _ = fs::remove_dir_all(file.parent().expect("it has a folder"));
    }
}
