//! scratch
use steward_model::{Files, Lang};
fn main() {
    let compact = std::env::args().nth(1).is_some();
    let input = std::io::read_to_string(std::io::stdin()).unwrap();
    for case in input.split('\u{1}') {
        let mut files = Files::new();
        for file in case.split('\u{2}') {
            let (path, text) = file.split_once('\u{3}').unwrap();
            files.insert(path, text);
        }
        let (_, findings) = steward_language::read(&files);
        if compact {
            for f in &findings {
                let text = files.get(&f.place.file).map(|f| String::from_utf8_lossy(&f.bytes).into_owned()).unwrap_or_default();
                let at = text.get(f.place.start..f.place.end).unwrap_or("");
                let help = f.help.as_ref().map(|h| format!(" ({})", h.en)).unwrap_or_default();
                println!("{} at {at}: {}{help}", f.code, f.message.en);
            }
            print!("\u{1}");
            continue;
        }
        print!("{}\u{1}", steward_language::render::text(&findings, &files, Lang::En, false));
    }
}
