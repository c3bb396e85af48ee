//! `steward init DIR`: writes the shipped handbook, as a start that can be rewritten at leisure.

use crate::folder;
use crate::output::{Done, Output, Problem, Status, Verdict};
use crate::shipped::SHIPPED;
use serde_json::json;
use std::path::Path;
use steward_model::Text;

pub(crate) fn run(output: &Output, target: &Path) -> Done {
    write(target)?;
    if output.json {
        let files: Vec<&str> = SHIPPED.iter().map(|(path, _)| *path).collect();
        output.document(&json!({ "dir": target.display().to_string(), "files": files }));
        return Ok(Verdict::Well);
    }
    let folder = target.display();
    let count = SHIPPED.len();
    output.line(match output.lang {
        steward_model::Lang::Zh => format!("示例手册已写到 {folder}（{count} 个文件）。接下来："),
        steward_model::Lang::En => format!("The shipped handbook is in {folder} ({count} files). Next:"),
    });
    for (command, zh, en) in [
        ("check", "检查", "look for mistakes"),
        ("test", "运行场景测试", "run the scenarios"),
        ("simulate complaint --estate riverside --nobody", "没人办会怎样", "what if nobody came"),
    ] {
        output.line(format!("  steward --dir {folder} {command}   # {}", output.pick(zh, en)));
    }
    Ok(Verdict::Well)
}

/// Writes the handbook's files into a folder that has none of them. What is there is left alone.
pub(crate) fn write(target: &Path) -> Result<(), Problem> {
    if let Some((path, _)) = SHIPPED.iter().find(|(path, _)| target.join(path).symlink_metadata().is_ok()) {
        return Err(Problem::new(
            Status::Refused,
            "already-there",
            Text::new(
                format!("{} 里已经有 {path}，不覆盖", target.display()),
                format!("{} has a {path} already; nothing was written", target.display()),
            ),
        )
        .help(Text::new("换一个空文件夹", "name an empty folder")));
    }
    for (path, text) in SHIPPED {
        folder::write_new(&target.join(path), text)?;
    }
    Ok(())
}
