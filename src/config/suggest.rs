//! “Did you mean …?”: the known word that is nearest to a mistyped one.

/// The nearest of `known`, if it is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(steps, _)| *steps <= allowed)
        .min_by_key(|(steps, candidate)| (*steps, candidate.len().abs_diff(word.len())))
        .map(|(_, candidate)| candidate)
}

/// `did you mean “x”?`, or else the list of what is known.
pub(super) fn hint<'a>(word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(candidate) = nearest(word, known.clone()) {
        return format!("did you mean \"{candidate}\"?");
    }
    let all: Vec<&str> = known.into_iter().collect();
    format!("known: {}", all.join(", "))
}

/// How many insertions, deletions and replacements lead from one to the other.
fn distance(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, letter) in from.chars().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        let mut next = vec![left];
        for (wanted, above) in to.iter().zip(row.iter().skip(1)) {
            left = (diagonal + usize::from(letter != *wanted))
                .min(left + 1)
                .min(above + 1);
            next.push(left);
            diagonal = *above;
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}
