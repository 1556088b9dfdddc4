//! `NormalizeDiacritics`.

use crate::expr::evaluate::{Arguments, Stop};
use crate::expr::value::Value;

/// Plain letters, and the accented ones they stand for, in lower case; capitals follow.
const LETTERS: &[(&str, &str)] = &[
    ("a", "àáâãäåāăąǎǟǡǻȁȃȧạảấầẩẫậắằẳẵặ"),
    ("ae", "æǣǽ"),
    ("b", "ḃḅḇ"),
    ("c", "çćĉċčḉ"),
    ("d", "ďḋḍḏḑḓ"),
    ("e", "èéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ"),
    ("f", "ḟ"),
    ("g", "ĝğġģǧǵḡ"),
    ("h", "ĥȟḣḥḧḩḫẖ"),
    ("i", "ìíîïĩīĭįǐȉȋḭḯỉịı"),
    ("j", "ĵǰ"),
    ("k", "ķǩḱḳḵ"),
    ("l", "ĺļľłḷḹḻḽ"),
    ("m", "ḿṁṃ"),
    ("n", "ñńņňǹṅṇṉṋ"),
    ("o", "òóôõöōŏőơǒǫǭȍȏȫȭȯȱọỏốồổỗộớờởỡợ"),
    ("oe", "øǿ"),
    ("p", "ṕṗ"),
    ("r", "ŕŗřȑȓṙṛṝṟ"),
    ("s", "śŝşšșṡṣṥṧṩ"),
    ("ss", "ß"),
    ("t", "ţťțṫṭṯṱẗ"),
    ("u", "ùúûüũūŭůűųưǔǖǘǚǜȕȗụủứừửữự"),
    ("v", "ṽṿ"),
    ("w", "ŵẁẃẅẇẉẘ"),
    ("x", "ẋẍ"),
    ("y", "ýÿŷȳẏỳỵỷỹẙ"),
    ("z", "źżžẑẓẕ"),
];

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn plain(c: char) -> Option<String> {
    let small = super::only(c, c.to_lowercase());
    if c == 'İ' {
        return Some("I".to_owned());
    }
    let (letters, _) = LETTERS.iter().find(|(_, accented)| accented.contains(small))?;
    Some(if small == c { (*letters).to_owned() } else { letters.to_uppercase() })
}

/// The article has a table; letters it does not name are left, and that is said.
pub fn normalize(a: &mut Arguments<'_, '_>) -> Result<Value, Stop> {
    let source = a.text(0)?;
    let mut out = String::with_capacity(source.len());
    let mut left = false;
    let mut rest = source.chars().peekable();
    while let Some(c) = rest.next() {
        let marked = rest.peek().copied().is_some_and(is_mark);
        match c {
            'œ' if rest.peek() == Some(&'\u{304}') => out.push_str("oe"),
            'Œ' if rest.peek() == Some(&'\u{304}') => out.push_str("OE"),
            _ => {
                if let Some(letters) = plain(c) {
                    out.push_str(&letters);
                } else {
                    left |= !c.is_ascii() && (c.is_alphabetic() || is_mark(c));
                    out.push(c);
                    if !c.is_ascii_alphabetic() {
                        continue;
                    }
                }
            }
        }
        while marked && rest.next_if(|next| is_mark(*next)).is_some() {}
    }
    if left {
        a.undocumented("letters that the table of the article does not name are left as they are");
    }
    Ok(Value::Text(out))
}
