//! Personal data as a type: it can't be printed by accident, only asked for by name.

use std::fmt;

/// A value that is masked wherever it is shown: `138****0000`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Private(String);

impl Private {
    /// Wraps a personal value.
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The whole value, for the one place that needs it (the envelope of a message, the store).
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The value as it may be shown: a number keeps its beginning and its last four digits, an
    /// e-mail address its first letter and its domain, anything else nothing at all.
    pub fn masked(&self) -> String {
        mask(&self.0)
    }
}

impl fmt::Display for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl fmt::Debug for Private {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

/// Masks a personal text: `139****2222`; what is no number is hidden whole.
pub fn mask(value: &str) -> String {
    if let Some((local, domain)) = value.split_once('@')
        && !local.is_empty()
        && domain.contains('.')
    {
        let first: String = local.chars().take(1).collect();
        return format!("{first}***@{domain}");
    }
    let digits = value.chars().filter(char::is_ascii_digit).count();
    let number = value.chars().all(|c| c.is_ascii_digit() || "+- ()".contains(c));
    if !number || digits < 7 {
        return "****".to_owned();
    }
    let plain: String = value.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let local = plain.strip_prefix("+86").unwrap_or(&plain);
    let local: Vec<char> = local.chars().collect();
    let head: String = local.iter().take(3).collect();
    let tail: String = local.iter().skip(local.len().saturating_sub(4)).collect();
    format!("{head}****{tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_keeps_its_beginning_and_its_last_four_digits() {
        assert_eq!(mask("+8613900002222"), "139****2222");
        assert_eq!(mask("139-0000-2222"), "139****2222");
    }

    #[test]
    fn what_is_no_number_is_hidden_whole() {
        assert_eq!(mask("李四"), "****");
        assert_eq!(format!("{:?}", Private::new("3栋1201")), "****");
    }

    #[test]
    fn an_address_keeps_its_domain() {
        assert_eq!(mask("wang.li@example.com"), "w***@example.com");
    }
}
