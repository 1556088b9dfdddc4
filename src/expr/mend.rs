//! What was probably meant by a text that is no expression.

use std::collections::BTreeSet;

use super::check::check;
use super::fault::Fault;
use super::functions;
use super::parse::parse;
use crate::text::nearest;

/// Texts that are longer are not mended: every try reads all of it.
const BYTES_MAX: usize = 2000;
/// Slips that are mended at once.
const SLIPS_MAX: usize = 3;
/// Texts that are tried.
const TRIES_MAX: usize = 400;

/// The nearest text that is an expression and has no fault; nothing where it is one already, or
/// where nothing near it is one. `known` are the attributes there are.
pub fn mend(text: &str, known: &[String]) -> Option<String> {
    if text.len() > BYTES_MAX || text.trim().is_empty() {
        return None;
    }
    let mut seen = BTreeSet::from([text.to_owned()]);
    let mut round = vec![(text.to_owned(), fault_of(text)?)];
    for _ in 0..SLIPS_MAX {
        let mut next = Vec::new();
        for (text, fault) in &round {
            for try_out in tries(text, fault, known) {
                if seen.len() > TRIES_MAX || !seen.insert(try_out.clone()) {
                    continue;
                }
                match fault_of(&try_out) {
                    None => return Some(try_out),
                    Some(fault) => next.push((try_out, fault)),
                }
            }
        }
        round = next;
    }
    None
}

/// Why a text is no sound expression.
fn fault_of(text: &str) -> Option<Fault> {
    match parse(text) {
        Err(fault) => Some(fault),
        Ok(expression) => check(&expression, None).faults.into_iter().next(),
    }
}

/// Texts in which one slip is another, the likeliest first.
fn tries(text: &str, fault: &Fault, known: &[String]) -> Vec<String> {
    let start = fault.span.start.min(text.len());
    let end = fault.span.end.clamp(start, text.len());
    let (Some(before), Some(piece), Some(after)) =
        (text.get(..start), text.get(start..end), text.get(end..))
    else {
        return Vec::new();
    };
    let with = |piece: &str| format!("{before}{piece}{after}");
    let mut out = Vec::new();
    let is_name = piece.starts_with(|c: char| c.is_alphabetic())
        && piece.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
    if is_name {
        if after.trim_start().starts_with('(') {
            let names = functions::all().map(|function| function.name);
            out.extend(nearest(piece, names, 3).into_iter().map(with));
        } else {
            let names = known.iter().map(String::as_str);
            let near = nearest(piece, names, 2);
            out.extend(near.iter().map(|name| with(&format!("[{name}]"))));
            // Half a function is not meant as a text.
            let is_begun = |name: &str| name.to_lowercase().starts_with(&piece.to_lowercase());
            if !functions::all().any(|function| is_begun(function.name)) {
                out.push(with(&format!("\"{piece}\"")));
            }
        }
    }
    let rest = text.get(start..).unwrap_or_default();
    if rest.starts_with(CURLY) {
        out.push(format!("{before}{}", rest.replace(CURLY, "\"")));
    }
    let swaps = SWAPS.iter().filter_map(|(wrong, right)| Some((right, rest.strip_prefix(wrong)?)));
    out.extend(swaps.map(|(right, tail)| format!("{before}{right}{tail}")));
    if let Some(body) = after.split_once(piece).filter(|_| is_quote(piece)) {
        out.insert(0, format!("{before}\"{}\"{}", body.0, body.1));
    }
    if let Some(letter) = piece.strip_prefix('\\') {
        out.push(with(&format!("\\\\{letter}")));
    }
    if piece.starts_with('[') && !piece.ends_with(']') {
        let name = piece.trim_end_matches([',', ')', ' ']);
        let tail = piece.get(name.len()..).unwrap_or_default();
        let begun = name.trim_start_matches('[');
        let near = nearest(begun, known.iter().map(String::as_str), 1);
        out.extend(near.iter().map(|known| with(&format!("[{known}]{tail}"))));
        out.push(with(&format!("{name}]{tail}")));
    }
    out.push(format!("{}{}", text.trim_end(), ")"));
    out.push(format!("{}{}", text.trim_end(), "\""));
    out.push(format!("{}, {piece}{after}", before.trim_end()));
    out.push(format!("{before}){piece}{after}"));
    if rest.chars().all(|c| " ),;".contains(c)) {
        out.push(before.trim_end().to_owned());
    }
    out
}

/// Signs of other languages, and what they are here.
const SWAPS: &[(&str, &str)] = &[(";", ","), ("==", "="), ("!=", "<>")];

/// Quotes of other programs.
const CURLY: [char; 3] = ['\u{201c}', '\u{201d}', '\u{201e}'];

fn is_quote(piece: &str) -> bool {
    matches!(piece, "'" | "\u{2018}" | "\u{2019}")
}
