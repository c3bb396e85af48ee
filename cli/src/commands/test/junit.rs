//! The outcome of scenarios as JUnit XML, which build servers read.

use crate::book::{self, Book};
use crate::drawing::safe;
use crate::output::Output;
use std::fmt::Write as _;
use std::time::Duration;
use steward_model::Scenario;
use steward_sim::Verdict as Went;

/// One suite a file, one case a scenario, each with the time it took.
pub(super) fn document(output: &Output, book: &Book, all: &[(&Scenario, Went)], took: &[Duration]) -> String {
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"steward\" {}>\n",
        counts(all, took)
    );
    let (mut rest, mut times) = (all, took);
    while let Some((first, _)) = rest.first() {
        let file = &first.place.file;
        let same = rest.iter().take_while(|(scenario, _)| scenario.place.file == *file).count();
        let (suite, after) = rest.split_at(same);
        let (took, later) = times.split_at(same);
        (rest, times) = (after, later);
        let _ = writeln!(xml, "  <testsuite name=\"{}\" {}>", safe(file), counts(suite, took));
        for ((scenario, went), took) in suite.iter().zip(took) {
            case(&mut xml, output, book, (scenario, went), *took);
        }
        xml.push_str("  </testsuite>\n");
    }
    xml.push_str("</testsuites>\n");
    xml
}

/// How many there are, how many failed, how long they took.
fn counts(cases: &[(&Scenario, Went)], took: &[Duration]) -> String {
    let failed = cases.iter().filter(|(_, went)| went.failure.is_some()).count();
    let time = seconds(took.iter().sum());
    format!("tests=\"{}\" failures=\"{failed}\" errors=\"0\" time=\"{time}\"", cases.len())
}

fn seconds(took: Duration) -> String {
    format!("{:.3}", took.as_secs_f64())
}

fn case(
    xml: &mut String,
    output: &Output,
    book: &Book,
    (scenario, went): (&Scenario, &Went),
    took: Duration,
) {
    let case = format!(
        "<testcase classname=\"{}\" name=\"{}\" file=\"{}\" time=\"{}\"",
        safe(scenario.workflow.as_str()),
        safe(&scenario.name),
        safe(&scenario.place.file),
        seconds(took)
    );
    let Some(failure) = &went.failure else {
        let _ = writeln!(xml, "    {case}/>");
        return;
    };
    let at = format!("{}:{}", failure.place.file, book::line(&book.files, &failure.place));
    let line = book::line_text(&book.files, &failure.place);
    let (expected, got) = (output.say(&failure.expected.names), output.say(&failure.got.names));
    let (zh, en) = (output.pick("应有", "expected"), output.pick("实际", "got"));
    let text = format!("{at}\n{line}\n{zh}: {expected}\n{en}: {got}");
    let _ = writeln!(
        xml,
        "    {case}>\n      <failure type=\"expectation\" message=\"{}\">{}</failure>\n    </testcase>",
        safe(&format!("{expected} · {got}")),
        safe(&text)
    );
}
