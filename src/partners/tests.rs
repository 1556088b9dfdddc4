use super::{FIELDS, MARKS, Mark, mark_words};
use crate::access::Sign;
use crate::filter::Filterable;

#[test]
fn a_field_holds_no_word_that_it_is_not_said_to_hold() {
    let signs = [Sign::Allow, Sign::List, Sign::Block, Sign::Absent, Sign::Unknown];
    let on = [false, true];
    for (sign, own) in signs.into_iter().flat_map(|sign| on.map(|own| (sign, own))) {
        let mark = Mark { sign, own };
        assert!(mark_words(mark).iter().all(|word| MARKS.contains(word)), "{mark:?}");
    }
    let rows = crate::practice::practice();
    let workspace = rows.workspace;
    for owner in workspace.draft.tenants.keys().copied() {
        let source = super::Source {
            workspace: &workspace,
            estate: &workspace.draft,
            owner,
            differences: &[],
        };
        for row in super::partner_rows(source) {
            for field in FIELDS.iter().filter(|field| !field.words.is_empty()) {
                let words = row.field(field.name).unwrap_or_default();
                assert!(
                    words.iter().all(|word| field.words.contains(word)),
                    "{}: {words:?}",
                    field.name
                );
            }
        }
    }
}
