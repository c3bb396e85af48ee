//! demo.

use crate::harness::steward;
use crate::serving::Running;
use tempfile::TempDir;

#[test]
fn a_warning_arrives_before_the_miss_and_ctrl_c_leaves_cleanly() {
    let temporary = TempDir::new().expect("a folder");
    let demo = Running::start(steward().arg("demo").env("TMPDIR", temporary.path()));
    // A minute passes each second, so how many are left depends on how busy the machine is.
    let mail = demo.line_with("首次响应 还剩");
    assert!(mail.contains("[邮件]"), "{mail}");
    let ended = demo.stop("-INT");
    assert_eq!(ended.status, 0, "{ended:?}");
    let left: Vec<_> = std::fs::read_dir(temporary.path()).expect("a folder").collect();
    assert!(left.is_empty(), "{left:?} stayed");
}

#[test]
fn a_demo_that_is_kept_can_be_looked_at() {
    let temporary = TempDir::new().expect("a folder");
    let keep = temporary.path().join("kept");
    let demo = Running::start(steward().args(["demo", "--lang", "en", "--keep"]).arg(&keep));
    let command = demo.line_with(" show riverside-complaint-1");
    assert!(command.contains(keep.to_str().expect("UTF-8")), "{command}");
    demo.line_with("[mail]");
    let shown =
        steward().args(["show", "riverside-complaint-1", "--dir"]).arg(&keep).output().expect("it runs");
    assert!(shown.status.success(), "{shown:?}");
    assert_eq!(demo.stop("-TERM").status, 0);
    let again = steward().args(["demo", "--keep"]).arg(&keep).output().expect("it runs");
    assert_eq!(again.status.code(), Some(3), "it overwrites nothing");
}
