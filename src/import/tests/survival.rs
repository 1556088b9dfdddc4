use super::*;
use crate::wire;
use proptest::prelude::*;

/// Any JSON as text, with numbers that floats would spoil.
pub(super) fn json() -> impl Strategy<Value = String> {
    let number = prop_oneof![
        Just("12345678901234567890123".to_owned()),
        Just("1.10".to_owned()),
        Just("1e2".to_owned()),
        Just("-0".to_owned()),
        Just("-0.0".to_owned()),
        Just("1E-7".to_owned()),
        Just("1e400".to_owned()),
        any::<i64>().prop_map(|n| n.to_string()),
    ];
    let text = "\\PC{0,12}".prop_map(|text| serde_json::to_string(&text).unwrap_or_default());
    let leaf = prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("\"\\u0000\\u202e \\ud83d\\ude00\"".to_owned()),
        number,
        text
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4)
                .prop_map(|items| format!("[{}]", items.join(","))),
            members(inner).prop_map(|members| format!("{{{members}}}")),
        ]
    })
}

fn members(value: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    prop::collection::btree_map("x[a-zA-Z~/ö ]{0,5}", value, 0..4).prop_map(|members| {
        // Backwards, so that keeping the order is not the same as sorting.
        let all: Vec<String> = members
            .iter()
            .rev()
            .map(|(name, value)| format!("{}:{value}", serde_json::json!(name)))
            .collect();
        all.join(",")
    })
}

/// The members nobody knows, as text.
fn unknown(extra: &crate::domain::Extra) -> String {
    let all: Vec<String> =
        extra.iter().map(|(name, value)| format!("{}:{value}", serde_json::json!(name))).collect();
    all.join(",")
}

/// The text as `serde_json` writes it again by itself: the same order and digits, with strings
/// escaped its way and a sign in every exponent.
fn again(members: &str) -> String {
    let whole: serde_json::Value = serde_json::from_str(&format!("{{{members}}}")).unwrap();
    let text = whole.to_string();
    text.get(1..text.len() - 1).unwrap().to_owned()
}

#[test]
fn digits_are_kept() {
    for digits in
        ["12345678901234567890123", "1.10", "-0", "-0.0", "1e+2", "1e-7", "0.30", "1e+400"]
    {
        assert_eq!(again(&format!(r#""x":{digits}"#)), format!(r#""x":{digits}"#));
        let text = format!(r#"{{"tenantId":"{NORTH}","inboundTrust":{{"x":{digits}}}}}"#);
        let (outcome, _) = fresh(&[&text]);
        let trust = partner(&outcome, NORTH).unwrap().configuration.inbound_trust.clone().unwrap();
        assert_eq!(trust.extra.get("x").unwrap().to_string(), digits);
        // Merged into a draft that has the partner already, which takes the way by replay.
        let (more, _) = import(
            &stored(outcome),
            &[(
                "p.json",
                format!(r#"{{"tenantId":"{NORTH}","isServiceProvider":null,"y":{digits}}}"#),
            )],
        )
        .unwrap();
        let drafted = more.workspace.draft.partner(id(WE), id(NORTH)).unwrap();
        assert_eq!(drafted.extra.get("y").unwrap().to_string(), digits);
        assert_eq!(drafted.configuration.inbound_trust, Some(trust));
    }
}

proptest! {
    #[test]
    fn every_unknown_member_survives_import_and_saving(
        on_partner in members(json()),
        on_trust in members(json()),
        on_target in members(json()),
    ) {
        fn comma(members: &str) -> &str {
            if members.is_empty() { "" } else { "," }
        }
        let text = format!(
            r#"{{"value":[{{"tenantId":"{NORTH}","inboundTrust":{{"isMfaAccepted":true{}{on_trust}}},"b2bCollaborationInbound":{{"applications":{{"accessType":"blocked","targets":[{{"target":"AllApplications","targetType":"application"{}{on_target}}}]}}}}{}{on_partner}}}]}}"#,
            comma(&on_trust), comma(&on_target), comma(&on_partner)
        );
        let (outcome, _) = fresh(&[&text]);
        let bytes = wire::to_bytes(we(&outcome));
        let read: Tenant = wire::from_slice(&bytes).unwrap();
        prop_assert_eq!(&read, we(&outcome));
        let north = read.policy.as_ref().unwrap().partners.get(&id(NORTH)).unwrap().clone();
        prop_assert_eq!(unknown(&north.extra), again(&on_partner));
        prop_assert_eq!(unknown(&north.configuration.inbound_trust.as_ref().unwrap().extra), again(&on_trust));
        let apps = north.configuration.b2b_collaboration_inbound.as_ref().unwrap().applications.clone();
        prop_assert_eq!(unknown(&apps.unwrap().targets.first().unwrap().extra), again(&on_target));
    }

    #[test]
    fn a_directory_line_keeps_every_member(more in members(json())) {
        let comma = if more.is_empty() { "" } else { "," };
        let text = format!(r#"[{{"id":"{NORTH}","userPrincipalName":"a"{comma}{more}}}]"#);
        let (_, lines) = gather(&[("u.json", &text)]).unwrap();
        let want = format!(r#"{{"id":"{NORTH}","userPrincipalName":"a"{comma}{}}}"#, again(&more));
        prop_assert_eq!(&lines.0.first().unwrap().2, &want);
        prop_assert!(!want.contains('\n'));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        drop(gather(&[("x", &bytes)]));
    }

    #[test]
    fn no_broken_export_makes_it_panic(at in 0_usize..400, byte in any::<u8>()) {
        let mut text = format!(r#"{{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#policies/crossTenantAccessPolicy/partners","value":[{{"tenantId":"{NORTH}","inboundTrust":{{"isMfaAccepted":true}},"b2bCollaborationInbound":{{"usersAndGroups":{{"accessType":"allowed","targets":[]}}}}}}]}}"#).into_bytes();
        let at = at % text.len();
        if let Some(there) = text.get_mut(at) { *there = byte; }
        drop(gather(&[("x", &text)]));
        text.truncate(at);
        prop_assert!(gather(&[("x", &text)]).is_err(), "a cut file is never whole");
    }

    #[test]
    fn any_cell_survives_a_table(cells in prop::collection::vec("[^\\x00]{1,20}", 1..4)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let names: Vec<String> = (0..cells.len()).map(|n| format!("c{n}")).collect();
        let mut header = vec!["id", "userPrincipalName"];
        header.extend(names.iter().map(String::as_str));
        writer.write_record(&header).unwrap();
        let mut row = vec![NORTH, "a"];
        row.extend(cells.iter().map(String::as_str));
        writer.write_record(&row).unwrap();
        let bytes = writer.into_inner().unwrap();
        let (_, lines) = gather(&[("u.csv", &bytes)]).unwrap();
        let read: serde_json::Value = serde_json::from_str(&lines.0.first().unwrap().2).unwrap();
        for (name, cell) in names.iter().zip(&cells) {
            let want = cell.trim();
            let got = read.get(name).and_then(|value| value.as_str()).unwrap_or_default();
            prop_assert_eq!(got, want);
        }
    }
}
