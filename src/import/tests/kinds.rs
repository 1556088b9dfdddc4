use super::*;
use crate::domain::{
    AccessType, AllowInvitesFrom, Cloud, CloudEndpoint, DomainList, GuestLevel, Ownership,
    SyncKind, TargetValue,
};
use insta::assert_snapshot;

const PARTNERS: &str = r#"{
  "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#policies/crossTenantAccessPolicy/partners",
  "value": [
    {
      "tenantId": "B7D1E3F4-0000-4000-8000-0000000000A1",
      "isServiceProvider": null,
      "inboundTrust": {"isMfaAccepted": true, "isCompliantDeviceAccepted": false, "isHybridAzureADJoinedDeviceAccepted": false, "isCompliantNetworkAccepted": true},
      "b2bCollaborationInbound": {"usersAndGroups": {"accessType": "allowed", "targets": [{"target": "AllUsers", "targetType": "user"}]}, "applications": {"accessType": "blocked", "targets": [{"target": "AllApplications", "targetType": "application"}]}},
      "b2bCollaborationOutbound": null,
      "b2bDirectConnectInbound": null,
      "b2bDirectConnectOutbound": null,
      "protectedContentSharing": {"inboundAllowed": 1.10}
    },
    {"tenantId": "b7d1e3f4-0000-4000-8000-0000000000a2", "b2bCollaborationInbound": null}
  ]
}"#;

#[test]
fn an_organization_is_a_tenant_of_ours() {
    let (outcome, _) = fresh(&[]);
    let tenant = we(&outcome);
    assert_eq!(tenant.display_name, "Wingtip");
    assert_eq!(tenant.ownership, Ownership::Ours);
    assert_eq!(tenant.primary_domain().unwrap().as_str(), "wingtip.example");
    assert_eq!(tenant.domains.first().unwrap().is_verified, Some(true));
    assert_eq!(outcome.workspace.draft.tenant(id(WE)), Some(tenant));
    assert_snapshot!(outcome.report.came_in.join("\n"), @"Wingtip (5a0c1d52-0000-4000-8000-000000000001): its name and domains");
}

#[test]
fn an_organization_cannot_speak_in_our_own_files_words() {
    let text =
        ORGANIZATION.replace(r#""displayName""#, r#""ownership":"theirs","cloud":7,"displayName""#);
    let (outcome, _) = import(&Workspace::default(), &[("o.json", text)]).unwrap();
    assert_eq!(we(&outcome).ownership, Ownership::Ours);
    assert_eq!(we(&outcome).cloud, Cloud::Global);
}

#[test]
fn the_cloud_is_that_of_the_graph_that_answered() {
    for (host, want) in [
        ("graph.microsoft.com", Cloud::Global),
        ("dod-graph.microsoft.us", Cloud::UsGovernment),
        ("microsoftgraph.chinacloudapi.cn", Cloud::China),
    ] {
        let text = ORGANIZATION.replacen(
            '{',
            &format!(r#"{{"@odata.context":"https://{host}/v1.0/$metadata#organization","#),
            1,
        );
        let (outcome, _) = import(&Workspace::default(), &[("o.json", text)]).unwrap();
        assert_eq!(we(&outcome).cloud, want, "{host}");
    }
}

#[test]
fn a_policy_names_its_tenant_by_itself() {
    let text = format!(
        r#"{{"value":{{"@odata.context":"x","id":"p","displayName":"CrossTenantAccessPolicy for {WE}","allowedCloudEndpoints":["microsoftonline.us","moon.example"]}}}}"#
    );
    let (outcome, _) = import(&Workspace::default(), &[("p.json", text)]).unwrap();
    let policy = we(&outcome).policy.as_deref().unwrap();
    assert_eq!(policy.allowed_cloud_endpoints.first(), Some(&CloudEndpoint::UsGovernment));
    assert_eq!(policy.extra.get("id").unwrap(), "p");
    assert_eq!(policy.extra.get("@odata.context"), None);
    assert_snapshot!(outcome.report.warnings.join("\n"), @"`moon.example` as `allowedCloudEndpoints` is not known to this program; it was kept (p.json)");
}

#[test]
fn the_default_is_known_by_its_flag() {
    let (outcome, _) = fresh(&[
        r#"{"isServiceDefault": true, "b2bDirectConnectInbound": {"applications": {"accessType": "sometimes", "targets": []}}, "newThing": 1e2}"#,
    ]);
    let default = we(&outcome).policy.as_ref().unwrap().default.clone().unwrap();
    assert_eq!(default.is_service_default, Some(true));
    assert_eq!(
        default.extra.get("newThing").unwrap().to_string(),
        "1e+2",
        "a sign that serde_json adds"
    );
    let apps = default.configuration.b2b_direct_connect_inbound.clone().unwrap().applications;
    assert_eq!(apps.unwrap().access, AccessType::Other("sometimes".into()));
    assert_snapshot!(outcome.report.warnings.join("\n"), @"`sometimes` as `accessType` is not known to this program; it was kept (part0.json)");
}

#[test]
fn a_list_of_partners() {
    let (outcome, _) = fresh(&[PARTNERS]);
    let north = partner(&outcome, NORTH).unwrap();
    let trust = north.configuration.inbound_trust.as_ref().unwrap();
    assert_eq!(trust.mfa, Some(true));
    assert_eq!(trust.extra.get("isCompliantNetworkAccepted").unwrap(), true);
    let setting = north.configuration.b2b_collaboration_inbound.as_ref().unwrap();
    assert!(setting.users_and_groups.as_ref().unwrap().allows_all());
    assert!(setting.applications.as_ref().unwrap().blocks_all());
    assert_eq!(north.configuration.b2b_collaboration_outbound, None);
    assert!(partner(&outcome, SOUTH).is_some());
    assert_eq!(outcome.report.warnings, Vec::<String>::new());
}

#[test]
fn selected_lists_add_what_they_say_and_take_nothing_away() {
    let (first, _) = fresh(&[PARTNERS]);
    let sync = format!(
        r#"{{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#policies/crossTenantAccessPolicy/partners(tenantId,identitySynchronization())","value":[{{"tenantId":"{NORTH}","identitySynchronization":{{"tenantId":"{NORTH}","displayName":"North","userSyncInbound":{{"isSyncAllowed":true}}}}}}]}}"#
    );
    let before = partner(&first, NORTH).unwrap().clone();
    let (second, _) = import(&stored(first), &[("s.json", sync)]).unwrap();
    let after = partner(&second, NORTH).unwrap();
    assert_eq!(after.configuration, before.configuration);
    let synchronization = after.identity_synchronization.as_ref().unwrap();
    assert_eq!(synchronization.is_allowed(SyncKind::Users), Some(true));
    assert!(partner(&second, SOUTH).is_some(), "a selected list removes nobody");
}

#[test]
fn a_synchronization_policy_by_itself_goes_to_its_partner() {
    for (text, what) in [
        (
            format!(r#"{{"tenantId":"{NORTH}","groupSyncInbound":{{"isSyncAllowed":true}}}}"#),
            "named inside",
        ),
        (
            format!(
                r#"{{"@odata.context":"https://graph.microsoft.com/beta/$metadata#policies/crossTenantAccessPolicy/partners('{NORTH}')/identitySynchronization/$entity","groupSyncInbound":{{"isSyncAllowed":true}}}}"#
            ),
            "named by the context",
        ),
    ] {
        let (outcome, _) = fresh(&[&text]);
        let synchronization = partner(&outcome, NORTH).unwrap().identity_synchronization.clone();
        assert_eq!(synchronization.unwrap().is_allowed(SyncKind::Groups), Some(true), "{what}");
    }
}

#[test]
fn pages_make_one_list() {
    let page = |id: &str, next: &str| {
        format!(
            r#"{{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#policies/crossTenantAccessPolicy/partners",{next}"value":[{{"tenantId":"{id}","inboundTrust":null}}]}}"#
        )
    };
    let next = r#""@odata.nextLink":"https://graph.microsoft.com/v1.0/more?$skiptoken=abc","#;
    let (first, last) = (page(NORTH, next), page(SOUTH, ""));
    let (both, _) = fresh(&[&first, &last]);
    assert_eq!(we(&both).policy.as_ref().unwrap().partners.len(), 2);
    assert_eq!(both.report.warnings, Vec::<String>::new());
    let (cut, _) = import(&stored(both), &[("first.json", &first)]).unwrap();
    assert_eq!(
        cut.report.warnings,
        ["the list of partners goes on in another page that was not given"]
    );
    assert!(partner(&cut, SOUTH).is_some(), "an open list removes nobody");
    let (shorter, _) = import(&stored(cut), &[("last.json", &last)]).unwrap();
    assert_eq!(partner(&shorter, NORTH), None, "a complete list does");
    assert_eq!(shorter.workspace.draft.partner(id(WE), id(NORTH)), None);
}

#[test]
fn an_empty_list_of_partners_says_that_there_are_none() {
    let (first, _) = fresh(&[PARTNERS]);
    let empty = r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#policies/crossTenantAccessPolicy/partners","value":[]}"#;
    let (second, _) = import(&stored(first), &[("p.json", empty)]).unwrap();
    assert!(we(&second).policy.as_ref().unwrap().partners.is_empty());
}

#[test]
fn single_partners_leave_the_others() {
    let (first, _) = fresh(&[PARTNERS]);
    let one = format!(r#"{{"tenantId":"{NORTH}","b2bCollaborationInbound":null}}"#);
    let (second, _) = import(&stored(first), &[("p.json", one)]).unwrap();
    let north = partner(&second, NORTH).unwrap();
    assert_eq!(north.configuration.b2b_collaboration_inbound, None, "null means inherit");
    assert!(north.configuration.inbound_trust.is_some(), "absent means unchanged");
    assert!(partner(&second, SOUTH).is_some());
}

#[test]
fn external_collaboration_comes_from_four_places() {
    let (outcome, _) = fresh(&[
        r#"{"value":[{"id":"authorizationPolicy","allowInvitesFrom":"adminsAndGuestInviters","guestUserRoleId":"2af84b1e-32c8-42b7-82bc-daa82404023b","blockMsolPowerShell":false}]}"#,
        r#"{"value":[{"id":"b","definition":["{\"B2BManagementPolicy\":{\"InvitationsAllowedAndBlockedDomainsPolicy\":{\"BlockedDomains\":[\"Bad.example\"]},\"AutoRedeemPolicy\":{\"x\":1.0}}}"]}]}"#,
        r#"{"id":"externalidentitiespolicy","allowExternalIdentitiesToLeave":false}"#,
        r#"{"id":"authenticationFlowsPolicy","selfServiceSignUp":{"isEnabled":true}}"#,
    ]);
    let external = we(&outcome).external.as_deref().unwrap();
    let authorization = external.authorization.as_ref().unwrap();
    assert_eq!(authorization.allow_invites_from, Some(AllowInvitesFrom::AdminsAndGuestInviters));
    assert_eq!(authorization.guest_user_role_id.map(GuestLevel::of), Some(GuestLevel::Restricted));
    assert_eq!(authorization.extra.get("blockMsolPowerShell").unwrap(), false);
    let management = external.b2b_management.as_ref().unwrap();
    let DomainList::Block([domain]) = management.domain_list() else { panic!("no block list") };
    assert_eq!(domain.as_str(), "bad.example");
    assert_eq!(
        management.definition_extra.get("AutoRedeemPolicy").unwrap().to_string(),
        r#"{"x":1.0}"#
    );
    assert_eq!(external.allow_external_identities_to_leave, Some(false));
    assert_eq!(external.self_service_sign_up, Some(true));
}

#[test]
fn names_of_other_tenants_make_tenants_of_theirs() {
    let text = format!(
        r#"{{"tenantId":"{NORTH}","displayName":"North Traders","federationBrandName":null,"defaultDomainName":"North.example"}}"#
    );
    let (outcome, _) = import(&Workspace::default(), &[("t.json", text)]).unwrap();
    let north = outcome.workspace.draft.tenant(id(NORTH)).unwrap();
    assert_eq!(north.display_name, "North Traders");
    assert_eq!(north.ownership, Ownership::Theirs);
    assert_eq!(north.primary_domain().unwrap().as_str(), "north.example");
    assert!(outcome.observed.is_empty());
}

#[test]
fn a_tenant_of_ours_keeps_its_own_name() {
    let told =
        format!(r#"{{"tenantId":"{WE}","displayName":"Not us","defaultDomainName":"x.example"}}"#);
    let (outcome, _) = fresh(&[&told]);
    let tenant = outcome.workspace.draft.tenant(id(WE)).unwrap();
    assert_eq!((tenant.display_name.as_str(), tenant.ownership), ("Wingtip", Ownership::Ours));
}

#[test]
fn a_partner_may_bring_its_name() {
    let beta = format!(r#"{{"tenantId":"{NORTH}","inboundTrust":null,"displayName":"North"}}"#);
    let joined = format!(
        r#"{{"Results":[{{"tenantId":"{SOUTH}","inboundTrust":null,"displayName":"South","defaultDomainName":"south.example"}}]}}"#
    );
    let (outcome, _) = fresh(&[&beta, &joined]);
    let name = |of| outcome.workspace.draft.tenant(id(of)).unwrap().display_name.clone();
    assert_eq!((name(NORTH).as_str(), name(SOUTH).as_str()), ("North", "South"));
    assert!(partner(&outcome, SOUTH).unwrap().extra.is_empty());
    let (nameless, _) = fresh(&[&beta.replace("displayName", "somethingElse")]);
    assert_eq!(nameless.workspace.draft.tenant(id(NORTH)), None);
}

#[test]
fn what_is_of_no_use_here_is_said_to_be_known() {
    let (outcome, lines) = fresh(&[
        r#"{"value":[{"id":"Azure2Azure.x","templateId":"Azure2Azure","schedule":{},"status":{}}]}"#,
        r#"{"id":"s","synchronizationRules":[],"directories":[]}"#,
        r#"{"error":{"code":"Forbidden","message":"no"}}"#,
    ]);
    assert!(lines.0.is_empty());
    assert_snapshot!(outcome.report.warnings.join("\n"), @r"
    a synchronization schema belongs to no configuration and was left out: nothing names its service principal; keep `@odata.context`, or put the id of the service principal into the file's name, such as `job-<id>.json` (part1.json)
    the service answered with the error `Forbidden`: no (part2.json)
    the synchronization job `Azure2Azure.x` belongs to no configuration and was left out: nothing names its service principal; keep `@odata.context`, or put the id of the service principal into the file's name, such as `job-<id>.json` (part0.json)
    ");
}

#[test]
fn many_users_stream() {
    struct Generated {
        next: u64,
        left: Vec<u8>,
    }
    impl io::Read for Generated {
        fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
            if self.left.is_empty() && self.next <= 20_000 {
                let n = self.next;
                self.next += 1;
                let (before, after) = (
                    if n == 0 { "{\"value\":[" } else { "," },
                    if n == 20_000 { "]}" } else { "" },
                );
                self.left = format!("{before}{{\"id\":\"00000000-0000-4000-8000-{n:012}\",\"userPrincipalName\":\"u{n}\",\"about\":\"{}\"}}{after}", "x".repeat(300)).into_bytes();
            }
            let count = self.left.len().min(out.len());
            for (slot, byte) in out.iter_mut().zip(self.left.drain(..count)) {
                *slot = byte;
            }
            Ok(count)
        }
    }
    struct Count(u64, usize);
    impl DirectoryRows for Count {
        fn row(&mut self, _: Slot, _: DirectoryKind, _: Guid, line: &str) -> io::Result<()> {
            self.0 += 1;
            self.1 = self.1.max(line.len());
            Ok(())
        }

        fn sign_ins(&mut self, _: Slot, _: SignInLog) -> io::Result<()> {
            Ok(())
        }
    }
    let mut rows = Count(0, 0);
    let source = Source {
        name: "u".into(),
        stem: "u".into(),
        folder: String::new(),
        content: &mut Generated { next: 0, left: Vec::new() },
    };
    Gathered::default().read(source, &mut rows).unwrap();
    assert_eq!(rows.0, 20_001);
    assert!(rows.1 < 500, "one line holds one user");
}

#[test]
fn directory_objects_leave_as_lines_with_all_their_members() {
    let users = format!(
        r#"{{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users","value":[
  {{"@odata.id":"x","id":"{NORTH}","userPrincipalName":"ida@wingtip.example", "odd": 12345678901234567890123, "displayName":"I\nda"}}]}}"#
    );
    let group = format!(
        r##"{{"id":"{GROUP}","groupTypes":[],"displayName":"All","members":[{{"@odata.type":"#microsoft.graph.user","id":"{NORTH}"}}]}}"##
    );
    let app = format!(r#"{{"appId":"{SOUTH}","displayName":"Payroll"}}"#);
    let (outcome, lines) = fresh(&[&users, &group, &app]);
    let lines: Vec<String> =
        lines.0.iter().map(|(_, kind, line)| format!("{kind:?} {line}")).collect();
    assert_snapshot!(lines.join("\n"), @r#"
        Users {"id":"b7d1e3f4-0000-4000-8000-0000000000a1","userPrincipalName":"ida@wingtip.example","odd":12345678901234567890123,"displayName":"I\nda"}
        Groups {"id":"c0ffee00-0000-4000-8000-00000000000c","groupTypes":[],"displayName":"All","members":[{"id":"b7d1e3f4-0000-4000-8000-0000000000a1"}]}
        Applications {"appId":"b7d1e3f4-0000-4000-8000-0000000000a2","displayName":"Payroll"}
        "#);
    assert_eq!(outcome.slots, [Some(id(WE))]);
}

#[test]
fn members_need_to_know_their_group() {
    let text = format!(
        r##"{{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#directoryObjects","value":[{{"@odata.type":"#microsoft.graph.user","id":"{NORTH}"}},{{"@odata.type":"#microsoft.graph.group","id":"{SOUTH}"}}]}}"##
    );
    let (_, lines) = gather(&[(&format!("members-{GROUP}.json"), &text)]).unwrap();
    assert_snapshot!(lines.0.first().unwrap().2, @r#"{"id":"c0ffee00-0000-4000-8000-00000000000c","members":[{"id":"b7d1e3f4-0000-4000-8000-0000000000a1"},{"id":"b7d1e3f4-0000-4000-8000-0000000000a2"}]}"#);
    assert_snapshot!(refused("members.json", &text), @"members.json, line 1, column 90, at `value[0]`: these are members of a group, but the answer does not say of which; put the group's id into the file's name, such as `members-<group id>.json`; nothing was changed");
}

#[test]
fn a_group_without_members_has_none() {
    let text = r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#directoryObjects","value":[]}"#;
    let (_, lines) = gather(&[(&format!("{GROUP}.json"), &text)]).unwrap();
    assert_eq!(lines.0.first().unwrap().2, format!(r#"{{"id":"{GROUP}","members":[]}}"#));
}

#[test]
fn a_chosen_list_does_not_hide_that_a_full_one_goes_on() {
    let full = format!(
        r#"{{"@odata.nextLink":"https://x.example","value":[{{"tenantId":"{NORTH}","inboundTrust":null}}]}}"#
    );
    let chosen =
        format!(r#"{{"value":[{{"tenantId":"{NORTH}","identitySynchronization":null}}]}}"#);
    let (outcome, _) = fresh(&[&full, &chosen]);
    assert_eq!(
        outcome.report.warnings,
        ["the list of partners goes on in another page that was not given"]
    );
}

#[test]
fn many_members_take_several_lines() {
    let items: Vec<String> =
        (0..10_001).map(|n| format!(r#"{{"id":"00000000-0000-4000-8000-{n:012}"}}"#)).collect();
    let text = format!(
        r#"{{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#directoryObjects","value":[{}]}}"#,
        items.join(",")
    );
    let (_, lines) = gather(&[(&format!("{GROUP}.json"), &text)]).unwrap();
    let counts: Vec<usize> =
        lines.0.iter().map(|(_, _, line)| line.matches("\"id\"").count() - 1).collect();
    assert_eq!(counts, [10_000, 1]);
}

#[test]
fn a_list_of_changes_reports_what_is_gone() {
    let text = format!(
        r##"{{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users/$delta","@odata.deltaLink":"x","value":[{{"id":"{NORTH}","@odata.type":"#microsoft.graph.user","displayName":"Ida"}},{{"id":"{SOUTH}","@removed":{{"reason":"changed"}}}}]}}"##
    );
    let (outcome, lines) = fresh(&[&text]);
    assert_eq!(lines.0.len(), 1);
    assert_snapshot!(outcome.report.warnings.join("\n"), @"a list of changes says that objects were removed; import a full list to forget them (part0.json)");
}

#[test]
fn a_batch_is_many_files() {
    let text = format!(
        r#"{{"responses":[
  {{"id":"1","status":200,"headers":{{}},"body":{{"isServiceDefault":true,"@microsoft.graph.tips":"use more"}}}},
  {{"id":"2","status":403,"body":{{"error":{{"code":"Authorization_RequestDenied"}}}}}},
  {{"id":"3","status":200,"body":{{"value":[{{"tenantId":"{NORTH}","inboundTrust":null}}]}}}}]}}"#
    );
    let (outcome, _) = fresh(&[&text]);
    assert!(partner(&outcome, NORTH).is_some());
    let default = we(&outcome).policy.as_ref().unwrap().default.clone().unwrap();
    assert!(default.extra.is_empty(), "tips are no setting");
    assert_snapshot!(outcome.report.warnings.join("\n"), @"answer `2` of the batch has the status 403 and was left out (part0.json)");
}

#[test]
fn a_fault_in_a_batch_has_its_place_in_the_file() {
    let text = "{\"responses\":[\n {\"id\":\"1\",\"status\":200,\n  \"body\":{\"isServiceDefault\":\n   \"yes\"}}]}";
    assert_snapshot!(refused("b.json", text), @r#"b.json, line 4, column 8, at `responses[0].body.isServiceDefault`: invalid type: string "yes", expected a boolean; correct the file or export it again; nothing was changed"#);
}

#[test]
fn an_empty_page_of_changes_is_known_by_its_context() {
    let text = r#"{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#policies/crossTenantAccessPolicy/partners/$delta","@odata.nextLink":"x","value":[]}"#;
    let (outcome, _) = fresh(&[text]);
    assert_eq!(
        outcome.report.warnings,
        ["the list of partners goes on in another page that was not given"]
    );
}

#[test]
fn json_lines_are_read_to_the_last() {
    let text = format!(
        "{{\"tenantId\":\"{NORTH}\",\"inboundTrust\":null}}\r\n{{\"tenantId\":\"{SOUTH}\",\"inboundTrust\":null}}\n"
    );
    let (outcome, _) = fresh(&[&text]);
    assert!(partner(&outcome, NORTH).is_some() && partner(&outcome, SOUTH).is_some());
}

#[test]
fn policies_in_the_recycle_bin_stay_there() {
    let text = format!(
        r#"[{{"tenantId":"{NORTH}","inboundTrust":null,"deletedDateTime":"2031-01-02T00:00:00Z"}}]"#
    );
    let (outcome, _) = fresh(&[&text]);
    assert_eq!(we(&outcome).policy, None);
    assert_snapshot!(outcome.report.warnings.join("\n"), @"a policy lies in the recycle bin and was left out (part0.json)");
}

#[test]
fn a_target_that_is_a_name_is_kept_and_named() {
    let text = format!(
        r#"{{"tenantId":"{NORTH}","b2bCollaborationInbound":{{"usersAndGroups":{{"accessType":"allowed","targets":[{{"target":"ida@north.example","targetType":"user"}}]}}}}}}"#
    );
    let (outcome, _) = fresh(&[&text]);
    let setting = partner(&outcome, NORTH).unwrap().configuration.b2b_collaboration_inbound.clone();
    let target = setting.unwrap().users_and_groups.unwrap().targets.first().unwrap().value.clone();
    assert_eq!(target, TargetValue::Other("ida@north.example".into()));
    assert_eq!(outcome.report.warnings.len(), 1);
}

const CONDITIONAL: &str = r##"{
  "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#identity/conditionalAccess/policies",
  "value": [
    {"id": "00000000-0000-4000-8000-0000000000c1", "templateId": null, "displayName": "MFA for guests", "state": "enabled",
     "conditions": {"clientAppTypes": ["all"], "locations": null,
       "users": {"includeUsers": [], "includeGuestsOrExternalUsers": {"guestOrExternalUserTypes": "b2bCollaborationGuest,b2bCollaborationMember",
         "externalTenants": {"@odata.type": "#microsoft.graph.conditionalAccessAllExternalTenants", "membershipKind": "all"}}},
       "applications": {"includeApplications": ["All"]}},
     "grantControls": {"operator": "OR", "builtInControls": ["mfa", "retinaScan"], "termsOfUse": []}, "sessionControls": null},
    {"id": "00000000-0000-4000-8000-0000000000c2", "state": "disabled", "conditions": {}, "grantControls": null, "sessionControls": {"newThing": 1.10}}
  ]
}"##;

#[test]
fn conditional_access_policies_come_in_and_a_whole_list_forgets_the_others() {
    let (outcome, _) = fresh(&[CONDITIONAL]);
    let held = we(&outcome).conditional_access.as_deref().unwrap();
    let [first, second] = held.policies.as_slice() else { panic!("two policies") };
    assert_eq!(first.display_name.as_deref(), Some("MFA for guests"));
    let controls = &first.grant.as_ref().unwrap().built_in;
    assert_eq!(controls[1], crate::domain::GrantControl::Other("retinaScan".into()));
    let session = second.session.as_ref().unwrap();
    assert_eq!(session.extra.get("newThing").unwrap().to_string(), "1.10");
    assert_eq!(outcome.workspace.draft.tenant(id(WE)), Some(we(&outcome)));
    assert!(outcome.report.came_in.join("\n").contains("2 Conditional Access policies"));

    // One policy by itself changes that one; a list is all there is.
    let one = r#"{"id":"00000000-0000-4000-8000-0000000000c2","state":"enabled","conditions":{},"grantControls":{"operator":"AND","builtInControls":["block"]}}"#;
    let mut workspace = outcome.workspace.clone();
    for (id, tenant) in &outcome.observed {
        let observed = Observed { hash: "x".to_owned(), tenant: tenant.clone() };
        workspace.observed.insert(*id, observed);
    }
    let (after, _) = import(&workspace, &[("one.json", one.to_owned())]).unwrap();
    let held = we(&after).conditional_access.as_deref().unwrap();
    assert_eq!(held.policies.len(), 2);
    assert_eq!(held.policies[1].state, Some(crate::domain::PolicyState::Enabled));
    let list =
        format!(r#"{{"@odata.context":"x#identity/conditionalAccess/policies","value":[{one}]}}"#);
    let (after, _) = import(&workspace, &[("all.json", list)]).unwrap();
    assert_eq!(we(&after).conditional_access.as_deref().unwrap().policies.len(), 1);
    assert_eq!(after.workspace.draft.tenant(id(WE)), Some(we(&after)), "the draft follows");
}
