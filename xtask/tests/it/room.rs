//! A copy of the repository that is just enough for `drift`, and a way to run it there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What stands in for the curated spec.
const SPEC: &str = include_str!("../fixtures/oasis.yaml");

/// A folder of its own with a spec in it.
pub(crate) struct Room(pub(crate) PathBuf);

/// What a run left behind.
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Room {
    /// A fresh one; the name must be the test's own.
    pub(crate) fn new(name: &str) -> Self {
        let room = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&room);
        for folder in ["spec", "codegen", "deep/er"] {
            fs::create_dir_all(room.join(folder)).unwrap();
        }
        fs::write(room.join("spec/oasis.yaml"), SPEC).unwrap();
        fs::write(room.join("Cargo.toml"), "").unwrap();
        Self(room)
    }

    /// Writes a file of the room.
    pub(crate) fn write(&self, name: &str, text: &str) -> &Self {
        fs::write(self.0.join(name), text).unwrap();
        self
    }

    /// Runs `drift` in the room.
    pub(crate) fn drift(&self, arguments: &[&str]) -> Run {
        self.drift_in("", arguments)
    }

    /// Runs `drift` in the room with this on its standard input.
    pub(crate) fn drift_with(&self, arguments: &[&str], input: &str) -> Run {
        self.write("input", input);
        let input = fs::File::open(self.0.join("input")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        run(command.arg("drift").args(arguments).current_dir(&self.0).stdin(input))
    }

    /// Runs `drift` in a folder of the room.
    pub(crate) fn drift_in(&self, folder: &str, arguments: &[&str]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        run(command.arg("drift").args(arguments).current_dir(self.0.join(folder)))
    }

    /// Changes a text of the spec that is there once.
    pub(crate) fn change_spec(&self, old: &str, new: &str) {
        let path = self.0.join("spec/oasis.yaml");
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text.matches(old).count(), 1, "{old}");
        fs::write(path, text.replace(old, new)).unwrap();
    }
}

fn run(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A recorded answer of `updateShopper` with this status.
pub(crate) fn answered(status: u16) -> String {
    format!(
        r#"{{"method":"PATCH","path":"/api/admin/v2/stores/1/shoppers/2","status":{status},"response":{{}}}}{}"#,
        "\n"
    )
}
