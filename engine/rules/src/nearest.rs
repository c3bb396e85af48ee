//! The word that was probably meant.

/// The candidate nearest to what was written, when one is near enough to be offered.
///
/// Letters are compared without regard to case, and `-` counts as `_`.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = plain(word);
    let wanted_length = wanted.chars().count();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let plain = plain(candidate);
            let allowed = match wanted_length.max(plain.chars().count()) {
                0 | 1 => return None,
                length @ 2..=5 => length / 2,
                length => length / 3,
            };
            let distance = strsim::damerau_levenshtein(&wanted, &plain);
            (distance <= allowed).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

fn plain(word: &str) -> String {
    word.trim().to_lowercase().replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_finds_the_word_meant() {
        assert_eq!(nearest("overdu", ["overdue", "opened"]), Some("overdue"));
        assert_eq!(nearest("region_manger", ["region-manager"]), Some("region-manager"));
    }

    #[test]
    fn what_is_far_from_everything_gets_no_offer() {
        assert_eq!(nearest("gardener", ["front-desk", "security"]), None);
    }
}
