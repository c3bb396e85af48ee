//! `steward schema`: what an editor needs to complete and explain a kind of file.

use crate::output::{Done, Output, Problem, Verdict};
use steward_language::{SCHEMAS, schema};
use steward_model::Text;

pub(crate) fn run(output: &Output, kind: &str) -> Done {
    let Some(schema) = schema(kind) else {
        return Err(Problem::words(
            "unknown-schema",
            format!("没有叫 {kind} 的文件种类"),
            format!("{kind} is no kind of file"),
        )
        .help(Text::new(
            format!("可以写：{}", SCHEMAS.join("、")),
            format!("there are: {}", SCHEMAS.join(", ")),
        )));
    };
    output.document(&schema);
    Ok(Verdict::Well)
}
