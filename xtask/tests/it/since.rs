//! `drift since`: revisions that are there, and those that are not.

use crate::room::Room;
use std::process::Command;

fn git(room: &Room, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.arg("-C").arg(&room.0).args(["-c", "user.name=n", "-c", "user.email=a@b.example"]);
    let output = git.args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_revision_is_a_commit_that_has_the_spec() {
    let room = Room::new("since");
    git(&room, &["init", "-q"]);
    git(&room, &["commit", "-q", "--allow-empty", "-m", "nothing"]);
    git(&room, &["tag", "nothing"]);
    git(&room, &["add", "."]);
    git(&room, &["commit", "-q", "-m", "spec"]);
    let run = room.drift_in("deep/er", &["since", "HEAD", "--fail-on", "note"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let end = "@HEAD (3 operations)\nthe generated crate needs no new version\n\ndrift: none (no findings)\n";
    assert!(run.out.ends_with(end), "{}", run.out);
    room.change_spec("required: [sessionId, status]", "required: [sessionId]");
    let run = room.drift(&["since", "HEAD"]);
    assert_eq!(run.code, Some(1), "what is not committed yet counts: {}{}", run.out, run.err);
    assert!(run.out.contains("needs a major version") && run.out.contains("### Breaking\n- "));
    for (revision, reason) in [
        ("nothing", "there is no spec/oasis.yaml as of `nothing`"),
        ("never", "git knows no commit `never`"),
        ("", "git knows no commit ``"),
        ("HEAD:spec", "git knows no commit `HEAD:spec`"),
        (":0", "git knows no commit `:0`"),
        ("nothing..HEAD", "git knows no commit"),
    ] {
        let run = room.drift(&["since", revision]);
        assert_eq!((run.code, run.out.as_str()), (Some(2), ""), "{revision}");
        assert!(run.err.contains(reason), "{revision}: {}", run.err);
    }
}
