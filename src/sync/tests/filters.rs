use super::*;
use crate::access::Truth;
use crate::sync::filter::{Doubt, Filters};

/// Every operator against every type, empty values and letter case.
#[test]
fn operators() {
    use Doubt as D;
    const YES: (Truth, Option<Doubt>) = (Truth::Yes, None);
    const NO: (Truth, Option<Doubt>) = (Truth::No, None);
    let not = |doubt| (Truth::Unknown, Some(doubt));
    #[rustfmt::skip]
    let table = &[
        ("EQUALS", "Sales", "Sales", YES),
        ("EQUALS", "Sales", "sales", NO),
        ("EQUALS", "null", "Sales", NO),
        ("EQUALS", "null", "", NO),
        ("EQUALS", "7", "7", YES),
        ("EQUALS", "7", "8", NO),
        ("EQUALS", "true", "true", not(D::Type)),
        ("EQUALS", "a|b", "a", not(D::Attribute)),
        ("NOT EQUALS", "Sales", "Sales", NO),
        ("NOT EQUALS", "Sales", "sales", YES),
        ("NOT EQUALS", "7", "8", YES),
        ("NOT EQUALS", "null", "Sales", NO),
        ("NOT EQUALS", "false", "true", not(D::Type)),
        ("IS TRUE", "true", "", YES),
        ("IS TRUE", "false", "", NO),
        ("IS TRUE", "null", "", NO),
        ("IS TRUE", "yes", "", not(D::Type)),
        ("IS TRUE", "1", "", not(D::Type)),
        ("IS FALSE", "false", "", YES),
        ("IS FALSE", "true", "", NO),
        ("IS FALSE", "null", "", NO),
        ("IS FALSE", "no", "", not(D::Type)),
        ("IS NULL", "null", "", YES),
        ("IS NULL", "x", "", NO),
        ("IS NULL", "0", "", NO),
        ("IS NULL", "false", "", NO),
        ("IS NOT NULL", "null", "", NO),
        ("IS NOT NULL", "x", "", YES),
        ("IS NOT NULL", "false", "", YES),
        ("REGEX MATCH", "Sales", "Sales", YES),
        ("REGEX MATCH", "Sales", "^Sal.s$", YES),
        ("REGEX MATCH", "Sales", "sales", NO),
        ("REGEX MATCH", "Sales", "(?i)sales", YES),
        ("REGEX MATCH", "Sales", "ale", not(D::Readings)),
        ("REGEX MATCH", "Sales", "^Sales|East$", YES),
        ("REGEX MATCH", "123", "([1-9][0-9])", not(D::Readings)),
        ("REGEX MATCH", "null", ".*", NO),
        ("REGEX MATCH", "x", "(", not(D::Pattern)),
        ("REGEX MATCH", "x", "(?=x)x", not(D::Pattern)),
        ("REGEX MATCH", "true", "true", not(D::Type)),
        ("NOT REGEX MATCH", "Sales", "East", YES),
        ("NOT REGEX MATCH", "Sales", "Sales", NO),
        ("NOT REGEX MATCH", "Sales", "ale", not(D::Readings)),
        ("NOT REGEX MATCH", "null", "East", NO),
        ("Greater_Than", "7", "6", YES),
        ("Greater_Than", "7", "7", NO),
        ("Greater_Than", "07", "6", YES),
        ("Greater_Than", "null", "0", NO),
        ("Greater_Than", "x", "6", not(D::Type)),
        ("Greater_Than", "7", "x", not(D::Type)),
        ("Greater_Than", "7", "-1", not(D::Type)),
        ("Greater_Than", "true", "0", not(D::Type)),
        ("Greater_Than_OR_EQUALS", "7", "7", YES),
        ("Greater_Than_OR_EQUALS", "6", "7", NO),
        ("Greater_Than_OR_EQUALS", "null", "0", NO),
        ("Includes", "Sales_East", "East", YES),
        ("Includes", "Sales_East", "east", NO),
        ("Includes", "null", "", NO),
        ("Includes", "false", "f", not(D::Type)),
        ("ENDS_WITH", "Sales_East", "East", YES),
        ("ENDS_WITH", "Sales_East", "EAST", NO),
        ("ENDS_WITH", "null", "t", NO),
        ("&", "7", "1", not(D::Operator)),
        ("&", "null", "1", not(D::Operator)),
        ("!&", "7", "1", not(D::Operator)),
        ("STARTS_WITH", "x", "x", not(D::Operator)),
        // As Graph might write them.
        ("equals", "x", "x", YES),
        ("ENDS WITH", "x", "x", YES),
    ];
    for (operator, value, operand, want) in table {
        let users = roster(&format!("u city={value}"), vec!["city".to_owned()], 1);
        let filters = Filters::of(&[group(&[("city", operator, operand)])], &users, false);
        assert_eq!(filters.hold(&users, 0), *want, "{value} {operator} {operand}");
    }
}

/// Every operator against every type. `T`, `F`; `t` where the type does not fit, `a` where the service
/// cannot filter by such an attribute, `o` where what the operator does is not documented.
#[test]
fn every_operator_against_every_type() {
    // Text that fits, the same in other case, a whole number, a fraction, both Booleans, nothing, a
    // list, a reference.
    let values = ["Sales", "sales", "7", "7.5", "true", "false", "null", "a|b", "@9"];
    #[rustfmt::skip]
    let table = [
        ("EQUALS", "Sales", "TFFFttFaa"),
        ("EQUALS", "7", "FFTFttFaa"),
        ("NOT EQUALS", "Sales", "FTTTttFaa"),
        ("IS TRUE", "", "ttttTFFaa"),
        ("IS FALSE", "", "ttttFTFaa"),
        ("IS NULL", "", "FFFFFFTaa"),
        ("IS NOT NULL", "", "TTTTTTFaa"),
        ("REGEX MATCH", "^Sales$", "TFFFttFaa"),
        ("NOT REGEX MATCH", "^Sales$", "FTTTttFaa"),
        ("Greater_Than", "6", "ttTtttFaa"),
        ("Greater_Than", "7", "ttFtttFaa"),
        ("Greater_Than_OR_EQUALS", "7", "ttTtttFaa"),
        ("Greater_Than_OR_EQUALS", "8", "ttFtttFaa"),
        ("Includes", "ale", "TTFFttFaa"),
        ("Includes", "Sal", "TFFFttFaa"),
        ("ENDS_WITH", "les", "TTFFttFaa"),
        ("ENDS_WITH", "Sales", "TFFFttFaa"),
        ("&", "7", "oooooooaa"),
        ("!&", "7", "oooooooaa"),
    ];
    let met: std::collections::BTreeSet<&str> = table.iter().map(|row| row.0).collect();
    let all = crate::sync::OPERATORS.iter().map(|row| row.name).collect();
    assert_eq!(met, all, "every operator has a row");
    for (operator, operand, want) in table {
        let told: String = values
            .iter()
            .map(|value| {
                let users = roster(&format!("u city={value}"), vec!["city".to_owned()], 1);
                let filters = Filters::of(&[group(&[("city", operator, operand)])], &users, false);
                match filters.hold(&users, 0) {
                    (Truth::Yes, None) => 'T',
                    (Truth::No, None) => 'F',
                    (_, Some(Doubt::Type)) => 't',
                    (_, Some(Doubt::Attribute)) => 'a',
                    (_, Some(Doubt::Operator)) => 'o',
                    _ => '!',
                }
            })
            .collect();
        assert_eq!(told, want, "{operator} {operand}");
    }
}

/// `T`, `F` and `?` for each clause; clauses of a filter by space, filters by comma.
#[test]
fn filters_are_alternatives_of_conditions() {
    #[rustfmt::skip]
    let table: &[(&str, Truth)] = &[
        ("", Truth::Yes),
        ("T", Truth::Yes),
        ("F", Truth::No),
        ("T T", Truth::Yes),
        ("T F", Truth::No),
        ("T ?", Truth::Unknown),
        ("F ?", Truth::No),
        ("F,T", Truth::Yes),
        ("F,F", Truth::No),
        ("F,?", Truth::Unknown),
        ("?,T", Truth::Yes),
        ("T F,F T", Truth::No),
    ];
    for (sketch, want) in table {
        let users = roster("u city=x", vec!["city".to_owned()], 1);
        let groups = sketch.split(',').filter(|part| !part.is_empty()).map(|part| {
            let clauses = part.split(' ').map(|sign| match sign {
                "T" => ("city", "EQUALS", "x"),
                "F" => ("city", "EQUALS", "y"),
                _ => ("city", "&", "x"),
            });
            group(&clauses.collect::<Vec<_>>())
        });
        let filters = Filters::of(&groups.collect::<Vec<_>>(), &users, false);
        assert_eq!(filters.hold(&users, 0).0, *want, "{sketch}");
    }
}

#[test]
fn what_the_service_cannot_filter_by_is_said() {
    for attribute in ["userType", "manager", "appRoleAssignments", "members"] {
        let users = roster("u", vec![attribute.to_owned()], 1);
        let filters = Filters::of(&[group(&[(attribute, "IS NOT NULL", "")])], &users, false);
        assert_eq!(filters.hold(&users, 0).1, Some(Doubt::Attribute), "{attribute}");
    }
    let users = roster("u", vec!["city".to_owned()], 1);
    let filters = Filters::of(&[group(&[("city", "IS NULL", "")])], &users, false);
    assert_eq!(filters.hold(&users, 0).1, Some(Doubt::Untold), "not exported is not empty");
}

#[test]
fn a_log_line_for_each_clause() {
    let users = roster("u city=x", vec!["city".to_owned()], 1);
    let filters = Filters::of(&[group(&[("city", "EQUALS", "x")])], &users, false);
    let words: Vec<&str> = filters.clauses().map(crate::sync::filter::Clause::words).collect();
    assert_eq!(words, ["F.city EQUALS 'x'"]);
}
