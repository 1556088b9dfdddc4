use super::*;
use insta::assert_snapshot;

/// A table, and what is said of it.
fn told(table: &str) -> String {
    match gather(&[("users.csv", table)]) {
        Err(fault) => fault.to_string(),
        Ok((gathered, lines)) => {
            let said = gathered.warnings.clone().into_sentences().join("\n");
            format!("{} rows\n{said}", lines.0.len())
        }
    }
}

#[test]
fn a_table_of_another_language_is_named() {
    let row = format!("ada@x.example,Ada,{NORTH},Member\n");
    assert_snapshot!(told(&format!("Benutzerprinzipalname;Anzeigename;Objekt-ID;Benutzertyp\n{}", row.replace(',', ";"))), @"users.csv, line 1, column 1: the headers are German (`Benutzerprinzipalname`, `Anzeigename`, `Objekt-ID`, `Benutzertyp`), and only English ones are read; switch the portal to English and download the list again, or export it from Graph; nothing was changed");
    assert_snapshot!(told(&format!("Nom d’utilisateur principal,Nom d'affichage,ID d’objet,Type d’utilisateur\n{row}")), @"users.csv, line 1, column 1: the headers are French (`Nom d’utilisateur principal`, `Nom d'affichage`, `ID d’objet`, `Type d’utilisateur`), and only English ones are read; switch the portal to English and download the list again, or export it from Graph; nothing was changed");
    assert_snapshot!(told(&format!("ユーザー プリンシパル名,表示名,オブジェクト ID,ユーザーの種類\n{row}")), @"users.csv, line 1, column 1: the headers are Japanese (`ユーザー プリンシパル名`, `表示名`, `id`, `ユーザーの種類`), and only English ones are read; download the list again with all columns; nothing was changed");
}

#[test]
fn a_column_and_a_value_of_another_language_are_named() {
    let table = |columns: &str, cells: &str| {
        told(&format!("userPrincipalName,id,{columns}\nada@x.example,{NORTH},{cells}\n"))
    };
    assert_snapshot!(table("Anzeigename", "Ada"), @r"
    1 rows
    the column `Anzeigename` has a German header and was not read as what it means (users.csv)
    ");
    assert_snapshot!(table("accountEnabled", "falsch"), @"users.csv, line 2, column 1, at `accountEnabled`: expected true or false as `accountEnabled`, found `falsch`; switch the portal to English and download the list again; nothing was changed");
    assert_snapshot!(table("userType", "Gast"), @"users.csv, line 2, column 1, at `userType`: expected Member or Guest as `userType`, found `Gast`; switch the portal to English and download the list again; nothing was changed");
    assert_eq!(table("userType,accountEnabled", "guest,FALSE"), "1 rows\n");
    assert_eq!(table("userType,accountEnabled", ","), "1 rows\n");
}

#[test]
fn a_table_that_may_have_been_cut_off_is_named() {
    let whole = format!("id,userPrincipalName,displayName\n{NORTH},ada@x.example,Ada\n");
    assert_eq!(told(&whole), "1 rows\n");
    assert_snapshot!(told(whole.trim_end()), @r"
    1 rows
    line 2 has no end: if the file was cut off there, its last value is not whole (users.csv)
    ");
    assert_snapshot!(told(&format!("{whole}{SOUTH},bob@x")), @"users.csv, line 3, column 1: this row has 2 columns, expected 3 as in the header; correct the row or export the file again; nothing was changed");
    assert_snapshot!(told(&format!("{whole}{SOUTH},\"bob@x")), @"users.csv, line 3, column 1: a quote that opens in this line is never closed; close the quote or export the file again; nothing was changed");
    assert_snapshot!(told(&format!("{whole}b7d1e3f4-0000-4000,bob@x,Bob")), @"users.csv, line 3, column 1, at `id`: expected a GUID such as 11111111-2222-3333-4444-555555555555 as `id`, found `b7d1e3f4-0000-4000`; correct the file or export it again; nothing was changed");
}
