//! Authentication strengths: as Graph lists them, and inside a policy.

use super::*;

const LIST: &str = r#"{
  "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#policies/authenticationStrengthPolicies",
  "value": [
    {"id": "00000000-0000-0000-0000-000000000004", "createdDateTime": "2021-12-01T00:00:00Z", "displayName": "Phishing resistant MFA",
     "policyType": "builtIn", "requirementsSatisfied": "mfa", "allowedCombinations": ["windowsHelloForBusiness", "fido2", "x509CertificateMultiFactor"],
     "combinationConfigurations@odata.context": "x", "combinationConfigurations": []},
    {"id": "00000000-0000-4000-8000-0000000000d1", "displayName": "Keys of ours", "policyType": "custom", "requirementsSatisfied": "mfa",
     "allowedCombinations": ["fido2", "futureMethod,password"], "combinationConfigurations": [{"appliesToCombinations": ["fido2"], "allowedAAGUIDs": ["a"]}]}
  ]
}"#;

const POLICY: &str = r#"{"id": "00000000-0000-4000-8000-0000000000c1", "displayName": "Keys", "state": "enabled",
  "conditions": {"users": {"includeUsers": ["All"]}, "applications": {"includeApplications": ["All"]}},
  "grantControls": {"operator": "OR", "builtInControls": [], "authenticationStrength@odata.context": "x",
    "authenticationStrength": {"id": "00000000-0000-4000-8000-0000000000d2", "displayName": "Text", "policyType": "custom", "allowedCombinations": ["password,sms"]}}}"#;

#[test]
fn strengths_come_in_with_what_is_not_known_and_a_whole_list_forgets_the_others() {
    let (outcome, _) = fresh(&[LIST, POLICY]);
    let held = we(&outcome).conditional_access.as_deref().unwrap();
    let [built_in, own] = held.strengths.as_slice() else { panic!("two strengths") };
    assert_eq!(built_in.combinations.len(), 3);
    assert_eq!(own.combinations, ["fido2", "futureMethod,password"]);
    assert_eq!(own.extra.get("policyType").unwrap(), "custom");
    let narrowed = own.extra.get("combinationConfigurations").unwrap();
    assert_eq!(narrowed[0]["allowedAAGUIDs"][0], "a");
    let inline = held.policies[0].grant.as_ref().unwrap().strength.as_ref().unwrap();
    assert_eq!(inline.combinations, ["password,sms"]);
    assert_eq!(inline.extra.get("policyType").unwrap(), "custom");
    let said = outcome.report.came_in.join("\n");
    assert!(said.contains("1 Conditional Access policy, 2 authentication strengths"), "{said}");

    let mut workspace = outcome.workspace.clone();
    for (id, tenant) in &outcome.observed {
        let observed = Observed { hash: "x".to_owned(), tenant: tenant.clone() };
        workspace.observed.insert(*id, observed);
    }
    let beta = r#"{"@odata.context":"x#identity/conditionalAccess/authenticationStrength/policies","value":[{"id":"00000000-0000-4000-8000-0000000000d1","allowedCombinations":["password,sms"]}]}"#;
    let (after, _) = import(&workspace, &[("all.json", beta.to_owned())]).unwrap();
    let held = we(&after).conditional_access.as_deref().unwrap();
    let [own] = held.strengths.as_slice() else { panic!("one strength") };
    assert_eq!((own.display_name.as_deref(), own.combinations.len()), (Some("Keys of ours"), 1));
    assert_eq!(held.policies.len(), 1, "policies are another list");
}
