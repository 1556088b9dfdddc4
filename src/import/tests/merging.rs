use super::*;
use crate::domain::{AccessType, B2bSetting, InboundTrust, TargetConfiguration};

/// A partner as the service says it: trust for MFA, and whether all may come in.
fn said(mfa: Option<bool>, inbound: Option<&str>) -> String {
    let trust = mfa.map_or("null".to_owned(), |mfa| format!(r#"{{"isMfaAccepted":{mfa}}}"#));
    let inbound = inbound.map_or("null".to_owned(), |access| {
        format!(r#"{{"usersAndGroups":{{"accessType":"{access}","targets":[{{"target":"AllUsers","targetType":"user"}}]}}}}"#)
    });
    format!(
        r#"{{"value":[{{"tenantId":"{NORTH}","inboundTrust":{trust},"b2bCollaborationInbound":{inbound}}}]}}"#
    )
}

fn edit(workspace: &mut Workspace, change: impl FnOnce(&mut Partner)) {
    let tenant = Arc::make_mut(workspace.draft.tenants.get_mut(&id(WE)).unwrap());
    let policy = Arc::make_mut(tenant.policy.as_mut().unwrap());
    change(Arc::make_mut(policy.partners.get_mut(&id(NORTH)).unwrap()));
}

fn draft(workspace: &Workspace) -> Option<&Partner> {
    workspace.draft.partner(id(WE), id(NORTH))
}

fn mfa(partner: &Partner) -> Option<bool> {
    partner.configuration.inbound_trust.as_ref().and_then(|trust| trust.mfa)
}

#[test]
fn a_place_is_merged_three_ways() {
    #[rustfmt::skip]
    let table: &[([Option<bool>; 4], usize)] = &[
        // base       draft        new          merged       disagreements
        ([Some(true),  Some(true),  Some(false), Some(false)], 0),
        ([Some(true),  Some(false), Some(true),  Some(false)], 0),
        ([Some(true),  Some(false), Some(false), Some(false)], 0),
        ([Some(true),  None,        Some(false), None],        1),
        ([Some(true),  Some(false), None,        Some(false)], 1),
        ([None,        Some(true),  Some(false), Some(true)],  1),
        ([None,        None,        Some(true),  Some(true)],  0),
        ([Some(true),  Some(true),  None,        None],        0),
    ];
    for &([base, drafted, new, want], disagreements) in table {
        let row = format!("{base:?} {drafted:?} {new:?}");
        let (first, _) = fresh(&[&said(base, None)]);
        let mut workspace = stored(first);
        edit(&mut workspace, |partner| {
            partner.configuration.inbound_trust =
                drafted.map(|mfa| InboundTrust { mfa: Some(mfa), ..InboundTrust::default() });
        });
        let (outcome, _) = import(&workspace, &[("n.json", said(new, None))]).unwrap();
        assert_eq!(mfa(draft(&outcome.workspace).unwrap()), want, "{row}");
        assert_eq!(outcome.report.disagreements.len(), disagreements, "{row}");
        assert_eq!(mfa(partner(&outcome, NORTH).unwrap()), new, "{row}: observed");
    }
}

#[test]
fn a_disagreement_says_place_and_both_sides() {
    let (first, _) = fresh(&[&said(Some(true), None)]);
    let mut workspace = stored(first);
    edit(&mut workspace, |partner| partner.configuration.inbound_trust = None);
    let (outcome, _) = import(&workspace, &[("n.json", said(Some(false), None))]).unwrap();
    let disagreement = outcome.report.disagreements.first().unwrap();
    assert_eq!(disagreement.tenant, id(WE));
    assert_eq!(disagreement.place, format!("partner {NORTH}, inboundTrust"));
    assert_eq!(disagreement.draft, None);
    assert_eq!(disagreement.observed.as_ref().unwrap().to_string(), r#"{"isMfaAccepted":false}"#);
}

#[test]
fn other_properties_of_an_edited_partner_still_follow() {
    let (first, _) = fresh(&[&said(Some(true), None)]);
    let mut workspace = stored(first);
    edit(&mut workspace, |partner| partner.configuration.inbound_trust = None);
    let (outcome, _) =
        import(&workspace, &[("n.json", said(Some(true), Some("blocked")))]).unwrap();
    let north = draft(&outcome.workspace).unwrap();
    assert!(north.configuration.b2b_collaboration_inbound.is_some());
    assert_eq!(north.configuration.inbound_trust, None);
    assert_eq!(outcome.report.disagreements, []);
}

#[test]
fn halves_of_a_setting_are_never_joined() {
    let (first, _) = fresh(&[&said(None, Some("allowed"))]);
    let mut workspace = stored(first);
    edit(&mut workspace, |partner| {
        let setting = partner.configuration.b2b_collaboration_inbound.get_or_insert_default();
        setting.applications = Some(TargetConfiguration::all_apps(AccessType::Blocked));
    });
    let before = draft(&workspace).cloned();
    let (outcome, _) = import(&workspace, &[("n.json", said(None, Some("blocked")))]).unwrap();
    assert_eq!(draft(&outcome.workspace).cloned(), before);
    assert_eq!(outcome.report.disagreements.len(), 1);
}

const NOBODY: &str = r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#policies/crossTenantAccessPolicy/partners","value":[]}"#;

#[test]
fn a_removed_partner_leaves_the_draft_unless_it_was_edited() {
    for edited in [false, true] {
        let (first, _) = fresh(&[&said(Some(true), None)]);
        let mut workspace = stored(first);
        if edited {
            edit(&mut workspace, |partner| partner.configuration.inbound_trust = None);
        }
        let (outcome, _) = import(&workspace, &[("n.json", NOBODY)]).unwrap();
        assert_eq!(draft(&outcome.workspace).is_some(), edited);
        assert_eq!(outcome.report.disagreements.len(), usize::from(edited));
    }
}

#[test]
fn a_partner_removed_in_the_draft_stays_removed() {
    let (first, _) = fresh(&[&said(Some(true), None)]);
    let mut workspace = stored(first);
    let tenant = Arc::make_mut(workspace.draft.tenants.get_mut(&id(WE)).unwrap());
    Arc::make_mut(tenant.policy.as_mut().unwrap()).partners.clear();
    let (same, _) = import(&workspace, &[("n.json", said(Some(true), None))]).unwrap();
    assert_eq!((draft(&same.workspace), same.report.disagreements.len()), (None, 0));
    let (changed, _) =
        import(&workspace, &[("n.json", said(Some(false), Some("blocked")))]).unwrap();
    assert_eq!((draft(&changed.workspace), changed.report.disagreements.len()), (None, 1));
}

#[test]
fn a_policy_removed_in_the_draft_stays_removed() {
    let (first, _) = fresh(&[&said(Some(true), None)]);
    let mut workspace = stored(first);
    Arc::make_mut(workspace.draft.tenants.get_mut(&id(WE)).unwrap()).policy = None;
    let default = r#"{"isServiceDefault":true}"#;
    let (outcome, _) =
        import(&workspace, &[("n.json", said(Some(false), None)), ("d.json", default.to_owned())])
            .unwrap();
    assert_eq!(outcome.workspace.draft.policy(id(WE)), None);
    assert_eq!(outcome.report.disagreements.len(), 1);
}

#[test]
fn a_draft_made_before_the_first_import_is_kept_where_it_differs() {
    let (outcome, _) = fresh(&[&said(Some(true), Some("blocked"))]);
    let mut workspace = outcome.workspace;
    edit(&mut workspace, |partner| {
        partner.configuration.inbound_trust = None;
        partner.configuration.b2b_direct_connect_inbound = Some(B2bSetting::default());
        partner.configuration.b2b_collaboration_inbound = None;
    });
    let (outcome, _) =
        import(&workspace, &[("n.json", said(Some(true), Some("blocked")))]).unwrap();
    let north = draft(&outcome.workspace).unwrap();
    assert_eq!(mfa(north), Some(true), "the draft said nothing here");
    assert!(north.configuration.b2b_direct_connect_inbound.is_some());
    assert_eq!(outcome.report.disagreements, []);
}

#[test]
fn importing_twice_changes_nothing() {
    let texts = [ORGANIZATION.to_owned(), said(Some(true), Some("allowed"))];
    let files: Vec<(&str, &String)> = ["o.json", "p.json"].into_iter().zip(&texts).collect();
    let (first, _) = import(&Workspace::default(), &files).unwrap();
    let workspace = stored(first);
    let (second, _) = import(&workspace, &files).unwrap();
    assert_eq!(stored(second), workspace);
}

#[test]
fn the_order_of_files_does_not_matter() {
    let sync = format!(r#"{{"tenantId":"{NORTH}","userSyncInbound":{{"isSyncAllowed":true}}}}"#);
    let texts = [
        ORGANIZATION.to_owned(),
        said(Some(true), Some("allowed")),
        sync,
        r#"{"isServiceDefault":true}"#.to_owned(),
    ];
    let files: Vec<(&str, &String)> = ["a", "b", "c", "d"].into_iter().zip(&texts).collect();
    let mut backwards = files.clone();
    backwards.reverse();
    let (one, _) = import(&Workspace::default(), &files).unwrap();
    let (other, _) = import(&Workspace::default(), &backwards).unwrap();
    assert_eq!(stored(one), stored(other));
}

#[test]
fn folders_of_one_tenant_that_contradict_each_other_are_refused() {
    let files = [
        ("all/o.json", ORGANIZATION.to_owned()),
        ("all/monday/p.json", said(Some(true), None)),
        ("all/friday/p.json", said(Some(false), None)),
    ];
    let fault = import(&Workspace::default(), &files).unwrap_err();
    assert!(fault.what.starts_with(&format!("`inboundTrust` of the partner {NORTH}")), "{fault}");
}

#[test]
fn a_tenant_known_as_somebodys_partner_stays_theirs() {
    let named = format!(
        r#"{{"tenantId":"{SOUTH}","displayName":"South","defaultDomainName":"south.example"}}"#
    );
    let (first, _) = fresh(&[&named]);
    let (gathered, _) = gather(&[("d.json", r#"{"isServiceDefault":true}"#)]).unwrap();
    let outcome = apply(gathered, &stored(first), Some(id(SOUTH))).unwrap();
    let south = outcome.workspace.draft.tenant(id(SOUTH)).unwrap();
    assert_eq!(south.ownership, crate::domain::Ownership::Theirs);
    assert!(south.policy.is_some());
    assert_eq!(south.display_name, "South");
}
