//! One measured thing, its floor, and what is wanted of it.

use serde_json::{Value, json};

/// A figure.
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) value: f64,
    pub(crate) unit: &'static str,
    /// The same by hand, in the same unit.
    pub(crate) floor: Option<f64>,
    pub(crate) wanted: Option<Wanted>,
}

/// What is wanted.
#[derive(Clone, Copy)]
pub(crate) enum Wanted {
    /// The ratio to the floor is at least this.
    AtLeast(f64),
    /// The ratio to the floor is at most this.
    AtMost(f64),
    /// The value is no further than this from the floor.
    Within(f64),
    /// The value is less than this.
    Below(f64),
}

impl Figure {
    fn ratio(&self) -> Option<f64> {
        self.floor.map(|floor| self.value / floor)
    }

    fn reached(&self) -> Option<bool> {
        Some(match self.wanted? {
            Wanted::AtLeast(least) => self.ratio()? >= least,
            Wanted::AtMost(most) => self.ratio()? <= most,
            Wanted::Within(most) => (self.value - self.floor?).abs() <= most,
            Wanted::Below(most) => self.value < most,
        })
    }

    /// The figure as it is printed; what there is nothing to say of is null.
    pub(crate) fn to_json(&self) -> Value {
        let wanted = self.wanted.map(|wanted| match wanted {
            Wanted::AtLeast(least) => format!("ratio >= {least}"),
            Wanted::AtMost(most) => format!("ratio <= {most}"),
            Wanted::Within(most) => format!("floor +- {most} {}", self.unit),
            Wanted::Below(most) => format!("< {most} {}", self.unit),
        });
        json!({
            "name": self.name,
            "value": short(self.value),
            "unit": self.unit,
            "floor": self.floor.map(short),
            "ratio": self.ratio().map(|ratio| (ratio * 100.0).round() / 100.0),
            "wanted": wanted,
            "reached": self.reached(),
        })
    }
}

/// Three digits behind the point for what is small, none for what is large: more says nothing.
fn short(value: f64) -> f64 {
    let scale = if value.abs() >= 1000.0 { 1.0 } else { 1000.0 };
    (value * scale).round() / scale
}

/// The middle one of several measurements.
pub(crate) fn median(mut of: Vec<f64>) -> f64 {
    of.sort_by(f64::total_cmp);
    of.get(of.len() / 2).copied().unwrap_or(f64::NAN)
}
