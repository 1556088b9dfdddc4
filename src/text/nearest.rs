//! "Did you mean".

/// The candidates that are most like the text, best first; none when nothing is alike.
pub fn nearest<'c>(
    text: &str,
    candidates: impl IntoIterator<Item = &'c str>,
    count: usize,
) -> Vec<&'c str> {
    let wanted = text.to_lowercase();
    let mut ranked: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let known = candidate.to_lowercase();
            let limit = (wanted.chars().count().max(known.chars().count()) / 3).max(1);
            let far = distance(&wanted, &known);
            let part = wanted.len() >= 3 && (known.contains(&wanted) || wanted.contains(&known));
            (far <= limit || (part && !known.is_empty()))
                .then_some((if part { far.min(limit) } else { far }, candidate))
        })
        .collect();
    ranked.sort_unstable();
    ranked.dedup_by(|a, b| a.1 == b.1);
    ranked.into_iter().take(count).map(|(_, candidate)| candidate).collect()
}

/// ` Did you mean a, b?`, or nothing.
pub fn did_you_mean(found: &[&str]) -> String {
    match found {
        [] => String::new(),
        some => {
            let list: Vec<String> = some.iter().map(|name| format!("`{name}`")).collect();
            format!("; did you mean {}?", list.join(" or "))
        }
    }
}

/// How many characters must be put in, left out or replaced.
fn distance(a: &str, b: &str) -> usize {
    // A stranger chose these names; what is longer than any name is not compared.
    const CHARACTERS_MAX: usize = 128;
    let b: Vec<char> = b.chars().take(CHARACTERS_MAX).collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (line, x) in a.chars().take(CHARACTERS_MAX).enumerate() {
        let mut corner = line;
        let mut left = line + 1;
        let mut next = vec![left];
        for (y, above) in b.iter().zip(row.iter().skip(1)) {
            left = (corner + usize::from(x != *y)).min(above + 1).min(left + 1);
            corner = *above;
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}
