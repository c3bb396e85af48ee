//! The outcome of scenarios as JUnit XML, which build servers read.

use crate::book::Book;
use crate::drawing::safe;
use crate::output::Output;
use std::fmt::Write as _;
use steward_model::Scenario;
use steward_sim::Verdict as Went;

/// One suite a file, one case a scenario.
pub(super) fn document(output: &Output, book: &Book, all: &[(&Scenario, Went)]) -> String {
    let failed = all.iter().filter(|(_, went)| went.failure.is_some()).count();
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{}\" failures=\"{failed}\">\n",
        all.len()
    );
    let mut rest = all;
    while let Some((first, _)) = rest.first() {
        let file = &first.place.file;
        let same = rest.iter().take_while(|(scenario, _)| scenario.place.file == *file).count();
        let (suite, after) = rest.split_at(same);
        rest = after;
        let failed = suite.iter().filter(|(_, went)| went.failure.is_some()).count();
        let file = safe(file);
        let _ = writeln!(xml, "  <testsuite name=\"{file}\" tests=\"{same}\" failures=\"{failed}\">");
        for (scenario, went) in suite {
            let name = safe(&scenario.name);
            let case = format!(
                "<testcase classname=\"{}\" name=\"{name}\" file=\"{file}\"",
                safe(scenario.workflow.as_str())
            );
            let Some(failure) = &went.failure else {
                let _ = writeln!(xml, "    {case}/>");
                continue;
            };
            let at = format!("{}:{}", failure.place.file, crate::book::line(&book.files, &failure.place));
            let (expected, got) = (output.say(&failure.expected), output.say(&failure.got));
            let (zh, en) = (output.pick("应有", "expected"), output.pick("实际", "got"));
            let text = format!("{at}\n{zh}: {expected}\n{en}: {got}");
            let _ = writeln!(
                xml,
                "    {case}>\n      <failure message=\"{}\">{}</failure>\n    </testcase>",
                safe(&format!("{expected} · {got}")),
                safe(&text)
            );
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}
