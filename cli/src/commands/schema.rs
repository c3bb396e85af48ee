//! `steward schema`: what an editor needs to complete and explain a kind of file, and what a script
//! may rely on in a document of `--json`.

use crate::output::{Done, Output, Problem, Verdict};
use crate::wire;
use steward_language::{SCHEMAS, schema};
use steward_model::Text;

pub(crate) fn run(output: &Output, kind: &str) -> Done {
    let found = match kind.strip_prefix("output/") {
        Some(name) => wire::described(name),
        None => schema(kind),
    };
    let Some(schema) = found else {
        return Err(Problem::words(
            "unknown-schema",
            format!("没有叫 {kind} 的文件种类或输出"),
            format!("{kind} is no kind of file, and no output"),
        )
        .help(Text::new(
            format!("可以写：{}；或 output/ 加上：{}", SCHEMAS.join("、"), wire::OUTPUTS.join("、")),
            format!("there are: {}; or output/ with: {}", SCHEMAS.join(", "), wire::OUTPUTS.join(", ")),
        )));
    };
    output.document(&schema);
    Ok(Verdict::Well)
}
