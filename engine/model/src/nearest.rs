//! The word that was probably meant.

/// The candidate nearest to what was written, when one is near enough to be offered.
///
/// Letters are compared without regard to case and `-` counts as `_`. Half of a word may not differ:
/// `前台` is offered for `前抬`, nothing for `x`.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = plain(word);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let distance = distance(&wanted, &plain(candidate))?;
            Some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

fn distance(wanted: &str, candidate: &str) -> Option<usize> {
    let length = wanted.chars().count().max(candidate.chars().count());
    // A plural or a forgotten half of a compound name is nearer than the letters say.
    let allowed = match length {
        0 | 1 => return None,
        2..=5 => length / 2,
        _ => length / 3,
    };
    let distance = strsim::damerau_levenshtein(wanted, candidate);
    (distance <= allowed).then_some(distance)
}

fn plain(word: &str) -> String {
    word.trim().to_lowercase().replace('-', "_")
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_finger_finds_the_word_meant() {
        assert_eq!(nearest("frontdesk", ["front-desk", "security"]), Some("front-desk"));
        assert_eq!(nearest("wihtin", ["since", "within"]), Some("within"));
        assert_eq!(nearest("前抬", ["前台", "工程"]), Some("前台"));
    }

    #[test]
    fn what_is_far_from_everything_gets_no_offer() {
        assert_eq!(nearest("gardener", ["front-desk", "security"]), None);
        assert_eq!(nearest("x", ["y"]), None);
    }
}
