//! The variables of a text message, cut to what is registered for each.

use std::collections::BTreeMap;
use steward_model::{Lang, SmsTemplate};

/// No provider takes a longer value, whatever is registered.
const LONGEST: usize = 35;

/// The variables a registered template takes, each from 1 to its longest number of characters.
///
/// A longer value keeps its beginning and ends with `…`. Line breaks become spaces. Where there is
/// nothing to say, `无` stands, because a provider refuses a message with an empty variable.
pub fn sms_variables(
    template: &SmsTemplate,
    variables: &BTreeMap<String, String>,
    lang: Lang,
) -> BTreeMap<String, String> {
    template
        .longest
        .iter()
        .map(|(name, longest)| {
            let value = variables.get(name).map_or("", String::as_str);
            (name.clone(), cut(value, (*longest).clamp(1, LONGEST), lang))
        })
        .collect()
}

fn cut(value: &str, longest: usize, lang: Lang) -> String {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    if value.is_empty() {
        let nothing = if lang == Lang::Zh { "无" } else { "none" };
        return nothing.chars().take(longest).collect();
    }
    if value.chars().count() <= longest {
        return value;
    }
    let mut kept: String = value.chars().take(longest - 1).collect();
    kept.truncate(kept.trim_end().len());
    kept.push('…');
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(value: &str, longest: usize, expected: &str) {
        let template = SmsTemplate { code: "SMS_1".to_owned(), longest: vec![("step".to_owned(), longest)] };
        let variables = BTreeMap::from([("step".to_owned(), value.to_owned())]);
        let cut = sms_variables(&template, &variables, Lang::Zh);
        assert_eq!(cut, BTreeMap::from([("step".to_owned(), expected.to_owned())]));
    }

    #[test]
    fn a_value_of_exactly_the_longest_stays_and_one_more_is_cut() {
        check("首次响应", 4, "首次响应");
        check("首次响应吗", 4, "首次响…");
    }

    #[test]
    fn a_variable_is_never_empty() {
        check("", 10, "无");
        check(" \n ", 10, "无");
    }

    #[test]
    fn nothing_is_longer_than_any_provider_takes() {
        check(&"长".repeat(40), 100, &format!("{}…", "长".repeat(34)));
    }

    #[test]
    fn lines_become_one() {
        check("一\n二", 10, "一 二");
    }
}
