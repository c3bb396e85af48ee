//! Whether the random cases keep the standards of their process: each figure beside what it ought to be.

use super::Many;
use crate::figures;
use serde_json::Value;
use steward_case::Figure;
use steward_picture::{Names, measured, written_measure};

impl Many<'_> {
    fn judged(&self) -> Vec<Figure> {
        let names = Names::of(&self.book.handbook, self.estate);
        let standards = self.workflow.standards.iter();
        let wanted = standards.filter_map(|standard| Some((standard, standard.measured()?)));
        let figure = |((standard, (measure, bounds)), tally): ((&steward_model::Standard, _), _)| {
            let title = measured(measure, self.workflow, names);
            Figure::new(&standard.clause, bounds, tally, written_measure(measure), title)
        };
        wanted.zip(&self.crowd.standards).map(figure).collect()
    }

    /// The standards as a table: title, head, rows. `None` where there is nothing to measure.
    pub(super) fn standards(&self) -> Option<(String, Vec<String>, Vec<Vec<String>>)> {
        let judged = self.judged();
        if judged.is_empty() {
            return None;
        }
        let lang = self.output.lang;
        let title = self.output.pick("标准守不守得住", "Whether the standards are kept").to_owned();
        let head = figures::head(lang).map(str::to_owned).to_vec();
        Some((title, head, judged.iter().map(|one| figures::row(one, lang)).collect()))
    }

    /// The same for programs. A share is from 0 to 1.
    pub(super) fn standards_document(&self) -> Vec<Value> {
        self.judged().iter().map(figures::document).collect()
    }
}
