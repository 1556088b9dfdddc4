#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{CODES, Side, read};
use crate::access::tests::scene::*;
use crate::access::{Gate, Kind};
use crate::domain::{DomainName, TenantDomain, Workspace};

fn estate() -> (Workspace, World) {
    let mut world = World::new();
    let fabrikam = Arc::make_mut(world.estate.tenants.get_mut(&F).unwrap());
    let name = DomainName::observed("fabrikam.com");
    fabrikam.domains.push(TenantDomain { name, ..TenantDomain::default() });
    let directory = Arc::make_mut(world.directories.get_mut(&F).unwrap());
    let fay = directory.users.iter_mut().find(|user| user.id == FAY).unwrap();
    fay.user_principal_name = "fay@fabrikam.com".to_owned();
    let workspace = Workspace { draft: world.estate.clone(), ..Workspace::default() };
    (workspace, world)
}

fn reading(text: &str) -> super::Reading {
    let (workspace, world) = estate();
    let mut found = read(text, &workspace, &world.directories);
    if let Some(code) = found.code {
        found.named.place(code.side, C);
    }
    found
}

#[test]
fn a_code_is_read_alone_and_in_a_message() {
    for text in [
        "AADSTS500213",
        "500213",
        "aadsts500213: The resource tenant's cross-tenant access policy does not allow this user to access this tenant.",
        "NotAllowedByInboundPolicyTenant",
    ] {
        let found = reading(text);
        assert_eq!(found.code.map(|code| code.text), Some("AADSTS500213"), "{text}");
        assert_eq!((found.named.home, found.named.resource), (None, Some(C)), "{text}");
    }
    let outbound = reading("AADSTS500212");
    assert_eq!((outbound.named.home, outbound.named.resource), (Some(C), None));
    assert_eq!(outbound.code.unwrap().side, Side::Home);
    assert_eq!(reading("AADSTS90071").named.kind, Kind::DirectConnect);
    let sync = reading("Error: AzureDirectoryB2BManagementPolicyCheckFailure while testing");
    assert_eq!(sync.code.unwrap().gates, [Gate::Redemption]);
}

#[test]
fn a_code_of_something_else_is_said_to_be_that() {
    let found = reading("AADSTS50126: Error validating credentials");
    assert_eq!(found.code, None);
    assert_eq!(found.stranger.as_deref(), Some("AADSTS50126"));
    for nothing in ["", "hello", "0042", "Trace ID: 5"] {
        let found = reading(nothing);
        assert!(found.code.is_none() && found.stranger.is_none(), "{nothing}");
    }
}

#[test]
fn what_a_message_names_fills_the_question() {
    let text = format!(
        "AADSTS50020: User account 'fay@fabrikam.com' from identity provider 'https://sts.windows.net/{F}/' does not exist in tenant 'Contoso' and cannot access the application '{WIKI}'(Wiki) in that tenant."
    );
    let named = reading(&text).named;
    assert_eq!((named.home, named.resource), (Some(F), Some(C)));
    assert_eq!((named.user, named.app), (Some(FAY), Some(WIKI)));
    let text = format!("AADSTS500212 for {FAY} at {C}");
    let named = reading(&text).named;
    assert_eq!(
        (named.home, named.resource),
        (Some(F), Some(C)),
        "the person tells the home tenant"
    );
}

#[test]
fn every_code_that_a_gate_can_end_in_is_in_the_table() {
    let known: BTreeSet<&str> = CODES.iter().map(|code| code.text).collect();
    assert_eq!(known.len(), CODES.len(), "no code stands twice");
    let sources = ["gate", "cloud", "demand", "invitation", "redemption"].map(|room| {
        let path = format!("{}/src/access/{room}.rs", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).unwrap()
    });
    let mut said = BTreeSet::new();
    for text in sources.iter().flat_map(|source| source.split('"')) {
        if text.starts_with("AADSTS") || text.starts_with("Azure") {
            said.insert(text);
        }
    }
    assert!(said.len() >= 8, "{said:?}");
    assert!(said.is_subset(&known), "{said:?}");
}
